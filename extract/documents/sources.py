"""Sidecar metadata: the `sources.jsonl` in a folder of documents.

Each line is a JSON object for one document: `id`, or `file`/`path` (with or without extension, and with folders above
it), and any of `title`, `date`, `url`, `source`; other keys are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from extract.documents.content.article import FormatError
from extract.documents.content.encoding import decoded
from extract.documents.content.metadata import checked
from extract.documents.content.raw_item import split_suffix
from ontology.errors import InputError

NAME_KEYS = ("id", "file", "path")
EMPTY: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SidecarMetadata:
    """Metadata of documents that stand beside them, by the names under which a document can be looked up."""

    entries: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def of(self, document: str) -> Mapping[str, object]:
        """The metadata of a document; empty if there are none."""
        return self.entries.get(document, EMPTY)


def read_sidecar(path: Path, on_error: Callable[[InputError], None]) -> SidecarMetadata:
    """The metadata in a sources file; none if there is no such file. Bad lines are reported and skipped."""
    if not path.is_file():
        return SidecarMetadata()
    whole: dict[str, Mapping[str, object]] = {}
    parts: dict[str, list[Mapping[str, object]]] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            name, entry = _entry(line)
        except FormatError as error:
            on_error(InputError(f"{path}:{number}", str(error)))
            continue
        whole.setdefault(name, entry)
        pieces = name.split("/")
        for i in range(1, len(pieces)):
            parts.setdefault("/".join(pieces[i:]), []).append(entry)
    # "docs/2025-10/a.txt" also names 2025-10/a, unless another entry could be meant
    unambiguous = {name: entries[0] for name, entries in parts.items() if len(entries) == 1}
    return SidecarMetadata(unambiguous | whole)


def _entry(line: bytes) -> tuple[str, Mapping[str, object]]:
    try:
        record = checked(json.loads(decoded(line).text), required=()).fields
    except (ValueError, RecursionError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"not valid JSON ({error}); write one JSON object per line") from None
    names = [record[key] for key in NAME_KEYS if record.get(key)]
    if not names or not isinstance(names[0], str):
        raise FormatError("does not name a document; give its `id` or its `file`")
    entry = {key: value for key, value in record.items() if key not in NAME_KEYS}
    return _without_suffix(names[0]), MappingProxyType(entry)


def _without_suffix(name: str) -> str:
    return split_suffix(name)[0]
