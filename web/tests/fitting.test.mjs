import assert from "node:assert/strict";
import { test } from "node:test";
import { fitted, unitAt } from "../map/fitting.mjs";

const dot = (x, y, part = {}) => ({ x, y, radius: 5, reach: 0, ...part });

for (const [scale, unit] of [[2, 1], [1, 1], [0.62, 1], [0.31, 2], [0.1, 2.6], [0.01, 2.6]]) {
  test(`at zoom ${scale} symbols are drawn ${unit} times as large`, () => assert.ok(Math.abs(unitAt(scale) - unit) < 1e-9));
}

for (const [name, symbols] of [
  ["two far apart", [dot(-1000, 0), dot(1000, 0)]],
  ["a column", [dot(0, -900), dot(0, 900), dot(0, 0)]],
  ["labels at the side", [dot(-400, 0, { reach: 80 }), dot(400, 10, { reach: 60 })]],
  ["large ones", [dot(-300, -200, { radius: 40 }), dot(300, 200, { radius: 30 })]],
]) {
  test(`all of it has room, and no nearer zoom would do: ${name}`, () => {
    const { scale, left, right, top, bottom } = fitted(symbols, 800, 500);
    assert.ok(right - left <= 800 && bottom - top <= 500);
    assert.ok((right - left) / 800 > 0.99 || (bottom - top) / 500 > 0.99, `${right - left} ${bottom - top}`);
    for (const { x, y, radius, reach } of symbols) {
      const size = radius * scale * unitAt(scale);
      assert.ok(x * scale - Math.max(size, reach * scale) >= left - 1e-6 && y * scale + size <= bottom + 1e-6);
    }
  });
}

test("a single symbol is not blown up, a part may be nearer", () => {
  assert.equal(fitted([dot(0, 0)], 800, 500).scale, 1.5);
  assert.equal(fitted([dot(0, 0)], 800, 500, 2.2).scale, 2.2);
});

test("what has no room at any zoom is shown from afar", () => assert.ok(fitted([dot(-1e6, 0), dot(1e6, 0)], 100, 100).scale < 0.031));
