// Reading tools in the dialogs of search and keys: stacked reading, path to another note, notes worth rereading.
import { element } from "./dom.js";
import { WIDE, isStacking, setStacking } from "./stack-switch.js";

/** The buttons and links that apply to the page. `close()` closes their dialog. `rereading`: the URL of the page of notes
 *  worth rereading, if the site has it. */
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
