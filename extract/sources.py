"""Metadata that come beside the documents: `sources.jsonl` in the folder that is read, and checks of records.

One line a document: `id`, or `file`/`path` (with or without its extension, and folders above it), and any of
`title`, `date`, `url`, `source`; other keys are kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from extract.dates import iso_date
from extract.formats import FormatError
from ontology.errors import InputError

SOURCES = "sources.jsonl"
NAME_KEYS = ("id", "file", "path")
TEXT_KEYS = ("id", "text", "title", "date", "url", "source")
EMPTY: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sources:
    """Metadata by the names under which a document can be looked up."""

    entries: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def of(self, document: str) -> Mapping[str, object]:
        """What is said of a document; empty if nothing is."""
        return self.entries.get(document, EMPTY)


def read_sources(path: Path, on_error: Callable[[InputError], None]) -> Sources:
    """The lines of a sources file; none if there is no such file. Bad lines go to `on_error`."""
    if not path.is_file():
        return Sources()
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
    clear = {name: entries[0] for name, entries in parts.items() if len(entries) == 1}
    return Sources(clear | whole)


def _entry(line: bytes) -> tuple[str, Mapping[str, object]]:
    try:
        record = checked(json.loads(line.decode("utf-8-sig")), required=())
    except UnicodeDecodeError:
        raise FormatError("not UTF-8; save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"not valid JSON ({error}); one object a line is expected") from None
    names = [record[key] for key in NAME_KEYS if record.get(key)]
    if not names or not isinstance(names[0], str):
        raise FormatError("names no document; give its `id` or its `file`")
    entry = {key: value for key, value in record.items() if key not in NAME_KEYS}
    return _without_suffix(names[0]), MappingProxyType(entry)


def _without_suffix(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and suffix.lower() in {"txt", "md", "html", "htm", "jsonl"} else name


def checked(record: object, *, required: Sequence[str]) -> dict[str, object]:
    """A record whose known keys are text and whose date is ISO 8601 (cut to the date). Raises FormatError."""
    if not isinstance(record, dict):
        raise FormatError("not a JSON object; one object a line is expected")
    for key in required:
        if not record.get(key):
            raise FormatError(f"has no `{key}` or an empty one; add it")
    for key in TEXT_KEYS:
        value = record.get(key)
        if value is not None and not isinstance(value, str):
            raise FormatError(f"`{key}` is {type(value).__name__}, not text; put it in quotation marks")
        _check_characters(key, value or "")
    date = record.get("date")
    if not date:
        return record
    value = iso_date(date)
    if value is None:
        raise FormatError(f"`date` is {date!r}; write it as 2025-10-27, 2025-10 or 2025")
    return {**record, "date": value}


def _check_characters(key: str, value: str) -> None:
    if "\0" in value:
        raise FormatError(f"`{key}` holds a NUL character; remove it")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise FormatError(f"`{key}` holds half a surrogate pair; write the character itself")
