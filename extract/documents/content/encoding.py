"""Encodings are detected: UTF-8, else what the byte order mark or the page declares, else the best guess."""

from __future__ import annotations

import codecs
import re

import charset_normalizer

from extract.documents.content.article import FormatError

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
HEAD_BYTES = 4096
GUESS_BYTES = 1 << 20
MAX_NON_ASCII = 0.1  # share of accented letters and the like in English text
WESTERN_MARKS = "‘’“”«»–—…•·§°£€\u00a0\u00ad"


def decode(data: bytes) -> str:
    """The text of a file, in UTF-8, as its byte order mark or <meta> says, or by the best guess. Raises FormatError."""
    text = _decoded(data)
    if "\0" in text:
        raise FormatError("holds a NUL byte: not a text file; convert it to text first")
    return text


def _decoded(data: bytes) -> str:
    encoding = next((name for mark, name in BOMS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8" or b"\0" in data:
            raise FormatError("neither UTF-8 nor another text encoding; save it as UTF-8") from None
    return _declared(data) or _mixed(data) or guessed(data)


def _declared(data: bytes) -> str | None:
    match = DECLARED.search(data[:HEAD_BYTES])
    try:
        return data.decode(match[1].decode("ascii")) if match else None
    except (UnicodeDecodeError, LookupError):
        return None


def _mixed(data: bytes) -> str | None:
    """A UTF-8 file into which lines in Windows-1252 were pasted, each line decoded by itself; None for other files."""
    lines = data.split(b"\n")
    texts: list[str] = []
    has_utf8 = False
    for line in lines:
        try:
            text = line.decode()
        except UnicodeDecodeError:
            text = line.decode("cp1252", errors="replace")
        else:
            has_utf8 = has_utf8 or not line.isascii()
        texts.append(text)
    joined = "\n".join(texts)
    return joined if has_utf8 and is_western(joined) else None


def guessed(data: bytes) -> str:
    """Windows-1252 where that gives plain English text, else charset-normalizer's guess. Raises FormatError."""
    western = data.decode("cp1252", errors="replace")
    if is_western(western):
        return western
    best = charset_normalizer.from_bytes(data[:GUESS_BYTES]).best()
    if best is None:
        raise FormatError("its encoding is unknown; save it as UTF-8")
    return data.decode(best.encoding, errors="replace")


def encoding_of(head: bytes) -> str:
    """The encoding of a long text, by its first bytes. Raises FormatError if it is unknown."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    lines = head[: head.rfind(b"\n") + 1] or head
    try:
        lines.decode()
    except UnicodeDecodeError:
        if is_western(lines.decode("cp1252", errors="replace")):
            return "cp1252"
        best = charset_normalizer.from_bytes(lines).best()
        if best is None:
            raise FormatError("its encoding is unknown; save it as UTF-8") from None
        return best.encoding
    return "utf-8-sig"


def is_western(text: str) -> bool:
    """True for mostly ASCII text whose other characters are letters and quotation marks: detectors err more on it."""
    others = [character for character in text if not character.isascii()]
    return len(others) < len(text) * MAX_NON_ASCII and all(c.isalpha() or c in WESTERN_MARKS for c in others)
