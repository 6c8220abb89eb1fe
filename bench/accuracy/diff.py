"""Measures the recall of `actorgraph diff` on the two batches of seeds, and the speed of comparing quads.

    python -m bench.accuracy.diff                  # recall on bench/domain/expected_diff.toml, missed rows
    python -m bench.accuracy.diff --quads 1000000  # time of two sorted N-Quads files, against pyoxigraph reading them

A row of the list counts as found if all its required parts are found. A part is found if one finding has matching
claims on both sides.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

import pyoxigraph as ox
from pydantic import Field

from bench.accuracy.diff_reports import ROOT, Record, TomlTable, claims_by_batch, read_toml, run_json
from bench.speed.measurement import measure
from bench.speed.synthetic_graph import lines_of
from graph.diff.rdf.lines import diff_of_files
from graph.diff.rdf.patch import apply

EXPECTED = ROOT / "bench" / "domain" / "expected_diff.toml"
BATCHES = ("2025-10", "2026-01")
DIFFERENCES = 1_000
"""Quads that only one of the two synthetic graphs has."""
MAX_RATIO = 3.0
"""Limit of the time of a comparison, relative to reading both files."""
FindingList = Literal[
    "developments", "contradictions", "changed", "strengthened", "weakened", "repeated", "same", "numbers", "attributed"
]


class ClaimPattern(TomlTable):
    """Conditions on a claim; a condition that is left out always holds.

    `actor`: accepted labels. `act`: accepted action classes or concepts. `target`: words of which one must be in the
    label of the target or in the sentence. `denied`: the required polarity.
    """

    actor: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    denied: bool | None = None

    def matches(self, claim: Record) -> bool:
        """Return whether the claim satisfies all conditions."""
        action, target = claim["action"], claim["target"]
        words = f"{target['label'] if target else ''} {claim['sentence']['text']}"
        return (
            (not self.actor or claim["actor"]["label"] in self.actor)
            and (not self.act or bool({action["class"], action["concept"]} & set(self.act)))
            and (not self.target or any(word in words for word in self.target))
            and (self.denied is None or self.denied is (claim["polarity"] == "negated"))
        )


class ExpectedFinding(TomlTable):
    """A finding that the report should have in one of `lists`, with a matching claim on each side."""

    lists: tuple[FindingList, ...] = Field(alias="in", min_length=1)
    before: tuple[ClaimPattern, ...] = Field(min_length=1)
    after: tuple[ClaimPattern, ...] = Field(min_length=1)
    optional: bool = False
    """True if the row counts as found without this part."""

    def is_in(self, report: Record) -> bool:
        """Return whether the report has such a finding."""
        return any(
            any(pattern.matches(claim) for pattern in self.before for claim in before)
            and any(pattern.matches(claim) for pattern in self.after for claim in after)
            for name in self.lists
            for before, after in (claims_by_batch(finding, BATCHES) for finding in report[name])
        )


class ExpectedRow(TomlTable):
    """A row of the list: an analyst's observation, and the findings that express it."""

    table: Literal["moved", "enforcement", "strengthened"]
    text: str
    parts: tuple[ExpectedFinding, ...] = Field(min_length=1)


class ForbiddenFinding(TomlTable):
    """Something the report must not contain.

    `new_actors`: labels that must not be reported as new. `merged`: actors that must not become one. `numbers`: values
    that must not be compared. `words`: strings that must not be in any sentence of a claim.
    """

    text: str
    new_actors: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


class ExpectedDiff(TomlTable):
    """The content of bench/domain/expected_diff.toml."""

    row: tuple[ExpectedRow, ...]
    never: tuple[ForbiddenFinding, ...]


@dataclass(frozen=True, slots=True)
class DiffScore:
    """Rows that were found, rows that were missed, and forbidden findings that were reported."""

    found: tuple[ExpectedRow, ...]
    missed: tuple[ExpectedRow, ...]
    wrong: tuple[ForbiddenFinding, ...]
    parts: tuple[int, int]
    """Number of parts found and of all parts, optional ones included."""

    @property
    def recall(self) -> float:
        """Share of the rows that were found, from 0 to 1."""
        return len(self.found) / (len(self.found) + len(self.missed))


def read_expected() -> ExpectedDiff:
    """Read and validate the list of expected findings."""
    return read_toml(EXPECTED, ExpectedDiff)


def report_of_seeds() -> Record:
    """Build the seeds and return the JSON report of `actorgraph diff` for the two batches."""
    with tempfile.TemporaryDirectory() as folder:
        return run_json(ROOT / "seeds", BATCHES, Path(folder) / "out")


