// Legend and filters. Each control changes the state and reflects it.

import { Counts } from "./counts.mjs";
import { byId, el, onLongPress } from "./dom.mjs";
import { MODALITIES } from "./model.mjs";
import { lineSample, shapeSample, signSample } from "./samples.mjs";
import { filtersOn, toggled } from "./state.mjs";
import { FAINT } from "./styles.mjs";
import { period, plural, shorten } from "./text.mjs";

const FIELDS = ["from", "to", "batch", "document", "bloc", "within", "polarity", "alleged", "change"];
/** Fields with a least number of claims, and where the state keeps it. */
const LEAST = { min: "min", "actor-min": "actorMin" };
const CONFIDENCES = [50, 60, 70, 80, 90];
const ENDS = { added: "New actors", gone: "Actors not mentioned" };

export class Controls {
  constructor(app) {
    this.app = app;
    this.counts = new Counts(app.model);
    this.classes = new Set(app.model.relations.map((relation) => relation.class));
    this.buildLegend();
    this.buildChecks();
    this.buildFields();
  }

  count(field, kinds, between) { return this.counts.of(field, kinds, el("span", { class: "count" }), between); }

  classesOf(group) { return group.classes.filter((name) => this.classes.has(name)); }

  buildLegend() {
    const { model } = this.app;
    const present = model.look.groups.filter((group) => this.classesOf(group).length);
    this.chips = present.map((group) => el("button", { class: "chip", "data-group": group.name,
      title: `${this.classesOf(group).join(", ")}. Shift and click, or a long press: only these`,
      onclick: (event) => this.pickGroup(group, present, event.shiftKey) },
    // on the map of a diff, colours show the kind of change
    model.isDiff ? null : el("i", { style: { "--light": group.light, "--dark": group.dark } }), group.label,
    this.count("classes", group.classes)));
    this.chips.forEach((chip, at) => onLongPress(chip, () => this.pickGroup(present[at], present, true)));
    byId("groups").append(...(model.isDiff ? this.changeChips() : []), ...this.chips);
    byId("key").append(...this.keys());
  }

  /** Legend entries for line styles and shapes; each toggles the items that it describes. */
  keys() {
    const { model } = this.app;
    const drawn = new Set(model.claims.map(({ flags }) => flags[0]));
    const statuses = model.look.statuses.filter(({ name }) => drawn.has(name));
    const lines = [...new Set(statuses.map(({ line, name }) => (line === "solid" ? name : line)))]
      .map((line) => statuses.filter((one) => line === one.name || line === one.line));
    const kinds = new Set(model.entities.map(({ type }) => type));
    const types = model.look.types.filter(({ name }) => kinds.has(name));
    const words = (same) => same.map(({ label }) => label.toLowerCase()).join(", ");
    this.key = [
      ...lines.map((same) => this.keyOf("statuses", statuses, same, lineSample(model, "var(--soft)", same[0].name), words(same))),
      ...types.map((one) => this.keyOf("types", types, [one], shapeSample(model, one.name), words([one]))),
    ];
    return [...this.key.map(({ button }) => button), ...this.faintKey()];
  }

  /** The legend entry for faint lines: hides what is so uncertain, or shows it again. */
  faintKey() {
    const { model, act } = this.app;
    const { faint } = model.look;
    const uncertain = model.claims.filter(({ confidence }) => confidence < faint).length;
    if (!uncertain) return [];
    this.faint = el("button", { "data-key": "faint", title: `${plural(uncertain, "claim")}. Press to hide or show`,
      onclick: () => act.change({ confidence: this.app.state.confidence >= faint ? 0 : faint }) },
    lineSample(model, "var(--soft)", "asserted", FAINT), el("span", {}, `faint: below ${faint} % confidence`));
    return [this.faint];
  }

  showConfidence(least) {
    const field = byId("confidence");
    // a shared address may have a value of its own
    if (![...field.options].some(({ value }) => Number(value) === least)) field.append(el("option", { value: least }, `${least} %`));
    field.value = String(least);
    this.faint?.setAttribute("aria-pressed", String(least < this.app.model.look.faint));
  }

  keyOf(field, every, own, sample, label) {
    const { act } = this.app;
    const names = own.map(({ name }) => name);
    const only = () => act.change({ [field]: new Set(every.map(({ name }) => name).filter((name) => !names.includes(name))) });
    const turn = () => {
      const others = [...this.app.state[field]].filter((name) => !names.includes(name));
      const isHidden = names.every((name) => this.app.state[field].has(name));
      act.change({ [field]: new Set(isHidden ? others : [...others, ...names]) });
    };
    const button = el("button", { "data-field": field, "data-key": names[0], title: "Press to hide or show. Shift and click, or a long press: only these",
      onclick: (event) => (event.shiftKey ? only() : turn()) }, sample, el("span", {}, label));
    onLongPress(button, only);
    return { field, names, button };
  }

  /** On the map of a diff: a chip for each kind of change, which filters for it. */
  changeChips() {
    const { model, act } = this.app;
    const changes = new Set(model.relations.map(({ change }) => change));
    this.changes = model.look.changes.filter(({ name }) => changes.has(name)).map(({ name, label }) => el("button", {
      class: "chip", "data-change": name, "aria-pressed": "true", title: "Only these",
      onclick: () => act.change({ change: this.app.state.change === name ? "" : name }) },
    signSample(model, name), label, this.count("change", [name])));
    const actors = new Set(model.entities.map(({ change }) => change));
    this.ends = Object.entries(ENDS).filter(([name]) => actors.has(name)).map(([name, label]) => el("button", {
      class: "chip", "data-ends": name, "aria-pressed": "true", title: "Only relations of these",
      onclick: () => act.change({ ends: this.app.state.ends === name ? "" : name }) },
    signSample(model, name, true), label, this.count("ends", [name])));
    return [...this.changes, ...this.ends];
  }

