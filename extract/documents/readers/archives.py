"""ZIP, TAR and compressed files: their members, sorted by name. Unreadable members are reported and skipped."""

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

from extract.documents.content.article import FormatError, unexpected
from extract.documents.content.raw_item import ArchiveBombError, OnSkipped, RawItem

CUT_OFF = "damaged or truncated; copy or download it again"
LOCKED = "password-protected; unpack it first"
ENCRYPTED = 0x1
Opener = Callable[[], IO[bytes] | None]
PIECE = 1 << 14
"""Bytes read at once of a compressed stream: of a truncated one, all but the last piece is kept."""
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
"""What the libraries raise for damaged files."""


def zip_members(item: RawItem, on_skipped: OnSkipped) -> Iterator[RawItem]:
    """The files in a ZIP archive. Raises FormatError if its directory cannot be read or is empty."""
    try:
        archive = zipfile.ZipFile(item.file)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise FormatError(CUT_OFF) from error
    infos = sorted((info for info in archive.infolist() if not info.is_dir()), key=lambda info: info.filename)
    if not infos:
        raise FormatError("an empty archive; remove it or check its content")
    for info in infos:
        if _is_junk(info.filename):
            continue
        where = f"{item.name}/{info.filename}"
        if info.flag_bits & ENCRYPTED:
            on_skipped(where, LOCKED)
            continue
        yield from _member(item, info.filename, info.file_size, partial(archive.open, info), on_skipped)


def tar_members(item: RawItem, on_skipped: OnSkipped) -> Iterator[RawItem]:
    """The files in a TAR archive; a truncated one is read as far as possible. Raises FormatError if it holds none."""
    item.file.seek(0)
    try:
        archive = tarfile.open(fileobj=item.file, mode="r:")  # noqa: SIM115  # the file is closed by who opened it
    except (tarfile.TarError, ValueError, OverflowError) as error:
        raise FormatError(CUT_OFF) from error
    infos: list[tarfile.TarInfo] = []
    try:
        infos.extend(archive)
    except Exception:  # noqa: BLE001  # tarfile raises whatever odd numbers in a header lead to
        on_skipped(item.name, f"{CUT_OFF}; the part before the damage was read")
    if not infos:
        raise FormatError("an empty archive; remove it or check its content")
    for info in sorted(infos, key=lambda info: info.name):
        where = f"{item.name}/{info.name.removeprefix('./')}"
        if info.isdir() or _is_junk(info.name):
            continue
        if not info.isfile():
            on_skipped(where, "a link or a device, not a file, so it was skipped")
            continue
        yield from _member(item, info.name, info.size, partial(archive.extractfile, info), on_skipped)


def unpacked(item: RawItem, on_skipped: OnSkipped) -> Iterator[RawItem]:
    """The content of a compressed file (.gz, .bz2, .xz); a truncated one is read as far as possible.

    Raises FormatError if nothing can be read.
    """
    item.file.seek(0)
    decoder = DECODERS[item.head()[:2]]
    inner = item.name.rpartition("/")[2].rpartition(".")[0]
    suffix = "." + inner.rpartition(".")[2].lower() if "." in inner else ""
    part = item.part("", item.name, suffix)
    part.id = item.id
    with decoder(item.file, "rb") as stream:
        whole = _ReadablePart(stream)
        part.fill(whole)
    if whole.error is not None:
        if not part.size():
            part.file.close()
            raise FormatError(CUT_OFF) from whole.error
        on_skipped(item.name, f"{CUT_OFF}; the part before the damage was read")
    yield part


class _ReadablePart:
    """A stream that ends where the one below it is damaged; `error` is what that raised."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.error: Exception | None = None

    def read(self, _: int, /) -> bytes:
        """Some bytes; none at the end, or where the stream is damaged."""
        try:
            return self.stream.read(PIECE)
        except BROKEN as error:
            self.error = error
            return b""


def _member(item: RawItem, name: str, size: int, opened: Opener, on_skipped: OnSkipped) -> Iterator[RawItem]:
    where = f"{item.name}/{name.removeprefix('./')}"
    try:
        item.budget.check(size)
        with opened() or nullcontext(io.BytesIO()) as stream:
            part = item.member(name, stream)
    except ArchiveBombError:
        raise
    except FormatError as error:
        on_skipped(where, str(error))
        return
    except RuntimeError:  # zipfile raises it for a password that is needed only to read the member
        on_skipped(where, LOCKED)
        return
    except (*BROKEN, ValueError):  # zipfile and tarfile seek to odd places, too
        on_skipped(where, CUT_OFF)
        return
    except Exception as error:  # noqa: BLE001  # the boundary around one member: sparse maps, odd sizes
        on_skipped(where, unexpected(error))
        return
    yield part


def _is_junk(name: str) -> bool:
    """True for hidden files and what macOS adds to archives."""
    return name.startswith("__MACOSX/") or any(
        part.startswith(".") and part not in {".", ".."} for part in name.split("/")
    )
