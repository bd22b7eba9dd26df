/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{a as o,b as e}from"./chunk-4ARFSU7K.js";import"./chunk-JRCXHJ37.js";import"./chunk-DI5GATQC.js";export{o as InfoModule,e as createInfoServices};