def score_report(report: Record, expected: ExpectedDiff) -> DiffScore:
    """Check a report against the list of expected and forbidden findings."""
    is_found = [all(part.is_in(report) for part in row.parts if not part.optional) for row in expected.row]
    parts = [part.is_in(report) for row in expected.row for part in row.parts]
    return DiffScore(
        tuple(row for row, hit in zip(expected.row, is_found, strict=True) if hit),
        tuple(row for row, hit in zip(expected.row, is_found, strict=True) if not hit),
        tuple(forbidden for forbidden in expected.never if _is_reported(forbidden, report)),
        (sum(parts), len(parts)),
    )


def _is_reported(forbidden: ForbiddenFinding, report: Record) -> bool:
    new = {actor["label"] for actor in report["actors_added"]}
    pairs = [
        {label for entity in finding.get("subject", ()) for label in (entity["label"],)}
        for finding in report["developments"]
        if finding["ladder"] != "relations"
    ]
    counted = {str(number) for finding in report["numbers"] for number in finding["quantity"].values()}
    texts = [claim["sentence"]["text"] for claim in claims_of(report)]
    return (
        bool(new & set(forbidden.new_actors))
        or (bool(forbidden.merged) and any(set(forbidden.merged) <= pair for pair in pairs))
        or (bool(forbidden.merged) and not set(forbidden.merged) <= _labels(report))
        or bool(counted & set(forbidden.numbers))
        or any(word in text for word in forbidden.words for text in texts)
    )


def _labels(report: Record) -> set[str]:
    """Return the labels of all entities in the claims of the report."""
    parts = [part for claim in claims_of(report) for part in (claim["actor"], claim["target"], claim["attribution"])]
    return {part["label"] for part in parts if part}


def claims_of(report: Record) -> Iterator[Record]:
    """Yield every claim of the report."""
    for name in ("changed", "added", "gone", "strengthened", "weakened", "repeated", "numbers", "same"):
        for change in report[name]:
            yield from (*change["before"], *change["after"])


def print_score(score: DiffScore) -> None:
    """Print the figures, the missed rows and the forbidden findings."""
    total = len(score.found) + len(score.missed)
    print(f"rows found: {len(score.found)} of {total}, {score.recall:.0%}", end="; ")
    print(f"parts of rows: {score.parts[0]} of {score.parts[1]}")
    for table in dict.fromkeys(row.table for row in (*score.found, *score.missed)):
        found = sum(row.table == table for row in score.found)
        print(f"  {table}: {found} of {found + sum(row.table == table for row in score.missed)}")
    for row in score.missed:
        print(f"missed ({row.table}): {row.text}")
    print(f"forbidden findings reported: {len(score.wrong)}")
    for forbidden in score.wrong:
        print(f"wrong: {forbidden.text}")


def write_sample_graphs(folder: Path, quads: int) -> tuple[Path, Path]:
    """Write two sorted N-Quads files that are equal except for about DIFFERENCES quads, and return their paths."""
    lines = lines_of(quads)
    step = max(1, len(lines) // DIFFERENCES)
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
    """Print time (relative to reading) and memory of a comparison. Return whether the time is within the limit."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write_sample_graphs(Path(folder), quads)
        difference = diff_of_files(*paths)
        print(f"{quads:,} quads each; {len(difference.added):,} added, {len(difference.gone):,} gone")
        first, second = (path.read_text(encoding="utf-8").splitlines() for path in paths)
        print(f"the patch turns the first into the second: {list(apply(first, difference, 'a').lines) == second}")
        del first, second
        reading, comparing = (
            [measure(task) for _ in range(rounds)]
            for task in (partial(read_both, paths), partial(diff_of_files, *paths))
        )
        reading_seconds, comparing_seconds = (min(run.seconds or 0.0 for run in runs) for runs in (reading, comparing))
        ratio = comparing_seconds / reading_seconds
        print(f"reading both with pyoxigraph: {reading_seconds:.2f} s")
        print(f"comparing: {comparing_seconds:.2f} s, {ratio:.2f} times as long (at most {MAX_RATIO:g})")
        print(f"additional memory: {max(run.added or 0.0 for run in comparing):.0f} MB")
        return ratio <= MAX_RATIO


def main() -> int:
    """Print the figures. Return exit code 1 if one is below its target."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=0, help="Measure the speed on graphs of this many quads instead.")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    if arguments.quads:
        return 0 if speed(arguments.quads, arguments.rounds) else 1
    score = score_report(report_of_seeds(), read_expected())
    print_score(score)
    return 0 if score.recall >= 0.7 and not score.wrong else 1


if __name__ == "__main__":
    sys.exit(main())
