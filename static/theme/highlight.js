// After a search: highlights the query's words, scrolls to the first, and removes the URL parameter.

import { wordPattern } from "./search-words.js";

const PARAMETER = "highlight";
const LIMIT = 500;
const STYLE = "::highlight(found) { background-color: var(--mark); color: var(--ink); }";

/** Reads `?highlight=`, which must be present. Uses the CSS Custom Highlight API, so the DOM is not changed. */
export function startHighlight() {
  const address = new URL(location.href);
  const words = (address.searchParams.get(PARAMETER) ?? "").split(/\s+/).filter(Boolean).slice(0, 8);
  address.searchParams.delete(PARAMETER);
  history.replaceState(history.state, "", address);
  if (!words.length || !globalThis.Highlight) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  document.adoptedStyleSheets.push(sheet);
  const ranges = findWords(words);
  CSS.highlights.set("found", new Highlight(...ranges));
  showFirst(ranges, address.hash);
  addEventListener("keydown", (event) => event.key === "Escape" && CSS.highlights.delete("found"));
}

function findWords(words) {
  const pattern = new RegExp(words.map(wordPattern).join("|"), "giu");
  const ranges = [];
  for (const part of document.querySelectorAll("main h1, [data-note-body]")) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && ranges.length < LIMIT) {
      for (const match of walker.currentNode.data.matchAll(pattern)) {
        const range = new StaticRange({
          startContainer: walker.currentNode, startOffset: match.index,
          endContainer: walker.currentNode, endOffset: match.index + match[0].length,
        });
        ranges.push(range);
      }
    }
  }
  return ranges;
}

function showFirst(ranges, hash) {
  const section = hash && document.getElementById(decodeURIComponent(hash.slice(1)));
  const isAfter = (range) => !section || section.contains(range.startContainer) ||
    section.compareDocumentPosition(range.startContainer) & Node.DOCUMENT_POSITION_FOLLOWING;
  const block = ranges.find(isAfter)?.startContainer.parentElement;
  if (!block) return;
  block.closest("details:not([open])")?.setAttribute("open", "");
  const { top, bottom } = block.getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) block.scrollIntoView({ block: "center" });
}
