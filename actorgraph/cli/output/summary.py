"""The summary after a build: counts, what changed, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from actorgraph.cli.output.tables import counted, print_table

if TYPE_CHECKING:
    from actorgraph.builder.outputs.summary import BuildReport

COUNTS = ("documents", "sentences", "claims", "actors", "relations")
REJECTED, REPAIRED = "rejected", "repaired"
CHANGES = ("new", "changed", "kept", "gone")


def print_summary(report: BuildReport, out: Path, seconds: float) -> None:
    """Print the summary of a build in `out` that took so many `seconds`."""
    figures = [*(f"{getattr(report.counts, name):,}" for name in COUNTS), f"{seconds:.1f}"]
    print_table([*COUNTS, "seconds"], [figures], justify="right")
    click.echo("\n".join([*_result_lines(report, out), "", *_next_lines(report, out)]))


def _result_lines(report: BuildReport, out: Path) -> Iterator[str]:
    changes = ", ".join(f"{getattr(report, name)} {name}" for name in CHANGES if getattr(report, name) or name == "new")
    if report.again:
        changes += f", {report.again} unchanged but read again with other rules or options"
    dropped = " in the extracted text; extract --why FILE shows what was removed" if report.reread else ""
    yield f"Documents: {f'nothing has changed{dropped}' if report.unchanged else changes}."
    if report.duplicates:
        copies = counted(len(report.duplicates), "document")
        yield f"Duplicates: {copies} with the text of another document; their claims are counted once."
    if report.undated:
        yield f"Undated: {counted(report.undated, 'document')} without a date; --since and --until leave them out."
    skipped, ignored = len(report.inputs.errors), len(report.inputs.notes)
    if skipped or ignored:
        yield f"Skipped: {skipped}; ignored: {ignored}; {out / 'report.html'} gives the reasons."
    if report.inputs.warnings:
        yield f"Warnings: {len(report.inputs.warnings)}; {out / 'report.html'} lists them."
    counts = report.counts
    left_out, repaired = (_verified(counts.verification, outcome) for outcome in (REJECTED, REPAIRED))
    if counts.verification:
        mended = f", {counted(repaired, 'detail')} repaired" if repaired else ""
        reasons = f"{out / 'report.html'} gives the reasons."
        yield f"Verification: {counted(left_out, 'proposed claim')} left out{mended}; {reasons}"
    if report.applied or report.notes or report.problems:
        yield f"Decisions: {', '.join(_decision_counts(report))}."
    if counts.merged or counts.proposed:
        yield f"Identity: {counted(counts.merged, 'name')} merged, {counted(counts.proposed, 'match')} to review."


def _verified(counts: Mapping[str, int], outcome: str) -> int:
    return sum(number for reason, number in counts.items() if reason.startswith(outcome))


def _decision_counts(report: BuildReport) -> Iterator[str]:
    """How many decisions apply, and how many do not: a line on standard error names each of these."""
    yield f"{report.applied} apply"
    if report.notes:
        yield f"{len(report.notes)} waiting for an actor or claim that is not in these documents (listed above)"
    if report.problems:
        yield "some contradict each other (listed above)"


def _next_lines(report: BuildReport, out: Path) -> Iterator[str]:
    flag = "" if str(out) == "out" else f" --out {out}"
    yield f"Open {out / 'map.html'} in a browser. Beside it: store/, claims.jsonl, claims.csv, graph.trig."
    yield "Next:"
    yield f"  actorgraph query top-actors{flag}"
    yield f"  actorgraph actors list{flag}"
    yield f"  actorgraph read{flag}"
    if len(report.batches) > 1:
        before, after = report.batches[-2:]
        yield f"  actorgraph diff {quote(before)} {quote(after)}{flag}"
    yield "  actorgraph query --list"
    if report.counts.proposed:
        yield f"  actorgraph actors review{flag}"
    yield f"  actorgraph claims review{flag}"
