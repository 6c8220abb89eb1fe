// The map of a diff: a slider (before, both, after), and the sentences of both sides.

import { byId, el } from "./dom.mjs";
import { claimNode } from "./rows.mjs";
import { plural } from "./text.mjs";

const BOTH = 1;

/** The slider, which sets the "batch" filter to before, both or after. */
export class Slider {
  constructor(app) {
    this.app = app;
    const [before, after] = app.model.sides;
    this.stops = [before, "", after];
    byId("sides").hidden = !app.model.isDiff;
    if (!app.model.isDiff) return;
    const go = (stop) => app.act.change({ batch: this.stops[stop] });
    const name = (stop, title) => el("button", { class: "link", title, onclick: () => go(stop) }, this.stops[stop]);
    this.names = [name(0, "Only before"), null, name(2, "Only after")];
    this.range = el("input", { type: "range", min: 0, max: 2, step: 1, "aria-label": "Before, both or after",
      oninput: ({ target }) => app.act.change({ batch: this.stops[target.value] }, { merge: "batch" }) });
    byId("sides").append(this.names[0], this.range, this.names[2]);
  }

  show() {
    if (!this.range) return;
    const stop = Math.max(0, this.stops.indexOf(this.app.state.batch));
    if (Number(this.range.value) !== stop) this.range.value = stop;
    this.range.setAttribute("aria-valuetext", stop === BOTH ? "both" : this.stops[stop]);
    for (const at of [0, 2]) this.names[at].setAttribute("aria-pressed", String(stop === BOTH || stop === at));
  }
}

/** The claims of both sides next to each other, regardless of the slider and the filters. */
export function bothSides(app, relations, { heading = false } = {}) {
  const { model } = app;
  const claims = relations.flatMap((at) => model.relations[at].claims);
  return el("div", { class: "both" }, model.sides.map((side) => {
    const found = claims.filter(({ document }) => model.batches[model.documents[document].batch] === side);
    return el("section", { "data-side": side }, el("h3", {}, side, el("span", { class: "count" }, ` ${plural(found.length, "claim")}`)),
      found.length ? el("ul", { class: "claims" }, found.map((claim) => claimNode(app, claim, { heading })))
        : el("p", { class: "note" }, "Says nothing of it."));
  }));
}
