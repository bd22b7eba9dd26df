// The notes read on this device, as stored by app.js: newest first, with times. The list stays in this browser.
import { storageKey } from "./storage.js";

const KEY = storageKey("read");
const MOST = 999;

/** [{url, title, at}]: `at` in milliseconds, missing in entries of an earlier version. */
export function visits() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return [];
  }
}

/** Stores a note that was read without loading its page. */
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
    // Storage is blocked: nothing is stored.
  }
}
