// Entry point of the map page: keeps the state in the URL fragment and updates all parts when it changes.

import { renderPanel } from "./cards.mjs";
import { Controls } from "./controls.mjs";
import { byId, media } from "./dom.mjs";
import { summary, visible } from "./filter.mjs";
import { finder } from "./finder.mjs";
import { Histogram } from "./histogram.mjs";
import { Stops } from "./keys.mjs";
import { ActorMap } from "./map.mjs";
import { Matrix } from "./matrix.mjs";
import { decode, Evidence } from "./model.mjs";
import { copyText } from "./clipboard.mjs";
import { isServed, searchAddress } from "./reading.mjs";
import { saveCsv, savePng, saveSvg, svgElement } from "./save.mjs";
import { fromHash, initialState, isChanged, NOTHING_CHOSEN, toggled, toHash, Trail, VIEWS } from "./state.mjs";
import { listenToScheme } from "./scheme.mjs";
import { showScrolling } from "./scrolling.mjs";
import { Slider } from "./sides.mjs";
import { ClaimTable } from "./table.mjs";
import { shorten } from "./text.mjs";
import { bars } from "./time.mjs";
import { Timeline } from "./timeline.mjs";

const read = (id) => JSON.parse(byId(id).textContent);
const model = decode(read("data"));
const NARROW_FIRST = 36;

const usual = model.limits;
/** Narrow screens have room for fewer symbols. */
const setLimits = () => { model.limits = media.narrow.matches ? { all: NARROW_FIRST, first: NARROW_FIRST } : usual; };
setLimits();

document.body.classList.toggle("difference", model.isDiff);  // before the map is created, because the panel reduces its size

const app = {
  model, evidence: new Evidence(() => read("evidence")), bars: bars(model.claims),
  trail: new Trail(fromHash(model, location.hash)),
  get state() { return this.trail.state; },
};

/** Write the state to the URL, where allowed (not in the frame of a notebook). */
function writeAddress(kind) {
  try {
    history[`${kind}State`](null, "", `#${toHash(model, app.state)}`);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

/** Change part of the state and render it. Changes with the same `merge` key (keystrokes in a field) are one undo step. */
function change(part, { merge = null, isEntry = false } = {}) {
  const next = { ...app.state, ...part };
  if (toHash(model, next) === toHash(model, app.state)) return;
  if (merge !== null && merge === app.merging) app.trail.step(-1);
  app.merging = merge;
  app.trail.add(next);
  writeAddress(isEntry ? "push" : "replace");
  show();
}

function step(by) {
  app.merging = null;
  app.trail.step(by);
  writeAddress("replace");
  show();
}

const choose = (part) => change({ ...NOTHING_CHOSEN, ...part }, { isEntry: true });

app.act = {
  change, choose,
  nothing: () => choose({}),
  actor(index, isRevealed = false) {
    choose({ actor: index, hidden: new Set([...app.state.hidden].filter((hidden) => hidden !== index)) });
    if (isRevealed) app.map.reveal(index);
    showPanel();
  },
  /** Choose what was searched for; on narrow screens the map stays in sight, and a button leads to the card below it. */
  found(index) {
    if (!media.narrow.matches || app.state.view !== "map") return app.act.actor(index, true);
    choose({ actor: index, hidden: new Set([...app.state.hidden].filter((hidden) => hidden !== index)) });
    document.activeElement.blur();  // closes the keyboard of a telephone
    app.map.fit([...app.map.marked?.nodes ?? []]);
    document.querySelector(".canvas").scrollIntoView({ behavior: media.calm.matches ? "auto" : "smooth", block: "start" });
    return undefined;
  },
  relation(at, isRevealed = false) {
    choose({ relation: at });
    if (isRevealed) app.map.reveal(...[model.relations[at].actor, model.relations[at].target].filter((end) => end !== null));
    showPanel();
  },
  pair(actor, target) {
    choose({ pair: [actor, target] });
    showPanel();
  },
  path(from, to) {
    choose({ path: [from, to] });
    if (app.view.path) app.map.fit(app.view.path.nodes);
  },
  moved(at) {
    choose({ moved: at });
    if (app.map.marked?.nodes.size) app.map.fit([...app.map.marked.nodes]);
    showPanel();
  },
  steps(count) {
    change({ steps: count });
    app.map.fit();
  },
  open: (index) => change({ open: toggled(app.state.open, index) }),
  hide: (index) => change({ ...(app.state.actor === index ? NOTHING_CHOSEN : {}), hidden: toggled(app.state.hidden, index) }),
  fold: (community) => change({ folded: toggled(app.state.folded, community) }),
  foldAll: (communities) => change({ folded: new Set(communities) }),
  pin: (index, place) => change({ pins: new Map(app.state.pins).set(index, place) }),
  togglePin(index) {
    const pins = new Map(app.state.pins);
    if (!pins.delete(index)) pins.set(index, app.map.turned(app.map.placeOf(index)));
    change({ pins });
  },
  reset() {
    change({ ...initialState(), view: app.state.view }, { isEntry: true });
    app.map.fit();
  },
  undo: () => step(-1), redo: () => step(1),
};

/** On narrow screens, scroll to the panel, which is below the map. */
function showPanel() {
  if (!media.narrow.matches) return;
  byId("card").scrollIntoView({ behavior: media.calm.matches ? "auto" : "smooth", block: "start" });
}

function showViews() {
  const { state } = app;
  document.body.dataset.view = state.view;
  for (const name of VIEWS) {
    byId(`${name}-view`).hidden = state.view !== name;
    byId(`tab-${name}`).setAttribute("aria-selected", String(state.view === name));
    byId(`tab-${name}`).tabIndex = state.view === name ? 0 : -1;
  }
}

function show() {
  const { trail, state } = app;
  const wasMap = document.body.dataset.view === "map";
  app.view = visible(model, state, app.evidence);
  byId("summary").textContent = `${summary(model, app.view, state.view === "map")}.`;
  const isCut = app.view.drawn.size < app.view.members.length && !state.folded.size;
  byId("show-all").hidden = state.view !== "map" || (!isCut && !state.all);
  byId("show-all").textContent = state.all ? "Show the most important" : "Show all";
  byId("nothing").hidden = app.view.found.size > 0;
  byId("to-card").hidden = state.actor === null;
  byId("to-card").textContent = state.actor === null ? "" : `About ${shorten(model.entities[state.actor].label, 30)} ↓`;
  byId("undo").disabled = !trail.canUndo;
  byId("redo").disabled = !trail.canRedo;
  byId("reset").disabled = !isChanged(model, state);
  showViews();
  app.map.show();
  if (state.view === "map" && !wasMap) app.map.fit(undefined, false);
  app.stops.show();
  ({ table: app.table, timeline: app.timeline, matrix: app.matrix })[state.view]?.show();
  renderPanel(app);
  app.controls.show();
  app.slider.show();
  app.histogram.show();
}

/** Find words in the sentences: those of all documents on a server, those of the claims on the map without one. */
function findText(words) {
  if (isServed()) location.assign(searchAddress(words));
  else change({ ...NOTHING_CHOSEN, text: words, view: "table" }, { isEntry: true });
}

function listenToTabs() {
  VIEWS.forEach((name, at) => {
    byId(`tab-${name}`).addEventListener("click", () => change({ view: name }));
    byId(`tab-${name}`).addEventListener("keydown", ({ key }) => {
      const move = { ArrowLeft: -1, ArrowRight: 1 }[key];
      if (!move) return;
      const other = VIEWS[(at + move + VIEWS.length) % VIEWS.length];
      change({ view: other });
      byId(`tab-${other}`).focus();
    });
  });
}

/** Copy the URL to the clipboard and confirm this in the summary line. */
async function sendAddress() {
  const isDone = await copyText(location.href);
  byId("summary").textContent = isDone ? "Copied: the address of this view. Send it with the file." : "Copy the address from the browser’s address bar.";
}

function listenToButtons() {
  const { act, map } = app;
  const doing = { "zoom-in": () => map.zoom(1.4), "zoom-out": () => map.zoom(1 / 1.4), fit: () => map.fit(), undo: act.undo, redo: act.redo,
    reset: act.reset, "save-svg": () => saveSvg(app), "save-png": () => savePng(app), "save-csv": () => saveCsv(app),
    print: () => window.print(), copy: sendAddress,
    "to-card": showPanel, "show-all": () => { change({ all: !app.state.all }); map.fit(); } };
  for (const [id, act] of Object.entries(doing)) byId(id).addEventListener("click", act);
  byId("save").addEventListener("click", ({ target }) => { if (target.matches("button")) byId("save").open = false; });
}

function listenToKeys(search) {
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    const key = event.key.toLowerCase();
    if (key === "escape") {
      byId("save").open = false;
      app.act.nothing();
    } else if ((event.ctrlKey || event.metaKey) && !isTyping && (key === "z" || key === "y")) {
      event.preventDefault();
      step(key === "y" || event.shiftKey ? 1 : -1);
    } else if (event.key === "/" && !isTyping) {
      event.preventDefault();
      search.focus();
    }
  });
}

