/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{a as r,b as e}from"./chunk-Z6QVAYNK.js";import"./chunk-JRCXHJ37.js";import"./chunk-DI5GATQC.js";export{r as GitGraphModule,e as createGitGraphServices};
