"""Encodings: a byte order mark, valid UTF-8, what the document declares, else the best guess.

A text that is UTF-8 but for a few bad bytes stays UTF-8: these bytes are read as Windows-1252, from which they mostly
come, where that gives a letter or a quotation mark, and are left out elsewhere. Whatever was not certain is told.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from encodings.aliases import aliases
from functools import cache

import charset_normalizer

from extract.documents.content.article import FormatError
from ontology.data_files import DataTable, load_toml

FILE = "encodings.toml"
BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([^\"'<>;/?]{2,60})", re.IGNORECASE
)
HEAD_BYTES = 4096
GUESS_BYTES = 1 << 20
MAX_NON_ASCII = 0.1  # share of accented letters and the like in English text
FEW_LETTERS = 4  # so many of them are English text, however short, if the rest is longer
MAX_DAMAGE = 0.05  # share of the non-ASCII characters that a declared encoding may leave unread
FEW_BYTES = 4  # so many bad bytes are damage, whatever else the text holds
MOSTLY = 0.3  # share of other characters up to which a text is mostly ASCII
SURE = 8  # whole characters for each bad byte in a text that is not mostly ASCII
NEVER = b"\xfe\xff"  # bytes that UTF-8 never has, and English texts in Windows-1252 hardly
WESTERN_MARKS = "‘’“”«»–—…•·§°£€\u00a0\u00ad"
QUOTES = "‘’“”–—…\u00a0"
SHIFTED = ("iso2022", "hz", "utf_7")
"""Beginnings of the names of codecs that write all characters in ASCII."""
CUT_CHARACTER = re.compile(rb"[\xc2-\xf4][\x80-\x91\x95\x98-\xbf]+|[\xfe\xff]")
"""Bytes of a UTF-8 character of which some are missing, but for an accent before a quotation mark."""
WIDE = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le"]
REPLACEMENT = "\ufffd"
BAD_BYTES = "bad-bytes"
"""Name of the error handler for single bad bytes in UTF-8."""
UTF8 = "UTF-8"
ADVICE = "save it as UTF-8"


class EncodingLabels(DataTable):
    """The content of `encodings.toml`."""

    labels: dict[str, tuple[str, ...]]
    larger: dict[str, str]
    unusable: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, and what was not certain in reading it."""

    text: str
    warning: str | None = None


def decoded(data: bytes, label: str | None = None) -> DecodedText:
    """The text of a file or of a part of a mail. `label`: the charset that stands beside it.

    Raises FormatError for what is no text.
    """
    result = _decoded(data, label)
    if "\0" in result.text:
        raise FormatError("contains a NUL byte, so it is not a text file; convert it to text first")
    return result


def _decoded(data: bytes, label: str | None) -> DecodedText:
    by_mark = next((name for mark, name in BOMS if data.startswith(mark)), None)
    if by_mark is not None:
        return _marked(data, by_mark)
    declared = label or _declared(data)
    encoding = codec_of(declared) if declared else None
    if data.isascii() and not _holds_codes(data, encoding):
        return DecodedText(data.decode("ascii"))
    if encoding is not None and (text := _strictly(data, encoding)) is not None:
        return DecodedText(text)
    text = _strictly(data, "utf_8")
    if text is None:
        return _not_utf8(data, declared, encoding)
    return DecodedText(text, _unknown(declared, UTF8) if encoding is None else None)


def _marked(data: bytes, encoding: str) -> DecodedText:
    """A text with a byte order mark; a cut-off last character is left out."""
    try:
        return DecodedText(data.decode(encoding))
    except UnicodeDecodeError:
        if encoding == "utf-8-sig":
            return _repaired(data.removeprefix(codecs.BOM_UTF8))
        text = data.decode(encoding, errors="replace")
        if text.count(REPLACEMENT) > max(FEW_BYTES, MAX_DAMAGE * len(text)):
            raise FormatError(f"neither UTF-8 nor another text encoding; {ADVICE}") from None
        return DecodedText(
            text.replace(REPLACEMENT, ""), "has bytes that are not characters; they were removed; copy it again"
        )


