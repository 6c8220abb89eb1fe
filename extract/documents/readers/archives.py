"""ZIP, TAR and compressed files to their members, sorted by name; what cannot be read is told and the rest goes on."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import nullcontext
from functools import partial
from typing import IO, Any

from extract.documents.content.article import FormatError
from extract.documents.content.item import BombError, Item, Tell

CUT_OFF = "damaged or cut off; copy it again from where it came from"
LOCKED = "password-protected; unpack it first"
ENCRYPTED = 0x1
Opener = Callable[[], IO[bytes] | None]
SMALL = 1 << 14
"""Bytes read at once of a compressed stream: of one that is cut off all but the last piece is kept."""
DECODERS: Mapping[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open, b"\xfd7": lzma.open}
BROKEN = (
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    tarfile.TarError,
    NotImplementedError,
    UnicodeDecodeError,
)
"""What the libraries raise for bytes that are not what they should be."""


def zip_members(item: Item, tell: Tell) -> Iterator[Item]:
    """The files in a ZIP archive. Raises FormatError if it has no list of them."""
    try:
        archive = zipfile.ZipFile(item.file)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise FormatError(CUT_OFF) from error
    infos = sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)
    if not infos:
        raise FormatError("an archive with nothing in it")
    for info in infos:
        if _is_junk(info.filename):
            continue
        where = f"{item.name}/{info.filename}"
        if info.flag_bits & ENCRYPTED:
            tell(where, LOCKED)
            continue
        yield from _member(item, info.filename, info.file_size, partial(archive.open, info), tell)


def tar_members(item: Item, tell: Tell) -> Iterator[Item]:
    """The files in a TAR archive; one that is cut off is read as far as it goes."""
    item.file.seek(0)
    try:
        archive = tarfile.open(fileobj=item.file, mode="r:")  # noqa: SIM115  # the file is closed by who opened it
    except tarfile.TarError as error:
        raise FormatError(CUT_OFF) from error
    infos: list[tarfile.TarInfo] = []
    try:
        infos.extend(archive)
    except (tarfile.TarError, OSError, EOFError):
        tell(item.name, f"{CUT_OFF}; what comes before is read")
    if not infos:
        raise FormatError("an archive with nothing in it")
    for info in sorted(infos, key=lambda info: info.name):
        where = f"{item.name}/{info.name.removeprefix('./')}"
        if info.isdir() or _is_junk(info.name):
            continue
        if not info.isfile():
            tell(where, "a link or a device, not a file; left out")
            continue
        yield from _member(item, info.name, info.size, partial(archive.extractfile, info), tell)


def unpacked(item: Item, tell: Tell) -> Iterator[Item]:
    """What a compressed file (.gz, .bz2, .xz) holds; one that is cut off is read as far as it goes."""
    item.file.seek(0)
    decoder = DECODERS[item.head()[:2]]
    inner = item.name.rpartition("/")[2].rpartition(".")[0]
    suffix = "." + inner.rpartition(".")[2].lower() if "." in inner else ""
    part = item.part("", item.name, suffix)
    part.id = item.id
    with decoder(item.file, "rb") as stream:
        whole = _AsFar(stream)
        part.fill(whole)
    if whole.error is not None:
        if not part.size():
            part.file.close()
            raise FormatError(CUT_OFF) from whole.error
        tell(item.name, f"{CUT_OFF}; what comes before is read")
    yield part


class _AsFar:
    """A stream that ends where it is broken."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.error: Exception | None = None

    def read(self, _: int, /) -> bytes:
        """Some bytes; none at the end, or where it is broken."""
        try:
            return self.stream.read(SMALL)
        except BROKEN as error:
            self.error = error
            return b""


def _member(item: Item, name: str, size: int, opened: Opener, tell: Tell) -> Iterator[Item]:
    where = f"{item.name}/{name.removeprefix('./')}"
    try:
        item.budget.check(size)
        with opened() or nullcontext(io.BytesIO()) as stream:
            part = item.member(name, stream)
    except BombError:
        raise
    except FormatError as error:
        tell(where, str(error))
        return
    except RuntimeError:  # zipfile's word for a password that only shows when the member is read
        tell(where, LOCKED)
        return
    except BROKEN:
        tell(where, CUT_OFF)
        return
    yield part


def _is_junk(name: str) -> bool:
    """What systems put into archives besides the files."""
    return name.startswith("__MACOSX/") or any(
        part.startswith(".") and part not in {".", ".."} for part in name.split("/")
    )
