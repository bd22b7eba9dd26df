// The words of the interface in the page's language; the same file that the templates are made with.

let loading;

/** A promise of the words: `(await loadWords()).copy`. */
export function loadWords() {
  loading ??= load();
  return loading;
}

async function load() {
  const file = document.documentElement.dataset.words ?? "en.json";
  try {
    return await (await fetch(new URL(`./words/${file}`, import.meta.url))).json();
  } catch {
    return {}; // No connection: the interface keeps what it has, without these words.
  }
}
