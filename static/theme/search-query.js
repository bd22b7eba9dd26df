// Parses a query into words and quoted phrases.
import { token, writtenWords } from "./search-words.js";

const MOST_WORDS = 8;

/** {units, all, chains}: `units` are the words without stop words (all words, if there are no others), each with its
 *  `options`: alternative word sequences; `all` are all words in order; `chains` the quoted phrases. */
export function asked(text, stop) {
  const pieces = text.split(/["“”„«»]/);
  const all = pieces.flatMap((piece, place) => {
    const isQuoted = place % 2 === 1 && place < pieces.length - 1;
    return writtenWords(piece).map(([written]) => ({ ...token(written), piece: place, isQuoted, isLast: false }));
  });
  if (all.length && !/\s$/.test(text)) all.at(-1).isLast = !all.at(-1).isQuoted; // may be incomplete
  for (const each of all) each.isGrammar = each.parts.every((part) => stop.has(part));
  const telling = all.filter(({ isGrammar }) => !isGrammar);
  const units = (telling.length ? telling : all).slice(0, MOST_WORDS);
  for (const unit of units) {
    unit.options = unit.joined ? [[unit.joined], unit.parts] : [unit.parts];
    unit.terms = new Map(); // matching words of the index
  }
  const quoted = all.filter((each) => each.isQuoted);
  const chains = [...new Set(quoted.map(({ piece }) => piece))].map((place) =>
    quoted.filter(({ piece }) => piece === place).flatMap(({ parts }) => parts));
  return { units, all, chains };
}

/** Pairs of adjacent units, ignoring stop words. */
export function neighbours({ units }) {
  return units.slice(1).map((next, at) => [units[at], next]);
}
