/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{$ as s}from"./chunk-MFTEQEIE.js";import{d as e}from"./chunk-ZFCAY4GS.js";import{a as n}from"./chunk-OXVOBG2H.js";var a=n(t=>{let{securityLevel:c}=s(),o=e("body");if(c==="sandbox"){let m=e(`#i${t}`).node()?.contentDocument??document;o=e(m.body)}return o.select(`#${t}`)},"selectSvgElement");export{a};
