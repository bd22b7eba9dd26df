// Words and excerpts of the search: Chinese and Japanese apart, marks as runs of text.

const CJK = "[\\u3000-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\uff01-\\uffef]";
const BETWEEN_CJK = new RegExp(`(${CJK})(</mark>)? (<mark>)?(?=${CJK})`, "g");
const EVERY_CJK = new RegExp(CJK, "g");
const ONLY_CJK = new RegExp(`^${CJK}{2,}$`);

/** What to ask the index for `text`, the next where the one before finds nothing. The build sets Chinese and Japanese
 *  characters apart, so a run of them is asked for as a phrase first. */
export function queries(text) {
  const spaced = text.replace(EVERY_CJK, " $& ").replace(/\s+/g, " ").trim();
  return ONLY_CJK.test(text) ? [`"${spaced}"`, spaced] : [spaced];
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
