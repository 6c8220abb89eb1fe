import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { labelLines, place } from "../map/labels.mjs";
import { decode } from "../map/model.mjs";
import { shortestPath, within } from "../map/paths.mjs";
import { search } from "../map/search.mjs";
import { csv, csvCell, fold, period, readable, shorten } from "../map/text.mjs";
import { barOf, bars } from "../map/time.mjs";
import { sample } from "./sample.mjs";

const model = decode(sample());

test("labels break as Python breaks them", () => {
  const table = JSON.parse(readFileSync(new URL("../../tests/graph/label_lines.json", import.meta.url), "utf8"));
  for (const [label, lines] of table) assert.deepEqual(labelLines(label), lines);
});

for (const [text, expected] of [["2025", ["2025-01-01", "2025-12-31"]], [" 2025-10 ", ["2025-10-01", "2025-10-31"]], ["2025-13", null], ["", null], ["2025-1", null]]) {
  test(`the period of "${text}"`, () => assert.deepEqual(period(text), expected));
}

for (const [date, expected] of [["2025-10-07", "7 October 2025"], ["2025-10", "October 2025"], ["2025", "2025"], ["2025-10-26/2025-10-28", "26 October 2025 – 28 October 2025"]]) {
  test(`${date} in words`, () => assert.equal(readable(date), expected));
}

for (const [cell, expected] of [["a", "a"], ['a"b', '"a""b"'], ["a,b", '"a,b"'], ["=1+1", "'=1+1"], ["@x", "'@x"], ["-1,2", "\"'-1,2\""]]) {
  test(`the CSV cell of ${cell}`, () => assert.equal(csvCell(cell), expected));
}
test("CSV has a mark, commas and line ends", () => assert.equal(csv([["a", 1], ["b", ""]]), "\ufeffa,1\r\nb,\r\n"));
test("folding takes accents and case away", () => assert.equal(fold("PERÚ Đ"), "peru đ"));
test("shortening counts letters", () => {
  assert.equal(shorten("abc", 3), "abc");
  assert.equal(shorten("abcd", 3), "ab…");
  assert.equal(shorten("x".repeat(10000)).length, 90);
});

for (const [words, expected] of [
  ["peru", [[1, null]]], ["PERÚ", [[1, null]]], ["republic", [[0, "Republic of Kenya"]]], ["of ken", [[0, "Republic of Kenya"]]],
  ["p", [[1, null], [2, null], [0, "Republic of Kenya"], [3, null]]], ["zzz", []], ["  ", []],
]) {
  test(`search for "${words}"`, () => assert.deepEqual(search(model.entities, words).map(({ index, alias }) => [index, alias]), expected));
}

test("steps and paths go along lines in both directions", () => {
  const links = [[0, 1], [2, 1], [2, 3], [5, 6]].map(([actor, target], index) => ({ actor, target, index }));
  assert.deepEqual([...within(0, 2, links)].sort(), [0, 1, 2]);
  assert.deepEqual(shortestPath(0, 3, links), { nodes: [0, 1, 2, 3], steps: [[0], [1], [2]] });
  assert.equal(shortestPath(0, 6, links), null);
  assert.deepEqual(shortestPath(2, 2, links), { nodes: [2], steps: [] });
});

const claims = (...days) => days.map((day) => ({ period: day && [day, day] }));

test("bars are days, months or years, whatever there is room for", () => {
  assert.deepEqual(bars([]), []);
  assert.deepEqual(bars(claims(null)), []);
  assert.deepEqual(bars(claims("2025-10-30", "2025-11-01")).map(({ key }) => key), ["2025-10-30", "2025-10-31", "2025-11-01"]);
  assert.equal(bars(claims("2024-01-05", "2026-03-01")).length, 27);
  assert.equal(bars(claims("1990-01-01", "2025-01-01")).length, 36);
  assert.equal(bars(claims("1800-01-01", "2025-01-01")).length, 41);
});

test("the few that are much older share one bar", () => {
  const made = bars(claims("2009-05-01", ...Array.from({ length: 20 }, (_, at) => `2025-10-${String(at + 10)}`)));
  assert.deepEqual(made[0], { key: "before 2025-10-10", from: "", to: "2025-10-09", name: "before 10 Oct 2025" });
  assert.equal(barOf(made, { period: ["2009-05-01", "2009-05-01"] }), 0);
  assert.equal(barOf(made, { period: ["2025-10-11", "2025-10-11"] }), 2);
  assert.equal(barOf(made, { period: null }), -1);
});

test("no label lies over another or out of the frame, and the first come first", () => {
  const symbols = Array.from({ length: 60 }, (_, at) => ({ key: at, x: 20 + (at % 8) * 40, y: 20 + Math.floor(at / 8) * 30, radius: 4, width: 70, height: 14 }));
  const placed = place(symbols, [0, 0, 340, 260]);
  assert.equal(placed[0].symbol.key, 0);
  assert.ok(placed.length > 15);
  placed.forEach(({ box: [left, top, right, bottom] }, at) => {
    assert.ok(left >= 0 && top >= 0 && right <= 340 && bottom <= 260);
    for (const { box } of placed.slice(at + 1)) assert.ok(right <= box[0] || box[2] <= left || bottom <= box[1] || box[3] <= top);
  });
});

test("what is chosen has its label though there is no room", () => {
  const crowd = Array.from({ length: 30 }, (_, at) => ({ key: at, x: 100 + at, y: 100, radius: 4, width: 180, height: 60, forced: at === 29 }));
  assert.ok(place(crowd, [0, 0, 200, 200]).some(({ symbol }) => symbol.key === 29));
});
