// What the pages after this one will need: when it is fetched, so that this one is not kept waiting.
const ENOUGH = 48_000; // bytes; what reading offline takes, and answers' heads, lead near the 60 KB a first visit may bring
const PACKED = 0.3; // of a text's size, which counts the same where a host does not pack

/** A link that is about to be followed is fetched before. The search page is of use only to who comes without scripts. */
export function fetchAhead() {
  const where = { and: [{ href_matches: `${document.documentElement.dataset.home}*/` }, { not: { selector_matches: "[data-search]" } }] };
  const textContent = JSON.stringify({ prefetch: [{ where, eagerness: "moderate" }] });
  document.head.append(Object.assign(document.createElement("script"), { type: "speculationrules", textContent }));
}

/** Runs at once, or where the page has brought much already when its end is near; else the next page will do it. */
export async function startOffline(run) {
  await document.fonts.ready;
  if (navigator.serviceWorker?.controller || brought() < ENOUGH) run();
  else whenNearEnd(run);
}

/** The bytes that came for this page, pictures aside, each file once. */
function brought() {
  const all = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type)).filter((each) => each.initiatorType !== "img");
  const sizes = new Map(all.map(({ name, decodedBodySize }) => [name, decodedBodySize * (name.endsWith(".woff2") ? 1 : PACKED)]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}

/** Or when its reader turns to another tab or another program, and may not come back. */
function whenNearEnd(run) {
  const start = () => (observer.disconnect(), (document.onvisibilitychange = null), run());
  const observer = new IntersectionObserver(([foot]) => foot.isIntersecting && start(), { rootMargin: "100%" });
  observer.observe(document.querySelector(".foot") ?? document.body);
  document.onvisibilitychange = () => document.hidden && start();
}
