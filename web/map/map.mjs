// The map: vis-network draws nodes and edges at precomputed positions; words.mjs draws the labels.

/* global vis */
import { media } from "./dom.mjs";
import { fitted, unitAt } from "./fitting.mjs";
import { discsOf, LABELLED } from "./labels.mjs";
import { firmest } from "./model.mjs";
import { bundleStyle, changeColour, changeSign, edgeStyle, emphasis, foldedName, foldedStyle, groupText, lineColour, nodeStyle, ONE_SIDED, readTheme, theme } from "./styles.mjs";
import { drawCross, drawPin, drawRing, drawSign, drawWords, labelFont, labelReach, placeWords, SIGN } from "./words.mjs";

const MARGIN = { x: 8, top: 14, bottom: 42, narrow: 24 };
const EDGE = 3;
const CORNER = { width: 114, height: 42 };
/** Extent of a square or star with its border, relative to the radius given to vis-network. */
const OUTLINE = 1.25;
const WORDS_ZOOM = 1.6;
/** Largest zoom for a part of the map. */
const PART_NEAREST = 2.2;
/** Candidate positions of a mark along a line, as fractions. */
const MARKS = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.2, 0.8];

/** The bounding box of a mark. */
const around = ({ x, y }) => [x - SIGN, y - SIGN, x + SIGN, y + SIGN];

export class ActorMap {
  constructor(container, app) {
    this.app = app;
    this.container = container;
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.drawn = new Map();
    this.labelled = [];
    this.hover = { node: null, edge: null };
    this.cursor = null;
    this.unit = 1;
    this.isTall = false;
    readTheme();
    this.network = new vis.Network(container, { nodes: this.nodes, edges: this.edges }, app.model.options);
    this.context = document.createElement("canvas").getContext("2d");  // to measure text
    container.querySelector("canvas").setAttribute("aria-hidden", "true");
    this.listen();
  }

  listen() {
    const { network, app } = this;
    network.on("click", ({ pointer }) => this.click(pointer.DOM));
    network.on("doubleClick", ({ pointer }) => {
      const node = this.nodeAt(pointer.DOM);
      if (typeof node === "number") app.act.open(node);
    });
    network.on("afterDrawing", (ctx) => this.drawOver(ctx));
    network.on("dragEnd", ({ nodes }) => this.dropped(nodes));
    for (const kind of ["node", "edge"]) {
      const name = kind[0].toUpperCase() + kind.slice(1);
      network.on(`hover${name}`, (event) => { this.hover[kind] = event[kind]; network.redraw(); });
      network.on(`blur${name}`, () => { this.hover[kind] = null; network.redraw(); });
    }
    // a touch opens the panel and scrolls to it; the synthetic click after it would hit whatever is there then
    this.container.addEventListener("touchend", (event) => { if (event.cancelable) event.preventDefault(); }, { passive: false });
    this.container.addEventListener("mousemove", ({ offsetX: x, offsetY: y }) => {
      const over = this.hover.node !== null || this.hover.edge !== null || this.labelAt({ x, y }) !== null;
      this.container.style.cursor = over ? "pointer" : "";
    });
  }

  labelAt({ x, y }) {
    const hit = this.labelled.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
    return hit?.key ?? null;
  }

  nodeAt(point) { return this.network.getNodeAt(point) ?? this.labelAt(point); }

  click(point) {
    const node = this.nodeAt(point);
    const edge = node === null ? this.network.getEdgeAt(point) : undefined;
    if (typeof node === "string") this.app.act.fold(Number(node.slice(1)));
    else if (node !== null) this.app.act.actor(node);
    else if (typeof edge === "number") this.app.act.relation(edge);
    else if (edge === undefined) this.app.act.nothing();
  }

  /** Pin dragged symbols where they were dropped. */
  dropped(nodes) {
    const [index] = nodes;
    if (typeof index !== "number") return;
    const { x, y } = this.network.getPositions([index])[index];
    this.app.act.pin(index, this.turned({ x: Math.round(x), y: Math.round(y) }));
  }

  /** Transpose positions on tall screens, so that the map fills them. */
  turned({ x, y }) { return this.isTall ? { x: y, y: x } : { x, y }; }

  placeOf(index) { return this.turned(this.app.state.pins.get(index) ?? this.app.model.entities[index]); }

