"""Damage to bytes: of any content, and of its elements, attributes, lines, cells and numbers where it has such."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

Damage = Callable[[bytearray, random.Random], None]
MOST = 4_000_000
"""Bytes that a damaged content has at most: others are not repeated further."""


# ---- of bytes


def _cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data)) :]


def _flip(data: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice((1, 5, 50))):
        data[chance.randrange(len(data))] = chance.randrange(256)


def _repeat(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data))
    piece = bytes(data[start : start + chance.choice((1, 20, 500))])
    data[start:start] = piece * chance.choice((2, 50))


def _swap(data: bytearray, chance: random.Random) -> None:
    first, second = sorted(chance.randrange(len(data)) for _ in range(2))
    data[first:second] = bytes(reversed(data[first:second]))


def _numbers(data: bytearray, chance: random.Random) -> None:
    """Other digits in the place of digits: lengths, offsets and counts."""
    places = [place for place, byte in enumerate(data) if chr(byte).isdigit() and byte < 128]
    for place in chance.sample(places, min(len(places), 5)):
        data[place] = ord(chance.choice("09"))


# ---- of structure

PARTS: Sequence[re.Pattern[bytes]] = tuple(
    re.compile(pattern, re.MULTILINE)
    for pattern in (
        rb"<([\w:]+)\b[^<>]*>[^<]*</\1>",  # innermost elements
        rb"<[\w:]+[^<>]*>",
        rb"""[\w:-]+=(?:"[^"]*"|'[^']*'|[\w-]+)""",  # attributes and parameters
        rb"(?<=>)[^<]{1,9999}(?=<)",
        rb'(?<=")[^"\n]{1,9999}(?=")',
        rb'"[^"\n]*"\s*:\s*(?:"[^"\n]*"|[\w.-]+)',  # fields of JSON
        rb"^[^\n]+\n",
        rb"(?<=: )[^\r\n]+",  # values of headers
        rb"(?<=,)[^,\n]*(?=,)",
        rb"\d+",
        rb"/[A-Z]\w*",  # names of PDF
        rb"\b[\d.-]+(?: [\d.-]+)* [A-Za-z]{1,2}\b",  # operators of PDF
        rb"[.!?] +",
    )
)
"""What contents are made of, in any format."""
ODD: Sequence[bytes] = (
    b"", b" ", b"0", b"-1", b"4294967296", b"99999999999999999999", b"1e999", b"NaN", b"null", b"true", b"[]", b"{}",
    b'"', b"'", b"<", b"&", b"&#0;", b"&#xD800;", b"&#x110000;", b"&x;", b"<![CDATA[", b"]]>", b"<!--", b"<?x?>",
    b"\\", b"\\ud800", b"\\u0000", b"\0", b"\x1b[31m", b"\xff\xfe", b"\xc3\x28", b"\xed\xa0\x80",
    "\u2028\u202e\ufeff".encode(), b"../../x", b"/etc/x", b"C:\\x", b"a/" * 200, b"x" * 70_000, b"x " * 30_000,
    b"(" * 3_000, b"[" * 3_000, b"\n" * 3_000, b"http://[::1", b"http://a.b:99999999/", b"javascript:x", b"=?x?b?",
    b"=?utf-8?q?=zz?=", b"undefined", b"utf-7", b"utf-16", b"idna", b"base64", b"chunked", b"gzip",
    b"multipart/mixed", b"message/rfc822", b"a@b.c <", b"9999-99-99", b"0000-00-00", b"0001-01-01",
    b"9999-12-31T23:59:59+23:59", b"Mon, 99 Oct 999999 25:61:61 +9999", b"D:00000000000000", b"%s%n{0}",
    b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0e\x1f\x7f\x80\x9f",
)  # fmt: skip
"""What stands in the place of a part: numbers, dates, names, addresses, charsets and characters that nobody expects."""
NAME = re.compile(rb"<([\w:]+)")


def _matches(data: bytearray, chance: random.Random) -> list[re.Match[bytes]]:
    """Parts of a content of one kind; none if it has none of three kinds."""
    found = (list(pattern.finditer(data)) for pattern in chance.sample(PARTS, 3))
    return next(filter(None, found), [])


def _parts(data: bytearray, chance: random.Random) -> None:
    """Parts dropped, repeated, exchanged, or other content in their place."""
    content = bytes(data)
    matches = _matches(bytearray(content), chance)
    for match in sorted(
        chance.sample(matches, min(len(matches), chance.choice((1, 1, 3, 20)))), key=_start, reverse=True
    ):
        data[match.start() : match.end()] = _other(match[0], chance.choice(matches)[0], chance)


def _start(match: re.Match[bytes]) -> int:
    return match.start()


def _other(part: bytes, another: bytes, chance: random.Random) -> bytes:
    times = max(1, min(chance.choice((2, 2, 50, 2_000)), MOST // (20 * (len(part) + 1))))
    name = NAME.match(part)
    choices = [
        b"",
        part * times,
        another,
        part + another,
        chance.choice(ODD),
        part[: len(part) // 2] + chance.choice(ODD),
    ]
    if name is not None:
        choices.append(b"<%s>" % name[1] * times + part + b"</%s>" % name[1] * times)
    return chance.choice(choices)


BYTES: Sequence[Damage] = (_cut, _flip, _repeat, _swap, _numbers)
STRUCTURE: Sequence[Damage] = (_parts, _parts, _parts, _flip, _numbers)


def damaged(data: bytes, chance: random.Random, kinds: Sequence[Damage] = BYTES) -> bytes:
    """The content of a file with one or two kinds of damage."""
    content = bytearray(data)
    for damage in chance.sample(kinds, chance.choice((1, 2))):
        if content:
            damage(content, chance)
    return bytes(content)
