// Building blocks of the panel and the views: list rows, and claims with their sentences.

import { copyText } from "./clipboard.mjs";
import { el, name } from "./dom.mjs";
import { firmest } from "./model.mjs";
import { documentAddress } from "./reading.mjs";
import { lineSample } from "./samples.mjs";
import { changeLabel, groupText, lineColour } from "./styles.mjs";
import { fold, number, readable, shorten } from "./text.mjs";

const LONGEST_NAME = 90;
/** Maximum number of rows in print. */
export const PRINTED = 2000;

const sharesWord = (one, other) => {
  const words = new Set(fold(other).split(/[^\p{L}\p{N}]+/u));
  return fold(one).split(/[^\p{L}\p{N}]+/u).some((word) => word && words.has(word));
};

/** A sentence with actor, action and target highlighted; of overlapping spans the earlier one wins. */
export function sentenceNode({ model, evidence }, claim) {
  const relation = model.relations[claim.relation];
  const letters = Array.from(evidence.sentence(claim));  // offsets are in code points
  const slice = (first, end) => letters.slice(first, end).join("");
  const names = { actor: model.entities[relation.actor].label, action: relation.concept,
    target: model.entities[relation.target]?.label };
  const marks = Object.entries(evidence.of(claim).spans).sort(([, a], [, b]) => a[0] - b[0]);
  const parts = [];
  let done = 0;
  for (const [role, [first, end]] of marks) {
    if (end <= done) continue;
    const words = slice(Math.max(first, done), end);
    parts.push(slice(done, Math.max(first, done)), el("mark", { class: role, title: `${role}: ${names[role]}` }, words));
    if (role !== "action" && !sharesWord(words, names[role])) {
      parts.push(el("span", { class: "gloss" }, " [", name(shorten(names[role], LONGEST_NAME)), "]"));
    }
    done = end;
  }
  return el("blockquote", { dir: "auto" }, parts, slice(done));
}

export const badge = (model, flag) => el("span", { class: `badge ${flag}` }, model.statusOf.get(flag).label.toLowerCase());
export const badges = (model, claim) => claim.flags.filter((flag) => flag !== "asserted").map((flag) => badge(model, flag));

/**
 * The title of the document of a claim, which opens its text at the sentence where it can be read, and a link to its web
 * address. Only web addresses are linked, because the URL of a document is not trusted.
 */
export function sourceLink({ model, evidence }, claim) {
  const place = model.documents[claim.document];
  const title = name(shorten(place.title ?? place.id, 160));
  const away = { target: "_blank", rel: "noopener noreferrer" };
  const url = /^https?:\/\//i.test(place.url ?? "") ? place.url : null;
  const text = documentAddress(place, evidence.of(claim).at);
  if (text === null) return url ? el("a", { href: url, ...away }, title) : title;
  return [el("a", { href: text, class: "reading", title: "Read the sentence in its document" }, title),
    url ? [" ", el("a", { href: url, title: "The document on the web", ...away }, "web ↗")] : null];
}

/** A button with the name of an entity that selects it. */
export function entityButton({ model, act }, index, most = LONGEST_NAME) {
  const { label } = model.entities[index];
  return el("button", { class: "link", onclick: () => act.actor(index, true), title: label.length > most ? label : null },
    name(shorten(label, most)));
}

export const speaker = (app, by) => (app.model.entityAt.has(by.id) ? entityButton(app, app.model.entityAt.get(by.id)) : name(by.label));

/** Why the date of an act is that of its document. */
export const REPORTED = "The sentence gives no date: this is the day of the report";

/** A claim: sentence, status, date, source of the statement, and document. */
export function claimNode(app, claim, { heading = false } = {}) {
  const { model, evidence } = app;
  const place = model.documents[claim.document];
  const { when, place: where, rule, also, id, decision } = evidence.of(claim);
  const detail = [place.source, place.date && !claim.isReported && readable(place.date), model.batches.length > 1 ? `batch ${model.batches[place.batch]}` : null]
    .filter(Boolean).join(" · ");
  const facts = [...badges(model, claim),
    when ? el("span", { class: "when" }, readable(when)) : claim.isReported ? el("span", { class: "when reported", title: REPORTED }, `reported on ${readable(place.date)}`) : null, where ? el("span", {}, "in ", name(where)) : null,
    claim.by ? el("span", {}, "according to ", speaker(app, claim.by)) : null].filter(Boolean);
  return el("li", { class: "claim" },
    heading ? relationRow(app, claim.relation, [claim]) : null,
    sentenceNode(app, claim),
    facts.length ? el("p", { class: "meta" }, facts) : null,
    el("p", { class: "source" }, sourceLink(app, claim), detail ? ` · ${detail}` : "",
      also.length ? [" · also in ", name(also.join(", "))] : null),
    el("p", { class: "rule", title: "Which rule made the claim of the sentence, and how often it is right" },
      decision ?? `rule ${rule} · confidence ${claim.confidence} %`, " · ", rejectButton(id)));
}

/** A button that copies the command that rejects a claim: the page itself cannot change the build. */
function rejectButton(id) {
  const command = `actorgraph claims reject ${id}`;
  return el("button", { class: "link", title: `If the sentence does not say this: ${command}`, onclick: async ({ target }) => {
    const isDone = await copyText(command);
    target.textContent = isDone ? `Copied: ${command}` : command;
  } }, "Wrong? Copy the command");
}

/** A relation: actor, action, target, number of claims, status; `side`: the entity that the list is about. */
export function relationRow(app, at, found, side = null) {
  const { model, act } = app;
  const relation = model.relations[at];
  const stated = found.length ? firmest(model, found) : "asserted";
  const text = (end) => name(shorten(model.entities[end].label, LONGEST_NAME));
  return el("button", { class: "relation", onclick: () => act.relation(at, true), "data-relation": at },
    lineSample(model, lineColour(model, relation), stated),
    el("span", { class: "words" }, side === "out" ? "" : [text(relation.actor), " "],
      el("b", { style: { color: groupText(model, relation.group) } }, relation.label),
      side === "in" || relation.target === null ? "" : [" ", text(relation.target)]),
    relation.change && relation.change !== "same" ? el("span", { class: `badge ${relation.change}` }, changeLabel(model, relation.change).toLowerCase()) : null,
    stated === "asserted" ? null : badge(model, stated),
    found.length > 1 ? el("span", { class: "count", title: `${found.length} claims` }, `×${number(found.length)}`) : null);
}

/** A list that shows its first items, and the others on request. */
export function longList(items, make, most = 12) {
  const list = el("ul", {}, items.slice(0, most).map((item) => el("li", {}, make(item))));
  if (items.length <= most) return [list];
  const more = el("button", { class: "more link", onclick: () => {
    list.append(...items.slice(most).map((item) => el("li", {}, make(item))));
    list.children[most].querySelector("button")?.focus();
    more.remove();
  } }, `Show ${number(items.length - most)} more`);
  return [list, more];
}
