"""JSONL, CSV and Parquet files: each row becomes a document, one at a time, by the names of its columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from functools import cache
from itertools import chain
from typing import Any

from extract.dates.expressions import find_dates, iso_date
from extract.documents.content.article import FormatError, normalise_line
from extract.documents.content.encoding import encoding_of
from extract.documents.content.metadata import checked
from extract.documents.content.options import ColumnNames
from extract.documents.content.raw_item import CHUNK, OnSkipped, RawItem, megabytes
from extract.documents.readers.plain import parse_plain_text
from extract.documents.readers.web import parse_html
from ontology.data_files import DataTable, load_toml

RECORD_KEYS = ("id", "text", "title", "date", "url", "source")
MARKUP = re.compile(r"\s*<(?:!doctype|html|body|div|section|article|p|h[1-6])\b", re.IGNORECASE)
FILE = "columns.toml"
FULL = len("2025-10-27")
DELIMITERS = ",;\t|"
_TOO_LONG = "more than {} of text; split it, or give a larger --max-size"


class ColumnSynonyms(DataTable):
    """The content of `columns.toml`: by field, the names that its column may have, in lower case."""

    id: tuple[str, ...]
    text: tuple[str, ...]
    title: tuple[str, ...]
    date: tuple[str, ...]
    url: tuple[str, ...]
    source: tuple[str, ...]
    byline: tuple[str, ...]


@cache
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    return load_toml("extract.lexicon", FILE, ColumnSynonyms).model_dump()


def _mapping(columns: ColumnNames, names: Iterable[str], where: str) -> dict[str, str]:
    """By field, the column of a table that holds it. Raises FormatError if a column is missing that the user named."""
    present = list(names)
    name_by_key = {name.strip().casefold(): name for name in reversed(present)}
    mapping = {
        field: next(name_by_key[synonym] for synonym in synonyms if synonym in name_by_key)
        for field, synonyms in _synonyms().items()
        if any(synonym in name_by_key for synonym in synonyms)
    }
    for field, given, option in (("text", columns.text, "--text-column"), ("date", columns.date, "--date-column")):
        if given is not None and given not in present:
            raise FormatError(f"{where} has no column {given!r}; {option} may be: {', '.join(present) or 'none'}")
        if given is not None:
            mapping[field] = given
    if "text" not in mapping:
        raise FormatError(
            f"none of its columns is known to hold the text; name it with --text-column: {', '.join(present)}"
        )
    return mapping


# ---- JSONL


def json_records(item: RawItem, columns: ColumnNames, on_skipped: OnSkipped, max_size: int) -> Iterator[RawItem]:
    """The records of a JSONL file, one a line. Bad lines are skipped. Raises FormatError if it is empty."""
    is_empty = True
    for number, line in _lines(item, max_size):
        where = f"{item.name}:{number}"
        is_empty = False
        if line is None:
            on_skipped(where, _TOO_LONG.format(megabytes(max_size)))
            continue
        try:
            yield _part(item, _mapped(_json(line), columns), where, None if columns.text is None else str(number))
        except FormatError as error:
            on_skipped(where, str(error))
    if is_empty:
        raise FormatError("no records in it; one JSON object a line is expected")


def _lines(item: RawItem, max_size: int) -> Iterator[tuple[int, bytes | None]]:
    """The lines that are not blank, with their numbers; None for a line that is too long."""
    item.file.seek(0)
    number = 0
    while line := item.file.readline(max_size + 1):
        number += 1
        if len(line) > max_size and not line.endswith(b"\n"):
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


def _mapped(record: dict[str, object], columns: ColumnNames) -> dict[str, object]:
    """A record under the names of our fields; a record with `text` needs no mapping."""
    if columns == ColumnNames() and ("text" in record or not any(name in record for name in _synonyms()["text"])):
        return record
    mapping = _mapping(columns, record, "the record")
    rest = {key: value for key, value in record.items() if key not in mapping.values()}
    return {**rest, **{key: _plain(record[name], key) for key, name in mapping.items()}}


# ---- CSV


def csv_rows(item: RawItem, columns: ColumnNames, on_skipped: OnSkipped, max_size: int) -> Iterator[RawItem]:
    """The rows of a CSV or TSV file with a header line. Raises FormatError if no column holds the text."""
    csv.field_size_limit(max_size)
    encoding = encoding_of(item.head())
    item.file.seek(0)
    lines = io.TextIOWrapper(_KeptOpen(item.file), encoding, errors="replace", newline="")  # type: ignore[type-var]
    sample = lines.read(1 << 14)
    rows = _cells(csv.reader(_again(sample, lines), delimiter=_delimiter(sample)), item.name, on_skipped)
    names = next(rows, [])
    mapping = _mapping(columns, names, "the table")
    for number, row in enumerate(rows, 1):
        where = f"{item.name}: row {number}"
        if len(row) > len(names):
            on_skipped(where, f"has {len(row)} cells under {len(names)} names; put longer texts in quotation marks")
        elif any(row):
            try:
                yield _row(item, dict(zip(names, row, strict=False)), mapping, number, where)
            except FormatError as error:
                on_skipped(where, str(error))


def _cells(reader: Iterator[list[str]], name: str, on_skipped: OnSkipped) -> Iterator[list[str]]:
    """The rows of a table up to the first that cannot be read."""
    try:
        yield from reader
    except csv.Error as error:
        on_skipped(name, f"not readable as CSV ({error}); the rest of the table is left out")


class _KeptOpen(io.BufferedIOBase):
    """A file that stays open when the text reader on it is discarded."""

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


def parquet_rows(item: RawItem, columns: ColumnNames, on_skipped: OnSkipped, max_size: int) -> Iterator[RawItem]:
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
            if len(str(row.get(mapping["text"]) or "")) > max_size:
                on_skipped(where, _TOO_LONG.format(megabytes(max_size)))
                continue
            try:
                yield _row(item, row, mapping, number, where)
            except FormatError as error:
                on_skipped(where, str(error))
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        raise FormatError("a Parquet file that is damaged or cut off; get it again from where it came from") from error


# ---- rows


def _row(item: RawItem, row: Mapping[str, object], mapping: Mapping[str, str], number: int, where: str) -> RawItem:
    rest = {key: value for key, value in row.items() if key and key not in mapping.values() and value not in (None, "")}
    known = {key: _plain(row.get(name), key) for key, name in mapping.items()}
    return _part(item, {**{k: _jsonable(v) for k, v in rest.items()}, **known}, where, str(number))


def _part(item: RawItem, record: dict[str, object], where: str, number: str | None) -> RawItem:
    """The item of a record, with its text parsed. Without an id it is named by its number, if it has one."""
    record = {key: value for key, value in record.items() if value is not None or key in RECORD_KEYS}
    if number is not None and not record.get("id"):
        record["id"] = f"{item.id}/{number}"
    checked_record = checked(record, required=("id", "text"))
    text = str(checked_record["text"])
    part = item.part(
        "", where, fields={**checked_record, "date_from": "record"} if record.get("date") else checked_record
    )
    part.id, part.is_record = str(checked_record["id"]), True
    part.content = (
        parse_html(text) if MARKUP.match(text) else parse_plain_text(text.replace("\r\n", "\n").replace("\r", "\n"))
    )
    part.fields = {key: value for key, value in part.fields.items() if key not in {"id", "text"}}
    return part


def _plain(value: object, key: str) -> object:
    """A cell as text; a date in ISO 8601 where it can mean one day only."""
    if value is None or value == "":
        return None
    if key == "date":
        return _iso(value)
    return value if key == "text" and not isinstance(value, int | float) else str(value)


def _iso(value: object) -> str:
    if isinstance(value, dt.date):  # a datetime is one too
        return value.isoformat()[:FULL]
    text = normalise_line(str(value))
    if iso_date(text):
        return text
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError):
        pass
    dates = [date.value for date in find_dates(text, None) if len(date.value) == FULL]
    return dates[0] if len(dates) == 1 else text


def _jsonable(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
