// Stacked reading: on a wide screen, a link in a note opens its target as a column beside it. The URL has the columns.
import { loadStyle } from "./dom.js";
import { loadPhrases } from "./phrases.js";
import { named, noteAddress, searchOf } from "./stack-address.js";
import { enliven, makeColumn, noteAt, renewed } from "./stack-column.js";
import { enter, isStacked, leave } from "./stack-first.js";
import { WIDE, isStacking } from "./stack-switch.js";
import { columns, isRightToLeft, light, reveal, tellCovered } from "./stack-view.js";

const main = document.querySelector("main");
const first = document.querySelector("main > .note");
const title = document.title;
const doings = { show: (column) => { reveal(column); column.focus({ preventScroll: true }); }, close: closeColumn };
const pathOf = (column) => column.dataset.path ?? location.pathname;
let t;
let turn = 0; // counts changes: results fetched for an earlier one are dropped

/** Starts stacked reading if the page is a note; opens the columns in the URL. */
export async function startStack() {
  if (!first || t) return;
  t = await loadPhrases();
  document.addEventListener("click", clicked);
  document.addEventListener("keydown", pressed);
  document.addEventListener("notegarden:update", renew); // `serve` has changed a note
  addEventListener("popstate", () => arrange(named()));
  WIDE.addEventListener("change", () => arrange(named()));
  document.addEventListener("notegarden:stacking", () => isStacking() || go([]));
  main.addEventListener("scroll", tellCovered, { passive: true });
  main.addEventListener("focusin", ({ target }) => isStacked() && target.matches(":focus-visible") && reveal(target.closest("main > .note")));
  new ResizeObserver(tellCovered).observe(main);
  await arrange(named());
}

// -- the columns ------------------------------------------------------------------------------------------------------

/** Shows these columns, with a history entry for the back button. */
function go(paths, focus) {
  const search = searchOf(paths);
  if (search !== location.search) history.pushState(null, "", location.pathname + search);
  return arrange(paths, focus);
}

/** Shows these columns. `focus`: {path, hash} of the one that gets the focus. */
async function arrange(paths, focus) {
  const mine = ++turn;
  const wanted = WIDE.matches ? paths : [];
  const there = new Map(columns().slice(1).map((column) => [pathOf(column), column]));
  const made = await Promise.all(wanted.map((path) => there.get(path) ?? makeColumn(path, t, doings)));
  if (wanted.length) await loadStyle("stack.css");
  if (mine !== turn) return;
  const shown = made.filter(Boolean); // without those that are no longer notes
  for (const column of there.values()) if (!shown.includes(column)) column.remove();
  if (shown.length) enter(t, doings);
  else leave();
  [first, ...shown].reduce((before, column) => {
    if (before.nextElementSibling !== column) before.after(column);
    return column;
  });
  columns().forEach((column, at) => column.style.setProperty("--at", String(at)));
  document.title = shown.at(-1)?.dataset.title ?? title;
  if (!shown.length) return;
  await enliven(main);
  const next = columns().find((column) => pathOf(column) === focus?.path) ?? shown.at(-1);
  reveal(next, !focus);
  if (focus) next.focus({ preventScroll: true });
  if (focus) light(next, focus.hash);
}

async function renew() {
  for (const column of columns().slice(1)) {
    const made = await renewed(column, t, doings);
    if (!made || !column.isConnected) continue;
    const { scrollTop } = column;
    made.style.cssText = column.style.cssText;
    column.replaceWith(made);
    made.scrollTop = scrollTop;
    await enliven(main);
  }
}

/** Closes a column. Closing the first navigates to the page of the second. */
function closeColumn(column) {
  const paths = columns().slice(1).map(pathOf);
  if (column === first) {
    location.assign(paths[0] + searchOf(paths.slice(1)));
    return;
  }
  const at = paths.indexOf(pathOf(column));
  go(paths.toSpliced(at, 1), { path: paths[at - 1] ?? location.pathname });
}

// -- user input --------------------------------------------------------------------------------------------------------

function clicked(event) {
  const link = event.target.closest?.("main > .note a[href]");
  const isPlain = event.isTrusted && event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (!link || !isPlain || event.defaultPrevented || !WIDE.matches || !(isStacking() || isStacked())) return;
  const from = link.closest("main > .note");
  const written = link.getAttribute("href");
  if (from === first && written.startsWith("#")) return;
  const address = written.startsWith("#") ? new URL(pathOf(from) + written.replace(from.dataset.ids, ""), location.href) : noteAddress(link);
  if (!address || (!isStacked() && address.pathname === location.pathname)) return;
  event.preventDefault();
  const target = { path: address.pathname, hash: address.hash };
  const known = columns().find((column) => pathOf(column) === target.path);
  if (known) {
    doings.show(known);
    light(known, target.hash);
  } else open(from, address, target);
}

/** Opens a note beside the column that links it, replacing the columns after that one. */
async function open(from, address, target) {
  if (!(await noteAt(target.path))) return location.assign(address.href);
  const all = columns();
  const before = all.slice(1, all.indexOf(from) + 1).map(pathOf);
  await go([...before, target.path], target);
}

function pressed(event) {
  if (!isStacked() || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
  if (event.target.closest("pre, table, math, input, textarea, select, video, audio, dialog, .preview, [contenteditable]")) return;
  const all = columns();
  const at = all.indexOf(document.activeElement?.closest("main > .note"));
  const forward = isRightToLeft() ? "ArrowLeft" : "ArrowRight";
  if (event.key === "x") closeColumn(all[at > 0 ? at : all.length - 1]);
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    const next = all[(at < 0 ? all.length - 1 : at) + (event.key === forward ? 1 : -1)];
    if (next) doings.show(next);
  } else return;
  event.preventDefault();
}
