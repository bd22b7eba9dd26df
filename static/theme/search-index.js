// Searches the index: finds the notes with the words of a query, and ranks them.
import { allEntries, entries, entry, listed, noteRow, TAGS, WORDS } from "./search-files.js";
import { excerptsOf, holds } from "./search-excerpts.js";
import { follows, match, titlesWith } from "./search-match.js";
import { asked, neighbours } from "./search-query.js";
import { numberOf } from "./search-words.js";

const BATCH = 10; // notes looked up at a time
// A note named like the query ranks before all that only mention it; two adjacent words weigh as much as two in a text.
const [TITLE, ALIAS, OTHER_FORM, HEADING] = [4000, 3000, 2000, 1000];
const NAMES = { 3: TITLE, 2: ALIAS, 1: HEADING };
const [IN_A_ROW, NAMED_IN_A_ROW] = [1, 3];
const TRIED = 12; // completions tried for the word being typed

/** Fetches search.json, which every search needs. */
export const loadIndex = listed;

/** {recent, tags}, shown before a query; empty lists if there is no index. */
export function siteLists() {
  return listed().catch(() => ({ recent: [], tags: [] }));
}

/** Prefetches the index files for a query while it is being typed. */
export async function warmUp(text) {
  const { units } = asked(text, (await listed()).stop);
  const words = units.flatMap(({ options }) => options.flat()).filter((word) => word.length > 3);
  await Promise.all(words.map((word) => entries(WORDS, word)));
}

let tagsKnown;

/** All tags with their numbers of notes. */
export async function allTags() {
  tagsKnown ??= allEntries(TAGS).catch((error) => {
    tagsKnown = undefined;
    throw error;
  });
  return Object.fromEntries((await tagsKnown).map(([tag, { notes }]) => [tag, notes.size]));
}

/** {count, isPart, isNear, tags: {title: count}, next(n) → the next n notes, fewer at the end}. `isPart`: no note has all
 *  words. `isNear`: no note has any; these have similar titles. A note is {url, title, fill()}; `fill` adds {excerpt,
 *  sections, others} and fetches the note's page. */
export async function search(text, tags = []) {
  const { stop, notes: total } = await listed();
  const query = asked(text, stop);
  let { ranked, isPart } = await rank(query, total);
  const near = isPart || query.units.some(isGuessed) ? await import("./search-near.js") : null;
  if (await near?.respell(query, isPart)) ({ ranked } = await rank(query, total)); // a word was misspelled
  if (tags.length) {
    const bearers = await Promise.all(tags.map((tag) => entry(TAGS, tag)));
    ranked = ranked.filter(({ note }) => bearers.every((bearer) => bearer?.notes.has(note)));
  }
  const isNear = !ranked.length && !tags.length;
  if (isNear) ranked = await (await import("./search-near.js")).nearTitles(query, BATCH);
  const found = notesInOrder(ranked, query);
  const first = await take(found, BATCH);
  return {
    count: first.length < BATCH ? first.length : ranked.length,
    isPart: isPart && !isNear,
    isNear,
    tags: tagsKnown ? countTags(await tagsKnown, ranked) : {},
    async next(n) {
      const ready = first.splice(0, n);
      return [...ready, ...(await take(found, n - ready.length))];
    },
  };
}

/** Notes whose titles have words that start with the query's, the shortest title first, without excerpts. */
export async function searchTitles(text, most = BATCH) {
  const words = asked(text, (await listed()).stop).all.flatMap(({ parts }) => parts);
  const found = await Promise.all(words.map(titlesWith));
  const all = [...(found[0] ?? [])].filter(([note]) => found.every((each) => each.has(note)));
  const shortFirst = all.sort(([, one], [, other]) => one - other).slice(0, most);
  return Promise.all(shortFirst.map(async ([note]) => ({ ...(await noteRow(note)), fill: () => {} })));
}

