"""What a comparison of the two batches of seeds finds of what it should, and how fast quads are compared.

    python -m bench.accuracy.diff                  # recall on bench/domain/expected_diff.toml, missed rows
    python -m bench.accuracy.diff --quads 1000000  # two sorted N-Quads files, beside pyoxigraph reading them

A row of the list is found only if each of its parts is, and a part only if one finding links both sides.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pyoxigraph as ox
from click.testing import CliRunner
from pydantic import BaseModel, ConfigDict, Field

from actorgraph.cli.main import main as actorgraph
from bench.speed.made import lines_of
from bench.speed.measuring import measured
from graph.diff.rdf.lines import diff_of_files
from graph.diff.rdf.patch import apply

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = ROOT / "bench" / "domain" / "expected_diff.toml"
BATCHES = ("2025-10", "2026-01")
CHANGED = 1_000
"""Quads that only one of the two made graphs has."""
MOST = 3.0
"""Times that the comparison may take as long as reading both files."""
Record = Mapping[str, Any]
Where = Literal[
    "developments", "contradictions", "changed", "strengthened", "weakened", "repeated", "same", "numbers", "attributed"
]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Said(_Table):
    """What a claim must be like; keys that are left out do not matter."""

    actor: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    denied: bool | None = None

    def is_like(self, claim: Record) -> bool:
        """True if the claim is one of these."""
        action, target = claim["action"], claim["target"]
        words = f"{target['label'] if target else ''} {claim['sentence']['text']}"
        return (
            (not self.actor or claim["actor"]["label"] in self.actor)
            and (not self.act or bool({action["class"], action["concept"]} & set(self.act)))
            and (not self.target or any(word in words for word in self.target))
            and (self.denied is None or self.denied is (claim["polarity"] == "negated"))
        )


class Part(_Table):
    """One finding in one of these lists, with claims like these on both sides."""

    lists: tuple[Where, ...] = Field(alias="in", min_length=1)
    before: tuple[Said, ...] = Field(min_length=1)
    after: tuple[Said, ...] = Field(min_length=1)
    aside: bool = False
    """True if the row counts as found without it."""

    def is_in(self, report: Record) -> bool:
        """True if a finding of the report is it."""
        return any(
            any(one.is_like(claim) for one in self.before for claim in sides[0])
            and any(one.is_like(claim) for one in self.after for claim in sides[1])
            for name in self.lists
            for sides in map(sides_of, report[name])
        )


class Row(_Table):
    """A row of the list: its parts must all be found, but for those that are aside."""

    table: Literal["moved", "enforcement", "strengthened"]
    text: str
    parts: tuple[Part, ...] = Field(min_length=1)


class Never(_Table):
    """What must not be reported."""

    text: str
    new_actors: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class Expected(_Table):
    """The list."""

    row: tuple[Row, ...]
    never: tuple[Never, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that were found and missed, and what was reported that must not be."""

    found: tuple[Row, ...]
    missed: tuple[Row, ...]
    wrong: tuple[Never, ...]
    parts: tuple[int, int]
    """Parts found, and all parts, those aside too."""

    @property
    def recall(self) -> float:
        """Share of the rows that were found, from 0 to 1."""
        return len(self.found) / (len(self.found) + len(self.missed))


def sides_of(finding: Record) -> tuple[list[Record], list[Record]]:
    """The claims of a finding, those of the first batch and those of the second."""
    if "steps" in finding:
        claims = [claim for step in finding["steps"] for claim in step["claims"]]
    elif "affirmed" in finding:
        claims = [*finding["affirmed"], *finding["denied"]]
    else:
        return finding["before"], finding["after"]
    first, second = ([one for one in claims if one["document"].startswith(f"{batch}/")] for batch in BATCHES)
    return first, second


def expected() -> Expected:
    """The list, checked."""
    return Expected.model_validate(tomllib.loads(EXPECTED.read_text(encoding="utf-8")))


def report_of_seeds() -> Record:
    """The JSON that `diff` prints for the two batches of seeds."""
    with tempfile.TemporaryDirectory() as folder:
        run("build", str(ROOT / "seeds"), "--out", f"{folder}/out")
        report: Record = json.loads(run("diff", *BATCHES, "--format", "json", "--out", f"{folder}/out", code=1))
        return report


def run(*arguments: str, code: int = 0) -> str:
    """What a command of ours prints on standard output."""
    result = CliRunner().invoke(actorgraph, arguments)
    if result.exit_code != code:
        raise SystemExit(f"actorgraph {' '.join(arguments)}: exit code {result.exit_code}\n{result.output}")
    return result.stdout


