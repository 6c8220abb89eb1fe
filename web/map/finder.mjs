// An accessible search box with completion over labels and alternative names.

import { el, name } from "./dom.mjs";
import { shapeSample } from "./samples.mjs";
import { search } from "./search.mjs";
import { shorten } from "./text.mjs";

/**
 * Create a search box in an element and return its input; `choose` is called with the index of the selected entity.
 * `findText`: called with the words to look for them in the sentences, the last choice of the list.
 */
export function finder(box, { model }, { id, label, hint, choose, findText = null }) {
  let found = [];
  let at = -1;
  const list = el("ul", { id: `${id}-found`, class: "found", role: "listbox", "aria-label": "Found", hidden: true });
  const input = el("input", { id: `${id}-input`, type: "search", role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list",
    "aria-controls": list.id, "aria-label": label, placeholder: hint, autocomplete: "off", spellcheck: "false" });

  const mark = () => {
    const rows = [...list.children].filter((row) => !row.matches(".none"));
    rows.forEach((row, number) => row.setAttribute("aria-selected", String(number === at)));
    if (at >= 0) input.setAttribute("aria-activedescendant", `${id}-${at}`);
    else input.removeAttribute("aria-activedescendant");
    rows[at]?.scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const take = (number) => {
    if (!found[number]) return;
    const words = input.value.trim();
    input.value = "";
    close();
    if (found[number].isText) findText(words);
    else choose(found[number].index);
  };
  const entityRow = ({ index, alias }) => [shapeSample(model, model.entities[index].type),
    el("span", {}, name(shorten(model.entities[index].label)), alias ? el("small", {}, name(shorten(alias, 70))) : null)];
  const textRow = () => el("span", {}, "Sentences with “", name(shorten(input.value.trim(), 40)), "”");
  const open = () => {
    found = search(model.entities, input.value);
    if (findText && input.value.trim()) found.push({ isText: true });
    at = found.length ? 0 : -1;
    list.replaceChildren(...found.map((one, number) => el("li", { role: "option", id: `${id}-${number}`, onclick: () => take(number),
      class: one.isText ? "in-text" : null }, one.isText ? textRow() : entityRow(one))));
    if (!found.some(({ isText }) => !isText) && input.value.trim()) {
      list.prepend(el("li", { class: "none", role: "option", "aria-disabled": "true" }, "Nothing found by this name"));
    }
    list.hidden = !list.children.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    mark();
  };
  const keys = {
    ArrowDown: () => { at = found.length ? (at + 1) % found.length : -1; mark(); },
    ArrowUp: () => { at = found.length ? (at - 1 + found.length) % found.length : -1; mark(); },
    Enter: () => take(at),
    Escape: () => { input.value = ""; close(); },
  };
  input.addEventListener("input", open);
  input.addEventListener("focus", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (!keys[event.key] || (event.key === "Escape" && !input.value && list.hidden)) return;
    keys[event.key]();
    event.preventDefault();
    event.stopPropagation();
  });
  // keep the focus in the input: losing it would close the list before the click
  list.addEventListener("mousedown", (event) => event.preventDefault());
  box.append(input, list);
  return input;
}
