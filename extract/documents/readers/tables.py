"""Records of JSONL, CSV and Parquet files: which column is what, and each row to a document, one at a time."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from itertools import chain
from typing import Any

from extract.dates.expressions import find_dates, iso_date
from extract.documents.content.article import FormatError, normal
from extract.documents.content.encoding import encoding_of
from extract.documents.content.item import CHUNK, Item, Tell, megabytes
from extract.documents.content.metadata import checked
from extract.documents.content.options import Columns
from extract.documents.readers.plain import plain_text
from extract.documents.readers.web import html

RECORD_KEYS = ("id", "text", "title", "date", "url", "source")
MARKUP = re.compile(r"\s*<(?:!doctype|html|body|div|section|article|p|h[1-6])\b", re.IGNORECASE)
FULL = len("2025-10-27")
SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "uid", "guid"),
    "text": ("text", "body", "content", "article", "full_text", "fulltext", "maintext"),
    "title": ("title", "headline", "heading"),
    "date": ("date", "published", "published_at", "date_published", "publish_date", "pubdate", "publication_date"),
    "url": ("url", "link", "address"),
    "source": ("source", "publisher", "outlet", "newspaper", "site", "domain"),
    "byline": ("byline", "author", "authors"),
}
"""Names that a column may have, the likeliest first; case does not matter."""
DELIMITERS = ",;\t|"
_TOO_LONG = "more than {} of text; split it, or give a larger --max-size"


def _mapping(columns: Columns, names: Iterable[str], where: str) -> dict[str, str]:
    """By field, the column of a table that holds it. Raises FormatError if a column that is named is not there."""
    there = list(names)
    known = {name.strip().casefold(): name for name in reversed(there)}
    found = {
        key: next(known[name] for name in wanted if name in known)
        for key, wanted in SYNONYMS.items()
        if any(name in known for name in wanted)
    }
    for key, given, option in (("text", columns.text, "--text-column"), ("date", columns.date, "--date-column")):
        if given is not None and given not in there:
            raise FormatError(f"{where} has no column {given!r}; {option} may be: {', '.join(there) or 'none'}")
        if given is not None:
            found[key] = given
    if "text" not in found:
        raise FormatError(
            f"none of its columns is known to hold the text; name it with --text-column: {', '.join(there)}"
        )
    return found


# ---- JSONL


def json_records(item: Item, columns: Columns, tell: Tell, most: int) -> Iterator[Item]:
    """The records of a JSONL file, one a line; a bad line is told and the others go on. Raises FormatError if empty."""
    found = False
    for number, line in _lines(item, most):
        where = f"{item.name}:{number}"
        found = True
        if line is None:
            tell(where, _TOO_LONG.format(megabytes(most)))
            continue
        try:
            yield _part(item, _mapped(_json(line), columns), where, None if columns.text is None else str(number))
        except FormatError as error:
            tell(where, str(error))
    if not found:
        raise FormatError("no records in it; one JSON object a line is expected")


def _lines(item: Item, most: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not blank, with their numbers; None for one that is too long."""
    item.file.seek(0)
    number = 0
    while line := item.file.readline(most + 1):
        number += 1
        if len(line) > most and not line.endswith(b"\n"):
            while (rest := item.file.readline(CHUNK)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line


def _json(line: bytes) -> dict[str, object]:
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise FormatError("not UTF-8; save the file as UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not valid JSON ({error}); one object a line is expected") from None
    if not isinstance(record, dict):
        raise FormatError("not a JSON object; one object a line is expected")
    return record


def _mapped(record: dict[str, object], columns: Columns) -> dict[str, object]:
    """A record under our names; one that has `text` needs no mapping."""
    if columns == Columns() and ("text" in record or not any(name in record for name in SYNONYMS["text"])):
        return record
    mapping = _mapping(columns, record, "the record")
    rest = {key: value for key, value in record.items() if key not in mapping.values()}
    return {**rest, **{key: _plain(record[name], key) for key, name in mapping.items()}}


# ---- CSV


def csv_rows(item: Item, columns: Columns, tell: Tell, most: int) -> Iterator[Item]:
    """The rows of a CSV or TSV file with a head line. Raises FormatError."""
    csv.field_size_limit(most)
    encoding = encoding_of(item.head())
    item.file.seek(0)
    lines = io.TextIOWrapper(_Undetached(item.file), encoding, errors="replace", newline="")  # type: ignore[type-var]
    sample = lines.read(1 << 14)
    rows = _cells(csv.reader(_again(sample, lines), delimiter=_delimiter(sample)), item.name, tell)
    names = next(rows, [])
    mapping = _mapping(columns, names, "the table")
    for number, row in enumerate(rows, 1):
        where = f"{item.name}: row {number}"
        if len(row) > len(names):
            tell(where, f"has {len(row)} cells under {len(names)} names; put longer texts in quotation marks")
        elif any(row):
            try:
                yield _row(item, dict(zip(names, row, strict=False)), mapping, number, where)
            except FormatError as error:
                tell(where, str(error))


def _cells(reader: Iterator[list[str]], name: str, tell: Tell) -> Iterator[list[str]]:
    """The rows of a table as far as they can be read."""
    try:
        yield from reader
    except csv.Error as error:
        tell(name, f"not readable as CSV ({error}); the rest of the table is left out")


class _Undetached(io.BufferedIOBase):
    """A file that stays open when the text reader on it is thrown away."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401  # any binary file
        self.file = file

    def readable(self) -> bool:
        """True."""
        return True

    def read1(self, size: int = -1, /) -> bytes:
        """Some bytes."""
        return bytes(self.file.read(size))


def _again(sample: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines of a text of which the beginning has been read."""
    begun = sample.splitlines(keepends=True)
    last = begun.pop() if begun and not begun[-1].endswith(("\n", "\r")) else ""
    rest = iter(lines)
    yield from begun
    first = last + next(rest, "")
    if first:
        yield first
    yield from rest


def _delimiter(sample: str) -> str:
    head = sample.partition("\n")[0]
    return max(DELIMITERS, key=head.count)


# ---- Parquet


def parquet_rows(item: Item, columns: Columns, tell: Tell, most: int) -> Iterator[Item]:
    """The rows of a Parquet file, batch by batch. Raises FormatError where pyarrow is not installed."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise FormatError(
            "a Parquet file: reading it needs pyarrow; install it with: pip install 'actorgraph[parquet]'"
        ) from None
    item.file.seek(0)
    try:
        table = pyarrow.parquet.ParquetFile(pyarrow.PythonFile(item.file, mode="r"))
        mapping = _mapping(columns, table.schema_arrow.names, "the table")
        rows = chain.from_iterable(batch.to_pylist() for batch in table.iter_batches(batch_size=64))
        for number, row in enumerate(rows, 1):
            where = f"{item.name}: row {number}"
            if len(str(row.get(mapping["text"]) or "")) > most:
                tell(where, _TOO_LONG.format(megabytes(most)))
                continue
            try:
                yield _row(item, row, mapping, number, where)
            except FormatError as error:
                tell(where, str(error))
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        raise FormatError("a Parquet file that is damaged or cut off; get it again from where it came from") from error


# ---- rows


def _row(item: Item, row: Mapping[str, object], mapping: Mapping[str, str], number: int, where: str) -> Item:
    rest = {key: value for key, value in row.items() if key and key not in mapping.values() and value not in (None, "")}
    known = {key: _plain(row.get(name), key) for key, name in mapping.items()}
    return _part(item, {**{k: _jsonable(v) for k, v in rest.items()}, **known}, where, str(number))


def _part(item: Item, record: dict[str, object], where: str, number: str | None) -> Item:
    """The document of a record. Without an id it is named by its number, if there is one."""
    record = {key: value for key, value in record.items() if value is not None or key in RECORD_KEYS}
    if number is not None and not record.get("id"):
        record["id"] = f"{item.id}/{number}"
    checked_record = checked(record, required=("id", "text"))
    text = str(checked_record["text"])
    part = item.part(
        "", where, fields={**checked_record, "date_from": "record"} if record.get("date") else checked_record
    )
    part.id, part.is_record = str(checked_record["id"]), True
    part.content = html(text) if MARKUP.match(text) else plain_text(text.replace("\r\n", "\n").replace("\r", "\n"))
    part.fields = {key: value for key, value in part.fields.items() if key not in {"id", "text"}}
    return part


def _plain(value: object, key: str) -> object:
    """A cell as the contract wants it: text, and dates in ISO 8601 where they can mean one day only."""
    if value is None or value == "":
        return None
    if key == "date":
        return _iso(value)
    return value if key == "text" and not isinstance(value, int | float) else str(value)


def _iso(value: object) -> str:
    if isinstance(value, dt.date):  # a datetime is one too
        return value.isoformat()[:FULL]
    text = normal(str(value))
    if iso_date(text):
        return text
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError):
        pass
    found = [one.value for one in find_dates(text, None) if len(one.value) == FULL]
    return found[0] if len(found) == 1 else text


def _jsonable(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