/** {ranked: [{note, score}], isPart}: the notes with all words, best first; if there are none, those with the most. */
async function rank(query, total) {
  const { units } = query;
  await Promise.all(units.map((unit) => match(unit, total)));
  const held = new Map(); // note → bit mask of the units it has
  units.forEach((unit, place) => unit.notes.forEach((_, note) => held.set(note, (held.get(note) ?? 0) | (1 << place))));
  const value = (bits) => units.reduce((sum, { written }, place) => sum + (bits & (1 << place) ? 1000 + written.length : 0), 0);
  const best = [...new Set(held.values())].reduce((one, other) => (value(other) > value(one) ? other : one), 0);
  const isPart = best !== 2 ** units.length - 1;
  const names = isPart ? new Map() : await called(query);
  const pairs = neighbours(query);
  const ranked = [...held].filter(([note, bits]) => (bits & best) === best && mayHoldChains(pairs, note)).map(([note]) => {
    const score = units.reduce((sum, unit) => sum + (unit.notes.get(note)?.score ?? 0), inARow(pairs, note));
    return { note, score: score + Math.max(names.get(note) ?? 0, !isPart && isTitle(query, note) ? OTHER_FORM : 0) };
  });
  return { ranked: ranked.sort((one, other) => other.score - one.score || one.note - other.note), isPart };
}

/** Whether a word was found only by its stem or as a prefix. */
function isGuessed({ parts, terms, joined }) {
  return !terms.has(parts[0]) && !terms.has(joined);
}

/** Note → score, for notes with a title, alias or heading equal to the query. */
async function called({ all }) {
  const found = new Map();
  for (const words of [all.flatMap(({ parts }) => parts), all.flatMap(({ joined, parts }) => (joined ? [joined] : parts))]) {
    const number = numberOf(words);
    const under = words.length ? await entry(WORDS, `${words[0]}\0`) : undefined;
    for (const [note, said] of under?.notes ?? []) {
      for (let at = 0; at < said.length; at += 4) {
        const isSame = ((said[at] << 16) | (said[at + 1] << 8) | said[at + 2]) === number;
        if (isSame) found.set(note, Math.max(found.get(note) ?? 0, NAMES[said[at + 3]]));
      }
    }
  }
  return found;
}

/** Whether a note's title has the words of the query, in any form, and no others. */
function isTitle({ units, all }, note) {
  return units.every((unit) => unit.notes.get(note)?.length === all.length);
}

/** The score for words that are adjacent as in the query; the last may be incomplete. */
function inARow(pairs, note) {
  return pairs.reduce((sum, [unit, next]) => {
    const said = unit.notes.get(note)?.said;
    const words = next.terms.has(next.parts[0]) ? [next.parts[0]] : [...next.terms.keys()].slice(0, TRIED).filter((term) => next.terms.get(term).has(note));
    const isRow = words.some((word) => follows(said, word));
    const isName = unit.notes.get(note)?.isName && next.notes.get(note)?.isName;
    return sum + (isRow ? (isName ? NAMED_IN_A_ROW : IN_A_ROW) * Math.min(unit.rarity, next.rarity) : 0);
  }, 0);
}

/** Whether a note may have the quoted phrases, by its words' followers in the index; its text is checked later. */
function mayHoldChains(pairs, note) {
  return pairs.every(([unit, next]) => !unit.isQuoted || unit.piece !== next.piece || unit.isGrammar ||
    follows(unit.notes.get(note)?.said, next.parts[0]));
}

/** Yields ranked notes, without those that lack a quoted phrase. */
async function* notesInOrder(ranked, query) {
  for (let at = 0; at < ranked.length; at += BATCH) {
    const notes = await Promise.all(ranked.slice(at, at + BATCH).map(async ({ note }) => {
      const row = await noteRow(note);
      const found = { ...row, fill: async () => Object.assign(found, await excerptsOf(row, query)) };
      return query.chains.length ? found.fill() : found;
    }));
    for (const note of notes) if (query.chains.every((words) => holds(note, words))) yield note;
  }
}

async function take(notes, n) {
  const taken = [];
  while (taken.length < n) {
    const { value, done } = await notes.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
}

function countTags(known, ranked) {
  const notes = new Set(ranked.map(({ note }) => note));
  return Object.fromEntries(known.map(([tag, bearers]) => [tag, [...bearers.notes.keys()].filter((note) => notes.has(note)).length]));
}
