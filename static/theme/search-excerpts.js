// Excerpts of search results: fetches a note's page, and searches its sections for the query.
import { token, withWholeRuns, writtenWords } from "./search-words.js";

const SECTIONS = 3;
const LENGTH = 26; // words in an excerpt
const BEFORE = 6; // words before the first match
const ASIDE = "script, style, math, svg, template, a.anchor, .footnote-backref, sup[id^=fnref], [hidden]";
const INLINE = /^(A|ABBR|B|CITE|CODE|DEL|EM|FONT|I|IMG|INPUT|INS|KBD|LABEL|MARK|Q|S|SMALL|SPAN|STRONG|SUB|SUP|TIME|TT|U|VAR)$/;

const pages = new Map(); // URL → promise of its sections

/** {excerpt, sections, others, texts} of a note: the sections with the most words of the query first. */
export async function excerptsOf({ url, title }, query) {
  if (!pages.has(url)) pages.set(url, sectionsOf(url).catch(() => (pages.delete(url), [])));
  const texts = await pages.get(url);
  const found = texts.map((section) => ({ ...section, ...weigh(section, query) }));
  const [intro, ...parts] = found.length ? found : [{ has: 0 }];
  const best = parts.filter((part) => part.has).sort((one, other) => other.has - one.has || other.weight - one.weight);
  return {
    excerpt: intro.has ? excerpt(intro, query) : [],
    sections: best.slice(0, SECTIONS).map((part) => ({ url: `${url}#${encodeURIComponent(part.id)}`, title: part.title, excerpt: excerpt(part, query) })),
    others: Math.max(0, best.length - SECTIONS),
    texts: [{ title: "", text: title }, ...texts],
  };
}

/** Whether a note contains a phrase. */
export function holds({ texts }, words) {
  return texts.some((section) => [section.title, section.text].some((text) => {
    const all = writtenWords(text).flatMap(([written]) => token(written).parts);
    return all.some((_, at) => words.every((word, place) => all[at + place] === word));
  }));
}

/** [{id, title, text}]: the text before the first heading, then each section. */
async function sectionsOf(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const body = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-note-body]");
  const sections = [{ id: "", title: "", text: "" }];
  for (const aside of body?.querySelectorAll(ASIDE) ?? []) aside.remove();
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) sections.at(-1).text += withWholeRuns(child.data);
      else if (/^H[1-6]$/.test(child.tagName) && child.id) sections.push({ id: child.id, title: child.textContent.trim().replace(/\s+/g, " "), text: "" });
      else if (child.tagName) {
        const gap = INLINE.test(child.tagName) ? "" : "\n";
        sections.at(-1).text += gap;
        walk(child);
        sections.at(-1).text += gap;
      }
    }
  };
  if (body) walk(body);
  return sections.map((section) => ({ ...section, text: section.text.replace(/\s+/g, " ").trim() }));
}

/** {has: how many words of the query a section has, weight: their frequency}; its heading counts more. */
function weigh(section, query) {
  const counts = [matches(section.title, query), matches(section.text, query)];
  const has = new Set(counts.flat().map((match) => match.unit)).size;
  return { has, weight: counts[0].length * 5 + counts[1].length / (1 + Math.log(1 + section.text.length / 300)) };
}

/** The matches of the query's words in a text: [{start, end, unit}]. */
function matches(text, { units }) {
  const found = writtenWords(text).flatMap((match) => {
    const { parts, joined } = token(match[0]);
    const unit = units.findIndex((each) => !each.isUnspaced && [...parts, joined].some((word) => each.terms.has(word)));
    return unit < 0 ? [] : [{ start: match.index, end: match.index + match[0].length, unit }];
  });
  units.forEach((each, unit) => {
    if (!each.isUnspaced) return;
    for (let start = text.indexOf(each.written); start >= 0; start = text.indexOf(each.written, start + 1)) found.push({ start, end: start + each.written.length, unit });
  });
  return found.sort((one, other) => one.start - other.start);
}

/** [{text, marked}]: the passage with the most words of the query, from a few words before. */
function excerpt({ text }, query) {
  const words = writtenWords(text);
  const found = matches(text, query);
  const reach = (match) => found.filter(({ start }) => start >= match.start && start < match.start + LENGTH * 6);
  const value = (match) => new Set(reach(match).map(({ unit }) => unit)).size;
  const best = found.reduce((one, other) => (one && value(one) >= value(other) ? one : other), undefined);
  const at = best ? words.findLastIndex((word) => word.index <= best.start) : 0;
  const first = Math.max(0, at - BEFORE);
  const from = first && words[first].index;
  const to = words[first + LENGTH]?.index ?? text.length;
  const runs = [];
  let place = from;
  for (const { start, end } of found) {
    if (start < place || end > to) continue;
    runs.push({ text: text.slice(place, start), marked: false }, { text: text.slice(start, end), marked: true });
    place = end;
  }
  runs.push({ text: text.slice(place, to), marked: false });
  return runs.filter((run) => run.text);
}
