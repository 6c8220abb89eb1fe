import assert from "node:assert/strict";
import { test } from "node:test";
import { allCounts, shownCounts } from "../map/counts.mjs";
import { passing, summary, visible } from "../map/filter.mjs";
import { counted, decode, Evidence, firmest, flagsOf, isFaint } from "../map/model.mjs";
import { initialState } from "../map/state.mjs";
import { evidence, sample } from "./sample.mjs";

const model = decode(sample());
const words = new Evidence(() => evidence);
const seen = (part) => [...passing(model, { ...initialState(), ...part }, words)].map(([at, found]) => [at, found.length]);
const drawing = (part) => visible(model, { ...initialState(), ...part }, words);

test("each claim has its flags, the weightiest first", () => {
  assert.deepEqual([0, 1, 4, 5, 8, 14].map(flagsOf), [["asserted"], ["planned"], ["negated"], ["negated", "planned"], ["alleged"], ["negated", "alleged", "possible"]]);
  assert.equal(firmest(model, model.relations[1].claims), "asserted");
  assert.deepEqual(model.entities[1].says, [1]);
});

for (const [part, expected] of [
  [{}, [[0, 1], [1, 2], [2, 1], [3, 1]]],
  [{ classes: new Set(["agree"]) }, [[0, 1], [3, 1]]],
  [{ types: new Set(["thing"]) }, [[0, 1], [3, 1]]],
  [{ modalities: new Set(["planned"]) }, [[0, 1], [1, 1], [2, 1], [3, 1]]],
  [{ polarity: "negated" }, [[2, 1]]],
  [{ polarity: "affirmed" }, [[0, 1], [1, 2], [3, 1]]],
  [{ alleged: "only" }, [[3, 1]]],
  [{ alleged: "no" }, [[0, 1], [1, 2], [2, 1]]],
  [{ bloc: "African Union" }, [[0, 1], [1, 2]]],
  [{ bloc: "African Union", within: "all" }, [[1, 2]]],  // a pact is no actor
  [{ bloc: "Nobody" }, []],
  [{ within: "all" }, [[0, 1], [1, 2], [2, 1], [3, 1]]],
  [{ actorMin: 2 }, [[0, 1], [1, 2], [2, 1]]],
  [{ actorMin: 3 }, [[1, 2]]],  // a pact may have any number
  [{ actorMin: 2, confidence: 81 }, [[2, 1]]],  // only claims that pass the other filters are counted
  [{ actorMin: 2, min: 2 }, [[1, 2]]],
  [{ from: "2026" }, [[1, 1], [2, 1]]],
  [{ to: "2025-12" }, [[0, 1], [1, 1]]],
  [{ from: "2026-01-15", to: "2026-01-16" }, [[1, 1], [2, 1]]],  // a month may mean any of its days
  [{ from: "nonsense" }, [[0, 1], [1, 2], [2, 1], [3, 1]]],
  [{ min: 2 }, [[1, 2]]],
  [{ confidence: 70 }, [[0, 1], [1, 1], [2, 1]]],
  [{ confidence: 80 }, [[0, 1], [1, 1], [2, 1]]],
  [{ confidence: 81 }, [[0, 1], [2, 1]]],
  [{ named: true }, [[0, 1], [3, 1]]],  // a pact has none
  [{ batch: "b" }, [[1, 1], [2, 1]]],
  [{ document: "a/1" }, [[0, 1], [1, 1], [3, 1]]],
  [{ document: "gone" }, []],
  [{ text: "PERU" }, [[0, 1], [2, 1], [3, 1]]],
  [{ text: "will sign" }, [[1, 2], [2, 1]]],
  [{ hidden: new Set([2]) }, [[0, 1], [3, 1]]],
  [{ statuses: new Set(["planned"]) }, [[0, 1], [1, 1], [2, 1], [3, 1]]],
  [{ statuses: new Set(["asserted", "planned"]) }, [[2, 1], [3, 1]]],  // what is negated or alleged is not shown as asserted
  [{ statuses: new Set(["negated", "alleged"]) }, [[0, 1], [1, 2]]],
  [{ change: "added" }, [[1, 2], [2, 1]]],
  [{ change: "gone" }, []],
  [{ ends: "same" }, [[0, 1], [1, 2], [2, 1]]],
  [{ ends: "added" }, [[3, 1]]],
  [{ ends: "gone" }, []],
]) {
  test(`filter ${JSON.stringify(part, (key, value) => (value instanceof Set ? [...value] : value))}`, () => assert.deepEqual(seen(part), expected));
}

test("a line is faint if all its claims are uncertain", () => {
  assert.deepEqual(model.relations.map(({ claims }) => isFaint(model, claims)), [false, false, false, true]);
  assert.equal(isFaint(model, [model.claims[1]]), true);
});

test("what has no line is not drawn, unless it is asked for or chosen", () => {
  assert.deepEqual([...drawing({}).drawn], [0, 1, 2]);
  assert.equal(drawing({}).lone, 1);
  assert.deepEqual([...drawing({ lone: true }).drawn], [0, 1, 2, 3]);
  assert.deepEqual([...drawing({ actor: 3 }).drawn], [0, 1, 2, 3]);
});

