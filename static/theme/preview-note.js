// The content of a preview card: a note from its page, fetched once, or the section that a link points to.
import { home } from "./dom.js";

const BLOCKS = 40; // maximum blocks in a card; the rest is on the note's page
const pages = new Map();

/** The URL of a link to a page of this site that a card can show; else null. */
export function previewAddress(link) {
  if (link.matches(".anchor, .missing, .footnote-ref, .footnote-backref, [download], [data-search]")) return null;
  if (!link.closest("main, .preview") || link.closest(".toc, .crumbs, .preview-head, .preview-more, .footnote-ref, .footnote-backref, [data-no-preview]")) return null;
  const address = new URL(link.getAttribute("href"), location.href); // `href` of a link in an SVG is no string
  const root = home();
  const isPage = /(\/|\.html|\/[^./]*)$/.test(address.pathname);
  if (address.origin !== root.origin || !address.pathname.startsWith(root.pathname) || !isPage) return null;
  address.search = "";
  const isHere = address.pathname === location.pathname;
  return isHere && !address.hash ? null : address;
}

/** {title, url, content: DocumentFragment, styles: of its page, mark: the target element or null, isPart, isCut}, or
 *  null if the page has no note. */
export async function noteAt(address) {
  const key = address.origin + address.pathname;
  if (!pages.has(key)) pages.set(key, fetchPage(key).catch(() => null));
  const page = await pages.get(key);
  if (!page) pages.delete(key); // retry next time: the browser may be offline
  const body = page?.querySelector("[data-note-body]");
  if (!body) return null;
  const id = address.hash && decodeURIComponent(address.hash.slice(1));
  const meant = id ? [...body.querySelectorAll("[id]")].find((one) => one.id === id) : null;
  if (!meant && address.pathname === location.pathname) return null; // a fragment of this page outside the note
  const title = heading(page.querySelector("main h1") ?? page.querySelector("title"));
  const isPart = Boolean(meant?.matches("h1, h2, h3, h4, h5, h6"));
  const blocks = isPart ? section(meant) : around(body, meant);
  const content = document.createDocumentFragment();
  for (const block of blocks.slice(0, BLOCKS)) content.append(document.importNode(block, true));
  const mark = !isPart && meant ? [...content.querySelectorAll("[id]")].find((one) => one.id === id) : null;
  tidy(content, address);
  if (!content.textContent.trim() && !content.querySelector("img, svg, math, iframe, video")) return null;
  return { title, url: address.href, content, styles: stylesOf(page), mark, isPart, isCut: blocks.length > BLOCKS };
}

/** The HTML document at a URL of this site, null if there is none. `options`: of `fetch`. */
export async function fetchPage(url, options = {}) {
  const answer = await fetch(url, { headers: { Accept: "text/html" }, ...options });
  if (!answer.ok || !answer.headers.get("content-type")?.includes("html")) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** The URLs of a page's style sheets. */
export function stylesOf(page) {
  return [...page.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href"));
}

/** A heading's text without permalink and fold button. */
function heading(element) {
  const copy = element?.cloneNode(true);
  copy?.querySelectorAll(".anchor, .fold").forEach((anchor) => anchor.remove());
  return copy?.textContent.trim() ?? "";
}

/** A heading and its section, up to the next heading of its level or above. */
function section(start) {
  const rank = Number(start.tagName[1]);
  const blocks = [start];
  for (let next = start.nextElementSibling; next; next = next.nextElementSibling) {
    if (/^H[1-6]$/.test(next.tagName) && Number(next.tagName[1]) <= rank) break;
    blocks.push(next);
  }
  return blocks;
}

/** The note's blocks; for a target far down, those from the heading above it on. */
function around(body, meant) {
  const blocks = [...body.children];
  const at = blocks.findIndex((block) => block === meant || block.contains(meant));
  if (at < BLOCKS / 2) return blocks;
  const start = blocks.findLastIndex((block, index) => index < at && /^H[1-6]$/.test(block.tagName));
  return blocks.slice(at - start < BLOCKS / 2 && start >= 0 ? start : at - 2);
}

/** Makes the copy safe inside another page: removes ids and scripts, resolves URLs. */
function tidy(content, address) {
  content.querySelectorAll("script, style, .anchor, .fold").forEach((one) => one.remove());
  for (const one of content.querySelectorAll("*")) {
    if (one.getAttribute("hidden") === "until-found") one.removeAttribute("hidden"); // inside a folded section of the current page
    for (const name of ["id", "name", "for", "aria-labelledby", "aria-describedby", "autofocus"]) one.removeAttribute(name);
    for (const name of ["href", "src", "poster"]) {
      if (one.hasAttribute(name)) one.setAttribute(name, resolve(one.getAttribute(name), address));
    }
    if (one.hasAttribute("srcset")) one.setAttribute("srcset", absoluteSet(one.getAttribute("srcset"), address));
    if (one.matches("img, iframe")) one.loading = "lazy";
  }
}

/** Resolves a URL as the build writes them: root-relative, with a host only for other sites. */
export function resolve(written, base) {
  if (!URL.canParse(written, base)) return written;
  const url = new URL(written, base);
  return url.origin === base.origin ? url.href.slice(url.origin.length) : url.href;
}

export function absoluteSet(set, address) {
  return set.split(/,\s+/).map((candidate) => {
    const [url, ...size] = candidate.trim().split(/\s+/);
    return [resolve(url, address), ...size].join(" ");
  }).join(", ");
}
