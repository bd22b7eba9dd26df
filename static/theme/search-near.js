// Fuzzy search in titles, for misspelled queries.
import { entries, TITLES } from "./search-files.js";

/** [{note, score}] of notes with a title word within edit distance 1 of a word of the query, 2 if it is long. */
export async function nearTitles({ units }, most) {
  const found = new Map();
  for (const { far, notes } of (await Promise.all(units.map(nearTerms))).flat()) {
    for (const [note, [length]] of notes) found.set(note, Math.max(found.get(note) ?? -Infinity, -far - length / 256));
  }
  return [...found].map(([note, score]) => ({ note, score })).sort((one, other) => other.score - one.score).slice(0, most);
}

/** Adds the nearest words of titles as alternatives of each query word that no note has, if the query has other words.
 *  Returns whether there are any. A shorter word with the same stem does not count: "machne" is not "Mach".
 *  `isPart`: no note has all words of the query in any form; otherwise excerpts are still searched for the word as typed. */
export async function respell({ units }, isPart) {
  const unknown = units.length > 1 ? units.filter((unit) => !unit.isQuoted && !isWritten(unit)) : [];
  const near = await Promise.all(unknown.map(nearTerms));
  unknown.forEach((unit, at) => {
    const least = Math.min(...near[at].map(({ far }) => far));
    const terms = near[at].filter(({ far }) => far === least).map(({ term }) => term);
    if (!terms.length) return;
    unit.options = [...unit.options, ...terms.map((term) => [term])];
    if (isPart) unit.parts = [terms[0]];
    else unit.respelled = new Set(terms);
  });
  return near.some((terms) => terms.length);
}

/** Whether some note has a word that starts with the query's. */
function isWritten({ parts, terms, joined }) {
  return [...terms.keys()].some((term) => term.startsWith(parts[0]) || (joined && term.startsWith(joined)));
}

/** [{term, far, notes}]: words of titles within a small edit distance `far` of a word of the query. */
async function nearTerms({ parts: [word], isUnspaced }) {
  if (word.length < 4 || isUnspaced) return [];
  const files = await Promise.all([...new Set(word.slice(0, 2))].map((letter) => entries(TITLES, letter, 6)));
  const terms = files.flat().flatMap((file) => [...file]).map(([term, { notes }]) => ({ term, notes, far: distance(word, term) }));
  return terms.filter(({ far }) => far <= (word.length > 5 ? 2 : 1));
}

/** The edit distance with swaps of adjacent letters (optimal string alignment); Infinity if lengths differ by more than 2. */
function distance(one, other) {
  if (Math.abs(one.length - other.length) > 2) return Infinity;
  const rows = [[...Array(other.length + 1).keys()]];
  for (let i = 1; i <= one.length; i += 1) {
    rows.push([i]);
    for (let j = 1; j <= other.length; j += 1) {
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + Number(one[i - 1] !== other[j - 1]),
        isSwap ? rows[i - 2][j - 2] + 1 : Infinity);
    }
  }
  return rows[one.length][other.length];
}
