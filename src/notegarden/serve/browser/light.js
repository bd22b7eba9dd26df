// Highlights changed elements briefly, without changing the DOM.

const BLOCKS = "p, li, dt, dd, h1, h2, h3, h4, h5, h6, pre, blockquote, figure, td, th, table, summary, math[display='block']";
const MOST = 12; // more changes are another page, not an edit

/** `nodes`: changed by a merge. With `show`, the first is scrolled into view. */
export function light(nodes, show) {
  const blocks = new Set();
  for (const node of nodes) {
    if (!node.isConnected) continue;
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const block = element?.closest(BLOCKS) ?? (element?.closest("[data-note-body] *") ? element : null);
    if (block?.closest("main")) blocks.add(block);
  }
  const inner = [...blocks].filter((block) => ![...blocks].some((other) => other !== block && other.contains(block)));
  if (!inner.length || inner.length > MOST) return;
  const mark = getComputedStyle(document.documentElement).getPropertyValue("--mark") || "#ffe58a";
  for (const block of inner) {
    // Fades to the element's own background, so the end is not visible.
    block.animate([{ backgroundColor: mark, offset: 0 }, { backgroundColor: mark, offset: 0.3 }, {}], { duration: 1800, easing: "ease-out", id: "notegarden-lit" });
  }
  if (show) inner[0].scrollIntoView({ block: "nearest" });
}
