// Shows a table, code or formula that overflows the text column in a dialog as wide as the screen.

import { element, loadStyle } from "./dom.js";
import { loadWords } from "./words.js";

/** `event`: a click on the block, or a key. Ignores clicks that select text or follow links in the block. */
export async function openBlock(block, event) {
  const isPress = event.type === "click" && !event.target.closest("a, button, input, summary") && getSelection().isCollapsed;
  if (!isPress && event.key !== "Enter") return;
  const [text] = await Promise.all([loadWords(), loadStyle("dialogs.css")]);
  // Without `autofocus`, the scroll container gets the focus and scrolls below the button.
  const close = element("button", { class: "close", autofocus: "", "aria-label": text.close }, "×");
  const body = element("div", { class: "body" }, copyOf(block));
  const root = element("dialog", { class: "zoom wide", "aria-label": nameOf(block) }, body, element("form", { method: "dialog" }, close));
  root.addEventListener("click", ({ target }) => (target === root || target === body) && root.close());
  root.addEventListener("close", () => {
    root.remove();
    block.focus({ preventScroll: true });
  });
  document.body.append(root);
  root.showModal();
}

function copyOf(block) {
  const copy = (block.closest(".highlight") ?? block.closest("pre") ?? block).cloneNode(true);
  for (const each of [copy, ...copy.querySelectorAll("[id], [tabindex], .copy")]) {
    if (each.matches(".copy")) each.remove();
    each.removeAttribute("id");
    each.removeAttribute("tabindex");
    each.style.removeProperty("cursor");
  }
  return copy;
}

/** The heading above a block. */
function nameOf(block) {
  const heads = [...document.querySelectorAll("h1, .body :is(h2, h3, h4, h5, h6)")];
  const head = heads.filter((each) => each.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING).at(-1);
  return head?.textContent.replace(/\s*#?\s*$/, "") ?? document.title;
}
