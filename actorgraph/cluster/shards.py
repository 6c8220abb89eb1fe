"""The documents in shards: the smallest pieces of work, and the same ones whenever the same files are there."""

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
"""Of the files of results; another number, and all shards are done again."""
CUT = 32
"""Single documents in a shard on the average."""
MOST = 4 * CUT
CHUNK = 1 << 20
NOT_SHARED = "only this process can read it; save it to a file that all machines see"


@dataclass(frozen=True, slots=True)
class ShardSetup:
    """What every worker needs to know: how to read and extract, and where the results go."""

    models: tuple[str, ...]
    reading: ReaderOptions
    fingerprint: str
    """Of the rules, models and libraries that the leading process has: the workers' must be the same."""
    prefix: str
    """Folder or address of the results."""
    actors: bytes | None = None
    """The user's own actors: content of the TOML file."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Some files that are read together; `name` is the same as long as its first file is there."""

    name: str
    places: tuple[InputFile, ...]

    def key(self, setup: ShardSetup) -> str:
        """Digest of all that the results depend on. All files are read."""
        given = [[one.id, one.name, one.batch, one.suffix, one.sources.entries, _digest(one)] for one in self.places]
        parts = [FORMAT, setup.fingerprint, reading_key(setup.reading), given]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=dict).encode()).hexdigest()


def shards_of(
    paths: Sequence[str], batch: str | None, errors: list[InputError], notes: list[InputError]
) -> list[Shard]:
    """The files of paths in shards, in the order in which a build reads them.

    A file that holds many documents is a shard. Single documents go together; a shard of them ends after a document
    whose id says so, so that a new one changes one shard only (content-defined chunking: Muthitacharoen et al. 2001).
    """
    made: dict[int, SidecarMetadata] = {}
    places = [_sendable(place, made) for place in list_files(paths, batch, errors.append, notes.append)]
    errors += [InputError(one.name, NOT_SHARED) for one in places if one.path is None]
    return list(_named(_cut(one for one in places if one.path is not None)))


def _named(groups: Iterable[Sequence[InputFile]]) -> Iterator[Shard]:
    """Shards with names that differ, even where files of two folders have one id."""
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


def _sendable(place: InputFile, made: dict[int, SidecarMetadata]) -> InputFile:
    """The place as other processes can take it: a full path, and metadata that are no read-only mappings."""
    if place.is_container:
        sources = made.setdefault(id(place.sources), _plain(place.sources.entries))
    else:
        sources = _plain({place.id: said} if (said := place.sources.of(place.id)) else {})
    path = place.path.absolute() if isinstance(place.path, Path) else place.path
    return replace(place, path=path, shown=place.name, sources=sources)


def _plain(entries: Mapping[str, Mapping[str, object]]) -> SidecarMetadata:
    return SidecarMetadata({name: dict(entries[name]) for name in sorted(entries)})


def _digest(place: InputFile) -> str:
    """SHA-256 of a file's content; what the system says where it cannot be read, as it may be readable tomorrow."""
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
