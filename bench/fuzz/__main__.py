"""Fuzzing: files, texts and builds, damaged at random, are read and built; what is not one clear line is a fault.

    python -m bench.fuzz [--seed 1] [--files 2000] [--texts 200] [--states 40] [--builds 5] [--sources FOLDER]

The same seed gives the same inputs. A file that breaks a promise, or that a limit or a boundary stopped, is kept in the
folder `--keep`, to be made smaller and put into tests/data or a table of a test. The promises: no exception, each
document or one line for it, lines of one line, no other document lost, nothing over its limits.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from bench.fuzz.files import DATA, Fault, Tally, fuzz_builds, fuzz_files, print_tally, sources_in
from bench.fuzz.states import fuzz_states
from bench.fuzz.texts import fuzz_texts

SEEDS = Path(__file__).parents[2] / "seeds"


def main() -> None:
    """Fuzz, print what was found; exit code 1 for faults."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("seed", 1), ("files", 2000), ("texts", 200), ("states", 40), ("builds", 5)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--sources", type=Path, action="append", default=[], help="more folders with files to damage")
    parser.add_argument("--keep", type=Path, default=Path("out-fuzz"), help="where files that break something are kept")
    asked = parser.parse_args()
    tally = Tally(asked.keep)
    sources = sources_in([DATA, SEEDS, *asked.sources])
    found: Iterable[Fault] = chain(
        fuzz_files(sources, asked.files, asked.seed, tally),
        fuzz_builds(sources, asked.builds, asked.seed, tally),
        fuzz_texts(asked.texts, asked.seed),
        fuzz_states(asked.states, asked.seed),
    )
    faults = 0
    for faults, fault in enumerate(found, 1):  # noqa: B007  # counted
        print(f"{fault.what}: {fault.why}", flush=True)
    print_tally(tally)
    counts = f"{asked.files} files, {asked.builds} builds, {asked.texts} texts, {asked.states} states"
    print(f"{counts}, seed {asked.seed}: {faults} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
