/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{a as r,b as o}from"./chunk-VF2Q3ULM.js";import"./chunk-JRCXHJ37.js";import"./chunk-DI5GATQC.js";export{r as RailroadModule,o as createRailroadServices};
