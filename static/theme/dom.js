// DOM functions used by all modules of the interface.

/** A new element. Attributes that are functions become event listeners; false, null and undefined are left out. */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value !== false && value != null) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child != null));
  return made;
}

/** Loads a style sheet next to this module once; resolves when it is applied or has failed. */
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

/** The URL of the site's root, with a trailing slash. */
export function home() {
  return new URL(document.documentElement.dataset.home ?? "/", location.href);
}
