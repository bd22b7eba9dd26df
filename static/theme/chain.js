// The dialog that finds the shortest path of links from this note to a chosen one.
import { chainStatus, chainSteps, way } from "./chain-steps.js";
import { loadLinks, shortestChain } from "./chain-find.js";
import { element, home, loadStyle } from "./dom.js";
import { findField } from "./map-controls.js";
import { loadPhrases } from "./phrases.js";

let dialog;

/** Opens the dialog for the note that the page shows. */
export async function askChain() {
  dialog ??= Promise.all([loadPhrases(), loadStyle("chain.css")]).then(([t]) => build(t));
  const root = await dialog;
  root.showModal();
  root.querySelector("input")?.select();
}

async function build(t) {
  const title = document.querySelector("main h1").textContent.trim();
  const close = element("button", { type: "button", class: "chain-close", "aria-label": t("close"), title: t("close"), click: () => root.close() }, "×");
  const content = element("div", { class: "chain-content" });
  const root = element("dialog", { class: "chain", "aria-label": t("chain_ask") },
    element("div", { class: "chain-head" }, element("h2", {}, way(title, "…")), close), content);
  root.addEventListener("click", (event) => event.target === root && root.close());
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.isComposing) (event.preventDefault(), root.close());
  }, true);
  addEventListener("pagehide", () => root.close());
  document.body.append(root);
  try {
    fill(content, await loadLinks(new URL("graph.json", home()).pathname), t);
  } catch (error) {
    console.warn(error);
    dialog = undefined;
    content.append(element("p", {}, t("chain_failed")));
    root.addEventListener("close", () => root.remove());
  }
  return root;
}

function fill(content, { nodes, edges }, t) {
  const here = [...nodes.values()].find(({ url }) => url === location.pathname);
  if (!here) return content.append(element("p", {}, t("chain_failed")));
  const links = new Set(edges.map(({ source, target }) => `${source}\n${target}`));
  const degrees = new Map();
  for (const { target } of edges) degrees.set(target, (degrees.get(target) ?? 0) + 1);
  const others = [...nodes.values()].filter((node) => node !== here);
  const list = { mapNodes: (use) => others.map(({ id, title }) => use(id, { label: title, degree: degrees.get(id) ?? 0 })) };
  const status = element("p", { class: "chain-status", role: "status" });
  const result = element("div", {});
  const show = (id) => {
    result.replaceChildren();
    status.replaceChildren();
    if (!id) return;
    const chain = shortestChain(edges, here.id, id)?.map((one) => nodes.get(one));
    const names = { from: here.title, to: nodes.get(id).title };
    status.replaceChildren(...chainStatus(chain, names, t));
    if (!chain) return;
    const has = (source, target) => links.has(`${source.id}\n${target.id}`);
    result.append(chainSteps(chain, has, t));
    const { mapPage } = document.documentElement.dataset;
    if (mapPage) result.append(element("p", {}, element("a", { class: "chain-map", href: mapAddress(mapPage, here, nodes.get(id)) }, t("chain_map"))));
  };
  content.append(findField(list, t, show, { id: "_chain-found", label: t("chain_to") }), status, result);
}

/** The address of the map with this path highlighted. */
function mapAddress(page, from, to) {
  return `${page}?${new URLSearchParams({ from: from.url, to: to.url })}`;
}
