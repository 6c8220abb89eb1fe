"""Validation of the metadata that records (JSONL, tables, sources.jsonl) give of a document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from unicodedata import normalize

from pydantic import AfterValidator, BaseModel, ValidationError
from pydantic_core import ErrorDetails

from extract.dates.expressions import iso_date
from extract.documents.content.article import FormatError


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("holds a NUL character; remove it")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("holds half a surrogate pair; write the character itself")
    return text


def _date_part(text: str) -> str:
    """The date of an ISO 8601 date or date and time; an empty text stays."""
    value = iso_date(text) if text else text
    if value is None:
        raise ValueError(f"is {text!r}; write it as 2025-10-27, 2025-10 or 2025")
    return value


Text = Annotated[str, AfterValidator(_storable)]


class RecordFields(BaseModel):
    """The keys of a record that have a meaning for every document; each is text."""

    id: Text | None = None
    text: Text | None = None
    title: Text | None = None
    date: Annotated[Text, AfterValidator(_date_part)] | None = None
    url: Text | None = None
    source: Text | None = None


def checked_id(name: str) -> str:
    """The id in NFC. Raises FormatError for an empty one, and for characters that cannot be printed."""
    if not name.isprintable() or not name.strip():
        raise FormatError(f"the id {name!a} is empty or has characters that cannot be printed; rename it")
    return normalize("NFC", name)


def checked(record: object, *, required: Sequence[str]) -> dict[str, object]:
    """A validated record: a JSON object whose known keys are text and whose date is ISO 8601 (cut to the date).

    Other keys are kept as they are. Raises FormatError, also where a `required` key is missing or empty.
    """
    if not isinstance(record, dict):
        raise FormatError("not a JSON object; one object a line is expected")
    for key in required:
        if not record.get(key):
            raise FormatError(f"has no `{key}` or an empty one; add it")
    known = {key: record[key] for key in RecordFields.model_fields if key in record}
    try:
        fields = RecordFields.model_validate(known)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        raise FormatError(f"`{details['loc'][0]}` {_reason(details)}") from None
    return {**record, "date": fields.date} if record.get("date") else record


def _reason(details: ErrorDetails) -> str:
    if details["type"] == "value_error":
        return str(details["ctx"]["error"])
    return f"is {type(details['input']).__name__}, not text; put it in quotation marks"
