"""What a thing to read is, told by its content first and its name second, and the reader for it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from enum import StrEnum

import puremagic

from extract.documents.content.article import Content, FormatError, OtherDocumentError
from extract.documents.content.encoding import BOMS, decode
from extract.documents.content.item import Item, Tell, too_large
from extract.documents.content.options import Columns
from extract.documents.readers.archives import BROKEN, CUT_OFF, tar_members, unpacked, zip_members
from extract.documents.readers.feeds import feed_entries
from extract.documents.readers.mail import ENVELOPE, mail_members, mailbox_members
from extract.documents.readers.pdf import pdf
from extract.documents.readers.plain import markdown, plain_text
from extract.documents.readers.tables import csv_rows, json_records, parquet_rows
from extract.documents.readers.web import html
from extract.documents.readers.web_archive import web_pages
from extract.documents.readers.word import word


class Kind(StrEnum):
    """What a thing to read is."""

    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    WORD = "Word"
    MAIL = "mail"
    MAILBOX = "mailbox"
    FEED = "feed"
    RECORDS = "JSONL"
    CSV = "CSV"
    PARQUET = "Parquet"
    WARC = "WARC"
    ZIP = "ZIP"
    TAR = "TAR"
    COMPRESSED = "compressed"


MAGIC: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF", Kind.PDF),
    (b"\x1f\x8b\x08", Kind.COMPRESSED),
    (b"BZh", Kind.COMPRESSED),
    (b"\xfd7zXZ\0", Kind.COMPRESSED),
    (b"PAR1", Kind.PARQUET),
    (b"WARC/", Kind.WARC),
)
"""First bytes of formats."""
SUFFIX_KINDS = {
    ".txt": Kind.TEXT, ".text": Kind.TEXT, ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN, ".html": Kind.HTML,
    ".htm": Kind.HTML, ".xhtml": Kind.HTML, ".pdf": Kind.PDF, ".docx": Kind.WORD, ".eml": Kind.MAIL,
    ".mbox": Kind.MAILBOX, ".rss": Kind.FEED, ".atom": Kind.FEED, ".xml": Kind.FEED, ".jsonl": Kind.RECORDS,
    ".ndjson": Kind.RECORDS, ".csv": Kind.CSV, ".tsv": Kind.CSV, ".parquet": Kind.PARQUET, ".warc": Kind.WARC,
    ".zip": Kind.ZIP, ".tar": Kind.TAR, ".tgz": Kind.COMPRESSED, ".gz": Kind.COMPRESSED, ".bz2": Kind.COMPRESSED,
    ".xz": Kind.COMPRESSED,
}  # fmt: skip
"""What files with these names are meant to be; others in a folder are looked into."""
BINARY = frozenset({Kind.PDF, Kind.WORD, Kind.PARQUET, Kind.WARC, Kind.ZIP, Kind.TAR, Kind.COMPRESSED, Kind.MAIL})
CONTAINERS = frozenset(
    {
        Kind.MAIL, Kind.MAILBOX, Kind.FEED, Kind.RECORDS, Kind.CSV, Kind.PARQUET, Kind.WARC, Kind.ZIP, Kind.TAR,
        Kind.COMPRESSED,
    }
)  # fmt: skip
"""Kinds of files that hold any number of documents."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_OFFICE = "EncryptedPackage".encode("utf-16-le")
OFFICE_PARTS = {
    "word/document.xml": "",
    "xl/workbook.xml": "an Excel file",
    "ppt/presentation.xml": "a PowerPoint file",
}
OTHER_PACKAGES = {
    "application/vnd.oasis.opendocument.text": "an OpenDocument text; save it as .docx or .pdf",
    "application/epub+zip": "an e-book; save it as .html or .txt",
}
TAR_MARK, TAR_PLACE = b"ustar", 257
HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
FEED_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<\?.*?\?>\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF)\b", re.DOTALL
)
JSON_START = re.compile(r"\s*\{\s*\"")
JSON_ARRAY = re.compile(r"\s*\[\s*\{")
MAIL_LINE = re.compile(r"([A-Za-z][\w-]{1,40}):[ \t]")
MAIL_SIGNS = frozenset({"message-id", "mime-version", "received", "return-path", "delivered-to", "dkim-signature"})


# ---- what it is


def recognise(item: Item) -> Kind:
    """The kind of a thing, by its first bytes, then its name. Raises FormatError for what cannot be read."""
    head = item.head()
    if not head:
        raise FormatError("empty: 0 bytes; remove it, or copy it again")
    kind = next((kind for magic, kind in MAGIC if head.startswith(magic)), None)
    if kind is not None:
        return kind
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _package(item)
    if head[TAR_PLACE : TAR_PLACE + len(TAR_MARK)] == TAR_MARK:
        return Kind.TAR
    if head.startswith(OLE):
        raise OtherDocumentError(_old_office(item))
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    return _text_kind(head, item.suffix)


def is_surely(head: Kind) -> bool:
    """True for kinds that nothing else looks like, so that a file of any name is read as one."""
    return head in BINARY or head in {Kind.HTML, Kind.FEED, Kind.MAILBOX}


