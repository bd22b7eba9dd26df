// The map's colours, labels and overlay: topic names, and the selected note with its neighbours.
import { COLOURED } from "./map-data.js";

const LIGHT = ["#0b7a5e", "#c2571a", "#3b62c4", "#a83e8c", "#857500", "#b3323f", "#0d7fa3", "#6d4fc2", "#558020", "#8c5a3c"];
const DARK = ["#5fd1ae", "#f2a36b", "#8fb0ff", "#e58fcb", "#d9c84a", "#f28b92", "#62c9ea", "#b9a3f5", "#a9d46a", "#cfa585"];

const FAR = 0.6; // camera ratio above which topics are labelled instead of notes

/** The current theme's colours: {paper, ink, muted, edge, topic(rank)}; rank -1 for topics that share a colour. */
export function readColours(element) {
  const isDark = getComputedStyle(element).colorScheme === "dark" ||
    (getComputedStyle(element).colorScheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  const palette = isDark ? DARK : LIGHT;
  return {
    paper: isDark ? "#121614" : "#fbfcf9", ink: isDark ? "#dde4de" : "#1b231e", muted: isDark ? "#98a69d" : "#566259",
    edge: isDark ? "#2c3631" : "#d5dcd4", faint: isDark ? "#1f2623" : "#e8ece6",
    topic: (rank) => (rank >= 0 && rank < COLOURED ? palette[rank] : isDark ? "#7c8a82" : "#8b958e"),
  };
}

/** Draws a label with an outline in the background colour, so that edges do not cross it. `left`: its left edge. */
function drawLabel(context, { x, y, size, label }, { labelFont, labelSize }, colours, weight = 400, left) {
  if (!label) return;
  context.font = `${weight} ${labelSize}px ${labelFont}`;
  context.lineJoin = "round";
  context.textAlign = "left"; // also in right-to-left text
  context.lineWidth = 4;
  context.strokeStyle = colours.paper;
  context.fillStyle = colours.ink;
  const from = left ?? besideIt(context, { x, size }, context.measureText(label).width)[0];
  context.strokeText(label, from, y + labelSize / 3);
  context.fillText(label, from, y + labelSize / 3);
}

/** Labels without overlaps: `ask` adds one, `draw` draws those that fit on either side of their dots, the largest notes
 *  first. `isWhole`: the graph is small, so the others are drawn too. */
export function freeLabels(colours, isWhole) {
  let asked = [];
  const ask = (context, data, settings) => data.label && asked.push({ context, data, settings });
  const draw = () => {
    const taken = [];
    for (const { context, data, settings } of asked.sort((a, b) => b.data.size - a.data.size)) {
      const spaces = boxes(context, data, settings);
      const free = spaces.find((space) => !taken.some((other) => overlap(space, other))) ?? (isWhole ? spaces[0] : null);
      if (!free) continue;
      taken.push(free);
      drawLabel(context, data, settings, colours(), 400, free.left + 4);
    }
    asked = [];
  };
  return { ask, draw };
}

/** Possible left edges of a label, the best first: after its dot or before it, unless the canvas cuts it off. */
function besideIt({ canvas }, { x, size }, width) {
  const [after, before] = [x + size + 4, x - size - 4 - width];
  if (after + width > canvas.width / (devicePixelRatio || 1)) return [Math.max(4, before)];
  return before >= 4 ? [after, before] : [after];
}

/** Adds the overlay canvas. `lit()`: id of the highlighted note or null; `chain()`: ids of a path or null; `colours()`: the
 *  current colours; `topics()`: topics to label. Drawing costs as much as a note has neighbours, whatever the graph's size. */
export function addOverlay(sigma, graph, { lit, chain, colours, topics }) {
  sigma.createCanvasContext("over", { beforeLayer: "mouse", style: { pointerEvents: "none" } });
  const canvas = sigma.getCanvases().over;
  const context = canvas.getContext("2d");
  const draw = () => {
    const { width, height } = sigma.getDimensions();
    const ratio = devicePixelRatio || 1;
    if (canvas.width !== width * ratio || canvas.height !== height * ratio) {
      Object.assign(canvas, { width: width * ratio, height: height * ratio });
      Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const isFar = sigma.getCamera().ratio > FAR && topics().length > 0;
    sigma.getContainer().classList.toggle("far", isFar);
    if (lit()) drawLit(context, sigma, graph, lit(), colours());
    else if (chain()) drawChain(context, sigma, graph, chain(), colours());
    else if (isFar) drawTopics(context, sigma, topics(), colours());
  };
  sigma.on("afterRender", draw);
  return draw;
}

function placeOf(sigma, graph, node) {
  const data = sigma.getNodeDisplayData(node);
  return { ...sigma.framedGraphToViewport(data), size: sigma.scaleSize(data.size), color: data.color, label: graph.getNodeAttribute(node, "label") };
}

function drawDot(context, one, more) {
  context.beginPath();
  context.arc(one.x, one.y, one.size + more, 0, 7);
  context.fillStyle = one.color;
  context.fill();
}

function labelSettings(sigma) {
  return { labelFont: sigma.getSetting("labelFont"), labelSize: sigma.getSetting("labelSize") };
}

/** Draws a line through the notes of a path, with their labels. */
function drawChain(context, sigma, graph, ids, colours) {
  const places = ids.map((id) => placeOf(sigma, graph, id));
  context.lineWidth = 2.5;
  context.strokeStyle = colours.ink;
  context.beginPath();
  for (const { x, y } of places) context.lineTo(x, y);
  context.stroke();
  for (const one of places) drawDot(context, one, 2);
  for (const one of places) drawLabel(context, one, labelSettings(sigma), colours, 700);
}

function drawLit(context, sigma, graph, id, colours) {
  const self = placeOf(sigma, graph, id);
  const near = graph.neighbors(id).filter((one) => one !== id).map((one) => placeOf(sigma, graph, one));
  near.sort((a, b) => b.size - a.size);
  context.lineWidth = 1.2;
  context.strokeStyle = colours.muted;
  context.beginPath();
  for (const { x, y } of near) {
    context.moveTo(self.x, self.y);
    context.lineTo(x, y);
  }
  context.stroke();
  for (const one of [...near, self]) drawDot(context, one, one === self ? 2 : 0);
  const settings = labelSettings(sigma);
  const taken = [boxes(context, self, settings, 700)[0]];
  for (const one of near) {
    const free = boxes(context, one, settings).find((space) => !taken.some((other) => overlap(space, other)));
    if (taken.length > 60 || !free) continue;
    taken.push(free);
    drawLabel(context, one, settings, colours, 400, free.left + 4);
  }
  drawLabel(context, self, settings, colours, 700);
}

/** The bounding boxes of a label's possible positions. */
function boxes(context, one, { labelFont, labelSize }, weight = 400) {
  context.font = `${weight} ${labelSize}px ${labelFont}`;
  const { width } = context.measureText(one.label);
  const [top, bottom] = [one.y - labelSize, one.y + labelSize];
  return besideIt(context, one, width).map((left) => ({ left: left - 4, right: left + 4 + width, top, bottom }));
}

function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function drawTopics(context, sigma, topics, colours) {
  const taken = [];
  context.textAlign = "center";
  context.lineJoin = "round";
  for (const { title, x, y, rank, size } of topics) {
    const place = sigma.graphToViewport({ x, y });
    const points = Math.min(22, 13 + Math.sqrt(size) / 2);
    context.font = `650 ${points}px ${sigma.getSetting("labelFont")}`;
    const half = context.measureText(title).width / 2;
    const room = sigma.getDimensions().width - half - 8;
    const at = { x: Math.max(half + 8, Math.min(place.x, room)), y: place.y };
    const space = { left: at.x - half - 4, right: at.x + half + 4, top: at.y - points, bottom: at.y + points };
    if (taken.some((other) => overlap(space, other))) continue;
    taken.push(space);
    context.lineWidth = 5;
    context.strokeStyle = colours.paper;
    context.fillStyle = colours.topic(rank);
    context.strokeText(title, at.x, at.y + points / 3);
    context.fillText(title, at.x, at.y + points / 3);
  }
  context.textAlign = "start";
}
