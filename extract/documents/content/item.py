"""One thing to read: a file, standard input, a member of an archive, a record of a table, a mail.

Members are copied into temporary files that leave memory when they grow, and what one file may unpack to is bounded, so
that no archive can fill the memory or the disk. Nothing is ever written under a name that an archive gives.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Protocol
from unicodedata import normalize

from extract.documents.content.article import EMPTY, Content, FormatError

HEAD = 1 << 16
"""Bytes that are looked at to find out what a thing is."""
CHUNK = 1 << 20
IN_MEMORY = 4 << 20
MEGABYTE = 1 << 20
MOST_UNPACKED, MOST_RATIO = 512 * MEGABYTE, 100
"""A file may unpack to so many bytes, or to so many times its own size if that is more."""
MOST_NESTED = 6
COST = 1024
"""Bytes that a part counts for besides its own: of archives in archives there may be millions."""
COMPRESSED = frozenset({".gz", ".bz2", ".xz"})
KNOWN_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,7}\Z")


class Stream(Protocol):
    """Something that bytes come from."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


Tell = Callable[[str, str], None]
"""Told where something is and why it is left out."""


@dataclass(slots=True)
class Budget:
    """What may still be unpacked from one file."""

    name: str
    size: int
    left: int

    @staticmethod
    def of(name: str, size: int) -> Budget:
        """The budget of a file of this size."""
        return Budget(name, size, max(MOST_UNPACKED, MOST_RATIO * size))

    def take(self, size: int) -> None:
        """Take from it. Raises BombError when it is used up."""
        self.left -= size
        if self.left < 0:
            raise BombError(
                f"unpacks to far more than its {megabytes(self.size)}: an archive bomb? "
                "The rest of it is left out; unpack it yourself if it is none"
            )

    def check(self, size: int) -> None:
        """Raises FormatError if a part of this size is more than what is left: it alone is left out."""
        if size > self.left:
            raise FormatError(
                f"unpacks to {megabytes(size)}, from an archive of {megabytes(self.size)}: a bomb? "
                "Left out; unpack it yourself if it is none"
            )


class BombError(FormatError):
    """An archive that unpacks to more than is bearable: nothing more of it is read."""


@dataclass(slots=True)
class Item:
    """Something to read; `id` is its document id, `name` what messages call it."""

    id: str
    name: str
    suffix: str
    file: IO[bytes]
    budget: Budget
    fields: Mapping[str, object] = field(default_factory=lambda: EMPTY)
    """What the container says of it: title, date, date_from, url, source; other keys are kept."""
    content: Content | None = None
    """Its text, where the container had to read it anyway."""
    depth: int = 0
    is_record: bool = False
    """It is a row of a table, which has its own id and overrules what sources.jsonl says."""

    def size(self) -> int:
        """Its length in bytes."""
        here = self.file.tell()
        end = self.file.seek(0, 2)
        self.file.seek(here)
        return end

    def head(self) -> bytes:
        """Its first bytes."""
        self.file.seek(0)
        found = self.file.read(HEAD)
        self.file.seek(0)
        return found

    def data(self, most: int) -> bytes:
        """All of it. Raises FormatError if that is more than `most`."""
        size = self.size()
        if size > most:
            raise too_large(size, most)
        self.file.seek(0)
        return self.file.read()

    def member(self, name: str, stream: IO[bytes], fields: Mapping[str, object] = EMPTY) -> Item:
        """A file in this one, copied from a stream. Raises FormatError for its name, or what the stream raises."""
        path, suffix = split_name(name)
        part = self.part(path, f"{self.name}/{name.removeprefix('./')}", suffix, fields)
        part.fill(stream)
        return part

    def part(self, path: str, name: str, suffix: str = "", fields: Mapping[str, object] = EMPTY) -> Item:
        """An empty part of this one: its id is below this one's, `name` is its full name."""
        self.budget.take(COST)
        return Item(f"{self.id}/{path}", name, suffix, io.BytesIO(), self.budget, fields, depth=self.depth + 1)

    def fill(self, stream: Stream) -> None:
        """Copy a stream into it. Raises BombError, or what the stream raises."""
        file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by who reads it
        try:
            while data := stream.read(CHUNK):
                self.budget.take(len(data))
                file.write(data)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        self.file = file


def split_name(name: str) -> tuple[str, str]:
    """The path of a member without its extension, and the extension in small letters.

    Raises FormatError for a name that leads out of its archive.
    """
    parts = [part for part in normalize("NFC", name).replace("\\", "/").split("/") if part not in {"", "."}]
    if ".." in parts or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        raise FormatError("its name leads out of the archive; left out: pack it again under a plain name")
    stem, suffix = split_suffix(parts[-1] if parts else "")
    return "/".join([*parts[:-1], stem]), suffix


def split_suffix(name: str) -> tuple[str, str]:
    """A file name without its extension, and the extension in small letters; that of "a.warc.gz" is ".gz".

    Only what looks like an extension is one: "v2.1" has none.
    """
    found = KNOWN_SUFFIX.search(name)
    if found is None or not name[: found.start()].rpartition("/")[2]:
        return name, ""
    stem, suffix = name[: found.start()], found[0].lower()
    if suffix in COMPRESSED and (inner := KNOWN_SUFFIX.search(stem)):
        stem = stem[: inner.start()]
    return stem, suffix


def too_large(size: int, most: int) -> FormatError:
    """The error of a document that is too large to be one."""
    return FormatError(
        f"{megabytes(size)}, more than the {megabytes(most)} that one document may have; "
        "split it, or give a larger --max-size"
    )


def megabytes(size: int) -> str:
    """A size for a reader."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE / 10 else f"{max(size / 1024, 0.1):.1f} KB"
