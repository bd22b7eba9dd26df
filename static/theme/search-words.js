// Splits text into search words, by the same rules as the index (search/words.py).

const JOINTS = "'’.‐‑\\-";
const WORD = "[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M}_]*";
const WRITTEN = new RegExp(`${WORD}(?:[${JOINTS}]${WORD})*[+#]*`, "gu");
const PARTS = new RegExp(`[${JOINTS}_]+`, "u");
const ACCENTS = /(?<=[a-zA-Z\u0370-\u03ff])[\u0300-\u036f]+|[\u0301\u0591-\u05c7\u064b-\u0652]/gu;
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i", ς: "σ", ё: "е" };
const EACH_LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "gu");
const UNSPACED_LETTER = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/u.source;
const UNSPACED = new RegExp(`(${UNSPACED_LETTER}+)`, "u");
const LINE_BREAK = new RegExp(`(?<=${UNSPACED_LETTER})\\s*\\n\\s*(?=${UNSPACED_LETTER})`, "gu");
const LONGEST = 40;
const SPACE = 2 ** 24;
const CHAIN = 8191;

/** Folds case, accents, ligatures and width. */
export function folded(text) {
  const bare = text.normalize("NFKD").replace(ACCENTS, "").toLowerCase().normalize("NFC");
  return bare.replace(EACH_LETTER, (letter) => LETTERS[letter]);
}

/** The text without line breaks inside runs of a script that has no spaces. */
export function withWholeRuns(text) {
  return text.replace(LINE_BREAK, "");
}

/** The words of a text as written, compounds not split: matches with their `index`. */
export function writtenWords(text) {
  return [...text.matchAll(WRITTEN)];
}

/** The index terms of a written word: {parts: in order, joined, ends}. */
export function token(written) {
  let pieces = folded(written).split(PARTS).filter(Boolean);
  const joined = pieces.length > 1 ? cut(pieces.join("")) : "";
  if (/['’]/.test(written)) { // l'école, don't: a single letter says nothing
    const long = pieces.filter((piece) => [...piece].length > 1);
    if (long.length) pieces = long;
  }
  const parts = [];
  const ends = [];
  for (const piece of pieces) {
    piece.split(UNSPACED).forEach((run, place) => {
      const chars = [...run];
      if (!(place % 2)) return run && parts.push(cut(run));
      parts.push(...(chars.length > 1 ? chars.slice(1).map((char, at) => chars[at] + char) : [run]));
      return chars.length > 1 && ends.push(chars.at(-1));
    });
  }
  return { written, parts, joined, ends, isUnspaced: UNSPACED.test(written) };
}

function cut(word) {
  return [...word].slice(0, LONGEST).join("");
}

/** A 24-bit hash of a sequence of words. */
export function numberOf(words) {
  return words.reduce((sum, word) => (sum * CHAIN + number(word)) % SPACE, 0);
}

/** A 24-bit hash of a word. */
export function number(word) {
  return [...word].reduce((sum, char) => (sum * 31 + char.codePointAt(0)) % SPACE, 1);
}

/** The source of a regular expression for a word: matches at a word's start, a short one only the whole word; anywhere in
 *  scripts without spaces. */
export function wordPattern(word) {
  const escaped = word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  if (!/^[\p{L}\p{N}_]/u.test(word) || /^[\u3000-\u9fff\uf900-\ufaff]/u.test(word)) return escaped;
  return `(?<![\\p{L}\\p{N}_])${escaped}${word.length < 3 ? "(?![\\p{L}\\p{N}_])" : ""}`;
}
