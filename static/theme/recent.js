// The notes read on this device, newest first, as app.js records them.

/** [{url, title}] */
export function recentVisits() {
  try {
    return JSON.parse(localStorage.getItem("read")) ?? [];
  } catch {
    return [];
  }
}
