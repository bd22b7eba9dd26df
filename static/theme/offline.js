// Offline reading: registers the service worker, and loads the offline switch when it is near the viewport.

import { recentVisits } from "./recent.js"; // inlined
import { storageKey } from "./storage.js"; // inlined

// As in dom.js, which is loaded only after user input.
const home = () => new URL(document.documentElement.dataset.home ?? "/", location.href);

export const KEY = storageKey("keep-garden");

/** Registers the worker, and fills `[data-offline-switch]` if the page has it. */
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

/** The URLs of the page and its resources from this site that the worker did not intercept. That the worker controls the
 *  page does not mean that it did: it may have claimed the page during or after loading. */
function loadedPastWorker() {
  const isOwn = (url) => url.startsWith(home().href) && !/\/(offline(-files)?\.json|sw\.js)$/.test(url);
  const entries = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
  const timings = /** @type {PerformanceResourceTiming[]} */ (entries);
  return [...new Set(timings.filter((each) => each.workerStart === 0).map((each) => each.name).filter(isOwn))];
}

/** Runs when the switch in the footer is less than a screen away. */
function whenNear(place, run) {
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    observer.disconnect();
    run();
  }, { rootMargin: "100%" });
  observer.observe(place.parentElement);
}
