// Label placement without overlaps, the most important labels first, within the frame of the map.

const WIDTH = 20;
const LINES = 3;
const CELL = 64;
const GAP = 3;
/** Extra distances in pixels between a symbol and its label if there is no room; beyond these, the label would look like another symbol's. */
const FURTHER = [5, 10];
/** Extra distances for the label of a selected symbol, which is nearly alone. */
const FURTHER_IF_FORCED = [5, 10, 18, 28, 40];
/** Width of a symbol's border in pixels. */
const BORDER = 1;
export const LABELLED = 60;
export const MOST_LABELS = 400;
export const FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Break a label into up to three short lines, the same way as `graph/map/labels.py`. */
export function labelLines(label) {
  const lines = [];
  for (const word of label.replace(INVISIBLE, " ").split(" ").filter(Boolean)) {
    const letters = Array.from(word);
    for (let at = 0; at < letters.length && lines.length <= LINES; at += WIDTH) {
      const piece = letters.slice(at, at + WIDTH);
      const last = Array.from(lines.at(-1) ?? "");
      if (lines.length && last.length + 1 + piece.length <= WIDTH) lines[lines.length - 1] += ` ${piece.join("")}`;
      else lines.push(piece.join(""));
    }
    if (lines.length > LINES) break;
  }
  if (lines.length > LINES) {
    const cut = Array.from(lines[LINES - 1]).slice(0, WIDTH - 1).join("");
    return [...lines.slice(0, LINES - 1), `${cut}…`];
  }
  return lines.length ? lines : ["?"];
}

/** Occupied rectangles `[left, top, right, bottom]`, indexed by a coarse grid. */
export class Taken {
  constructor() { this.cells = new Map(); }

  static* cellsOf([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * 65536 + y;
    }
  }

  add(box) {
    for (const cell of Taken.cellsOf(box)) {
      const boxes = this.cells.get(cell);
      if (boxes) boxes.push(box);
      else this.cells.set(cell, [box]);
    }
  }

  isFree(box, own) {
    for (const cell of Taken.cellsOf(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        const meet = box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
        if (meet && other !== own) return false;
      }
    }
    return true;
  }
}

/** Candidate label boxes of a symbol in order of preference: below, above, right, left, then the corners. */
function placesBeside({ x, y, radius, width, height }, away = 0) {
  const gap = radius + 2 + away;
  const [low, high, right, left] = [y + gap, y - gap - height, x + gap + 1, x - gap - 1 - width];
  const near = radius * 0.7 + away * 0.8;
  return [
    [x - width / 2, low], [x - width / 2, high], [right, y - height / 2], [left, y - height / 2],
    [x + near, y + near], [x + near, y - near - height], [x - near - width, y + near], [x - near - width, y - near - height],
    [x - width / 4, low], [x - width * 0.75, low], [x - width / 4, high], [x - width * 0.75, high],
  ].map(([from, top]) => [from, top, from + width, top + height]);
}

const inside = (box, frame) => box[0] >= frame[0] && box[1] >= frame[1] && box[2] <= frame[2] && box[3] <= frame[3];

/** The box, shifted sideways as little as necessary to lie within the frame. */
function movedInside([left, top, right, bottom], frame) {
  const x = Math.max(frame[0] - left, Math.min(0, frame[2] - right));
  return [left + x, top, right + x, bottom];
}

const disc = ({ x, y, radius }) => [x - radius - BORDER, y - radius - BORDER, x + radius + BORDER, y + radius + BORDER];

/** The boxes covered by symbols. */
export function discsOf(symbols) {
  const discs = new Taken();
  for (const symbol of symbols) discs.add(disc(symbol));
  return discs;
}

/** Candidate label positions along a line, as fractions; the label of a selected line may also be shifted up or down by these pixels. */
const ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74];
const ASIDE = [0, 9, -9, 16, -16, 24, -24];

/** The box of the label of a line, or null if there is no room; `point(share)` returns a point on the line. */
export function placeOnLine({ point, width, height, forced }, frame, { taken, discs }) {
  const boxAt = (x, y) => [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
  const points = ALONG.map(point);
  const beside = [width / 2 + 5, -width / 2 - 5];
  const places = forced ? [...ASIDE.flatMap((aside) => points.map(({ x, y }) => boxAt(x, y + aside))),
    ...beside.flatMap((aside) => points.map(({ x, y }) => boxAt(x + aside, y)))] : points.map(({ x, y }) => boxAt(x, y));
  return places.find((box) => inside(box, frame) && taken.isFree(box, null) && discs.isFree(box, null)) ?? null;
}

/**
 * Place the labels of symbols `{key, x, y, radius, width, height, forced}` (screen pixels, the most important first).
 * `short` has the properties that differ if only the first line of a long label fits. Returns `{symbol, box}` for all
 * forced labels and for those that fit beside their symbol within the frame. Only forced labels may overlap others.
 */
export function place(symbols, frame, { taken = new Taken() } = {}) {
  const own = new Map(symbols.map((symbol) => [symbol, disc(symbol)]));
  const discs = new Taken();
  own.forEach((box) => discs.add(box));
  const found = new Map();
  const keep = (symbol, { form, box }) => {
    taken.add([box[0] - GAP, box[1], box[2] + GAP, box[3]]);
    found.set(symbol, { form, box });
  };
  for (const symbol of symbols) {
    if (found.size >= MOST_LABELS) break;
    const forms = [symbol, ...(symbol.short ? [{ ...symbol, ...symbol.short }] : [])];
    const tried = forms.flatMap((form) => places(form, frame).map((box) => ({ form, box })));
    const isFree = ({ box }) => taken.isFree(box, null) && discs.isFree(box, own.get(symbol));
    const best = tried.find(isFree) ?? (symbol.forced ? tried.find(({ box }) => taken.isFree(box, null)) ?? tried[0] : null);
    if (best) keep(symbol, best);
  }
  return symbols.filter((symbol) => found.has(symbol)).map((symbol) => ({ symbol: found.get(symbol).form, box: found.get(symbol).box }));
}

function places(symbol, frame) {
  const [below, ...others] = placesBeside(symbol);
  return [movedInside(below, frame), ...others, ...(symbol.forced ? FURTHER_IF_FORCED : FURTHER).flatMap((away) => placesBeside(symbol, away))]
    .filter((box) => inside(box, frame));
}
