"""RSS and Atom feeds: their entries, by feedparser. Nothing is fetched from the network."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

import feedparser

from extract.documents.content.article import (
    FormatError,
    normalise_line,
    printable,
    unexpected,
    with_possible_references,
)
from extract.documents.content.encoding import decoded
from extract.documents.content.raw_item import ArchiveBombError, OnSkipped, RawItem
from extract.documents.readers.web import parse_html

AGAIN = "download it again"
DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
BLOCK = re.compile(r"<(?:p|br|div|h\d|li|ul|ol|table|blockquote|a|b|i|em|strong|span|img)\b[^<>]*>", re.IGNORECASE)
ESCAPED_TAG = re.compile(r"&(?:amp;)*lt;(?:/?[a-zA-Z][\w-]*\b|!\[CDATA\[|!--)")
ESCAPED_REFERENCE = re.compile(r"&amp;(?:amp;)*(#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d?);")
CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
MAX_ESCAPES = 3
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:/*", re.IGNORECASE)


def feed_entries(item: RawItem, on_skipped: OnSkipped, max_size: int) -> Iterator[RawItem]:
    """The entries of a feed, each named by its address. Raises FormatError if there are none."""
    read = decoded(item.data(max_size), item.charset)
    text = DECLARATION.sub("", printable(with_possible_references(read.text)))
    feed = _parsed(text)
    if not feed.entries:
        raise FormatError(f"a feed without entries, or damaged; {AGAIN}")
    for number, entry in enumerate(feed.entries, 1):
        where = f"{item.name}: entry {number}"
        try:
            part = _part(item, entry, number, _fields(entry, feed.feed), read.warning if number == 1 else None)
        except ArchiveBombError:
            raise
        except Exception as error:  # noqa: BLE001  # the boundary around one entry
            on_skipped(where, unexpected(error))
            continue
        yield part


def _parsed(text: str) -> Any:  # noqa: ANN401  # feedparser carries no types
    """The feed, by feedparser.

    It gets a stream, because it would fetch a text that looks like an address. It must not sanitise: it would take for
    a comment what is escaped twice. Where its strict parser fails in a way that it does not expect, as for a namespace
    with a blank of Unicode, a text that is no XML makes it take the other one.
    """
    for start in ("", "&"):
        with suppress(ValueError, LookupError, TypeError, AttributeError):
            stream = io.BytesIO(f"{start}{text}".encode())
            return feedparser.parse(stream, sanitize_html=False, resolve_relative_uris=False)
    raise FormatError(f"a damaged feed; {AGAIN}")


def _part(
    item: RawItem,
    entry: Any,  # noqa: ANN401  # feedparser carries no types
    number: int,
    fields: Mapping[str, object],
    warning: str | None,
) -> RawItem:
    """The item of an entry, with its text parsed."""
    path = address_path(str(entry.get("link") or entry.get("id") or "")) or str(number)
    part = item.part(path, f"{item.name}: entry {number}", fields=fields)
    content = parse_html(_body(entry))
    warnings = (warning, *content.warnings) if warning else content.warnings
    part.content = replace(content, title=_line(entry.get("title")) or None, warnings=warnings)
    return part


def address_path(address: str) -> str:
    """An address as the path of an id: without scheme and fragment, without empty or dotted parts."""
    plain = SCHEME.sub("", address).partition("#")[0]
    parts = [part for part in plain.split("/") if part not in {"", ".", ".."}]
    return re.sub(r"\.html?$", "", "/".join(parts))


def _body(entry: Any) -> str:  # noqa: ANN401  # feedparser carries no types
    contents = [str(content.get("value", "")) for content in entry.get("content", ())]
    title = html.escape(_line(entry.get("title")), quote=False)
    body = _unescaped(max([*contents, str(entry.get("summary") or "")], key=len))
    return f"<h1>{title}</h1>\n<div>{body}</div>" if title else body


def _unescaped(text: str) -> str:
    """HTML that was escaped more often than once, with its tags; escaped CDATA sections lose their marks."""
    for _ in range(MAX_ESCAPES):
        text = CDATA.sub("", text)
        if ESCAPED_TAG.search(text) and not BLOCK.search(text):
            text = html.unescape(text)
    return ESCAPED_REFERENCE.sub(r"&\1;", text)


def _line(value: object) -> str:
    """A title as plain text: it may be HTML, escaped once or more often."""
    text = _unescaped(str(value or ""))
    return normalise_line(html.unescape(TAG.sub("", text)))


def _fields(entry: Any, feed: Any) -> Mapping[str, object]:  # noqa: ANN401  # feedparser carries no types
    # asked for a missing date, feedparser gives the other one with a warning: test for the key first
    name = next((name for name in ("published", "updated") if f"{name}_parsed" in entry), "")
    when, date_from = entry.get(f"{name}_parsed") if name else None, f"{name} in the feed"
    fields = {
        "title": _line(entry.get("title")),
        "date": f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}" if when else None,
        "date_from": date_from if when else None,
        "url": entry.get("link"),
        "source": _line(feed.get("title")),
        "byline": _line(entry.get("author")),
    }
    return {key: value for key, value in fields.items() if value}
