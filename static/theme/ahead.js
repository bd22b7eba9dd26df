// Prefetching for the next pages, timed so that it does not delay this one.
const ENOUGH = 48_000; // bytes; with offline support and response heads this stays within 60 KB for a first visit
const PACKED = 0.3; // share of a text's size, so that hosts without compression count the same

/** Prefetch a link that is about to be followed, except the search page, which only serves readers without scripts. */
export function fetchAhead() {
  if (document.querySelector("meta[http-equiv='Content-Security-Policy'], #notegarden-live")) return; // the policy refuses it
  const where = { and: [{ href_matches: `${document.documentElement.dataset.home}*/` }, { not: { selector_matches: "[data-search]" } }] };
  const textContent = JSON.stringify({ prefetch: [{ where, eagerness: "moderate" }] });
  document.head.append(Object.assign(document.createElement("script"), { type: "speculationrules", textContent }));
}

/** Runs at once, or, if the page has loaded much already, when its end comes near. */
export async function startOffline(run) {
  await document.fonts.ready;
  if (navigator.serviceWorker?.controller || brought() < ENOUGH) run();
  else whenNearEnd(run);
}

/** The bytes loaded for this page, without pictures, each file once. */
function brought() {
  const all = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type)).filter((each) => each.initiatorType !== "img");
  const sizes = new Map(all.map(({ name, decodedBodySize }) => [name, decodedBodySize * (name.endsWith(".woff2") ? 1 : PACKED)]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** Also when the reader switches to another tab or program, and may not come back. */
function whenNearEnd(run) {
  const start = () => (observer.disconnect(), (document.onvisibilitychange = null), run());
  const observer = new IntersectionObserver(([foot]) => foot.isIntersecting && start(), { rootMargin: "100%" });
  observer.observe(document.querySelector(".foot") ?? document.body);
  document.onvisibilitychange = () => document.hidden && start();
}
