"""Raw items: streams of bytes with a name, an id and limits, before anything is known of their format.

A raw item is a file, standard input, a member of an archive, a row of a table or a mail. Members are copied into
temporary files that leave memory when they grow. What one file may unpack to is bounded, so that no archive can fill
the memory or the disk. Nothing is ever written under a name that an archive gives.
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

HEAD_BYTES = 1 << 16
"""Bytes at the beginning of an item by which its format is detected."""
CHUNK = 1 << 20
IN_MEMORY = 4 << 20
"""Bytes from which a temporary file is kept on disk."""
MEGABYTE = 1 << 20
MAX_UNPACKED, MAX_RATIO = 512 * MEGABYTE, 100
"""A file may unpack to this many bytes, or to this many times its own size if that is more."""
MAX_DEPTH = 6
"""Levels of containers within containers that are opened."""
MEMBER_COST = 1024
"""Bytes that a member counts for besides its own: nested archives may hold millions of empty ones."""
COMPRESSED_SUFFIXES = frozenset({".gz", ".bz2", ".xz"})
KNOWN_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,7}\Z")


class ByteStream(Protocol):
    """A source of bytes."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


OnSkipped = Callable[[str, str], None]
"""Callback for what is skipped: where it is, and why."""


@dataclass(slots=True)
class UnpackBudget:
    """How many bytes may still be unpacked from one input file; shared by all its members.

    `name` and `size` are those of the file, for messages; `left` is what remains.
    """

    name: str
    size: int
    left: int

    @staticmethod
    def of(name: str, size: int) -> UnpackBudget:
        """The budget of a file of this size."""
        return UnpackBudget(name, size, max(MAX_UNPACKED, MAX_RATIO * size))

    def take(self, size: int) -> None:
        """Subtract `size` bytes. Raises ArchiveBombError when the budget is used up."""
        self.left -= size
        if self.left < 0:
            raise ArchiveBombError(
                f"unpacks to far more than its {megabytes(self.size)}: it may be an archive bomb, "
                "so the rest was skipped; if it is harmless, unpack it first"
            )

    def check(self, size: int) -> None:
        """Raises FormatError if a member of this size does not fit into the budget: it alone is skipped."""
        if size > self.left:
            raise FormatError(
                f"unpacks to {megabytes(size)}, from an archive of {megabytes(self.size)}: it may be an archive bomb, "
                "so it was skipped; if it is harmless, unpack it first"
            )


class ArchiveBombError(FormatError):
    """An archive that unpacks to more than its budget: nothing more of it is read."""


@dataclass(slots=True)
class RawItem:
    """A file or a member of a container, as bytes.

    `id` becomes the id of its document, `name` is what messages call it, `suffix` the extension in lower case, `file`
    the bytes; `depth` counts the containers around it.
    """

    id: str
    name: str
    suffix: str
    file: IO[bytes]
    budget: UnpackBudget
    fields: Mapping[str, object] = field(default_factory=lambda: EMPTY)
    """Metadata that the container gives: title, date, date_from, url, source; other keys are kept."""
    content: Content | None = None
    """Its parsed text, where the container had to parse it anyway."""
    depth: int = 0
    charset: str | None = None
    """The charset that its container says it has."""
    is_record: bool = False
    """True for a row of a table, which has its own id and takes precedence over sources.jsonl."""

    def size(self) -> int:
        """Its length in bytes."""
        position = self.file.tell()
        end = self.file.seek(0, io.SEEK_END)
        self.file.seek(position)
        return end

    def head(self) -> bytes:
        """Its first bytes, enough to detect the format."""
        self.file.seek(0)
        head = self.file.read(HEAD_BYTES)
        self.file.seek(0)
        return head

    def data(self, max_size: int) -> bytes:
        """All its bytes. Raises FormatError if they are more than `max_size`."""
        size = self.size()
        if size > max_size:
            raise too_large(size, max_size)
        self.file.seek(0)
        return self.file.read()

    def member(self, name: str, stream: IO[bytes], fields: Mapping[str, object] = EMPTY) -> RawItem:
        """A file inside this container, copied from a stream.

        Raises FormatError for a name that leads out of the container, and whatever the stream raises.
        """
        path, suffix = split_name(name)
        part = self.part(path, f"{self.name}/{name.removeprefix('./')}", suffix, fields)
        part.fill(stream)
        return part

    def part(self, path: str, name: str, suffix: str = "", fields: Mapping[str, object] = EMPTY) -> RawItem:
        """An empty item inside this container: its id is below this one's, `name` is its full name."""
        self.budget.take(MEMBER_COST)
        return RawItem(f"{self.id}/{path}", name, suffix, io.BytesIO(), self.budget, fields, depth=self.depth + 1)

    def fill(self, stream: ByteStream) -> None:
        """Copy a stream into the item. Raises ArchiveBombError, and whatever the stream raises."""
        file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by the reader
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
    """The path of a member without its extension, and the extension in lower case.

    Raises FormatError for a name that leads out of its archive.
    """
    parts = [part for part in normalize("NFC", name).replace("\\", "/").split("/") if part not in {"", "."}]
    if ".." in parts or name.startswith(("/", "\\")) or re.match(r"[A-Za-z]:", name):
        raise FormatError("its path points outside the archive, so it was skipped; pack it again under a plain name")
    stem, suffix = split_suffix(parts[-1] if parts else "")
    return "/".join([*parts[:-1], stem]), suffix


def split_suffix(name: str) -> tuple[str, str]:
    """A file name without its extension, and the extension in lower case; that of "a.warc.gz" is ".gz".

    Only what looks like an extension is one: "v2.1" has none.
    """
    match = KNOWN_SUFFIX.search(name)
    if match is None or not name[: match.start()].rpartition("/")[2]:
        return name, ""
    stem, suffix = name[: match.start()], match[0].lower()
    if suffix in COMPRESSED_SUFFIXES and (inner := KNOWN_SUFFIX.search(stem)):
        stem = stem[: inner.start()]
    return stem, suffix


def too_large(size: int, max_size: int) -> FormatError:
    """The error for a document larger than the limit."""
    return FormatError(
        f"{megabytes(size)}, more than the {megabytes(max_size)} allowed for one document; "
        "split it, or give a larger --max-size"
    )


def megabytes(size: int) -> str:
    """A size in MB or KB, for messages."""
    return f"{size / MEGABYTE:.1f} MB" if size >= MEGABYTE / 10 else f"{max(size / 1024, 0.1):.1f} KB"
