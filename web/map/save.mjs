// Saves the map as SVG or PNG, and the claims as CSV.

import { download } from "./dom.mjs";
import { firmest } from "./model.mjs";
import { picture } from "./picture.mjs";
import { summary } from "./filter.mjs";
import { theme } from "./styles.mjs";
import { claimsCsv } from "./table.mjs";

const SHARPNESS = 2;

/** Where the arrow of a line ends: at the border of its target. vis-network gives the points of a line up to its arrow. */
function tipOf({ to, edgeType }) {
  const base = edgeType.getPoint(1);
  const share = Math.min(1, (to.options.size + 2) / Math.max(1, Math.hypot(base.x - to.x, base.y - to.y)));
  return { x: to.x + (base.x - to.x) * share, y: to.y + (base.y - to.y) * share };
}

/** The visible part of the map, in pixels of the map. */
function scene({ map, view, model }) {
  const { clientWidth: width, clientHeight: height } = map.container;
  const { network } = map;
  const shift = ({ x, y }) => network.canvasToDOM({ x, y });
  const zoom = network.getScale();
  const symbols = map.nodes.getIds().map((key) => network.body.nodes[key]).map(({ x, y, options: { size, shape, color, opacity } }) => ({
    ...shift({ x, y }), radius: size * zoom, shape, fill: color.background, stroke: color.border, opacity }));
  const lines = map.edges.getIds().map((at) => [at, network.body.edges[at]]).filter(([, edge]) => edge.connected).map(([at, edge]) => {
    const dash = view.found.has(at) ? model.statusOf.get(firmest(model, view.found.get(at))).dash : [];  // edges of communities have no dash
    const node = { x: edge.to.x, y: edge.to.y };
    const near = tipOf(edge);
    return { from: shift(edge.from), to: shift(node), via: shift(edge.edgeType.getViaNode?.() ?? node), end: shift(near),
      width: edge.options.width * zoom, colour: edge.options.color.color, opacity: edge.options.color.opacity,
      dash: dash.length ? dash.map((length) => length * map.unit * zoom).join(" ") : null };
  });
  return { width, height, symbols, lines, marks: [...map.crosses(), ...map.signs()], words: map.labelled };
}

/** The map as on the screen, as SVG text. */
export function svgText(app) {
  return picture(app, scene(app), { title: document.title, note: `${summary(app.model, app.view)}. A line is what texts say, not a fact.`, theme });
}

/** The map for printing, as an element, because an image might not load in time. */
export function svgElement(app) {
  return new DOMParser().parseFromString(svgText(app), "image/svg+xml").documentElement;
}

/** The map as a PNG Blob with twice the resolution. */
export async function pngBlob(app) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgText(app))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: image.naturalWidth * SHARPNESS, height: image.naturalHeight * SHARPNESS });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => { canvas.toBlob(resolve, "image/png"); });
}

export const saveSvg = (app) => download("map.svg", [svgText(app)], "image/svg+xml");
export const savePng = async (app) => download("map.png", [await pngBlob(app)], "image/png");
export const saveCsv = (app) => download("claims.csv", [claimsCsv(app)], "text/csv");
