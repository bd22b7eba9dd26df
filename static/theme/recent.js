// The last notes read on this device, newest first, as app.js records them.

/** [{url, title}] as stored at `key`, `storageKey("read")` */
export function recentVisits(key) {
  try {
    return (JSON.parse(localStorage.getItem(key)) ?? []).slice(0, 12);
  } catch {
    return [];
  }
}
