// The path of links between two notes, highlighted on the map and listed in its card.
import { shortestChain } from "./chain-find.js";
import { chainStatus, chainSteps, way } from "./chain-steps.js";
import { element, loadStyle } from "./dom.js";
import { findField } from "./map-controls.js";

/** Shows a search field for the target note in the map's card. `light(ids, id)` highlights a path; if `ids` is null, it
 *  selects the note `id` again. */
export async function askOnMap(card, graph, id, t, light) {
  await loadStyle("chain.css");
  const result = element("div", {});
  const show = (to) => tell(card, result, graph, id, to, t, light);
  const field = findField(graph, t, show, { id: "_map-chain", label: t("chain_to") });
  card.dataset.id = id; // the map does not update the card while this note is selected
  card.replaceChildren(element("b", {}, way(graph.getNodeAttribute(id, "label"), "…")), field, result);
  field.querySelector("input").focus();
  return show;
}

/** Shows the path given by the page's URL: `?from=/a/&to=/b/`. */
export async function showAsked(card, graph, t, light) {
  const asked = new URLSearchParams(location.search);
  const [from, to] = ["from", "to"].map((name) => graph.findNode((id, { address }) => address === asked.get(name)));
  if (!from || !to) return;
  const show = await askOnMap(card, graph, from, t, light);
  const field = card.querySelector("input");
  field.value = graph.getNodeAttribute(to, "label");
  field.blur();
  show(to);
}

function tell(card, result, graph, from, to, t, light) {
  const edges = graph.mapEdges((edge, attributes, source, target) => ({ source, target }));
  const chain = to ? shortestChain(edges, from, to) : null;
  const titles = to && { from: graph.getNodeAttribute(from, "label"), to: graph.getNodeAttribute(to, "label") };
  result.replaceChildren(element("p", { class: "chain-status" }, titles ? chainStatus(chain, titles, t) : []));
  if (chain) {
    const notes = chain.map((id) => ({ id, ...graph.getNodeAttributes(id) })).map(({ id, address, label, tags }) => ({ id, url: address, title: label, tags }));
    result.append(chainSteps(notes, (source, target) => graph.hasDirectedEdge(source.id, target.id), t));
  }
  card.dataset.id = chain ? "chain" : from;
  light(chain, from);
}
