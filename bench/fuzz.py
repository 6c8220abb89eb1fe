"""Fuzzing: files, texts and builds, damaged at random, are read and built; what is not one clear line is a fault.

    python -m bench.fuzz [--seed 1] [--files 2000] [--texts 200] [--states 40] [--sources FOLDER]

The same seed gives the same inputs. A file that breaks a promise is kept in the folder `--keep`, to be made smaller and
put into tests/data or a table of a test. The promises: no exception, each document or one line for it, lines of one
line, no other document lost, nothing over its limits.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from actorgraph.builder.options import BuildOptions
from actorgraph.builder.pipeline import build
from actorgraph.builder.storage.workspace import Workspace
from extract.documents.content.options import ReaderOptions, ReadingLimits
from extract.documents.guarded import read_guarded
from extract.multilingual import MultilingualExtractor
from extract.parsing.defaults import DEFAULT_MODEL
from graph.store.oxigraph import open_store, store_lines
from ontology.errors import ActorgraphError
from ontology.model import Document

DATA = Path(__file__).parents[1] / "tests" / "data" / "documents"
GOOD = "Thailand has proposed to host a conference on online scams.\n"
LIMITS = ReadingLimits(seconds=60.0, memory=1 << 30)
PER_ROUND = 25
"""Damaged files that are read together with a good one."""
PIECES = (
    "Kenya arrested two suspects. ", "(", ")", '"', "“", "”", "'", "<!-- a -->", "<b>", "&#x110000;", "a@b.org ",
    "http://a.b/", "…", "-", "- ", "said that ", "and ", ", ", "\n", "\n\n", "\t", "\u2028", "\u200b", "A.", "1,", "é",
    "ประเทศ", "🙂", "\ud800", "\0", "[1]", "| a | b |\n", "> ", "From a@b Mon Oct 27 10:00:00 2025\n", "Date: x\n",
)  # fmt: skip
"""What hostile texts are made of: each piece may come hundreds of times."""
Damage = Callable[[bytearray, random.Random], None]


@dataclass(frozen=True, slots=True)
class Fault:
    """A promise that was broken, and by what."""

    what: str
    why: str


# ---- files


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


DAMAGES: Sequence[Damage] = (_cut, _flip, _repeat, _swap, _numbers)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The content of a file with one or two kinds of damage."""
    content = bytearray(data)
    for damage in chance.sample(DAMAGES, chance.choice((1, 2))):
        if content:
            damage(content, chance)
    return bytes(content)


def fuzz_files(sources: Sequence[Path], rounds: int, seed: int, keep: Path) -> Iterator[Fault]:
    """Read damaged copies of files, some at a time, each time with a good one among them."""
    chance = random.Random(seed)  # noqa: S311  # inputs that can be made again, no secret
    for _ in range(0, rounds, PER_ROUND):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "zz-good.txt").write_text(GOOD, encoding="utf-8")
            for number in range(PER_ROUND):
                source = chance.choice(sources)
                suffix = "".join(source.suffixes[-2:])
                (folder / f"f{number:02}{suffix}").write_bytes(damaged(source.read_bytes(), chance))
            faults = list(faults_of_reading(folder))
            if faults:
                shutil.copytree(folder, keep / f"files-{seed}-{chance.randrange(10**6)}", dirs_exist_ok=True)
            yield from faults


def faults_of_reading(folder: Path) -> Iterator[Fault]:
    """What is wrong with how a folder is read."""
    told: list[str] = []
    named: set[str] = set()
    options = ReaderOptions(teasers=True, limits=LIMITS)
    try:
        for reading in read_guarded(
            [folder], on_error=lambda error: told.append(str(error)), on_note=lambda note: told.append(str(note)),
            options=options,
        ):  # fmt: skip
            named.add(reading.where)
            reading.document.text.encode()
    except Exception as error:  # noqa: BLE001  # whatever it is, it is a fault
        yield Fault(str(folder), f"raised {type(error).__name__}: {error}")
        return
    for path in sorted(folder.iterdir()):
        place = str(path)
        if not any(where.startswith(place) for where in named) and not any(line.startswith(place) for line in told):
            yield Fault(place, "is neither read nor reported")
    if str(folder / "zz-good.txt") not in named:
        yield Fault(str(folder), "the good document is lost")
    yield from (Fault(line, "is more than one line") for line in told if "\n" in line)


