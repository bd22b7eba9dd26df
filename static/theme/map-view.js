// Draws the map, and handles its interaction.
import Sigma, { EdgeLineProgram, NodePointProgram } from "../vendor/sigma.js";
import { element } from "./dom.js";
import { findField, legend, tagFilter, zoomButtons } from "./map-controls.js";
import { moveTo, useKeys } from "./map-camera.js";
import { COLOURED, FEW } from "./map-data.js";
import { addOverlay, freeLabels, readColours } from "./map-paint.js";

const MANY = 4000; // links; above this number they are hidden while the map moves
const calm = matchMedia("(prefers-reduced-motion: reduce)");

/** Draws `data` (of loadGraph) into `place`. */
export function drawMap(place, { graph, topics, tags }, t) {
  const ranks = new Map(topics.slice(0, COLOURED).map((topic, rank) => [topic.number, rank]));
  for (const topic of topics) topic.rank = ranks.get(topic.number) ?? -1;
  const state = { hovered: null, chosen: null, chain: null, tag: null, topic: null, colours: readColours(place) };
  const canvas = element("div", { class: "map-canvas", tabindex: "0", role: "application", "aria-label": t("map_picture") });
  const card = element("div", { class: "map-card", role: "status" });
  place.replaceChildren(canvas, card);
  const isSmall = graph.order <= FEW;
  const labels = freeLabels(() => state.colours, isSmall);
  const isShown = ({ tags: has, community }, id) => (!state.tag || id === state.tag || has.includes(state.tag)) &&
    (!state.topic || state.topic.has(community));
  const sigma = new Sigma(graph, canvas, {
    allowInvalidContainer: true, defaultEdgeType: "line", edgeProgramClasses: { line: EdgeLineProgram },
    // Points, not sigma's instanced circles: with software rendering, 10,000 instances take twenty times as long.
    defaultNodeType: "point", nodeProgramClasses: { point: NodePointProgram }, nodeHoverProgramClasses: { point: NodePointProgram },
    hideEdgesOnMove: graph.size > MANY, hideLabelsOnMove: graph.order > 2000, labelDensity: 4, labelGridCellSize: 110,
    labelRenderedSizeThreshold: isSmall ? 0 : graph.order > 2000 ? 5 : 6, labelFont: getComputedStyle(place).fontFamily, labelSize: 13,
    minCameraRatio: 0.04, maxCameraRatio: 2, zIndex: true, stagePadding: isSmall ? 75 : 40, // small graphs: keeps notes from under the tools
    defaultDrawNodeLabel: labels.ask,
    defaultDrawNodeHover: () => {},
    nodeReducer: (id, attributes) => isShown(attributes, id)
      ? { ...attributes, color: state.colours.topic(ranks.get(attributes.community) ?? -1), zIndex: 1 }
      : { ...attributes, color: state.colours.faint, label: null, zIndex: 0 },
    edgeReducer: (edge) => {
      if (!state.tag && !state.topic) return { color: state.colours.edge };
      const [source, target] = graph.extremities(edge);
      const isLit = isShown(graph.getNodeAttributes(source), source) && isShown(graph.getNodeAttributes(target), target);
      return { color: state.colours.edge, hidden: !isLit };
    },
  });
  sigma.on("afterRender", labels.draw);
  labels.draw(); // the first frame is drawn already
  const lit = () => state.hovered ?? state.chosen;
  const draw = addOverlay(sigma, graph, { lit, chain: () => state.chain, colours: () => state.colours, topics: () => (state.tag || state.topic || topics.length < 2 || isSmall ? [] : topics.slice(0, COLOURED)) });
  const show = () => {
    place.classList.toggle("lit", (lit() ?? state.chain) !== null);
    if (!state.chain) showCard(card, graph, state.chosen, t, askOn);
    draw();
  };
  const light = (ids, from) => {
    Object.assign(state, { chain: ids, chosen: ids ? null : from, hovered: null });
    if (ids) moveTo(sigma, ids, card);
    show();
  };
  const askOn = (id) => useChain((module) => module.askOnMap(card, graph, id, t, light));
  const choose = (id) => {
    Object.assign(state, { chosen: id, hovered: null, chain: null });
    if (id) moveTo(sigma, [id]);
    history.replaceState(history.state, "", id ? `#${graph.getNodeAttribute(id, "address")}` : location.pathname);
    show();
  };
  const filter = (change) => {
    Object.assign(state, change, { chosen: null, chain: null });
    sigma.refresh(); // a full refresh: labels of hidden notes must not take space
    show();
  };
  listen(sigma, canvas, graph, state, show);
  const camera = sigma.getCamera();
  const time = () => ({ duration: calm.matches ? 0 : 250 });
  const moves = { closer: () => camera.animatedZoom(time()), farther: () => camera.animatedUnzoom(time()), reset: () => camera.animatedReset(time()) };
  const others = topics.slice(COLOURED);
  const isWide = () => innerWidth > 768;
  const key = legend(topics.slice(0, COLOURED), others, t, (topic) => {
    filter({ topic });
    key.open = isWide(); // on a phone it would cover the topic
    if (topic) moveTo(sigma, graph.filterNodes((id, { community }) => topic.has(community)), key);
    else moves.reset();
  });
  if (key) key.open = isWide();
  place.append(element("div", { class: "map-tools" }, findField(graph, t, choose), tagFilter(tags, t, (tag) => filter({ tag }))),
    zoomButtons(t, moves), key ?? "");
  useKeys(canvas, camera, moves, () => choose(null), time);
  const paintLegend = () => place.querySelectorAll("[data-rank] i").forEach((dot) => {
    dot.style.background = state.colours.topic(Number(dot.parentElement.dataset.rank));
  });
  paintLegend();
  followColours(() => {
    state.colours = readColours(place);
    paintLegend();
    sigma.refresh({ skipIndexation: true });
  });
  const asked = graph.findNode((id, { address }) => `#${address}` === location.hash);
  if (asked) choose(asked);
  else show();
  if (location.search.includes("from=")) useChain((module) => module.showAsked(card, graph, t, light));
  place.dispatchEvent(new CustomEvent("map-drawn", { detail: { sigma, graph } }));
}

