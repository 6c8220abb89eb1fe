"""The folder `out/`: one build, its files, and the cache that makes the next build short.

The files depend on the documents, the rules and the code alone. They hold no time stamps, and a file whose bytes would
not change keeps its modification time.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from actorgraph.builder.storage.extraction_cache import IndexEntry, index_entries
from actorgraph.builder.storage.soundness import damage_of_store, damaged_files, is_as_written, visible_damage
from actorgraph.builder.storage.transaction import in_order, make_way
from graph.reading.library import Library
from ontology.code_digest import code_digest
from ontology.errors import StoreError
from ontology.identifiers import document_id, iri

MAP, STORE, CLAIMS_JSONL, CLAIMS_CSV, GRAPH = "map.html", "store", "claims.jsonl", "claims.csv", "graph.trig"
MANIFEST, CACHE, POSITIONS = "build.json", "extractions.jsonl", "positions.json"
LIBRARY = "documents.sqlite"
"""The documents, whole, with a full-text index: see `graph.reading`."""
JOURNAL = "extractions.partial.jsonl"
"""What an interrupted build has extracted so far."""
REPORT_JSON, REPORT_HTML = "report.json", "report.html"
NO_FILE = frozenset({errno.ENOENT, errno.EISDIR, errno.ELOOP})
VIEW_PACKAGES = ("actorgraph", "graph", "ontology")
VIEW_LIBRARIES = ("anyascii", "networkx", "pyoxigraph", "pyvis", "rapidfuzz", "rdflib")


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document of a build. `digest`: of everything that was read of it."""

    id: str
    batch: str
    date: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class BuildCounts:
    """What a build holds.

    `relations`: distinct combinations of actor, action and target. `merged`: names that were merged into another actor.
    `proposed`: matches that wait for a person's decision. `verification`: by outcome and reason, how many claims that
    an extractor only proposed were left out, reduced or found nearly.
    """

    documents: int
    sentences: int
    claims: int
    actors: int
    relations: int
    merged: int = 0
    proposed: int = 0
    verification: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BuildManifest:
    """What a build was made of and what it wrote. If all of it still holds, the next build has nothing to do.

    `extractor`, `views`: digests of what extracts and of what draws; that of what extracts ends in `PARTIAL` if it has
    left something out that another build may add. `documents`: all documents. `files`: by name, the
    digest of each file. `decisions`: digest of the decisions. `problems`: a line for each decision that could not be
    applied. `pending`: a line for each decision on what is not in these documents. `duplicates`: by the id of each copy
    of a document, the id of the original. `pages`: whether each document has a page. `applied`: the number of decisions
    that apply.
    """

    extractor: str
    views: str
    documents: tuple[DocumentEntry, ...]
    counts: BuildCounts
    files: Mapping[str, str]
    decisions: str = ""
    problems: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
    duplicates: Mapping[str, str] = field(default_factory=dict)
    pages: bool = False
    applied: int = 0


_MANIFEST = TypeAdapter(BuildManifest)
_POSITIONS = TypeAdapter(dict[str, tuple[int, int]])


class Workspace:
    """The folder of a build. `root`: its path."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __truediv__(self, name: str) -> Path:
        """The path of a file in the folder."""
        return self.root / name

    def store(self) -> Path:
        """The folder of the store. Raises StoreError if nothing was built here."""
        in_order(self.root)
        store = self / STORE
        if not store.is_dir() and (self / MANIFEST).exists():
            raise StoreError(f"{store}: the store is missing; run the last actorgraph build again to restore it")
        if not store.is_dir():
            raise StoreError(
                f"{self.root}: nothing is built here yet; run first: actorgraph build PATH --out {self.root}"
            )
        damaged = visible_damage(store)
        if damaged is not None:
            raise StoreError(
                f"{store / damaged}: damaged or missing; run the last actorgraph build again to restore it"
            )
        return store

    def library(self) -> Library:
        """The documents of the build, to read and search. Raises StoreError if nothing was built here."""
        self.store()
        if not (self / LIBRARY).is_file():
            why = "is missing, or the build was made by another version; run actorgraph build again"
            raise StoreError(f"{self / LIBRARY}: {why}")
        return Library(self / LIBRARY)

    def manifest(self) -> BuildManifest | None:
        """The manifest of the last build; None if there is none, or it cannot be read."""
        try:
            return _MANIFEST.validate_json(_content(self / MANIFEST))
        except ValidationError:
            return None

    def known_manifest(self) -> BuildManifest:
        """The manifest of the last build. Raises StoreError if nothing was built, or by another version."""
        self.store()
        manifest = self.manifest()
        if manifest is None:
            raise StoreError(f"{self.root}: the last build was made by another version; run actorgraph build again")
        return manifest

    def is_new(self) -> bool:
        """True if no build was finished or begun here."""
        return not any((self / name).exists() for name in (MANIFEST, CACHE, JOURNAL))

    def holds(self, manifest: BuildManifest) -> bool:
        """True if every file is as that build wrote it."""
        return next(self.damage(manifest), None) is None

    def damage(self, manifest: BuildManifest) -> Iterator[str]:
        """The names of the files that are gone or not as that build wrote them."""
        yield from damaged_files(self.root, manifest.files)
        yield from damage_of_store(self / STORE)

    def positions(self) -> dict[str, tuple[int, int]]:
        """By id, the position of everything on the map; empty if it is not known."""
        try:
            return _POSITIONS.validate_json(_content(self / POSITIONS))
        except ValidationError:
            return {}

    def cache_index(self) -> dict[str, IndexEntry]:
        """By document id, where the cache holds what was extracted from it. Lines that cannot be read are ignored.

        Every line is parsed to its end if the cache is not as the last build wrote it.
        """
        last = self.manifest()
        is_sound = last is not None and is_as_written(self / CACHE, last.files.get(CACHE, ""))
        entries = (*index_entries(self / CACHE, whole=not is_sound), *index_entries(self / JOURNAL, whole=True))
        return {entry.id: entry for entry in entries}

    @contextmanager
    def journal(self) -> Iterator[Callable[[bytes], None]]:
        """A function that appends a line to the journal at once: the next build has it, even if this one is killed."""
        make_way(self / JOURNAL)
        with (self / JOURNAL).open("ab") as file:
            file.write(b"\n")  # the last line may have been cut off

            def append(line: bytes) -> None:
                file.write(line)
                file.flush()

            yield append

    def forget_journal(self) -> None:
        """Delete the journal; the build itself holds its content now."""
        (self / JOURNAL).unlink(missing_ok=True)


def _content(path: Path) -> bytes:
    """The content of a file; empty where there is none: nothing, a folder, or a link that leads nowhere."""
    try:
        return path.read_bytes()
    except OSError as error:
        if error.errno in NO_FILE:
            return b""
        raise


def place(document: str) -> str:
    """The key by which documents are sorted in every file: the IRI of their graph."""
    return iri(document_id(document))


def manifest_bytes(manifest: BuildManifest) -> bytes:
    """The content of build.json."""
    return _MANIFEST.dump_json(manifest, indent=1) + b"\n"


def positions_bytes(positions: Mapping[str, tuple[int, int]]) -> bytes:
    """The content of positions.json."""
    return _POSITIONS.dump_json(dict(sorted(positions.items()))) + b"\n"


def views_digest() -> str:
    """A digest that changes whenever the same claims could give another graph or map: code, data and libraries."""
    return code_digest(VIEW_PACKAGES, VIEW_LIBRARIES)