def _holds_codes(data: bytes, encoding: str | None) -> bool:
    """True if ASCII bytes stand for other characters in this encoding."""
    if encoding is None or not encoding.startswith((*SHIFTED, "utf_16", "utf_32")):
        return False
    return b"\0" in data if encoding.startswith(("utf_16", "utf_32")) else bool(re.search(rb"\x1b|~\{|\+", data))


def _strictly(data: bytes, encoding: str) -> str | None:
    """The text in an encoding that fits; None where it does not.

    Single bytes fit nearly any table of 256 characters: there UTF-8 goes first if it fits, and if all but few bytes do.
    """
    if encoding != "utf_8" and (_is_damaged_utf8(data) if _is_single_byte(encoding) else _is_utf8(data)):
        return None
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None


def _is_utf8(data: bytes) -> bool:
    return not data.isascii() and _bad(data) == 0


@cache
def _is_single_byte(encoding: str) -> bool:
    every = bytes(range(256))
    return len(every.decode(encoding, errors="replace")) == len(every)


def _declared(data: bytes) -> str | None:
    match = DECLARED.search(data[:HEAD_BYTES])
    return match[1].decode("ascii", errors="replace").strip() if match else None


def _not_utf8(data: bytes, declared: str | None, encoding: str | None) -> DecodedText:
    if b"\0" in data:
        raise FormatError(f"neither UTF-8 nor another text encoding; {ADVICE}")
    if _is_damaged_utf8(data):
        return _repaired(data)
    text = None if encoding is None or encoding == "utf_8" else _nearly(data, encoding)
    if text is not None:
        return DecodedText(
            text.replace(REPLACEMENT, ""), f"has bytes that are not valid {encoding}; they were removed; {ADVICE}"
        )
    text, name = _guess(data)
    if declared is None:
        return DecodedText(text, bad_places(_places(data)) if name == UTF8 else None)
    if encoding is None:
        return DecodedText(text, _unknown(declared, name))
    return DecodedText(text, f"is labelled {declared}, but was read as {name}; {ADVICE}")


def _nearly(data: bytes, encoding: str) -> str | None:
    text = data.decode(encoding, errors="replace")
    others = sum(not character.isascii() for character in text)
    return text if text.count(REPLACEMENT) <= max(1, MAX_DAMAGE * others) else None


def _unknown(declared: str | None, name: str) -> str | None:
    if declared is None:
        return None
    return (
        f"has the charset label {declared[:40]!a}, which is unknown; it was read as {name}; {ADVICE} if that is wrong"
    )


# ---- labels


def codec_of(label: str) -> str | None:
    """The name of Python's codec for a charset label; None for a label that says nothing."""
    names = [_compact(label), _compact(re.split(r"[\s;,]", label.strip(" \"'"))[0])]
    names += [name.removeprefix("x") for name in names] + [name.removeprefix("xx") for name in names]
    names += [re.sub(r"^win(?:dows)?(?=\d)", "windows", name) for name in names]
    found = next((codec for name in names if (codec := _codecs().get(name))), None)
    return found or None


def _compact(label: str) -> str:
    return re.sub(r"[^a-z0-9]", "", label.lower())


@cache
def _codecs() -> Mapping[str, str]:
    """Codecs by the letters and digits of their labels; empty for labels that are not used."""
    data = load_toml("extract.lexicon", FILE, EncodingLabels)
    codec_by_name = {_compact(alias): codec for alias, codec in aliases.items()}
    codec_by_name |= {_compact(codec): codec for codec in aliases.values()}
    codec_by_name |= {_compact(label): codec for codec, labels in data.labels.items() for label in labels}
    codec_by_name |= {_compact(codec): codec for codec in data.labels}
    codec_by_name |= dict.fromkeys(map(_compact, data.unusable["labels"]), "")
    return {name: data.larger.get(codec, codec) for name, codec in codec_by_name.items()}


# ---- damaged UTF-8


def _is_damaged_utf8(data: bytes) -> bool:
    """True for UTF-8 with bad bytes: fewer than there are whole characters beyond ASCII, or in one place only.

    Texts in other encodings have few sequences that happen to be valid; the more bytes beyond ASCII, the more of them.
    """
    whole = sum(not character.isascii() for character in data.decode(errors="ignore"))
    bad = _bad(data)
    if whole + bad > MOSTLY * len(data):
        return whole > SURE * bad
    return whole > 0 and (bad <= whole or (bad <= FEW_BYTES and (bad <= 2 * whole or _places(data) == 1)))


