"""A diff as one page that opens from disk: both sides of every finding beside each other."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from graph.diff.findings.developments import Development
from graph.diff.findings.model import Claims, Diff, RelationChange, counts
from graph.diff.render.as_text import MARKS, TITLES, actor_text, note, source_text
from graph.diff.render.english import joined as listed
from graph.diff.render.english import name, past, sentence
from graph.diff.render.verbalisation import again, contradiction, headline, relation, told
from graph.rdf.relations import flags
from graph.rdf.stored_claim import StoredClaim
from graph.resources import template

POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {script}"


@dataclass(frozen=True, slots=True)
class Item:
    """A finding: its line, what to note, the clauses and claims of each side, and why wordings were joined."""

    text: str
    note: str
    clauses: tuple[tuple[str, ...], tuple[str, ...]]
    before: Claims
    after: Claims
    reasons: tuple[str, ...] = ()


def to_html(found: Diff) -> str:
    """The diff as one page without any request: sections, both sides with their sentences, a filter and a slider."""
    script = template("diff.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template("diff.html"))
    return page.render(
        found=found,
        figures=[(key, number) for key, number in counts(found).items() if number],
        sections=[(key, TITLES[key], mark, items) for key, mark in MARKS.items() if (items := _items(found, key))],
        source_text=source_text,
        sentences=_sentences,
        web=lambda url: bool(url) and url.lower().startswith(("http://", "https://")),
        policy=POLICY.format(script=f"'sha256-{digest}'"),
        css=Markup(template("diff.css")),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704  # our own file
    )


def _sentences(claims: Claims) -> list[tuple[StoredClaim, list[str]]]:
    """Each sentence once, with everything that qualifies one of its claims."""
    found: dict[tuple[str, str], tuple[StoredClaim, dict[str, None]]] = {}
    for stored in claims:
        _, marks = found.setdefault((stored.claim.document, stored.claim.sentence.text), (stored, {}))
        marks |= {flag: None for flag in flags(stored.claim) if flag != "asserted"}
    return [(stored, list(marks)) for stored, marks in found.values()]


def _items(found: Diff, key: str) -> list[Item]:
    if key == "developments":
        return [_development(one) for one in found.developments]
    if key == "contradictions":
        return [
            Item(_line(contradiction(one)), "", NONE, _sorted_by_side(one.affirmed, one.denied, found, 0),
                 _sorted_by_side(one.affirmed, one.denied, found, 1))
            for one in found.contradictions
        ]  # fmt: skip
    if key in {"actors_added", "actors_gone"}:
        return list(_actors(found, key))
    return list(_relations(found, key))


NONE: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


def _line(text: str) -> str:
    return sentence(text).rstrip(".")


def _development(one: Development) -> Item:
    sides = [tuple(stored for step in one.steps if step.batch == side for stored in step.claims) for side in (0, 1)]
    clauses = [tuple(dict.fromkeys(_line(clause.text) for clause in told(one, side))) for side in (0, 1)]
    reasons = dict.fromkeys(f"{link.score:.2f}: {listed(link.reasons)}" for link in one.links)
    return Item(
        _line(headline(one)).replace("->", "→"),
        "",
        (clauses[0], clauses[1]),
        _once(sides[0]),
        _once(sides[1]),
        tuple(reasons),
    )


def _once(claims: Iterable[StoredClaim]) -> Claims:
    return tuple({stored.claim.id: stored for stored in claims}.values())


def _sorted_by_side(affirmed: Claims, denied: Claims, found: Diff, side: int) -> Claims:
    wanted = {stored.claim.id for change in _changes(found) for stored in (change.before, change.after)[side]}
    return tuple(stored for stored in (*affirmed, *denied) if stored.claim.id in wanted)


def _changes(found: Diff) -> tuple[RelationChange, ...]:
    return (*found.joined, *found.added, *found.gone, *found.repeated)


def _relations(found: Diff, key: str) -> Iterator[Item]:
    changes: tuple[RelationChange, ...] = getattr(found, key)
    for change in changes:
        reasons = dict.fromkeys(f"{link.score:.2f}: {listed(link.reasons)}" for link in change.links)
        text = _line(relation(change)) if key != "repeated" else _again(change)
        yield Item(text, note(key, change).replace("->", "→"), NONE, change.before, change.after, tuple(reasons))


def _again(change: RelationChange) -> str:
    before, after = again(change)
    verb = past((change.after or change.before)[0].claim.action.lemma)
    return f"{_line(name(change.actor))} {verb} {listed(before)}; now {listed(after)}"


def _actors(found: Diff, key: str) -> Iterator[Item]:
    for change in getattr(found, key):
        is_new = key == "actors_added"
        yield Item(actor_text(change), "", NONE, () if is_new else change.claims, change.claims if is_new else ())
