// Converts graph.json to the graph that the map draws.
import { DirectedGraph } from "../vendor/graphology.js";

export const FEW = 40; // notes; up to this number all are labelled, and drawn larger
export const COLOURED = 10; // topics with their own colour; the others share one

/** {graph, topics, tags}: a graphology graph keyed by id; topics {number, title, size, x, y}, the largest first; tags
 *  {id, title, count}, the most used first. */
export async function loadGraph(url) {
  if (new URL(url, location.href).origin !== location.origin) throw new Error(`${url}: another site's map`);
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const { nodes, edges, communities } = await answer.json();
  const graph = new DirectedGraph();
  for (const { id, url: address, title, tags, x, y, community } of nodes) {
    graph.addNode(id, { address, label: title, tags, x, y: -y, community });
  }
  for (const { source, target } of edges) graph.addEdge(source, target);
  size(graph);
  const topics = findTopics(graph, communities ?? []);
  return { graph, topics, tags: findTags(graph) };
}

/** Sets the radius by the square root of the degree, so that the area grows with it; smaller for many notes and on phones. */
function size(graph) {
  const room = matchMedia("(max-width: 48rem)").matches ? 0.65 : 1;
  const scale = room * (graph.order > 3000 ? 0.55 : graph.order > 800 ? 0.8 : graph.order > FEW ? 1 : 1.8);
  graph.updateEachNodeAttributes((id, attributes) => {
    attributes.degree = graph.degree(id);
    attributes.size = scale * (2.2 + 1.15 * Math.sqrt(attributes.degree));
    return attributes;
  }, { attributes: ["size", "degree"] });
}

function findTopics(graph, titles) {
  const members = new Map();
  graph.forEachNode((id, { community, x, y }) => {
    if (!members.has(community)) members.set(community, []);
    members.get(community).push([x, y]);
  });
  const topics = [...members].map(([number, places]) => ({
    number, title: titles[number] || "", size: places.length,
    x: median(places.map(([x]) => x)), y: median(places.map(([, y]) => y)),
  }));
  return topics.filter((topic) => topic.title).sort((a, b) => b.size - a.size || a.number - b.number);
}

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
}

function findTags(graph) {
  const counts = new Map();
  graph.forEachNode((id, { tags }) => tags.forEach((tag) => counts.set(tag, (counts.get(tag) ?? 0) + 1)));
  const found = [...counts].filter(([id]) => graph.hasNode(id))
    .map(([id, count]) => ({ id, count, title: graph.getNodeAttribute(id, "label") }));
  return found.sort((a, b) => b.count - a.count || a.title.localeCompare(b.title)).slice(0, 60);
}
