import assert from "node:assert/strict";
import { test } from "node:test";
import { decode } from "../map/model.mjs";
import { filtersOn, fromHash, initialState, isChanged, toggled, toHash, Trail } from "../map/state.mjs";
import { sample } from "./sample.mjs";

const model = decode(sample());
const full = {
  ...initialState(), view: "matrix", actor: 1, steps: 2, classes: new Set(["meet", "agree"]), types: new Set(["thing"]), modalities: new Set(["planned"]), statuses: new Set(["negated"]),
  polarity: "negated", alleged: "no", bloc: "African Union", within: "all", min: 3, actorMin: 2, confidence: 65, named: true, from: "2025-10", to: "2026", batch: "b", document: "a/1", change: "added", ends: "gone", moved: 0, text: "a & b = c", lone: true, all: true,
  hidden: new Set([2]), open: new Set([0, 1]), pins: new Map([[1, { x: -4, y: 7 }]]), folded: new Set([0]),
};

test("the address keeps every choice", () => assert.deepEqual(fromHash(model, `#${toHash(model, full)}`), full));
test("the first state is an empty address", () => {
  assert.equal(toHash(model, initialState()), "");
  assert.equal(isChanged(model, { ...initialState(), view: "table" }), false);
  assert.equal(isChanged(model, full), true);
});

for (const [hash, expected] of [
  ["#actor=actor%2Fgone&relation=x&view=nonsense", {}],
  ["#min=-3&steps=99", { steps: 3 }],
  ["#min=x&pins=actor/kenya+1+y&folded=7", {}],
  ["#confidence=1000&named=yes", { confidence: 100 }],
  ["#path=actor/kenya", {}],
  ["#path=actor/kenya+actor/peru", { path: [0, 1] }],
  ["#relation=actor/kenya+sign+thing/pact", { relation: 1 }],
]) {
  test(`what an address ${hash} does not know is left out`, () => assert.deepEqual(fromHash(model, hash), { ...initialState(), ...expected }));
}

test("filters are counted", () => {
  assert.equal(filtersOn(initialState()), 0);
  assert.equal(filtersOn(full), 18);
});

test("steps go back and forth, and a new one ends what lay ahead", () => {
  const trail = new Trail("a");
  trail.add("b");
  trail.add("c");
  assert.equal(trail.step(-1), "b");
  assert.equal(trail.step(-5), "a");
  assert.equal(trail.canUndo, false);
  assert.equal(trail.step(1), "b");
  trail.add("d");
  assert.equal(trail.canRedo, false);
  assert.deepEqual(trail.states, ["a", "b", "d"]);
});

test("a set toggles without being changed", () => {
  const set = new Set([1]);
  assert.deepEqual([...toggled(set, 2)], [1, 2]);
  assert.deepEqual([...toggled(set, 1)], []);
  assert.deepEqual([...set], [1]);
});
