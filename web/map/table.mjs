// The table view of the filtered claims, which can be sorted and saved.

import { byId, el, name } from "./dom.mjs";
import { badges, entityButton, PRINTED, REPORTED, sentenceNode, sourceLink } from "./rows.mjs";
import { groupText } from "./styles.mjs";
import { csv, number, plural, shorten } from "./text.mjs";

const ROWS_AT_ONCE = 100;
const ORDER = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

export const COLUMNS = ["Actor", "Action", "Target", "Stated", "When", "According to", "Document", "Sentence"];

/** The cells of a claim by column, as text. */
export function cells({ model, evidence }, claim) {
  const relation = model.relations[claim.relation];
  const place = model.documents[claim.document];
  const { verb, when } = evidence.of(claim);
  return [model.entities[relation.actor].label, verb ?? relation.label, relation.target === null ? "" : model.entities[relation.target].label,
    claim.flags.join(", "), when ?? place.date ?? "", claim.by?.label ?? "", place.title ?? place.id, evidence.sentence(claim)];
}

/** All claims of the view, sorted by a column, as CSV with their evidence. */
export function claimsCsv(app, sort = { column: 4, down: false }) {
  const extra = ["Date from", "Batch", "Document id", "Address"];
  const rows = sorted(app, sort).map(({ claim, texts }) => {
    const place = app.model.documents[claim.document];
    return [...texts, texts[4] ? (claim.isReported ? "document" : "sentence") : "", app.model.batches[place.batch], place.id, place.url ?? ""];
  });
  return csv([[...COLUMNS, ...extra], ...rows]);
}

/** The claims of the view with their cells, sorted. */
export function sorted(app, { column, down }) {
  const rows = [...app.view.found.values()].flat().map((claim) => ({ claim, texts: cells(app, claim) }));
  rows.sort((a, b) => ORDER.compare(a.texts[column], b.texts[column]) || a.claim.index - b.claim.index);
  return down ? rows.reverse() : rows;
}

export class ClaimTable {
  constructor(app) {
    this.app = app;
    this.sort = { column: 4, down: true };
    this.heads = COLUMNS.map((title, column) => el("th", { scope: "col" }, el("button", { onclick: () => this.sortBy(column) }, title)));
    byId("columns").append(...this.heads);
    // for narrow screens, where columns have no headers
    byId("sort").append(...COLUMNS.map((title) => el("option", {}, title)));
    byId("sort").addEventListener("change", ({ target }) => this.sortBy(target.selectedIndex));
    byId("turn").addEventListener("click", () => this.sortBy(this.sort.column));
    byId("more").addEventListener("click", () => { this.limit += ROWS_AT_ONCE; this.draw(); });
  }

  sortBy(column) {
    this.sort = { column, down: this.sort.column === column && !this.sort.down };
    this.show();
  }

  show() {
    this.limit = this.app.isPrinting ? PRINTED : ROWS_AT_ONCE;
    this.rows = sorted(this.app, this.sort);
    this.draw();
  }

  draw() {
    this.heads.forEach((head, column) => head.setAttribute("aria-sort",
      column !== this.sort.column ? "none" : this.sort.down ? "descending" : "ascending"));
    byId("sort").selectedIndex = this.sort.column;
    const cut = this.app.isPrinting && this.rows.length > this.limit ? `, of which the first ${number(this.limit)}` : "";
    byId("rows-count").textContent = plural(this.rows.length, "claim") + cut;
    byId("rows").replaceChildren(...this.rows.slice(0, this.limit).map((row) => this.row(row)));
    byId("more").hidden = this.rows.length <= this.limit;
    byId("more").textContent = `Show more (${number(this.rows.length - this.limit)} left)`;
  }

  row({ claim, texts }) {
    const { app } = this;
    const relation = app.model.relations[claim.relation];
    const flags = badges(app.model, claim);
    const contents = [
      entityButton(app, relation.actor, 60),
      el("button", { class: "link verb", style: { color: groupText(app.model, relation.group) }, onclick: () => app.act.relation(relation.index, true) }, texts[1]),
      relation.target === null ? "" : entityButton(app, relation.target, 60),
      flags.length ? flags : "asserted",
      claim.isReported ? el("span", { class: "reported", title: REPORTED }, el("small", {}, "reported on"), ` ${texts[4]}`)
        : texts[4].split("/").map((end, at) => el("span", {}, at ? `– ${end}` : end)),
      claim.by ? name(shorten(claim.by.label, 60)) : "",
      sourceLink(app, claim),
      sentenceNode(app, claim),
    ];
    return el("tr", { class: relation.index === app.state.relation ? "chosen" : null },
      contents.map((content, at) => el("td", { class: COLUMNS[at].toLowerCase().replace(" ", "-"), "data-title": COLUMNS[at] }, content)));
  }
}
