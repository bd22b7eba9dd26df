// Runs the theme's initialization again for content added by a live update.

const BEHAVIOURS = [
  [".body :is(pre, table, math[display='block'], input[type='checkbox'])", "blocks.js", "startBlocks"],
  [".body img", "blocks.js", "startPictures"],
  [".body .footnote-ref", "footnotes.js", "startFootnotes"],
  [".body :is(code.language-mermaid, .diagram)", "diagrams.js", "startDiagrams"],
  [".toc", "contents.js", "startContents"],
  [".note > .body > :is(h1, h2, h3, h4, h5, h6)", "fold.js", "startFolds"],
];

/** Each function skips elements that it has handled already. */
export async function bringBehaviours() {
  const app = document.querySelector("script[src*='/theme/app.js']");
  if (!app) return;
  for (const [selector, file, start] of BEHAVIOURS) {
    if (!document.querySelector(selector)) continue;
    try {
      (await import(new URL(file, app.src).href))[start]?.();
    } catch {
      // A custom theme may not have it.
    }
  }
}

/** The graph.json of the page's map as text; undefined without a map, or if the request fails. */
async function graphNow() {
  const map = document.querySelector("[data-map]");
  if (!map) return undefined;
  return fetch(map.dataset.graph, { cache: "no-cache" }).then((answer) => answer.text()).catch(() => undefined);
}

// Fetched during page load: later, the HTTP cache may have a newer graph, since other tabs refresh it.
const drawn = graphNow();

/** Whether the open map shows an outdated graph. */
export async function isMapStale() {
  return (await drawn) !== (await graphNow());
}
