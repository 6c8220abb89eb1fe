"""Decisions of people on identity: a small text file beside the build, to be edited and versioned by its owner.

A line holds one decision: a verdict, the ids of two entities and, after `#`, the reason:

    same       actor/border-guard-force-myanmar  actor/karen-border-guard-force  # both are the BGF
    different  actor/kim-min-ho  actor/kim-min-ho@2026-01/04-returned            # the banker, not the minister
    undecided  actor/chen        actor/chen-zhi

`same` is transitive, and the first id is kept. `ID@DOCUMENT` is the entity as one document names it, which separates
two people of one name. The order of lines does not matter. Writing a decision keeps all other lines as they are.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote, unquote

from ontology.errors import DataError
from ontology.identifiers import IRI_SAFE

FILE_HEADER = """\
# Who is who: decisions of a person. Read at every build; `actorgraph actors review` adds to them.
#   same|different|undecided  ID  ID[@DOCUMENT]  # why
"""
ENTITY_REFERENCE = re.compile(r"(?:actor|thing|place)/[^\s/@#]+(?:@\S+)?")
LINE_FORMAT = "write: same|different|undecided ID ID  # why"

Pair = tuple[str, str]
"""Two ids in alphabetical order."""


class Verdict(StrEnum):
    """Whether two ids are one entity."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on two ids, with its reason and its line number in the file (from 1)."""

    verdict: Verdict
    first: str
    second: str
    why: str = ""
    line: int | None = None

    @property
    def pair(self) -> Pair:
        """The two ids in alphabetical order."""
        return pair(self.first, self.second)

    def text(self) -> str:
        """The line of the file."""
        why = " ".join(self.why.split())
        return f"{self.verdict.value:<10} {self.first}  {self.second}" + (f"  # {why}" if why else "")


@dataclass(frozen=True, slots=True)
class Decisions:
    """The parsed lines of a decisions file. Immutable: a change gives a new object that keeps the other lines.

    Raises DataError for a malformed line, or for one that contradicts another.
    """

    lines: tuple[str, ...] = ()
    file: str = "decisions"
    by_pair: Mapping[Pair, Decision] = field(init=False, repr=False, compare=False)
    """The decision on each pair."""

    def __post_init__(self) -> None:
        """Parse the lines."""
        object.__setattr__(self, "by_pair", _parsed(self.lines, self.file))

    def of(self, first: str, second: str) -> Decision | None:
        """The decision on two ids."""
        return self.by_pair.get(pair(first, second))

    def deciding(self, *decisions: Decision) -> Decisions:
        """These decisions added, each in place of an earlier one on the same pair."""
        pairs = {decision.pair for decision in decisions}
        kept = self.without(pairs).lines
        return Decisions((*(kept or FILE_HEADER.splitlines()), *(decision.text() for decision in decisions)), self.file)

    def without(self, pairs: Iterable[Pair]) -> Decisions:
        """The decisions on these pairs removed."""
        removed = {self.by_pair[ids].line for ids in pairs if ids in self.by_pair}
        return Decisions(tuple(line for n, line in enumerate(self.lines, 1) if n not in removed), self.file)

    def following(self, before: Decisions, after: Decisions) -> Decisions:
        """What changed from `before` to `after`, applied to these decisions."""
        earlier = {pair: decision.text() for pair, decision in before.by_pair.items()}
        new = [decision for pair, decision in after.by_pair.items() if earlier.get(pair) != decision.text()]
        kept = self.without(earlier.keys() - after.by_pair.keys())
        return kept.deciding(*new) if new else kept

    def digest(self) -> str:
        """A hash of the verdicts; comments do not affect it."""
        lines = sorted(f"{decision.verdict} {decision.first} {decision.second}" for decision in self.by_pair.values())
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


def pair(first: str, second: str) -> Pair:
    """Two ids in alphabetical order."""
    return (first, second) if first <= second else (second, first)


def document_reference(identifier: str, document: str) -> str:
    """The reference `ID@DOCUMENT` to an entity as one document names it."""
    return f"{identifier}@{quote(document, safe=IRI_SAFE)}"


def split_reference(reference: str) -> tuple[str, str | None]:
    """The id of a reference, and its document if it has one."""
    identifier, at, document = reference.partition("@")
    return identifier, unquote(document) if at else None


def _parsed(lines: Iterable[str], file: str) -> dict[Pair, Decision]:
    decisions: dict[Pair, Decision] = {}
    for number, line in enumerate(lines, 1):
        decision = _parsed_line(line, number, file)
        if decision is None:
            continue
        earlier = decisions.setdefault(decision.pair, decision)
        if earlier.verdict is not decision.verdict:
            verdicts = f"{decision.verdict.value!r}, but line {earlier.line} says {earlier.verdict.value!r}"
            raise DataError(file, number, f"{verdicts} of the same two; take one of them out")
    return decisions


def _parsed_line(line: str, number: int, file: str) -> Decision | None:
    statement, _, why = line.partition("#")
    words = statement.split()
    if not words:
        return None
    if words[0] not in set(Verdict):
        raise DataError(file, number, f"{words[0]!r} is no verdict; {LINE_FORMAT}")
    if len(words) != 3:
        raise DataError(file, number, f"a verdict needs two ids; {LINE_FORMAT}")
    for word in words[1:]:
        if not ENTITY_REFERENCE.fullmatch(word):
            raise DataError(file, number, f"{word!r} is no id (such as actor/thailand); {LINE_FORMAT}")
    if words[1] == words[2]:
        raise DataError(file, number, f"{words[1]} is named twice; a verdict needs two ids")
    return Decision(Verdict(words[0]), words[1], words[2], why.strip(), number)
