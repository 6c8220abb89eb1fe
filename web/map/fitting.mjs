// Computes the zoom at which all symbols fit, given that their size depends on the zoom.

const [FARTHEST, NEAREST] = [0.03, 1.5];
const HALVINGS = 24;

/** The factor by which symbols and lines are enlarged at a small zoom, to keep them visible. */
export const unitAt = (scale) => Math.min(2.6, Math.max(1, 0.62 / scale));

/** The bounding box in pixels of symbols `{x, y, radius, reach}` at a zoom; `reach`: half the width of a label at zoom 1. */
function covered(symbols, scale) {
  const size = scale * unitAt(scale);
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const { x, y, radius, reach } of symbols) {
    const [aside, up] = [Math.max(radius * size, reach * scale), radius * size];
    box.left = Math.min(box.left, x * scale - aside);
    box.right = Math.max(box.right, x * scale + aside);
    box.top = Math.min(box.top, y * scale - up);
    box.bottom = Math.max(box.bottom, y * scale + up);
  }
  return box;
}

/** The largest zoom up to `nearest` at which the symbols fit into width and height, with their bounding box. */
export function fitted(symbols, width, height, nearest = NEAREST) {
  const fits = ({ left, right, top, bottom }) => right - left <= width && bottom - top <= height;
  let [low, high] = [FARTHEST, nearest];
  if (fits(covered(symbols, high))) return { scale: high, ...covered(symbols, high) };
  for (let left = HALVINGS; left > 0; left -= 1) {
    const middle = (low + high) / 2;
    if (fits(covered(symbols, middle))) low = middle;
    else high = middle;
  }
  return { scale: low, ...covered(symbols, low) };
}