def compare(report: Record, wanted: Expected) -> Found:
    """Look for every row of the list in a report."""
    hits = [all(part.is_in(report) for part in row.parts if not part.aside) for row in wanted.row]
    parts = [part.is_in(report) for row in wanted.row for part in row.parts]
    return Found(
        tuple(row for row, hit in zip(wanted.row, hits, strict=True) if hit),
        tuple(row for row, hit in zip(wanted.row, hits, strict=True) if not hit),
        tuple(never for never in wanted.never if _is_reported(never, report)),
        (sum(parts), len(parts)),
    )


def _is_reported(never: Never, report: Record) -> bool:
    new = {actor["label"] for actor in report["actors_added"]}
    pairs = [
        {label for entity in finding.get("subject", ()) for label in (entity["label"],)}
        for finding in report["developments"]
        if finding["ladder"] != "relations"
    ]
    counted = {str(number) for one in report["numbers"] for number in one["quantity"].values()}
    texts = [claim["sentence"]["text"] for claim in claims_of(report)]
    return (
        bool(new & set(never.new_actors))
        or (bool(never.merged) and any(set(never.merged) <= pair for pair in pairs))
        or (bool(never.merged) and not set(never.merged) <= _labels(report))
        or bool(counted & set(never.numbers))
        or any(word in text for word in never.words for text in texts)
    )


def _labels(report: Record) -> set[str]:
    """Every entity that the report names."""
    parts = [part for claim in claims_of(report) for part in (claim["actor"], claim["target"], claim["attribution"])]
    return {part["label"] for part in parts if part}


def claims_of(report: Record) -> Iterator[Record]:
    """Every claim of the report."""
    for name in ("changed", "added", "gone", "strengthened", "weakened", "repeated", "numbers", "same"):
        for change in report[name]:
            yield from (*change["before"], *change["after"])


def tell(result: Found) -> None:
    """Print the figures and what was missed."""
    total = len(result.found) + len(result.missed)
    print(f"rows found: {len(result.found)} of {total}, {result.recall:.0%}", end="; ")
    print(f"parts of rows: {result.parts[0]} of {result.parts[1]}")
    for table in dict.fromkeys(row.table for row in (*result.found, *result.missed)):
        here = [row for row in result.found if row.table == table]
        print(f"  {table}: {len(here)} of {len(here) + sum(row.table == table for row in result.missed)}")
    for row in result.missed:
        print(f"missed ({row.table}): {row.text}")
    print(f"reported that must not be: {len(result.wrong)}")
    for never in result.wrong:
        print(f"wrong: {never.text}")


def made_files(folder: Path, quads: int) -> tuple[Path, Path]:
    """Two sorted N-Quads files that are equal but for some quads of each."""
    lines = lines_of(quads)
    step = max(1, len(lines) // CHANGED)
    first = [line for n, line in enumerate(lines) if n % step]
    second = [line for n, line in enumerate(lines) if (n + step // 2) % step]
    paths = folder / "a.nq", folder / "b.nq"
    for path, content in zip(paths, (first, second), strict=True):
        path.write_text("".join(f"{line}\n" for line in content), encoding="utf-8")
    return paths


def read_both(paths: Sequence[Path]) -> None:
    """Read the files with pyoxigraph, quad by quad."""
    for path in paths:
        for _ in ox.parse(path=str(path), format=ox.RdfFormat.N_QUADS):
            pass


def speed(quads: int, rounds: int) -> bool:
    """Print how long a comparison takes beside reading, and its memory. True if it keeps to the limit."""
    with tempfile.TemporaryDirectory() as folder:
        paths = made_files(Path(folder), quads)
        found = diff_of_files(*paths)
        print(f"{quads:,} quads each; {len(found.added):,} added, {len(found.gone):,} gone")
        first, second = (path.read_text(encoding="utf-8").splitlines() for path in paths)
        print(f"the patch makes the second of the first: {list(apply(first, found, 'a').lines) == second}")
        del first, second
        reading, comparing = (
            [measured(task) for _ in range(rounds)]
            for task in (partial(read_both, paths), partial(diff_of_files, *paths))
        )
        first_s, second_s = (min(one.seconds or 0.0 for one in found) for found in (reading, comparing))
        ratio = second_s / first_s
        print(f"reading both with pyoxigraph: {first_s:.2f} s")
        print(f"comparing: {second_s:.2f} s, {ratio:.2f} times as long (at most {MOST:g})")
        print(f"memory that it adds: {max(one.added or 0.0 for one in comparing):.0f} MB")
        return ratio <= MOST


def main() -> int:
    """Print the figures; exit code 1 if one is not reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=0, help="Compare made graphs of so many quads instead.")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.quads:
        return 0 if speed(arguments.quads, arguments.rounds) else 1
    result = compare(report_of_seeds(), expected())
    tell(result)
    return 0 if result.recall >= 0.7 and not result.wrong else 1


if __name__ == "__main__":
    sys.exit(main())
