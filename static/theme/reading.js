// Ways to read on, in the dialogs of search and keys: stacked reading, from here to another note, what is worth rereading.
import { element } from "./dom.js";
import { WIDE, isStacking, setStacking } from "./stack-switch.js";

/** Buttons and links, as many as the page has use for. `close()` closes the dialog they stand in. `rereading`: the
 *  address of the page of notes worth rereading, where the site has it. */
export function readingTools(t, close, rereading) {
  const isNote = document.querySelector("main > .note") !== null;
  const chain = () => {
    close();
    import("./chain.js").then((module) => module.askChain()).catch(console.warn);
  };
  return element("div", { class: "reading-tools" },
    WIDE.matches ? stackSwitch(t) : null,
    isNote ? element("button", { type: "button", click: chain }, t("chain_ask")) : null,
    rereading ? element("a", { href: rereading }, t("rereading")) : null,
  );
}

function stackSwitch(t) {
  const button = element("button", { type: "button", role: "switch", "aria-checked": String(isStacking()) }, t("stack_switch"));
  button.addEventListener("click", async () => {
    await setStacking(button.ariaChecked !== "true");
    button.ariaChecked = String(isStacking());
  });
  return button;
}
