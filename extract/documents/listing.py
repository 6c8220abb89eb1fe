"""Lists the input files of the given paths, with their ids and batches, in an order that never changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from extract.documents.addresses import path_of
from extract.documents.content.article import FormatError, OtherDocumentError
from extract.documents.content.metadata import checked_id
from extract.documents.content.raw_item import RawItem, UnpackBudget, split_suffix
from extract.documents.formats import CONTAINERS, FORMAT_BY_SUFFIX, detect_format, is_unambiguous
from extract.documents.sources import SidecarMetadata, read_sidecar
from extract.documents.walk import SOURCES, EntryRole, is_special, walk
from ontology.errors import InputError

STDIN = "-"
SPECIAL = "a pipe, socket or device, not a file, so it was not opened; send its content to standard input (-)"

OnError = Callable[[InputError], None]
"""Callback for a file that cannot be read or is passed over."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file to read, or standard input (`path` None).

    `id` is the id of its document, or the beginning of the ids in a container; `sources` the metadata of its folder;
    `suffix` its extension in lower case.
    """

    id: str
    path: Path | None
    batch: str
    sources: SidecarMetadata
    suffix: str = ""
    shown: str = ""
    """What messages call it, where that is not its path."""

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.shown or ("standard input" if self.path is None else str(self.path))

    @property
    def size(self) -> int:
        """Its size in bytes; 0 for standard input. Raises OSError if the file is gone."""
        return 0 if self.path is None else self.path.stat().st_size

    @property
    def is_container(self) -> bool:
        """True if its name says that it holds several documents."""
        return FORMAT_BY_SUFFIX.get(self.suffix) in CONTAINERS


def list_files(paths: Sequence[str | Path], batch: str | None, on_error: OnError, on_note: OnError) -> list[InputFile]:
    """The files in paths, sorted by id, single documents before containers; each file once.

    `batch` names the batch of all documents; None derives it from folders. `on_error` is called for paths that cannot
    be listed, `on_note` for what is passed over in folders. Two files may have the same id: the reader reports that.
    """
    files = list(_in_paths(paths, batch, on_error, on_note))
    files.sort(key=lambda file: (file.is_container, file.id, file.name))
    return list(_distinct(files))


def _in_paths(
    paths: Sequence[str | Path], batch: str | None, on_error: OnError, on_note: OnError
) -> Iterator[InputFile]:
    for given in paths:
        if str(given) == STDIN:
            yield InputFile("stdin", None, batch or "default", SidecarMetadata())
            continue
        try:
            path = path_of(given)
            if path.is_dir():
                yield from _in_folder(path, batch, on_error, on_note)
            elif is_special(path):
                on_error(InputError(str(path), SPECIAL))
            elif path.exists():
                yield from _input_file(path, path.name, batch or "default", SidecarMetadata(), on_error)
            else:
                on_error(InputError(str(path), "no such file or folder; check the path"))
        except OSError as error:
            on_error(InputError(str(given), f"cannot be read: {error.strerror}; check the path and its permissions"))
        except InputError as error:
            on_error(error)


def _in_folder(folder: Path, batch: str | None, on_error: OnError, on_note: OnError) -> Iterator[InputFile]:
    sources = read_sidecar(folder / SOURCES, on_error)
    files = list(_documents(folder, on_error, on_note))
    if not files:
        on_error(
            InputError(
                str(folder), f"contains no documents; supported extensions: {', '.join(sorted(FORMAT_BY_SUFFIX))}"
            )
        )
    for path in files:
        relative = path.relative_to(folder)
        # files in the top folder belong to a batch called after it: `build 2025-10`, `build 2025-11 --add`
        label = batch or normalize("NFC", relative.parts[0] if len(relative.parts) > 1 else folder.resolve().name)
        yield from _input_file(path, relative.as_posix(), label, sources, on_error)


def _documents(folder: Path, on_error: OnError, on_note: OnError) -> Iterator[Path]:
    """The candidates of a folder that can be documents; the others are reported."""
    for entry in walk(folder):
        if entry.role is EntryRole.COMPANION:
            on_note(InputError(str(entry.path), "ignored: it belongs to the saved web page next to it"))
        elif entry.role is EntryRole.SPECIAL:
            on_error(InputError(str(entry.path), SPECIAL))
        elif entry.role is EntryRole.CANDIDATE:
            why = _why_not(entry.path)
            if why is None:
                yield entry.path
            else:
                on_note(InputError(str(entry.path), why))


def _why_not(path: Path) -> str | None:
    """Why a file of a folder is no document; None if it is one."""
    suffix = split_suffix(path.name)[1]
    if suffix in FORMAT_BY_SUFFIX:
        return None
    try:
        with path.open("rb") as file:
            kind = detect_format(RawItem("", str(path), suffix, file, UnpackBudget.of(str(path), 0)))
    except (OtherDocumentError, OSError):
        return None  # reported as an error when it is read
    except FormatError as error:
        return f"ignored: {error}"
    except Exception:  # noqa: BLE001  # likewise: what a library raises for a damaged file
        return None
    if is_unambiguous(kind):
        return None
    return f"ignored: {kind} with the unknown extension {suffix or '(none)'}; to have it read, rename it to .txt"


def _input_file(path: Path, name: str, batch: str, sources: SidecarMetadata, on_error: OnError) -> Iterator[InputFile]:
    folder, _, last = normalize("NFC", name).rpartition("/")
    stem, suffix = split_suffix(last)
    try:
        yield InputFile(checked_id(f"{folder}/{stem}" if folder else stem), path, batch, sources, suffix)
    except FormatError as error:
        on_error(InputError(ascii(str(path)), str(error)))


def _distinct(files: Iterable[InputFile]) -> Iterator[InputFile]:
    """Without files that were given before."""
    seen: set[Path | None] = set()
    for file in files:
        resolved = None if file.path is None else _resolved(file.path)
        if resolved not in seen:
            seen.add(resolved)
            yield file


def _resolved(path: Path) -> Path:
    """The path without links; as it is, where they lead in a circle."""
    try:
        return path.resolve()
    except (OSError, RuntimeError):
        return path
