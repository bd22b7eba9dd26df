/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{a as r,b as o}from"./chunk-JUYQ4TWI.js";import"./chunk-JRCXHJ37.js";import"./chunk-DI5GATQC.js";export{r as RailroadAbnfModule,o as createRailroadAbnfServices};
