// The embedded claims, and which of them a state of the view shows.

const data = JSON.parse(byId("data").textContent);
const { look, entities, documents, sentences, claims, relations } = data;
const SHOW_ALL = data.limits.all;
const SHOW_FIRST = data.limits.first;
const groupOf = new Map(look.groups.map((group) => [group.name, group]));
const typeOf = new Map(look.types.map((type) => [type.name, type]));
const statusOf = new Map(look.statuses.map((status) => [status.name, status]));
const entityAt = new Map(entities.map((entity, index) => [entity.id, index]));

entities.forEach((entity, index) => {
  Object.assign(entity, { index, out: [], in: [], acts: [], says: [] });
  entity.search = [entity.label, ...(entity.aliases ?? [])].map((name) => ({ name, folded: fold(name) }));
});
relations.forEach((relation, index) => {
  Object.assign(relation, { index, claims: [] });
  relation.id = [entities[relation.actor].id, relation.concept, entities[relation.target]?.id ?? ""].join(" ");
  if (relation.target === null) entities[relation.actor].acts.push(index);
  else {
    entities[relation.actor].out.push(index);
    entities[relation.target].in.push(index);
  }
});
claims.forEach((claim, index) => {
  claim.index = index;
  relations[claim.relation].claims.push(claim);
  if (claim.by && entityAt.has(claim.by.id)) entities[entityAt.get(claim.by.id)].says.push(index);
});
const relationAt = new Map(relations.map((relation) => [relation.id, relation.index]));

const initialState = () => ({
  view: "map", actor: null, relation: null, steps: 0, groups: new Set(), types: new Set(), statuses: new Set(),
  min: 1, from: "", to: "", batch: "", document: "", lone: false, all: false, text: "",
});

/** How many filters hide something. */
function filtersOn(state) {
  const sets = [state.groups, state.types, state.statuses].filter((hidden) => hidden.size).length;
  const fields = [state.from, state.to, state.batch, state.document].filter(Boolean).length;
  return sets + fields + (state.min > 1 ? 1 : 0);
}

/** A test of single claims by everything but the count of claims and the focus. */
function claimFilter(state) {
  const first = period(state.from)?.[0] ?? "";
  const last = period(state.to)?.[1] ?? "";
  return (claim) => {
    const relation = relations[claim.relation];
    const place = documents[sentences[claim.sentence].document];
    const ends = relation.target === null ? [relation.actor] : [relation.actor, relation.target];
    return !state.groups.has(relation.group)
      && !claim.flags.some((flag) => state.statuses.has(flag))
      && !ends.some((end) => state.types.has(entities[end].type))
      && (!first || (claim.period && claim.period[1] >= first))
      && (!last || (claim.period && claim.period[0] <= last))
      && (!state.batch || place.batch === state.batch)
      && (!state.document || `${place.batch} ${place.id}` === state.document);
  };
}

/** Entities within some steps of one, along relations of any direction. */
function within(start, steps, shown) {
  let near = new Set([start]);
  for (let step = 0; step < steps; step += 1) {
    const next = new Set(near);
    for (const { actor, target } of shown.map((at) => relations[at])) {
      if (near.has(actor)) next.add(target);
      if (near.has(target)) next.add(actor);
    }
    near = next;
  }
  return near;
}

/** What a state shows: claims, relations (with their claims), entities, and those drawn of them. */
function visible(state) {
  const passes = claimFilter(state);
  let shown = relations.map((relation) => [relation.index, relation.claims.filter(passes)])
    .filter(([, found]) => found.length >= Math.max(1, state.min));
  if (state.actor !== null && state.steps) {
    const near = within(state.actor, state.steps, shown.map(([at]) => at).filter((at) => relations[at].target !== null));
    const inside = (end) => end === null || near.has(end);
    shown = shown.filter(([at]) => inside(relations[at].actor) && inside(relations[at].target));
  }
  const found = new Map(shown);
  const linked = shown.filter(([at]) => relations[at].target !== null).map(([at]) => at);
  const members = new Set(linked.flatMap((at) => [relations[at].actor, relations[at].target]));
  const lone = new Set(shown.map(([at]) => relations[at].actor).filter((actor) => !members.has(actor)));
  if (state.lone || !members.size) lone.forEach((actor) => members.add(actor));
  const ranked = [...members].sort((a, b) => a - b);
  const drawn = new Set(ranked.length > SHOW_ALL && !state.all ? ranked.slice(0, SHOW_FIRST) : ranked);
  addSelected(state, drawn, found);
  const edges = linked.filter((at) => drawn.has(relations[at].actor) && drawn.has(relations[at].target));
  return { found, linked, members: ranked, lone: lone.size, drawn, edges };
}

/** What is selected is always drawn, with its neighbours, however unimportant. */
function addSelected(state, drawn, found) {
  const chosen = state.relation === null ? null : relations[state.relation];
  for (const end of [state.actor, chosen?.actor ?? null, chosen?.target ?? null]) {
    if (end === null) continue;
    drawn.add(end);
    if (end !== state.actor) continue;
    for (const at of [...entities[end].out, ...entities[end].in]) {
      if (found.has(at)) drawn.add(relations[at].actor).add(relations[at].target);
    }
  }
}

/** The firmest status of some claims: it gives the line its dash. */
function firmest(found) {
  const order = look.statuses.map((status) => status.name);
  return order[Math.min(...found.map((claim) => order.indexOf(claim.flags[0])))];
}

/** "148 relations between 120 actors and things, from 15 documents." */
function summary(view) {
  const shown = [...view.found.values()].flat();
  if (!shown.length) return "No claims match.";
  const places = new Set(shown.map((claim) => sentences[claim.sentence].document));
  const all = relations.filter((relation) => relation.target !== null).length;
  const of = view.linked.length < all ? ` of ${number(all)}` : "";
  const parts = [`${number(view.linked.length)}${of} ${all === 1 ? "relation" : "relations"} between `
    + `${number(view.members.length)} actors and things, from ${plural(places.size, "document")}.`];
  if (view.drawn.size < view.members.length) {
    parts.push(`Showing the ${number(view.drawn.size)} most important of ${number(view.members.length)}; `
      + "search reaches the rest.");
  }
  return parts.join(" ");
}
