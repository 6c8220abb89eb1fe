// The side panel: an overview, the card of an actor or thing, or a relation with its sentences.

/** The characters of a sentence by code point, as its offsets count them. */
const characters = new Map();
function slice(sentence, start, end) {
  if (!characters.has(sentence)) characters.set(sentence, Array.from(sentence.text));
  return characters.get(sentence).slice(start, end).join("");
}

/** A sentence with actor, action and target marked. Where marks overlap the earlier one wins. */
function sentenceNode(claim) {
  const relation = relations[claim.relation];
  const sentence = sentences[claim.sentence];
  const names = { actor: entities[relation.actor].label, action: relation.concept,
    target: entities[relation.target]?.label };
  const marks = ["actor", "action", "target"].map((role) => ({ role, span: claim.spans[role] }))
    .filter(({ span }) => span).sort((a, b) => a.span[0] - b.span[0]);
  const parts = [];
  let done = 0;
  for (const { role, span: [first, end] } of marks) {
    if (end <= done) continue;
    const words = slice(sentence, Math.max(first, done), end);
    parts.push(slice(sentence, done, Math.max(first, done)), el("mark", { class: role, title: `${role}: ${names[role]}` }, words));
    if (role !== "action" && !sharesWord(words, names[role])) parts.push(el("span", { class: "gloss" }, ` [${names[role]}]`));
    done = end;
  }
  parts.push(slice(sentence, done));
  return el("blockquote", {}, parts);
}

const sharesWord = (one, other) => {
  const words = new Set(fold(other).split(/[^\p{L}\p{N}]+/u));
  return fold(one).split(/[^\p{L}\p{N}]+/u).some((word) => word && words.has(word));
};

const badge = (flag) => el("span", { class: `badge ${flag}` }, statusOf.get(flag).label.toLowerCase());
const badges = (claim) => claim.flags.filter((flag) => flag !== "asserted").map(badge);

/** Only web addresses become links: a document's address is not to be trusted. */
function sourceLink(place) {
  const title = place.title ?? place.id;
  const safe = /^https?:\/\//i.test(place.url ?? "");
  return safe ? el("a", { href: place.url, target: "_blank", rel: "noopener noreferrer" }, title) : el("span", {}, title);
}

function claimNode(claim, handlers, { heading = false } = {}) {
  const place = documents[sentences[claim.sentence].document];
  const detail = [place.source, place.date, claim.place && `in ${claim.place}`, claim.also && `also in ${claim.also.join(", ")}`].filter(Boolean).join(" · ");
  return el("li", { class: "claim" },
    heading ? relationRow(claim.relation, [claim], handlers) : null,
    sentenceNode(claim),
    el("p", { class: "meta" }, badges(claim),
      claim.when ? el("span", { class: "when" }, `when: ${claim.when}`) : null,
      claim.by ? el("span", {}, "according to ", entityButton(claim.by.id, claim.by.label, handlers)) : null),
    el("p", { class: "source" }, sourceLink(place), detail ? ` · ${detail}` : ""),
    el("p", { class: "rule" }, `rule ${claim.rule} · confidence ${claim.confidence}`));
}

function entityButton(id, label, handlers) {
  if (!entityAt.has(id)) return el("span", {}, label);
  return el("button", { class: "link", onclick: () => handlers.actor(entityAt.get(id), true) }, label);
}

/** A line of a list: what is done to whom, how often, how it is stated. */
function relationRow(at, found, handlers, side = null) {
  const relation = relations[at];
  const words = {
    actor: side === "out" ? null : entities[relation.actor].label,
    target: side === "in" ? null : entities[relation.target]?.label,
  };
  const stated = found.length ? firmest(found) : "asserted";
  return el("button", { class: "relation", onclick: () => handlers.relation(at, true), "data-relation": at },
    lineSample(groupColour(relation.group), stated),
    el("span", { class: "words" }, words.actor ? `${words.actor} ` : "", el("b", {}, relation.label),
      words.target ? ` ${words.target}` : ""),
    stated === "asserted" ? null : badge(stated),
    found.length > 1 ? el("span", { class: "count" }, `×${found.length}`) : null);
}

