// Turns the page's own note into the first column of a stack, and back into the page.
import { dress } from "./stack-column.js";
import { WIDE } from "./stack-switch.js";

const root = document.documentElement;
const first = document.querySelector("main > .note");

export const isStacked = () => "stacked" in root.dataset;

/** Turns the note into the first column; keeps the scroll position. */
export function enter(t, doings) {
  if (isStacked()) return;
  const block = scrollY > 80 && blockAt(0);
  root.dataset.stacked = "";
  dress(first, t, { title: first.querySelector("h1").textContent.trim(), ...doings });
  openContents(false);
  if (block) first.scrollTop += block.getBoundingClientRect().top - first.getBoundingClientRect().top - 16;
}

/** Turns the first column back into the page; keeps the scroll position. */
export function leave() {
  if (!isStacked()) return;
  const block = first.scrollTop > 80 && blockAt(first.getBoundingClientRect().top);
  delete root.dataset.stacked;
  first.querySelector(".column-head").remove();
  first.classList.remove("is-covered");
  for (const name of ["tabindex", "aria-label", "style"]) first.removeAttribute(name);
  openContents(true);
  if (block) block.scrollIntoView();
}

function blockAt(top) {
  return [...first.querySelectorAll(".body > *, .links > *")].find((block) => block.getBoundingClientRect().bottom > top);
}

function openContents(isOpen) {
  const contents = first.querySelector(".toc details");
  if (contents) contents.open = isOpen && WIDE.matches;
}
