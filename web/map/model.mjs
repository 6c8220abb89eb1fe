// Decodes the columnar page data (see graph/map/page_data.py) into linked objects.

import { fold, number, plural } from "./text.mjs";

export const MODALITIES = ["asserted", "planned", "possible", "obligated"];
const NEGATED = 4;
const ALLEGED = 8;

/** The qualifications of a claim, strongest first: negated, alleged, planned …; "asserted" if there is none. */
export function flagsOf(stated) {
  const found = [];
  if (stated & NEGATED) found.push("negated");
  if (stated & ALLEGED) found.push("alleged");
  if (stated & 3) found.push(MODALITIES[stated & 3]);
  return found.length ? found : ["asserted"];
}

function entitiesOf({ entities: columns, countries, blocs, look, difference }) {
  const found = columns.id.map((id, index) => ({
    index, id, label: columns.label[index], type: look.types[columns.type[index]].name,
    hollow: look.types[columns.type[index]].hollow, shape: look.types[columns.type[index]].shape,
    isNamed: !/^\p{Ll}/u.test(columns.label[index]), country: countries[columns.country[index]] ?? null, weight: columns.weight[index],
    aliases: columns.aliases[index] ?? [], note: columns.remarks?.[index]?.[0] ?? null, tags: columns.remarks?.[index]?.slice(1) ?? [], community: columns.community[index],
    change: look.changes[difference?.entities[index]]?.name ?? null, x: columns.x[index], y: columns.y[index], size: columns.size[index],
    out: [], in: [], acts: [], says: [], blocs: [],
  }));
  for (const { label, members } of blocs) for (const index of members) found[index].blocs.push(label);
  return found;
}

function groupsByClass(look) {
  return new Map(look.groups.flatMap((group) => group.classes.map((name) => [name, group])));
}

function relationsOf({ relations: columns, actions, look, difference }, entities) {
  const groups = groupsByClass(look);
  const pairs = new Map();
  return columns.actor.map((actor, index) => {
    const [concept, label, actionClass] = actions[columns.action[index]];
    const target = columns.target[index] < 0 ? null : columns.target[index];
    const id = [entities[actor].id, concept, target === null ? "" : entities[target].id].join(" ");
    const relation = { index, id, actor, target, concept, label, class: actionClass,
      group: (groups.get(actionClass) ?? look.groups.at(-1)).name, claims: [], bend: 0,
      change: difference ? look.changes[difference.relations[index]].name : null, matches: [index] };
    if (target === null) entities[actor].acts.push(index);
    else {
      entities[actor].out.push(index);
      entities[target].in.push(index);
      const pair = `${actor} ${target}`;
      relation.bend = pairs.get(pair) ?? 0;
      pairs.set(pair, relation.bend + 1);
    }
    return relation;
  });
}

/** Link relations that the diff aligned although the two sides word them differently. */
function match(relations, { matches }) {
  for (const together of matches) for (const at of together) relations[at].matches = together;
}

function claimsOf({ claims: columns, relations: { claims: counts }, periods, speakers }, relations, entityAt, entities) {
  const claims = [];
  relations.forEach((relation, at) => {
    for (let left = counts[at]; left > 0; left -= 1) {
      const index = claims.length;
      const stated = columns.stated[index];
      const by = speakers[columns.by[index]];
      const claim = { index, relation: at, document: columns.document[index], stated, flags: flagsOf(stated),
        confidence: columns.confidence[index], period: periods[columns.period[index]]?.slice(0, 2) ?? null,
        isReported: periods[columns.period[index]]?.length > 2, by: by ? { id: by[0], label: by[1] } : null };
      claims.push(claim);
      relation.claims.push(claim);
      if (by && entityAt.has(by[0])) entities[entityAt.get(by[0])].says.push(index);
    }
  });
  return claims;
}

