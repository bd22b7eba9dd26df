// The notes read on this device, as app.js records them: newest first, each with the time. The list never leaves it.
import { storageKey } from "./storage.js";

const KEY = storageKey("read");
const MOST = 999;

/** [{url, title, at}]: `at` in milliseconds, missing in what an earlier version recorded. */
export function visits() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

/** Records a note that was read without its page being loaded. */
export function rememberNote(url, title) {
  store([{ url, title, at: Date.now() }, ...visits().filter((other) => other.url !== url)].slice(0, MOST));
}

export function forgetVisits() {
  store([]);
}

function store(list) {
  try {
    if (list.length) localStorage.setItem(KEY, JSON.stringify(list));
    else localStorage.removeItem(KEY);
  } catch {
    // Storage may be blocked: then nothing is remembered.
  }
}
