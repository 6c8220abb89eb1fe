"""Divides the input files into shards, the units of work of a cluster; the same files always give the same shards."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from extract.documents.content.options import ReaderOptions
from extract.documents.listing import InputFile, list_files
from extract.documents.sources import SidecarMetadata
from extract.fingerprint import reading_key
from ontology.errors import InputError

FORMAT = 1
"""Version of the result files; after a change all shards are processed again."""
CUT = 32
"""Average number of single documents in a shard."""
MOST = 4 * CUT
"""Greatest number of single documents in a shard."""
CHUNK = 1 << 20
NOT_SHARED = "only this process can read it; save it to a file that all machines share"


@dataclass(frozen=True, slots=True)
class ShardSetup:
    """What every worker needs to know: how to read and extract, and where to write the results."""

    models: tuple[str, ...]
    reading: ReaderOptions
    fingerprint: str
    """Fingerprint of the rules, models and libraries of the leading process; the workers must have the same."""
    prefix: str
    """Folder or address of the results."""
    actors: bytes | None = None
    """Content of the user's actors.toml."""
    fast: bool = False
    """Whether the contextual scorer is left out."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Files that are processed together. `name`: stays the same as long as the first file does."""

    name: str
    places: tuple[InputFile, ...]

    def key(self, setup: ShardSetup) -> str:
        """Digest of everything that the results depend on. Reads all files."""
        files = [
            [file.id, file.name, file.batch, file.suffix, file.sources.entries, _digest(file)] for file in self.places
        ]
        parts = [FORMAT, setup.fingerprint, reading_key(setup.reading), files]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=dict).encode()).hexdigest()


def shards_of(
    paths: Sequence[str], batch: str | None, errors: list[InputError], notes: list[InputError]
) -> list[Shard]:
    """The files in `paths`, divided into shards, in the order in which a build reads them.

    A file that holds many documents is a shard by itself. Single documents are grouped; the hash of a document's id
    decides whether a group ends after it, so that a new document changes one shard only (content-defined chunking:
    Muthitacharoen et al. 2001).
    """
    metadata: dict[int, SidecarMetadata] = {}
    files = [_sendable(file, metadata) for file in list_files(paths, batch, errors.append, notes.append)]
    errors += [InputError(file.name, NOT_SHARED) for file in files if file.path is None]
    return list(_named(_cut(file for file in files if file.path is not None)))


def _named(groups: Iterable[Sequence[InputFile]]) -> Iterator[Shard]:
    """Shards with distinct names, even if files of two folders have the same id."""
    times: Counter[str] = Counter()
    for group in groups:
        first = group[0]
        readable = re.sub(r"[^A-Za-z0-9._-]+", "-", first.id)[-40:].strip("-.") or "shard"
        name = f"{readable}-{_hash(f'{first.batch}|{first.id}').hex()[:8]}"
        times[name] += 1
        yield Shard(name if times[name] == 1 else f"{name}-{times[name]}", tuple(group))


def _cut(places: Iterable[InputFile]) -> Iterator[list[InputFile]]:
    group: list[InputFile] = []
    for place in places:
        if place.is_container:
            if group:
                yield group
                group = []
            yield [place]
            continue
        group.append(place)
        if len(group) == MOST or _hash(place.id)[0] % CUT == 0:
            yield group
            group = []
    if group:
        yield group


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _sendable(place: InputFile, metadata: dict[int, SidecarMetadata]) -> InputFile:
    """The file in a form that can be pickled: an absolute path, and metadata in plain dictionaries."""
    if place.is_container:
        sources = metadata.setdefault(id(place.sources), _plain(place.sources.entries))
    else:
        sources = _plain({place.id: entry} if (entry := place.sources.of(place.id)) else {})
    path = place.path.absolute() if isinstance(place.path, Path) else place.path
    return replace(place, path=path, shown=place.name, sources=sources)


def _plain(entries: Mapping[str, Mapping[str, object]]) -> SidecarMetadata:
    return SidecarMetadata({name: dict(entries[name]) for name in sorted(entries)})


def _digest(place: InputFile) -> str:
    """SHA-256 of a file's content; if it cannot be read, the error, so that the key changes once it is readable."""
    digest = hashlib.sha256()
    if place.path is None:
        return ""
    try:
        with place.path.open("rb") as file:
            while data := file.read(CHUNK):
                digest.update(data)
    except OSError as error:
        return f"not read: {error.strerror}"
    return digest.hexdigest()
