// Pagefind, asked in the garden's way: groups by note, its best sections, words that can be marked on arrival.
import { home } from "./dom.js";

const CJK = "[\\u3000-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\uff01-\\uffef]";
const BETWEEN_CJK = new RegExp(`(${CJK})(</mark>)? (<mark>)?(?=${CJK})`, "g");
const EVERY_CJK = new RegExp(CJK, "g");
const ONLY_CJK = new RegExp(`^${CJK}{2,}$`);
const SECTIONS = 3;

let loading;

/** Fetches what a search needs, once; a failure is not remembered. */
export function loadIndex() {
  loading ??= open().catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function open() {
  const root = home();
  const [pagefind, site] = await Promise.all([import(new URL("pagefind/pagefind.js", root)), siteLists()]);
  await pagefind.options({ baseUrl: root.pathname, excerptLength: 26 });
  await pagefind.init();
  for (const [layer, folder] of site.indexes.slice(1).entries()) {
    const address = new URL(folder, root).pathname;
    await pagefind.mergeIndex(address, { baseUrl: root.pathname, mergeFilter: { layer: String(layer + 1) } });
  }
  return { pagefind, stale: new Set(site.stale) };
}

let lists;

/** search.json: the indexes, the addresses that a later index replaces, recent notes, tags by use. */
export function siteLists() {
  const none = { indexes: ["pagefind/"], stale: [], recent: [], tags: [] };
  lists ??= fetch(new URL("search.json", home()))
    .then((answer) => (answer.ok ? answer.json() : {}))
    .catch(() => ({}))
    .then((found) => ({ ...none, ...found }));
  return lists;
}

/** Chinese and Japanese are indexed by character: a run of them alone is searched as a phrase. */
function queries(text) {
  const spaced = text.replace(EVERY_CJK, " $& ").replace(/\s+/g, " ").trim();
  return ONLY_CJK.test(text) ? [`"${spaced}"`, spaced] : [spaced];
}

/** Fetches the parts of the index that a query will need, while it is still being typed. */
export async function warmUp(text) {
  const { pagefind } = await loadIndex();
  await pagefind.preload(queries(text)[0]);
}

/** {count, tags: {title: count}, notes(from, to) → Promise<[note]>} */
export async function search(text, tags = []) {
  const { pagefind, stale } = await loadIndex();
  const filters = tags.length ? { tag: tags } : {};
  let found = { results: [], filters: {} };
  for (const query of queries(text)) {
    found = await pagefind.search(query, { filters });
    if (found.results.length) break;
  }
  const isCurrent = (data) => data.filters?.layer || !stale.has(data.url);
  return {
    count: found.results.length,
    tags: found.filters?.tag ?? {},
    async notes(from, to) {
      const pages = await Promise.all(found.results.slice(from, to).map((result) => result.data()));
      return pages.filter(isCurrent).map((data) => note(data));
    },
  };
}

/** Every tag with the number of notes that bear it; fetches the filter's part of the index. */
export async function allTags() {
  const { pagefind } = await loadIndex();
  return (await pagefind.filters()).tag ?? {};
}

function note(data) {
  const best = data.sub_results.toSorted((a, b) => weight(b) - weight(a)).slice(0, SECTIONS);
  const parts = data.sub_results.filter((part) => best.includes(part)).map(section);
  const intro = parts.find((part) => part.url === data.url);
  return {
    url: data.url,
    title: plain(data.meta.title ?? data.url),
    excerpt: intro?.excerpt ?? (parts.length ? [] : runs(data.excerpt)),
    sections: parts.filter((part) => part !== intro),
    others: data.sub_results.length - parts.length,
  };
}

function weight(part) {
  return part.weighted_locations.reduce((sum, location) => sum + location.balanced_score, 0);
}

function section(part) {
  const title = plain(part.title);
  return { url: part.url, title, excerpt: withoutTitle(runs(part.excerpt), title) };
}

/** An excerpt as runs of text: [{text, marked}]. Punctuation around a word is not marked with it. */
function runs(excerpt) {
  const joined = excerpt.replace(BETWEEN_CJK, "$1$2$3").replaceAll("</mark><mark>", "");
  return joined.split(/(<mark>.*?<\/mark>)/).flatMap((piece) => {
    const text = piece.replace(/<\/?mark>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    if (!piece.startsWith("<mark>")) return [{ text, marked: false }];
    const [, before, word, after] = /^([^\p{L}\p{N}_]*)(.*?)([^\p{L}\p{N}_+#]*)$/su.exec(text);
    return [{ text: before, marked: false }, { text: word, marked: true }, { text: after, marked: false }];
  }).filter((run) => run.text);
}

/** An excerpt that begins with its own heading, which stands above it already, goes on from there. */
function withoutTitle(excerpt, title) {
  const text = excerpt.map((run) => run.text).join("");
  if (!text.startsWith(title)) return excerpt;
  let rest = title.length + /^[.:\s]*/.exec(text.slice(title.length))[0].length;
  return excerpt.flatMap((run) => {
    const kept = { ...run, text: run.text.slice(rest) };
    rest = Math.max(0, rest - run.text.length);
    return kept.text ? [kept] : [];
  });
}

function plain(text) {
  return text.replace(BETWEEN_CJK, "$1");
}