/** Communities with at least three members, by number: only these can be folded into one symbol. */
function communitiesOf(entities) {
  const members = new Map();
  for (const { index, community } of entities) members.set(community, [...(members.get(community) ?? []), index]);
  return new Map([...members].filter(([, found]) => found.length > 2));
}

/** Decode the page data. */
export function decode(core) {
  const entities = entitiesOf(core);
  const entityAt = new Map(entities.map(({ id, index }) => [id, index]));
  const relations = relationsOf(core, entities);
  if (core.difference) match(relations, core.difference);
  const claims = claimsOf(core, relations, entityAt, entities);
  const named = (list) => new Map(list.map((one) => [one.name, one]));
  return {
    look: core.look, limits: core.limits, options: core.options, documents: core.documents, batches: core.batches,
    blocs: core.blocs, entities, entityAt, relations, claims,
    relationAt: new Map(relations.map(({ id, index }) => [id, index])),
    linked: relations.filter(({ target }) => target !== null).length,
    connected: entities.filter((entity) => entity.out.length || entity.in.length).length,
    communities: communitiesOf(entities),
    groupOf: named(core.look.groups), typeOf: named(core.look.types), statusOf: named(core.look.statuses),
    firmness: new Map(core.look.statuses.map(({ name }, at) => [name, at])),
    isDiff: Boolean(core.difference), sides: core.difference?.sides ?? [], moved: core.difference?.moved ?? [],
  };
}

/** The firmest status among claims, which determines the dash of the line. */
export function firmest(model, found) {
  const best = Math.min(...found.map(({ flags }) => model.firmness.get(flags[0])));
  return model.look.statuses[best].name;
}

/** Whether all claims are so uncertain that their line is faint. */
export const isFaint = (model, found) => found.every(({ confidence }) => confidence < model.look.faint);

/** The number of claims, with counts by status unless all are asserted: "3 claims: 1 asserted, 2 planned". */
export function counted(model, found) {
  const many = plural(found.length, "claim");
  const counts = model.look.statuses.map(({ name, label }) => [label.toLowerCase(), found.filter(({ flags }) => flags[0] === name).length])
    .filter(([, count]) => count);
  if (counts.length === 1) return firmest(model, found) === "asserted" ? many : `${many}, ${counts[0][0]}`;
  return `${many}: ${counts.map(([label, count]) => `${number(count)} ${label}`).join(", ")}`;
}

/** The names of an entity, case-folded for search on first use. */
export function namesOf(entity) {
  entity.names ??= [entity.label, ...entity.aliases].map((text) => ({ text, folded: fold(text) }));
  return entity.names;
}

const SPANS = ["actor", "action", "target"];

/** Sentences and spans of claims, parsed on first use. */
export class Evidence {
  constructor(read) { this.read = read; }

  get data() {
    this.parsed ??= this.read();
    return this.parsed;
  }

  sentence({ index }) { return this.data.sentences[this.data.claims.sentence[index]]; }

  /** Verb, date, place, rule, id, place of the sentence and decision of a claim; `spans` by role, as code point offsets in the sentence. */
  of({ index }) {
    const { claims, words } = this.data;
    const spans = {};
    SPANS.forEach((role, at) => {
      const first = claims.spans[index * 6 + at * 2];
      if (first >= 0) spans[role] = [first, claims.spans[index * 6 + at * 2 + 1]];
    });
    return { spans, verb: words[claims.verb[index]], when: words[claims.when[index]] ?? null,
      place: words[claims.place[index]] ?? null, rule: words[claims.rule[index]], also: this.data.also?.[index] ?? [],
      id: claims.id[index], at: claims.at[index], decision: this.data.decisions?.[index] ?? null };
  }

  /** Whether the sentence of a claim contains the case-folded words. */
  holds(claim, wanted) {
    const at = this.data.claims.sentence[claim.index];
    this.folded ??= [];
    this.folded[at] ??= fold(this.data.sentences[at]);
    return this.folded[at].includes(wanted);
  }
}
