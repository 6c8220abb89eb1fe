"""RSS and Atom files to their entries, by feedparser, which reads the file and fetches nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import feedparser

from extract.documents.content.article import FormatError, normal
from extract.documents.content.item import Item
from extract.documents.readers.web import html

AGAIN = "get it again from where it came from"
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:/*", re.IGNORECASE)


def feed_entries(item: Item, most: int) -> Iterator[Item]:
    """The entries of a feed, each named by its address. Raises FormatError if there are none."""
    try:
        # a stream: a text might be taken for an address and fetched
        feed = feedparser.parse(io.BytesIO(item.data(most)))
    except UnicodeDecodeError as error:
        raise FormatError(f"a feed that is damaged ({error.reason}); {AGAIN}") from None
    if not feed.entries:
        raise FormatError(f"a feed without entries, or damaged; {AGAIN}")
    for number, entry in enumerate(feed.entries, 1):
        path = address_path(str(entry.get("link") or entry.get("id") or "")) or str(number)
        part = item.part(path, f"{item.name}: entry {number}", fields=_fields(entry, feed.feed))
        part.content = replace(html(_body(entry)), title=normal(str(entry.get("title") or "")) or None)
        yield part


def address_path(address: str) -> str:
    """An address as a path of an id: without scheme, query marks kept, no empty or dotted parts."""
    plain = SCHEME.sub("", address).partition("#")[0]
    parts = [part for part in plain.split("/") if part not in {"", ".", ".."}]
    return re.sub(r"\.html?$", "", "/".join(parts))


def _body(entry: Any) -> str:  # noqa: ANN401  # feedparser carries no types
    contents = [str(content.get("value", "")) for content in entry.get("content", ())]
    title = str(entry.get("title") or "")
    body = max([*contents, str(entry.get("summary") or "")], key=len)
    return f"<h1>{title}</h1>\n<div>{body}</div>" if title else body


def _fields(entry: Any, feed: Any) -> Mapping[str, object]:  # noqa: ANN401  # feedparser carries no types
    # feedparser gives the one for the other, with a warning, unless it is asked whether it is there
    name = next((name for name in ("published", "updated") if f"{name}_parsed" in entry), "")
    when, date_from = entry.get(f"{name}_parsed") if name else None, f"{name} in the feed"
    found = {
        "title": normal(str(entry.get("title") or "")),
        "date": f"{when.tm_year:04}-{when.tm_mon:02}-{when.tm_mday:02}" if when else None,
        "date_from": date_from if when else None,
        "url": entry.get("link"),
        "source": normal(str(feed.get("title") or "")),
        "byline": entry.get("author"),
    }
    return {key: value for key, value in found.items() if value}