/** A mouse highlights on hover and opens on click; a first tap selects the note, and its card links to it. */
function listen(sigma, canvas, graph, state, show) {
  let isTouch = false;
  canvas.addEventListener("pointerdown", (event) => { isTouch = event.pointerType === "touch"; }, true);
  sigma.on("enterNode", ({ node }) => {
    if (isTouch) return;
    state.hovered = node;
    canvas.style.cursor = "pointer";
    show();
  });
  sigma.on("leaveNode", () => {
    state.hovered = null;
    canvas.style.cursor = "";
    show();
  });
  sigma.on("clickNode", ({ node, event }) => {
    const { ctrlKey, metaKey } = event.original;
    const { address } = graph.getNodeAttributes(node);
    if (isTouch && state.chosen !== node) {
      Object.assign(state, { chosen: node, chain: null });
      show();
    } else if (ctrlKey || metaKey) window.open(address);
    else location.assign(address);
  });
  sigma.on("clickStage", () => {
    Object.assign(state, { chosen: null, chain: null });
    show();
  });
}

function useChain(run) {
  import("./map-chain.js").then(run).catch(console.warn);
}

function showCard(card, graph, id, t, ask) {
  if (card.dataset.id === (id ?? "")) return;
  card.dataset.id = id ?? "";
  if (!id) return card.replaceChildren();
  const { label, address, degree } = graph.getNodeAttributes(id);
  card.replaceChildren(element("b", {}, label), ` ${t("links", { n: degree })} `, element("a", { href: address }, t("map_open")), " ",
    element("button", { type: "button", class: "map-ask", click: () => ask(id) }, t("chain_ask")));
}

function followColours(change) {
  new MutationObserver(change).observe(document.documentElement, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", change);
}
