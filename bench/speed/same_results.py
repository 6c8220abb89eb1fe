"""Compares what this checkout extracts with what another one extracts: for changes that must not change results.

    python -m bench.speed.same_results CHECKOUT DOCUMENTS... [--fast]

builds the documents with both and compares the sorted N-Quads and the extractions, byte for byte. Of an extraction the
key of the cache is left out, because it says which code made it.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

EXTRACTIONS = "extractions.jsonl"
HERE = Path(__file__).resolve().parents[2]
KEYS = ("extractor",)
"""Fields of an extraction that name the code."""


def quads(checkout: Path, out: Path) -> list[str]:
    """The sorted N-Quads of a build."""
    exported = out / "all.nq"
    _run(checkout, "export", "--format", "nq", "--output", str(exported), "--out", str(out))
    return sorted(exported.read_text(encoding="utf-8").splitlines())


def extractions(out: Path) -> list[str]:
    """The extractions of a build without their keys."""
    rows = map(json.loads, (out / EXTRACTIONS).read_text(encoding="utf-8").splitlines())
    return [json.dumps({name: value for name, value in row.items() if name not in KEYS}) for row in rows]


def _run(checkout: Path, *command: str) -> None:
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    arguments = [sys.executable, "-m", "actorgraph", *command]
    subprocess.run(arguments, check=True, cwd=checkout, env=environment, stdout=subprocess.DEVNULL)


def differences(first: Sequence[str], second: Sequence[str]) -> int:
    """How many lines only one of the two has."""
    return len(set(first) ^ set(second)) + abs(len(first) - len(second))


def main() -> int:
    """Build with both checkouts, print how many lines differ, and return 1 if any does."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkout", type=Path, help="folder of the other checkout")
    parser.add_argument("documents", type=Path, nargs="+")
    parser.add_argument("--fast", action="store_true")
    arguments = parser.parse_args()
    inputs, options = [str(path.resolve()) for path in arguments.documents], ["--fast"] * arguments.fast
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, checkout in (("this", HERE), ("other", arguments.checkout.resolve())):
            out = Path(folder) / name
            _run(checkout, "build", *inputs, "--out", str(out), "--jobs", "1", *options)
            found.append((quads(checkout, out), extractions(out)))
    names, pairs = ("quads", "extractions"), list(zip(*found, strict=True))
    counts = [differences(*pair) for pair in pairs]
    for name, count, (lines, _) in zip(names, counts, pairs, strict=True):
        print(f"{name}: {len(lines)}, different: {count}")
    return int(any(counts))


if __name__ == "__main__":
    sys.exit(main())
