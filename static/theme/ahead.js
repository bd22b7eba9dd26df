// Prefetches links and starts offline support, at times that do not delay this page.
const ENOUGH = 48_000; // bytes; with offline support and response headers, a first visit stays below 60 KB
const PACKED = 0.3; // assumed compression ratio of text: estimated, so that hosts without compression count the same

/** Prefetches a link that is likely to be followed, except the search page, which is only for readers without scripts. */
export function fetchAhead() {
  if (document.querySelector("meta[http-equiv='Content-Security-Policy'], #notegarden-live")) return; // the policy blocks inline scripts
  const where = { and: [{ href_matches: `${document.documentElement.dataset.home}*/` }, { not: { selector_matches: "[data-search]" } }] };
  const textContent = JSON.stringify({ prefetch: [{ where, eagerness: "moderate" }] });
  document.head.append(Object.assign(document.createElement("script"), { type: "speculationrules", textContent }));
}

/** Runs at once or, if the page has loaded much already, when its end is near the viewport. */
export async function startOffline(run) {
  await document.fonts.ready;
  if (navigator.serviceWorker?.controller || brought() < ENOUGH) run();
  else whenNearEnd(run);
}

/** The estimated bytes loaded for this page, without pictures, each file once. */
function brought() {
  const all = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type)).filter((each) => each.initiatorType !== "img");
  const sizes = new Map(all.map(({ name, decodedBodySize }) => [name, decodedBodySize * (name.endsWith(".woff2") ? 1 : PACKED)]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** Runs when the end of the page is near, or the page is hidden: the reader may not come back to the tab. */
function whenNearEnd(run) {
  const start = () => (observer.disconnect(), (document.onvisibilitychange = null), run());
  const observer = new IntersectionObserver(([foot]) => foot.isIntersecting && start(), { rootMargin: "100%" });
  observer.observe(document.querySelector(".foot") ?? document.body);
  document.onvisibilitychange = () => document.hidden && start();
}
