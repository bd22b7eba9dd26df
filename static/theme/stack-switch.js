// Whether links open as columns: a setting stored in this browser.
import { storageKey } from "./storage.js";

const KEY = storageKey("stack");
/** Matches if the window is wide enough for columns. */
export const WIDE = matchMedia("(min-width: 70rem)");

export function isStacking() {
  try {
    return Boolean(localStorage.getItem(KEY));
  } catch {
    return false;
  }
}

/** Stores the setting and dispatches `notegarden:stacking`; resolves when it is in effect. */
export async function setStacking(isOn) {
  try {
    if (isOn) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
  } catch {
    return; // Storage is blocked, so the setting cannot be stored.
  }
  document.dispatchEvent(new Event("notegarden:stacking"));
  if (isOn) await import("./stack.js").then((module) => module.startStack()).catch(console.warn);
}
