// The map's controls: a search field for notes, a tag filter, the legend of topics, zoom buttons.
import { element } from "./dom.js";

const SHOWN = 8; // suggestions

/** A combobox of notes; `choose(id)` gets the selected note, null if the field is empty. `id`: of the list element. */
export function findField(graph, t, choose, { id = "_map-found", label = t("map_search") } = {}) {
  const field = element("input", { type: "text", role: "combobox", "aria-expanded": "false", "aria-controls": id,
    "aria-autocomplete": "list", "aria-label": label, placeholder: label, autocomplete: "off", spellcheck: "false" });
  const list = element("ul", { id, role: "listbox", "aria-label": label, hidden: true });
  const none = element("p", { class: "find-none", role: "status" });
  const titles = graph.mapNodes((one, { label: title, degree }) => ({ id: one, label: title, degree, folded: fold(title) }));
  let at = 0;
  const mark = () => {
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    field.setAttribute("aria-activedescendant", list.children[at]?.id ?? "");
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const show = () => {
    const asked = fold(field.value.trim());
    const found = asked ? best(titles, asked) : [];
    list.replaceChildren(...found.map(({ id: one, label: title }, index) => element("li",
      { role: "option", id: `${list.id}-${index}`, "data-id": one, "aria-selected": "false" }, title)));
    list.hidden = !found.length;
    none.textContent = asked && !found.length ? t("search_none", { query: field.value.trim() }) : "";
    field.setAttribute("aria-expanded", String(found.length > 0));
    at = 0;
    if (found.length) mark();
    else field.removeAttribute("aria-activedescendant");
  };
  const pick = (option) => {
    if (!option) return;
    field.value = option.textContent;
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    choose(option.dataset.id);
  };
  field.addEventListener("input", () => (field.value.trim() ? show() : (show(), choose(null))));
  field.addEventListener("keydown", (event) => {
    const count = list.hidden ? 0 : list.children.length;
    if (event.key === "Enter") pick(list.children[at]);
    else if (event.key === "Escape") (field.value = ""), show(), choose(null);
    else if (event.key === "ArrowDown" && count) at = (at + 1) % count;
    else if (event.key === "ArrowUp" && count) at = (at + count - 1) % count;
    else return;
    event.preventDefault();
    event.stopPropagation();
    mark();
  });
  field.addEventListener("blur", () => { list.hidden = true; none.textContent = ""; field.setAttribute("aria-expanded", "false"); });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // keeps the focus in the field
    pick(event.target.closest("li"));
  });
  return element("div", { class: "map-find" }, field, list, none);
}

function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Titles that start with the text, then those with a word that does, then those that contain it. */
function best(titles, asked) {
  const rank = ({ folded }) => (folded.startsWith(asked) ? 0 : folded.includes(` ${asked}`) ? 1 : folded.includes(asked) ? 2 : 3);
  return titles.map((one) => [rank(one), one]).filter(([place]) => place < 3)
    .sort(([a, one], [b, other]) => a - b || other.degree - one.degree).slice(0, SHOWN).map(([, one]) => one);
}

/** A select of tags; `choose(id)` gets null for all tags. */
export function tagFilter(tags, t, choose) {
  if (!tags.length) return null;
  const select = element("select", { "aria-label": t("map_tag"), change: () => choose(select.value || null) },
    element("option", { value: "" }, t("map_every_tag")),
    tags.map(({ id, title, count }) => element("option", { value: id }, `${title} (${count})`)));
  return select;
}

/** Toggle buttons with the topics' colours; each filters by its topic. `choose(numbers)` gets null for all. */
export function legend(topics, others, t, choose) {
  const entries = topics.map(({ title, number, size, rank }) => ({ title, size, rank, numbers: new Set([number]) }));
  if (others.length) {
    const size = others.reduce((sum, topic) => sum + topic.size, 0);
    entries.push({ title: t("map_other_topics"), size, rank: -1, numbers: new Set(others.map((topic) => topic.number)) });
  }
  if (entries.length < 2) return null;
  const buttons = entries.map(({ title, size, rank, numbers }) => {
    const button = element("button", { type: "button", "aria-pressed": "false", "data-rank": rank },
      element("i", { "aria-hidden": "true" }), title, element("span", { class: "count" }, ` ${size}`));
    button.addEventListener("click", () => {
      const isPressed = button.getAttribute("aria-pressed") === "true";
      buttons.forEach((one) => one.setAttribute("aria-pressed", String(one === button && !isPressed)));
      choose(isPressed ? null : numbers);
    });
    return button;
  });
  return element("details", { class: "map-legend" }, element("summary", {}, t("map_topics")),
    element("div", { role: "group", "aria-label": t("map_topics") }, buttons));
}

/** Zoom in, zoom out, fit the whole map. */
export function zoomButtons(t, { closer, farther, reset }) {
  const button = (word, sign, click) => element("button", { type: "button", "aria-label": t(word), title: t(word), click }, sign);
  return element("div", { class: "map-zoom" }, button("map_zoom_in", "+", closer), button("map_zoom_out", "−", farther),
    button("map_reset", "⤢", reset));
}
