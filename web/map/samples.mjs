// Small pictures of the lines and symbols of the map, for the legend, lists and filters.

import { el, svg } from "./dom.mjs";

const POLYGON = {
  square: "2.5,2.5 11.5,2.5 11.5,11.5 2.5,11.5", diamond: "7,1 13,7 7,13 1,7",
  hexagon: "4,1.8 10,1.8 13,7 10,12.2 4,12.2 1,7", triangle: "7,1.5 13,12 1,12", triangleDown: "1,2 13,2 7,12.5",
  star: "7,.8 8.8,5.2 13.4,5.4 9.8,8.4 11,13 7,10.4 3,13 4.2,8.4 .6,5.4 5.2,5.2",
};

/** The polygon of a vis-network shape with centre (0, 0) and radius 1; null for a circle. */
export const outline = (shape) => (POLYGON[shape] ? POLYGON[shape].split(" ").map((pair) => pair.split(",").map((at) => (at - 7) / 6)) : null);

/** A short line in a colour, with the dash of a status. */
export function lineSample(model, colour, stated, opacity = null) {
  const dash = model.statusOf.get(stated).dash.map((length) => length * 0.8).join(" ");
  const box = svg("svg", { width: 26, height: 12, viewBox: "0 0 26 12", "aria-hidden": "true", class: "line" },
    svg("line", { x1: 1, y1: 6, x2: 25, y2: 6, stroke: colour, "stroke-width": 2.5, "stroke-dasharray": dash || null, "stroke-opacity": opacity }));
  if (stated === "negated") box.append(svg("path", { d: "M9 2l8 8m0-8l-8 8", stroke: "var(--ink)", "stroke-width": 1.8 }));
  return box;
}

/** The symbol of an entity type. */
export function shapeSample(model, type) {
  const { shape, hollow } = model.typeOf.get(type);
  const drawn = { fill: hollow ? "none" : "var(--node)", stroke: "var(--node)", "stroke-width": 1.5 };
  const inner = POLYGON[shape] ? svg("polygon", { points: POLYGON[shape], ...drawn }) : svg("circle", { cx: 7, cy: 7, r: 5, ...drawn });
  return svg("svg", { width: 14, height: 14, viewBox: "0 0 14 14", class: "shape", "aria-hidden": "true" }, inner);
}

/** The sign of a change as on lines, or with `isActor` as in a symbol with a ring. */
export function signSample({ look }, name, isActor = false) {
  const { light, dark, sign } = look.changes.find((change) => change.name === name);
  const shade = "var(--shade)";
  const drawn = isActor ? [svg("circle", { cx: 11, cy: 8, r: 6.5, fill: "var(--node)", stroke: shade, "stroke-width": 2.5 })]
    : [svg("path", { d: "M1 8h20", stroke: shade, "stroke-width": 3 }), sign ? svg("circle", { cx: 11, cy: 8, r: 5, fill: shade }) : null];
  if (sign) drawn.push(svg("path", { d: sign, transform: "translate(11 8)", fill: "none", stroke: "var(--paper)", "stroke-width": 1.7 }));
  return el("span", { class: "sign", style: { "--light": light, "--dark": dark } }, svg("svg", { width: 22, height: 16, viewBox: "0 0 22 16", "aria-hidden": "true" }, drawn));
}
