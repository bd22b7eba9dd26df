// Reading without a connection: starts the service worker, and the switch that keeps the whole garden.
import { element, home } from "./dom.js";
import { loadPhrases } from "./phrases.js";

const KEY = "keep-garden";

/** Registers the worker and fills `[data-offline-switch]` and `[data-offline-pages]` where the page has them. */
export async function startOffline() {
  if (!("serviceWorker" in navigator) || !globalThis.caches) return;
  showKeptPages();
  await navigator.serviceWorker.register(new URL("sw.js", home()), { scope: home().pathname, updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) active.postMessage({ type: "seen", urls: loadedHere() });
  if (localStorage.getItem(KEY)) active.postMessage({ type: "keep" });
  const place = document.querySelector("[data-offline-switch]");
  if (place) showSwitch(place, active);
}

/** The page and what it has loaded, as far as that is the garden's own. */
function loadedHere() {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const isOwn = (url) => url.startsWith(home().href) && !/\/(offline(-files)?\.json|sw\.js)$/.test(url);
  return [location.origin + location.pathname, ...new Set(loaded.filter(isOwn))];
}

async function showSwitch(place, worker) {
  const [t, answer] = await Promise.all([loadPhrases(), fetch(new URL("offline.json", home())).catch(() => null)]);
  const size = answer?.ok ? await answer.json() : null;
  if (!size && !localStorage.getItem(KEY)) return; // not on offer, or not now
  const isOn = Boolean(localStorage.getItem(KEY));
  const note = element("span", { role: "status", class: "offline-note" });
  const bar = element("progress", { "aria-label": t("offline_keep"), hidden: true });
  const button = element("button", { type: "button", role: "switch", "aria-checked": String(isOn), class: "offline-switch" }, t("offline_keep"));
  const tellSize = () => {
    note.textContent = size ? t("offline_size", { n: size.pages, size: megabytes(size.bytes) }) : "";
  };
  button.addEventListener("click", () => {
    const turnOn = button.getAttribute("aria-checked") !== "true";
    button.setAttribute("aria-checked", String(turnOn));
    if (turnOn) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
    if (turnOn) navigator.storage?.persist?.();
    else tellSize();
    worker.postMessage({ type: turnOn ? "keep" : "drop" });
  });
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    if (button.getAttribute("aria-checked") !== "true") return;
    bar.hidden = data.type !== "progress";
    if (data.type === "progress") {
      Object.assign(bar, { max: data.total, value: data.done });
      note.textContent = t("offline_progress", { done: data.done, total: data.total });
    } else if (data.type === "kept") note.textContent = t("offline_kept");
    else if (data.type === "stopped") note.textContent = t(data.isFull ? "offline_full" : "offline_waiting");
  });
  addEventListener("online", () => localStorage.getItem(KEY) && worker.postMessage({ type: "keep" }));
  if (!isOn) tellSize();
  place.replaceChildren(button, note, bar);
  place.hidden = false;
}

function megabytes(bytes) {
  const unit = bytes < 1e6 ? "kilobyte" : "megabyte";
  const style = { style: "unit", unit, maximumFractionDigits: bytes < 1e7 ? 1 : 0 };
  return new Intl.NumberFormat(document.documentElement.lang, style).format(bytes / (unit === "kilobyte" ? 1e3 : 1e6));
}

/** On the page that stands in for one that is not kept: links to those that are, by title. */
async function showKeptPages() {
  const list = document.querySelector("[data-offline-pages]");
  if (!list) return;
  const found = new Map();
  for (const name of (await caches.keys()).filter((one) => one.split(" ")[2] === home().pathname)) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      if (!url.endsWith("/") || url.endsWith("/offline/") || found.size > 500) continue;
      const html = await (await cache.match(url)).text();
      const page = new DOMParser().parseFromString(html.slice(0, 20000), "text/html");
      const title = page.querySelector("h1")?.textContent.trim() || page.title;
      if (title) found.set(url, title);
    }
  }
  const sorted = [...found].sort((a, b) => a[1].localeCompare(b[1]));
  list.replaceChildren(...sorted.map(([url, title]) => element("li", {}, element("a", { href: url }, title))));
}
