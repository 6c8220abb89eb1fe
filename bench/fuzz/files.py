"""Damaged files, read with good ones among them: each is read or told in one line, and no good one is lost."""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from actorgraph.builder.options import BuildOptions
from actorgraph.builder.pipeline import build
from actorgraph.builder.storage.extraction_cache import document_digest
from bench.fuzz.damage import damaged
from bench.fuzz.layers import beside, damaged_within
from bench.fuzz.samples import SAMPLES, SIDECAR
from extract.documents.content.options import ReaderOptions, ReadingLimits
from extract.documents.guarded import read_guarded
from extract.documents.walk import SOURCES
from extract.parsing.defaults import DEFAULT_MODEL
from ontology.errors import MOST, UNPRINTABLE

DATA = Path(__file__).parents[2] / "tests" / "data" / "documents"
GOOD = "Thailand has proposed to host a conference on online scams, for the time number {}.\n"
OPTIONS = ReaderOptions(teasers=True, limits=ReadingLimits(seconds=60.0, memory=1 << 30))
PER_ROUND = 1000
"""Damaged files that are read by one process, unless they end it."""
PER_BUILD = 100
GOOD_EVERY = 25
HELD = re.compile(r"in an unknown form \('(\w+)|(not read within|crashed the process|needs more .*memory)")
"""Lines of what a limit or a boundary has held back: promised, but worth a look."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A promise that was broken, and by what."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """A good file that is damaged. `suffix`: its last two extensions."""

    suffix: str
    content: bytes


@dataclass(slots=True)
class Tally:
    """What was read: how many files, documents and lines, and an example of all that limits and boundaries held back.

    `keep`: the folder for files to look at. `slowest`: the longest time between two documents or lines, in seconds.
    """

    keep: Path
    counts: Counter[str] = field(default_factory=Counter)
    held: dict[str, str] = field(default_factory=dict)
    slowest: float = 0.0


def sources_in(folders: Sequence[Path]) -> list[Source]:
    """The files of folders that are damaged, and samples of formats that are plain text."""
    found = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    wanted = [path for path in found if 10 < path.stat().st_size < 3_000_000 and path.name != "README.md"]
    files = [Source("".join(path.suffixes[-2:]), path.read_bytes()) for path in wanted if path.suffix != ".py"]
    return [*files, *(Source(suffix, content) for suffix, content in SAMPLES)]


def fuzz_files(sources: Sequence[Source], count: int, seed: int, tally: Tally) -> Iterator[Fault]:
    """Read damaged copies of files, some at a time, with good ones among them."""
    chance = random.Random(seed)  # noqa: S311  # inputs that can be made again, no secret
    for first in range(0, count, PER_ROUND):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "in"
            goods = write_round(folder, sources, min(PER_ROUND, count - first), chance)
            faults = list(faults_of_reading(folder, goods, tally))
            for what in [*(fault.what for fault in faults), *tally.held.values()]:
                _keep(what, folder, tally.keep / f"{seed}-{first}")
            yield from faults
        print(f"{first + PER_ROUND} files", file=sys.stderr)


def fuzz_builds(sources: Sequence[Source], count: int, seed: int, tally: Tally) -> Iterator[Fault]:
    """Build the graph of damaged files: what is odd in them must not harm what is written."""
    chance = random.Random(seed)  # noqa: S311  # inputs that can be made again, no secret
    for number in range(count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name) / "in"
            write_round(folder, sources, PER_BUILD, chance)
            faults = faults_of_building(folder, Path(name) / "out")
            for fault in faults:
                _keep(fault.what, folder, tally.keep / f"{seed}-build-{number}")
            yield from faults


def write_round(folder: Path, sources: Sequence[Source], count: int, chance: random.Random) -> set[str]:
    """Write damaged files and good ones among them; what messages call the good documents."""
    folder.mkdir()
    goods: set[str] = set()
    (folder / SOURCES).write_bytes(damaged_within(SIDECAR, chance))
    for number in range(count):
        source = chance.choice(sources)
        content = (damaged if chance.random() < 0.25 else damaged_within)(source.content, chance)
        suffix, good = source.suffix, GOOD.format(number)
        if chance.random() < 0.1:
            content, suffix = beside(content, suffix, good.encode(), chance)
            goods.add(f"{folder}/f{number:04}{suffix}/zz-good.txt")
        (folder / f"f{number:04}{suffix}").write_bytes(content)
        if number % GOOD_EVERY == GOOD_EVERY - 1:
            path = folder / f"f{number:04}-good.txt"
            path.write_text(good, encoding="utf-8")
            goods.add(str(path))
    return goods


def faults_of_reading(folder: Path, goods: set[str], tally: Tally) -> Iterator[Fault]:
    """What is wrong with how a folder is read."""
    told: list[str] = []
    named: set[str] = set()
    last = time.monotonic()

    def note_time() -> None:
        nonlocal last
        before, last = last, time.monotonic()
        tally.slowest = max(tally.slowest, last - before)

    def tell(line: object) -> None:
        told.append(str(line))
        note_time()

    place = str(folder)
    try:
        for reading in read_guarded([folder], on_error=tell, on_note=tell, on_warning=tell, options=OPTIONS):
            place = reading.where
            named.add(place)
            note_time()
            document_digest(reading.document)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a fault
        yield Fault(place, f"raised {type(error).__name__}: {error}")
        return
    files = [str(path) for path in sorted(folder.iterdir()) if path.name != SOURCES]
    tally.counts.update(files=len(files), documents=len(named), lines=len(told))
    _note_held(told, tally)
    yield from _broken_promises(folder, files, goods, named, told)


def _broken_promises(
    folder: Path, files: Sequence[str], goods: set[str], named: set[str], told: Sequence[str]
) -> Iterator[Fault]:
    """Files that nothing is told of, good ones that are lost, and lines that are too long or cannot be printed.

    `named` are the documents read, `told` the lines.
    """
    heard = {_file_of(where, folder) for where in [*named, *told]}
    yield from (Fault(file, "is neither read nor reported") for file in files if file not in heard)
    lost = sorted(
        good
        for good in goods - named
        if not any("archive bomb" in line for line in told if _file_of(good, folder) in line)
    )
    yield from (Fault(good, "is good, and lost") for good in lost)
    yield from (
        Fault(line, "is not one short line that can be printed")
        for line in told
        if UNPRINTABLE.search(line) or len(line) > 2 * MOST + 10
    )


def _file_of(where: str, folder: Path) -> str:
    """The file of a folder that a line or the name of a document is about."""
    name = re.match(r"[^/: ]*", where.removeprefix(f"{folder}/"))
    return f"{folder}/{name[0]}" if name else where


def _note_held(told: Sequence[str], tally: Tally) -> None:
    for line in told:
        if match := HELD.search(line):
            kind = str(match[1] or match[2])
            tally.counts[f"held: {kind}"] += 1
            tally.held.setdefault(f"{kind}: {line.rpartition(match[0])[2][:60]}", line)


def faults_of_building(folder: Path, out: Path) -> list[Fault]:
    """What is wrong with a build of a folder: it must hold every document, and be the same when it is built again."""
    options = BuildOptions([str(folder)], out, (DEFAULT_MODEL,), fast=True, reading=OPTIONS)
    try:
        report = build(options)
        documents = len(report.inputs.documents)
        again = build(options)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a fault
        return [Fault(str(folder), f"a build of it raised {type(error).__name__}: {error}")]
    if report.counts.documents != documents:
        return [Fault(str(folder), f"{documents} documents read, {report.counts.documents} built")]
    return [] if again.unchanged else [Fault(str(folder), "its second build is not the first")]


def _keep(what: str, folder: Path, place: Path) -> None:
    """Copy the file that something is about to where it can be looked at, or the folder."""
    if not what.startswith(str(folder)):
        return
    place.mkdir(parents=True, exist_ok=True)
    file = Path(_file_of(what, folder))
    if file.is_file():
        shutil.copy(file, place)
    else:
        shutil.copytree(folder, place, dirs_exist_ok=True)


def print_tally(tally: Tally) -> None:
    """Print what was read and what it took, and an example of everything that a limit or a boundary held back."""
    import resource  # noqa: PLC0415  # there is none on Windows, where tests import this module

    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(", ".join(f"{count} {what}" for what, count in sorted(tally.counts.items())))
    print(f"largest process {memory} MB, slowest document {tally.slowest:.1f} s")
    for line in tally.held.values():
        print(f"held: {line}")
    sys.stdout.flush()
