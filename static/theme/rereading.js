// Notes worth rereading: with many backlinks, and not opened in this browser for long, or ever. The data stays in it.
import { loadLinks } from "./chain-find.js";
import { element } from "./dom.js";
import { loadPhrases } from "./phrases.js";
import { forgetVisits, visits } from "./visits.js";

const DAY = 86_400_000; // ms
const REST = 14; // days after reading in which a note is not listed
const LONG = 365; // days after which a note counts as never read
const SHOWN = 20;

const place = document.querySelector("[data-rereading]");

/** Notes by number of backlinks, recently read ones further down: [{url, title, links, days}]. `days`: since it was read,
 *  Infinity if never. */
export function worthRereading({ nodes, edges }, read, now) {
  const links = new Map();
  for (const { target } of edges) links.set(target, (links.get(target) ?? 0) + 1);
  const last = new Map(read.map(({ url, at }) => [url, at ?? now - LONG * DAY]));
  const known = [...nodes.values()].map(({ id, url, title }) =>
    ({ url, title, links: links.get(id) ?? 0, days: last.has(url) ? (now - last.get(url)) / DAY : Infinity }));
  const weight = (note) => note.links * Math.min(note.days, LONG);
  return known.filter(({ links: n, days }) => n > 0 && days >= REST)
    .sort((a, b) => weight(b) - weight(a) || b.days - a.days || a.title.localeCompare(b.title));
}

async function start() {
  const t = await loadPhrases();
  try {
    const garden = await loadLinks(place.dataset.graph);
    show(garden, t);
  } catch (error) {
    console.warn(error);
    place.replaceChildren(element("p", {}, t("chain_failed")));
  }
}

function show(garden, t) {
  const read = visits();
  const notes = worthRereading(garden, read, Date.now());
  const list = element("ol", { class: "reread" });
  const more = element("button", { type: "button", class: "plain-button" }, t("search_more"));
  const add = () => {
    const items = notes.splice(0, SHOWN).map((note) => element("li", {}, element("a", { href: note.url }, note.title), " ",
      element("span", { class: "quiet" }, `${t("links", { n: note.links })} · ${when(note.days, t)}`)));
    list.append(...items);
    more.hidden = !notes.length;
    return items;
  };
  more.addEventListener("click", () => add()[0].querySelector("a").focus());
  const forget = element("button", { type: "button", class: "plain-button", disabled: !read.length, click: () => (forgetVisits(), show(garden, t)) }, t("reread_forget"));
  const none = notes.length ? null : element("p", {}, t("reread_none"));
  add();
  place.replaceChildren(...[none, list, element("p", { class: "reread-tools" }, more, " ", forget)].filter(Boolean));
}

/** The time since then, in the largest unit that is at least one. */
function when(days, t) {
  if (days === Infinity) return t("reread_never");
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang || undefined, { numeric: "auto" });
  const [count, unit] = days >= 365 ? [days / 365, "year"] : days >= 60 ? [days / 30, "month"] : [days / 7, "week"];
  return format.format(-Math.floor(count), /** @type {Intl.RelativeTimeFormatUnit} */ (unit));
}

if (place) start();
