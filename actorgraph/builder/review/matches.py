"""Possible matches for review by a person: the evidence on both sides, and a table to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from actorgraph.builder.review.table import filled_rows
from graph.export.tables import inert
from graph.identity.entities import short_names
from graph.identity.matching import Match
from graph.identity.merging import Identities, MatchState
from graph.review.decisions import Decisions
from graph.review.identity import Decision, Verdict, split_reference
from ontology.errors import DataError, InputError
from ontology.model import Entity, Extraction, MentionKind
from ontology.registry import Registry

MORE_QUOTES = 12
"""Sentences that are shown of an entity at most."""
COLUMNS = tuple(
    """verdict score reasons first first_label first_type first_country first_documents first_sentence second
    second_label second_type second_country second_documents second_sentence why""".split()
)
KEYS = {"s": Verdict.SAME, "S": Verdict.SAME, "d": Verdict.DIFFERENT, "u": Verdict.UNDECIDED}
"""By key on a terminal, the verdict; `S` keeps the second name."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that names an entity. `marks`: the character ranges of the mentions in `text`."""

    document: str
    index: int
    date: str | None
    text: str
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two entities of a match, with the sentences that name it."""

    id: str
    entity: Entity
    country: str | None
    names: tuple[str, ...]
    documents: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A match to review, with the evidence on both entities."""

    match: Match
    first: Side
    second: Side

    def decision(self, verdict: Verdict, *, second_stays: bool = False, why: str = "") -> Decision:
        """The decision with this verdict; its comment starts with the two names, because the file lists ids only."""
        sides = (self.second, self.first) if second_stays else (self.first, self.second)
        names = (" = " if verdict is Verdict.SAME else " / ").join(side.entity.label for side in sides)
        return Decision(verdict, sides[0].id, sides[1].id, f"{names}: {why}" if why else names)

    def decision_of_key(self, key: str) -> Decision | None:
        """The decision that a key makes; None for another key."""
        return self.decision(KEYS[key], second_stays=key == "S") if key in KEYS else None


def cases(
    resolved: Identities, extractions: Sequence[Extraction], registry: Registry, *, min_score: float, again: bool
) -> list[Case]:
    """The proposed matches, best score first. `again`: include those that a person left undecided."""
    wanted = {MatchState.PROPOSED, MatchState.UNDECIDED} if again else {MatchState.PROPOSED}
    pending = [
        reviewed.match
        for reviewed in resolved.reviewed
        if reviewed.state in wanted and reviewed.match.score >= min_score
    ]
    references = sorted({identifier for match in pending for identifier in match.pair})
    sides = {reference: _side(reference, extractions, registry) for reference in references}
    return [Case(match, sides[match.first], sides[match.second]) for match in pending]


def _side(reference: str, extractions: Sequence[Extraction], registry: Registry) -> Side:
    """One side, with sentences of the documents that name it; from the registry alone if no document does."""
    identifier, document = split_reference(reference)
    quotes: list[Quote] = []
    documents: list[str] = []
    names: set[str] = set()
    entry = registry.get(identifier)
    entity = None if entry is None else entry.entity
    for extraction in extractions:
        if document not in {None, extraction.document.id}:
            continue
        for mentioned in extraction.entities:
            if mentioned.entity.id == identifier:
                entity = entity or mentioned.entity
                documents.append(extraction.document.id)
                used = (mention.span.text for mention in mentioned.mentions if mention.kind is MentionKind.NAME)
                names.update(short_names(used))
                spans = [(mention.span.start, mention.span.end) for mention in mentioned.mentions]
                quotes.extend(_quotes(extraction, spans))
    if entity is None:
        raise InputError(reference, "no entity with this id in the build")
    country = registry.get(entity.country or "")
    return Side(
        reference,
        entity,
        None if country is None else country.entity.label,
        tuple(sorted(names - {entity.label})),
        tuple(documents),
        tuple(quotes[:MORE_QUOTES]),
    )


def _quotes(extraction: Extraction, spans: Sequence[tuple[int, int]]) -> Iterator[Quote]:
    for sentence in extraction.sentences:
        marks = tuple(
            (start - sentence.start, end - sentence.start)
            for start, end in sorted(spans)
            if sentence.start <= start and end <= sentence.end
        )
        if marks:
            yield Quote(extraction.document.id, sentence.index, extraction.document.date, sentence.text, marks)


# ---- as a table


def to_table(cases_to_review: Iterable[Case]) -> str:
    """The cases as CSV, with an empty column `verdict` to fill in."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for case in cases_to_review:
        row = {"verdict": "", "score": case.match.score, "reasons": "; ".join(case.match.reasons), "why": ""}
        writer.writerow({key: inert(cell) for key, cell in (row | _cells(case)).items()})
    return out.getvalue()


def _cells(case: Case) -> dict[str, object]:
    row: dict[str, object] = {}
    for name, side in (("first", case.first), ("second", case.second)):
        row |= {
            name: side.id,
            f"{name}_label": side.entity.label,
            f"{name}_type": side.entity.type.value,
            f"{name}_country": side.country or "",
            f"{name}_documents": "; ".join(side.documents),
            f"{name}_sentence": side.quotes[0].text if side.quotes else "",
        }
    return row


def from_table(table: Path) -> tuple[list[Decision], list[InputError]]:
    """The decisions of a filled-in table, and an error for each invalid row. Rows without a verdict are skipped.

    Raises InputError if the file is no such table.
    """
    decisions, errors = [], []
    for place, row in filled_rows(table, ("verdict", "first", "second"), "actorgraph actors review -f csv"):
        try:
            decision = _decision(row)
        except InputError as error:
            errors.append(InputError(place, error.why))
            continue
        if decision is not None:
            decisions.append(decision)
    return decisions, errors


def _decision(row: dict[str, str]) -> Decision | None:
    verdict = row["verdict"].lower()
    if not verdict:
        return None
    if verdict not in set(Verdict):
        raise InputError(
            "verdict", f"{verdict!r} is not a verdict; write same, different or undecided, or leave it empty"
        )
    labels = " / ".join(row[key] for key in ("first_label", "second_label") if row.get(key))
    why = ": ".join(part for part in (labels, row.get("why", "")) if part)
    decision = Decision(Verdict(verdict), row["first"], row["second"], why)
    try:
        _ = Decisions((decision.text(),)).by_key  # raises DataError for malformed ids
    except DataError as error:
        raise InputError("verdict", str(error).partition(": ")[2]) from error
    return decision
