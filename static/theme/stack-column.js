// One column: a note's article taken from its page, safe beside others, with what its text needs.
import { element, loadStyle } from "./dom.js";
import { absoluteSet, fetchPage, resolve, stylesOf } from "./preview-note.js";
import { rememberNote } from "./visits.js";

const LANDMARKS = "nav[aria-label], aside[aria-label], section[aria-label]";
const NAMING = ["for", "headers", "list", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details"];
const pages = new Map(); // path → promise of its page, or of null
let number = 0;

/** The page at a path of this garden if it is a note, else null. */
export function noteAt(path) {
  if (!pages.has(path)) pages.set(path, fetchPage(path).catch(() => null));
  return pages.get(path).then((page) => {
    if (page?.querySelector("main > article.note")) return page;
    pages.delete(path); // offline now, perhaps online later
    return null;
  });
}

/** The column of the note at `path`; null where there is no note. `show(column)` and `close(column)`: by its buttons. */
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

/** Gives a note the head of a column: its title upright, for where others cover it, and a button that closes it. */
export function dress(column, t, { title, show, close }) {
  const label = `${t("close")}: ${title}`;
  column.tabIndex = 0;
  column.ariaLabel = title;
  column.prepend(element("div", { class: "column-head", "data-added": true },
    element("button", { type: "button", class: "column-spine", click: () => show(column) }, element("span", {}, title)),
    element("button", { type: "button", class: "column-close", "aria-label": label, title: label, click: () => close(column) }, "×")));
}

/** Copy buttons, pictures to enlarge, footnotes and diagrams, for columns that are new. */
export async function enliven(main) {
  const { startBlocks, startPictures } = await import("./blocks.js");
  startBlocks();
  startPictures();
  if (main.querySelector("[data-ids] .footnote-ref")) (await import("./footnotes.js")).startFootnotes();
  if (main.querySelector("[data-ids] code.language-mermaid")) (await import("./diagrams.js")).startDiagrams();
}

/** Its ids become its own, its addresses whole, its landmarks named after it; what may not run twice goes. */
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

/** Footnotes and the parts of a drawing lead to their own column's; of all else the address is whole. */
function whole(one, written, address, ids) {
  const isLocal = written.startsWith("#") && (!one.matches("a") || one.matches(".footnote-ref, .footnote-backref"));
  return isLocal ? `#${ids}${written.slice(1)}` : resolve(written, address);
}

/** Fetches a column's page again; gives the new column, or null where nothing has changed. */
export async function renewed(column, t, doings) {
  const { path } = column.dataset;
  const old = await pages.get(path);
  pages.set(path, fetchPage(path, { cache: "no-cache" }).catch(() => null));
  const page = await noteAt(path);
  const text = (one) => one?.querySelector("main > article.note")?.innerHTML;
  return page && text(page) !== text(old) ? makeColumn(path, t, doings) : null;
}
