/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{a as e,b as o}from"./chunk-BMZUKTOX.js";import"./chunk-JRCXHJ37.js";import"./chunk-DI5GATQC.js";export{e as EventModelingModule,o as createEventModelingServices};
