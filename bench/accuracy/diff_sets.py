"""Measures recall and precision of `actorgraph diff` on pairs of batches that were written for it.

    python -m bench.accuracy.diff_sets                  # all pairs of bench/diffs
    python -m bench.accuracy.diff_sets river --errors   # one pair, with what is missed and what is wrong

Each pair has a list of expected findings, written before the tool was run on the texts; bench/diffs/README.md explains
its keys. A finding counts as right if it cites a sentence of each side that a row of the list names, and says what the
row says; every other finding of the headline sections counts as wrong, also one that is true but in no list.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from bench.accuracy.diff_reports import ROOT, Record, TomlTable, claims_by_batch, read_toml, run_json

SETS = ROOT / "bench" / "diffs"
HEADLINES = ("developments", "contradictions", "changed", "numbers", "repeated")
"""The sections that tell news; each of their findings counts for precision."""


class Row(TomlTable):
    """A finding that is right: parts of the sentences that it cites on each side, and words of which it says one."""

    text: str
    before: tuple[str, ...] = Field(min_length=1)
    after: tuple[str, ...] = Field(min_length=1)
    says: tuple[str, ...] = ()


class Never(TomlTable):
    """What must not be reported.

    `cites`: parts of sentences that no finding cites. `line`: regular expressions that no sentence of a finding
    matches. `before` and `after`: parts of sentences that no finding puts side by side. `actors`: labels that are
    neither new nor gone.
    """

    text: str
    cites: tuple[str, ...] = ()
    line: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


class DiffSet(TomlTable):
    """The list of one pair: `row` counts for recall, `also` is right as well, `never` is forbidden.

    `held_out`: nobody reads what is missed and wrong. `floors`: the least recall and precision. `formats`: by file
    extension, the number of texts of each batch. `forbidden`, `refused`: how many forbidden findings are known, and
    how many sentences of the brief that its check refuses. `names`: by another name of an actor, the one that the
    brief has to call it by.
    """

    batches: tuple[str, str]
    held_out: bool
    floors: tuple[float, float]
    formats: tuple[dict[str, int], dict[str, int]]
    forbidden: int = 0
    refused: int = 0
    names: dict[str, str] = Field(default_factory=dict)
    row: tuple[Row, ...]
    also: tuple[Row, ...] = ()
    never: tuple[Never, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding of the report: its section, its sentence, and the sentences that it cites on each side."""

    section: str
    line: str
    before: tuple[str, ...]
    after: tuple[str, ...]

    def is_of(self, row: Row) -> bool:
        """Return whether it is the finding of a row."""
        says = not row.says or any(word in self.line for word in row.says)
        return says and _has(self.before, row.before) and _has(self.after, row.after)

    def is_forbidden(self, never: Never) -> bool:
        """Return whether a row forbids it."""
        sides = bool(never.before) and _has(self.before, never.before) and _has(self.after, never.after)
        return (
            sides
            or _has((*self.before, *self.after), never.cites)
            or any(re.search(pattern, self.line) for pattern in never.line)
        )


@dataclass(frozen=True, slots=True)
class SetScore:
    """What was found, missed, right, wrong and forbidden."""

    found: tuple[Row, ...]
    missed: tuple[Row, ...]
    right: tuple[Finding, ...]
    wrong: tuple[Finding, ...]
    forbidden: tuple[str, ...]

    def reaches(self, expected: DiffSet) -> bool:
        """Return whether recall and precision are not below their floors, and no more than known is forbidden."""
        recall, precision = expected.floors
        is_known = len(self.forbidden) <= expected.forbidden
        return self.recall >= recall and self.precision >= precision and is_known

    @property
    def recall(self) -> float:
        """Share of the expected rows that were found."""
        return len(self.found) / (len(self.found) + len(self.missed))

    @property
    def precision(self) -> float:
        """Share of the findings that are in the list; 1 if there are none."""
        total = len(self.right) + len(self.wrong)
        return len(self.right) / total if total else 1.0


