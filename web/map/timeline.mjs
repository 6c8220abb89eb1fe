// The timeline view: when the busiest actors act or are acted on, and below it all claims in chronological order.

import { byId, el, media, name, svg } from "./dom.mjs";
import { counted } from "./model.mjs";
import { PRINTED, relationRow, REPORTED } from "./rows.mjs";
import { shapeSample } from "./samples.mjs";
import { groupColour } from "./styles.mjs";
import { barOf } from "./time.mjs";
import { brief, number, plural, readable, shorten } from "./text.mjs";

const LANES = 14;
const AT_ONCE = 150;
const LARGEST = 11;

/** For the busiest entities of the view: claims by bar, `{index, total, cells: Map bar -> claims}`. */
export function lanes({ model, view, bars }, most = LANES) {
  const found = new Map();
  for (const [at, claims] of view.found) {
    const { actor, target } = model.relations[at];
    for (const end of new Set([actor, target])) {
      if (end === null || model.entities[end].hollow) continue;
      const lane = found.get(end) ?? { index: end, total: 0, cells: new Map() };
      found.set(end, lane);
      for (const claim of claims) {
        const bar = barOf(bars, claim);
        if (bar < 0) continue;
        lane.cells.set(bar, [...(lane.cells.get(bar) ?? []), claim]);
        lane.total += 1;
      }
    }
  }
  return [...found.values()].filter(({ total }) => total).sort((a, b) => b.total - a.total || a.index - b.index).slice(0, most);
}

/** The most frequent action group of claims, which determines the colour of the mark. */
function mainGroup(model, claims) {
  const counts = new Map();
  for (const { relation } of claims) counts.set(model.relations[relation].group, (counts.get(model.relations[relation].group) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0][0];
}

export class Timeline {
  constructor(app) {
    this.app = app;
    byId("later").addEventListener("click", () => { this.limit += AT_ONCE; this.drawList(); });
  }

  show() {
    this.limit = this.app.isPrinting ? PRINTED : AT_ONCE;
    this.claims = [...this.app.view.found.values()].flat().filter(({ period }) => period)
      .sort((a, b) => (a.period[0] < b.period[0] ? 1 : a.period[0] > b.period[0] ? -1 : a.index - b.index));
    this.drawLanes();
    this.drawList();
  }

  drawLanes() {
    const { app } = this;
    const found = lanes(app);
    const used = app.bars.map((bar, at) => at).filter((at) => found.some(({ cells }) => cells.has(at)));
    const shown = used.length ? app.bars.slice(used[0], used.at(-1) + 1).map((bar, at) => ({ ...bar, at: at + used[0] })) : [];
    const most = Math.max(1, ...found.flatMap(({ cells }) => [...cells.values()].map((claims) => claims.length)));
    const reported = this.claims.filter(({ isReported }) => isReported).length;
    byId("dated").textContent = this.claims.length
      ? `${plural(this.claims.length, "claim")}: ${number(this.claims.length - reported)} with a date of their own, ${number(reported)} by the date of the report (hollow)` : "";
    const every = Math.ceil(shown.length / (media.narrow.matches ? 4 : 8));
    byId("lanes").replaceChildren(
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Actor"), shown.map((bar, at) => el("th", { scope: "col", title: bar.name },
        at % every ? el("span", { class: "unseen" }, bar.name) : el("span", { class: "tick" }, tick(bar, shown[at - every])))))),
      el("tbody", {}, found.map((lane) => this.lane(lane, shown, most))));
    byId("lanes").hidden = !found.length;
  }

  lane({ index, cells }, shown, most) {
    const { app } = this;
    const entity = app.model.entities[index];
    const button = el("button", { class: "link", onclick: () => app.act.actor(index) }, name(shorten(entity.label, 48)));
    return el("tr", { class: app.state.actor === index ? "chosen" : null }, el("th", { scope: "row" }, shapeSample(app.model, entity.type), button),
      shown.map((bar) => el("td", {}, cells.has(bar.at) ? this.mark(entity, bar, cells.get(bar.at), most) : "")));
  }

  mark(entity, bar, claims, most) {
    const { act, model } = this.app;
    const radius = 3 + (LARGEST - 3) * Math.sqrt(claims.length / most);
    const text = `${shorten(entity.label, 60)}, ${bar.name}: ${counted(model, claims)}${reportedOf(claims)}`;
    const isFirm = claims.some(({ flags }) => flags[0] === "asserted");
    const isDated = claims.some(({ isReported }) => !isReported);
    const colour = groupColour(model, mainGroup(model, claims));
    return el("button", { class: "mark", "aria-label": text, title: text,
      onclick: () => act.change({ actor: entity.index, relation: null, pair: null, path: null, from: bar.from, to: bar.to }) },
    svg("svg", { width: 24, height: 24, viewBox: "-12 -12 24 24", "aria-hidden": "true" },
      svg("circle", { r: radius, fill: isFirm && isDated ? colour : "var(--paper)", stroke: colour, "stroke-width": 2, "stroke-dasharray": isFirm ? null : "3 2" })));
  }

  drawList() {
    const { app } = this;
    const months = new Map();
    for (const claim of this.claims.slice(0, this.limit)) {
      const month = claim.period[0].slice(0, 7);
      months.set(month, [...(months.get(month) ?? []), claim]);
    }
    byId("chronicle").replaceChildren(...[...months].map(([month, claims]) => el("section", {}, el("h3", {}, readable(month)),
      el("ol", {}, claims.map((claim) => el("li", {}, el("time", { datetime: claim.period[0], class: claim.isReported ? "reported" : null,
        title: claim.isReported ? REPORTED : null }, claim.isReported ? "reported on " : "", dayOf(claim)), relationRow(app, claim.relation, [claim])))))));
    byId("later").hidden = this.claims.length <= this.limit;
    byId("later").textContent = `Show more (${number(this.claims.length - this.limit)} left)`;
    byId("undated").textContent = this.claims.length ? "" : "No claim with a date.";
  }
}

/** How many of the claims have only the date of the report: ", 2 reported on". */
function reportedOf(claims) {
  const reported = claims.filter(({ isReported }) => isReported).length;
  return reported ? `, ${number(reported)} by the date of the report` : "";
}

/** The label of a column, with the year only if it changes. */
function tick({ key, from }, previous) {
  if (!from) return "earlier";
  const [year, month] = key.split("-");
  const text = month ? brief(key).replace(` ${year}`, "") : year;
  return month && previous?.key.slice(0, 4) !== year ? `${text} ${year}` : text;
}

/** The day of the month ("27"), or "–" if only the month or the year is known. */
const dayOf = ({ period: [first, last] }) => (first === last ? String(Number(first.slice(8))) : "–");
