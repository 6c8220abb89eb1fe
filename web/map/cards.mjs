// The side panel: an overview, or the details of the selected actor, relation, pair of actors or path.

import { byId, el, media, name } from "./dom.mjs";
import { finder } from "./finder.mjs";
import { firmest } from "./model.mjs";
import { badge, claimNode, entityButton, longList, relationRow } from "./rows.mjs";
import { lineSample, shapeSample } from "./samples.mjs";
import { bothSides } from "./sides.mjs";
import { sparkline } from "./spark.mjs";
import { changeLabel, foldedName, groupText, lineColour } from "./styles.mjs";
import { capital, number, plural, shorten } from "./text.mjs";

const byCount = (view) => (a, b) => view.found.get(b).length - view.found.get(a).length || a - b;
const heading = (title, count) => el("h3", {}, title, count === undefined ? null : el("span", { class: "count" }, ` ${number(count)}`));

function rowList(app, title, list, side) {
  if (!list.length) return null;
  const { view } = app;
  const shown = list.filter((at) => view.found.has(at)).sort(byCount(view));
  const hidden = list.length - shown.length;
  return el("section", {}, heading(title, shown.length),
    longList(shown, (at) => relationRow(app, at, view.found.get(at), side)),
    hidden ? el("p", { class: "note" }, `${number(hidden)} more hidden by filters`) : null);
}

const backButton = ({ act }) => el("p", { class: "back" }, el("button", { class: "link", onclick: act.nothing }, "‹ Overview"),
  // on narrow screens the map is above the panel
  el("button", { class: "link up", onclick: () => window.scrollTo({ top: 0, behavior: media.calm.matches ? "auto" : "smooth" }) }, "To the top ↑"));

/** The alternative names of an entity; the first few are visible, the others on request. */
function aliasList({ aliases }) {
  if (!aliases.length) return null;
  const text = (names) => names.map((alias, at) => [at ? ", " : "", name(shorten(alias))]);
  const paragraph = el("p", { class: "aliases" }, "Also called ", text(aliases.slice(0, 6)));
  if (aliases.length > 6) {
    const more = el("button", { class: "link", onclick: () => more.replaceWith(", ", ...text(aliases.slice(6)).flat().filter(Boolean)) },
      ` and ${aliases.length - 6} more`);
    paragraph.append(more);
  }
  return paragraph;
}

