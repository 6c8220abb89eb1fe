"""Assembles a Document from the content of a file and the metadata that is known of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from extract.documents.content.article import Content, normalise_line
from extract.documents.content.language import language_of
from extract.documents.content.metadata import checked_id
from extract.documents.content.raw_item import RawItem
from extract.documents.listing import InputFile
from ontology.model import Document

RECORD_KEYS = frozenset("id text title date date_from fallback_date url source byline standfirst dateline".split())
"""Keys of metadata that become fields of a Document; the others go to its `extra`."""


def completed_document(file: InputFile, item: RawItem, content: Content) -> Document:
    """The document with its metadata, by precedence: of a record, of sources.jsonl, of the container, of the text."""
    identifier = checked_id(item.id)
    sidecar = file.sources.of(identifier)
    layers = [sidecar, item.fields] if not item.is_record else [item.fields, sidecar]

    def first(key: str, otherwise: str | None) -> str | None:
        value = next((value for layer in layers if isinstance(value := layer.get(key), str) and value), otherwise)
        return normalise_line(value or "") or None

    date, date_from = _date(layers, sidecar, item.fields, content)
    extra = {key: value for layer in reversed(layers) for key, value in layer.items() if key not in RECORD_KEYS}
    return Document(
        identifier,
        content.text,
        title=first("title", content.title),
        date=date,
        url=first("url", content.url),
        source=first("source", content.source),
        batch=file.batch,
        extra=MappingProxyType(extra),
        date_from=date_from,
        byline=first("byline", content.byline),
        standfirst=first("standfirst", content.standfirst),
        dateline=first("dateline", content.dateline),
        language=language_of(content.text),
    )


def _date(
    layers: Sequence[Mapping[str, object]],
    sidecar: Mapping[str, object],
    fields: Mapping[str, object],
    content: Content,
) -> tuple[str | None, str | None]:
    """The date and where it stands."""
    for layer in layers:
        value = layer.get("date")
        if isinstance(value, str) and value:
            return value, "sources.jsonl" if layer is sidecar else str(fields.get("date_from") or "record")
    if content.date:
        return content.date, content.date_from
    fallback = fields.get("fallback_date")
    return (fallback, str(fields.get("date_from"))) if isinstance(fallback, str) else (None, None)
