// Applies the filters of a state: selects visible claims, relations and entities, and those that the map draws.

import { MODALITIES } from "./model.mjs";
import { shortestPath, within } from "./paths.mjs";
import { fold, number, period, plural } from "./text.mjs";

/** The actor of a relation, and its target if it has one. */
export const endsOf = ({ actor, target }) => (target === null || target === actor ? [actor] : [actor, target]);

/** Return a predicate on relations for the filters that do not depend on single claims. */
function relationFilter(model, state) {
  const bloc = state.bloc && new Set(model.blocs.find(({ label }) => label === state.bloc)?.members ?? []);
  const passes = (end) => !state.types.has(model.entities[end].type) && !state.hidden.has(end) && (!state.named || model.entities[end].isNamed);
  const isIn = (end) => bloc.has(end);
  // things belong to no bloc
  const isOfBloc = (ends) => ends.some(isIn) && (state.within !== "all" || ends.every((end) => model.entities[end].hollow || isIn(end)));
  return ({ actor, target, class: actionClass, change }) => !state.classes.has(actionClass)
    && (!state.change || change === state.change)
    && (!state.ends || [actor, target].some((end) => end !== null && model.entities[end].change === state.ends))
    && passes(actor) && (target === null || passes(target))
    && (!bloc || isOfBloc(endsOf({ actor, target })));
}

/** Return a predicate on claims. */
function claimFilter(model, state, evidence) {
  const first = period(state.from)?.[0] ?? "";
  const last = period(state.to)?.[1] ?? "";
  const wanted = fold(state.text.trim());
  const batch = state.batch && model.batches.indexOf(state.batch);
  const modalities = MODALITIES.map((modality) => !state.modalities.has(modality));
  return (claim) => modalities[claim.stated & 3]
    && !state.statuses.has(claim.flags[0])
    && claim.confidence >= state.confidence
    && (!state.polarity || (claim.flags[0] === "negated") === (state.polarity === "negated"))
    && (!state.alleged || claim.flags.includes("alleged") === (state.alleged === "only"))
    && (!first || (claim.period && claim.period[1] >= first))
    && (!last || (claim.period && claim.period[0] <= last))
    && (!state.batch || model.documents[claim.document].batch === batch)
    && (!state.document || model.documents[claim.document].id === state.document)
    && (!wanted || textHolds(model, claim, wanted, evidence));
}

function textHolds({ relations, entities }, claim, wanted, evidence) {
  const { actor, target } = relations[claim.relation];
  return [actor, target].some((end) => end !== null && fold(entities[end].label).includes(wanted))
    || evidence.holds(claim, wanted);
}

/** The relations that pass the filters, each with its matching claims, in the order of the page data. */
export function passing(model, state, evidence) {
  const relationPasses = relationFilter(model, state);
  const claimPasses = claimFilter(model, state, evidence);
  const found = new Map();
  for (const relation of model.relations) {
    if (!relationPasses(relation)) continue;
    const claims = relation.claims.filter(claimPasses);
    if (claims.length >= Math.max(1, state.min)) found.set(relation.index, claims);
  }
  return state.actorMin > 1 ? ofBusyActors(model, found, state.actorMin) : found;
}

/** Without the relations of actors that take part in fewer claims; things may have any number. */
function ofBusyActors({ relations, entities }, found, least) {
  const counts = new Map();
  for (const [at, claims] of found) for (const end of endsOf(relations[at])) counts.set(end, (counts.get(end) ?? 0) + claims.length);
  const passes = (end) => entities[end].hollow || counts.get(end) >= least;
  return new Map([...found].filter(([at]) => endsOf(relations[at]).every(passes)));
}

function nearby({ relations }, state, found) {
  const links = [...found.keys()].map((at) => relations[at]).filter(({ target }) => target !== null);
  const near = within(state.actor, state.steps, links);
  const inside = (end) => end === null || near.has(end);
  return new Map([...found].filter(([at]) => inside(relations[at].actor) && inside(relations[at].target)));
}

/** Everything visible: claims by relation, relations, entities, and what the map draws; `path`: relations of the requested path. */
export function visible(model, state, evidence) {
  const { relations } = model;
  let found = passing(model, state, evidence);
  if (state.actor !== null && state.steps) found = nearby(model, state, found);
  const linked = [...found.keys()].filter((at) => relations[at].target !== null);
  const members = new Set(linked.flatMap((at) => [relations[at].actor, relations[at].target]));
  const lone = new Set([...found.keys()].map((at) => relations[at].actor).filter((actor) => !members.has(actor)));
  if (state.lone || !members.size) lone.forEach((actor) => members.add(actor));
  const ranked = [...members].sort((a, b) => a - b);
  const path = state.path && shortestPath(...state.path, linked.map((at) => relations[at]));
  const view = { found, linked, members: ranked, lone: lone.size, path, moved: model.moved };
  return { ...view, ...drawing(model, state, view) };
}