test("the relations of a development are drawn, wherever they stand", () => {
  const core = sample();
  core.limits = { all: 1, first: 1 };
  core.difference.moved = [{ title: "Peru and the pact", relations: [2] }];
  const many = decode(core);
  assert.deepEqual([...visible(many, { ...initialState(), moved: 0 }, words).drawn].sort(), [0, 1, 2]);
  assert.deepEqual([...visible(many, initialState(), words).drawn].sort(), [0, 1]);
});

test("what is kept open shows its neighbours, unless it is hidden", () => {
  const core = sample();
  core.limits = { all: 1, first: 1 };
  const many = decode(core);
  assert.deepEqual([...drawing({ open: new Set([2]) }).drawn].sort(), [0, 1, 2]);
  assert.deepEqual([...visible(many, { ...initialState(), open: new Set([2]) }, words).drawn].sort(), [0, 1, 2]);
  assert.deepEqual([...visible(many, { ...initialState(), open: new Set([2]), hidden: new Set([2]) }, words).drawn].sort(), [0, 1]);
});

test("of many only the first are drawn, and for one without a line its best neighbour", () => {
  const core = sample();
  core.limits = { all: 2, first: 1 };
  const view = visible(decode(core), initialState(), words);
  assert.deepEqual([...view.drawn], [0, 1]);
  assert.deepEqual(view.edges, [0]);
  assert.equal(summary(decode(core), view), "2 of 3 actors and things, 1 of 3 relations, from 2 documents");
});

test("steps leave the neighbours, a path its way", () => {
  assert.deepEqual([...drawing({ actor: 0, steps: 1 }).found.keys()], [0, 1, 2]);
  assert.deepEqual(drawing({ path: [1, 2] }).path, { nodes: [1, 2], steps: [[2]] });
  assert.equal(drawing({ path: [1, 3] }).path, null);
});

test("a folded community is one symbol with its lines bundled", () => {
  const core = sample();
  core.entities.community = [1, 0, 0, 1];
  const folded = visible(decode(core), { ...initialState(), folded: new Set([0]) }, words);
  assert.deepEqual([...folded.folded], [[0, [1, 2]]]);
  assert.deepEqual([...folded.drawn], [0]);
  assert.deepEqual(folded.bundles, [{ from: 0, to: "g0", count: 3 }]);
});

test("sentences and places of words come from the lazily read part", () => {
  let reads = 0;
  const lazy = new Evidence(() => { reads += 1; return evidence; });
  visible(model, initialState(), lazy);
  assert.equal(reads, 0);
  assert.equal(lazy.sentence(model.claims[0]), "Kenya met Perú.");
  assert.deepEqual(lazy.of(model.claims[4]).spans, { actor: [0, 5], action: [6, 9] });
  assert.deepEqual([lazy.of(model.claims[4]).id, lazy.of(model.claims[4]).decision], ["a4", "confirmed by a person"]);
  assert.equal(lazy.of(model.claims[0]).decision, null);
  assert.equal(reads, 1);
});

test("claims are counted by how they are stated", () => {
  const of = (...stated) => counted(model, stated.map((code) => ({ flags: flagsOf(code) })));
  assert.equal(of(0, 0), "2 claims");
  assert.equal(of(1), "1 claim, planned");
  assert.equal(of(4, 4), "2 claims, negated");
  assert.equal(of(0, 1, 9), "3 claims: 1 asserted, 1 alleged, 1 planned");
});

for (const [isMap, part, field, all, shown] of [
  [true, {}, "classes", { agree: 2, meet: 1 }, { agree: 2, meet: 1 }],
  [false, {}, "classes", { agree: 2, attack: 1, meet: 1 }, { agree: 2, attack: 1, meet: 1 }],
  [true, { confidence: 81 }, "classes", { agree: 2, meet: 1 }, { agree: 1, meet: 1 }],
  [true, { polarity: "negated" }, "types", { country: 2, thing: 1 }, { country: 1, thing: 1 }],
  [false, { polarity: "negated" }, "types", { country: 3, thing: 1 }, { country: 1, thing: 1 }],
  [true, { modalities: new Set(["planned"]) }, "modalities", { asserted: 3, planned: 1 }, { asserted: 3 }],
  [true, { change: "gone" }, "change", { added: 2, same: 1 }, {}],
  [false, { ends: "added" }, "ends", { added: 1, null: 1, same: 2 }, { added: 1 }],
  [true, { hidden: new Set([0]) }, "classes", { agree: 2, meet: 1 }, { agree: 1 }],
]) {
  test(`counts of ${field} with ${JSON.stringify(part, (key, value) => (value instanceof Set ? [...value] : value))}, ${isMap ? "map" : "lists"}`, () => {
    const plain = (found) => Object.fromEntries([...found[field]].sort(([one], [other]) => String(one).localeCompare(String(other))));
    assert.deepEqual(plain(allCounts(model, isMap)), all);
    assert.deepEqual(plain(shownCounts(model, drawing(part), isMap)), shown);
  });
}
