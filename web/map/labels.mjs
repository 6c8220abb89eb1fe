// Labels: in short lines, the most important first, none over another or over an edge of the map.

const WIDTH = 20;
const LINES = 3;
const CELL = 64;
const GAP = 3;
/** The most important of the labels may stand so many pixels further from their symbols, where there is no room beside. */
const FURTHER = [9, 18, 28, 40];
export const LABELLED = 60;
export const MOST_LABELS = 400;
export const FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** A label in up to three short lines; `graph/page_labels.py` breaks it the same way. */
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

/** Rectangles `[left, top, right, bottom]` that are taken, found by a coarse grid. */
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

/** Places beside a symbol in the order of preference: below, above, right, left, then the corners. */
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

/** A box moved as little as needed to lie within the frame. */
function movedInside([left, top, right, bottom], frame) {
  const x = Math.max(frame[0] - left, Math.min(0, frame[2] - right));
  const y = Math.max(frame[1] - top, Math.min(0, frame[3] - bottom));
  return [left + x, top + y, right + x, bottom + y];
}

/**
 * Where the labels of symbols go: `{key, x, y, radius, width, height, forced}` in screen pixels, the most important
 * first. Gives `{symbol, box}` for those that have room within the frame, and for all that are forced. No label lies
 * over another; one of the most important may cover another symbol if there is no other place.
 */
export function place(symbols, frame, { taken = new Taken(), important = LABELLED } = {}) {
  const symbolsTaken = [new Taken(), new Taken()];  // of the most important, of the others
  const own = new Map(symbols.map((symbol, rank) => {
    const { x, y, radius } = symbol;
    const box = [x - radius, y - radius, x + radius, y + radius];
    symbolsTaken[rank < important ? 0 : 1].add(box);
    return [symbol, box];
  }));
  const found = new Map();
  const attempt = (symbol, places, isFree) => {
    const box = places.find((one) => inside(one, frame) && isFree(one, own.get(symbol)));
    if (box) keep(symbol, box);
    return Boolean(box);
  };
  const keep = (symbol, box) => {
    taken.add([box[0] - GAP, box[1], box[2] + GAP, box[3]]);
    found.set(symbol, box);
  };
  const free = (sparing) => (box, mine) => taken.isFree(box, mine) && symbolsTaken.slice(0, sparing).every((one) => one.isFree(box, mine));
  symbols.forEach((symbol, rank) => {
    if (found.size >= MOST_LABELS) return;
    const [below, ...others] = placesBeside(symbol);
    const near = [movedInside(below, frame), ...others];
    if (attempt(symbol, near, free(2))) return;
    if (rank < important) {
      const far = FURTHER.flatMap((away) => placesBeside(symbol, away));
      if (attempt(symbol, far, free(2)) || [1, 0].some((sparing) => attempt(symbol, [...near, ...far], free(sparing)))) return;
    }
    if (symbol.forced) keep(symbol, near[0]);
  });
  return symbols.filter((symbol) => found.has(symbol)).map((symbol) => ({ symbol, box: found.get(symbol) }));
}
