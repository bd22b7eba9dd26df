// A chain of links as a list to read: each note, and the sentence that leads to the next.
import { element } from "./dom.js";
import { fetchPage } from "./preview-note.js";

const pages = new Map();

/** A list of the chain's notes ({id, url, title, tags}, in order); the sentences come when their pages have been read.
 *  `has(source, target)`: whether the one links to the other. */
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

/** What a chain is, in words and elements. `titles`: {from, to}. */
export function chainStatus(chain, { from, to }, t) {
  return chain ? [...way(from, to), `: ${t("links", { n: chain.length - 1 })}`] : [t("chain_none", { from, to })];
}

/** "From → to", whose arrow points the way that the page is read, in whatever scripts the titles are. */
export function way(from, to) {
  const arrow = document.documentElement.dir === "rtl" ? "←" : "→";
  return [element("bdi", {}, from), ` ${arrow} `, element("bdi", {}, to)];
}

/** The sentence of a note that links to another, as the other's page quotes it: a link to its place; null without one. */
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