def _has(sentences: tuple[str, ...], parts: tuple[str, ...]) -> bool:
    return any(part in sentence for part in parts for sentence in sentences)


def read_set(name: str) -> DiffSet:
    """Read and validate the list of a pair."""
    return read_toml(SETS / f"{name}.toml", DiffSet)


def names() -> list[str]:
    """Return the names of the pairs."""
    return sorted(path.stem for path in SETS.glob("*.toml"))


def findings(report: Record) -> list[Finding]:
    """Return the findings of the headline sections; relations that a development or contradiction tells only once."""
    batches = report["before"], report["after"]
    sides = [
        (section, record["sentence"], *claims_by_batch(record, batches))
        for section in HEADLINES
        for record in report[section]
    ]
    told = {
        claim["id"]
        for section, _, before, after in sides
        if section in {"developments", "contradictions"}
        for claim in (*before, *after)
    }
    return [
        Finding(section, line, _sentences(before), _sentences(after))
        for section, line, before, after in sides
        if section != "changed" or not {claim["id"] for claim in (*before, *after)} <= told
    ]


def _sentences(claims: Iterable[Record]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim["sentence"]["text"] for claim in claims))


def score(report: Record, expected: DiffSet) -> SetScore:
    """Check a report against the list of its pair."""
    every = findings(report)
    known = (*expected.row, *expected.also)
    right = [finding for finding in every if any(finding.is_of(row) for row in known)]
    found = [row for row in expected.row if any(finding.is_of(row) for finding in every)]
    changed = {actor["label"] for side in ("actors_added", "actors_gone") for actor in report[side]}
    forbidden = [
        never.text
        for never in expected.never
        if changed & set(never.actors) or any(finding.is_forbidden(never) for finding in every)
    ]
    return SetScore(
        tuple(found),
        tuple(row for row in expected.row if row not in found),
        tuple(finding for finding in right),
        tuple(finding for finding in every if finding not in right),
        tuple(forbidden),
    )


def report_of(name: str, out: Path) -> Record:
    """Build a pair in a folder and return the JSON report of the diff of its batches."""
    batches = read_set(name).batches
    return run_json(SETS / name, batches, out)


def print_score(name: str, result: SetScore, *, errors: bool) -> None:
    """Print the figures of a pair, and with `errors` what is missed and wrong."""
    rows, lines = len(result.found) + len(result.missed), len(result.right) + len(result.wrong)
    print(
        f"{name}: recall {result.recall:.0%} ({len(result.found)} of {rows}), "
        f"precision {result.precision:.0%} ({len(result.right)} of {lines}), forbidden {len(result.forbidden)}"
    )
    if errors:
        told = [
            *(f"  missed: {row.text}" for row in result.missed),
            *(f"  wrong ({finding.section}): {finding.line}" for finding in result.wrong),
            *(f"  forbidden: {text}" for text in result.forbidden),
        ]
        print("".join(f"{line}\n" for line in told), end="")


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures. Return exit code 1 if one is below its floor; exit with 2 for a pair that there is not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pairs", nargs="*", help="Names of pairs; all without one.")
    parser.add_argument(
        "--errors", action="store_true", help="Print what is missed and wrong, except of a pair that is held out."
    )
    parser.add_argument("--keep", type=Path, help="Keep the builds in this folder, and use those that are there.")
    chosen = parser.parse_args(arguments)
    unknown = sorted({*chosen.pairs} - {*names()})
    if unknown:
        parser.error(f"no pair {unknown[0]!r}; there are {', '.join(names())}")
    is_reached = True
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen.pairs or names():
            expected = read_set(name)
            result = score(report_of(name, (chosen.keep or Path(folder)) / name), expected)
            print_score(name, result, errors=chosen.errors and not expected.held_out)
            is_reached &= result.reaches(expected)
    return 0 if is_reached else 1


if __name__ == "__main__":
    sys.exit(main())
