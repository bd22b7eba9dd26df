// Merges the server's current page into the open one. Changes by scripts and the reader are kept: an attribute is updated
// only if its value from the server changed, an element only if it came from the server.
import { Idiomorph } from "./idiomorph.js";

/** Node → its attributes from the server, without those added by scripts. */
const sent = new WeakMap();

/** Records everything below a node as sent by the server. */
export function remember(root) {
  const walker = document.createTreeWalker(root);
  for (let node = root; node; node = walker.nextNode()) sent.set(node, attributes(node));
}

function attributes(node) {
  const out = {};
  for (const { name, value } of node.attributes ?? []) out[name] = value;
  return out;
}

/** Returns the nodes that are new or changed. */
export function merge(page) {
  const changed = new Set();
  const fresh = new WeakMap();
  Idiomorph.morph(document.body, [...page.body.childNodes], {
    morphStyle: "innerHTML",
    callbacks: {
      afterNodeAdded(node) {
        remember(node);
        changed.add(node);
      },
      beforeNodeMorphed(node, next) {
        if (node.nodeType !== Node.ELEMENT_NODE) {
          if (node.nodeValue !== next.nodeValue) changed.add(node);
          return true;
        }
        if (node.isEqualNode(next)) return false;
        fresh.set(node, next);
        return true;
      },
      afterNodeMorphed(node, next) {
        sent.set(node, attributes(next));
      },
      beforeNodeRemoved: (node) => sent.has(node) || holdsSent(node),
      beforeAttributeUpdated(name, node) {
        if (name === "open" && node.matches("details, dialog")) return false; // The reader opened or closed it.
        const [before, next] = [sent.get(node), fresh.get(node)];
        const isNew = !before || !next || (before[name] ?? null) !== next.getAttribute(name);
        if (isNew && SHOWN.has(name)) changed.add(node);
        return isNew;
      },
    },
  });
  return changed;
}

const SHOWN = new Set(["src", "srcset", "href"]);

/** Whether a wrapper added by a script contains elements from the server. */
function holdsSent(node) {
  const walker = document.createTreeWalker(node);
  while (walker.nextNode()) if (sent.has(walker.currentNode)) return true;
  return false;
}
