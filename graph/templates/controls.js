// Search, legend and filters. Each changes the state and calls `changed`.

const MOST_FOUND = 12;

/** Entities whose label or alias holds the words: `[{index, alias}]`, the best first. */
function search(words) {
  const wanted = fold(words.trim());
  if (!wanted) return [];
  const score = (folded) => (folded.startsWith(wanted) ? 0 : folded.includes(` ${wanted}`) ? 1 : folded.includes(wanted) ? 2 : 9);
  return entities.flatMap((entity, index) => {
    const scores = entity.search.map(({ folded }) => score(folded));
    const best = Math.min(...scores);
    const at = scores.indexOf(best);
    return best === 9 ? [] : [{ index, best, alias: at ? entity.search[at].name : null }];
  }).sort((a, b) => a.best - b.best || a.index - b.index).slice(0, MOST_FOUND);
}

class Search {
  constructor(choose) {
    this.choose = choose;
    this.input = byId("search");
    this.list = byId("found");
    this.at = -1;
    this.input.addEventListener("input", () => this.open());
    this.input.addEventListener("focus", () => this.open());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // the list must not take the focus, or the blur would close it before the click
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  open() {
    this.found = search(this.input.value);
    this.at = this.found.length ? 0 : -1;
    const rows = this.found.map(({ index, alias }, at) => el("li", { role: "option", id: `found-${at}`,
      onclick: () => this.take(at) }, shapeSample(entities[index].type), el("span", {}, entities[index].label),
    alias ? el("small", {}, alias) : null));
    const none = this.input.value.trim() && !rows.length ? [el("li", { class: "none" }, "Nothing found")] : [];
    this.list.replaceChildren(...rows, ...none);
    this.list.hidden = !this.list.children.length;
    this.mark();
  }

  close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  mark() {
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    [...this.list.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === this.at)));
    if (this.at >= 0) this.input.setAttribute("aria-activedescendant", `found-${this.at}`);
    this.list.children[this.at]?.scrollIntoView({ block: "nearest" });
  }

  take(at) {
    const hit = this.found?.[at];
    if (!hit) return;
    this.input.value = "";
    this.close();
    this.choose(hit.index);
  }

  key(event) {
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move && this.found?.length) {
      this.at = (this.at + move + this.found.length) % this.found.length;
      this.mark();
    } else if (event.key === "Enter") this.take(this.at);
    else if (event.key === "Escape") {
      this.input.value = "";
      this.close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

const toggled = (set, name) => {
  const next = new Set(set);
  if (!next.delete(name)) next.add(name);
  return next;
};

/** Counts of claims under each name, whatever is hidden. */
function tally(names) {
  const counts = new Map();
  names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return counts;
}

class Controls {
  constructor(state, changed) {
    this.state = state;
    this.changed = changed;
    this.buildLegend();
    this.buildChecks();
    this.buildFields();
  }

  buildLegend() {
    const counts = tally(relations.filter(({ target }) => target !== null).map(({ group }) => group));
    const present = look.groups.filter(({ name }) => relations.some(({ group }) => group === name));
    this.chips = present.map((group) => el("button", { class: "chip", "data-group": group.name,
      title: `${group.classes.join(", ")}. Shift-click: only these`,
      onclick: (event) => this.pickGroup(group.name, present, event.shiftKey) },
    el("i", { style: `--light:${group.light};--dark:${group.dark}` }), group.label,
    el("span", { class: "count" }, number(counts.get(group.name) ?? 0))));
    byId("groups").append(...this.chips);
    const used = new Set(claims.flatMap(({ flags }) => flags));
    const drawn = look.statuses.filter(({ name }) => used.has(name) && name !== "asserted");
    const lines = [...new Set(drawn.map(({ line }) => line))].map((line) => drawn.filter((one) => one.line === line))
      .map((same) => el("span", {}, lineSample("var(--soft)", same[0].name),
        same.map(({ label }) => label.toLowerCase()).join(" or ")));
    const kinds = new Set(entities.map(({ type }) => type));
    const shapes = look.types.filter(({ name }) => kinds.has(name))
      .map(({ name, label }) => el("span", {}, shapeSample(name), label.toLowerCase()));
    byId("key").append(...lines, ...shapes);
  }

  pickGroup(name, present, only) {
    const others = new Set(present.map((group) => group.name).filter((other) => other !== name));
    this.changed({ groups: only ? others : toggled(this.state().groups, name) });
  }

  buildChecks() {
    const flags = tally(claims.flatMap((claim) => claim.flags));
    const kinds = tally(entities.map(({ type }) => type));
    const box = (field, { name, label }, sample, count) => el("label", { class: "check" },
      el("input", { type: "checkbox", "data-field": field, value: name,
        onchange: () => this.changed({ [field]: toggled(this.state()[field], name) }) }),
      sample, label, el("span", { class: "count" }, number(count)));
    byId("statuses").append(...look.statuses.filter(({ name }) => flags.has(name))
      .map((stated) => box("statuses", stated, lineSample("var(--soft)", stated.name), flags.get(stated.name))));
    byId("types").append(...look.types.filter(({ name }) => kinds.has(name))
      .map((type) => box("types", type, shapeSample(type.name), kinds.get(type.name))));
  }

  buildFields() {
    const option = (value, label) => el("option", { value }, label);
    const batches = [...new Set(documents.map(({ batch }) => batch))];
    byId("batch").append(option("", "All batches"), ...batches.map((batch) => option(batch, batch)));
    byId("batch-field").hidden = batches.length < 2;
    byId("document").append(option("", "All documents"),
      ...documents.map((place) => option(`${place.batch} ${place.id}`, place.title ?? place.id)));
    for (const name of ["from", "to", "batch", "document"]) {
      byId(name).addEventListener("input", ({ target }) => this.changed({ [name]: target.value.trim() }));
    }
    byId("min").addEventListener("input", ({ target }) => this.changed({ min: Math.max(1, Number(target.value) || 1) }));
    byId("lone").addEventListener("change", ({ target }) => this.changed({ lone: target.checked }));
    byId("text").addEventListener("input", ({ target }) => this.changed({ text: target.value }));
  }

  /** Make the controls say what the state is. */
  show(state, view) {
    this.chips.forEach((chip) => chip.setAttribute("aria-pressed", String(!state.groups.has(chip.dataset.group))));
    document.querySelectorAll("#filters [data-field]").forEach((box) => {
      box.checked = !state[box.dataset.field].has(box.value);
    });
    for (const name of ["from", "to", "batch", "document", "text"]) if (byId(name).value.trim() !== state[name]) byId(name).value = state[name];
    for (const name of ["from", "to"]) byId(name).setAttribute("aria-invalid", String(Boolean(state[name] && !period(state[name]))));
    if (Number(byId("min").value) !== state.min) byId("min").value = state.min;
    byId("lone").checked = state.lone;
    byId("lone-field").hidden = !view.lone;
    byId("lone-field").lastElementChild.textContent = `Show ${plural(view.lone, "actor")} without relations`;
    const on = filtersOn(state);
    byId("filters-on").textContent = on ? `${on} on` : "";
    byId("reset").hidden = !(on || state.steps || state.actor !== null || state.relation !== null || state.text);
  }
}
