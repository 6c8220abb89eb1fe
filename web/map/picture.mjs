// Renders the map as SVG: symbols, lines and labels as on the screen, with title, legend and summary.

import { FAMILY } from "./labels.mjs";
import { firmest } from "./model.mjs";
import { outline } from "./samples.mjs";
import { wrapped } from "./text.mjs";
import { SIGN } from "./words.mjs";

const PAD = 24;
/** Title and note: size of the letters, height of a line, and width of a letter on average, in pixels. */
const TITLE = { size: 17, line: 22, letter: 10 };
const NOTE = { size: 12, line: 16, letter: 6.4 };
const escape = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, "\ufffd")
  .replace(/[&<>"]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character]);
const round = (value) => Math.round(value * 10) / 10;

/** Serialise an SVG element. */
function tag(kind, attributes, content = "") {
  const pairs = Object.entries(attributes).filter(([, value]) => value !== null && value !== undefined)
    .map(([key, value]) => ` ${key}="${escape(typeof value === "number" ? round(value) : value)}"`).join("");
  return `<${kind}${pairs}>${content}</${kind}>`;
}

const text = (x, y, words, attributes) => tag("text", { x, y, ...attributes }, escape(words));

/** The head of an arrow from `via` to `to`. */
function arrow(to, via, size, fill, opacity) {
  const angle = Math.atan2(to.y - via.y, to.x - via.x);
  const corner = (turn) => `${round(to.x - size * Math.cos(angle + turn))},${round(to.y - size * Math.sin(angle + turn))}`;
  return tag("polygon", { points: `${round(to.x)},${round(to.y)} ${corner(0.4)} ${corner(-0.4)}`, fill, opacity });
}

function line({ from, via, to, end, width, colour, dash, opacity }) {
  const path = `M${round(from.x)} ${round(from.y)}Q${round(via.x)} ${round(via.y)} ${round(to.x)} ${round(to.y)}`;
  return tag("path", { d: path, fill: "none", stroke: colour, "stroke-width": width, "stroke-dasharray": dash, opacity }) + arrow(end, via, 5 + width, colour, opacity);
}

const cross = (x, y) => tag("path", { d: `M${round(x - 4)} ${round(y - 4)}l8 8m0 -8l-8 8`, stroke: "currentColor", "stroke-width": 1.8 });

/** A mark on a line or in a symbol: the cross of a negated relation, or the sign of a change. */
function mark({ x, y, sign, colour, stroke, size = 1 }, theme) {
  if (!sign) return cross(x, y);
  return tag("g", { transform: `translate(${round(x)} ${round(y)}) scale(${round(size)})` }, (colour ? tag("circle", { r: SIGN, fill: colour }) : "")
    + tag("path", { d: sign, fill: "none", stroke: stroke ?? theme.paper, "stroke-width": 1.7 }));
}

function symbol({ x, y, radius, shape, fill, stroke, opacity }) {
  const look = { fill, stroke, "stroke-width": 1.6, opacity };
  const points = outline(shape);
  if (!points) return tag("circle", { cx: x, cy: y, r: radius, ...look });
  return tag("polygon", { points: points.map(([px, py]) => `${round(x + px * radius)},${round(y + py * radius)}`).join(" "), ...look });
}

function label({ lines, size, weight, colour, line: onLine, box }, theme) {
  const x = (box[0] + box[2]) / 2;
  return lines.map((words, at) => text(x, box[1] + size * (0.95 + at * 1.15), words, { "text-anchor": "middle", "font-size": size,
    "font-weight": weight, "font-style": onLine === undefined ? null : "italic", fill: colour, stroke: theme.paper, "stroke-width": 3.5, "paint-order": "stroke" })).join("");
}

/** The legend, wrapped into rows within the width. */
function legend(entries, width, top, theme) {
  let [x, y] = [PAD, top];
  const parts = [];
  for (const { words, sample } of entries) {
    const room = 26 + words.length * 6.6 + 22;
    if (x + room > width - PAD) [x, y] = [PAD, y + 20];
    parts.push(tag("g", { transform: `translate(${round(x)} ${round(y)})` }, sample + text(32, 4, words, { "font-size": 12, fill: theme.soft })));
    x += room;
  }
  return { parts: parts.join(""), bottom: y + 16 };
}

function legendEntries(model, view, theme) {
  const relations = view.edges.map((at) => model.relations[at]);
  const groups = model.isDiff ? model.look.changes.filter(({ name }) => relations.some(({ change }) => change === name))
    : model.look.groups.filter(({ name }) => relations.some(({ group }) => group === name));
  const statuses = [...new Set(view.edges.map((at) => firmest(model, view.found.get(at))))].filter((name) => name !== "asserted");
  const types = model.look.types.filter(({ name }) => [...view.drawn].some((index) => model.entities[index].type === name));
  const stroke = (colour, dash) => tag("path", { d: "M0 0h26", stroke: colour, "stroke-width": 2.5, "stroke-dasharray": dash });
  return [
    ...groups.map((group) => ({ words: group.label, sample: stroke(group[theme.isDark ? "dark" : "light"])
      + (group.sign ? mark({ x: 13, y: 0, sign: group.sign, colour: group[theme.isDark ? "dark" : "light"] }, theme) : "") })),
    ...statuses.map((name) => ({ words: model.statusOf.get(name).label.toLowerCase(), sample: stroke(theme.soft, model.statusOf.get(name).dash.join(" ") || null)
      + (name === "negated" ? cross(13, 0) : "") })),
    ...types.map(({ label: words, shape, hollow }) => ({ words: words.toLowerCase(), sample: symbol({ x: 14, y: 0, radius: 5, shape, fill: hollow ? theme.paper : theme.node, stroke: theme.node }) })),
  ];
}

/** Title and note, in as many lines as they need, and the height of both. */
function heading({ title, note, theme, width }) {
  let y = 6;
  const parts = [[title, TITLE, { "font-weight": 700, fill: theme.ink }], [note, NOTE, { fill: theme.soft }]].flatMap(([words, kind, look]) =>
    wrapped(words, (width - 2 * PAD) / kind.letter).map((row) => {
      y += kind.line;
      return text(PAD, y - 2, row, { "font-size": kind.size, ...look });
    }));
  return { parts: parts.join(""), height: y + 8 };
}

/** The complete picture. `scene` has `lines`, `symbols`, `words` and `marks` in pixels of the map, `width` and `height`. What is out of the map's frame is cut off there. */
export function picture({ model, view }, scene, { title, note, theme }) {
  const { width, height } = scene;
  const head = heading({ title, note, theme, width });
  const key = legend(legendEntries(model, view, theme), width, head.height + height + 18, theme);
  const map = [...scene.lines.map(line), ...scene.symbols.map(symbol), ...scene.words.map((one) => label(one, theme)),
    ...scene.marks.map((one) => mark(one, theme))].join("");
  const body = [
    tag("rect", { width, height: key.bottom, fill: theme.paper }),
    head.parts,
    tag("clipPath", { id: "map-frame" }, tag("rect", { width, height })),
    tag("g", { transform: `translate(0 ${head.height})`, "clip-path": "url(#map-frame)" }, map), key.parts,
  ];
  return tag("svg", { xmlns: "http://www.w3.org/2000/svg", width, height: key.bottom, viewBox: `0 0 ${width} ${key.bottom}`,
    "font-family": FAMILY.replaceAll("'", ""), color: theme.ink, role: "img" }, tag("title", {}, escape(title)) + body.join(""));
}
