// All claims as a table: sort, filter by text, export.

const ROWS_AT_ONCE = 200;
const COLUMNS = [
  { name: "Actor", value: (row) => row.actor },
  { name: "Action", value: (row) => row.action },
  { name: "Target", value: (row) => row.target },
  { name: "Stated", value: (row) => row.stated },
  { name: "When", value: (row) => row.when },
  { name: "According to", value: (row) => row.by },
  { name: "Document", value: (row) => row.document },
  { name: "Sentence", value: (row) => row.sentence },
];
const ORDER = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function tableRow(claim) {
  const relation = relations[claim.relation];
  const sentence = sentences[claim.sentence];
  const place = documents[sentence.document];
  return {
    claim, actor: entities[relation.actor].label, action: claim.verb ?? relation.label,
    target: entities[relation.target]?.label ?? "", stated: claim.flags.join(", "),
    when: claim.when ?? place.date ?? "", by: claim.by?.label ?? "", document: place.title ?? place.id,
    sentence: sentence.text,
  };
}

/** A cell of CSV. A spreadsheet would run a cell that starts like a formula: an apostrophe stops it. */
function csvCell(value) {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

class ClaimTable {
  constructor(handlers) {
    this.handlers = handlers;
    this.sort = { column: 0, down: false };
    this.limit = ROWS_AT_ONCE;
    this.heads = COLUMNS.map(({ name }, column) => el("th", { scope: "col" },
      el("button", { onclick: () => this.sortBy(column) }, name)));
    byId("columns").append(...this.heads);
    byId("more").addEventListener("click", () => { this.limit += ROWS_AT_ONCE; this.draw(); });
    byId("export").addEventListener("click", () => this.export());
  }

  sortBy(column) {
    this.sort = { column, down: this.sort.column === column && !this.sort.down };
    this.draw();
  }

  show(state, view) {
    this.state = state;
    this.view = view;
    this.limit = ROWS_AT_ONCE;
    this.draw();
  }

  /** Rows that the filters and the text leave, sorted. */
  rows() {
    const wanted = fold(this.state.text);
    const { value } = COLUMNS[this.sort.column];
    const rows = [...this.view.found.values()].flat().map(tableRow)
      .filter((row) => !wanted || COLUMNS.some((column) => fold(column.value(row)).includes(wanted)));
    rows.sort((a, b) => ORDER.compare(value(a), value(b)) || a.claim.index - b.claim.index);
    return this.sort.down ? rows.reverse() : rows;
  }

  draw() {
    const rows = this.rows();
    this.heads.forEach((head, column) => head.setAttribute("aria-sort",
      column !== this.sort.column ? "none" : this.sort.down ? "descending" : "ascending"));
    byId("rows-count").textContent = plural(rows.length, "claim");
    byId("rows").replaceChildren(...rows.slice(0, this.limit).map((row) => this.row(row)));
    byId("more").hidden = rows.length <= this.limit;
    byId("more").textContent = `Show more (${number(rows.length - this.limit)} left)`;
  }

  row(row) {
    const relation = relations[row.claim.relation];
    const link = (label, act) => el("button", { class: "link", onclick: act }, label);
    const cells = {
      Actor: () => link(row.actor, () => this.handlers.actor(relation.actor, true)),
      Action: () => el("button", { class: "link verb", style: `color:${groupText(relation.group)}`,
        onclick: () => this.handlers.relation(relation.index, true) }, row.action),
      Target: () => (row.target ? link(row.target, () => this.handlers.actor(relation.target, true)) : ""),
      Stated: () => (badges(row.claim).length ? badges(row.claim) : "asserted"),
      When: () => row.when.split("/").map((end, at) => el("span", {}, at ? `– ${end}` : end)),
      Sentence: () => sentenceNode(row.claim),
    };
    return el("tr", { class: relation.index === this.state.relation ? "chosen" : null },
      COLUMNS.map(({ name, value }) => el("td", { class: name.toLowerCase().replace(" ", "-") },
        cells[name] ? cells[name]() : value(row))));
  }

  /** The rows as text: what the button saves. */
  csv() {
    const lines = [COLUMNS.map(({ name }) => name), ...this.rows().map((row) => COLUMNS.map(({ value }) => value(row)))];
    return lines.map((cells) => cells.map(csvCell).join(",")).join("\r\n") + "\r\n";
  }

  export() {
    // the byte order mark tells spreadsheets that the text is UTF-8
    const address = URL.createObjectURL(new Blob(["\ufeff", this.csv()], { type: "text/csv" }));
    el("a", { href: address, download: "claims.csv" }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
}
