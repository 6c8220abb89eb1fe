"""Reads files, folders and standard input into Documents, one at a time, sorted by id.

What cannot be read is reported and left out; the others go on.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from unicodedata import normalize

from extract.formats import Content, FormatError, decode, parse
from extract.sources import SOURCES, Sources, checked, read_sources
from ontology.errors import InputError
from ontology.model import Document

TEXT_SUFFIXES = frozenset({".txt", ".md", ".html", ".htm"})
RECORDS = ".jsonl"
SUFFIXES = TEXT_SUFFIXES | {RECORDS}
STDIN = "-"
BUILD = frozenset({"build.json", "extractions.jsonl"})
"""A folder with these is a build, no folder of documents."""
OUR_OWN = frozenset({"decisions.txt"})
"""What a person decides lies beside the documents and is none."""
RECORD_KEYS = frozenset({"id", "text", "title", "date", "url", "source"})

OnError = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a document is: a file, standard input (`path` None), or a line of a JSONL file."""

    id: str
    path: Path | None
    batch: str
    sources: Sources
    line: int = 0
    offset: int = 0

    @property
    def name(self) -> str:
        if self.path is None:
            return "standard input"
        return f"{self.path}:{self.line}" if self.line else str(self.path)


def read(
    paths: Sequence[str | Path], *, batch: str | None = None, on_error: Callable[[InputError], None]
) -> Iterator[Document]:
    """The documents in files, folders (with their subfolders) and standard input (`-`), sorted by id.

    Ids and batches are listed first, texts are read one at a time. Every failure goes to `on_error`
    as an InputError that names the file, the reason and what to do.
    """
    for place in _unique(_listed(paths, batch, on_error), on_error):
        try:
            yield _document(place)
        except (InputError, FormatError) as error:
            on_error(error if isinstance(error, InputError) else InputError(place.name, str(error)))
        except OSError as error:
            on_error(InputError(place.name, f"cannot be read: {error.strerror}; check the file and its permissions"))


# ---- listing


def _listed(paths: Sequence[str | Path], batch: str | None, on_error: OnError) -> Iterator[_Place]:
    for given in paths:
        if str(given) == STDIN:
            yield _Place("stdin", None, batch or "default", Sources())
            continue
        path = Path(given)
        try:
            yield from _in_folder(path, batch, on_error) if path.is_dir() else _in_file(path, batch, on_error)
        except OSError as error:
            on_error(InputError(str(path), f"cannot be read: {error.strerror}; check the path and its permissions"))


def _in_folder(folder: Path, batch: str | None, on_error: OnError) -> Iterator[_Place]:
    sources = read_sources(folder / SOURCES, on_error)
    files = list(_files(folder, folder))
    if not files:
        on_error(InputError(str(folder), f"no documents in it; they end in {', '.join(sorted(SUFFIXES))}"))
    for path in files:
        relative = path.relative_to(folder)
        label = batch or (normalize("NFC", relative.parts[0]) if len(relative.parts) > 1 else "default")
        yield from _places(path, normalize("NFC", relative.with_suffix("").as_posix()), label, sources, on_error)


