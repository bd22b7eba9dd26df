// The columns of stacked reading in the address: `?stack=/posts/a/&stack=/posts/b/`, below the garden's root.
import { home } from "./dom.js";

/** Paths of the columns beside the first. None leads out of the garden. */
export function named() {
  const all = new URLSearchParams(location.search).getAll("stack").map((path) => new URL(`.${path}`, home())).filter(isOwn);
  return [...new Set(all.map(({ pathname }) => pathname))].filter((path) => path !== location.pathname);
}

/** What the address has for these columns: with its question mark, or nothing. */
export function searchOf(paths) {
  const { length } = home().pathname;
  return paths.map((path, at) => `${at ? "&" : "?"}stack=${path.slice(length - 1)}`).join("");
}

/** The address of a link that a column may show; null for what leads elsewhere or is no page. */
export function noteAddress(link) {
  if (link.matches(".missing, [download], [target], [data-search]")) return null;
  const address = new URL(link.getAttribute("href"), location.href); // `href` of a link in an SVG is no string
  return isOwn(address) && /(\/|\.html)$/.test(address.pathname) && !address.search ? address : null;
}

const isOwn = ({ origin, pathname }) => origin === location.origin && pathname.startsWith(home().pathname);
