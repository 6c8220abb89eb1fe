// Sparkline of activity over time, with the same bars as the time filter.

import { el, svg } from "./dom.mjs";
import { tallied } from "./time.mjs";
import { plural } from "./text.mjs";

const HEIGHT = 34;
const WIDTH = 320;

/** A sparkline of claims, with a text alternative for screen readers. */
export function sparkline({ bars }, claims) {
  if (bars.length < 2 || !claims.length) return null;
  const counts = tallied(bars, claims);
  const most = Math.max(...counts);
  const step = WIDTH / bars.length;
  const busiest = counts.indexOf(most);
  const chart = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "spark", role: "img",
    "aria-label": `Activity over time: ${plural(claims.length, "claim")}, most in ${bars[busiest].name} (${most})` },
  counts.map((count, at) => (count ? svg("rect", { x: at * step + 0.5, width: Math.max(1, step - 1), height: (HEIGHT - 1) * count / most,
    y: HEIGHT - 1 - (HEIGHT - 1) * count / most }, svg("title", {}, `${bars[at].name}: ${plural(count, "claim")}`)) : null)),
  svg("line", { x1: 0, x2: WIDTH, y1: HEIGHT - 0.5, y2: HEIGHT - 0.5 }));
  return el("figure", { class: "activity" }, chart, el("figcaption", {}, el("span", {}, bars[0].name), el("span", {}, bars.at(-1).name)));
}
