// Finds the notes with a word of the query: exactly, by stem, or as a prefix.
import { entries, TITLES, WORDS } from "./search-files.js";
import { number } from "./search-words.js";

const FOLLOWERS = 251;
const TITLE_SHARE = [0, 1, 0.75, 0.6, 0.5, 0.42, 0.36, 0.3]; // by number of words in the title
// Relative to 1 for a text that has no other words.
const [IN_TITLE, IN_HEADING] = [5, 1];
const [SAME_STEM, BEGINNING, BEGINNING_TOO, RESPELLED] = [0.9, 0.5, 0.3, 0.5];

/** Sets `unit.notes` to note → {score, length: of the title that has the unit, isName: whether a title or heading
 *  has it, said: its data in the index}. */
export async function match(unit, total) {
  unit.notes = new Map();
  for (const option of unit.options) {
    const found = await Promise.all(option.map((word) => notesWith(word, unit, total)));
    const trust = unit.respelled?.has(option[0]) ? RESPELLED : 1;
    for (const [note, first] of found[0] ?? []) {
      const isRow = option.every((word, at) => found[at].has(note) && (!at || follows(found[at - 1].get(note).said, word)));
      const score = isRow ? trust * found.reduce((sum, each) => sum + each.get(note).score, 0) : 0;
      if (isRow && score > (unit.notes.get(note)?.score ?? -1)) unit.notes.set(note, { ...first, score, said: found.at(-1).get(note).said });
    }
  }
}

/** Whether a word follows the word with the index data `said`, ignoring stop words. Compares small hashes, with one
 *  false positive in hundreds. */
export function follows(said, word) {
  return said !== undefined && said.includes(number(word) % FOLLOWERS, 1);
}

async function notesWith(word, unit, total) {
  const isLong = word.length > 2 || unit.isUnspaced;
  const files = await entries(WORDS, word, isLong ? 3 : 1);
  const terms = matchingTerms(word, unit, files, isLong);
  const sure = terms.filter(({ share }) => share >= SAME_STEM);
  const count = new Set((sure.length ? sure : terms).flatMap(({ notes }) => [...notes.keys()])).size;
  unit.rarity = Math.log(1 + (total - count + 0.5) / (count + 0.5));
  const found = new Map();
  for (const { term, share, notes } of terms) {
    unit.terms.set(term, notes);
    for (const [note, said] of notes) {
      const length = (said[0] >> 4) & 7;
      const score = share * unit.rarity * ((said[0] & 15) / 15 + IN_TITLE * TITLE_SHARE[length] + IN_HEADING * (said[0] >> 7));
      const before = found.get(note) ?? { score: 0, length: 0, isName: false };
      const isBetter = score > before.score;
      found.set(note, {
        score: isBetter ? score : before.score,
        length: (isBetter && length) || before.length,
        isName: before.isName || said[0] > 15,
        said: term === word ? said : before.said,
      });
    }
  }
  if (unit.isLast && (!isLong || !found.size)) await addTitles(word, found);
  return found;
}

/** [{term, share, notes}]: the word, others with its stem, and those that start with it if it may be a prefix. */
function matchingTerms(word, unit, files, isLong) {
  const exact = files.map((file) => file.get(word)).find(Boolean);
  const isFixed = unit.isQuoted || unit.isUnspaced;
  const stem = isFixed ? undefined : exact?.stem ?? likelyStem(word, files);
  const mayBegin = isLong && !unit.isQuoted && (unit.isLast || !exact || unit.isUnspaced);
  return files.flatMap((file) => [...file]).flatMap(([term, { stem: other, notes }]) => {
    if (term.includes("\0")) return [];
    if (term === word) return [{ term, share: 1, notes }];
    if (stem !== undefined && other === stem) return [{ term, share: SAME_STEM, notes }];
    if (!mayBegin || !term.startsWith(word)) return [];
    return [{ term, share: ((exact ? BEGINNING_TOO : BEGINNING) * word.length) / term.length, notes }];
  });
}

/** The longest known stem for a word that is not in the index: without up to three letters, or with i for a final y. */
function likelyStem(word, files) {
  const isIt = (stem) => stem.length > 2 && word.length - stem.length < 4 && (word.startsWith(stem) || (word.endsWith("y") && stem === `${word.slice(0, -1)}i`));
  const stems = files.flatMap((file) => [...file.values()]).map(({ stem }) => stem).filter(isIt);
  return stems.sort((one, other) => other.length - one.length)[0];
}

/** Adds notes with title words that have this prefix: one or two letters, or a word that no text has. */
async function addTitles(word, found) {
  for (const [note, length] of await titlesWith(word)) {
    if (!found.has(note)) found.set(note, { score: 1 / (4 + length), length: 0, isName: true });
  }
}

/** Note → length of its title, for titles with a word that has this prefix. */
export async function titlesWith(start) {
  const files = await entries(TITLES, start, 4);
  const found = files.flatMap((file) => [...file]).filter(([word]) => word.startsWith(start));
  return new Map(found.flatMap(([, { notes }]) => [...notes].map(([note, [length]]) => [note, length])));
}