# ---- texts


def texts() -> st.SearchStrategy[str]:
    """Hostile texts: pieces, repeated."""
    piece = st.builds(lambda text, times: text * times, st.sampled_from(PIECES), st.sampled_from((1, 2, 34, 900)))
    return st.lists(piece | st.text(max_size=40), min_size=1, max_size=8).map("".join)


def fuzz_texts(count: int, seed: int) -> list[Fault]:
    """Extract from hostile texts, in every mode."""
    extractor, faults = MultilingualExtractor(fast=True), list[Fault]()

    @seeded(seed)
    @settings(
        max_examples=count, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(texts())
    def extract(text: str) -> None:
        document = Document("text", text.replace("\ud800", "").replace("\0", ""))
        try:
            extractor.extraction(document)
            list(extractor.open_triples(document, nominal=True))
        except Exception as error:  # noqa: BLE001  # whatever it is, it is a fault
            faults.append(Fault(repr(text[:200]), f"raised {type(error).__name__}: {error}"))

    extract()
    return faults


# ---- states


def fuzz_states(count: int, seed: int) -> Iterator[Fault]:
    """Damage files of a build at random; the next build must make the graph that was there before."""
    chance = random.Random(seed)  # noqa: S311  # inputs that can be made again, no secret
    with tempfile.TemporaryDirectory() as name:
        docs, whole, out = (Path(name) / part for part in ("docs", "whole", "out"))
        docs.mkdir()
        for number, who in enumerate(("Kenya", "Peru", "Japan")):
            (docs / f"{who}.txt").write_text(f"{who} arrested {number + 2} suspects.\n", encoding="utf-8")
        build(_options(docs, whole))
        expected = list(store_lines(open_store(Workspace(whole).store())))
        for _ in range(count):
            shutil.rmtree(out, ignore_errors=True)
            shutil.copytree(whole, out)
            what = damage_state(out, chance)
            try:
                build(_options(docs, out))
                found = list(store_lines(open_store(Workspace(out).store())))
            except ActorgraphError as error:
                yield Fault(what, f"not healed: {error}")
            except Exception as error:  # noqa: BLE001  # whatever it is, it is a fault
                yield Fault(what, f"raised {type(error).__name__}: {error}")
            else:
                if found != expected:
                    yield Fault(what, f"{len(found)} quads in the place of {len(expected)}")


def damage_state(out: Path, chance: random.Random) -> str:
    """Damage a file of a build; what was done."""
    files = sorted(path for path in out.rglob("*") if path.is_file() and not path.name.startswith((".lock", "LOCK")))
    path, kind = chance.choice(files), chance.choice(("deleted", "emptied", "folder", "damaged"))
    data = path.read_bytes()
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind != "deleted":
        path.write_bytes(b"" if kind == "emptied" else damaged(data, chance))
    return f"{path.relative_to(out)} {kind}"


def _options(docs: Path, out: Path) -> BuildOptions:
    return BuildOptions([str(docs)], out, (DEFAULT_MODEL,), fast=True)


# ---- command


def sources_in(folders: Sequence[Path]) -> list[Path]:
    """The files of folders that are damaged."""
    found = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
    return [path for path in found if 10 < path.stat().st_size < 3_000_000 and path.suffix not in {".md", ".py"}]


def main() -> None:
    """Fuzz, print what was found; exit code 1 for faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("seed", 1), ("files", 2000), ("texts", 200), ("states", 40)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--sources", type=Path, action="append", default=[], help="more folders with files to damage")
    parser.add_argument("--keep", type=Path, default=Path("out-fuzz"), help="where files that break something are kept")
    given_options = parser.parse_args()
    sources = sources_in([DATA, *given_options.sources])
    faults = list(fuzz_files(sources, given_options.files, given_options.seed, given_options.keep))
    faults += fuzz_texts(given_options.texts, given_options.seed) if given_options.texts else []
    faults += fuzz_states(given_options.states, given_options.seed)
    for fault in faults:
        print(f"{fault.what}: {fault.why}")
    counts = f"{given_options.files} files, {given_options.texts} texts, {given_options.states} states"
    print(f"{counts}, seed {given_options.seed}: {len(faults)} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
