// The interface's texts with placeholders filled in.
import { loadWords } from "./words.js";

/** Resolves to a function `(key, values) → text`: fills placeholders like `{n}`, chooses the plural form by `values.n`. */
export async function loadPhrases() {
  const words = await loadWords();
  const rules = new Intl.PluralRules(document.documentElement.dataset.words?.slice(0, -5) ?? "en"); // the file's language
  return (key, values = {}) => {
    const forms = words[key] ?? key.replaceAll("_", " ");
    const category = rules.select(values.n ?? 0);
    const pattern = Array.isArray(forms) ? forms[category === "one" ? 0 : forms.length - 1]
      : typeof forms === "object" ? forms[category] ?? forms.other ?? Object.values(forms).pop() : forms;
    return pattern.replace(/\{(\w+)\}/g, (place, name) => readable(values[name]) ?? place);
  };
}

function readable(value) {
  return typeof value === "number" ? value.toLocaleString(document.documentElement.lang || undefined, { useGrouping: "always" }) : value;
}
