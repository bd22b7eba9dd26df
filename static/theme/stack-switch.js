// Whether links open as columns: a choice kept in this browser.
import { storageKey } from "./storage.js";

const KEY = storageKey("stack");
/** Whether the window has room for columns. */
export const WIDE = matchMedia("(min-width: 70rem)");

export function isStacking() {
  try {
    return Boolean(localStorage.getItem(KEY));
  } catch {
    return false;
  }
}

/** Keeps the choice and tells the page of it; settles when links open as chosen. */
export async function setStacking(isOn) {
  try {
    if (isOn) localStorage.setItem(KEY, "1");
    else localStorage.removeItem(KEY);
  } catch {
    return; // Storage is blocked: there is nothing that could stay.
  }
  document.dispatchEvent(new Event("notegarden:stacking"));
  if (isOn) await import("./stack.js").then((module) => module.startStack()).catch(console.warn);
}
