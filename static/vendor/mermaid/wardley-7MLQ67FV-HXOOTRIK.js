/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{a as e,b as r}from"./chunk-LWFS2IEA.js";import"./chunk-JRCXHJ37.js";import"./chunk-DI5GATQC.js";export{e as WardleyModule,r as createWardleyServices};
