"""Builds the same documents in every environment of a matrix and compares all files, byte for byte.

    python -m bench.determinism seeds

builds 32 times: four kernels of OpenBLAS, two hash seeds, two locales, one process and two. Kernels need x86-64.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

from actorgraph.builder.storage.workspace import MANIFEST

KERNELS = ("Prescott", "Nehalem", "Haswell", "SkylakeX")
HASH_SEEDS = ("0", "4242")
LOCALES = (("C", "UTC"), ("C.UTF-8", "Asia/Kathmandu"))
"""Each with a time zone."""
JOBS = ("1", "2")


def variants() -> Iterator[tuple[str, Mapping[str, str], str]]:
    """The name, the environment and the number of processes of each build."""
    for kernel, seed, (locale, zone), jobs in product(KERNELS, HASH_SEEDS, LOCALES, JOBS):
        environment = {"OPENBLAS_CORETYPE": kernel, "PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": zone}
        yield f"{kernel}, hash seed {seed}, {locale}, {zone}, --jobs {jobs}", environment, jobs


def files_of_build(
    documents: Sequence[Path], out: Path, environment: Mapping[str, str], *options: str
) -> dict[str, bytes]:
    """Build documents in a process with this environment; the content of each file that its manifest names."""
    command = [sys.executable, "-m", "actorgraph", "build", *map(str, documents), "--out", str(out), *options]
    subprocess.run(command, check=True, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    names = sorted(json.loads((out / MANIFEST).read_bytes())["files"])
    return {name: (out / name).read_bytes() for name in [*names, MANIFEST]}


def differing(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> list[str]:
    """The names of the files that differ, or that only one of two builds has."""
    return [name for name in sorted({*first, *second}) if first.get(name) != second.get(name)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build in every environment, print what differs from the first build, and return 1 if anything does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("--fast", action="store_true")
    chosen = parser.parse_args(arguments)
    documents = [path.resolve() for path in chosen.documents]
    first: dict[str, bytes] = {}
    count = wrong = 0
    for name, environment, jobs in variants():
        with tempfile.TemporaryDirectory() as folder:
            files = files_of_build(
                documents, Path(folder, "out"), environment, "--jobs", jobs, *["--fast"] * chosen.fast
            )
        first = first or files
        differ, count = differing(first, files), count + 1
        wrong += bool(differ)
        print(f"{name}: {', '.join(differ) or 'same'}", flush=True)
    print(f"{count} builds of {len(first)} files, {wrong} with differences")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
