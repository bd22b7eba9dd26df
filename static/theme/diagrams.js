// Renders Mermaid diagrams in the page's colours. The library loads when a diagram is near the viewport; until then,
// without scripts and after a rendering error, the page shows the source.

const SOURCES = ".body code.language-mermaid";
const FAR = "600px"; // distance from the viewport at which a diagram is rendered
const LEAST = 0.65; // smallest scale of a diagram; if it is still too wide, it scrolls
const systems = matchMedia("(prefers-color-scheme: dark)");

/** Figure → {code, text: source and links that are rendered, or will be when it is near the viewport}. */
const figures = new Map();
let library;
let number = 0;

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) if (isIntersecting) draw(target);
  },
  { rootMargin: FAR },
);

/** Renders new and changed diagrams, and removes those whose source is gone. */
export function startDiagrams() {
  for (const [figure, drawn] of figures) {
    if (drawn.code.isConnected && frameOf(drawn.code).previousElementSibling === figure) continue;
    near.unobserve(figure);
    figure.remove();
    figures.delete(figure);
  }
  const shown = new Map([...figures].map(([figure, { code }]) => [code, figure]));
  for (const code of document.querySelectorAll(SOURCES)) {
    const figure = shown.get(code) ?? add(code);
    if (figures.get(figure).text !== textOf(code)) redraw(figure);
  }
}

const frameOf = (code) => code.closest(".highlight") ?? code.parentElement;
const textOf = (code) => code.textContent + (linksOf(code)?.innerHTML ?? "");

/** The list after the source with the notes that nodes link to; null if there is none. */
function linksOf(code) {
  const after = frameOf(code).nextElementSibling;
  return after?.matches(".diagram-links") ? after : null;
}

function add(code) {
  const figure = document.createElement("figure");
  figure.className = "diagram";
  figure.dataset.added = "";
  figure.hidden = true;
  figures.set(figure, { code, text: null });
  frameOf(code).before(figure);
  return figure;
}

/** Observes the source's frame for a diagram not rendered yet: a hidden element never intersects. */
function redraw(figure) {
  const drawn = figures.get(figure);
  drawn.text = textOf(drawn.code);
  if (!figure.hidden) {
    near.unobserve(figure);
    near.observe(figure);
    return;
  }
  const watcher = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      watcher.disconnect();
      draw(figure);
    },
    { rootMargin: FAR },
  );
  watcher.observe(frameOf(drawn.code));
}

async function draw(figure) {
  near.unobserve(figure);
  const drawn = figures.get(figure);
  if (!drawn) return;
  const { code, text } = drawn;
  try {
    library ??= import("../vendor/mermaid.js");
    const { default: mermaid } = await library;
    mermaid.initialize(settings());
    const svg = await measured(figure, frameOf(code), (bench) => mermaid.render(`_diagram-${++number}`, code.textContent, bench));
    if (!figures.has(figure) || figures.get(figure).text !== text) return;
    show(figure, svg, code);
  } catch (error) {
    console.warn(error);
    fail(figure, code, error);
  }
}

/** Renders in an invisible element at the diagram's place: Mermaid measures text, for some kinds also the width. */
async function measured(figure, frame, render) {
  const bench = document.createElement("div");
  bench.className = "diagram";
  bench.dataset.added = "";
  bench.style.cssText = `position: absolute; visibility: hidden; inline-size: ${frame.parentElement.clientWidth}px`;
  figure.before(bench);
  try {
    return (await render(bench)).svg;
  } finally {
    bench.remove();
  }
}

function show(figure, svg, code) {
  figure.innerHTML = svg;
  const picture = figure.querySelector("svg");
  picture.style.minInlineSize = `${LEAST * (picture.viewBox.baseVal?.width ?? 0)}px`;
  if (!picture.hasAttribute("aria-labelledby")) picture.setAttribute("aria-label", picture.getAttribute("aria-roledescription") ?? "Mermaid");
  addLinks(picture, linksOf(code));
  const frame = frameOf(code);
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Mermaid";
  button.ariaExpanded = "false";
  button.addEventListener("click", () => {
    button.ariaExpanded = String(!frame.classList.toggle("is-drawn"));
  });
  figure.append(button);
  figure.hidden = false;
  frame.classList.add("is-drawn");
  if (figure.scrollWidth > figure.clientWidth) figure.tabIndex = 0;
  figure.classList.remove("failed");
}

/** Turns nodes with the class `internal-link` into links to the notes they name. */
function addLinks(picture, list) {
  const links = new Map([...(list?.querySelectorAll("a") ?? [])].map((link) => [link.textContent.trim(), link.getAttribute("href")]));
  for (const node of links.size ? picture.querySelectorAll(".internal-link") : []) {
    const href = links.get(node.textContent.trim().replace(/\s+/g, " "));
    if (!href || node.closest("a")) continue;
    const link = document.createElementNS(picture.namespaceURI, "a");
    link.setAttribute("href", href);
    node.replaceWith(link);
    link.append(node);
  }
}

/** Shows the source again, with the error message. */
function fail(figure, code, error) {
  const caption = document.createElement("figcaption");
  caption.textContent = String(error?.message ?? error).split("\n", 1)[0];
  figure.replaceChildren(caption);
  figure.hidden = false;
  figure.classList.add("failed");
  frameOf(code).classList.remove("is-drawn");
}

/** Mermaid does not support `light-dark()`, so it gets computed colours. */
function settings() {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const color = (value) => {
    probe.style.color = value;
    return hex(getComputedStyle(probe).color);
  };
  const mixed = (name, part) => color(`color-mix(in srgb, var(${name}) ${part}%, var(--paper))`);
  const [paper, surface, ink, muted, line] = ["--paper", "--surface", "--ink", "--muted", "--line"].map((name) => color(`var(${name})`));
  const themeVariables = {
    darkMode: isDark(),
    background: paper,
    primaryColor: mixed("--link", 12),
    primaryBorderColor: mixed("--link", 55),
    primaryTextColor: ink,
    secondaryColor: mixed("--accent", 14),
    secondaryBorderColor: mixed("--accent", 55),
    tertiaryColor: surface,
    tertiaryBorderColor: line,
    lineColor: muted,
    textColor: ink,
    noteBkgColor: mixed("--mark", 80),
    noteTextColor: ink,
    noteBorderColor: line,
    edgeLabelBackground: paper,
    clusterBkg: surface,
    clusterBorder: line,
    titleColor: ink,
    fontSize: "15px",
  };
  const fontFamily = getComputedStyle(document.documentElement).getPropertyValue("--font-ui");
  probe.remove();
  return { startOnLoad: false, securityLevel: "strict", suppressErrorRendering: true, layout: "dagre", look: "classic", theme: "base", themeVariables, fontFamily };
}

/** A colour as `#rrggbb`; a canvas parses every CSS notation. */
function hex(value) {
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  return `#${[...context.getImageData(0, 0, 1, 1).data.slice(0, 3)].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function isDark() {
  const theme = document.documentElement.dataset.theme;
  return theme ? theme === "dark" : systems.matches;
}

function recolour() {
  for (const figure of figures.keys()) if (!figure.hidden) redraw(figure);
}
systems.addEventListener("change", recolour);
new MutationObserver(recolour).observe(document.documentElement, { attributeFilter: ["data-theme"] });

startDiagrams();
