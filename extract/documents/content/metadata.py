"""Validation of the metadata that records (JSONL, tables, sources.jsonl) give of a document.

A field that cannot be used is left out with a warning; the document is lost only without its text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from unicodedata import normalize

from extract.dates.expressions import iso_date
from extract.documents.content.article import FormatError, normalise_line, printable

SIDE_FIELDS = ("title", "date", "url", "source")
"""Fields that have a meaning for every document besides `id` and `text`; each is text."""
COMPACT_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class CheckedRecord:
    """A record whose known fields are clean text, and what was left out of it."""

    fields: Mapping[str, object]
    warnings: tuple[str, ...] = ()


def checked_id(name: str) -> str:
    """The id in NFC. Raises FormatError for an empty one, and for characters that cannot be printed."""
    if not name.isprintable() or not name.strip():
        raise FormatError(f"the id {name!a} is empty or has characters that cannot be printed; rename it")
    return normalize("NFC", name)


def checked(record: object, *, required: Sequence[str]) -> CheckedRecord:
    """A validated record: a JSON object whose known keys are text and whose date is ISO 8601 (cut to the date).

    Numbers become text, NaN is a missing value, and characters that no format can hold are removed. Other keys are
    kept. Raises FormatError where `id` or `text` is no text, or a `required` key is missing or empty.
    """
    if not isinstance(record, dict):
        raise FormatError("not a JSON object; write one object per line")
    fields = {printable(str(key)): _clean(value) for key, value in record.items() if not is_missing(value)}
    for key in required:
        if not fields.get(key) and fields.get(key) != 0:
            raise FormatError(f"`{key}` is missing or empty; add it")
    warnings: list[str] = []
    if "id" in fields:
        fields["id"] = normalise_line(as_text(fields["id"], "id"))
    if "text" in fields and not isinstance(fields["text"], str):
        raise FormatError(_not_text(fields["text"], "text"))
    for key in SIDE_FIELDS:
        try:
            if key in fields:
                fields[key] = _side_field(fields[key], key)
        except FormatError as error:
            del fields[key]
            warnings.append(f"{error}; the document was read without it")
    return CheckedRecord(fields, tuple(warnings))


def header_date(text: str) -> str | None:
    """The day of a date as mails and feeds write it (RFC 5322); None for any other text."""
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, ValueError, OverflowError):
        return None


def is_missing(value: object) -> bool:
    """True for what stands for no value: none, an empty text, and NaN."""
    return value is None or value == "" or (isinstance(value, float) and not math.isfinite(value))


def as_text(value: object, key: str) -> str:
    """A text or a number as text: 5 for 5.0, which tables make of a whole number. Raises FormatError for others."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str | int | float):
        return str(value)
    raise FormatError(_not_text(value, key))


def _not_text(value: object, key: str) -> str:
    return f"`{key}` is {type(value).__name__}, not text; put it in quotation marks"


def _side_field(value: object, key: str) -> str:
    text = normalise_line(as_text(value, key))
    if key != "date" or not text:
        return text
    date = iso_date(COMPACT_DATE.sub(r"\1-\2-\3", text) if COMPACT_DATE.fullmatch(text) else text)
    if date is None:
        raise FormatError(f"`date` is {text[:60]!r}, not a date such as 2025-10-27, 2025-10 or 2025")
    return date


def _clean(value: object) -> object:
    """A value of JSON without characters that no format can hold, and without NaN."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_clean(one) for one in value]
    if isinstance(value, dict):
        return {printable(str(key)): _clean(one) for key, one in value.items()}
    return None if is_missing(value) else value
