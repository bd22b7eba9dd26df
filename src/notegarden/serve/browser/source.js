// Page to source: Alt+click on a block, or the key o, opens its line in the author's editor.
import { say } from "./board.js";
import { edit } from "./editor.js";
import { isTyping } from "./follow.js";
import { open } from "./page.js";

const BLOCKS = "p, li, dt, dd, h1, h2, h3, h4, h5, h6, pre, blockquote, figure, td, th, summary, math[display='block'], hr, img";
const HEADINGS = "h1, h2, h3, h4, h5, h6";

export function startSource() {
  document.addEventListener("click", (event) => {
    if (!event.altKey || event.button !== 0 || !open.state.path) return;
    const block = event.target.closest?.(BLOCKS);
    if (!block?.closest("main")) return;
    event.preventDefault();
    event.stopPropagation();
    openBlock(block);
  }, { capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "o" || event.ctrlKey || event.metaKey || event.altKey || !open.state.path || isTyping(event)) return;
    openBlock([...document.querySelectorAll("[data-note-body] :hover")].at(-1)?.closest(BLOCKS) ?? firstInView());
  });
}

function firstInView() {
  const blocks = document.querySelectorAll(`[data-note-body] :is(${BLOCKS})`);
  return [...blocks].find((block) => block.getBoundingClientRect().bottom > 80) ?? null;
}

async function openBlock(block) {
  say(await edit(open.state.path, block?.closest("[data-note-body]") ? { block: describe(block) } : {}));
}

/** Describes a block so that the server finds its line. */
function describe(block) {
  const body = block.closest("[data-note-body]");
  const isBefore = (node) => node === block || node.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING;
  const heading = [...body.querySelectorAll(HEADINGS)].filter(isBefore).at(-1);
  const text = words(block);
  const same = [...body.querySelectorAll(block.localName)].filter((other) => other !== block && isBefore(other));
  const since = same.filter((other) => !heading || heading.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
  const picture = (block.matches("img") ? block : block.querySelector("img"))?.getAttribute("src") ?? "";
  return { text, heading: heading?.id ?? "", picture, nth: since.filter((other) => words(other) === text).length };
}

/** A block's text without elements added by scripts. */
function words(block) {
  const copy = block.cloneNode(true);
  for (const added of copy.querySelectorAll("[data-added], a.anchor, .footnote-ref")) added.remove();
  return copy.textContent.trim().slice(0, 600);
}