/** What the map draws: entities, the relations between them, and folded communities in place of their members. */
function drawing(model, state, view) {
  const { relations, entities } = model;
  const drawn = first(model, state, view);
  addChosen(model, state, view, drawn);
  const folded = new Map();
  const isFolded = ({ community, index }) => state.folded.has(community) && !kept(state, relations, view).has(index);
  for (const index of state.folded.size ? view.members : []) {
    const { community } = entities[index];
    if (!isFolded(entities[index])) continue;
    folded.set(community, [...(folded.get(community) ?? []), index]);
    drawn.delete(index);
  }
  const edges = view.linked.filter((at) => drawn.has(relations[at].actor) && drawn.has(relations[at].target));
  return { drawn, edges, folded, bundles: bundles(model, view, drawn, folded) };
}

/** The most important entities, plus the most important neighbour of each that would otherwise have no line. */
function first({ limits, relations }, state, { members, linked }) {
  if (members.length <= limits.all || state.all) return new Set(members);
  const drawn = new Set(members.slice(0, limits.first));
  const best = new Map();
  for (const at of linked) {
    const { actor, target } = relations[at];
    for (const [one, other] of [[actor, target], [target, actor]]) {
      if (one !== other && drawn.has(one)) best.set(one, Math.min(other, best.get(one) ?? Infinity));
    }
  }
  for (const [one, other] of best) if (one !== other && !drawn.has(other)) drawn.add(other);
  return drawn;
}

/** The relations of the selected development that pass the filters. */
const movedRelations = ({ found, moved }, state) => (state.moved === null ? [] : moved[state.moved].relations.filter((at) => found.has(at)));

/** Entities that are always drawn: the selection, the ends of selected relations, the path. */
function kept(state, relations, view) {
  const chosen = state.relation === null ? null : relations[state.relation];
  const moved = movedRelations(view, state).flatMap((at) => [relations[at].actor, relations[at].target]);
  return new Set([...moved, state.actor, chosen?.actor ?? null, chosen?.target ?? null, ...(state.pair ?? []),
    ...(view.path?.nodes ?? [])].filter((end) => end !== null && end !== undefined));
}

function addChosen({ entities, relations }, state, view, drawn) {
  for (const end of kept(state, relations, view)) drawn.add(end);
  for (const end of [...state.open, ...(state.actor === null ? [] : [state.actor])]) {
    if (state.hidden.has(end)) continue;
    for (const at of [...entities[end].out, ...entities[end].in]) {
      if (view.found.has(at)) drawn.add(relations[at].actor).add(relations[at].target);
    }
  }
}

/** Edges to and between folded communities: number of claims by their two ends ("g4" or the index of an entity). */
function bundles({ relations, entities }, { linked, found }, drawn, folded) {
  if (!folded.size) return [];
  const standsFor = (end) => {
    const { community } = entities[end];
    if (drawn.has(end)) return end;
    return folded.get(community)?.includes(end) ? `g${community}` : null;
  };
  const counts = new Map();
  for (const at of linked) {
    const [from, to] = [standsFor(relations[at].actor), standsFor(relations[at].target)];
    if (from === null || to === null || from === to || (typeof from === "number" && typeof to === "number")) continue;
    const key = `${from} ${to}`;
    const bundle = counts.get(key) ?? { from, to, count: 0 };
    bundle.count += found.get(at).length;
    counts.set(key, bundle);
  }
  return [...counts.values()];
}

/** A summary of what is visible: "133 of 300 actors and things, 154 of 294 relations, from 15 documents" on the map. */
export function summary(model, view, isMap = true) {
  const shown = [...view.found.values()].flat();
  if (!shown.length) return "Nothing matches";
  const isMember = new Set(view.members);
  const actors = isMap ? [...view.drawn].filter((index) => isMember.has(index)).length : view.members.length;
  const relations = isMap ? view.edges.length : view.linked.length;
  const count = (some, all) => (some === all ? number(all) : `${number(some)} of ${number(all)}`);
  const places = new Set(shown.map(({ document }) => document));
  const folded = isMap ? [...view.folded.values()].reduce((sum, members) => sum + members.length, 0) : 0;
  const rest = folded ? `; ${number(folded)} folded into ${plural(view.folded.size, "community", "communities")}` : "";
  return `${count(actors, model.connected)} actors and things, ${count(relations, model.linked)} `
    + `${model.linked === 1 ? "relation" : "relations"}, from ${plural(places.size, "document")}${rest}`;
}
