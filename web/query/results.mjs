// A result as a table with links to the map, to documents and to descriptions of resources. Values are text nodes.

import { byId, el } from "../map/dom.mjs";
import { number } from "../map/text.mjs";

const BASE = "https://w3id.org/actorgraph/";
const STEP = 200;
const NUMERIC = /#(integer|decimal|double|float)$/;

/** Prefixes, labels and documents of the vocabulary, by which values are linked. */
export const known = {
  prefixes: {}, labels: new Map(), documents: new Map(), names: new Map(),
  take(vocabulary) {
    this.prefixes = vocabulary.prefixes;
    for (const term of vocabulary.entities) if (!this.labels.has(term.label)) this.labels.set(term.label, term);
    for (const term of vocabulary.documents) {
      this.documents.set(term.label, term);
      this.documents.set(term.iri, term);
      if (term.help) this.names.set(term.iri, term.help);
    }
    for (const kind of ["classes", "properties", "actions", "entities"]) {
      for (const { iri, label } of vocabulary[kind]) this.names.set(iri, label);
    }
  },
};

function shortName(iri) {
  for (const [prefix, namespace] of Object.entries(known.prefixes)) {
    if (iri.startsWith(namespace)) return `${prefix}:${iri.slice(namespace.length)}`;
  }
  return iri;
}

const inMap = (words) => `/map#${new URLSearchParams(words)}`;
const ofActor = (iri) => inMap({ actor: iri.slice(BASE.length) });
const ofDocument = (term) => inMap({ view: "table", document: `${term.batch} ${term.label}` });
const described = (iri) => `/sparql#${new URLSearchParams({ query: `DESCRIBE <${iri}>` })}`;

/** The link of a value, or null. Only http(s) URLs and addresses of this server are linked. */
function target(value) {
  const text = value.value;
  const place = known.documents.get(text);
  if (place) return ofDocument(place);
  if (value.type === "literal") {
    if (/^https?:\/\/[^\s<>"]+$/.test(text)) return text;
    return known.labels.has(text) ? ofActor(known.labels.get(text).iri) : null;
  }
  if (value.type !== "uri") return null;
  if (/^(actor|thing|place)\//.test(text.slice(BASE.length)) && text.startsWith(BASE)) return ofActor(text);
  if (text.startsWith(BASE)) return described(text);
  return /^https?:\/\//.test(text) ? text : null;
}

function shown(value) {
  if (value.type === "triple") return `<< ${["subject", "predicate", "object"].map((part) => shown(value.value[part])).join(" ")} >>`;
  return value.type === "uri" ? shortName(value.value) : value.type === "bnode" ? `_:${value.value}` : value.value;
}

/** The CSS class of a cell: numbers are aligned right, short values (dates) are not wrapped. */
function setting(value, text, isNumeric) {
  if (isNumeric) return "number";
  if (value.type === "uri") return "iri";
  return text.length > 60 ? "long" : text.length <= 12 ? "short" : null;
}

/** The label of a resource beside its id; empty until it is known. */
function labelNode({ type, value }) {
  if (type !== "uri" || !value.startsWith(BASE)) return null;
  return el("small", { class: "label", "data-iri": value }, known.names.get(value) ?? "");
}

/** Whether a resource has a label that the vocabulary, which is limited, may lack. */
const isNamed = (iri) => /^(actor|thing|place|batch)\//.test(iri.slice(BASE.length));

function cell(value, isNumeric) {
  if (!value) return el("td");
  const text = shown(value);
  const link = target(value);
  const away = link !== null && !link.startsWith("/");
  const inner = link === null ? text
    : el("a", { href: link, rel: away ? "noreferrer noopener" : null, target: away ? "_blank" : null }, text);
  return el("td", { class: setting(value, text, isNumeric) }, inner, labelNode(value), value["xml:lang"] ? el("small", {}, value["xml:lang"]) : null);
}

export const results = {
  columns: [], numeric: new Set(), rows: [], drawn: 0,
  /** Asks the server for the labels of resources: `[[iri, label]]`. */
  labelsOf: async () => [],

  /** Show a SELECT or ASK result. */
  table(document) {
    const isAsk = "boolean" in document;
    this.columns = isAsk ? ["answer"] : document.head.vars;
    this.rows = isAsk ? [{ answer: { type: "literal", value: document.boolean ? "yes" : "no" } }] : document.results.bindings;
    this.numeric = new Set(this.columns.filter((name) => (
      this.rows.every((row) => !row[name] || NUMERIC.test(row[name].datatype ?? "")))));
    this.drawn = 0;
    byId("graph").hidden = true;
    byId("columns").replaceChildren(...this.columns.map((name) => (
      el("th", { scope: "col", class: this.numeric.has(name) ? "number" : null }, name))));
    byId("rows").replaceChildren();
    this.more();
  },

  more() {
    const next = this.rows.slice(this.drawn, this.drawn + STEP);
    byId("rows").append(...next.map((row) => el("tr", {}, this.columns.map((name) => cell(row[name], this.numeric.has(name))))));
    this.drawn += next.length;
    const left = this.rows.length - this.drawn;
    byId("more").hidden = left === 0;
    this.label();
    byId("more").textContent = `Show ${number(Math.min(STEP, left))} more of ${number(left)}`;
  },

  /** Fill in the labels that the vocabulary lacks. */
  async label() {
    const nodes = [...byId("rows").querySelectorAll("[data-iri]:empty")];
    const unknown = [...new Set(nodes.map((node) => node.dataset.iri))].filter((iri) => isNamed(iri) && !known.names.has(iri));
    if (unknown.length) for (const [iri, label] of await this.labelsOf(unknown)) known.names.set(iri, label);
    for (const node of nodes) node.textContent = known.names.get(node.dataset.iri) ?? "";
  },

  /** Show a CONSTRUCT or DESCRIBE result. */
  graph(turtle) {
    this.rows = [];
    byId("columns").replaceChildren();
    byId("rows").replaceChildren();
    byId("more").hidden = true;
    byId("graph").hidden = false;
    byId("graph").textContent = turtle;
  },
};
