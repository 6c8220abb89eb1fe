"""A remark of a person on an entity: a note, or a tag."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from graph.review.identity import ENTITY_REFERENCE

TAG = re.compile(r"[^\s#,]+")
LINE_FORMAT = "write: note ID  # text, or: tag ID TAG"


class RemarkKind(StrEnum):
    """What a remark is: a text, of which an entity has one, or a word, of which it may have several."""

    NOTE = "note"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Remark:
    """A note or tag on an entity, by its id, and its line number in the file (from 1)."""

    kind: RemarkKind
    entity: str
    words: str
    line: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What the remark is about: the entity, and of a tag the tag."""
        return self.entity, self.kind if self.kind is RemarkKind.NOTE else f"{self.kind} {self.words}"

    def text(self) -> str:
        """The line of the file."""
        words = " ".join(self.words.split())
        return f"{self.kind.value:<10} {self.entity}  {words if self.kind is RemarkKind.TAG else f'# {words}'}"

    def statement(self) -> str:
        """The line again: nothing of it is a mere comment."""
        return self.text()


def parse_remark(line: str, number: int | None = None) -> Remark:
    """The remark of a line of the file. Raises ValueError with the reason for a malformed line."""
    statement, _, comment = line.partition("#")
    kind, *words = statement.split()
    is_note = kind == RemarkKind.NOTE
    if len(words) != (1 if is_note else 2) or (is_note and not comment.strip()):
        raise ValueError(f"a note needs an id and a text, a tag an id and a word; {LINE_FORMAT}")
    if not ENTITY_REFERENCE.fullmatch(words[0]) or "@" in words[0]:
        raise ValueError(f"{words[0]!r} is not an id (such as actor/thailand); {LINE_FORMAT}")
    return Remark(RemarkKind(kind), words[0], comment.strip() if is_note else words[1], number)
