/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{d as o}from"./chunk-ZFCAY4GS.js";import{a as m}from"./chunk-OXVOBG2H.js";var g=m((t,e)=>{let n;return e==="sandbox"&&(n=o("#i"+t)),(e==="sandbox"?o(n.nodes()[0].contentDocument.body):o("body")).select(`[id="${t}"]`)},"getDiagramElement");export{g as a};
