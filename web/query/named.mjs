// Named queries: a form with the parameters of the chosen query.

import { byId, el } from "../map/dom.mjs";

export const named = {
  queries: new Map(),

  /** Fills the list; `onRun` receives the SPARQL of a query with its parameters, `onError` an error message. */
  take(vocabulary, onRun, onError) {
    this.onRun = onRun;
    this.onError = onError;
    this.lists(vocabulary);
    for (const query of vocabulary.queries) {
      this.queries.set(query.name, query);
      byId("question").append(el("option", { value: query.name }, query.name));
    }
    byId("question").addEventListener("change", (event) => this.choose(event.target.value));
    byId("parameters").addEventListener("submit", (event) => {
      event.preventDefault();
      this.run();
    });
  },

  lists(vocabulary) {
    const list = (id, names) => el("datalist", { id }, [...new Set(names)].map((name) => el("option", { value: name })));
    document.body.append(
      list("list-entity", vocabulary.entities.map((term) => term.label)),
      list("list-action", vocabulary.actions.map((term) => term.label)),
    );
  },

  choose(name) {
    const query = this.queries.get(name);
    byId("question").value = name;
    byId("parameters").hidden = !query;
    if (!query) return;
    byId("parameters").replaceChildren(
      el("p", {}, query.help), ...query.parameters.map((one) => this.field(one)), el("button", { class: "first" }, "Ask"));
    byId("parameters").querySelector("input, button").focus();
  },

  field({ name, kind, help, default: usual }) {
    const attributes = { name, autocomplete: "off", required: usual === null, list: null, placeholder: null };
    if (kind === "entity" || kind === "action") attributes.list = `list-${kind}`;
    if (kind === "number") attributes.inputmode = "numeric";
    if (kind === "share") attributes.inputmode = "decimal";
    if (usual !== null && usual !== "-") attributes.placeholder = usual;
    return el("label", {}, name, usual === null ? " (needed)" : null, el("small", {}, help), el("input", attributes));
  },

  async run() {
    const form = byId("parameters");
    const given = [...new FormData(form)].filter(([, value]) => value.trim());
    const answer = await fetch(`/named/${byId("question").value}?${new URLSearchParams(given)}`);
    const text = (await answer.text()).trim();
    if (answer.ok) this.onRun(text);
    else this.onError(text);
  },
};