/** A short line as on the map, drawn in SVG. */
function lineSample(colour, stated) {
  const svg = (name, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    return node;
  };
  const box = svg("svg", { width: 26, height: 12, viewBox: "0 0 26 12", "aria-hidden": "true", class: "line" });
  const { dash } = statusOf.get(stated);
  const grey = stated === "denied";
  box.append(svg("line", { x1: 1, y1: 6, x2: 25, y2: 6, stroke: grey ? "var(--faint)" : colour, "stroke-width": 2.5,
    "stroke-dasharray": dash.map((length) => length * 0.7).join(" ") }));
  if (grey) box.append(svg("path", { d: "M9 2l8 8m0-8l-8 8", stroke: "var(--soft)", "stroke-width": 1.8 }));
  return box;
}

const byCount = (view) => (a, b) => (view.found.get(b)?.length ?? 0) - (view.found.get(a)?.length ?? 0) || a - b;

function rowList(title, list, view, handlers, side) {
  const shown = list.filter((at) => view.found.has(at)).sort(byCount(view));
  const hidden = list.length - shown.length;
  if (!list.length) return null;
  return el("section", {},
    el("h3", {}, title, el("span", { class: "count" }, ` ${number(shown.length)}`)),
    el("ul", {}, shown.map((at) => el("li", {}, relationRow(at, view.found.get(at), handlers, side)))),
    hidden ? el("p", { class: "note" }, `${number(hidden)} more hidden by filters`) : null);
}

function backButton(handlers, label = "Overview") {
  return el("button", { class: "back link", onclick: handlers.nothing, title: "Escape" }, `‹ ${label}`);
}

function actorCard(index, state, view, handlers) {
  const entity = entities[index];
  const aliases = (entity.aliases ?? []).filter((name) => name !== entity.label);
  const country = entity.country && entity.country !== entity.id ? entity.country : null;
  const steps = ["Whole map", "1 step", "2 steps"].map((label, count) => el("button", {
    "aria-pressed": String(state.steps === count), onclick: () => handlers.steps(count) }, label));
  return [
    backButton(handlers),
    el("h2", {}, entity.label),
    el("p", { class: "kind" }, shapeSample(entity.type), typeOf.get(entity.type).label,
      country ? [" of ", entityButton(country, countryName(country), handlers)] : null,
      ` · ${plural(entity.weight, "claim")}`),
    aliases.length ? el("p", { class: "aliases" }, "Also: ", aliases.join(", ")) : null,
    el("div", { class: "steps", role: "group", "aria-label": "Neighbours only" }, steps),
    rowList("As actor", entity.out, view, handlers, "out"),
    rowList("As target", entity.in, view, handlers, "in"),
    rowList("Acts without a target", entity.acts, view, handlers, "out"),
    saysList(entity, handlers),
  ];
}

