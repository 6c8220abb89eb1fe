"""What people have decided about who is who: a small text file beside their build, theirs to edit and to version.

One decision a line, the ids of two entities and, after `#`, why:

    same       actor/border-guard-force-myanmar  actor/karen-border-guard-force  # both are the BGF
    different  actor/kim-min-ho  actor/kim-min-ho@2026-01/04-returned            # the banker, not the minister
    undecided  actor/chen        actor/chen-zhi

`same` is transitive, and the first id is the one that stays. `ID@DOCUMENT` is the entity as one document names it, so
that two people of one name can be told apart. The order of the lines does not matter. What a program writes leaves the
other lines, their comments and their order as they are.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from urllib.parse import quote, unquote

from ontology.errors import DataError
from ontology.identity import IRI_SAFE

HEAD = """\
# Who is who: decisions of a person. Read at every build; `actorgraph actors review` adds to them.
#   same|different|undecided  ID  ID[@DOCUMENT]  # why
"""
ID = re.compile(r"(?:actor|thing|place)/[^\s/@#]+(?:@\S+)?")
FORM = "write: same|different|undecided ID ID  # why"

Pair = tuple[str, str]
"""Two ids in the order of the alphabet."""


class Verdict(StrEnum):
    """Whether two ids are one entity."""

    SAME = "same"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on two ids. `line` is where it stands in its file, from 1."""

    verdict: Verdict
    first: str
    second: str
    why: str = ""
    line: int | None = None

    @property
    def pair(self) -> Pair:
        """The two ids, whatever their order."""
        return pair(self.first, self.second)

    def text(self) -> str:
        """The line of the file."""
        why = " ".join(self.why.split())
        return f"{self.verdict.value:<10} {self.first}  {self.second}" + (f"  # {why}" if why else "")


@dataclass(frozen=True)
class Decisions:
    """The lines of a file of decisions; a changed set of decisions is a new one."""

    lines: tuple[str, ...] = ()
    file: str = "decisions"

    @cached_property
    def by_pair(self) -> Mapping[Pair, Decision]:
        """The decision on each pair. Raises DataError for a line that is none, or that contradicts another."""
        found: dict[Pair, Decision] = {}
        for number, line in enumerate(self.lines, 1):
            decision = _read(line, number, self.file)
            if decision is None:
                continue
            before = found.setdefault(decision.pair, decision)
            if before.verdict is not decision.verdict:
                verdicts = f"{decision.verdict.value!r}, but line {before.line} says {before.verdict.value!r}"
                raise DataError(self.file, number, f"{verdicts} of the same two; take one of them out")
        return found

    def of(self, first: str, second: str) -> Decision | None:
        """The decision on two ids."""
        return self.by_pair.get(pair(first, second))

    def deciding(self, *decisions: Decision) -> Decisions:
        """With these decisions, each in place of an earlier one on the same two."""
        pairs = {one.pair for one in decisions}
        kept = self.without(pairs).lines
        return Decisions((*(kept or HEAD.splitlines()), *(one.text() for one in decisions)), self.file)

    def without(self, pairs: Iterable[Pair]) -> Decisions:
        """Without the decisions on these pairs."""
        gone = {self.by_pair[one].line for one in pairs if one in self.by_pair}
        return Decisions(tuple(line for n, line in enumerate(self.lines, 1) if n not in gone), self.file)

    def following(self, before: Decisions, after: Decisions) -> Decisions:
        """With what changed between two other sets of decisions."""
        said = {pair: one.text() for pair, one in before.by_pair.items()}
        new = [one for pair, one in after.by_pair.items() if said.get(pair) != one.text()]
        kept = self.without(said.keys() - after.by_pair.keys())
        return kept.deciding(*new) if new else kept

    def digest(self) -> str:
        """Changes when a decision does, not when a comment does."""
        lines = sorted(f"{one.verdict} {one.first} {one.second}" for one in self.by_pair.values())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    def write(self, path: Path) -> None:
        """Leave the file, whole or not at all."""
        new = path.with_name(f".new-{path.name}")
        new.write_text("".join(f"{line}\n" for line in self.lines), encoding="utf-8", newline="\n")
        new.replace(path)


def read_decisions(path: Path) -> Decisions:
    """The decisions of a file; none if it is not there. Raises DataError where it breaks the form."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Decisions(file=str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(str(path), None, f"cannot be read: {error}") from error
    found = Decisions(tuple(text.splitlines()), str(path))
    _ = found.by_pair  # so that a wrong line is told now
    return found


def pair(first: str, second: str) -> Pair:
    """Two ids in the order of the alphabet."""
    return (first, second) if first <= second else (second, first)


def in_document(identifier: str, document: str) -> str:
    """The reference to an entity as one document names it."""
    return f"{identifier}@{quote(document, safe=IRI_SAFE)}"


def split_reference(reference: str) -> tuple[str, str | None]:
    """The id of a reference, and the document if it is of one document alone."""
    identifier, at, document = reference.partition("@")
    return identifier, unquote(document) if at else None


def _read(line: str, number: int, file: str) -> Decision | None:
    statement, _, why = line.partition("#")
    words = statement.split()
    if not words:
        return None
    if words[0] not in set(Verdict):
        raise DataError(file, number, f"{words[0]!r} is no verdict; {FORM}")
    if len(words) != 3:
        raise DataError(file, number, f"a verdict needs two ids; {FORM}")
    for word in words[1:]:
        if not ID.fullmatch(word):
            raise DataError(file, number, f"{word!r} is no id (such as actor/thailand); {FORM}")
    if words[1] == words[2]:
        raise DataError(file, number, f"{words[1]} is named twice; a verdict needs two ids")
    return Decision(Verdict(words[0]), words[1], words[2], why.strip(), number)
