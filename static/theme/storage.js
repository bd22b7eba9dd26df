// Keys for localStorage, by the site's path, so that several sites on one host do not share data.

/** The key of `name`; only the name if the site is at the root of its host. */
export function storageKey(name) {
  return name + (document.documentElement.dataset.home ?? "/").replace(/\/$/, "");
}
