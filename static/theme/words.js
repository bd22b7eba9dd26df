// The words of the interface in the page's language; the same file that the templates are made with.

let loading;

/** A promise of the words: `(await loadWords()).copy`. English where the language has no file. */
export function loadWords() {
  loading ??= load();
  return loading;
}

async function load() {
  const language = document.documentElement.lang.toLowerCase();
  for (const tag of new Set([language, language.split("-")[0], "en"])) {
    try {
      const answer = await fetch(new URL(`./words/${tag}.json`, import.meta.url));
      if (answer.ok) return await answer.json();
    } catch {
      break; // No connection: the interface keeps what it has, without these words.
    }
  }
  return {};
}
