// The notes that were read on this device, newest first, as app.js remembers them.

/** [{url, title}] */
export function recentVisits() {
  try {
    return JSON.parse(localStorage.getItem("read")) ?? [];
  } catch {
    return [];
  }
}
