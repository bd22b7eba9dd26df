// Words and excerpts of the search: Chinese and Japanese apart, marks as runs of text.

const CJK = "[\\u3000-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\uff01-\\uffef]";
const BETWEEN_CJK = new RegExp(`(${CJK})(</mark>)? (<mark>)?(?=${CJK})`, "g");
const EVERY_CJK = new RegExp(CJK, "g");
const MOST_WORDS = 8;
const ONLY_CJK = new RegExp(`^${CJK}{2,}$`);

/** What to ask the index for `text`, the next where the one before finds nothing: [{words, phrase?, isPart?}]. What has
 *  the words as a phrase comes before what has them anywhere; where no note has all of them (`isPart`), some will do.
 *  The build sets Chinese and Japanese characters apart, so a run of them is asked for as a phrase first. */
export function questions(text) {
  const spaced = text.replace(EVERY_CJK, " $& ").replace(/\s+/g, " ").trim();
  if (ONLY_CJK.test(text)) return [{ words: `"${spaced}"` }, { words: spaced }];
  const words = spaced.split(" ").slice(0, MOST_WORDS);
  if (words.length === 1 || spaced.search(/"/) >= 0 || spaced.search(EVERY_CJK) >= 0) return [{ words: spaced }];
  const shortFirst = words.toSorted((a, b) => a.length - b.length);
  const withoutOne = words.length > 2 ? shortFirst.map((left) => words.filter((word) => word !== left).join(" ")) : [];
  const some = [...withoutOne, ...shortFirst.toReversed()].map((fewer) => ({ words: fewer, isPart: true }));
  return [{ words: spaced, phrase: `"${spaced}"` }, ...some];
}

/** Whether a text has the words, or what they grow from. The index takes the beginning of a word that it has not for the
 *  word: "a" for "ahead". */
export function hasWords(text, words) {
  const searched = folded(text);
  return folded(words).match(/[\p{L}\p{N}]+/gu)?.every((word) => searched.includes(word.slice(0, Math.max(3, word.length - 4)))) ?? true;
}

/** Without capitals and accents. */
export function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** The source of an expression that finds a word where a word begins, a short one only as a whole; in scripts without
 *  spaces, anywhere. */
export function wordPattern(word) {
  const escaped = word.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  if (!/^[\p{L}\p{N}_]/u.test(word) || /^[\u3000-\u9fff\uf900-\ufaff]/u.test(word)) return escaped;
  return `(?<![\\p{L}\\p{N}_])${escaped}${word.length < 3 ? "(?![\\p{L}\\p{N}_])" : ""}`;
}

/** An excerpt as runs of text: [{text, marked}]. Punctuation around a word is not marked with it. */
export function runs(excerpt) {
  const joined = excerpt.replace(BETWEEN_CJK, "$1$2$3").replaceAll("</mark><mark>", "");
  return joined.split(/(<mark>.*?<\/mark>)/).flatMap((piece) => {
    const text = piece.replace(/<\/?mark>/g, "").replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    if (!piece.startsWith("<mark>")) return [{ text, marked: false }];
    const [, before, word, after] = /^([^\p{L}\p{N}_]*)(.*?)([^\p{L}\p{N}_+#]*)$/su.exec(text);
    return [{ text: before, marked: false }, { text: word, marked: true }, { text: after, marked: false }];
  }).filter((run) => run.text);
}

/** An excerpt that begins with its own heading, which stands above it already, goes on from there. */
export function withoutTitle(excerpt, title) {
  const text = excerpt.map((run) => run.text).join("");
  if (!text.startsWith(title)) return excerpt;
  let rest = title.length + /^[.:\s]*/.exec(text.slice(title.length))[0].length;
  return excerpt.flatMap((run) => {
    const kept = { ...run, text: run.text.slice(rest) };
    rest = Math.max(0, rest - run.text.length);
    return kept.text ? [kept] : [];
  });
}

/** Text of the index without the spaces that set characters apart. */
export function plain(text) {
  return text.replace(BETWEEN_CJK, "$1");
}
