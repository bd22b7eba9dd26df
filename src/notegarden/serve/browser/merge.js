// Merges a page as the server has it now into the page that is open. What scripts and the reader changed stays: an
// attribute is touched only where the server's page has another value than before, an element only if the server sent it.
import { Idiomorph } from "./idiomorph.js";

/** Node → its attributes as the server sent them. What scripts added is not in it. */
const sent = new WeakMap();

/** Takes everything below a node for the server's. */
export function remember(root) {
  const walker = document.createTreeWalker(root);
  for (let node = root; node; node = walker.nextNode()) sent.set(node, attributes(node));
}

function attributes(node) {
  const out = {};
  for (const { name, value } of node.attributes ?? []) out[name] = value;
  return out;
}

/** Gives the nodes that are new or other than before. */
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
        if (name === "open" && node.matches("details, dialog")) return false; // That is the reader's.
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

/** Whether something of the server's stands inside what a script added around it. */
function holdsSent(node) {
  const walker = document.createTreeWalker(node);
  while (walker.nextNode()) if (sent.has(walker.currentNode)) return true;
  return false;
}
