// The columns of stacked reading in the URL: `?stack=/posts/a/&stack=/posts/b/`, relative to the site's root.
import { home } from "./dom.js";

/** The paths of all columns but the first; none is outside the site. */
export function named() {
  const all = new URLSearchParams(location.search).getAll("stack").map((path) => new URL(`.${path}`, home())).filter(isOwn);
  return [...new Set(all.map(({ pathname }) => pathname))].filter((path) => path !== location.pathname);
}

/** The query string for these columns, with its question mark; "" for none. */
export function searchOf(paths) {
  const { length } = home().pathname;
  return paths.map((path, at) => `${at ? "&" : "?"}stack=${path.slice(length - 1)}`).join("");
}

/** The URL of a link that a column can show; null for other sites and for files. */
export function noteAddress(link) {
  if (link.matches(".missing, [download], [target], [data-search]")) return null;
  const address = new URL(link.getAttribute("href"), location.href); // `href` of a link in an SVG is no string
  return isOwn(address) && /(\/|\.html)$/.test(address.pathname) && !address.search ? address : null;
}

const isOwn = ({ origin, pathname }) => origin === location.origin && pathname.startsWith(home().pathname);
