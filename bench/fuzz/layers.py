"""Damage below the surface: what is packed, compressed or encoded is damaged, and packed again as it was."""

from __future__ import annotations

import base64
import bz2
import io
import json
import lzma
import random
import re
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench.fuzz.damage import BYTES, STRUCTURE, damaged

Change = Callable[[bytes], bytes]
MOST_LEVELS = 4
STREAM = re.compile(rb"/FlateDecode[^\0]{0,300}?stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
LENGTH = re.compile(rb"/Length \d+(?! \d)")
ENCODED = re.compile(rb"(?:^[A-Za-z0-9+/]{40,76}\r?\n){2,}[A-Za-z0-9+/]*={0,2}\r?$", re.MULTILINE)


def damaged_within(data: bytes, chance: random.Random, levels: int = MOST_LEVELS) -> bytes:
    """A file with damage to its structure, below as many layers of packing as there are, or at some layer between."""
    opener = next((opener for magic, opener in LAYERS if magic.search(data)), None)
    if opener is not None and levels and chance.random() < 0.85:
        try:
            return opener(data, lambda inner: damaged_within(inner, chance, levels - 1), chance)
        except Exception:  # noqa: BLE001  # of a source that is damaged itself, or what no library packs
            return damaged(data, chance, BYTES)
    return damaged(data, chance, STRUCTURE)


def _zip(data: bytes, change: Change, chance: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w") as new:
        chosen = chance.choice(old.infolist())
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info, change(content) if info is chosen else content)
    return packed.getvalue()


def _tar(data: bytes, change: Change, chance: random.Random) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=io.BytesIO(data)) as old, tarfile.open(fileobj=packed, mode="w") as new:
        infos = old.getmembers()
        chosen = chance.choice([info for info in infos if info.isfile()])
        for info in infos:
            stream = old.extractfile(info)
            content = b"" if stream is None else stream.read()
            content = change(content) if info is chosen else content
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return packed.getvalue()


def _gzip(data: bytes, change: Change, chance: random.Random) -> bytes:
    """One of the members of a gzip file: in a web archive each record is one."""
    members: list[bytes] = []
    while data:
        decoder = zlib.decompressobj(wbits=31)
        members.append(decoder.decompress(data))
        data = decoder.unused_data
    place = chance.randrange(len(members))
    members[place] = change(members[place])
    return b"".join(zlib.compress(member, wbits=31) for member in members)


def _bz2(data: bytes, change: Change, _: random.Random) -> bytes:
    return bz2.compress(change(bz2.decompress(data)))


def _xz(data: bytes, change: Change, _: random.Random) -> bytes:
    return lzma.compress(change(lzma.decompress(data)))


def _pdf(data: bytes, change: Change, chance: random.Random) -> bytes:
    """One of the compressed streams, with its new length."""
    match = chance.choice(list(STREAM.finditer(data)))
    content = zlib.compress(change(zlib.decompress(match[1])))
    head = LENGTH.sub(b"/Length %d" % len(content), data[max(0, match.start() - 200) : match.start(1)])
    return data[: max(0, match.start() - 200)] + head + content + data[match.end(1) :]


def _encoded(data: bytes, change: Change, chance: random.Random) -> bytes:
    """One of the parts of a mail in base64."""
    match = chance.choice(list(ENCODED.finditer(data)))
    content = base64.encodebytes(change(base64.b64decode(match[0])))
    return data[: match.start()] + content + data[match.end() :]


def _parquet(data: bytes, change: Change, _: random.Random) -> bytes:
    rows = pq.read_table(io.BytesIO(data)).to_pylist()
    changed: Any = json.loads(change(json.dumps(rows, default=str).encode()))
    packed = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(changed), packed)
    return packed.getvalue()


LAYERS: Sequence[tuple[re.Pattern[bytes], Callable[[bytes, Change, random.Random], bytes]]] = tuple(
    (re.compile(magic, re.DOTALL), opener)
    for magic, opener in (
        (rb"\APK\x03\x04", _zip),
        (rb"\A\x1f\x8b\x08", _gzip),
        (rb"\ABZh", _bz2),
        (rb"\A\xfd7zXZ", _xz),
        (rb"\APAR1", _parquet),
        (rb"\A.{257}ustar", _tar),
        (rb"\A%PDF(?=.*FlateDecode)", _pdf),
        (ENCODED.pattern.replace(b"^", b"(?m:^)").replace(b"$", b"(?m:$)"), _encoded),
    )
)
"""By what is in a content, how it is opened and closed again."""


def beside(data: bytes, suffix: str, good: bytes, chance: random.Random) -> tuple[bytes, str]:
    """A container in which a damaged file stands before a good text, and the suffix of the container."""
    packed = io.BytesIO()
    if chance.random() < 0.5:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"a{suffix}", data)
            archive.writestr("zz-good.txt", good)
        return packed.getvalue(), ".zip"
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in ((f"a{suffix}", data), ("zz-good.txt", good)):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return packed.getvalue(), ".tar.gz"
