// The numbers in the legend and beside the filters: how much of each kind is shown, and how much there is.

import { endsOf } from "./filter.mjs";
import { MODALITIES } from "./model.mjs";
import { number } from "./text.mjs";

/** Count the occurrences of each value. */
function tally(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

/** Counts by kind of some relations with their claims, and of some entities. */
function counts(relations, claims, entities) {
  return {
    classes: tally(relations.map((relation) => relation.class)), change: tally(relations.map(({ change }) => change)),
    modalities: tally(claims.map(({ stated }) => MODALITIES[stated & 3])),
    types: tally(entities.map(({ type }) => type)), ends: tally(entities.map(({ change }) => change)),
  };
}

/** Everything there is to show: on the map only lines and their ends, elsewhere acts without a target too. */
export function allCounts(model, isMap) {
  const relations = model.relations.filter(({ target }) => !isMap || target !== null);
  const ends = new Set(relations.flatMap(endsOf));
  return counts(relations, relations.flatMap(({ claims }) => claims), model.entities.filter(({ index }) => ends.has(index)));
}

/** What is shown of it. */
export function shownCounts(model, view, isMap) {
  const shown = isMap ? view.edges : [...view.found.keys()];
  const relations = shown.map((at) => model.relations[at]);
  const ends = new Set(relations.flatMap(endsOf));
  return counts(relations, shown.flatMap((at) => view.found.get(at)), model.entities.filter(({ index }) => ends.has(index)));
}

/** The numbers on the page. */
export class Counts {
  constructor(model) {
    this.model = model;
    this.nodes = [];
    this.all = new Map([true, false].map((isMap) => [isMap, allCounts(model, isMap)]));
  }

  /** Have an element show how many there are of the given kinds of one field. */
  of(field, kinds, node, between = " of ") {
    this.nodes.push({ node, field, kinds, between });
    return node;
  }

  /** Write "12", or "3 of 12" if something of it is not shown. */
  show(view, isMap) {
    const [all, shown] = [this.all.get(isMap), shownCounts(this.model, view, isMap)];
    const sum = (found, { field, kinds }) => kinds.reduce((total, kind) => total + (found[field].get(kind) ?? 0), 0);
    for (const one of this.nodes) {
      const [some, every] = [sum(shown, one), sum(all, one)];
      one.node.textContent = some === every ? number(every) : `${number(some)}${one.between}${number(every)}`;
    }
  }
}
