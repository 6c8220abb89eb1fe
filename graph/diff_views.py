"""A diff as text, JSON or a page that opens from disk."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from textwrap import shorten

from jinja2 import Environment
from markupsafe import Markup

from graph.diff import ActorChange, Diff, RelationChange, counts, relations
from graph.network import flags
from graph.page_data import template
from graph.stored import StoredClaim
from ontology.model import Entity
from ontology.records import Record, claim_record

MARKS = {"changed": "~", "added": "+", "gone": "-", "strengthened": "↑", "weakened": "↓"}
TITLES = {
    "changed": "Said in another way",
    "added": "New",
    "gone": "Gone",
    "strengthened": "Stronger: more documents or claims",
    "weakened": "Weaker: fewer documents or claims",
}
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {script}"
INDENT = "    "


def headline(found: Diff) -> str:
    """One line: what was compared, and how much of it differs."""
    figures = counts(found)
    actors = f"{figures.pop('actors new')} actors new, {figures.pop('actors gone')} gone"
    parts = ", ".join(f"{number} {name}" for name, number in figures.items())
    return f"{found.before_name} -> {found.after_name}: {parts}; {actors}; {found.same} relations the same"


def to_stat(found: Diff) -> str:
    """Only how many of each."""
    rows = [*counts(found).items(), ("the same", found.same)]
    width = max(len(f"{number:,}") for _, number in rows)
    return "\n".join(
        [f"{found.before_name} -> {found.after_name}", *(f"{n:>{width},}  {name}" for name, n in rows), ""]
    )


def to_text(found: Diff, *, width: int = 100, evidence: bool = True) -> str:
    """The diff for reading: the most telling first, each with a sentence of both sides."""
    lines = [headline(found)]
    for name, changes in relations(found):
        if changes:
            lines += ["", f"{TITLES[name]} ({len(changes)})"]
        for change in changes:
            lines += _relation_lines(name, change, width, evidence=evidence)
    for title, mark, actors in (("New actors", "+", found.actors_added), ("Actors gone", "-", found.actors_gone)):
        if actors:
            lines += ["", f"{title} ({len(actors)})"]
            lines += [f"{mark} {actor_text(change)}" for change in actors]
    return "\n".join([*lines, ""])


def _relation_lines(name: str, change: RelationChange, width: int, *, evidence: bool) -> Iterator[str]:
    yield f"{MARKS[name]} {relation_text(change)}{note(name, change)}"
    if evidence:
        yield from (_line(claims[0], width) for claims in (change.before, change.after) if claims)


def _line(stored: StoredClaim, width: int) -> str:
    """A sentence and where it stands, in one line of the width."""
    source = f" [{source_text(stored)}]"
    room = max(40, width - len(INDENT) - len(source) - 2)
    return f"{INDENT}“{shorten(stored.claim.sentence.text, room, placeholder=' …')}”{source}"


def relation_text(change: RelationChange) -> str:
    """'Thailand proposes international conference'."""
    return " ".join([change.actor.label, change.action, *([change.target.label] if change.target else [])])


def note(name: str, change: RelationChange) -> str:
    """What changed, or how it is stated where that is not plainly."""
    before, after = change.stated
    if name == "changed":
        return f": {before} -> {after}"
    if name in {"strengthened", "weakened"}:
        return f": {_extent(change.before)} -> {_extent(change.after)}"
    stated = before or after
    return "" if stated == "asserted" else f" ({stated})"


def _extent(claims: tuple[StoredClaim, ...]) -> str:
    documents = len({stored.claim.document for stored in claims})
    return f"{_plural(len(claims), 'claim')} in {_plural(documents, 'document')}"


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def actor_text(change: ActorChange) -> str:
    """'Interpol (international organisation), 4 claims'."""
    return f"{change.actor.label} ({change.actor.type.value.replace('-', ' ')}), {_plural(len(change.claims), 'claim')}"


def source_text(stored: StoredClaim) -> str:
    """The document and its date."""
    return ", ".join(part for part in (stored.claim.document, stored.date) if part)


def to_json(found: Diff) -> str:
    """The diff as JSON; docs/diff.schema.json describes it."""
    record: Record = {
        "before": found.before_name,
        "after": found.after_name,
        "counts": {name.replace(" ", "_"): number for name, number in counts(found).items()} | {"same": found.same},
        **{name: [_relation_record(change) for change in changes] for name, changes in relations(found)},
        "actors_added": [_actor_record(change) for change in found.actors_added],
        "actors_gone": [_actor_record(change) for change in found.actors_gone],
    }
    return json.dumps(record, ensure_ascii=False, indent=2) + "\n"


def _relation_record(change: RelationChange) -> Record:
    before, after = change.stated
    return {
        "actor": _entity_record(change.actor),
        "action": change.action,
        "concept": change.concept,
        "target": _entity_record(change.target) if change.target else None,
        "stated": {"before": before or None, "after": after or None},
        "before": [claim_record(stored.claim) for stored in change.before],
        "after": [claim_record(stored.claim) for stored in change.after],
    }


def _actor_record(change: ActorChange) -> Record:
    return {**_entity_record(change.actor), "claims": [claim_record(stored.claim) for stored in change.claims]}


def _entity_record(entity: Entity) -> Record:
    return {"id": entity.id, "label": entity.label, "type": entity.type.value}


def to_html(found: Diff) -> str:
    """The diff as one page without any request: sections, both sides with their sentences, a filter."""
    script = template("diff.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template("diff.html"))
    return page.render(
        found=found,
        figures=[(name, number) for name, number in counts(found).items() if number],
        sections=[(name, TITLES[name], MARKS[name], changes) for name, changes in relations(found) if changes],
        actors=[("actors-added", "New actors", found.actors_added), ("actors-gone", "Actors gone", found.actors_gone)],
        relation_text=relation_text,
        note=note,
        source_text=source_text,
        flags=lambda stored: [flag for flag in flags(stored.claim) if flag != "asserted"],
        web=lambda url: bool(url) and url.lower().startswith(("http://", "https://")),
        policy=POLICY.format(script=f"'sha256-{digest}'"),
        css=Markup(template("diff.css")),  # noqa: S704  # our own file
        script=Markup(script),  # noqa: S704  # our own file
    )
