"""WARC files (ISO 28500): the pages in them, by warcio."""

from __future__ import annotations

from collections.abc import Iterator

from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from extract.documents.content.article import FormatError
from extract.documents.content.raw_item import ArchiveBombError, OnSkipped, RawItem
from extract.documents.readers.archives import CUT_OFF
from extract.documents.readers.feeds import address_path

TEXTS = ("text/", "application/xhtml", "application/pdf", "application/rss", "application/atom", "application/xml")
SUFFIXES = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}
NO_PAGES = "text/css text/javascript".split()


def web_pages(item: RawItem, on_skipped: OnSkipped) -> Iterator[RawItem]:
    """The pages and documents of a crawl, named by their addresses, without style sheets and scripts.

    Later captures of one address have the time in their names. Raises FormatError for a damaged file without a page.
    """
    item.file.seek(0)
    seen: set[str] = set()
    records = ArchiveIterator(item.file)
    try:
        for record in records:
            if record.rec_type in {"response", "resource"}:
                yield from _page(item, record, seen, on_skipped)
    except ArchiveBombError:
        raise
    except Exception as error:  # warcio raises whatever a damaged header leads to
        if not seen:
            raise FormatError(CUT_OFF) from error
        on_skipped(item.name, f"{CUT_OFF}; the part before the damage was read")


def _page(item: RawItem, record: ArcWarcRecord, seen: set[str], on_skipped: OnSkipped) -> Iterator[RawItem]:
    address = record.rec_headers.get_header("WARC-Target-URI") or ""
    when = record.rec_headers.get_header("WARC-Date") or ""
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    kind = _kind(record)
    if status != "200" or not address.startswith(("http:", "https:")) or not kind.startswith(TEXTS) or kind in NO_PAGES:
        return
    path = address_path(address) or "page"
    if path in seen:
        path = f"{path}@{when}"
    seen.add(path)
    fields = {"url": address, "retrieved": when}
    where = f"{item.name}: {address}"
    part = item.part(path, where, SUFFIXES.get(kind, ""), {key: value for key, value in fields.items() if value})
    try:
        part.fill(record.content_stream())
    except ArchiveBombError:
        raise
    except Exception:  # noqa: BLE001  # the boundary around one page
        on_skipped(where, CUT_OFF)
        return
    yield part


def _kind(record: ArcWarcRecord) -> str:
    headers = record.http_headers or record.rec_headers
    return (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