def _package(item: Item) -> Kind:
    """A ZIP archive, or a document that is packed as one."""
    try:
        with zipfile.ZipFile(item.file) as archive:
            names = set(archive.namelist())
            mime = archive.read("mimetype").decode("ascii", "replace").strip() if "mimetype" in names else ""
    except (*BROKEN, ValueError, RuntimeError) as error:
        raise FormatError(CUT_OFF) from error
    if mime in OTHER_PACKAGES:
        raise OtherDocumentError(OTHER_PACKAGES[mime])
    part = next((part for part in OFFICE_PARTS if part in names), None)
    if part is None:
        return Kind.ZIP
    if OFFICE_PARTS[part]:
        raise OtherDocumentError(f"{OFFICE_PARTS[part]}; save its text as .csv, .docx or .pdf")
    return Kind.WORD


def _old_office(item: Item) -> str:
    item.file.seek(0)
    is_locked = any(ENCRYPTED_OFFICE in piece for piece in iter(lambda: item.file.read(1 << 20), b""))
    if is_locked:
        return "password-protected; save it without a password"
    return "an Office file in the format before 2007; save it as .docx"


def _text_kind(head: bytes, suffix: str) -> Kind:
    meant = SUFFIX_KINDS.get(suffix)
    text = _beginning(head)
    if FEED_START.match(text):
        return Kind.FEED
    if HTML_START.match(text) or meant is Kind.HTML:
        return Kind.HTML
    if ENVELOPE.match(head.partition(b"\n")[0] + b"\n") and _is_mail(text.partition("\n")[2]):
        return Kind.MAILBOX
    if meant is Kind.MAIL or _is_mail(text):
        return Kind.MAIL
    if meant is Kind.RECORDS or (meant is not Kind.MARKDOWN and JSON_START.match(text) and _is_object(text)):
        return Kind.RECORDS
    _refuse(text)
    return meant if meant in {Kind.CSV, Kind.MARKDOWN} else Kind.TEXT


def _refuse(text: str) -> None:
    """Raises FormatError for what is written in characters and is no text."""
    if JSON_ARRAY.match(text):
        raise FormatError("a JSON list; write one object a line (JSONL) instead")
    if text.startswith("{\\rtf"):
        raise OtherDocumentError("a Rich Text file; save it as .docx or .txt")
    if text.lstrip().startswith(("<?xml", "<svg")):
        raise FormatError("XML that is neither a page nor a feed; save its text as .txt")


def _beginning(head: bytes) -> str:
    """The first characters, roughly. Raises FormatError for what is no text."""
    if not head.startswith(tuple(mark for mark, _ in BOMS)):
        if b"\0" in head:
            raise FormatError(_binary(head))
        return head.decode("utf-8", errors="replace")
    encoding = next(name for mark, name in BOMS if head.startswith(mark))
    return head[: len(head) // 2 * 2].decode(encoding, errors="replace")


def _binary(head: bytes) -> str:
    """What a file is that is no text."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        found = []
    best = max(found, key=lambda one: (one.confidence, len(one.byte_match)), default=None)
    if best is None or len(best.byte_match) < 3 or not best.name:
        return "holds a NUL byte: not a text file; convert it to text first"
    return f"not a document but: {best.name.strip()}; convert it to text or PDF first"


def _is_mail(text: str) -> bool:
    """True for a mail's head: header lines up to an empty one, with some that only mail programs write."""
    names: set[str] = set()
    for line in text.split("\n")[:80]:
        if not line.strip():
            break
        match = MAIL_LINE.match(line)
        if match is None and not (names and line[0] in " \t"):
            return False
        if match is not None:
            names.add(match[1].lower())
    return "from" in names and bool(names & MAIL_SIGNS)


def _is_object(text: str) -> bool:
    return text.lstrip().partition("\n")[0].rstrip().endswith("}")


# ---- reading


def members(item: Item, kind: Kind, columns: Columns, tell: Tell, most: int) -> Iterator[Item]:
    """The things that a container holds. Raises FormatError."""
    readers: dict[Kind, Callable[[], Iterator[Item]]] = {
        Kind.MAIL: lambda: mail_members(item, most),
        Kind.MAILBOX: lambda: mailbox_members(item, tell, most),
        Kind.FEED: lambda: feed_entries(item, most),
        Kind.RECORDS: lambda: json_records(item, columns, tell, most),
        Kind.CSV: lambda: csv_rows(item, columns, tell, most),
        Kind.PARQUET: lambda: parquet_rows(item, columns, tell, most),
        Kind.WARC: lambda: web_pages(item, tell),
        Kind.ZIP: lambda: zip_members(item, tell),
        Kind.TAR: lambda: tar_members(item, tell),
        Kind.COMPRESSED: lambda: unpacked(item, tell),
    }
    return readers[kind]()


def content(item: Item, kind: Kind, most: int) -> Content:
    """The text of a document. Raises FormatError if there is none or the document is too large."""
    if kind is Kind.PDF:
        return with_text(pdf(item, most))
    if kind is Kind.WORD:
        return with_text(word(item, most))
    if item.size() > most:
        raise too_large(item.size(), most)
    return parse(decode(item.data(most)), {Kind.MARKDOWN: ".md", Kind.HTML: ".html"}.get(kind, ".txt"))


def parse(text: str, suffix: str) -> Content:
    """Reads the text of a file with this suffix (.txt, .md, .html, .htm). Raises FormatError if nothing is left."""
    reader = {".md": markdown, ".html": html, ".htm": html}.get(suffix, plain_text)
    return with_text(reader(text.replace("\r\n", "\n").replace("\r", "\n")))


def with_text(found: Content) -> Content:
    """The content, if there is text in it. Raises FormatError."""
    if not found.text:
        raise FormatError("no text in it (or nothing but boilerplate); remove it or check its content")
    return found
