// A column: a note's article from its page, made safe beside others, with the style sheets and scripts it needs.
import { element, loadStyle } from "./dom.js";
import { absoluteSet, fetchPage, resolve, stylesOf } from "./preview-note.js";
import { rememberNote } from "./visits.js";

const LANDMARKS = "nav[aria-label], aside[aria-label], section[aria-label]";
const NAMING = ["for", "headers", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details"];
const pages = new Map(); // path → promise of its page or null
let number = 0;

/** The page at a path of this site if it is a note, else null. */
export function noteAt(path) {
  if (!pages.has(path)) pages.set(path, fetchPage(path).catch(() => null));
  return pages.get(path).then((page) => {
    if (page?.querySelector("main > article.note")) return page;
    pages.delete(path); // retry next time: the browser may be offline
    return null;
  });
}

/** The column of the note at `path`; null if there is no note. Its buttons call `show(column)` and `close(column)`. */
export async function makeColumn(path, t, { show, close }) {
  const page = await noteAt(path);
  if (!page) return null;
  const column = document.importNode(page.querySelector("main > article.note"), true);
  const title = heading(page);
  column.dataset.path = path;
  column.dataset.title = page.title;
  column.dataset.ids = `_c${++number}-`;
  column.dataset.added = "";
  tidy(column, new URL(path, location.href), title);
  await Promise.all(stylesOf(page).map(loadStyle));
  dress(column, t, { title, show, close });
  rememberNote(path, title);
  return column;
}

function heading(page) {
  return page.querySelector("main h1")?.textContent.trim() || page.title;
}

/** Adds a column's header: a vertical title, shown when others cover the column, and a close button. */
export function dress(column, t, { title, show, close }) {
  const label = `${t("close")}: ${title}`;
  column.tabIndex = 0;
  column.ariaLabel = title;
  column.prepend(element("div", { class: "column-head", "data-added": true },
    element("button", { type: "button", class: "column-spine", click: () => show(column) }, element("span", {}, title)),
    element("button", { type: "button", class: "column-close", "aria-label": label, title: label, click: () => close(column) }, "×")));
}

/** Starts copy buttons, zoomable pictures, footnotes and diagrams in new columns. */
export async function enliven(main) {
  const { startBlocks, startPictures } = await import("./blocks.js");
  startBlocks();
  startPictures();
  if (main.querySelector("[data-ids] .footnote-ref")) (await import("./footnotes.js")).startFootnotes();
  if (main.querySelector("[data-ids] code.language-mermaid")) (await import("./diagrams.js")).startDiagrams();
}

/** Prefixes ids, makes URLs absolute, adds the title to landmarks' names, and removes what may not run twice. */
function tidy(column, address, title) {
  column.querySelectorAll("script, style, .anchor").forEach((one) => one.remove());
  const { ids } = column.dataset;
  const own = new Set([...column.querySelectorAll("[id]")].map((one) => one.id));
  for (const one of column.querySelectorAll("*")) {
    one.removeAttribute("data-note-body"); // which is the page's own
    one.removeAttribute("autofocus");
    if (one.id) one.id = ids + one.id;
    for (const name of NAMING) {
      const named = one.getAttribute(name);
      if (named) one.setAttribute(name, named.split(/\s+/).map((id) => (own.has(id) ? ids + id : id)).join(" "));
    }
    for (const { name, value } of [...one.attributes]) {
      if (value.includes("url(#")) one.setAttribute(name, value.replaceAll("url(#", `url(#${ids}`));
    }
    for (const name of ["href", "xlink:href", "src", "poster"]) {
      if (one.hasAttribute(name)) one.setAttribute(name, whole(one, one.getAttribute(name), address, ids));
    }
    if (one.hasAttribute("srcset")) one.setAttribute("srcset", absoluteSet(one.getAttribute("srcset"), address));
  }
  for (const one of column.querySelectorAll(LANDMARKS)) one.ariaLabel = `${one.ariaLabel}: ${title}`;
}

/** A fragment with the column's prefix for footnotes and parts of an SVG; else an absolute URL. */
function whole(one, written, address, ids) {
  const isLocal = written.startsWith("#") && (!one.matches("a") || one.matches(".footnote-ref, .footnote-backref"));
  return isLocal ? `#${ids}${written.slice(1)}` : resolve(written, address);
}

/** Fetches a column's page again; returns the new column, or null if nothing has changed. */
export async function renewed(column, t, doings) {
  const { path } = column.dataset;
  const old = await pages.get(path);
  pages.set(path, fetchPage(path, { cache: "no-cache" }).catch(() => null));
  const page = await noteAt(path);
  const text = (one) => one?.querySelector("main > article.note")?.innerHTML;
  return page && text(page) !== text(old) ? makeColumn(path, t, doings) : null;
}