def _bad(data: bytes) -> int:
    """How many bytes are no UTF-8."""
    return len(data) - len(data.decode(errors="ignore").encode())


def _places(data: bytes) -> int:
    """In how many places there are such bytes."""
    return sum(1 for _ in re.finditer(f"{REPLACEMENT}+", data.decode(errors="replace")))


@dataclass(frozen=True, slots=True)
class RepairedText:
    """A text in UTF-8, and in how many places it had bad bytes."""

    text: str
    places: int


def repaired(data: bytes) -> RepairedText:
    """A damaged UTF-8 text, with its bad bytes read as Windows-1252 or left out."""
    try:
        return RepairedText(data.decode(), 0)
    except UnicodeDecodeError:
        return RepairedText(data.decode(errors=BAD_BYTES), _places(data))


def _repaired(data: bytes) -> DecodedText:
    read = repaired(data)
    return DecodedText(read.text, bad_places(read.places))


def bad_places(places: int) -> str:
    """The warning of a text with bad bytes in so many places."""
    return f"has bad bytes in {places} place{'s' * (places > 1)}; the rest was read as UTF-8; {ADVICE}"


def _bad_bytes(error: UnicodeError) -> tuple[str, int]:
    """An error handler: bytes that are no UTF-8 become what they are in Windows-1252, or nothing."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    data, start, end = error.object, error.start, error.start + 1
    while data[start] >= 0xC2 and end < len(data) and 0x80 <= data[end] < 0xC0 and end - start < 4:
        end += 1  # what is left of one character
    text = data[start:end].decode("cp1252", errors="replace")
    is_cut_off = end == len(data) and data[start] >= 0xC2
    is_plain = all(character.isalpha() or character in QUOTES for character in text)
    if is_plain and not is_cut_off and data[start] not in NEVER:
        return text, end
    inside = data[start - 1 : start].isalnum() and data[end : end + 1].isalnum()
    return (REPLACEMENT if inside and data[start] not in NEVER else ""), end


codecs.register_error(BAD_BYTES, _bad_bytes)


# ---- guesses


def _guess(data: bytes) -> tuple[str, str]:
    """The text by the best guess, and the name of the encoding. Raises FormatError.

    Windows-1252 where that gives plain English text; else UTF-8 without a few bad bytes; else
    charset-normalizer decides.
    """
    western = data.decode("cp1252", errors="replace")
    is_few = _bad(data) <= FEW_BYTES and _bad(data) < MOSTLY * len(data)
    if is_western(western) and not (is_few and CUT_CHARACTER.search(data)):
        return western, "Windows-1252"
    if is_few:
        return data.decode(errors=BAD_BYTES), UTF8
    encoding = _best(data[:GUESS_BYTES])
    return data.decode(encoding, errors="replace"), encoding


def _best(data: bytes) -> str:
    """charset-normalizer's guess, which is no encoding in which English has NUL bytes. Raises FormatError."""
    best = charset_normalizer.from_bytes(data, cp_exclusion=WIDE).best()
    if best is None:
        raise FormatError(f"its encoding is unknown; {ADVICE}")
    return best.encoding


def encoding_of(head: bytes) -> str:
    """The encoding of a long text, by its first bytes. Raises FormatError if it is unknown."""
    by_mark = next((name for mark, name in BOMS if head.startswith(mark)), None)
    if by_mark is not None:
        return by_mark
    lines = head[: head.rfind(b"\n") + 1] or head
    if _strictly(lines, "utf_8") is not None or _is_damaged_utf8(lines):
        return "utf-8-sig"
    if is_western(lines.decode("cp1252", errors="replace")):
        return "cp1252"
    return _best(lines)


def is_western(text: str) -> bool:
    """True for mostly ASCII text whose other characters are letters and quotation marks: detectors err more on it."""
    others = [character for character in text if not character.isascii()]
    is_few = len(others) <= max(min(FEW_LETTERS, len(text) * MOSTLY), len(text) * MAX_NON_ASCII)
    return is_few and all(c.isalpha() or c in WESTERN_MARKS for c in others)
