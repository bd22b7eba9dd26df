// Offline reading: registers the service worker, and loads the offline switch when it comes near.

import { recentVisits } from "./recent.js"; // inlined
import { storageKey } from "./storage.js"; // inlined

// As in dom.js, which is not loaded before the page is used.
const home = () => new URL(document.documentElement.dataset.home ?? "/", location.href);

export const KEY = storageKey("keep-garden");

/** Registers the worker and fills `[data-offline-switch]` if the page has it. */
export async function startOffline() {
  if (!("serviceWorker" in navigator) || !globalThis.caches) return;
  await navigator.serviceWorker.register(new URL("sw.js", home()), { scope: home().pathname, updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  const before = recentVisits(storageKey("read")).map((visit) => visit.url);
  const urls = loadedPastWorker();
  if (urls.length) active.postMessage({ type: "seen", urls, before });
  const keep = () => localStorage.getItem(KEY) && active.postMessage({ type: "keep" });
  keep();
  addEventListener("online", keep);
  const place = document.querySelector("[data-offline-switch]");
  const show = () => import("./offline-switch.js").then((module) => module.showSwitch(place, active));
  if (place) whenNear(place, () => show().catch((error) => console.warn(error))); // the module itself may not be cached
}

/** The addresses of the page and of what it loaded from this garden, without those that passed through the worker.
 *  Whether the worker controls the page does not tell: it may have claimed it after or in the middle of loading. */
function loadedPastWorker() {
  const isOwn = (url) => url.startsWith(home().href) && !/\/(offline(-files)?\.json|sw\.js)$/.test(url);
  const entries = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
  const timings = /** @type {PerformanceResourceTiming[]} */ (entries);
  return [...new Set(timings.filter((each) => each.workerStart === 0).map((each) => each.name).filter(isOwn))];
}

/** The switch is at the foot: its module is loaded when the foot is less than a screen away. */
function whenNear(place, run) {
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    observer.disconnect();
    run();
  }, { rootMargin: "100%" });
  observer.observe(place.parentElement);
}
