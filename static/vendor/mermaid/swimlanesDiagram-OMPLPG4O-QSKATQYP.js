/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{a as o,b as m}from"./chunk-HK2F6YXO.js";import"./chunk-KVQMYSIW.js";import"./chunk-U5O22UK6.js";import"./chunk-OTLEI2ZV.js";import"./chunk-27TDQO6F.js";import"./chunk-XWTY32L4.js";import"./chunk-RZTLIYBT.js";import"./chunk-5WMWTWKB.js";import"./chunk-XDS7F2QL.js";import"./chunk-ZOIBAT4H.js";import"./chunk-GB7THRPM.js";import"./chunk-24GBFKEU.js";import"./chunk-5XTTKVL5.js";import"./chunk-O2RJAT23.js";import"./chunk-XYWSXPGP.js";import"./chunk-HWERUOOL.js";import"./chunk-LUA42GC5.js";import"./chunk-4EUQDR7E.js";import"./chunk-WJHGXKPG.js";import"./chunk-MFTEQEIE.js";import"./chunk-ZFCAY4GS.js";import{a as r}from"./chunk-OXVOBG2H.js";import"./chunk-DI5GATQC.js";var i=r(t=>`${o(t)}
  .swimlane.cluster:not([data-color-id]) rect {
    stroke: ${t.clusterBorder} !important;
  }
  [data-look="neo"].cluster rect {
    filter: none;
  }
`,"getStyles"),e=i,F=m({styles:e});export{F as diagram};
