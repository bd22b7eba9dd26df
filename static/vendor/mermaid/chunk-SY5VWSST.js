/* mermaid 12.3.0; see mermaid.LICENSE.txt */
import{a as t}from"./chunk-OXVOBG2H.js";var s=class{constructor(i){this.init=i,this.records=this.init()}static{t(this,"ImperativeState")}reset(){this.records=this.init()}};export{s as a};
