/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{a as i}from"./chunk-OXVOBG2H.js";function t(c,e){c.accDescr&&e.setAccDescription?.(c.accDescr),c.accTitle&&e.setAccTitle?.(c.accTitle),c.title&&e.setDiagramTitle?.(c.title)}i(t,"populateCommonDb");export{t as a};
