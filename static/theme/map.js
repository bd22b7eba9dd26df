// The map: every note of the garden, drawn by sigma at positions and topics computed by the build.
import { element, loadStyle } from "./dom.js";
import { loadPhrases } from "./phrases.js";

/** Fills `place`, whose `data-graph` is the URL of graph.json. Without WebGL, or on an error, it shows a message. */
export async function startMap(place) {
  const [t] = await Promise.all([loadPhrases(), loadStyle("map.css")]);
  const say = (key) => place.replaceChildren(element("p", { class: "map-message", role: "status" }, t(key)));
  if (!document.createElement("canvas").getContext("webgl2")) return say("map_no_webgl");
  try {
    const [{ drawMap }, { loadGraph }] = await Promise.all([import("./map-view.js"), import("./map-data.js")]);
    drawMap(place, await loadGraph(place.dataset.graph), t);
  } catch (error) {
    console.error(error);
    say("map_failed");
  }
}
