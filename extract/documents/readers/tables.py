"""JSONL, CSV and Parquet files: each row becomes a document, one at a time, by the names of its columns."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from typing import Any

from extract.dates.expressions import find_dates, iso_date
from extract.documents.content.article import FormatError, normalise_line, unexpected
from extract.documents.content.encoding import bad_places, decoded, encoding_of, repaired
from extract.documents.content.metadata import as_text, checked, header_date, is_missing
from extract.documents.content.options import ColumnNames
from extract.documents.content.raw_item import CHUNK, ArchiveBombError, OnSkipped, RawItem, megabytes
from extract.documents.readers.plain import parse_plain_text
from extract.documents.readers.web import parse_html
from ontology.data_files import DataTable, load_toml

MARKUP = re.compile(r"\s*<(?:!doctype|html|body|div|section|article|p|h[1-6])\b", re.IGNORECASE)
FILE = "columns.toml"
FULL = len("2025-10-27")
DELIMITERS = ",;\t|"
MOST_SHOWN, LONGEST_SHOWN = 20, 60  # names of columns in a message, and characters of each
_TOO_LONG = "more than {} of text; split it, or give a larger --max-size"


class ColumnSynonyms(DataTable):
    """The names of columns in `columns.toml`: by field, the names that its column may have, in lower case."""

    id: tuple[str, ...]
    text: tuple[str, ...]
    title: tuple[str, ...]
    date: tuple[str, ...]
    url: tuple[str, ...]
    source: tuple[str, ...]
    byline: tuple[str, ...]


class ColumnData(DataTable):
    """The content of `columns.toml`."""

    names: ColumnSynonyms
    missing: frozenset[str]


@cache
def _columns() -> ColumnData:
    return load_toml("extract.lexicon", FILE, ColumnData)


@cache
def _synonyms() -> Mapping[str, tuple[str, ...]]:
    return _columns().names.model_dump()


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
            raise FormatError(f"{where} has no column {given!r}; {option} may be: {_listed(present)}")
        if given is not None:
            mapping[field] = given
    if "text" not in mapping:
        raise FormatError(f"no column is recognised as the text; choose one with --text-column: {_listed(present)}")
    return mapping


def _listed(names: Sequence[str]) -> str:
    """The names of columns for a message: the first ones, and of each the beginning."""
    shown = [name if len(name) <= LONGEST_SHOWN else f"{name[:LONGEST_SHOWN]}…" for name in names[:MOST_SHOWN]]
    return ", ".join([*shown, *(["…"] if len(names) > MOST_SHOWN else [])]) or "none"


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
            record, warning = _json(line)
            part = _warned(_part(item, _mapped(record, columns), where, str(number)), warning)
        except Exception as error:  # noqa: BLE001  # the boundary around one record
            _skip(error, where, on_skipped)
            continue
        yield part
    if is_empty:
        raise FormatError("contains no records; write one JSON object per line")


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


def _json(line: bytes) -> tuple[dict[str, object], str | None]:
    """The record of a line, and what was not certain in reading its bytes."""
    read = decoded(line.replace(b"\0", b""))
    try:
        record = json.loads(read.text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not valid JSON ({error}); write one JSON object per line") from None
    if not isinstance(record, dict):
        raise FormatError("not a JSON object; write one JSON object per line")
    return record, read.warning


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
    file = _RepairedFile(item.file, encoding)
    lines = io.TextIOWrapper(file, encoding, errors="replace", newline="")  # type: ignore[type-var]
    sample = lines.read(1 << 14)
    rows = _cells(csv.reader(_again(sample, lines), delimiter=_delimiter(sample)), item.name, on_skipped)
    names = next(rows, [])
    mapping = _mapping(columns, names, "the table")
    for number, row in enumerate(rows, 1):
        where = f"{item.name}: row {number}"
        while len(row) > len(names) and not row[-1].strip():
            row.pop()  # a separator at the end of the line
        if len(row) > len(names):
            on_skipped(
                where,
                f"has {len(row)} cells, but there are {len(names)} columns; "
                "put texts that contain the separator in quotation marks",
            )
        elif any(row):
            try:
                part = _row(item, dict(zip(names, row, strict=False)), mapping, number, where)
            except Exception as error:  # noqa: BLE001  # the boundary around one row
                _skip(error, where, on_skipped)
                continue
            yield _warned(part, file.told())


def _cells(reader: Iterator[list[str]], name: str, on_skipped: OnSkipped) -> Iterator[list[str]]:
    """The rows of a table up to the first that cannot be read."""
    try:
        yield from reader
    except csv.Error as error:
        on_skipped(name, f"not readable as CSV ({error}); the rest of the table was skipped")


class _RepairedFile(io.BufferedIOBase):
    """A file that stays open when the text reader on it is discarded; bad bytes in UTF-8 are repaired line by line."""

    def __init__(self, file: Any, encoding: str) -> None:  # noqa: ANN401  # any binary file
        self.file = file
        self.is_utf8 = encoding == "utf-8-sig"
        self.places = 0

    def readable(self) -> bool:
        """True."""
        return True

    def read1(self, size: int = -1, /) -> bytes:
        """Some bytes; of UTF-8, whole lines."""
        data = bytes(self.file.read(size))
        if not self.is_utf8 or not data:
            return data.replace(b"\0", b"") if self.is_utf8 else data
        read = repaired((data + self.file.readline()).replace(b"\0", b""))
        self.places += read.places
        return read.text.encode()

    def told(self) -> str | None:
        """The warning for the bad bytes since the last call."""
        places, self.places = self.places, 0
        return bad_places(places) if places else None


def _again(sample: str, lines: Iterable[str]) -> Iterator[str]:
    """The lines of a text of which the beginning has been read."""
    begun = list(io.StringIO(sample, newline=""))  # not `splitlines`, which also ends lines at control characters
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
                part = _row(item, row, mapping, number, where)
            except Exception as error:  # noqa: BLE001  # the boundary around one row
                _skip(error, where, on_skipped)
                continue
            yield part
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError, OverflowError) as error:
        raise FormatError("a damaged or truncated Parquet file; copy or download it again") from error


# ---- rows


def _skip(error: Exception, where: str, on_skipped: OnSkipped) -> None:
    """Report a record that cannot be read, whatever was raised. Raises ArchiveBombError: nothing more is read then."""
    if isinstance(error, ArchiveBombError):
        raise error
    on_skipped(where, str(error) if isinstance(error, FormatError) else unexpected(error))


def _row(item: RawItem, row: Mapping[str, object], mapping: Mapping[str, str], number: int, where: str) -> RawItem:
    rest = {key: value for key, value in row.items() if key and key not in mapping.values() and not is_missing(value)}
    known = {key: _plain(row.get(name), key) for key, name in mapping.items()}
    return _part(item, {**{k: _jsonable(v) for k, v in rest.items()}, **known}, where, str(number))


def _part(item: RawItem, record: dict[str, object], where: str, number: str) -> RawItem:
    """The item of a record, with its text parsed. Without an id it is named by its number."""
    if is_missing(record.get("id")):
        record = {**record, "id": f"{item.id}/{number}"}
    checks = checked(record, required=("id", "text"))
    text = str(checks.fields["text"])
    part = item.part("", where)
    part.id, part.is_record = str(checks.fields["id"]) or f"{item.id}/{number}", True
    content = (
        parse_html(text) if MARKUP.match(text) else parse_plain_text(text.replace("\r\n", "\n").replace("\r", "\n"))
    )
    part.content = replace(content, warnings=checks.warnings)
    part.fields = {key: value for key, value in checks.fields.items() if key not in {"id", "text"}}
    if checks.fields.get("date"):
        part.fields = {**part.fields, "date_from": "record"}
    return part


def _warned(part: RawItem, warning: str | None) -> RawItem:
    """The item of a record with a warning of the file before its own."""
    if warning is not None and part.content is not None:
        part.content = replace(part.content, warnings=(warning, *part.content.warnings))
    return part


def _plain(value: object, key: str) -> object:
    """A cell as text; a date in ISO 8601 where it can mean one day only."""
    if is_missing(value) or (isinstance(value, str) and key != "text" and value.strip() in _columns().missing):
        return None
    if key == "date":
        return _iso(value)
    if key == "text":
        return value
    return as_text(value, key) if isinstance(value, int | float) else str(value)


def _iso(value: object) -> str:
    if isinstance(value, dt.date):  # a datetime is one too
        return value.isoformat()[:FULL]
    text = normalise_line(str(value))
    if iso_date(text):
        return text
    if date := header_date(text):
        return date
    dates = [date.value for date in find_dates(text, None) if len(date.value) == FULL]
    return dates[0] if len(dates) == 1 else text


def _jsonable(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value
