// What the pages after this one will need: when it is fetched, so that this one is not kept waiting.
const ENOUGH = 53_000; // bytes; what reading offline takes would lead above the 60 KB that a first visit may bring

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

/** The bytes that came for this page, pictures aside. */
function brought() {
  const all = ["navigation", "resource"].flatMap((type) => performance.getEntriesByType(type));
  return all.reduce((sum, { initiatorType, transferSize }) => sum + (initiatorType === "img" ? 0 : transferSize), 0);
}

/** Or when its reader turns to another tab or another program, and may not come back. */
function whenNearEnd(run) {
  const start = () => (observer.disconnect(), (document.onvisibilitychange = null), run());
  const observer = new IntersectionObserver(([foot]) => foot.isIntersecting && start(), { rootMargin: "100%" });
  observer.observe(document.querySelector(".foot") ?? document.body);
  document.onvisibilitychange = () => document.hidden && start();
}
