// The interface's texts in the page's language; the templates use the same file.

let loading;

/** Resolves to the texts: `(await loadWords()).copy`. */
export function loadWords() {
  loading ??= load();
  return loading;
}

async function load() {
  const file = document.documentElement.dataset.words ?? "en.json";
  try {
    return await (await fetch(new URL(`./words/${file}`, import.meta.url))).json();
  } catch {
    return {}; // Offline: the interface works without them.
  }
}
