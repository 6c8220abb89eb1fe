"""RSS and Atom feeds: their entries, by feedparser. Nothing is fetched from the network."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import feedparser

from extract.documents.content.article import FormatError, normalise_line
from extract.documents.content.raw_item import RawItem
from extract.documents.readers.web import parse_html

AGAIN = "get it again from where it came from"
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:/*", re.IGNORECASE)


def feed_entries(item: RawItem, max_size: int) -> Iterator[RawItem]:
    """The entries of a feed, each named by its address. Raises FormatError if there are none."""
    try:
        # a stream, because feedparser would fetch a text that looks like an address
        feed = feedparser.parse(io.BytesIO(item.data(max_size)))
    except UnicodeDecodeError as error:
        raise FormatError(f"a feed that is damaged ({error.reason}); {AGAIN}") from None
    if not feed.entries:
        raise FormatError(f"a feed without entries, or damaged; {AGAIN}")
    for number, entry in enumerate(feed.entries, 1):
        path = address_path(str(entry.get("link") or entry.get("id") or "")) or str(number)
        part = item.part(path, f"{item.name}: entry {number}", fields=_fields(entry, feed.feed))
        part.content = replace(parse_html(_body(entry)), title=normalise_line(str(entry.get("title") or "")) or None)
        yield part


def address_path(address: str) -> str:
    """An address as the path of an id: without scheme and fragment, without empty or dotted parts."""
    plain = SCHEME.sub("", address).partition("#")[0]
    parts = [part for part in plain.split("/") if part not in {"", ".", ".."}]
    return re.sub(r"\.html?$", "", "/".join(parts))


def _body(entry: Any) -> str:  # noqa: ANN401  # feedparser carries no types
    contents = [str(content.get("value", "")) for content in entry.get("content", ())]
    title = str(entry.get("title") or "")
    body = max([*contents, str(entry.get("summary") or "")], key=len)
    return f"<h1>{title}</h1>\n<div>{body}</div>" if title else body


def _fields(entry: Any, feed: Any) -> Mapping[str, object]:  # noqa: ANN401  # feedparser carries no types
    # asked for a missing date, feedparser gives the other one with a warning: test for the key first
    name = next((name for name in ("published", "updated") if f"{name}_parsed" in entry), "")
    when, date_from = entry.get(f"{name}_parsed") if name else None, f"{name} in the feed"
    fields = {
        "title": normalise_line(str(entry.get("title") or "")),
        "date": f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}" if when else None,
        "date_from": date_from if when else None,
        "url": entry.get("link"),
        "source": normalise_line(str(feed.get("title") or "")),
        "byline": entry.get("author"),
    }
    return {key: value for key, value in fields.items() if value}
