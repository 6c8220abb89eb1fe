// Visual encoding, shared by the map and the saved picture: colour by action group, dash by status, width by number of
// claims, size by importance, shape by type.

import { firmest, isFaint } from "./model.mjs";
import { isDark } from "./scheme.mjs";
import { plural, shorten } from "./text.mjs";

const FADED = 0.12;
export const FAINT = 0.35;
const THINNEST = 1.5;
const THICKEST = 8;

export const theme = {};

/** Read the colours of the current scheme, light or dark. */
export function readTheme() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["paper", "ink", "soft", "faint", "node", "accent"]) {
    theme[name] = style.getPropertyValue(`--${name}`).trim();
  }
  theme.isDark = isDark();
  return theme;
}

export const groupColour = (model, name) => model.groupOf.get(name)[theme.isDark ? "dark" : "light"];
export const groupText = (model, name) => model.groupOf.get(name)[theme.isDark ? "dark" : "text"];
export const changeColour = (model, name) => model.look.changes.find((change) => change.name === name)[theme.isDark ? "dark" : "light"];

/** The sign of a change as a path centred at (0, 0); none if unchanged. */
export const changeSign = (model, name) => model.look.changes.find((change) => change.name === name)?.sign ?? "";
export const changeLabel = (model, name) => model.look.changes.find((change) => change.name === name).label;
/** Actors on one side only get a ring in the colour of the change. */
export const ONE_SIDED = new Set(["added", "gone"]);

/** The colour of a relation: by action group, or by kind of change on the map of a diff. */
export const lineColour = (model, relation) => (relation.change ? changeColour(model, relation.change) : groupColour(model, relation.group));

export const lineWidth = (count) => Math.min(THICKEST, THINNEST + 1.3 * Math.log2(count));

/** Highlighted entities and relations: the selection and its neighbours; null without a selection. */
export function emphasis(model, state, view) {
  const { relations } = model;
  if (view.path) return { nodes: new Set(view.path.nodes), edges: new Set(view.path.steps.flat()) };
  const ends = (edges) => new Set([...edges].flatMap((at) => [relations[at].actor, relations[at].target]).filter((end) => end !== null));
  if (state.relation !== null) return { nodes: ends([state.relation]), edges: new Set([state.relation]) };
  if (state.moved !== null) {
    const edges = model.moved[state.moved].relations.filter((at) => view.found.has(at));
    return { nodes: ends(edges), edges: new Set(edges) };
  }
  if (state.pair) {
    const edges = view.edges.filter((at) => relations[at].actor === state.pair[0] && relations[at].target === state.pair[1]);
    return { nodes: new Set(state.pair), edges: new Set(edges) };
  }
  if (state.actor === null || !view.drawn.has(state.actor)) return null;
  const edges = view.edges.filter((at) => [relations[at].actor, relations[at].target].includes(state.actor));
  return { nodes: ends(edges).add(state.actor), edges: new Set(edges) };
}

/** The vis-network node of an entity. */
export function nodeStyle({ model, state, view }, index, { marked, unit }) {
  const entity = model.entities[index];
  const isChosen = state.actor === index;
  const isNews = ONE_SIDED.has(entity.change);
  const border = isChosen || view.path?.nodes.includes(index) ? theme.accent : isNews ? changeColour(model, entity.change) : theme.node;
  const background = entity.hollow ? theme.paper : theme.node;
  return {
    shape: entity.shape, size: entity.size * unit, borderWidth: (isChosen || isNews ? 3.5 : 1.6) * unit,
    color: { background, border, hover: { background, border: theme.accent } },
    opacity: marked && !marked.nodes.has(index) ? FADED * 1.6 : 1,
    title: `${entity.label} (${model.typeOf.get(entity.type).label.toLowerCase()}), ${plural(entity.weight, "claim")}${isNews ? `, ${changeLabel(model, entity.change).toLowerCase()}` : ""}`,
  };
}

/** The vis-network edge of a relation. */
export function edgeStyle({ model, state, view }, at, { marked, unit }) {
  const relation = model.relations[at];
  const found = view.found.get(at);
  const stated = firmest(model, found);
  const colour = lineColour(model, relation);
  const { dash } = model.statusOf.get(stated);
  const isFaded = marked && !marked.edges.has(at);
  return {
    from: relation.actor, to: relation.target,
    smooth: { enabled: true, type: "curvedCW", roundness: Math.min(0.95, 0.12 + relation.bend * 0.17) },
    dashes: dash.length ? dash.map((length) => length * unit) : false,
    width: unit * lineWidth(found.length) + (state.relation === at ? 2 * unit : 0),
    color: { color: colour, hover: colour, highlight: colour,
      opacity: isFaded || relation.change === "same" ? FADED : isFaint(model, found) ? FAINT : stated === "negated" ? 0.5 : 0.9 },
    title: `${model.entities[relation.actor].label} ${relation.label} ${model.entities[relation.target].label}: `
      + `${plural(found.length, "claim")}, ${model.statusOf.get(stated).label.toLowerCase()}${isFaint(model, found) ? `, confidence below ${model.look.faint} %` : ""}`,
  };
}

/** The node of a folded community: a ring sized by its number of members. */
export function foldedStyle({ model }, community, members, { unit }) {
  return {
    id: `g${community}`, shape: "dot", size: (9 + 2.2 * Math.sqrt(members.length)) * unit, borderWidth: 5 * unit,
    color: { background: theme.paper, border: theme.soft, hover: { background: theme.paper, border: theme.accent } },
    opacity: 1, title: `${foldedName(model, members)}: press to unfold`,
  };
}

/** "Thailand and 23 more". */
export const foldedName = (model, members) => `${shorten(model.entities[members[0]].label, 36)} and ${members.length - 1} more`;

export const bundleStyle = ({ from, to, count }, { unit }) => ({
  id: `${from} ${to}`, from, to, smooth: { enabled: true, type: "curvedCW", roundness: 0.12 }, dashes: false,
  width: unit * lineWidth(count), color: { color: theme.faint, hover: theme.soft, highlight: theme.faint, opacity: 0.9 },
  title: plural(count, "claim"),
});
