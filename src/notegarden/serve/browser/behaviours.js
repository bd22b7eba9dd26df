// What the theme does once, on loading, for what a page holds: done for what has come in since.

const BEHAVIOURS = [
  [".body :is(pre, table, math[display='block'], input[type='checkbox'])", "blocks.js", "startBlocks"],
  [".body img", "zoom.js", "startZoom"],
  [".body .footnote-ref", "footnotes.js", "startFootnotes"],
  [".toc", "contents.js", "startContents"],
];

/** Each behaviour leaves alone what it has done already. */
export async function bringBehaviours() {
  const app = document.querySelector("script[src*='/theme/app.js']");
  if (!app) return;
  for (const [selector, file, start] of BEHAVIOURS) {
    if (!document.querySelector(selector)) continue;
    try {
      (await import(new URL(file, app.src)))[start]?.();
    } catch {
      // A theme may do without.
    }
  }
}
