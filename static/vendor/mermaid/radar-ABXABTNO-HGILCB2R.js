/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{a as r,b as e}from"./chunk-N2IVJBYE.js";import"./chunk-JRCXHJ37.js";import"./chunk-DI5GATQC.js";export{r as RadarModule,e as createRadarServices};
