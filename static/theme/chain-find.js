// The shortest path of links between two notes, found in graph.json.

/** The link graph: {nodes: Map of id → node, edges}. */
export async function loadLinks(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  const { nodes, edges } = await answer.json();
  return { nodes: new Map(nodes.map((node) => [node.id, node])), edges };
}

/** The ids on the shortest path from one note to another, both included; null if there is none. Links are followed in both
 *  directions; of equally short paths, the one with the fewest backward links is chosen. */
export function shortestChain(edges, from, to) {
  const around = neighbours(edges);
  const reached = new Map([[from, { before: null, against: 0 }]]);
  for (let ring = [from]; ring.length && !reached.has(to);) {
    const next = new Map();
    for (const id of ring) {
      for (const [other, isAgainst] of around.get(id) ?? []) {
        const against = reached.get(id).against + Number(isAgainst);
        if (!reached.has(other) && !(next.get(other)?.against <= against)) next.set(other, { before: id, against });
      }
    }
    for (const [id, step] of next) reached.set(id, step);
    ring = [...next.keys()];
  }
  if (!reached.has(to)) return null;
  const chain = [];
  for (let id = to; id !== null; id = reached.get(id).before) chain.unshift(id);
  return chain;
}

/** Id → Map of its neighbours → whether the only link is a backlink, from the neighbour. */
function neighbours(edges) {
  const around = new Map();
  const add = (id, other, isAgainst) => {
    if (!around.has(id)) around.set(id, new Map());
    const known = around.get(id).get(other);
    around.get(id).set(other, isAgainst && known !== false);
  };
  for (const { source, target } of edges) {
    add(source, target, false);
    add(target, source, true);
  }
  return around;
}
