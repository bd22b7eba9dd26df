// The notes that were read on this device, newest first. They never leave it.

const KEY = "read";
const LIMIT = 12;

/** [{url, title}] */
export function recentVisits() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

/** Remembers the page that is open, if it is a note. */
export function recordVisit() {
  const title = document.querySelector("article h1")?.textContent.trim();
  if (!title) return;
  const url = location.pathname;
  const others = recentVisits().filter((visit) => visit.url !== url);
  try {
    localStorage.setItem(KEY, JSON.stringify([{ url, title }, ...others].slice(0, LIMIT)));
  } catch {
    // Storage may be switched off: then nothing is remembered.
  }
}
