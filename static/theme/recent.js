// The last notes read on this device, newest first, as stored by app.js.

/** [{url, title}] as stored at `key`, `storageKey("read")` */
export function recentVisits(key) {
  try {
    return (JSON.parse(localStorage.getItem(key)) ?? []).slice(0, 12);
  } catch {
    return [];
  }
}
