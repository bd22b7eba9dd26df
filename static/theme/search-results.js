// The lists of the search dialog: results with their sections, or suggestions while the query is empty.
import { element } from "./dom.js";
import { searchTitles } from "./search-index.js";
import { wordPattern } from "./search-words.js";

/** Results as list items: the first `ready` with excerpts, the others get theirs near the viewport. */
export async function foundNotes(notes, query, t, ready) {
  await Promise.all(notes.slice(0, ready).map((note) => note.fill()));
  const items = notes.map((note) => foundNote(note, query, t));
  items.slice(ready).forEach((item, place) => whenNear(item, async () => {
    const note = notes[ready + place];
    await note.fill();
    await released(item);
    const { children } = foundNote(note, query, t);
    if (item.contains(document.activeElement)) item.append(...[...children].slice(1)); // keeps the focused title
    else item.replaceChildren(...children);
  }));
  return items;
}

function whenNear(item, run) {
  const observer = new IntersectionObserver(([entry]) => {
    if (!entry.isIntersecting) return;
    observer.disconnect();
    run();
  }, { rootMargin: "100px" });
  observer.observe(item);
}

/** A result as a list item: its title, and below it the sections that match. */
function foundNote(note, query, t) {
  const words = wordsToMark(note, query);
  const sections = (note.sections ?? []).map((part) =>
    element("li", {}, element("a", { class: "found-section", href: marking(part.url, words) },
      element("b", {}, part.title), " ", ...marked(part.excerpt))));
  if (note.others > 0) sections.push(element("li", { class: "found-rest" }, t("search_sections", { n: note.others })));
  const title = element("a", { class: "found-title", href: marking(note.url, words) },
    element("b", {}, ...markedTitle(note.title, words)));
  if (note.excerpt?.length) title.append(element("span", { class: "found-text" }, ...marked(note.excerpt)));
  return element("li", { class: "found" }, title, sections.length ? element("ul", {}, sections) : null);
}

/** Lists titles with words that start like the query's until results arrive, if the list has none yet. */
export async function showTitles({ list, chosen, t }, isCurrent, query) {
  if (chosen.length || list.querySelector(".founds")) return;
  const notes = await searchTitles(query).catch(() => []);
  await released(list);
  if (!notes.length || !isCurrent() || !list.hasAttribute("aria-busy")) return;
  putIn(list, [element("ol", { class: "founds" }, ...notes.map((note) => foundNote(note, query, t)))]);
}

/** Waits until nothing in `place` is `:active`: a link replaced between mousedown and mouseup gets no click. At most two
 *  seconds: in some browsers a link stays active after it was dragged. */
export async function released(place) {
  for (let times = 0; times < 40 && place.matches(":active"); times++) await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Replaces a list's content and keeps the focus: results may arrive while a link of the old ones has it. */
export function putIn(list, content) {
  const { activeElement } = document;
  const address = activeElement instanceof HTMLAnchorElement && list.contains(activeElement) && activeElement.href;
  list.replaceChildren(...content);
  if (address) ([...list.querySelectorAll("a")].find((link) => link.href === address) ?? list.querySelector("a"))?.focus();
}

/** The status text of a result. */
export function answerStatus({ count, isPart, isNear }, query, t) {
  if (!count || isNear) return t(count ? "search_near" : "search_none", { query });
  return `${isPart ? `${t("search_part")} ` : ""}${t("notes", { n: count })}`;
}

/** The lists shown without a query. `groups`: [{title, links: [{url, title, count?}], chips}]; empty ones are left out. */
export function waysIn(groups) {
  const parts = groups.filter((group) => group.links.length).map((group) => {
    const links = group.links.map((link) => element("li", {}, element("a", { href: link.url }, link.title,
      link.count ? element("span", { class: "count" }, ` ${link.count}`) : null)));
    return element("section", {}, element("h2", {}, group.title),
      element("ul", { class: group.chips ? "chips" : "ways" }, links));
  });
  return element("div", { class: "ways-in" }, ...parts);
}

/** Toggle buttons for tags, the most used first. `choose(tag)` is called on click. */
export function tagButtons(counts, chosen, choose) {
  const tags = Object.entries(counts).filter(([tag, count]) => count || chosen.includes(tag));
  tags.sort((a, b) => chosen.includes(b[0]) - chosen.includes(a[0]) || b[1] - a[1] || a[0].localeCompare(b[0]));
  return tags.slice(0, 24).map(([tag, count]) => element("button",
    { type: "button", "aria-pressed": String(chosen.includes(tag)), click: () => choose(tag) },
    tag, element("span", { class: "count" }, ` ${count}`)));
}

/** The words to highlight, found or typed: at most eight, longest first. */
function wordsToMark(note, query) {
  const runs = [note, ...(note.sections ?? [])].flatMap((part) => part.excerpt ?? []).filter((run) => run.marked);
  const found = runs.map((run) => run.text).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const asked = query.replaceAll('"', " ").split(/\s+/).filter(Boolean);
  const words = [...new Set([...asked, ...found].map((word) => word.toLowerCase()))];
  return words.slice(0, 8).sort((a, b) => b.length - a.length);
}

function marking(url, words) {
  const address = new URL(url, location.href);
  address.searchParams.set("highlight", words.join(" "));
  return address.pathname + address.search + address.hash;
}

function marked(runs) {
  return runs.map((run) => (run.marked ? element("mark", {}, run.text) : run.text));
}

function markedTitle(title, words) {
  if (!words.length) return [title];
  const pieces = title.split(new RegExp(`(${words.map(wordPattern).join("|")})`, "giu"));
  return pieces.map((piece, index) => (index % 2 ? element("mark", {}, piece) : piece));
}
