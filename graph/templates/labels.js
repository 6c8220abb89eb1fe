// Labels are drawn here, not by vis-network: the same size at every zoom, the most important first,
// and none over another. Zooming in makes room for more.

const CELL = 64;
const MOST_LABELS = 500;

/** Rectangles in screen pixels that are taken, found by a coarse grid. */
class Taken {
  constructor() { this.cells = new Map(); }

  static* cellsOf([left, top, right, bottom]) {
    for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x += 1) {
      for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y += 1) yield x * 65536 + y;
    }
  }

  add(box) {
    for (const cell of Taken.cellsOf(box)) this.cells.set(cell, [...(this.cells.get(cell) ?? []), box]);
  }

  free(box, own) {
    for (const cell of Taken.cellsOf(box)) {
      for (const other of this.cells.get(cell) ?? []) {
        const meet = box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3];
        if (meet && other !== own) return false;
      }
    }
    return true;
  }
}

const widths = new Map();

function textWidth(ctx, text) {
  const key = `${ctx.font} ${text}`;
  if (!widths.has(key)) widths.set(key, ctx.measureText(text).width);
  return widths.get(key);
}

const FAMILY = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif";

function nodeFont(entity, zoom) {
  const size = (zoom < 0.5 ? 10.5 : 12) + Math.min(3, Math.log2(entity.weight) * 0.6);
  return { size, css: `${entity.hollow ? "" : "600 "}${size}px ${FAMILY}` };
}

/** Places beside a symbol in the order of preference: below, above, right, left. */
function placesBeside({ x, y, radius }, width, height) {
  const gap = radius + 3;
  return [
    [x - width / 2, y + gap, x + width / 2, y + gap + height],
    [x - width / 2, y - gap - height, x + width / 2, y - gap],
    [x + gap, y - height / 2, x + gap + width, y + height / 2],
    [x - gap - width, y - height / 2, x - gap, y + height / 2],
  ];
}

function drawText(ctx, lines, box, size, theme, colour) {
  const middle = (box[0] + box[2]) / 2;
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  ctx.lineWidth = 4;
  ctx.strokeStyle = theme.paper;
  ctx.fillStyle = colour;
  lines.forEach((line, at) => ctx.strokeText(line, middle, box[1] + at * size * 1.15));
  lines.forEach((line, at) => ctx.fillText(line, middle, box[1] + at * size * 1.15));
}

/**
 * Draw labels of symbols `{entity, x, y, radius, forced}` (screen pixels, most important first) and then of
 * edges `{text, x, y, colour, forced}`. Gives the boxes of the node labels drawn: `[{entity, box}]`.
 */
function drawLabels(ctx, symbols, edgeLabels, zoom, theme) {
  const taken = new Taken();
  const own = new Map(symbols.map((symbol) => {
    const { x, y, radius } = symbol;
    return [symbol, [x - radius, y - radius, x + radius, y + radius]];
  }));
  own.forEach((box) => taken.add(box));
  const drawn = [];
  for (const symbol of symbols) {
    if (drawn.length >= MOST_LABELS) break;
    const font = nodeFont(symbol.entity, zoom);
    ctx.font = font.css;
    const { lines } = symbol.entity;
    const width = Math.max(...lines.map((line) => textWidth(ctx, line)));
    const places = placesBeside(symbol, width, lines.length * font.size * 1.15);
    const box = places.find((place) => taken.free(place, own.get(symbol))) ?? (symbol.forced ? places[0] : null);
    if (!box) continue;
    taken.add(box);
    drawText(ctx, lines, box, font.size, theme, symbol.entity.hollow ? theme.soft : theme.ink);
    drawn.push({ entity: symbol.entity.index, box });
  }
  for (const label of edgeLabels) drawEdgeLabel(ctx, label, taken, theme);
  return drawn;
}

function drawEdgeLabel(ctx, { text, x, y, colour, forced }, taken, theme) {
  ctx.font = `italic 11.5px ${FAMILY}`;
  const half = textWidth(ctx, text) / 2;
  const box = [x - half, y - 7, x + half, y + 7];
  if (!forced && !taken.free(box, null)) return;
  taken.add(box);
  drawText(ctx, [text], box, 12, theme, colour);
}

/** The ✕ on a relation that the texts deny. */
function drawCross(ctx, x, y, theme) {
  for (const [width, colour] of [[5, theme.paper], [2, theme.soft]]) {
    ctx.lineWidth = width;
    ctx.strokeStyle = colour;
    ctx.beginPath();
    ctx.moveTo(x - 5, y - 5);
    ctx.lineTo(x + 5, y + 5);
    ctx.moveTo(x + 5, y - 5);
    ctx.lineTo(x - 5, y + 5);
    ctx.stroke();
  }
}
