// Positions of columns: which are covered, scrolling one into view, highlighting.

const calm = matchMedia("(prefers-reduced-motion: reduce)");
const SLIVER = 96; // px: a column with less visible shows its vertical title instead of its text
const main = document.querySelector("main");

export const columns = () => [...main.querySelectorAll(":scope > .note")];
export const isRightToLeft = () => getComputedStyle(main).direction === "rtl";

/** Scrolls sideways, no further than needed, until a column is fully visible next to the spines of those before it. */
export function reveal(column, isAtOnce = false) {
  const all = columns();
  const at = all.indexOf(column);
  const start = all.slice(0, at).reduce((sum, one) => sum + one.offsetWidth, 0); // its position without `position: sticky`
  const spine = parseFloat(getComputedStyle(column.querySelector(".column-spine")).inlineSize);
  const [least, most] = [start + column.offsetWidth - main.clientWidth, start - at * spine];
  const place = Math.min(most, Math.max(least, Math.abs(main.scrollLeft)));
  main.scrollTo({ left: isRightToLeft() ? -place : place, behavior: calm.matches || isAtOnce ? "instant" : "smooth" });
  requestAnimationFrame(tellCovered);
}

/** Marks the columns that the next one covers; they show only their spines. */
export function tellCovered() {
  const all = columns();
  const sign = isRightToLeft() ? -1 : 1;
  const edges = all.map((column) => column.getBoundingClientRect()[sign > 0 ? "left" : "right"] * sign);
  all.forEach((column, at) => column.classList.toggle("is-covered", at + 1 < all.length && edges[at + 1] - edges[at] < SLIVER));
}

/** Highlights a column, or scrolls it to the target of a URL fragment and highlights that. */
export function light(column, hash) {
  const id = hash && decodeURIComponent(hash.slice(1));
  const place = id && column.querySelector(`#${CSS.escape((column.dataset.ids ?? "") + id)}`);
  const lit = place || column;
  if (place) column.scrollTop += place.getBoundingClientRect().top - column.getBoundingClientRect().top - column.clientHeight / 5;
  for (const other of main.querySelectorAll(".is-lit")) other.classList.remove("is-lit");
  void lit.offsetWidth; // restarts the animation
  lit.classList.add("is-lit");
  lit.addEventListener("animationend", () => lit.classList.remove("is-lit"), { once: true });
}
