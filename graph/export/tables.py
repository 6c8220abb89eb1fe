"""Exports claims as a CSV table for spreadsheets, pandas and R."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import BinaryIO, TextIO

from graph.rdf.stored_claim import StoredClaim
from ontology.model import Entity, Participant

COLUMNS = tuple(
    """id batch document document_date title source url actor actor_id actor_type action class concept plover target
    target_id target_type polarity modality alleged attribution when where confidence rule actor_text action_text
    target_text sentence start end""".split()
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class TableWriter:
    """Writes claims one by one as a CSV table with a header row.

    Cells that a spreadsheet would run as formulas get an apostrophe (CSV injection).
    """

    def __init__(self, out: TextIO) -> None:
        self._writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        self._writer.writeheader()

    def add(self, stored: StoredClaim) -> None:
        """Write the row of a claim."""
        self._writer.writerow({key: inert(cell) for key, cell in _row(stored).items()})


def write_csv(claims: Iterable[StoredClaim], file: BinaryIO) -> None:
    """Write the claims as a table in UTF-8: see `TableWriter`."""
    out = io.TextIOWrapper(file, encoding="utf-8", newline="")
    table = TableWriter(out)
    for stored in claims:
        table.add(stored)
    out.detach()


def _row(stored: StoredClaim) -> dict[str, object]:
    claim = stored.claim
    return {
        "id": claim.id,
        **_document(stored),
        **_participant("actor", claim.actor),
        "action": claim.action.label,
        "class": claim.action.class_,
        "concept": claim.action.concept,
        "plover": claim.action.plover,
        **_participant("target", claim.target),
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "alleged": "yes" if claim.alleged else "no",
        "attribution": _label(claim.attribution),
        "when": claim.when,
        "where": _label(claim.where),
        "confidence": claim.confidence,
        "rule": claim.rule,
        "action_text": claim.action_span.text,
        "sentence": claim.sentence.text,
        "start": claim.sentence.start,
        "end": claim.sentence.end,
    }


def _document(stored: StoredClaim) -> dict[str, object]:
    return {
        "batch": stored.batch,
        "document": stored.claim.document,
        "document_date": stored.date,
        "title": stored.title,
        "source": stored.source,
        "url": stored.url,
    }


def _participant(role: str, participant: Participant | None) -> dict[str, object]:
    if participant is None:
        return {}
    entity = participant.entity
    return {
        role: entity.label,
        f"{role}_id": entity.id,
        f"{role}_type": entity.type.value,
        f"{role}_text": participant.span.text,
    }


def _label(entity: Entity | None) -> str | None:
    return None if entity is None else entity.label


def inert(cell: object) -> object:
    """The cell with an apostrophe before text that a spreadsheet would run as a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
