"""Decisions on claims of a build: one by one, or in a table to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from actorgraph.builder.review.claim_index import ClaimIndex, ReviewedClaim
from actorgraph.builder.review.project import Project
from actorgraph.builder.review.table import filled_rows
from graph.export.tables import inert
from graph.review.claims import (
    NONE,
    VERDICTS,
    ClaimDecision,
    Correction,
    parse_status,
    status_of,
)
from graph.review.corrections import own_reference
from ontology.errors import InputError
from ontology.identifiers import actor_id, thing_id
from ontology.model import Claim, EntityType, ReviewState

COLUMNS = tuple(
    """verdict id confidence status actor action target said_by document date sentence new_actor new_action new_target
    new_status why""".split()
)


def decision_on(claim: ReviewedClaim, state: ReviewState, correction: Correction, why: str) -> ClaimDecision:
    """The decision on a claim. What is confirmed keeps its status, whatever the rules make of it later.

    Raises InputError for a correction that corrects nothing.
    """
    if state is ReviewState.CONFIRMED:
        correction = Correction(status=status_of(claim.before))
    if state is ReviewState.CORRECTED and _changes_nothing(correction, claim.before):
        reason = "nothing to correct; give an actor, action, target or status that differs"
        raise InputError(claim.now.id, f"{reason} (--actor … --status, in a table new_actor … new_status)")
    comment = f"{claim.summary}: {why}" if why else claim.summary
    return ClaimDecision(state, own_reference(claim.before, claim.document.copy_of), correction, comment)


def shown_parts(claim: ReviewedClaim) -> dict[str, str]:
    """The parts of a claim that a person can change, as they are shown: actor, action, target (`-`: none), status."""
    now = claim.now
    return {
        "actor": now.actor.entity.label,
        "action": now.action.lemma,
        "target": now.target.entity.label if now.target else NONE,
        "status": status_of(now).text(),
    }


def corrected(project: Project, claim: ReviewedClaim, given: Mapping[str, str], why: str = "") -> ClaimDecision:
    """The decision that makes a claim say what is given: `shown_parts`, of which some are changed.

    Raises InputError if nothing is changed, or for a part that cannot be used.
    """
    shown = shown_parts(claim)
    new = {key: value for key, value in given.items() if value.strip() and value != shown[key]}
    without_target = new.get("target") == NONE
    if without_target:
        del new["target"]
    correcting = correction(project, **new, without_target=without_target)
    return decision_on(claim, ReviewState.CORRECTED, correcting, why)


def _changes_nothing(correction: Correction, claim: Claim) -> bool:
    """True if a claim says already what a correction says."""
    target = None if claim.target is None else claim.target.entity.label
    parts = (
        (correction.actor, claim.actor.entity.label),
        (correction.action, claim.action.lemma),
        (correction.target, target),
    )
    is_same = all(new is None or new == before for new, before in parts)
    no_target = correction.without_target and target is not None
    return is_same and not no_target and correction.status in {None, status_of(claim)}


def decision_made_on(project: Project, claim: ReviewedClaim) -> ClaimDecision:
    """The decision that a person has made on a claim. Raises InputError if there is none."""
    key = own_reference(claim.before, claim.document.copy_of)
    decision = project.decisions.by_key.get(key)
    if not isinstance(decision, ClaimDecision):
        raise InputError(claim.now.id, "no decision on this claim; nothing to undo")
    return decision


def correction(  # noqa: PLR0913  # the parts of a claim, each of which may change
    project: Project,
    *,
    actor: str | None = None,
    actor_type: str | None = None,
    action: str | None = None,
    target: str | None = None,
    target_type: str | None = None,
    without_target: bool = False,
    status: str | None = None,
) -> Correction:
    """What a claim should say instead. Names of entities of the build are found; others are new, of the types given.

    Raises InputError for a name of several entities, or for words that are no status.
    """
    new_actor, type_of_actor = _entity(project, actor, actor_type)
    new_target, type_of_target = _entity(project, target, target_type)
    try:
        new_status = None if status is None else parse_status(status)
    except ValueError as error:
        raise InputError("status", str(error)) from error
    return Correction(
        actor=new_actor,
        actor_type=type_of_actor,
        action=None if action is None else " ".join(action.split()).casefold(),
        target=new_target,
        target_type=type_of_target,
        without_target=without_target,
        status=new_status,
    )


def _entity(project: Project, name: str | None, kind: str | None) -> tuple[str | None, EntityType | None]:
    """A name as the decisions file holds it, and its type where its document may not know it.

    The name of a known entity is its label if its id is made of that, else the id; a name that nothing has stays as
    it is.
    """
    if name is None:
        return None, None
    ids = project.ids_named(name)
    if len(ids) > 1:
        raise InputError(name, f"is the name of several entities: {', '.join(ids)}; give the id")
    if not ids:
        return " ".join(name.split()), None if kind is None else EntityType(kind)
    label = project.label(ids[0])
    return label if ids[0] in {actor_id(label), thing_id(label)} else ids[0], project.type_of(ids[0])


# ---- as a table


def to_table(claims: Iterable[ReviewedClaim]) -> str:
    """The claims as CSV, with empty columns to fill in: `verdict`, what a claim should say instead, and `why`."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for claim in claims:
        writer.writerow({key: inert(cell) for key, cell in _cells(claim).items()})
    return out.getvalue()


def _cells(claim: ReviewedClaim) -> dict[str, object]:
    now = claim.now
    return {
        "id": now.id,
        "confidence": now.confidence,
        "status": status_of(now).text(),
        "actor": now.actor.entity.label,
        "action": now.action.lemma,
        "target": now.target.entity.label if now.target else NONE,
        "said_by": now.attribution.label if now.attribution else "",
        "document": now.document,
        "date": now.when or claim.document.date or "",
        "sentence": now.sentence.text,
    }


def from_table(project: Project, index: ClaimIndex, table: Path) -> tuple[list[ClaimDecision], list[InputError]]:
    """The decisions of a filled-in table, and an error for each unusable row. Rows without a verdict are skipped.

    Raises InputError if the file is no such table.
    """
    decisions, errors = [], []
    for place, row in filled_rows(table, ("verdict", "id"), "actorgraph claims review -f csv"):
        try:
            decision = _decision(project, index, {key: row.get(key, "") for key in COLUMNS})
        except InputError as error:
            errors.append(InputError(place, f"{error.where}: {error.why}"))
            continue
        if decision is not None:
            decisions.append(decision)
    return decisions, errors


def _decision(project: Project, index: ClaimIndex, row: dict[str, str]) -> ClaimDecision | None:
    verdict = row["verdict"].lower()
    if not verdict:
        return None
    if verdict not in VERDICTS:
        raise InputError("verdict", f"{verdict!r} is not a verdict; write {', '.join(VERDICTS)}, or leave it empty")
    state = VERDICTS[verdict]
    new = Correction()
    if state is ReviewState.CORRECTED:
        new = correction(
            project,
            actor=row["new_actor"] or None,
            action=row["new_action"] or None,
            target=None if row["new_target"] in {"", NONE} else row["new_target"],
            without_target=row["new_target"] == NONE,
            status=row["new_status"] or None,
        )
    return decision_on(index.find(row["id"]), state, new, row["why"])
