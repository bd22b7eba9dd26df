// A path of links as a list: each note, and the sentence that links to the next.
import { element } from "./dom.js";
import { fetchPage } from "./preview-note.js";

const pages = new Map();

/** The list of a path's notes ({id, url, title, tags}, in order); sentences are added when their pages have loaded.
 *  `has(source, target)`: whether source links to target. */
export function chainSteps(notes, has, t) {
  return element("ol", { class: "chain-steps" }, notes.map((note, at) => {
    const next = notes[at + 1];
    const item = element("li", {}, element("a", { href: note.url }, note.title));
    if (next) item.append(has(note, next) ? step(note, next, "chain_on", t) : step(next, note, "chain_back", t));
    return item;
  }));
}

function step(source, target, word, t) {
  const isTag = source.tags.includes(target.id);
  const said = element("p", { class: "chain-said" }, element("span", { class: `chain-way ${word}` }, isTag ? `${t(word)} (${t("tags")})` : t(word)));
  sentence(source, target).then((found) => found && said.append(found)).catch(console.warn);
  return said;
}

/** The status line for a path: text and elements. Second argument: the titles. */
export function chainStatus(chain, { from, to }, t) {
  return chain ? [...way(from, to), `: ${t("links", { n: chain.length - 1 })}`] : [t("chain_none", { from, to })];
}

/** "From → to"; the arrow follows the page's writing direction, whatever the titles' scripts are. */
export function way(from, to) {
  const arrow = document.documentElement.dir === "rtl" ? "←" : "→";
  return [element("bdi", {}, from), ` ${arrow} `, element("bdi", {}, to)];
}

/** The linking sentence as quoted in the target page's backlinks, as a link to its place; null if there is none. */
async function sentence(source, target) {
  if (!pages.has(target.url)) pages.set(target.url, fetchPage(target.url).catch(() => null));
  const page = await pages.get(target.url);
  const quotes = [...(page?.querySelectorAll(".links .mentions > li") ?? [])];
  const quote = quotes.find((one) => one.querySelector(".mentioner")?.getAttribute("href") === source.url)?.querySelector("p > a");
  if (!quote) return null;
  const link = element("a", { href: quote.getAttribute("href") });
  link.append(...[...quote.childNodes].map((node) => document.importNode(node, true)));
  return link;
}
