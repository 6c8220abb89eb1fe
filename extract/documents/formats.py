"""File formats: detected by content first and name second, each with its reader.

`detect_format` tells the format of a raw item; `open_container` gives the members of a container, `parse_document` the
text of a document.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import StrEnum

import puremagic

from extract.documents.content.article import Content, FormatError, OtherDocumentError, printable
from extract.documents.content.encoding import BOMS, decoded
from extract.documents.content.options import ColumnNames
from extract.documents.content.raw_item import OnSkipped, RawItem, too_large
from extract.documents.readers.archives import BROKEN, CUT_OFF, tar_members, unpacked, zip_members
from extract.documents.readers.feeds import feed_entries
from extract.documents.readers.mail import ENVELOPE, mail_members, mailbox_members
from extract.documents.readers.page_breaks import without_page_breaks
from extract.documents.readers.pdf import parse_pdf
from extract.documents.readers.plain import parse_markdown, parse_plain_text
from extract.documents.readers.tables import csv_rows, json_records, parquet_rows
from extract.documents.readers.web import parse_html
from extract.documents.readers.web_archive import web_pages
from extract.documents.readers.word import parse_word


class FileFormat(StrEnum):
    """A format that can be read."""

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


MAGIC: tuple[tuple[bytes, FileFormat], ...] = (
    (b"%PDF", FileFormat.PDF),
    (b"\x1f\x8b\x08", FileFormat.COMPRESSED),
    (b"BZh", FileFormat.COMPRESSED),
    (b"\xfd7zXZ\0", FileFormat.COMPRESSED),
    (b"PAR1", FileFormat.PARQUET),
    (b"WARC/", FileFormat.WARC),
)
"""Formats by their first bytes."""
FORMAT_BY_SUFFIX = {
    suffix: kind
    for kind, suffixes in (
        (FileFormat.TEXT, ".txt .text"),
        (FileFormat.MARKDOWN, ".md .markdown"),
        (FileFormat.HTML, ".html .htm .xhtml"),
        (FileFormat.PDF, ".pdf"),
        (FileFormat.WORD, ".docx"),
        (FileFormat.MAIL, ".eml"),
        (FileFormat.MAILBOX, ".mbox"),
        (FileFormat.FEED, ".rss .atom .xml"),
        (FileFormat.RECORDS, ".jsonl .ndjson"),
        (FileFormat.CSV, ".csv .tsv"),
        (FileFormat.PARQUET, ".parquet"),
        (FileFormat.WARC, ".warc"),
        (FileFormat.ZIP, ".zip"),
        (FileFormat.TAR, ".tar"),
        (FileFormat.COMPRESSED, ".tgz .gz .bz2 .xz"),
    )
    for suffix in suffixes.split()
}
"""Formats by file extension. Files in a folder with another extension are read if their content is unambiguous."""
DOCUMENTS = frozenset({FileFormat.TEXT, FileFormat.MARKDOWN, FileFormat.HTML, FileFormat.PDF, FileFormat.WORD})
"""Formats of files that are one document."""
CONTAINERS = frozenset(FileFormat) - DOCUMENTS
"""Formats of files that hold any number of documents."""
AMBIGUOUS = frozenset({FileFormat.TEXT, FileFormat.MARKDOWN, FileFormat.RECORDS, FileFormat.CSV})
"""Formats that other text files may look like."""
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
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?>(?:<!--.*?-->\s*)*)<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
FEED_START = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?>(?:<!--.*?-->\s*|<\?.*?\?>\s*|<!DOCTYPE[^>]*>\s*)*)<(?:rss|feed|rdf:RDF)\b", re.DOTALL
)
"""The atomic groups keep comments from being tried in every division: of 34 there are more than can be tried."""
JSON_START = re.compile(r"\s*\{\s*\"")
JSON_ARRAY = re.compile(r"\s*\[\s*\{")
MAIL_LINE = re.compile(r"([A-Za-z][\w-]{1,40}):[ \t]")
MAIL_SIGNS = frozenset({"message-id", "mime-version", "received", "return-path", "delivered-to", "dkim-signature"})


# ---- detection


def detect_format(item: RawItem) -> FileFormat:
    """The format of an item, by its first bytes, then its name. Raises FormatError for what cannot be read."""
    head = item.head()
    if not head:
        raise FormatError("empty: 0 bytes; remove it, or copy it again")
    by_magic = next((kind for magic, kind in MAGIC if head.startswith(magic)), None)
    if by_magic is not None:
        return by_magic
    if head[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        return _package(item)
    if head[TAR_PLACE : TAR_PLACE + len(TAR_MARK)] == TAR_MARK:
        return FileFormat.TAR
    if head.startswith(OLE):
        raise OtherDocumentError(_old_office(item))
    if b"%PDF-" in head[:1024]:
        return FileFormat.PDF
    return _text_kind(head, item.suffix)


def is_unambiguous(kind: FileFormat) -> bool:
    """True for formats that cannot be mistaken for another, so that a file of any name is read as one."""
    return kind not in AMBIGUOUS


def _package(item: RawItem) -> FileFormat:
    """The format of a ZIP file: an archive, or a document packed as one."""
    try:
        with zipfile.ZipFile(item.file) as archive:
            names = set(archive.namelist())
            mime = _beginning_of(archive, "mimetype") if "mimetype" in names else ""
    except (*BROKEN, ValueError, RuntimeError) as error:
        raise FormatError(CUT_OFF) from error
    if mime in OTHER_PACKAGES:
        raise OtherDocumentError(OTHER_PACKAGES[mime])
    part = next((part for part in OFFICE_PARTS if part in names), None)
    if part is None:
        return FileFormat.ZIP
    if OFFICE_PARTS[part]:
        raise OtherDocumentError(f"{OFFICE_PARTS[part]}; save its text as .csv, .docx or .pdf")
    return FileFormat.WORD


def _beginning_of(archive: zipfile.ZipFile, name: str) -> str:
    """The first characters of a small member, however large it says it is."""
    with archive.open(name) as file:
        return file.read(200).decode("ascii", "replace").strip()


def _old_office(item: RawItem) -> str:
    item.file.seek(0)
    is_locked = any(ENCRYPTED_OFFICE in piece for piece in iter(lambda: item.file.read(1 << 20), b""))
    if is_locked:
        return "password-protected; save it without a password"
    return "an Office file in a format from before 2007; save it as .docx"


def _text_kind(head: bytes, suffix: str) -> FileFormat:
    by_suffix = FORMAT_BY_SUFFIX.get(suffix)
    text = _beginning(head)
    if FEED_START.match(text):
        return FileFormat.FEED
    if HTML_START.match(text) or by_suffix is FileFormat.HTML:
        return FileFormat.HTML
    if ENVELOPE.match(head.partition(b"\n")[0] + b"\n") and _is_mail(text.partition("\n")[2]):
        return FileFormat.MAILBOX
    if by_suffix is FileFormat.MAIL or _is_mail(text):
        return FileFormat.MAIL
    if by_suffix is FileFormat.RECORDS or (
        by_suffix is not FileFormat.MARKDOWN and JSON_START.match(text) and _is_object(text)
    ):
        return FileFormat.RECORDS
    _refuse_other_text(text)
    return by_suffix if by_suffix in {FileFormat.CSV, FileFormat.MARKDOWN} else FileFormat.TEXT


def _refuse_other_text(text: str) -> None:
    """Raises FormatError for text-based formats that are not read."""
    if JSON_ARRAY.match(text):
        raise FormatError("a JSON list; write one object per line (JSONL) instead")
    if text.startswith("{\\rtf"):
        raise OtherDocumentError("a Rich Text file; save it as .docx or .txt")
    if text.lstrip().startswith(("<?xml", "<svg")):
        raise FormatError("XML that is neither a web page nor a feed; save its text as .txt")


def _beginning(head: bytes) -> str:
    """The first characters, roughly decoded. Raises FormatError for binary data."""
    if not head.startswith(tuple(mark for mark, _ in BOMS)):
        if b"\0" in head:
            raise FormatError(_binary(head))
        return head.decode("utf-8", errors="replace")
    encoding = next(name for mark, name in BOMS if head.startswith(mark))
    return head[: len(head) // 2 * 2].decode(encoding, errors="replace")


def _binary(head: bytes) -> str:
    """Why a binary file cannot be read: what it seems to be."""
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        guesses = []
    best = max(guesses, key=lambda guess: (guess.confidence, len(guess.byte_match)), default=None)
    if best is None or len(best.byte_match) < 3 or not best.name:
        return "contains a NUL byte, so it is not a text file; convert it to text first"
    return f"not a document ({best.name.strip()}); convert it to text or PDF first"


def _is_mail(text: str) -> bool:
    """True for a mail: header lines up to an empty one, among them some that only mail programs write."""
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


def open_container(
    item: RawItem, kind: FileFormat, columns: ColumnNames, on_skipped: OnSkipped, max_size: int
) -> Iterator[RawItem]:
    """The members of a container; `on_skipped` is called for those skipped. Raises FormatError if none can be read."""
    readers: dict[FileFormat, Callable[[], Iterator[RawItem]]] = {
        FileFormat.MAIL: lambda: mail_members(item, on_skipped, max_size),
        FileFormat.MAILBOX: lambda: mailbox_members(item, on_skipped, max_size),
        FileFormat.FEED: lambda: feed_entries(item, on_skipped, max_size),
        FileFormat.RECORDS: lambda: json_records(item, columns, on_skipped, max_size),
        FileFormat.CSV: lambda: csv_rows(item, columns, on_skipped, max_size),
        FileFormat.PARQUET: lambda: parquet_rows(item, columns, on_skipped, max_size),
        FileFormat.WARC: lambda: web_pages(item, on_skipped),
        FileFormat.ZIP: lambda: zip_members(item, on_skipped),
        FileFormat.TAR: lambda: tar_members(item, on_skipped),
        FileFormat.COMPRESSED: lambda: unpacked(item, on_skipped),
    }
    return readers[kind]()


def parse_document(item: RawItem, kind: FileFormat, max_size: int) -> Content:
    """The text and metadata of a document. Raises FormatError if it has no text or is too large."""
    if kind is FileFormat.PDF:
        return checked_content(parse_pdf(item, max_size))
    if kind is FileFormat.WORD:
        return checked_content(parse_word(item, max_size))
    if item.size() > max_size:
        raise too_large(item.size(), max_size)
    suffix = {FileFormat.MARKDOWN: ".md", FileFormat.HTML: ".html"}.get(kind, ".txt")
    read = decoded(item.data(max_size), item.charset)
    content = parse_text(read.text, suffix)
    return content if read.warning is None else replace(content, warnings=(read.warning, *content.warnings))


def parse_text(text: str, suffix: str) -> Content:
    """The content of a text with this suffix (.txt, .md, .html, .htm). Raises FormatError if no text is left."""
    reader = {".md": parse_markdown, ".html": parse_html, ".htm": parse_html}.get(suffix, parse_plain_text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return checked_content(reader(printable(without_page_breaks(lines) if reader is parse_plain_text else lines)))


def checked_content(content: Content) -> Content:
    """The content itself. Raises FormatError if it has no text."""
    if not content.text:
        raise FormatError("contains no text, or only boilerplate (menus, captions); remove it or check its content")
    return content
