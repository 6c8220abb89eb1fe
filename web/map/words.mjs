// The words and crosses of the map, drawn over what vis-network draws: in screen pixels, the same at every zoom.

import { discsOf, FAMILY, LABELLED, labelLines, place, placeOnLine, Taken } from "./labels.mjs";
import { theme } from "./styles.mjs";

const LINE = 1.15;
/** Radius of a sign, in pixels. */
export const SIGN = 4.5;
const LINE_HEIGHT = 14;
const LINE_FONT = `italic 600 11.5px ${FAMILY}`;
const widths = new Map();

export function textWidth(ctx, text) {
  const key = `${ctx.font} ${text}`;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
}

const BOLD = 16;

/** The labels of the most important are bold and a little larger; `graph/page_labels.py` counts on it. */
export const labelFont = (rank) => (rank < BOLD ? { size: 12.5, weight: 600 } : { size: 11.5, weight: 400 });

/** A label's lines with their width and height. */
function sized(ctx, lines, size) {
  return { lines, width: Math.max(...lines.map((line) => textWidth(ctx, line))), height: lines.length * size * LINE };
}

/** Symbols with the sizes of their labels, whole and in short: what `place` takes. */
export function measured(ctx, symbols) {
  return symbols.map((symbol) => {
    const lines = labelLines(symbol.label);
    ctx.font = `${symbol.weight} ${symbol.size}px ${FAMILY}`;
    return { ...symbol, font: ctx.font, ...sized(ctx, lines, symbol.size),
      short: lines.length > 1 && symbol.rank < LABELLED ? sized(ctx, [`${lines[0]}…`], symbol.size) : null };
  });
}

/** How far the label of an entity below its symbol stands out to each side, in pixels. */
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
 * Draw labels of symbols and of lines `{text, point, colour, forced}`: first those of the chosen lines, which have the
 * fewest places to go. `kept`: boxes where no word may lie. Gives the places of all of them: `{key, box}`, for a line `{line, box}`.
 */
export function drawWords(ctx, symbols, lineLabels, frame, kept) {
  const taken = new Taken();
  kept.forEach((box) => taken.add(box));
  const room = { taken, discs: discsOf(symbols) };
  const onLines = (forced) => lineLabels.filter((label) => label.forced === forced)
    .map((label) => ({ line: label.at, label, box: boxOnLine(ctx, label, frame, room) })).filter(({ box }) => box);
  const chosen = onLines(true);
  const placed = place(measured(ctx, symbols), frame, { taken });
  const lines = [...chosen, ...onLines(false)];
  for (const { symbol, box } of placed) {
    ctx.font = symbol.font;
    drawText(ctx, symbol.lines, box, symbol.size, symbol.hollow ? theme.soft : theme.ink);
  }
  ctx.font = LINE_FONT;
  for (const { label, box } of lines) drawText(ctx, [label.text], box, LINE_HEIGHT, label.colour);
  return [...placed.map(({ symbol, box }) => ({ key: symbol.key, box })), ...lines.map(({ line, box }) => ({ line, box }))];
}

function boxOnLine(ctx, label, frame, { taken, discs }) {
  ctx.font = LINE_FONT;
  const box = placeOnLine({ ...label, width: textWidth(ctx, label.text) + 2, height: LINE_HEIGHT }, frame, { taken, discs });
  if (box) taken.add(box);
  return box;
}

/** The ✕ on a relation that the texts deny. */
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

/** A ring round the entity that the keyboard stands on. */
export function drawRing(ctx, x, y, radius) {
  for (const [width, colour] of [[6, theme.paper], [2.5, theme.accent]]) {
    Object.assign(ctx, { lineWidth: width, strokeStyle: colour });
    ctx.beginPath();
    ctx.arc(x, y, radius + 6, 0, 2 * Math.PI);
    ctx.stroke();
  }
}

/** The head of a pin beside a symbol that the reader has put somewhere. */
export function drawPin(ctx, x, y, radius) {
  ctx.fillStyle = theme.accent;
  ctx.beginPath();
  ctx.arc(x + radius * 0.8, y - radius * 0.8, 3, 0, 2 * Math.PI);
  ctx.fill();
}

/** The sign of what has become of a line, on a disc in its `colour`, or of an actor: only its `stroke`, in the symbol. */
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