  middleOf(members) {
    const places = members.map((index) => this.placeOf(index));
    const mean = (axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length;
    return { x: mean("x"), y: mean("y") };
  }

  /** Draw the view and highlight the selection. */
  show() {
    const { app } = this;
    const { view, state, model } = app;
    readTheme();
    this.isTall = this.container.clientHeight > 1.15 * this.container.clientWidth;
    this.marked = emphasis(model, state, view);
    const items = new Map();
    for (const index of view.drawn) items.set(index, { id: index, ...this.placeOf(index), ...nodeStyle(app, index, this) });
    for (const [community, members] of view.folded) {
      const style = foldedStyle(app, community, members, this);
      items.set(style.id, { ...this.middleOf(members), ...style });
    }
    const lines = new Map(view.edges.map((at) => [at, { id: at, ...edgeStyle(app, at, this) }]));
    for (const bundle of view.bundles) {
      const style = bundleStyle(bundle, this);
      lines.set(style.id, style);
    }
    this.update(this.edges, lines, false);
    this.update(this.nodes, items, true);
    this.update(this.edges, lines, true);
  }

  /** Remove items that are gone from a vis-network data set; with `isAdding`, also add new and changed ones. */
  update(set, items, isAdding) {
    const gone = set.getIds().filter((id) => !items.has(id));
    if (gone.length) set.remove(gone);
    if (!isAdding) return;
    const known = this.drawn.get(set) ?? new Map();
    const texts = new Map([...items].map(([id, item]) => [id, JSON.stringify(item)]));
    const changed = [...items].filter(([id]) => known.get(id) !== texts.get(id)).map(([, item]) => item);
    if (changed.length) set.update(changed);
    this.drawn.set(set, texts);
  }

  frame() {
    const { clientWidth: width, clientHeight: height } = this.container;
    return [EDGE, EDGE, width - EDGE, height - EDGE];
  }

  /** The box of the zoom buttons, which labels must avoid. */
  corner() {
    const { clientWidth: width, clientHeight: height } = this.container;
    return [width - CORNER.width, height - CORNER.height, width, height];
  }

  /** Draw labels and marks; called by vis-network after each drawing. */
  drawOver(ctx) {
    if (!this.marked && this.marked !== null) return;
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    const zoom = this.network.getScale();
    const { state } = this.app;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const symbols = this.symbols(zoom);
    for (const { key, x, y, radius } of symbols) {
      if (state.pins.has(key)) drawPin(ctx, x, y, radius);
      if (key === this.cursor) drawRing(ctx, x, y, radius);
    }
    const words = (kept) => placeWords(ctx, symbols, this.lineLabels(zoom), this.frame(), [this.corner(), ...kept]);
    this.labelled = words([]);
    const crosses = this.crosses(symbols, zoom);
    const stuck = crosses.filter(({ isFree }) => !isFree);
    if (stuck.length) this.labelled = words(stuck.map(around));
    drawWords(ctx, this.labelled);
    for (const { x, y, radius } of crosses) drawCross(ctx, x, y, radius);
    for (const sign of this.signs(symbols, crosses)) drawSign(ctx, sign);
    ctx.restore();
  }

  /** Symbols in screen coordinates with their labels; selected ones first, then by importance. */
  symbols(zoom = this.network.getScale()) {
    const { view, state, model } = this.app;
    const { clientWidth: width, clientHeight: height } = this.container;
    const isFirst = (key) => key === this.hover.node || key === state.actor || key === this.cursor;
    const entities = [...view.drawn].filter((index) => !this.marked || this.marked.nodes.has(index) || isFirst(index))
      .map((index) => ({ key: index, rank: index, ...model.entities[index] }));
    const folded = [...view.folded].map(([community, members]) => ({ key: `g${community}`, rank: members[0],
      label: foldedName(model, members), hollow: false }));
    // vis-network redraws after each change, even while its data are only partly updated
    const isThere = ({ key }) => this.network.body.nodes[key] !== undefined;
    return [...entities, ...folded].filter(isThere).map(({ key, rank, label, hollow }) => {
      const node = this.network.body.nodes[key];
      const { x, y } = this.network.canvasToDOM(node);
      return { key, rank, label, hollow, x, y, radius: node.options.size * zoom, ...labelFont(rank),
        forced: isFirst(key) || Boolean(this.marked && this.marked.nodes.size < 3) };
    }).filter(({ x, y }) => x > -5 && y > -5 && x < width + 5 && y < height + 5)
      .sort((a, b) => b.forced - a.forced || a.rank - b.rank);
  }

  /** The position of a mark on a line in screen pixels: its middle, or nearby if that is occupied. */
  placeOnLine(at, taken) {
    const line = this.network.body.edges[at].edgeType;
    const places = MARKS.map((share) => this.network.canvasToDOM(line.getPoint(share)));
    const place = places.find((one) => taken.isFree(around(one), null));
    if (place) taken.add(around(place));
    return { ...(place ?? places[0]), isFree: Boolean(place) };
  }

  /** Highlighted lines that are drawn. */
  markedLines() {
    return this.app.view.edges.filter((at) => this.network.body.edges[at]?.connected && (!this.marked || this.marked.edges.has(at)));
  }

  /** Crosses on negated relations: beside labels where there is room, otherwise labels give way. */
  crosses(symbols = this.symbols(), zoom = this.network.getScale()) {
    const { view, model } = this.app;
    const taken = discsOf(symbols);
    for (const { box } of this.labelled) taken.add(box);
    return this.markedLines().filter((at) => firmest(model, view.found.get(at)) === "negated")
      .map((at) => ({ ...this.placeOnLine(at, taken), radius: Math.min(5, 3 + zoom * 1.5) }));
  }

  /** On the map of a diff: change signs on lines, where there is room, and in the symbols of new and gone actors. */
  signs(symbols = this.symbols(), crosses = this.crosses(symbols)) {
    const { model } = this.app;
    if (!model.isDiff) return [];
    const taken = discsOf(symbols);
    for (const { box } of this.labelled) taken.add(box);
    for (const cross of crosses) taken.add(around(cross));
    const signOf = (change) => ({ sign: changeSign(model, change), colour: changeColour(model, change) });
    const onLines = this.markedLines().map((at) => ({ at, ...signOf(model.relations[at].change) })).filter(({ sign }) => sign)
      .map(({ at, ...sign }) => ({ ...sign, ...this.placeOnLine(at, taken) })).filter(({ isFree }) => isFree);
    const inside = symbols.filter(({ key }) => ONE_SIDED.has(model.entities[key]?.change)).map(({ key, x, y, radius, hollow }) => {
      const { sign, colour } = signOf(model.entities[key].change);
      return { x, y, sign, stroke: hollow ? colour : theme.paper, size: Math.min(1.5, radius / 6) };
    });
    return [...onLines, ...inside];
  }

  lineLabels(zoom) {
    const { state, model } = this.app;
    const isChosen = (at) => at === state.relation || at === this.hover.edge;
    const wanted = (at) => isChosen(at) || (this.marked ? this.marked.edges.has(at) : zoom > WORDS_ZOOM);
    const pointOn = (at) => (share) => this.network.canvasToDOM(this.network.body.edges[at].edgeType.getPoint(share));
    const drawn = this.app.view.edges.filter((at) => this.network.body.edges[at]?.connected);
    return drawn.filter(wanted).map((at) => ({ at, text: model.relations[at].label, point: pointOn(at),
      colour: model.isDiff ? lineColour(model, model.relations[at]) : groupText(model, model.relations[at].group),
      forced: isChosen(at) })).sort((a, b) => b.forced - a.forced);
  }

  /** Zoom and pan to these symbols (default: all), with room for their labels. */
  fit(keys, isAnimated = true) {
    const points = (keys ?? this.nodes.getIds()).map((key) => this.network.body.nodes[key]).filter(Boolean);
    if (!points.length || !this.container.clientWidth) return;
    const width = this.container.clientWidth - 2 * (media.narrow.matches ? MARGIN.narrow : MARGIN.x);
    const height = this.container.clientHeight - MARGIN.top - MARGIN.bottom;
    const { scale, left, right, top, bottom } = fitted(points.map((node) => this.extent(node)), width, height, keys ? PART_NEAREST : undefined);
    this.setUnit(scale);
    this.network.moveTo({
      position: { x: (left + right) / 2 / scale, y: ((top + bottom) / 2 + (MARGIN.bottom - MARGIN.top) / 2) / scale }, scale,
      animation: isAnimated && !media.calm.matches ? { duration: 350 } : false,
    });
  }

  /** The position of a symbol, its radius independent of the zoom, and the extent of its label. */
  extent({ id, x, y, options: { size } }) {
    const entity = this.app.model.entities[id];
    const reach = media.narrow.matches || !entity || id >= LABELLED ? 0 : labelReach(this.context, entity.label, id) + 1;
    return { x, y, radius: OUTLINE * (size / this.unit), reach };
  }

  /** Enlarge symbols and lines at a small zoom, to keep them visible. */
  setUnit(scale) {
    const unit = unitAt(scale);
    if (Math.abs(unit - this.unit) < 0.02) return;
    this.unit = unit;
    this.show();
  }

  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: media.calm.matches ? false : { duration: 150 } });
  }

  /** Pan to entities that are out of view. */
  reveal(...indexes) {
    const nodes = indexes.map((index) => this.network.body.nodes[index]).filter(Boolean);
    if (!nodes.length || !this.container.clientWidth) return;
    const { clientWidth: width, clientHeight: height } = this.container;
    const isInside = ({ x, y }) => x > 30 && y > 20 && x < width - 30 && y < height - 40;
    if (nodes.every((node) => isInside(this.network.canvasToDOM(node)))) return;
    const mean = (axis) => nodes.reduce((sum, node) => sum + node[axis], 0) / nodes.length;
    this.network.moveTo({ position: { x: mean("x"), y: mean("y") }, animation: media.calm.matches ? false : { duration: 350 } });
  }

  /** The nearest entity in a direction ([-1, 0] is left), for the arrow keys. */
  neighbour(index, [dx, dy]) {
    const from = this.network.body.nodes[index];
    let [best, least] = [index, Infinity];
    for (const other of this.app.view.drawn) {
      const node = this.network.body.nodes[other];
      const along = (node.x - from.x) * dx + (node.y - from.y) * dy;
      const across = Math.abs((node.x - from.x) * dy) + Math.abs((node.y - from.y) * dx);
      const cost = along + 2.5 * across;
      if (other !== index && along > 0 && across < 2 * along && cost < least) [best, least] = [other, cost];
    }
    return best;
  }

  /** Move the keyboard cursor to an entity (null: none). */
  setCursor(index) {
    this.cursor = index;
    if (index !== null) this.reveal(index);
    this.network.redraw();
  }

  get colours() { return theme; }
}
