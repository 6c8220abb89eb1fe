// The words and crosses of the map, drawn over what vis-network draws: in screen pixels, the same at every zoom.

import { FAMILY, labelLines, place, Taken } from "./labels.mjs";
import { theme } from "./styles.mjs";

const LINE = 1.15;
const widths = new Map();

export function textWidth(ctx, text) {
  const key = `${ctx.font} ${text}`;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
}

const BOLD = 16;

/** The labels of the most important are bold and a little larger; `graph/page_labels.py` counts on it. */
export const labelFont = (rank) => (rank < BOLD ? { size: 12.5, weight: 600 } : { size: 11.5, weight: 400 });

/** Symbols with the sizes of their labels: what `place` takes. */
export function measured(ctx, symbols) {
  return symbols.map((symbol) => {
    symbol.lines ??= labelLines(symbol.label);
    ctx.font = `${symbol.weight} ${symbol.size}px ${FAMILY}`;
    return { ...symbol, font: ctx.font, width: Math.max(...symbol.lines.map((line) => textWidth(ctx, line))),
      height: symbol.lines.length * symbol.size * LINE };
  });
}

function drawText(ctx, lines, box, size, colour) {
  const middle = (box[0] + box[2]) / 2;
  Object.assign(ctx, { textAlign: "center", textBaseline: "top", lineJoin: "round", lineWidth: 3.5,
    strokeStyle: theme.paper, fillStyle: colour });
  lines.forEach((line, at) => ctx.strokeText(line, middle, box[1] + at * size * LINE + 1));
  lines.forEach((line, at) => ctx.fillText(line, middle, box[1] + at * size * LINE + 1));
}

/** Draw labels of symbols, then of lines `{text, x, y, colour, forced}`; gives the places of the symbols' labels. */
export function drawWords(ctx, symbols, lineLabels, frame, { corner, important }) {
  const taken = new Taken();
  taken.add(corner);
  const placed = place(measured(ctx, symbols), frame, { taken, important });
  for (const { symbol, box } of placed) {
    ctx.font = symbol.font;
    drawText(ctx, symbol.lines, box, symbol.size, symbol.hollow ? theme.soft : theme.ink);
  }
  for (const label of lineLabels) drawLineLabel(ctx, label, taken, frame);
  return placed.map(({ symbol, box }) => ({ key: symbol.key, box }));
}

function drawLineLabel(ctx, { text, x, y, colour, forced }, taken, frame) {
  ctx.font = `italic 600 11.5px ${FAMILY}`;
  const half = textWidth(ctx, text) / 2;
  const box = [x - half, y - 7, x + half, y + 7];
  const isOut = box[0] < frame[0] || box[2] > frame[2] || box[1] < frame[1] || box[3] > frame[3];
  if (isOut || (!forced && !taken.isFree(box, null))) return;
  taken.add(box);
  drawText(ctx, [text], box, 12, colour);
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
