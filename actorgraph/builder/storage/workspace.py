"""What lies in `out/`: one build, its files, and what is remembered so that the next build can be short.

The files depend on the documents, the rules and the code alone. There is no clock in them, and a
file whose bytes would not change is left alone, so that its time of change tells the truth too.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from actorgraph.builder.storage.extraction_cache import Slot, slots
from actorgraph.builder.storage.transaction import in_order
from ontology.code_digest import code_digest
from ontology.errors import StoreError
from ontology.identity import document_id, iri

MAP, STORE, CLAIMS_JSONL, CLAIMS_CSV, GRAPH = "map.html", "store", "claims.jsonl", "claims.csv", "graph.trig"
MANIFEST, CACHE, POSITIONS = "build.json", "extractions.jsonl", "positions.json"
JOURNAL = "extractions.partial.jsonl"
"""What an unfinished build has extracted so far."""
REPORT_JSON, REPORT_HTML = "report.json", "report.html"
VIEW_PACKAGES = ("actorgraph", "graph", "ontology")
VIEW_LIBRARIES = ("anyascii", "networkx", "pyoxigraph", "pyvis", "rapidfuzz", "rdflib")


@dataclass(frozen=True, slots=True)
class Entry:
    """A document of a build, and the digest of all that was read of it."""

    id: str
    batch: str
    date: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is of everything; relations are the distinct actor, action and target.

    `merged` counts the names that were found to be another actor's, `proposed` the matches that wait for a person.
    """

    documents: int
    sentences: int
    claims: int
    actors: int
    relations: int
    merged: int = 0
    proposed: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a build was made from and what it left: if all of this still holds there is nothing to do."""

    extractor: str
    views: str
    documents: tuple[Entry, ...]
    counts: Counts
    files: Mapping[str, str]
    decisions: str = ""
    problems: tuple[str, ...] = ()
    """Decisions of a person that could not be applied, a line each."""
    unmet: tuple[str, ...] = ()
    """Decisions that speak of what is not in these documents, a line each."""
    copied: Mapping[str, str] = field(default_factory=dict)
    """By the id of each document that is a copy, that of its original."""


_MANIFEST = TypeAdapter(Manifest)
_POSITIONS = TypeAdapter(dict[str, tuple[int, int]])


class Workspace:
    """A folder `out/` and the names in it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __truediv__(self, name: str) -> Path:
        """The path of a file in the folder."""
        return self.root / name

    def store(self) -> Path:
        """The folder of the store. Raises StoreError where nothing has been built yet."""
        in_order(self.root)
        store = self / STORE
        if not store.is_dir():
            raise StoreError(
                f"{self.root}: nothing is built here yet; run first: actorgraph build PATH --out {self.root}"
            )
        return store

    def manifest(self) -> Manifest | None:
        """The manifest of the last build; None if there is none that can be read."""
        try:
            return _MANIFEST.validate_json((self / MANIFEST).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None

    def known_manifest(self) -> Manifest:
        """The manifest of the last build. Raises StoreError if nothing is built, or by another version."""
        self.store()
        found = self.manifest()
        if found is None:
            raise StoreError(f"{self.root}: the last build is of another version; run actorgraph build again")
        return found

    def is_new(self) -> bool:
        """True if nothing was built here, nor begun."""
        return not any((self / name).exists() for name in (MANIFEST, CACHE, JOURNAL))

    def holds(self, manifest: Manifest) -> bool:
        """True if every file is as that build left it."""
        return (self / STORE).is_dir() and all(
            (self / name).is_file() and file_digest(self / name) == digest for name, digest in manifest.files.items()
        )

    def positions(self) -> dict[str, tuple[int, int]]:
        """Where everything stands on the map, by id; empty if that is not known."""
        try:
            return _POSITIONS.validate_json((self / POSITIONS).read_bytes())
        except (FileNotFoundError, ValidationError):
            return {}

    def slots(self) -> dict[str, Slot]:
        """By document id, where what was taken from it before is remembered. Lines that cannot be read are left out."""
        found = (*slots(self / CACHE), *slots(self / JOURNAL, whole=True))
        return {slot.id: slot for slot in found}

    @contextmanager
    def journal(self) -> Iterator[Callable[[bytes], None]]:
        """A function that remembers a line at once, so that the next build has it even if this one is killed."""
        with (self / JOURNAL).open("ab") as file:
            file.write(b"\n")  # the last line may have been cut off

            def remember(line: bytes) -> None:
                file.write(line)
                file.flush()

            yield remember

    def forget_journal(self) -> None:
        """Drop what is now in the build itself."""
        (self / JOURNAL).unlink(missing_ok=True)


def place(document: str) -> str:
    """What documents are sorted by in every file: the IRI of their graph."""
    return iri(document_id(document))


def manifest_bytes(manifest: Manifest) -> bytes:
    """The content of build.json."""
    return _MANIFEST.dump_json(manifest, indent=1) + b"\n"


def positions_bytes(positions: Mapping[str, tuple[int, int]]) -> bytes:
    """The content of positions.json."""
    return _POSITIONS.dump_json(dict(sorted(positions.items()))) + b"\n"


def file_digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def views_digest() -> str:
    """Changes whenever the same claims could give another graph or map: our code and data, and what draws with it."""
    return code_digest(VIEW_PACKAGES, VIEW_LIBRARIES)
