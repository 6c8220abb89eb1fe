"""A diff as JSON (docs/diff.schema.json) and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping

from graph.diff.findings.developments import Development, Step, ladder_of
from graph.diff.findings.model import SECTIONS, ActorChange, Claims, Contradiction, Diff, RelationChange, counts
from graph.diff.render.as_text import note
from graph.diff.render.english import sentence
from graph.diff.render.verbalisation import contradiction, movement, quoted, story, title
from graph.export.tables import inert
from ontology.model import Entity
from ontology.records import Record, claim_record

COLUMNS = (
    "kind", "subject", "action", "target", "before", "after", "documents_before", "documents_after",
    "sentences_before", "sentences_after",
)  # fmt: skip
RELATIONS = (*SECTIONS, "same")


def to_json(found: Diff) -> str:
    """The diff as JSON; docs/diff.schema.json describes it."""
    return json.dumps(record(found), ensure_ascii=False, indent=2) + "\n"


def record(found: Diff) -> Record:
    """The diff as an object of plain values."""
    figures = {key.replace(" ", "_"): number for key, number in counts(found).items()}
    return {
        "before": found.before_name,
        "after": found.after_name,
        "counts": figures | {"same": len(found.same)},
        "developments": [development_record(one, (found.before_name, found.after_name)) for one in found.developments],
        "contradictions": [_contradiction_record(one) for one in found.contradictions],
        **{key: [_relation_record(change) for change in getattr(found, key)] for key in RELATIONS},
        "attributed": [_relation_record(change) for change in found.attributed],
        "actors_added": [_actor_record(change) for change in found.actors_added],
        "actors_gone": [_actor_record(change) for change in found.actors_gone],
    }


def development_record(one: Development, names: tuple[str, ...]) -> Record:
    """A development; `names` are those of the batches in order."""
    before, after = movement(one)
    return {
        "ladder": one.ladder,
        "title": ladder_of(one.ladder).title,
        "about": title(one),
        "subject": [_entity_record(entity) for entity in one.subject],
        "direction": one.direction,
        "from": before,
        "to": after,
        "sentence": sentence(story(one)),
        "steps": [_step_record(step, names) for step in one.steps],
        "alignments": [
            {"score": link.score, "first": link.first.entity.id, "second": link.second.entity.id,
             "is_part": link.is_part, "reasons": list(link.reasons)}
            for link in one.links
        ],
    }  # fmt: skip


def _step_record(step: Step, names: tuple[str, ...]) -> Record:
    return {
        "batch": names[step.batch],
        "stage": step.stage,
        "status": str(step.status),
        "new": step.is_new,
        "claims": _claims(step.claims),
    }


def _contradiction_record(one: Contradiction) -> Record:
    return {
        "about": _entity_record(one.about),
        "kind": "accusation denied" if one.is_accusation else "act denied",
        "sentence": sentence(contradiction(one)),
        "affirmed": _claims(one.affirmed),
        "denied": _claims(one.denied),
    }


def _relation_record(change: RelationChange) -> Record:
    before, after = change.stated
    return {
        "actor": _entity_record(change.actor),
        "action": change.action,
        "concept": change.concept,
        "target": _entity_record(change.target) if change.target else None,
        "stated": {"before": before or None, "after": after or None},
        "quantity": dict(zip(("before", "after"), change.quantities, strict=True)),
        "alignment": [{"score": link.score, "reasons": list(link.reasons)} for link in change.links],
        "before": _claims(change.before),
        "after": _claims(change.after),
    }


def _claims(claims: Claims) -> list[Record]:
    return [claim_record(stored.claim) for stored in claims]


def _actor_record(change: ActorChange) -> Record:
    return {**_entity_record(change.actor), "named": change.is_named, "claims": _claims(change.claims)}


def _entity_record(entity: Entity) -> Record:
    return {"id": entity.id, "label": entity.label, "type": entity.type.value}


def to_csv(found: Diff) -> str:
    """The findings as a table, one a row; cells that a spreadsheet could run are made inert."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(found):
        writer.writerow([inert(row.get(column, "")) for column in COLUMNS])
    return out.getvalue()


def _rows(found: Diff) -> Iterator[Mapping[str, object]]:
    for one in found.developments:
        start, end = movement(one)
        old = tuple(stored for step in one.steps if step.batch == 0 for stored in step.claims)
        new = tuple(stored for step in one.steps if step.batch == 1 for stored in step.claims)
        row = {"kind": f"development: {one.ladder}", "subject": title(one), "before": start, "after": end}
        yield row | _both(old, new)
    for contra in found.contradictions:
        texts = contradiction(contra).partition("; ")
        sides = _both(contra.affirmed, contra.denied)
        yield {"kind": "contradiction", "subject": contra.about.label, "before": texts[0], "after": texts[2]} | sides
    for key in (*RELATIONS, "attributed"):
        yield from (_relation_row(key, change) for change in getattr(found, key))
    for kind, actors in (("actor new", found.actors_added), ("actor gone", found.actors_gone)):
        for actor in actors:
            before, after = (actor.claims, ()) if kind == "actor gone" else ((), actor.claims)
            yield {"kind": kind, "subject": actor.actor.label} | _both(before, after)


def _relation_row(key: str, change: RelationChange) -> Mapping[str, object]:
    before, after = change.stated if key != "numbers" else change.quantities
    if key == "changed":
        first, second = quoted(change)
        before, after = f"{before}{first}", f"{after}{second}"
    return {
        "kind": key,
        "subject": change.actor.label,
        "action": change.action,
        "target": change.target.label if change.target else "",
        "before": before or "",
        "after": (after or "") + (note(key, change) if key == "attributed" else ""),
    } | _both(change.before, change.after)


def _both(before: Claims, after: Claims) -> dict[str, object]:
    return {
        "documents_before": _documents(before),
        "documents_after": _documents(after),
        "sentences_before": _sentences(before),
        "sentences_after": _sentences(after),
    }


def _documents(claims: Claims) -> str:
    return " ".join(dict.fromkeys(stored.claim.document for stored in claims))


def _sentences(claims: Claims) -> str:
    return "\n".join(dict.fromkeys(stored.claim.sentence.text for stored in claims))