def _files(folder: Path, top: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and not path.is_symlink():
            if not {entry.name for entry in path.iterdir()} >= BUILD:
                yield from _files(path, top)
        elif _is_document(path) and not (path.name == SOURCES and folder == top):
            yield path


def _is_document(path: Path) -> bool:
    if path.name in OUR_OWN:
        return False
    return path.suffix.lower() in SUFFIXES and path.stem.lower() != "readme" and not path.is_dir()


def _in_file(path: Path, batch: str | None, on_error: OnError) -> Iterator[_Place]:
    if not path.exists():
        on_error(InputError(str(path), "there is no such file or folder; check the path"))
    elif path.suffix.lower() not in SUFFIXES:
        on_error(InputError(str(path), f"unknown kind of file; documents end in {', '.join(sorted(SUFFIXES))}"))
    else:
        yield from _places(path, normalize("NFC", path.stem), batch or "default", Sources(), on_error)


def _places(path: Path, name: str, batch: str, sources: Sources, on_error: OnError) -> Iterator[_Place]:
    if path.suffix.lower() == RECORDS:
        yield from _records(path, batch, sources, on_error)
    else:
        try:
            yield _Place(checked_id(name), path, batch, sources)
        except FormatError as error:
            on_error(InputError(ascii(str(path)), str(error)))


def _records(path: Path, batch: str, sources: Sources, on_error: OnError) -> Iterator[_Place]:
    """The lines of a JSONL file, each checked once; the text is read again when its turn comes."""
    found = 0
    try:
        with path.open("rb") as lines:
            offset = 0
            for number, line in enumerate(lines, 1):
                if line.strip():
                    found += 1
                    try:
                        yield _Place(str(_record(line)["id"]), path, batch, sources, number, offset)
                    except FormatError as error:
                        on_error(InputError(f"{path}:{number}", str(error)))
                offset += len(line)
    except OSError as error:
        on_error(InputError(str(path), f"cannot be read: {error.strerror}; check the file and its permissions"))
        return
    if not found:
        on_error(InputError(str(path), "no records in it; one JSON object a line is expected"))


def _unique(places: Iterable[_Place], on_error: OnError) -> Iterator[_Place]:
    """Sorted by id; of two different places with one id the second is an error, the same place given twice is not."""
    first: _Place | None = None
    for place in sorted(places, key=lambda p: (p.id, p.name)):
        if first is None or place.id != first.id:
            first = place
            yield place
        elif _same(place, first):
            continue
        else:
            on_error(InputError(place.name, f"has the id {place.id!r}, as has {first.name}; rename one of them"))


def _same(one: _Place, other: _Place) -> bool:
    if one.path is None or other.path is None:
        return one.path is other.path
    return one.path.resolve() == other.path.resolve() and one.line == other.line


# ---- reading


def _document(place: _Place) -> Document:
    if place.line:
        return _from_record(place)
    data = sys.stdin.buffer.read() if place.path is None else place.path.read_bytes()
    content = parse(decode(data), place.path.suffix.lower() if place.path else ".txt")
    return _completed(place, content, {}, {})


def _from_record(place: _Place) -> Document:
    if place.path is None:
        raise InputError(place.name, "no records on standard input; give a .jsonl file")
    with place.path.open("rb") as lines:
        lines.seek(place.offset)
        record = _record(lines.readline())
    content = parse(str(record["text"]), ".txt")
    extra = {key: value for key, value in record.items() if key not in RECORD_KEYS}
    return _completed(place, content, {key: record.get(key) for key in RECORD_KEYS}, extra)


def _completed(place: _Place, content: Content, own: Mapping[str, object], extra: Mapping[str, object]) -> Document:
    """What a record says of itself comes first, then sources.jsonl, then what was found in the text."""
    listed = place.sources.of(place.id)

    def first(key: str, found: str | None) -> str | None:
        given = own.get(key) or listed.get(key)
        return given if isinstance(given, str) else found

    more = {**{key: value for key, value in listed.items() if key not in RECORD_KEYS}, **extra}
    return Document(
        place.id,
        content.text,
        title=first("title", content.title),
        date=first("date", content.date),
        url=first("url", content.url),
        source=first("source", content.source),
        batch=place.batch,
        extra=MappingProxyType(more),
    )


def _record(line: bytes) -> dict[str, object]:
    """A checked line of a JSONL file. Raises FormatError."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise FormatError("not UTF-8; save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not valid JSON ({error}); one object a line is expected") from None
    return {**checked(record, required=("id", "text")), "id": checked_id(record["id"])}


def checked_id(name: str) -> str:
    """The id, if it can be written down. Raises FormatError."""
    if not name.isprintable() or not name.strip():
        raise FormatError(f"the id {name!a} is empty or has characters that cannot be printed; rename it")
    return normalize("NFC", name)
