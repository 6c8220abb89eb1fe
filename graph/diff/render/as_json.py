"""A diff as JSON (docs/diff.schema.json) and as CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping

from graph.diff.findings.model import (
    SECTIONS,
    ActorChange,
    Claims,
    Contradiction,
    Development,
    Diff,
    RelationChange,
    counts,
)
from graph.diff.findings.steps import Step, stage_sequence
from graph.diff.render.as_text import note
from graph.diff.render.grammar import sentence
from graph.diff.render.headlines import story
from graph.diff.render.relation_lines import contradiction, lines, quoted
from graph.diff.render.verbalisation import movement, title
from graph.export.tables import inert
from ontology.model import Entity
from ontology.records import Record, claim_record

COLUMNS = (
    "kind", "subject", "action", "target", "before", "after", "documents_before", "documents_after",
    "sentences_before", "sentences_after",
)  # fmt: skip
RELATIONS = (*SECTIONS, "same")


def to_json(diff: Diff) -> str:
    """The diff as JSON; docs/diff.schema.json describes it."""
    return json.dumps(record(diff), ensure_ascii=False, indent=2) + "\n"


def record(diff: Diff) -> Record:
    """The diff as an object of plain values."""
    figures = {key.replace(" ", "_"): number for key, number in counts(diff).items()}
    names = diff.before_name, diff.after_name
    return {
        "before": diff.before_name,
        "after": diff.after_name,
        "notes": list(diff.notes),
        "counts": figures | {"same": len(diff.same)},
        "developments": [development_record(development, names) for development in diff.developments],
        "contradictions": [_contradiction_record(finding) for finding in diff.contradictions],
        **{key: [_relation_record(key, change) for change in getattr(diff, key)] for key in RELATIONS},
        "attributed": [_relation_record("attributed", change) for change in diff.attributed],
        "actors_added": [_actor_record(change) for change in diff.actors_added],
        "actors_gone": [_actor_record(change) for change in diff.actors_gone],
    }


def development_record(development: Development, names: tuple[str, ...]) -> Record:
    """A development; `names` are those of the batches in order."""
    before, after = movement(development)
    return {
        "ladder": development.sequence,
        "title": stage_sequence(development.sequence).title,
        "about": title(development),
        "subject": [_entity_record(phrase.entity) for phrase in development.subject],
        "direction": development.direction,
        "from": before,
        "to": after,
        "sentence": sentence(story(development)),
        "steps": [_step_record(step, names) for step in development.steps],
        "alignments": [
            {"score": link.score, "first": link.first.entity.id, "second": link.second.entity.id,
             "is_part": link.is_part, "reasons": list(link.reasons)}
            for link in development.links
        ],
    }  # fmt: skip


def _step_record(step: Step, names: tuple[str, ...]) -> Record:
    return {
        "batch": names[step.batch],
        "stage": step.stage,
        "status": str(step.status),
        "new": step.is_new,
        "claims": _claims(step.stored_claims),
    }


def _contradiction_record(finding: Contradiction) -> Record:
    return {
        "about": _entity_record(finding.about),
        "kind": "accusation denied" if finding.is_accusation else "act denied",
        "sentence": sentence(contradiction(finding)),
        "affirmed": _claims(finding.affirmed),
        "denied": _claims(finding.denied),
    }


def _relation_record(key: str, change: RelationChange) -> Record:
    """A relation of the section `key`."""
    before, after = change.stated
    return {
        "sentence": sentence("; ".join(text for text, _ in lines(key, change))),
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


def to_csv(diff: Diff) -> str:
    """The findings as CSV, one in a row; cells that a spreadsheet could run as formulas are escaped."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in _rows(diff):
        writer.writerow([inert(row.get(column, "")) for column in COLUMNS])
    return out.getvalue()


def _rows(diff: Diff) -> Iterator[Mapping[str, object]]:
    for development in diff.developments:
        start, end = movement(development)
        old = tuple(stored for step in development.steps if step.batch == 0 for stored in step.stored_claims)
        new = tuple(stored for step in development.steps if step.batch == 1 for stored in step.stored_claims)
        row = {
            "kind": f"development: {development.sequence}",
            "subject": title(development),
            "before": start,
            "after": end,
        }
        yield row | _both(old, new)
    for finding in diff.contradictions:
        texts = contradiction(finding).partition("; ")
        sides = _both(finding.affirmed, finding.denied)
        yield {"kind": "contradiction", "subject": finding.about.label, "before": texts[0], "after": texts[2]} | sides
    for key in (*RELATIONS, "attributed"):
        yield from (_relation_row(key, change) for change in getattr(diff, key))
    for kind, actors in (("actor new", diff.actors_added), ("actor gone", diff.actors_gone)):
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