/** Render everything again in the current colours; for printing, the map becomes a picture and lists are longer. */
function redraw(isPrinting) {
  app.isPrinting = isPrinting;
  show();
  app.map.network.redraw();
  byId("printed").replaceChildren(...(isPrinting && app.state.view === "map" ? [svgElement(app)] : []));
}

function listenToWindow() {
  window.addEventListener("popstate", () => {
    app.trail.add(fromHash(model, location.hash));
    show();
  });
  app.map.network.on("resize", ({ width, oldWidth }) => {
    if (width === oldWidth || !width) return;  // the address bar of mobile browsers changes the height all the time
    app.map.show();
    setTimeout(() => app.map.fit(undefined, false));  // vis-network restores its own zoom during the event
  });
  media.narrow.addEventListener("change", () => { setLimits(); show(); });
}

/** Zoom to the selection from the URL, if it is on the map. */
function fitChoice() {
  const { path, moved } = app.state;
  const part = path || moved !== null ? [...app.map.marked?.nodes ?? []] : [];
  app.map.fit(part.length ? part : undefined, false);
}

document.body.dataset.view = app.state.view;
listenToScheme((isPrinting) => { if (app.map) redraw(isPrinting); });
app.controls = new Controls(app);  // before the map, because the legend reduces its size
app.histogram = new Histogram(app);
app.slider = new Slider(app);
app.map = new ActorMap(byId("map"), app);
app.table = new ClaimTable(app);
app.timeline = new Timeline(app);
app.matrix = new Matrix(app);
app.stops = new Stops(app);
const search = finder(byId("search"), app, { id: "search", label: "Find an actor, a thing or words in the sentences",
  hint: "Find a name or words  ( / )", choose: (index) => app.act.found(index), findText });
for (const view of ["table", "timeline", "matrix"]) showScrolling(byId(`${view}-view`), byId(`${view}-view`).querySelector(".scroll"));
listenToTabs();
listenToButtons();
listenToKeys(search);
listenToWindow();
show();
fitChoice();
if (app.state.actor !== null) app.map.reveal(app.state.actor);
// for tests and the console of the browser
window.actorgraph = app;
