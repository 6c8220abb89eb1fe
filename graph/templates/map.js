// The map: vis-network draws symbols and lines at the places computed before; labels.js adds the words.

const FADED = 0.13;
const FIT_MARGIN = { x: 70, top: 30, bottom: 34 };

const visNode = new Map(data.vis.nodes.map((node) => [node.id, node]));
const visEdge = new Map(data.vis.edges.map((edge) => [edge.id, edge]));
entities.forEach((entity, index) => {
  entity.lines = String(visNode.get(index).label).split("\n");
  entity.hollow = typeOf.get(entity.type).hollow;
});

function readTheme() {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(`--${name}`).trim();
  return Object.fromEntries(["paper", "ink", "soft", "faint", "node", "accent"].map((name) => [name, read(name)]));
}

const groupColour = (name) => groupOf.get(name)[dark.matches ? "dark" : "light"];
const groupText = (name) => groupOf.get(name)[dark.matches ? "dark" : "text"];

/** Which entities and relations stand out: the selection and what touches it; null if nothing is selected. */
function emphasis(state, view) {
  if (state.relation !== null) {
    const { actor, target } = relations[state.relation];
    return { nodes: new Set([actor, target]), edges: new Set([state.relation]) };
  }
  if (state.actor === null) return null;
  const edges = view.edges.filter((at) => [relations[at].actor, relations[at].target].includes(state.actor));
  const nodes = new Set(edges.flatMap((at) => [relations[at].actor, relations[at].target]));
  return { nodes: nodes.add(state.actor), edges: new Set(edges) };
}

class ActorMap {
  constructor(container, handlers) {
    this.handlers = handlers;
    this.container = container;
    this.nodes = new vis.DataSet();
    this.edges = new vis.DataSet();
    this.labelled = [];
    this.hover = { node: null, edge: null };
    this.theme = readTheme();
    this.thickness = 1;
    this.network = new vis.Network(container, { nodes: this.nodes, edges: this.edges }, data.vis.options);
    this.listen();
  }

  listen() {
    const { network } = this;
    network.on("click", ({ pointer }) => this.click(pointer.DOM));
    network.on("doubleClick", ({ pointer }) => {
      const node = this.nodeAt(pointer.DOM);
      if (node !== null) this.handlers.focus(node);
    });
    network.on("afterDrawing", (ctx) => this.drawWords(ctx));
    for (const kind of ["node", "edge"]) {
      const name = kind[0].toUpperCase() + kind.slice(1);
      network.on(`hover${name}`, (event) => { this.hover[kind] = event[kind]; network.redraw(); });
      network.on(`blur${name}`, () => { this.hover[kind] = null; network.redraw(); });
    }
    this.container.addEventListener("mousemove", ({ offsetX: x, offsetY: y }) => {
      const over = this.hover.node !== null || this.hover.edge !== null || this.labelAt({ x, y }) !== null;
      this.container.style.cursor = over ? "pointer" : "";
    });
  }

  labelAt({ x, y }) {
    const hit = this.labelled.find(({ box }) => x >= box[0] && x <= box[2] && y >= box[1] && y <= box[3]);
    return hit ? hit.entity : null;
  }

  nodeAt(point) { return this.network.getNodeAt(point) ?? this.labelAt(point); }

  click(point) {
    const node = this.nodeAt(point);
    const edge = node === null ? this.network.getEdgeAt(point) : undefined;
    if (node !== null) this.handlers.actor(node);
    else if (edge !== undefined) this.handlers.relation(edge);
    else this.handlers.nothing();
  }

  /** Draw what the view holds, in the colours of the theme, the selection standing out. */
  show(state, view) {
    this.state = state;
    this.view = view;
    this.emphasis = emphasis(state, view);
    this.theme = readTheme();
    const edges = new Set(view.edges);
    this.nodes.remove(this.nodes.getIds().filter((id) => !view.drawn.has(id)));
    this.edges.remove(this.edges.getIds().filter((id) => !edges.has(id)));
    this.nodes.update([...view.drawn].map((index) => this.node(index)));
    this.edges.update(view.edges.map((at) => this.edge(at, view.found.get(at))));
  }

  node(index) {
    const entity = entities[index];
    const chosen = this.state.actor === index;
    const { id, x, y, size, shape } = visNode.get(index);
    const border = chosen ? this.theme.accent : this.theme.node;
    const style = {
      shape, size, label: undefined, borderWidth: chosen ? 4 : 1.6,
      color: { background: entity.hollow ? this.theme.paper : this.theme.node, border,
        hover: { background: entity.hollow ? this.theme.paper : this.theme.node, border: this.theme.accent } },
      opacity: this.emphasis && !this.emphasis.nodes.has(index) ? FADED * 1.6 : 1,
      title: `${entity.label} (${typeOf.get(entity.type).label.toLowerCase()}), ${plural(entity.weight, "claim")}`,
    };
    return this.nodes.get(id) ? { id, ...style } : { id, x, y, ...style };
  }

