// The one script that every page loads. It imports other modules on first use, or if the page has elements for them.
import { fetchAhead, startOffline } from "./ahead.js"; // inlined
import { startBlocks, startPictures } from "./blocks.js"; // inlined
import { storageKey } from "./storage.js"; // inlined
import { switchTheme, tellTheme } from "./theme.js"; // inlined

const root = document.documentElement;
const has = (selector) => document.querySelector(selector) !== null;
const FOLDING = ".note > .body > :is(h1, h2, h3, h4, h5, h6)";
let typed = null; // text typed while the search dialog loads: it goes into its field, and is no shortcut

// Features of the text: common ones always, the others if the text has elements for them.
tellTheme();
startBlocks();
startPictures();
if (has(".footnote-ref")) use("footnotes", (module) => module.startFootnotes());
if (has(".toc")) whenUsed(() => use("contents", (module) => module.startContents()));
if (has(FOLDING)) whenUsed(() => use("fold", (module) => module.startFolds()));
const map = document.querySelector("[data-map]:not(.body *)"); // the map page's own, and none that a note writes
if (map) use("map", (module) => module.startMap(map));
if (has("[data-search-page]")) search();
if (location.search.includes("highlight=")) use("highlight", (module) => module.startHighlight());
if (has("article h1")) rememberVisit();
// A timer: browsers may delay idle callbacks for minutes while there is nothing to paint.
if ("offline" in root.dataset) setTimeout(startOffline, 500, () => use("offline", (module) => module.startOffline()));
fetchAhead();

document.addEventListener("click", (event) => {
  const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  const target = event.target.closest?.("[data-search], [data-theme-switch], [data-keys], [data-contents]");
  if (!plain || !target) return;
  event.preventDefault();
  if ("search" in target.dataset) search();
  else KEYS["keys" in target.dataset ? "?" : "contents" in target.dataset ? "c" : "t"]();
});

document.addEventListener("keydown", (event) => {
  if ((event.metaKey || event.ctrlKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    search();
    return;
  }
  if (event.metaKey || event.ctrlKey || event.altKey || event.isComposing || has("dialog[open]")) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (typed !== null) {
    if (event.key.length === 1) typed += event.key;
    return;
  }
  const go = KEYS[event.key];
  if (go && go() !== false) event.preventDefault();
});

// Shortcuts. Each returns false if the page lacks its target; then the browser handles the key.
const KEYS = {
  "/": search,
  "?": () => use("keys", (module) => module.showKeys()),
  n: () => follow("a[rel=next]"),
  p: () => follow("a[rel=prev]"),
  h: () => void location.assign(root.dataset.home),
  a: () => (root.dataset.all ? void location.assign(root.dataset.all) : false),
  m: () => (root.dataset.mapPage ? void location.assign(root.dataset.mapPage) : false),
  t: () => switchTheme(storageKey("theme")),
  e: () => follow("a[data-edit], a[data-source]"),
  c: () => (has(".toc") ? use("contents", (module) => module.openContents()) : false),
  f: () => (has(FOLDING) ? use("fold", (module) => (module.startFolds(), module.foldAll())) : false),
  l: () => (has("#_links") ? void document.querySelector("#_links").scrollIntoView() : false),
};

function follow(selector) {
  const link = document.querySelector(selector);
  if (!link) return false;
  link.click();
  return true;
}

/** Imports a module and calls `run` with it; offline, a module that is not cached is skipped. */
function use(name, run) {
  import(`./${name}.js`).then(run).catch((error) => console.warn(error));
}

function search() {
  if (typed !== null) return;
  typed = "";
  const take = () => {
    const taken = typed;
    typed = null;
    return taken;
  };
  import("./search.js").then((module) => module.openSearch(take)).catch(() => location.assign(root.dataset.all ?? root.dataset.home)).finally(take);
}

// Previews load at the first hover, focus or touch of a link.
const SIGNS = ["pointerover", "focusin", "touchstart"];
function interest(event) {
  const link = event.target.closest?.(":is(.body, .links, .margin, .index) a[href]");
  if (!link || link.origin !== location.origin || link.classList.contains("anchor")) return;
  for (const sign of SIGNS) document.removeEventListener(sign, interest);
  let hasEnded = false; // whether the touch ended or became a scroll before the module had loaded
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { hasEnded = true; }, { once: true });
  use("preview", (module) => module.startPreviews(event, () => hasEnded));
}
for (const sign of SIGNS) document.addEventListener(sign, interest, { passive: true });

/** Stores the notes read on this device, newest first, in this browser only. `recent.js` and `visits.js` read the list.
 *  If storage is blocked, stacked reading does not start either. */
function rememberVisit() {
  const visit = { url: location.pathname, title: document.querySelector("article h1").textContent.trim(), at: Date.now() };
  try {
    const key = storageKey("read");
    const others = (JSON.parse(localStorage.getItem(key)) ?? []).filter((other) => other.url !== visit.url);
    localStorage.setItem(key, JSON.stringify([visit, ...others].slice(0, 999)));
    if (localStorage[storageKey("stack")] || location.search.includes("stack=")) use("stack", (module) => module.startStack());
  } catch {
    // Storage is blocked: nothing is stored.
  }
}

/** Runs at the first user input or scroll; at once if the page is scrolled already or opened at a section. */
function whenUsed(run) {
  const signs = ["scroll", "pointermove", "touchstart", "keydown", "focusin"];
  const start = () => {
    for (const sign of signs) document.removeEventListener(sign, start);
    run();
  };
  if (location.hash || scrollY) run();
  else for (const sign of signs) document.addEventListener(sign, start, { passive: true });
}