  pickGroup(group, present, isOnly) {
    const { state, act } = this.app;
    const own = this.classesOf(group);
    if (isOnly) {
      act.change({ classes: new Set(present.filter((other) => other !== group).flatMap((other) => this.classesOf(other))) });
      return;
    }
    const isShown = own.some((name) => !state.classes.has(name));
    act.change({ classes: new Set([...[...state.classes].filter((name) => !own.includes(name)), ...(isShown ? own : [])]) });
  }

  check(field, value, label, sample) {
    const { act } = this.app;
    return el("label", { class: "check" }, el("input", { type: "checkbox", "data-field": field, value,
      onchange: () => act.change({ [field]: toggled(this.app.state[field], value) }) }), sample, el("span", {}, label),
    this.count(field, [value], "/"));
  }

  buildChecks() {
    const { model } = this.app;
    const modalities = new Set(model.claims.map(({ stated }) => MODALITIES[stated & 3]));
    byId("modalities").append(...MODALITIES.filter((name) => modalities.has(name)).map((name) => this.check("modalities", name,
      model.statusOf.get(name).label, lineSample(model, "var(--soft)", name))));
    const kinds = new Set(model.entities.map(({ type }) => type));
    byId("types").append(...model.look.types.filter(({ name }) => kinds.has(name))
      .map(({ name, label }) => this.check("types", name, label, shapeSample(model, name))));
    byId("classes").append(...model.look.groups.flatMap((group) => this.classesOf(group).map((name) => this.check("classes", name, name,
      el("i", { class: "dot", style: { "--light": group.light, "--dark": group.dark } })))));
  }

  buildFields() {
    const { model, act } = this.app;
    const option = (value, label) => el("option", { value }, label);
    byId("batch").append(option("", "All batches"), ...model.batches.map((batch) => option(batch, batch)));
    byId("batch-field").hidden = model.batches.length < 2;
    byId("bloc").append(option("", "Everybody"), ...model.blocs.map(({ label, members }) => option(label, `${label} (${members.length})`)));
    byId("within").append(option("", "Any side"), option("all", "All actors"));
    for (const name of ["bloc", "within"]) byId(`${name}-field`).hidden = !model.blocs.length;
    byId("document").append(option("", "All documents"), ...[...new Map(model.documents.map(({ id, title }) => [id, title]))].map(([id, title]) => option(id, shorten(title ?? id, 70))));
    byId("change-field").hidden = !model.isDiff;
    byId("change").append(option("", "All"), ...(model.look.changes ?? []).map(({ name, label }) => option(name, label)));
    for (const name of FIELDS) byId(name).addEventListener("input", ({ target }) => act.change({ [name]: target.value.trim() }, { merge: name }));
    for (const [id, name] of Object.entries(LEAST)) {
      byId(id).addEventListener("input", ({ target }) => act.change({ [name]: Math.max(1, Number(target.value) || 1) }, { merge: name }));
    }
    byId("confidence").append(option(0, "any"), ...CONFIDENCES.map((least) => option(least, `${least} %`)));
    byId("confidence").addEventListener("input", ({ target }) => act.change({ confidence: Number(target.value) }));
    byId("named").addEventListener("change", ({ target }) => act.change({ named: target.checked }));
    byId("lone").addEventListener("change", ({ target }) => act.change({ lone: target.checked }));
    let later;
    byId("text").addEventListener("input", ({ target }) => {
      clearTimeout(later);
      later = setTimeout(() => act.change({ text: target.value }, { merge: "text" }), 120);
    });
  }

  /** Update the controls from the state. */
  show() {
    const { state, view, model } = this.app;
    this.counts.show(view, state.view === "map");
    for (const chip of this.chips) {
      const own = this.classesOf(model.groupOf.get(chip.dataset.group));
      const hidden = own.filter((name) => state.classes.has(name)).length;
      chip.setAttribute("aria-pressed", hidden === 0 ? "true" : hidden === own.length ? "false" : "mixed");
    }
    for (const { field, names, button } of this.key) button.setAttribute("aria-pressed", String(!names.every((name) => state[field].has(name))));
    for (const chip of this.changes ?? []) chip.setAttribute("aria-pressed", String(!state.change || state.change === chip.dataset.change));
    for (const chip of this.ends ?? []) chip.setAttribute("aria-pressed", String(!state.ends || state.ends === chip.dataset.ends));
    document.querySelectorAll("#filters input[data-field]").forEach((box) => { box.checked = !state[box.dataset.field].has(box.value); });
    for (const name of [...FIELDS, "text"]) if (byId(name).value.trim() !== state[name].trim()) byId(name).value = state[name];
    for (const name of ["from", "to"]) byId(name).setAttribute("aria-invalid", String(Boolean(state[name] && !period(state[name]))));
    for (const [id, name] of Object.entries(LEAST)) if (Number(byId(id).value) !== state[name]) byId(id).value = state[name];
    byId("within").disabled = !state.bloc;
    this.showConfidence(state.confidence);
    byId("named").checked = state.named;
    byId("lone").checked = state.lone;
    byId("lone-field").hidden = !view.lone;
    byId("lone-field").lastElementChild.textContent = `Show ${plural(view.lone, "actor")} without relations`;
    const on = filtersOn(state);
    byId("filters-on").textContent = on ? `${on} on` : "";
  }
}
