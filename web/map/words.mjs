// Labels and marks, drawn over the output of vis-network in screen pixels, independent of the zoom.

import { discsOf, FAMILY, LABELLED, labelLines, place, placeOnLine, Taken } from "./labels.mjs";
import { theme } from "./styles.mjs";

const LINE = 1.15;
/** Radius of a sign in pixels. */
export const SIGN = 4.5;
const LINE_HEIGHT = 14;
const LINE_SIZE = 11.5;
const LINE_FONT = `italic 600 ${LINE_SIZE}px ${FAMILY}`;
const widths = new Map();

export function textWidth(ctx, text) {
  const key = `${ctx.font} ${text}`;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
}

const BOLD = 16;

/** The most important labels are bold and slightly larger; `graph/map/labels.py` relies on it. */
export const labelFont = (rank) => (rank < BOLD ? { size: 12.5, weight: 600 } : { size: 11.5, weight: 400 });

/** The lines of a label with its width and height. */
function sized(ctx, lines, size) {
  return { lines, width: Math.max(...lines.map((line) => textWidth(ctx, line))), height: lines.length * size * LINE };
}

/** Symbols with the sizes of their labels, complete and short, as input of `place`. */
export function measured(ctx, symbols) {
  return symbols.map((symbol) => {
    const lines = labelLines(symbol.label);
    ctx.font = `${symbol.weight} ${symbol.size}px ${FAMILY}`;
    return { ...symbol, font: ctx.font, ...sized(ctx, lines, symbol.size),
      short: lines.length > 1 && symbol.rank < LABELLED ? sized(ctx, [`${lines[0]}…`], symbol.size) : null };
  });
}

/** Half the width in pixels of the label of an entity below its symbol. */
export function labelReach(ctx, label, rank) {
  const [{ width }] = measured(ctx, [{ label, rank, ...labelFont(rank) }]);
  return width / 2;
}

function drawText(ctx, lines, box, size, colour) {
  const middle = (box[0] + box[2]) / 2;
  Object.assign(ctx, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3.5,
    strokeStyle: theme.paper, fillStyle: colour });
  lines.forEach((line, at) => ctx.strokeText(line, middle, box[1] + at * size * LINE + 1));
  lines.forEach((line, at) => ctx.fillText(line, middle, box[1] + at * size * LINE + 1));
}

/**
 * Place the labels of symbols and of lines `{text, point, colour, forced}`. Selected lines come first, because they have
 * the fewest candidate positions. `kept`: boxes that must stay free. Returns `{key, box, …}` for symbols and
 * `{line, box, …}` for lines.
 */
export function placeWords(ctx, symbols, lineLabels, frame, kept) {
  const taken = new Taken();
  kept.forEach((box) => taken.add(box));
  const room = { taken, discs: discsOf(symbols) };
  const onLines = (isForced) => lineLabels.filter(({ forced }) => forced === isForced)
    .map(({ at, ...label }) => ({ line: at, lines: [label.text], font: LINE_FONT, size: LINE_SIZE, weight: 600, colour: label.colour,
      box: boxOnLine(ctx, label, frame, room) })).filter(({ box }) => box);
  const chosen = onLines(true);
  const placed = place(measured(ctx, symbols), frame, { taken }).map(({ symbol: { key, lines, font, size, weight, hollow }, box }) => ({
    key, box, lines, font, size, weight, colour: hollow ? theme.soft : theme.ink }));
  return [...placed, ...chosen, ...onLines(false)];
}

/** Draw the result of `placeWords`. */
export function drawWords(ctx, words) {
  for (const { lines, box, font, size, colour } of words) {
    ctx.font = font;
    drawText(ctx, lines, box, size, colour);
  }
}

function boxOnLine(ctx, label, frame, { taken, discs }) {
  ctx.font = LINE_FONT;
  const box = placeOnLine({ ...label, width: textWidth(ctx, label.text) + 2, height: LINE_HEIGHT }, frame, { taken, discs });
  if (box) taken.add(box);
  return box;
}

/** Draw the ✕ on a negated relation. */
export function drawCross(ctx, x, y, radius) {
  for (const [width, colour] of [[4.5, theme.paper], [1.8, theme.ink]]) {
    Object.assign(ctx, { lineWidth: width, strokeStyle: colour });
    ctx.beginPath();
    ctx.moveTo(x - radius, y - radius);
    ctx.lineTo(x + radius, y + radius);
    ctx.moveTo(x + radius, y - radius);
    ctx.lineTo(x - radius, y + radius);
    ctx.stroke();
  }
}

/** Draw the keyboard cursor: a ring around an entity. */
export function drawRing(ctx, x, y, radius) {
  for (const [width, colour] of [[6, theme.paper], [2.5, theme.accent]]) {
    Object.assign(ctx, { lineWidth: width, strokeStyle: colour });
    ctx.beginPath();
    ctx.arc(x, y, radius + 6, 0, 2 * Math.PI);
    ctx.stroke();
  }
}

/** Draw the pin beside a pinned symbol. */
export function drawPin(ctx, x, y, radius) {
  ctx.fillStyle = theme.accent;
  ctx.beginPath();
  ctx.arc(x + radius * 0.8, y - radius * 0.8, 3, 0, 2 * Math.PI);
  ctx.fill();
}

/** Draw the sign of a change: for a line on a disc in its `colour`, for an actor only the `stroke` in its symbol. */
export function drawSign(ctx, { x, y, sign, colour, stroke = theme.paper, size = 1 }) {
  ctx.save();
  ctx.translate(x, y);
  ctx.scale(size, size);
  Object.assign(ctx, { strokeStyle: stroke, lineWidth: 1.7 });
  if (colour) {
    ctx.fillStyle = colour;
    ctx.beginPath();
    ctx.arc(0, 0, SIGN, 0, 2 * Math.PI);
    ctx.fill();
  }
  ctx.stroke(new Path2D(sign));
  ctx.restore();
}
