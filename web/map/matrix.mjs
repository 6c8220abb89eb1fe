// The matrix view: rows are actors, columns are targets. A cell shows the number of claims in the colour of their main
// group. It is filled if at least one claim is asserted, and outlined otherwise (planned, alleged, negated).

import { byId, el, name } from "./dom.mjs";
import { counted, firmest } from "./model.mjs";
import { shapeSample } from "./samples.mjs";
import { shorten } from "./text.mjs";

const MOST = 20;

/** Rows, columns and cells (`"row column" -> {claims, groups}`) of the most frequent pairs. */
export function matrix({ model, view }, most = MOST) {
  const [rows, columns, cells] = [new Map(), new Map(), new Map()];
  const add = (map, key, count) => map.set(key, (map.get(key) ?? 0) + count);
  for (const at of view.linked) {
    const { actor, target, group } = model.relations[at];
    const claims = view.found.get(at);
    const count = claims.length;
    add(rows, actor, count);
    add(columns, target, count);
    const cell = cells.get(`${actor} ${target}`) ?? { claims: [], groups: new Map() };
    cell.claims.push(...claims);
    add(cell.groups, group, count);
    cells.set(`${actor} ${target}`, cell);
  }
  const top = (map, passes) => [...map].filter(([key]) => passes(key)).sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most).map(([key]) => key);
  const chosen = top(rows, () => true);
  const met = new Set(chosen.flatMap((actor) => [...columns.keys()].filter((target) => cells.has(`${actor} ${target}`))));
  const across = top(columns, (target) => met.has(target));
  return { rows: chosen.filter((actor) => across.some((target) => cells.has(`${actor} ${target}`))), columns: across, cells,
    all: [rows.size, columns.size] };
}

const strongest = (groups) => [...groups].sort((a, b) => b[1] - a[1])[0][0];

export class Matrix {
  constructor(app) { this.app = app; }

  show() {
    const { app } = this;
    const { rows, columns, cells, all } = matrix(app);
    const isCut = rows.length < all[0] || columns.length < all[1];
    byId("matrix-note").textContent = rows.length ? `Rows act, columns are acted on; a cell that is only framed has nothing asserted: dashed for what is planned, possible or a duty, dotted for what is alleged, crossed out for what is negated. ${isCut
      ? `The ${rows.length} of ${all[0]} who act and ${columns.length} of ${all[1]} acted on that come most often.` : ""}` : "Nothing matches.";
    const head = (index) => el("th", { scope: "col" }, el("div", {}, this.button(index, 34)));
    byId("matrix").replaceChildren(
      el("thead", {}, el("tr", {}, el("td", { class: "corner" }, "acts ↓  on →"), columns.map(head))),
      el("tbody", {}, rows.map((actor) => el("tr", {}, el("th", { scope: "row" }, this.button(actor, 36)),
        columns.map((target) => el("td", {}, this.cell(actor, target, cells.get(`${actor} ${target}`))))))));
  }

  button(index, most) {
    const { model, act } = this.app;
    const { label, type } = model.entities[index];
    return el("button", { class: "link", title: label.length > most ? label : null, onclick: () => act.actor(index) },
      shapeSample(model, type), name(shorten(label, most)));
  }

  cell(actor, target, found) {
    if (!found) return "";
    const { model, act, state } = this.app;
    const group = model.groupOf.get(strongest(found.groups));
    const [from, to] = [actor, target].map((end) => shorten(model.entities[end].label, 60));
    const isChosen = state.pair?.[0] === actor && state.pair[1] === target;
    const stated = firmest(model, found.claims);
    const many = found.claims.length;
    const words = counted(model, found.claims);
    return el("button", { class: stated === "asserted" ? "cell" : `cell framed ${stated}`, "aria-label": `${from} on ${to}: ${words}; mostly ${group.label.toLowerCase()}`,
      title: `${from} → ${to}: ${words}`, "aria-pressed": String(isChosen),
      style: { "--light": group.light, "--dark": group.dark, "--share": `${Math.min(90, 22 + 22 * Math.log2(many))}%` },
      onclick: () => act.pair(actor, target) }, String(many));
  }
}
