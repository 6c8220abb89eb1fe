"""What a record may say of a document, checked."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize

from extract.dates.expressions import iso_date
from extract.documents.content.article import FormatError

TEXT_KEYS = ("id", "text", "title", "date", "url", "source")


def checked_id(name: str) -> str:
    """The id, if it can be written down. Raises FormatError."""
    if not name.isprintable() or not name.strip():
        raise FormatError(f"the id {name!a} is empty or has characters that cannot be printed; rename it")
    return normalize("NFC", name)


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