const countryName = (id) => entities[entityAt.get(id)]?.label ?? id.replace(/^.*\//, "").replace(/-/g, " ");

function saysList(entity, handlers) {
  if (!entity.says.length) return null;
  const rows = entity.says.map((at) => el("li", {}, relationRow(claims[at].relation, [claims[at]], handlers)));
  return el("section", {}, el("h3", {}, "Says that", el("span", { class: "count" }, ` ${entity.says.length}`)),
    el("ul", {}, rows));
}

function relationCard(at, view, handlers) {
  const relation = relations[at];
  const found = view.found.get(at) ?? [];
  const hidden = relation.claims.length - found.length;
  const [actor, target] = [relation.actor, relation.target].map((end) => entities[end]);
  const counts = look.statuses.map(({ name }) => [name, found.filter((claim) => claim.flags[0] === name).length])
    .filter(([, count]) => count);
  return [
    backButton(handlers),
    el("h2", { class: "statement" }, entityButton(actor.id, actor.label, handlers), " ",
      el("span", { style: `color:${groupText(relation.group)}` }, relation.label), " ",
      target ? entityButton(target.id, target.label, handlers) : ""),
    el("p", { class: "kind" }, lineSample(groupColour(relation.group), found.length ? firmest(found) : "asserted"),
      `${groupOf.get(relation.group).label} · ${plural(found.length, "claim")}`,
      counts.length > 1 ? `: ${counts.map(([name, count]) => `${count} ${name}`).join(", ")}` : ""),
    el("ul", { class: "claims" }, found.map((claim) => claimNode(claim, handlers))),
    hidden ? el("p", { class: "note" }, `${plural(hidden, "more claim")} hidden by filters`) : null,
  ];
}

/** Relations that some claims affirm and others deny. */
const disputed = (view) => [...view.found].filter(([, found]) => {
  const denied = found.filter((claim) => claim.flags[0] === "denied").length;
  return denied && denied < found.length;
}).map(([at]) => at);

function overviewCard(view, handlers) {
  if (!view.found.size) return [el("p", { class: "note" }, "No claims match. Change the filters or reset the view.")];
  const counts = new Map();
  for (const [at, found] of view.found) {
    for (const end of new Set([relations[at].actor, relations[at].target])) {
      if (end !== null) counts.set(end, (counts.get(end) ?? 0) + found.length);
    }
  }
  const top = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 12);
  const rows = top.map(([index, count]) => el("li", {}, el("button", { class: "bar", "data-entity": index,
    onclick: () => handlers.actor(index, true) }, shapeSample(entities[index].type),
  el("span", { class: "words" }, entities[index].label),
  el("span", { class: "length", "aria-hidden": "true" }, el("i", { style: `width:${(100 * count) / top[0][1]}%` })),
  el("span", { class: "count" }, number(count)))));
  const unsettled = disputed(view);
  return [
    el("p", { class: "note" }, "Choose an actor or a line to see the sentences behind it. "
      + "A line is what texts say, not a fact."),
    unsettled.length ? el("section", {}, el("h3", {}, "Both said and denied"),
      el("ul", {}, unsettled.map((at) => el("li", {}, relationRow(at, view.found.get(at), handlers))))) : null,
    el("section", {}, el("h3", {}, "Most claims"), el("ul", {}, rows)),
  ];
}

const POLYGON = {
  dot: null, square: "2.5,2.5 11.5,2.5 11.5,11.5 2.5,11.5", diamond: "7,1 13,7 7,13 1,7",
  hexagon: "4,1.8 10,1.8 13,7 10,12.2 4,12.2 1,7", triangle: "7,1.5 13,12 1,12", triangleDown: "1,2 13,2 7,12.5",
  star: "7,.8 8.8,5.2 13.4,5.4 9.8,8.4 11,13 7,10.4 3,13 4.2,8.4 .6,5.4 5.2,5.2",
};

/** The symbol of an entity type as on the map. */
function shapeSample(name) {
  const { shape, hollow } = typeOf.get(name);
  const box = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const inner = document.createElementNS(box.namespaceURI, POLYGON[shape] ? "polygon" : "circle");
  const attributes = POLYGON[shape] ? { points: POLYGON[shape] } : { cx: 7, cy: 7, r: 5 };
  const all = { ...attributes, fill: hollow ? "var(--paper)" : "var(--node)", stroke: "var(--node)", "stroke-width": 1.5 };
  for (const [key, value] of Object.entries(all)) inner.setAttribute(key, value);
  for (const [key, value] of Object.entries({ width: 14, height: 14, viewBox: "0 0 14 14", class: "shape" })) {
    box.setAttribute(key, value);
  }
  box.setAttribute("aria-hidden", "true");
  box.append(inner);
  return box;
}

function renderPanel(state, view, handlers) {
  const card = byId("card");
  const content = state.relation !== null ? relationCard(state.relation, view, handlers)
    : state.actor !== null ? actorCard(state.actor, state, view, handlers) : overviewCard(view, handlers);
  card.replaceChildren(...content.flat().filter(Boolean));
}
