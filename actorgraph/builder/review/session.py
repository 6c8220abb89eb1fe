"""The matches that a person judges: on a terminal with one key each, or in a table and back."""

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
COLUMNS = tuple(
    """verdict score reasons first first_label first_type first_country first_documents first_sentence second
    second_label second_type second_country second_documents second_sentence why""".split()
)
KEYS = {"s": Verdict.SAME, "d": Verdict.DIFFERENT, "u": Verdict.UNDECIDED}


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence that names an entity, with the stretches of it that do."""

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
    """A match to be judged, with all that a person needs for it."""

    match: Match
    first: Side
    second: Side

    def decided(self, verdict: Verdict, *, second_stays: bool = False, why: str = "") -> Decision:
        """The decision on it; its comment holds the two names, since the file holds ids."""
        sides = (self.second, self.first) if second_stays else (self.first, self.second)
        named = " = ".join(side.entity.label for side in sides) if verdict is Verdict.SAME else ""
        named = named or " / ".join(side.entity.label for side in sides)
        return Decision(verdict, sides[0].id, sides[1].id, f"{named}: {why}" if why else named)


def cases(
    found: Identities, extractions: Sequence[Extraction], known: Registry, *, least: float, again: bool
) -> list[Case]:
    """The matches that wait for a person, the surest first; with `again` those left undecided too."""
    wanted = {MatchState.PROPOSED, MatchState.UNDECIDED} if again else {MatchState.PROPOSED}
    waiting = [one.match for one in found.reviewed if one.state in wanted and one.match.score >= least]
    references = sorted({identifier for match in waiting for identifier in match.pair})
    sides = {reference: _side(reference, extractions, known) for reference in references}
    return [Case(match, sides[match.first], sides[match.second]) for match in waiting]


def _side(reference: str, extractions: Sequence[Extraction], known: Registry) -> Side:
    """One side, with the sentences of every document that names it; of the registry alone where none does."""
    identifier, document = split_reference(reference)
    quotes: list[Quote] = []
    documents: list[str] = []
    names: set[str] = set()
    entry = known.get(identifier)
    entity = None if entry is None else entry.entity
    for extraction in extractions:
        if document not in {None, extraction.document.id}:
            continue
        for one in extraction.entities:
            if one.entity.id == identifier:
                entity = entity or one.entity
                documents.append(extraction.document.id)
                used = (mention.span.text for mention in one.mentions if mention.kind is MentionKind.NAME)
                names.update(short_names(used))
                quotes.extend(_quotes(extraction, [(m.span.start, m.span.end) for m in one.mentions]))
    if entity is None:
        raise InputError(reference, "nobody of this id in the build")
    country = known.get(entity.country or "")
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
    """A walk over cases by keys. `show` is called with each case, its number and how many there are; `key` asks."""

    waiting: Sequence[Case]
    show: Callable[[Case, int, int, bool], None]
    key: Callable[[], str]
    save: Callable[[Decisions], None]
    decisions: Decisions
    made: dict[int, Decision] = field(default_factory=dict)

    def run(self) -> int:
        """Ask until the last case or `q`; what is decided is saved at once. Returns the number of decisions."""
        index = 0
        while index < len(self.waiting):
            case = self.waiting[index]
            self.show(case, index + 1, len(self.waiting), False)
            index = self._answered(case, index)
        return len(self.made)

    def _answered(self, case: Case, index: int) -> int:
        """The index to go on with after a key that means something; others are asked for again."""
        while True:
            pressed = self.key()
            if pressed in {"q", ""}:
                return len(self.waiting)
            if pressed == "b":
                return self._back(index)
            if pressed == "l":
                return index + 1
            if pressed == "m":
                self.show(case, index + 1, len(self.waiting), True)
            elif pressed.lower() in KEYS and (pressed in KEYS or pressed == "S"):
                self._decide(case, index, pressed)
                return index + 1

    def _decide(self, case: Case, index: int, pressed: str) -> None:
        decision = case.decided(KEYS[pressed.lower()], second_stays=pressed == "S")
        self.made[index] = decision
        self.decisions = self.decisions.deciding(decision)
        self.save(self.decisions)

    def _back(self, index: int) -> int:
        before = max(0, index - 1)
        decision = self.made.pop(before, None)
        if decision is not None:
            self.decisions = self.decisions.without({decision.pair})
            self.save(self.decisions)
        return before


# ---- as a table


def to_table(waiting: Iterable[Case]) -> str:
    """The cases as CSV; the column `verdict` is for the person to fill in."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for case in waiting:
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
    """The decisions of a filled-in table, and a line for each row that cannot be read; rows without verdict are left.

    Raises InputError if it is no such table at all.
    """
    sample = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if sample.count(";") > sample.count(",") else ",")
    missing = [column for column in ("verdict", "first", "second") if column not in (rows.fieldnames or ())]
    if missing:
        raise InputError(name, f"has no column {missing[0]!r}; write the table with: actorgraph actors review -f csv")
    decided, errors = [], []
    for row in rows:
        try:
            decision = _decision(row)
        except InputError as error:
            errors.append(InputError(f"{name}:{rows.line_num}", error.why))
            continue
        if decision is not None:
            decided.append(decision)
    return decided, errors


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
        _ = Decisions((decision.text(),)).by_pair  # ids of the right form
    except DataError as error:
        raise InputError("verdict", str(error).partition(": ")[2]) from error
    return decision
