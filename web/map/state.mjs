// The state of the page and its encoding in the URL. States are immutable.

export const VIEWS = ["map", "table", "timeline", "matrix"];
const SETS = ["classes", "types", "modalities", "statuses"];
const TEXTS = ["polarity", "alleged", "bloc", "within", "from", "to", "batch", "document", "text", "change", "ends"];
export const MOST_STEPS = 3;

export const initialState = () => ({
  view: "map", actor: null, relation: null, pair: null, path: null, moved: null, steps: 0,
  classes: new Set(), types: new Set(), modalities: new Set(), statuses: new Set(), polarity: "", alleged: "", bloc: "", within: "",
  min: 1, actorMin: 1, confidence: 0, named: false, from: "", to: "", batch: "", document: "", text: "", change: "", ends: "", lone: false, all: false,
  hidden: new Set(), open: new Set(), folded: new Set(), pins: new Map(),
});

/** The empty selection. A new selection replaces all of these, since only one can be active. */
export const NOTHING_CHOSEN = { actor: null, relation: null, pair: null, path: null, moved: null, steps: 0 };

/** The number of active filters. */
export function filtersOn(state) {
  const sets = SETS.filter((name) => state[name].size).length;
  const texts = TEXTS.filter((name) => state[name] && name !== "within").length;  // which sides are within is a part of the bloc's filter
  return sets + texts + [state.min > 1, state.actorMin > 1, state.confidence, state.named].filter(Boolean).length;
}

/** Whether anything except the view differs from the initial state. */
export const isChanged = (model, state) => toHash(model, { ...state, view: "map" }) !== "";

const whole = (text, low, high) => Math.min(high, Math.max(low, Number.parseInt(text ?? "", 10) || low));

/** Encode the state for the URL, with ids instead of indices so that it works with later builds. */
export function toHash({ entities, relations, moved }, state) {
  const words = new URLSearchParams();
  const ids = (numbers) => [...numbers].map((index) => entities[index].id).join(" ");
  if (state.view !== "map") words.set("view", state.view);
  if (state.actor !== null) words.set("actor", entities[state.actor].id);
  if (state.relation !== null) words.set("relation", relations[state.relation].id);
  for (const name of ["pair", "path"]) if (state[name]) words.set(name, ids(state[name]));
  if (state.moved !== null) words.set("moved", moved[state.moved].title);
  if (state.steps) words.set("steps", state.steps);
  for (const name of SETS) if (state[name].size) words.set(`hide-${name}`, [...state[name]].sort().join(","));
  for (const name of TEXTS) if (state[name]) words.set(name, state[name]);
  if (state.min > 1) words.set("min", state.min);
  if (state.actorMin > 1) words.set("actor-min", state.actorMin);
  if (state.confidence) words.set("confidence", state.confidence);
  for (const name of ["lone", "all", "named"]) if (state[name]) words.set(name, "1");
  for (const name of ["hidden", "open"]) if (state[name].size) words.set(name, ids(state[name]));
  if (state.folded.size) words.set("folded", [...state.folded].join(" "));
  if (state.pins.size) words.set("pins", [...state.pins].map(([at, { x, y }]) => `${entities[at].id} ${x} ${y}`).join(" "));
  return words.toString();
}

function pinsOf(words, entityAt) {
  const pins = new Map();
  for (let at = 0; at + 2 < words.length; at += 3) {
    const [x, y] = [Number(words[at + 1]), Number(words[at + 2])];
    if (entityAt.has(words[at]) && Number.isFinite(x) && Number.isFinite(y)) pins.set(entityAt.get(words[at]), { x, y });
  }
  return pins;
}

/** Decode a state from the URL; unknown values are ignored. */
export function fromHash({ entityAt, relationAt, communities, moved }, hash) {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const state = initialState();
  const list = (name) => (words.get(name) ?? "").split(" ").filter(Boolean);
  const known = (name) => list(name).filter((id) => entityAt.has(id)).map((id) => entityAt.get(id));
  if (VIEWS.includes(words.get("view"))) state.view = words.get("view");
  state.actor = entityAt.get(words.get("actor")) ?? null;
  state.relation = relationAt.get(words.get("relation")) ?? null;
  for (const name of ["pair", "path"]) state[name] = known(name).length === 2 ? known(name) : null;
  const movedAt = moved.findIndex(({ title }) => title === words.get("moved"));
  state.moved = movedAt < 0 ? null : movedAt;
  state.steps = whole(words.get("steps"), 0, MOST_STEPS);
  for (const name of SETS) state[name] = new Set((words.get(`hide-${name}`) ?? "").split(",").filter(Boolean));
  for (const name of TEXTS) state[name] = words.get(name) ?? "";
  state.min = whole(words.get("min"), 1, 1e6);
  state.actorMin = whole(words.get("actor-min"), 1, 1e6);
  state.confidence = whole(words.get("confidence"), 0, 100);
  for (const name of ["lone", "all", "named"]) state[name] = words.get(name) === "1";
  for (const name of ["hidden", "open"]) state[name] = new Set(known(name));
  state.folded = new Set(list("folded").map(Number).filter((community) => communities.has(community)));
  state.pins = pinsOf(list("pins"), entityAt);
  return state;
}

/** The set with a member added, or removed if present. */
export function toggled(set, member) {
  const next = new Set(set);
  if (!next.delete(member)) next.add(member);
  return next;
}

/** Undo and redo over states. */
export class Trail {
  constructor(state) {
    this.states = [state];
    this.at = 0;
  }

  get state() { return this.states[this.at]; }

  get canUndo() { return this.at > 0; }

  get canRedo() { return this.at < this.states.length - 1; }

  add(state) {
    this.states = [...this.states.slice(Math.max(0, this.at - 199), this.at + 1), state];
    this.at = this.states.length - 1;
  }

  step(by) {
    this.at = Math.min(this.states.length - 1, Math.max(0, this.at + by));
    return this.state;
  }
}
