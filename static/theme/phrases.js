// The interface's words with placeholders filled in.
import { loadWords } from "./words.js";

/** A promise of a function `(key, values) → text`: `{n}`-like placeholders filled, plural chosen by `values.n`. */
export async function loadPhrases() {
  const words = await loadWords();
  return (key, values = {}) => {
    const entry = words[key] ?? key.replaceAll("_", " ");
    const pattern = Array.isArray(entry) ? entry[values.n === 1 ? 0 : 1] : entry;
    return pattern.replace(/\{(\w+)\}/g, (place, name) => readable(values[name]) ?? place);
  };
}

function readable(value) {
  return typeof value === "number" ? value.toLocaleString(document.documentElement.lang || undefined) : value;
}
