// What is stored in this browser, by the garden's path: several gardens of one host do not share it.

/** The key of `name` in localStorage: the name alone for a garden at the root of its host. */
export function storageKey(name) {
  return name + (document.documentElement.dataset.home ?? "/").replace(/\/$/, "");
}
