// The dialog with the keyboard shortcuts.

import { loadStyle } from "./dom.js";
import { loadPhrases } from "./phrases.js";
import { readingTools } from "./reading.js";
import { loadWords } from "./words.js";

const WIDE = matchMedia("(min-width: 70rem)");
const SHOWN = [
  ["/", "Ctrl K", "key_search"], ["n", "", "key_next"], ["p", "", "key_previous"], ["c", "", "key_contents"], ["f", "", "key_fold"], ["l", "", "key_links"],
  ["h", "", "key_home"], ["a", "", "key_all"], ["m", "", "key_map"], ["t", "", "key_theme"], ["e", "", "key_source"],
  ...(WIDE.matches ? [["←", "→", "key_columns"], ["x", "", "key_column_close"]] : []), ["?", "", "key_help"], ["Esc", "", "key_close"],
];

let dialog;

export async function showKeys() {
  dialog ??= Promise.all([loadWords(), loadPhrases(), loadStyle("dialogs.css"), loadStyle("reading.css")]).then(([text, t]) => build(text, t)); // built once, even if the key is pressed again
  (await dialog).showModal();
}

function build(text, t) {
  const made = document.createElement("dialog");
  made.className = "keys";
  made.setAttribute("aria-label", text.shortcuts);
  made.innerHTML = `<h2></h2><dl></dl><form method="dialog"><button class="plain-button"></button></form>`;
  made.querySelector("h2").textContent = text.shortcuts;
  made.querySelector("button").textContent = text.close;
  const list = made.querySelector("dl");
  for (const [key, other, word] of SHOWN) {
    const term = document.createElement("dt");
    for (const name of [key, other].filter(Boolean)) term.append(Object.assign(document.createElement("kbd"), { textContent: name }), " ");
    list.append(term, Object.assign(document.createElement("dd"), { textContent: text[word] }));
  }
  list.after(readingTools(t, () => made.close()));
  made.addEventListener("click", (event) => event.target === made && made.close());
  document.body.append(made);
  return made;
}
