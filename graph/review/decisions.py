"""The decisions of a person: a small text file beside the build, to be edited and versioned by its owner.

A line holds one decision: on two entities (see `identity`) or on a claim (see `claims`), and, after `#`, the reason. It
may also hold a remark on an entity (see `remarks`):

    same       actor/border-guard-force-myanmar  actor/karen-border-guard-force  # both are the BGF
    different  actor/kim-min-ho  actor/kim-min-ho@2026-01/04-returned            # the banker, not the minister
    undecided  actor/chen        actor/chen-zhi
    reject     2025-10/02-raid:3f9a1c02  actor/laos  arrest  actor/chen-bo       # the sentence denies it
    note       actor/chen-zhi  # extradited in January; see the file on the Prince Group
    tag        actor/chen-zhi  watch-list

`same` is transitive, and the first id is kept. `ID@DOCUMENT` is the entity as one document names it, which separates
two people of one name. The order of lines does not matter. Writing a decision keeps all other lines as they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.review.claims import VERDICTS, ClaimDecision, ClaimReference, parse_claim_decision
from graph.review.identity import Decision, Pair, Verdict, pair, parse_decision
from graph.review.remarks import Remark, RemarkKind, parse_remark
from ontology.errors import DataError

FILE_HEADER = """\
# Decisions of a person, read at every build. `actorgraph actors review` and `actorgraph claims review` add to them.
#   same|different|undecided  ID  ID[@DOCUMENT]  # why
#   confirm|correct|reject  DOCUMENT:SENTENCE  ACTOR  ACTION  TARGET  [KEY=VALUE ...]  # why
#   note  ID  # text
#   tag   ID  TAG
"""
Key = Pair | ClaimReference
"""What a decision is about."""
AnyDecision = Decision | ClaimDecision | Remark
SAME_SUBJECT = {Decision: "of the same two", ClaimDecision: "of the same claim", Remark: "of the same entity"}
"""How a message on two lines that contradict each other says what both are about."""


@dataclass(frozen=True, slots=True)
class PendingDecision:
    """A decision on what is not in these documents: its line in the file, and a message that says what is missing."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """The parsed lines of a decisions file. Immutable: a change gives a new object that keeps the other lines.

    Raises DataError for a malformed line, or for one that contradicts another.
    """

    lines: tuple[str, ...] = ()
    file: str = "decisions"
    by_key: Mapping[Key, AnyDecision] = field(init=False, repr=False, compare=False)
    """The decision on each pair of entities and on each claim."""

    def __post_init__(self) -> None:
        """Parse the lines."""
        object.__setattr__(self, "by_key", _parsed(self.lines, self.file))

    @property
    def on_identity(self) -> tuple[Decision, ...]:
        """The decisions on two entities."""
        return tuple(decision for decision in self.by_key.values() if isinstance(decision, Decision))

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """The notes and tags, in order of their entities."""
        found = (decision for decision in self.by_key.values() if isinstance(decision, Remark))
        return tuple(sorted(found, key=lambda remark: remark.key))

    @property
    def on_claims(self) -> tuple[ClaimDecision, ...]:
        """The decisions on claims."""
        return tuple(decision for decision in self.by_key.values() if isinstance(decision, ClaimDecision))

    def of(self, first: str, second: str) -> Decision | None:
        """The decision on two ids."""
        decision = self.by_key.get(pair(first, second))
        return decision if isinstance(decision, Decision) else None

    def deciding(self, *decisions: AnyDecision) -> Decisions:
        """These decisions added, each in place of an earlier one on the same pair or claim."""
        kept = self.without({decision.key for decision in decisions}).lines
        return Decisions((*(kept or FILE_HEADER.splitlines()), *(decision.text() for decision in decisions)), self.file)

    def without(self, keys: Iterable[Key]) -> Decisions:
        """The decisions on these pairs and claims removed."""
        removed = {self.by_key[key].line for key in keys if key in self.by_key}
        return Decisions(tuple(line for n, line in enumerate(self.lines, 1) if n not in removed), self.file)

    def following(self, before: Decisions, after: Decisions) -> Decisions:
        """What changed from `before` to `after`, applied to these decisions."""
        earlier = {key: decision.text() for key, decision in before.by_key.items()}
        new = [decision for key, decision in after.by_key.items() if earlier.get(key) != decision.text()]
        kept = self.without(earlier.keys() - after.by_key.keys())
        return kept.deciding(*new) if new else kept

    def digest(self) -> str:
        """A hash of the decisions and of the reasons for those on claims, which the graph holds."""
        lines = sorted(
            decision.statement() if isinstance(decision, Decision) else decision.text()
            for decision in self.by_key.values()
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def write(self, path: Path) -> None:
        """Write the file atomically."""
        new = path.with_name(f".new-{path.name}")
        new.write_text("".join(f"{line}\n" for line in self.lines), encoding="utf-8", newline="\n")
        new.replace(path)


def read_decisions(path: Path) -> Decisions:
    """The decisions of a file; empty if it does not exist. Raises DataError if it is unreadable or malformed."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Decisions(file=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(str(path), None, f"cannot be read: {error}") from error
    return Decisions(tuple(text.splitlines()), str(path))


def _parsed(lines: Iterable[str], file: str) -> dict[Key, AnyDecision]:
    decisions: dict[Key, AnyDecision] = {}
    for number, line in enumerate(lines, 1):
        decision = _parsed_line(line, number, file)
        if decision is None:
            continue
        earlier = decisions.setdefault(decision.key, decision)
        if _verdict(earlier) != _verdict(decision):
            verdicts = f"{_verdict(decision)!r}, but line {earlier.line} says {_verdict(earlier)!r}"
            about = SAME_SUBJECT[type(decision)]
            raise DataError(file, number, f"{verdicts} {about}; remove one of them")
    return decisions


def _verdict(decision: AnyDecision) -> str:
    """The verdict, of a claim with what it should say instead; of a remark its words."""
    if isinstance(decision, Remark):
        return decision.words
    return decision.verdict.value if isinstance(decision, Decision) else decision.verdict


def _parsed_line(line: str, number: int, file: str) -> AnyDecision | None:
    words = line.partition("#")[0].split()
    if not words:
        return None
    try:
        if words[0] in VERDICTS:
            return parse_claim_decision(line, number)
        if words[0] in set(Verdict):
            return parse_decision(line, number)
        if words[0] in set(RemarkKind):
            return parse_remark(line, number)
    except ValueError as error:
        raise DataError(file, number, str(error)) from error
    known = ", ".join((*Verdict, *VERDICTS, *RemarkKind))
    raise DataError(file, number, f"{words[0]!r} is not a verdict; those are {known}")
