"""A decision on two entities: whether they are one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote

from ontology.identifiers import IRI_SAFE

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

    @property
    def key(self) -> Pair:
        """What the decision is about: only one may be."""
        return self.pair

    def text(self) -> str:
        """The line of the file."""
        why = " ".join(self.why.split())
        return f"{self.verdict.value:<10} {self.first}  {self.second}" + (f"  # {why}" if why else "")

    def statement(self) -> str:
        """The verdict and the ids, without the comment, which changes nothing."""
        return f"{self.verdict} {self.first} {self.second}"


def parse_decision(line: str, number: int | None = None) -> Decision:
    """The decision of a line of the file. Raises ValueError with the reason for a malformed line."""
    statement, _, why = line.partition("#")
    words = statement.split()
    if len(words) != 3:
        raise ValueError(f"a verdict needs two ids; {LINE_FORMAT}")
    for word in words[1:]:
        if not ENTITY_REFERENCE.fullmatch(word):
            raise ValueError(f"{word!r} is not an id (such as actor/thailand); {LINE_FORMAT}")
    if words[1] == words[2]:
        raise ValueError(f"{words[1]} is named twice; a verdict needs two ids")
    return Decision(Verdict(words[0]), words[1], words[2], why.strip(), number)


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
