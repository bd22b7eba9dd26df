// What the scripts know of a page and its types do not say: which kind of element a selector finds, and the like.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}
interface EventTarget {
  closest?(selectors: string): any;
}
interface Event {
  readonly key?: string;
}
interface Node {
  data?: string;
}
interface ChildNode {
  removeAttribute?(name: string): void;
}
interface Element {
  alt?: string;
  complete?: boolean;
  dataset?: DOMStringMap;
  hash?: string;
  hidden?: any;
  naturalWidth?: number;
  onclick?: any;
  src?: string;
  tabIndex?: number;
  blur?(): void;
  setAttribute(name: string, value: unknown): void;
}
interface PerformanceEntry {
  readonly decodedBodySize?: number;
  readonly initiatorType?: string;
}
