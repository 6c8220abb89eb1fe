// Saving: the map as SVG or PNG, the claims as CSV.

import { download } from "./dom.mjs";
import { firmest } from "./model.mjs";
import { picture, PICTURE_HEAD } from "./picture.mjs";
import { summary } from "./filter.mjs";
import { theme } from "./styles.mjs";
import { claimsCsv } from "./table.mjs";
import { measured } from "./words.mjs";

const SHARPNESS = 2;

/** What the map shows now, in pixels of the picture. */
function scene({ map, view, model }) {
  const { clientWidth: width, clientHeight: height } = map.container;
  const { network } = map;
  const shift = ({ x, y }) => {
    const at = network.canvasToDOM({ x, y });
    return { x: at.x, y: at.y + PICTURE_HEAD };
  };
  const zoom = network.getScale();
  const symbols = map.symbols(zoom).map((one) => {
    const { options } = network.body.nodes[one.key];
    return { ...one, y: one.y + PICTURE_HEAD, shape: options.shape, fill: options.color.background, stroke: options.color.border, opacity: options.opacity };
  });
  const lines = view.edges.filter((at) => network.body.edges[at]?.connected).map((at) => {
    const edge = network.body.edges[at];
    const { dash } = model.statusOf.get(firmest(model, view.found.get(at)));
    const node = { x: edge.to.x, y: edge.to.y };
    const near = edge.edgeType.getPoint(Math.max(0.5, 1 - (edge.to.options.size + 2) / Math.max(1, Math.hypot(edge.to.x - edge.from.x, edge.to.y - edge.from.y))));
    return { from: shift(edge.from), to: shift(node), via: shift(edge.edgeType.getViaNode?.() ?? node), end: shift(near),
      width: edge.options.width * zoom, colour: edge.options.color.color, opacity: edge.options.color.opacity,
      dash: dash.length ? dash.map((length) => length * map.unit * zoom).join(" ") : null };
  });
  const marks = [...map.crosses(), ...map.signs()].map((mark) => ({ ...mark, y: mark.y + PICTURE_HEAD }));
  return { width, height, symbols, lines, marks };
}

/** The map as it stands on the screen, as the text of an SVG file. */
export function svgText(app) {
  const measure = (symbols) => measured(app.map.context, symbols);
  return picture(app, scene(app), { title: document.title, note: `${summary(app.model, app.view)}. A line is what texts say, not a fact.`, theme, measure });
}

/** The same as PNG, twice as fine. Gives a Blob. */
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