  edge(at, found) {
    const relation = relations[at];
    const stated = firmest(found);
    const colour = stated === "denied" ? this.theme.faint : groupColour(relation.group);
    const out = this.emphasis && !this.emphasis.edges.has(at);
    const { from, to, smooth } = visEdge.get(at);
    const { dash } = statusOf.get(stated);
    return {
      id: at, from, to, smooth, dashes: dash.length ? dash : false,
      width: this.thickness * Math.min(10, 2.4 + 1.8 * Math.log2(found.length)) + (this.state.relation === at ? 2 : 0),
      color: { color: colour, hover: colour, highlight: colour, opacity: out ? FADED : 0.85 },
      title: `${entities[relation.actor].label} ${relation.label} ${entities[relation.target].label}: `
        + `${plural(found.length, "claim")}, ${statusOf.get(stated).label.toLowerCase()}`,
    };
  }

  /** Of a map that is shown small the lines are drawn thicker, or nobody would see them. */
  fitLines() {
    this.thickness = Math.min(2.2, Math.max(1, 0.75 / this.network.getScale()));
    this.show(this.state, this.view);
  }

  /** Called by vis-network after each drawing; words and crosses go on top, in screen pixels. */
  drawWords(ctx) {
    if (!this.view) return;
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    const zoom = this.network.getScale();
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const middles = this.middles();
    for (const { at, x, y } of middles) {
      if (firmest(this.view.found.get(at)) === "denied") drawCross(ctx, x, y, this.theme);
    }
    this.labelled = drawLabels(ctx, this.symbols(zoom), this.edgeLabels(middles, zoom), zoom, this.theme);
    ctx.restore();
  }

  symbols(zoom) {
    const places = this.network.getPositions([...this.view.drawn]);
    const { clientWidth: width, clientHeight: height } = this.container;
    const first = (index) => (index === this.hover.node || index === this.state.actor ? 0 : 1);
    return [...this.view.drawn]
      .filter((index) => !this.emphasis || this.emphasis.nodes.has(index) || index === this.hover.node)
      .sort((a, b) => first(a) - first(b) || a - b)
      .map((index) => {
        const { x, y } = this.network.canvasToDOM(places[index]);
        return { entity: entities[index], x, y, radius: visNode.get(index).size * zoom, forced: !first(index) };
      })
      .filter(({ x, y }) => x > -80 && x < width + 80 && y > -40 && y < height + 40);
  }

  /** The middle of each drawn line, in screen pixels. */
  middles() {
    return this.view.edges.filter((at) => this.network.body.edges[at]?.connected).map((at) => {
      const point = this.network.body.edges[at].edgeType.getPoint(0.5);
      return { at, ...this.network.canvasToDOM(point) };
    });
  }

  edgeLabels(middles, zoom) {
    const chosen = (at) => at === this.state.relation || at === this.hover.edge;
    const wanted = (at) => chosen(at) || (this.emphasis ? this.emphasis.edges.has(at) : zoom > 1.4);
    return middles.filter(({ at }) => wanted(at)).map(({ at, x, y }) => ({
      text: relations[at].label, x, y, colour: groupText(relations[at].group), forced: chosen(at),
    })).sort((a, b) => b.forced - a.forced);
  }

  /** Zoom and move so that these entities (or all) fill the map, with room for their labels. */
  fit(indices = [...this.view.drawn], animate = true) {
    const points = indices.map((index) => this.network.getPositions([index])[index]).filter(Boolean);
    if (!points.length) return;
    const [xs, ys] = ["x", "y"].map((axis) => points.map((point) => point[axis]));
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const width = this.container.clientWidth - 2 * FIT_MARGIN.x;
    const under = document.querySelector(".legend").offsetHeight + FIT_MARGIN.bottom;
    const height = this.container.clientHeight - FIT_MARGIN.top - under;
    const scale = Math.max(0.05, Math.min(width / Math.max(1, right - left), height / Math.max(1, bottom - top), 1.3));
    const lift = (under - FIT_MARGIN.top) / 2 / scale;
    this.network.moveTo({
      position: { x: (left + right) / 2, y: (top + bottom) / 2 + lift }, scale,
      animation: animate && !calm.matches ? { duration: 350 } : false,
    });
  }

  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor,
      animation: calm.matches ? false : { duration: 150 } });
  }

  /** Bring an entity into view, if it is not. */
  reveal(index) {
    const place = this.network.getPositions([index])[index];
    if (!place) return;
    const { x, y } = this.network.canvasToDOM(place);
    const inside = x > 40 && y > 40 && x < this.container.clientWidth - 40 && y < this.container.clientHeight - 40;
    if (!inside || this.network.getScale() < 0.45) {
      this.network.moveTo({ position: place, scale: Math.max(0.8, this.network.getScale()),
        animation: calm.matches ? false : { duration: 350 } });
    }
  }
}
