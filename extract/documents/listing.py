"""Which files are read: paths given to files, with their ids and batches, in an order that never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from extract.documents.addresses import path_of
from extract.documents.content.article import FormatError, OtherDocumentError
from extract.documents.content.item import Budget, Item, split_suffix
from extract.documents.content.metadata import checked_id
from extract.documents.formats import CONTAINERS, SUFFIX_KINDS, is_surely, recognise
from extract.documents.sources import Sources, read_sources
from extract.documents.walk import SOURCES, EntryRole, walk
from ontology.errors import InputError

STDIN = "-"
OnError = Callable[[InputError], None]


@dataclass(frozen=True, slots=True)
class Place:
    """A file to read, or standard input (`path` None)."""

    id: str
    path: Path | None
    batch: str
    sources: Sources
    suffix: str = ""
    shown: str = ""
    """What messages call it, where that is not its path."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.shown or ("standard input" if self.path is None else str(self.path))

    @property
    def size(self) -> int:
        """Its bytes; 0 where that is not known."""
        return 0 if self.path is None else self.path.stat().st_size

    @property
    def is_container(self) -> bool:
        """True if its name says that it holds several documents."""
        return SUFFIX_KINDS.get(self.suffix) in CONTAINERS


def listed(paths: Sequence[str | Path], batch: str | None, on_error: OnError, on_note: OnError) -> list[Place]:
    """The files in paths, sorted by id, single documents before containers; each file once.

    Ids of two files may be the same: that is told when they are read. `on_note` is told what is passed over in folders.
    """
    found = list(_all(paths, batch, on_error, on_note))
    found.sort(key=lambda place: (place.is_container, place.id, place.name))
    return list(_once(found))


def _all(paths: Sequence[str | Path], batch: str | None, on_error: OnError, on_note: OnError) -> Iterator[Place]:
    for given in paths:
        if str(given) == STDIN:
            yield Place("stdin", None, batch or "default", Sources())
            continue
        try:
            path = path_of(given)
            if path.is_dir():
                yield from _in_folder(path, batch, on_error, on_note)
            elif path.exists():
                yield from _place(path, path.name, batch or "default", Sources(), on_error)
            else:
                on_error(InputError(str(path), "there is no such file or folder; check the path"))
        except OSError as error:
            on_error(InputError(str(given), f"cannot be read: {error.strerror}; check the path and its permissions"))
        except InputError as error:
            on_error(error)


def _in_folder(folder: Path, batch: str | None, on_error: OnError, on_note: OnError) -> Iterator[Place]:
    sources = read_sources(folder / SOURCES, on_error)
    files = list(_documents(folder, on_note))
    if not files:
        on_error(InputError(str(folder), f"no documents in it; they end in {', '.join(sorted(SUFFIX_KINDS))}"))
    for path in files:
        relative = path.relative_to(folder)
        # files in the top folder belong to a batch called after it: `build 2025-10`, `build 2025-11 --add`
        label = batch or normalize("NFC", relative.parts[0] if len(relative.parts) > 1 else folder.resolve().name)
        yield from _place(path, relative.as_posix(), label, sources, on_error)


def _documents(folder: Path, on_note: OnError) -> Iterator[Path]:
    """The candidates of a folder that can be documents; the others are reported to `on_note`."""
    for entry in walk(folder):
        if entry.role is EntryRole.COMPANION:
            on_note(InputError(str(entry.path), "belongs to the saved page beside it; passed over"))
        elif entry.role is EntryRole.CANDIDATE:
            why = _why_not(entry.path)
            if why is None:
                yield entry.path
            else:
                on_note(InputError(str(entry.path), why))


def _why_not(path: Path) -> str | None:
    """Why a file of a folder is no document; None if it is one."""
    suffix = split_suffix(path.name)[1]
    if suffix in SUFFIX_KINDS:
        return None
    try:
        with path.open("rb") as file:
            kind = recognise(Item("", str(path), suffix, file, Budget.of(str(path), 0)))
    except (OtherDocumentError, OSError):
        return None  # told as an error when it is read
    except FormatError as error:
        return f"passed over: {error}"
    if is_surely(kind):
        return None
    return f"passed over: {kind} with the unknown extension {suffix or '(none)'}; rename it to .txt to have it read"


def _place(path: Path, name: str, batch: str, sources: Sources, on_error: OnError) -> Iterator[Place]:
    folder, _, last = normalize("NFC", name).rpartition("/")
    stem, suffix = split_suffix(last)
    try:
        yield Place(checked_id(f"{folder}/{stem}" if folder else stem), path, batch, sources, suffix)
    except FormatError as error:
        on_error(InputError(ascii(str(path)), str(error)))


def _once(places: Iterable[Place]) -> Iterator[Place]:
    """Without the same file given twice."""
    seen: set[Path | None] = set()
    for place in places:
        resolved = None if place.path is None else place.path.resolve()
        if resolved not in seen:
            seen.add(resolved)
            yield place
