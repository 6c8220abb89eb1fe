"""Presents possible matches to a person for review, on a terminal with one key each or as a table to fill in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from graph.export.tables import inert
from graph.identity.decisions import Decision, Decisions, Verdict, split_reference
from graph.identity.entities import short_names
from graph.identity.matching import Match
from graph.identity.merging import Identities, MatchState
from ontology.errors import DataError, InputError
from ontology.model import Entity, Extraction, MentionKind
from ontology.registry import Registry

MORE_QUOTES = 12
"""Sentences that are shown of an entity at most."""
COLUMNS = tuple(
    """verdict score reasons first first_label first_type first_country first_documents first_sentence second
    second_label second_type second_country second_documents second_sentence why""".split()
)
KEYS = {"s": Verdict.SAME, "d": Verdict.DIFFERENT, "u": Verdict.UNDECIDED}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that names an entity. `marks`: the character ranges of the mentions in `text`."""

    document: str
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
            yield Quote(extraction.document.id, extraction.document.date, sentence.text, marks)


# ---- on a terminal


@dataclass(slots=True)
class Session:
    """A review of cases, one key per case.

    `show` is called with a case, its number, the number of cases, and whether to show more sentences. `read_key` waits
    for a key. `save` is called with the decisions after each change. `made`: by index of the case, the decision on it.
    """

    cases: Sequence[Case]
    show: Callable[[Case, int, int, bool], None]
    read_key: Callable[[], str]
    save: Callable[[Decisions], None]
    decisions: Decisions
    made: dict[int, Decision] = field(default_factory=dict)

    def run(self) -> int:
        """Ask until the last case or `q`; each decision is saved at once. Returns the number of decisions."""
        index = 0
        while index < len(self.cases):
            case = self.cases[index]
            self.show(case, index + 1, len(self.cases), False)
            index = self._next_index(case, index)
        return len(self.made)

    def _next_index(self, case: Case, index: int) -> int:
        """Handle keys until one ends this case. Returns the index of the case to show next."""
        while True:
            pressed = self.read_key()
            if pressed in {"q", ""}:
                return len(self.cases)
            if pressed == "b":
                return self._back(index)
            if pressed == "l":
                return index + 1
            if pressed == "m":
                self.show(case, index + 1, len(self.cases), True)
            elif pressed.lower() in KEYS and (pressed in KEYS or pressed == "S"):
                self._decide(case, index, pressed)
                return index + 1

    def _decide(self, case: Case, index: int, pressed: str) -> None:
        decision = case.decision(KEYS[pressed.lower()], second_stays=pressed == "S")
        self.made[index] = decision
        self.decisions = self.decisions.deciding(decision)
        self.save(self.decisions)

    def _back(self, index: int) -> int:
        previous = max(0, index - 1)
        decision = self.made.pop(previous, None)
        if decision is not None:
            self.decisions = self.decisions.without({decision.pair})
            self.save(self.decisions)
        return previous


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


def from_table(text: str, name: str) -> tuple[list[Decision], list[InputError]]:
    """The decisions of a filled-in table, and an error for each invalid row. Rows without a verdict are skipped.

    Raises InputError if a column is missing.
    """
    header = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
    missing = [column for column in ("verdict", "first", "second") if column not in (rows.fieldnames or ())]
    if missing:
        raise InputError(name, f"has no column {missing[0]!r}; write the table with: actorgraph actors review -f csv")
    decisions, errors = [], []
    for row in rows:
        try:
            decision = _decision(row)
        except InputError as error:
            errors.append(InputError(f"{name}:{rows.line_num}", error.why))
            continue
        if decision is not None:
            decisions.append(decision)
    return decisions, errors


def _decision(row: dict[str, str | None]) -> Decision | None:
    verdict = (row["verdict"] or "").strip().lower()
    if not verdict:
        return None
    if verdict not in set(Verdict):
        raise InputError("verdict", f"{verdict!r} is no verdict; write same, different or undecided, or leave it empty")
    first, second = (row["first"] or "").strip(), (row["second"] or "").strip()
    labels = " / ".join(str(row[key]) for key in ("first_label", "second_label") if row.get(key))
    why = ": ".join(part for part in (labels, (row.get("why") or "").strip()) if part)
    decision = Decision(Verdict(verdict), first, second, why)
    try:
        _ = Decisions((decision.text(),)).by_pair  # raises DataError for malformed ids
    except DataError as error:
        raise InputError("verdict", str(error).partition(": ")[2]) from error
    return decision
