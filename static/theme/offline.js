// Reading without a connection: starts the service worker, and when it is near the switch that keeps the whole garden.
import { element, home } from "./dom.js";

export const KEY = "keep-garden";

/** Registers the worker and fills `[data-offline-switch]` and `[data-offline-pages]` where the page has them. */
export async function startOffline() {
  if (!("serviceWorker" in navigator) || !globalThis.caches) return;
  showKeptPages();
  await navigator.serviceWorker.register(new URL("sw.js", home()), { scope: home().pathname, updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) active.postMessage({ type: "seen", urls: loadedHere() });
  const keep = () => localStorage.getItem(KEY) && active.postMessage({ type: "keep" });
  keep();
  addEventListener("online", keep);
  const place = document.querySelector("[data-offline-switch]");
  const show = () => import("./offline-switch.js").then((module) => module.showSwitch(place, active));
  if (place) whenNear(place, () => show().catch((error) => console.warn(error))); // the module itself may not be kept
}

/** The page and what it has loaded, as far as that is the garden's own. */
function loadedHere() {
  const loaded = performance.getEntriesByType("resource").map((entry) => entry.name);
  const isOwn = (url) => url.startsWith(home().href) && !/\/(offline(-files)?\.json|sw\.js)$/.test(url);
  return [location.origin + location.pathname, ...new Set(loaded.filter(isOwn))];
}

/** The switch stands at the foot: what it takes is fetched when the foot is less than a screen away. */
function whenNear(place, run) {
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    observer.disconnect();
    run();
  }, { rootMargin: "100%" });
  observer.observe(place.parentElement);
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
