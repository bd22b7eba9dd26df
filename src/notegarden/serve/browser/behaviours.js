// Runs the theme's load-time behaviours again for content that a live update added.

const BEHAVIOURS = [
  [".body :is(pre, table, math[display='block'], input[type='checkbox'])", "blocks.js", "startBlocks"],
  [".body img", "blocks.js", "startPictures"],
  [".body .footnote-ref", "footnotes.js", "startFootnotes"],
  [".body :is(code.language-mermaid, .diagram)", "diagrams.js", "startDiagrams"],
  [".toc", "contents.js", "startContents"],
  [".note > .body > :is(h1, h2, h3, h4, h5, h6)", "fold.js", "startFolds"],
];

/** Each behaviour skips elements that it has handled already. */
export async function bringBehaviours() {
  const app = document.querySelector("script[src*='/theme/app.js']");
  if (!app) return;
  for (const [selector, file, start] of BEHAVIOURS) {
    if (!document.querySelector(selector)) continue;
    try {
      (await import(new URL(file, app.src).href))[start]?.();
    } catch {
      // A custom theme may lack it.
    }
  }
}

/** The text of the graph that the open page's map draws; undefined without a map or without an answer. */
async function graphNow() {
  const map = document.querySelector("[data-map]");
  if (!map) return undefined;
  return fetch(map.dataset.graph, { cache: "no-cache" }).then((answer) => answer.text()).catch(() => undefined);
}

// Taken while the page loads. The browser's cache cannot tell later what was drawn: other tabs refresh it.
const drawn = graphNow();

/** Whether the open map shows an outdated graph. */
export async function isMapStale() {
  return (await drawn) !== (await graphNow());
}
