import assert from "node:assert/strict";
import { test } from "node:test";
import { wrapped } from "../map/text.mjs";

for (const [text, letters, lines] of [
  ["Who did what", 40, ["Who did what"]],
  ["Who did what: 2025-10", 14, ["Who did what:", "2025-10"]],
  ["a  b", 20, ["a b"]],
  ["x".repeat(30), 12, ["x".repeat(12), "x".repeat(12), "x".repeat(6)]],
  ["very narrow", 1, ["very narrow"]],  // at least a word
  ["", 20, []],
]) {
  test(`${JSON.stringify(text)} in ${letters} letters`, () => assert.deepEqual(wrapped(text, letters), lines));
}
