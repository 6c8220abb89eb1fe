// The state of the view, kept in the address (#…), and how a change reaches every part of the page.

const SETS = ["groups", "types", "statuses"];
const TEXTS = ["from", "to", "batch", "document", "text"];

function toHash(state) {
  const words = new URLSearchParams();
  if (state.view !== "map") words.set("view", state.view);
  if (state.actor !== null) words.set("actor", entities[state.actor].id);
  if (state.relation !== null) words.set("relation", relations[state.relation].id);
  if (state.steps) words.set("steps", state.steps);
  for (const name of SETS) if (state[name].size) words.set(`hide-${name}`, [...state[name]].sort().join(","));
  for (const name of TEXTS) if (state[name]) words.set(name, state[name]);
  if (state.min > 1) words.set("min", state.min);
  for (const name of ["lone", "all"]) if (state[name]) words.set(name, "1");
  return words.toString();
}

/** The state that an address describes; what it does not know it leaves out. */
function fromHash(hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const state = initialState();
  if (words.get("view") === "table") state.view = "table";
  state.actor = entityAt.get(words.get("actor")) ?? null;
  state.relation = relationAt.get(words.get("relation")) ?? null;
  state.steps = Math.min(2, Math.max(0, Number.parseInt(words.get("steps") ?? "0", 10) || 0));
  for (const name of SETS) state[name] = new Set((words.get(`hide-${name}`) ?? "").split(",").filter(Boolean));
  for (const name of TEXTS) state[name] = words.get(name) ?? "";
  state.min = Math.max(1, Number.parseInt(words.get("min") ?? "1", 10) || 1);
  for (const name of ["lone", "all"]) state[name] = words.get(name) === "1";
  return state;
}

let state = fromHash(location.hash);
let view = visible(state);

const handlers = {
  actor(index, reveal = false) {
    change({ actor: index, relation: null }, { entry: true });
    if (reveal) map.reveal(index);
  },
  relation(at, reveal = false) {
    change({ relation: at, actor: null, steps: 0 }, { entry: true });
    if (reveal) map.reveal(relations[at].actor);
  },
  nothing() { change({ actor: null, relation: null, steps: 0 }, { entry: true }); },
  steps(count) {
    change({ steps: count });
    map.fit();
  },
  focus(index) {
    change({ actor: index, relation: null, steps: 1 }, { entry: true });
    map.fit();
  },
};

/** Set some of the state and show it. A selection makes an entry in the browser's history, a filter does not. */
function change(part, { entry = false } = {}) {
  const before = state;
  state = { ...state, ...part };
  const hash = `#${toHash(state)}`;
  if (hash !== `#${toHash(before)}`) history[entry ? "pushState" : "replaceState"](null, "", hash);
  show();
}

function show() {
  view = visible(state);
  byId("summary").textContent = summary(view);
  byId("nothing").hidden = view.found.size > 0;
  document.body.dataset.view = state.view;
  for (const name of ["map", "table"]) {
    byId(`${name}-view`).hidden = state.view !== name;
    byId(`tab-${name}`).setAttribute("aria-selected", String(state.view === name));
    byId(`tab-${name}`).tabIndex = state.view === name ? 0 : -1;
  }
  map.show(state, view);
  if (state.view === "table") table.show(state, view);
  renderPanel(state, view, handlers);
  controls.show(state, view);
}

const map = new ActorMap(byId("map"), handlers);
const table = new ClaimTable(handlers);
const controls = new Controls(() => state, change);
const finder = new Search((index) => handlers.actor(index, true));

for (const name of ["map", "table"]) {
  byId(`tab-${name}`).addEventListener("click", () => change({ view: name }));
  byId(`tab-${name}`).addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    const other = name === "map" ? "table" : "map";
    change({ view: other });
    byId(`tab-${other}`).focus();
  });
}
byId("zoom-in").addEventListener("click", () => map.zoom(1.4));
byId("zoom-out").addEventListener("click", () => map.zoom(1 / 1.4));
byId("fit").addEventListener("click", () => map.fit());
byId("reset").addEventListener("click", () => {
  change({ ...initialState(), view: state.view }, { entry: true });
  map.fit();
});
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
  if (event.key === "Escape") handlers.nothing();
  else if (event.key === "/" && !typing) {
    event.preventDefault();
    finder.input.focus();
  }
});
window.addEventListener("popstate", () => {
  state = fromHash(location.hash);
  show();
});
dark.addEventListener("change", show);

show();
map.fit(undefined, false);
map.fitLines();
if (state.actor !== null) map.reveal(state.actor);
// for tests and for the browser's console
window.actorgraph = { map, table, get state() { return state; }, get view() { return view; }, data };
