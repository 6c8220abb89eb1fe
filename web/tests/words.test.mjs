import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { discsOf, labelLines, place, placeOnLine, Taken } from "../map/labels.mjs";
import { decode } from "../map/model.mjs";
import { shortestPath, within } from "../map/paths.mjs";
import { search } from "../map/search.mjs";
import { csv, csvCell, fold, period, readable, shorten } from "../map/text.mjs";
import { barOf, bars, tallied } from "../map/time.mjs";
import { sample } from "./sample.mjs";

const model = decode(sample());

test("labels break as Python breaks them", () => {
  const table = JSON.parse(readFileSync(new URL("../../tests/graph/map/label_lines.json", import.meta.url), "utf8"));
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
  assert.deepEqual(bars(claims("2025-10-01", "2025-11-30")).map(({ from, to }) => [from, to]), [["2025-09-29", "2025-10-05"], ["2025-10-06", "2025-10-12"],
    ["2025-10-13", "2025-10-19"], ["2025-10-20", "2025-10-26"], ["2025-10-27", "2025-11-02"], ["2025-11-03", "2025-11-09"], ["2025-11-10", "2025-11-16"],
    ["2025-11-17", "2025-11-23"], ["2025-11-24", "2025-11-30"]]);
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

for (const [days, unit, names] of [
  [["2025-10-01", "2025-11-09"], 40, ["1 Oct 2025", "9 Nov 2025"]],
  [["2025-10-01", "2025-11-10"], 7, ["week of 29 Sep 2025", "week of 10 Nov 2025"]],
  [["2024-12-30", "2025-09-28"], 39, ["week of 30 Dec 2024", "week of 22 Sep 2025"]],
  [["2024-12-30", "2025-10-06"], 11, ["Dec 2024", "Oct 2025"]],
  [["2022-01-01", "2025-05-01"], 4, ["2022", "2025"]],
]) {
  test(`from ${days.join(" to ")} there are ${unit} bars`, () => {
    const made = bars(claims(...days));
    assert.equal(made.length, unit);
    assert.deepEqual([made[0].name, made.at(-1).name], names);
    assert.deepEqual(tallied(made, claims(...days)).filter(Boolean), [1, 1]);
    made.slice(1).forEach(({ from }, at) => assert.ok(from > made[at].to));
  });
}

const meet = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];
const crowd = Array.from({ length: 60 }, (_, at) => ({ key: at, x: 20 + (at % 8) * 40, y: 20 + Math.floor(at / 8) * 30, radius: 4, width: 70, height: 14 }));
const discOf = ({ x, y, radius }) => [x - radius, y - radius, x + radius, y + radius];

test("no label lies over another, over a symbol or out of the frame, and the first come first", () => {
  const placed = place(crowd, [0, 0, 340, 260]);
  assert.equal(placed[0].symbol.key, 0);
  assert.ok(placed.length > 8);
  placed.forEach(({ symbol, box }, at) => {
    assert.ok(box[0] >= 0 && box[1] >= 0 && box[2] <= 340 && box[3] <= 260);
    for (const other of placed.slice(at + 1)) assert.equal(meet(box, other.box), false);
    for (const other of crowd) assert.equal(other.key !== symbol.key && meet(box, discOf(other)), false);
  });
});

test("a label stays by its symbol or is left out", () => {
  const wall = Array.from({ length: 40 }, (_, at) => ({ key: at + 1, x: 60 + (at % 8) * 20, y: 60 + Math.floor(at / 8) * 20, radius: 9, width: 10, height: 10 }));
  const inside = { key: 0, x: 130, y: 100, radius: 2, width: 90, height: 14 };
  assert.equal(place([inside, ...wall], [0, 0, 400, 300]).some(({ symbol }) => symbol.key === 0), false);
  assert.ok(place([{ ...inside, forced: true }, ...wall], [0, 0, 400, 300]).some(({ symbol }) => symbol.key === 0));
});

test("a long label that has no room is shortened", () => {
  const long = { key: 0, x: 50, y: 50, radius: 4, width: 98, height: 60, lines: ["a", "b"], short: { width: 40, height: 14, lines: ["a…"] } };
  const [{ symbol, box }] = place([long], [0, 0, 100, 90]);
  assert.deepEqual(symbol.lines, ["a…"]);
  assert.equal(box[2] - box[0], 40);
  assert.deepEqual(place([long], [0, 0, 200, 200])[0].symbol.lines, ["a", "b"]);
});

test("the word of a line stands on it; of a chosen line beside it, if it must", () => {
  const ends = [{ x: 20, y: 50, radius: 10 }, { x: 80, y: 50, radius: 10 }];
  const along = { point: (share) => ({ x: 20 + 60 * share, y: 50 }), width: 50, height: 14 };
  const room = () => ({ taken: new Taken(), discs: discsOf(ends) });
  assert.equal(placeOnLine(along, [0, 0, 100, 100], room()), null);
  const chosen = placeOnLine({ ...along, forced: true }, [0, 0, 100, 100], room());
  assert.ok(ends.every((end) => !meet(chosen, discOf(end))));
  assert.deepEqual(placeOnLine({ ...along, width: 30 }, [0, 0, 100, 100], room()), [35, 43, 65, 57]);
  assert.equal(placeOnLine({ ...along, width: 300, forced: true }, [0, 0, 100, 100], room()), null);
});

test("what is chosen has its label though there is no room", () => {
  const many = Array.from({ length: 30 }, (_, at) => ({ key: at, x: 100 + at, y: 100, radius: 4, width: 180, height: 60, forced: at === 29 }));
  assert.ok(place(many, [0, 0, 200, 200]).some(({ symbol }) => symbol.key === 29));
});
