// Helpers that every part of the interface uses.

/** An element with attributes and children. A function is a listener; false, null and undefined are left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false && value != null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child != null));
  return made;
}

/** Loads the style sheet beside this module once; settles when it is applied or has failed. */
export function loadStyle(name) {
  const href = new URL(name, import.meta.url).href;
  const present = [...document.styleSheets].some((sheet) => sheet.href === href);
  if (present) return Promise.resolve();
  const link = element("link", { rel: "stylesheet", href });
  const settled = new Promise((resolve) => {
    link.addEventListener("load", resolve);
    link.addEventListener("error", resolve);
  });
  document.head.append(link);
  return settled;
}

/** The address of the garden's root, which ends in a slash. */
export function home() {
  return new URL(document.documentElement.dataset.home ?? "/", location.href);
}