function countryOf(app, entity) {
  const { country } = entity;
  if (!country || country === entity.id) return null;
  const index = app.model.entityAt.get(country);
  const words = country.replace(/^.*\//, "").split("-").map(capital).join(" ");
  return [" of ", index === undefined ? words : entityButton(app, index)];
}

function actions(app, entity) {
  const { state, view, act, model } = app;
  const { index } = entity;
  const step = (label, count) => el("button", { "aria-pressed": String(state.steps === count), onclick: () => act.steps(count) }, label);
  const toggle = (label, isOn, doing, title) => el("button", { "aria-pressed": String(isOn), title, onclick: doing }, label);
  const other = el("div", { class: "search" });
  finder(other, app, { label: `Path from ${shorten(entity.label, 40)} to`, id: "path", hint: "Path to …",
    choose: (end) => act.path(index, end) });
  const members = model.communities.get(entity.community);
  return el("div", { class: "actions" },
    el("div", { class: "segments", role: "group", "aria-label": "How far from here" },
      step("All", 0), step("1 step", 1), step("2 steps", 2), step("3 steps", 3)),
    el("div", { class: "buttons" },
      toggle("Keep neighbours", state.open.has(index), () => act.open(index), "Leave the neighbours on the map when something else is chosen"),
      toggle("Pin", state.pins.has(index), () => act.togglePin(index), "Hold it where it is; dragging it pins it too"),
      el("button", { onclick: () => act.hide(index) }, "Hide"),
      members && view.drawn.has(index) ? el("button", { onclick: () => act.fold(entity.community),
        title: "Draw its community as one symbol" }, `Fold its ${number(members.length)}`) : null),
    other);
}

function actorCard(app) {
  const { state, model, view } = app;
  const entity = model.entities[state.actor];
  const claims = [...entity.out, ...entity.in, ...entity.acts].filter((at) => view.found.has(at)).flatMap((at) => view.found.get(at));
  return [
    backButton(app),
    el("h2", { class: "title" }, shapeSample(model, entity.type), name(entity.label)),
    el("p", { class: "kind" }, model.typeOf.get(entity.type).label, countryOf(app, entity), ` · ${plural(entity.weight, "claim")}`,
      entity.change ? changeBadge(model, entity.change) : null),
    entity.blocs.length ? el("p", { class: "kind" }, entity.type === "country" ? "Member of " : "Of a member of ", entity.blocs.join(", ")) : null,
    entity.tags.length ? el("p", { class: "kind", title: "Tags of a person" }, entity.tags.map((tag) => el("span", { class: "badge" }, name(tag)))) : null,
    entity.note ? el("p", { class: "remark", dir: "auto", title: "A note of a person; no text says it" }, entity.note) : null,
    aliasList(entity),
    sparkline(app, claims),
    actions(app, entity),
    rowList(app, "As actor", entity.out, "out"),
    rowList(app, "As target", entity.in, "in"),
    rowList(app, "Acts without a target", entity.acts, "out"),
    saysList(app, entity),
  ];
}

function saysList(app, { says }) {
  if (!says.length) return null;
  const { claims } = app.model;
  return el("section", {}, heading("Says that", says.length),
    longList(says, (at) => relationRow(app, claims[at].relation, [claims[at]]), 6));
}

const changeBadge = (model, change) => el("span", { class: `badge ${change}` }, changeLabel(model, change).toLowerCase());

/** The developments of a diff, in the same words as its text report. */
function movedList(app) {
  const { model, act } = app;
  if (!model.moved.length) return null;
  const row = (development, at) => el("button", { class: "bar moved", onclick: () => act.moved(at) },
    el("span", { class: "words" }, name(development.title)));
  return el("section", {}, heading("What moved", model.moved.length), longList(model.moved.map((one, at) => [one, at]), (pair) => row(...pair), 10));
}

function movedCard(app) {
  const { model, state } = app;
  const { title, relations } = model.moved[state.moved];
  return [backButton(app), el("h2", { class: "statement" }, name(title)), el("p", { class: "kind" }, plural(relations.length, "relation")),
    bothSides(app, relations, { heading: true })];
}

/** "5 asserted, 1 negated": counts of claims by status, if they differ in status. */
function statedCounts(model, found) {
  const counts = model.look.statuses.map(({ name: status, label }) => [label.toLowerCase(), found.filter(({ flags }) => flags[0] === status).length])
    .filter(([, count]) => count);
  return counts.length > 1 ? `: ${counts.map(([label, count]) => `${count} ${label}`).join(", ")}` : "";
}

function relationCard(app) {
  const { state, model, view } = app;
  const relation = model.relations[state.relation];
  const found = view.found.get(state.relation) ?? [];
  const hidden = relation.claims.length - found.length;
  const stated = found.length ? firmest(model, found) : "asserted";
  return [
    backButton(app),
    el("h2", { class: "statement" }, entityButton(app, relation.actor), " ",
      el("span", { style: { color: groupText(model, relation.group) } }, relation.label),
      relation.target === null ? "" : [" ", entityButton(app, relation.target)]),
    el("p", { class: "kind" }, lineSample(model, lineColour(model, relation), stated),
      `${model.groupOf.get(relation.group).label} · ${plural(found.length, "claim")}${statedCounts(model, found)}`,
      relation.change ? changeBadge(model, relation.change) : null,
      stated === "asserted" ? null : badge(model, stated)),
    model.isDiff ? bothSides(app, relation.matches, { heading: relation.matches.length > 1 })
      : el("ul", { class: "claims" }, found.map((claim) => claimNode(app, claim))),
    hidden && !model.isDiff ? el("p", { class: "note" }, `${plural(hidden, "more claim")} hidden by filters`) : null,
  ];
}

function pairCard(app) {
  const { state: { pair: [from, to] }, model, view } = app;
  const between = (actor, target) => model.entities[actor].out.filter((at) => model.relations[at].target === target && view.found.has(at));
  const claims = between(from, to).flatMap((at) => view.found.get(at));
  return [
    backButton(app),
    el("h2", { class: "statement" }, entityButton(app, from), el("span", { class: "count" }, " → "), entityButton(app, to)),
    el("p", { class: "kind" }, plural(claims.length, "claim")),
    from === to ? null : rowList(app, "The other way", between(to, from)),
    el("ul", { class: "claims" }, claims.map((claim) => claimNode(app, claim, { heading: true }))),
  ];
}

function pathCard(app) {
  const { state: { path: [from, to] }, view } = app;
  const title = el("h2", { class: "statement" }, entityButton(app, from), el("span", { class: "count" }, " … "), entityButton(app, to));
  if (!view.path) return [backButton(app), title, el("p", { class: "note" }, "No path joins the two under these filters.")];
  const { steps } = view.path;
  return [
    backButton(app), title,
    el("p", { class: "kind" }, `A shortest path: ${plural(steps.length, "step")}`),
    el("ol", { class: "path" }, steps.map((relations) => el("li", {},
      el("ul", {}, relations.map((at) => el("li", {}, relationRow(app, at, view.found.get(at)))))))),
  ];
}

/** Relations that some claims affirm and others deny. */
const disputed = (view) => [...view.found].filter(([, found]) => {
  const negated = found.filter(({ flags }) => flags[0] === "negated").length;
  return negated && negated < found.length;
}).map(([at]) => at);

function busiest({ model, view }, most) {
  const counts = new Map();
  for (const [at, found] of view.found) {
    const { actor, target } = model.relations[at];
    for (const end of new Set([actor, target])) if (end !== null) counts.set(end, (counts.get(end) ?? 0) + found.length);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most);
}

function busiestList(app) {
  const { model, act } = app;
  const top = busiest(app, 40);
  const row = ([index, count]) => el("button", { class: "bar", "data-entity": index, onclick: () => act.actor(index, true) },
    shapeSample(model, model.entities[index].type), el("span", { class: "words" }, name(shorten(model.entities[index].label))),
    el("span", { class: "length", "aria-hidden": "true" }, el("i", { style: { width: `${(100 * count) / top[0][1]}%` } })),
    el("span", { class: "count", title: plural(count, "claim") }, number(count)));
  return el("section", {}, heading("Most claims"), longList(top, row, 10));
}

function communityList(app) {
  const { model, view, state, act } = app;
  const found = [...model.communities].filter(([community, members]) => state.folded.has(community)
    || members.filter((index) => view.drawn.has(index)).length > 2).slice(0, 30);
  if (found.length < 2) return null;
  const row = ([community, members]) => el("button", { class: "bar", "aria-pressed": String(state.folded.has(community)),
    onclick: () => act.fold(community) }, el("span", { class: "fold", "aria-hidden": "true" }, state.folded.has(community) ? "+" : "–"),
  el("span", { class: "words" }, name(shorten(foldedName(model, members)))));
  const isAll = found.every(([community]) => state.folded.has(community));
  return el("section", { class: "communities" },
    el("h3", {}, "Communities", el("button", { class: "link all", onclick: () => act.foldAll(isAll ? [] : found.map(([community]) => community)) },
      isAll ? "Unfold all" : "Fold all")),
    el("p", { class: "note" }, "Those who deal mostly with each other. Fold one to draw it as one symbol."),
    longList(found, row, 6));
}

function hiddenList(app) {
  const { state, model, act } = app;
  if (!state.hidden.size) return null;
  return el("section", {}, heading("Hidden by you", state.hidden.size), el("ul", {}, [...state.hidden].map((index) => el("li", {},
    el("button", { class: "bar", onclick: () => act.hide(index) }, el("span", { class: "words" }, name(shorten(model.entities[index].label))),
      el("span", { class: "count" }, "show"))))));
}

function overviewCard(app) {
  const { view } = app;
  if (!view.found.size) return [el("p", { class: "note" }, "Nothing matches. Change the filters or reset."), hiddenList(app)];
  const unsettled = disputed(view);
  return [
    el("p", { class: "note" }, "Choose an actor or a line to read the sentences behind it. A line is what texts say, not a fact."),
    hiddenList(app),
    movedList(app),
    unsettled.length ? el("section", {}, heading("Both affirmed and negated", unsettled.length),
      longList(unsettled, (at) => relationRow(app, at, view.found.get(at)), 5)) : null,
    busiestList(app),
    communityList(app),
  ];
}

/** Render the panel for the current selection. */
export function renderPanel(app) {
  const { state } = app;
  const card = state.moved !== null ? movedCard : state.path ? pathCard : state.pair ? pairCard : state.relation !== null ? relationCard
    : state.actor !== null ? actorCard : overviewCard;
  byId("card").dataset.kind = card === overviewCard ? "overview" : "choice";
  byId("card").replaceChildren(...card(app).flat().filter(Boolean));
}
