"""Measures, phenomena and errors of an evaluation, as tables or as one JSON object."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from actorgraph.cli.output.tables import percent, print_table
from ontology.records import Record, json_line

if TYPE_CHECKING:
    from actorgraph.evaluation.scoring import Evaluation


def print_evaluation(evaluation: Evaluation, form: str, shown: int) -> None:
    """Print an evaluation as tables, with at most `shown` errors, or as JSON (`form` "json")."""
    if form == "json":
        click.echo(json_line(evaluation_record(evaluation)), nl=False)
        return
    print_table(["measure", "share", "of"], _measures(evaluation))
    _print_phenomena(evaluation)
    _print_errors(evaluation, shown)


def evaluation_record(evaluation: Evaluation) -> Record:
    """An evaluation as JSON: shares from 0 to 1, counts, phenomena, errors."""
    return {
        "recall": evaluation.recall,
        "precision": evaluation.precision,
        "f1": evaluation.f1,
        "counts": dict(sorted(evaluation.counts.items())),
        "phenomena": {name: dict(counts) for name, counts in sorted(evaluation.phenomena.items())},
        "errors": [asdict(error) for error in evaluation.errors],
    }


def _print_phenomena(evaluation: Evaluation) -> None:
    if not evaluation.phenomena:
        return
    rows = [
        [name, percent(counts["core found"], counts["core"]), str(counts["core"])]
        for name, counts in sorted(evaluation.phenomena.items())
        if counts["core"]
    ]
    click.echo("")
    print_table(["phenomenon", "found", "core claims"], rows)


def _print_errors(evaluation: Evaluation, shown: int) -> None:
    click.echo("")
    if evaluation.counts["not annotated"]:
        click.echo(f"{evaluation.counts['not annotated']} claims from sentences without annotation are not scored.")
    for error in evaluation.errors[:shown]:
        rule = f"  [{error.rule}]" if error.rule else ""
        click.echo(f"{error.kind}: {error.claim}{rule}\n    {error.document}: {error.sentence}")
    if len(evaluation.errors) > shown:
        click.echo(f"{len(evaluation.errors) - shown} more errors: --errors {len(evaluation.errors)} lists all.")


def _measures(evaluation: Evaluation) -> list[list[str]]:
    counts = evaluation.counts
    parts = (
        ("core claims found (recall)", "core found", "core"),
        ("claims that are right (precision)", "right", "claims"),
    )
    rows = [[name, percent(counts[part], counts[whole]), str(counts[whole])] for name, part, whole in parts]
    rows.append(["F1", "-" if evaluation.f1 is None else f"{100 * evaluation.f1:.1f} %", ""])
    for name in ("negation", "modality", "attribution"):
        rows.append([f"{name} right", percent(counts[f"{name} right"], counts["matched"]), str(counts["matched"])])
        marked = counts[f"{name} marked"]
        rows.append(["  where it is marked", percent(counts[f"{name} marked right"], marked), str(marked)])
    rows.append(["claims from noise", str(counts["noise claims"]), f"{counts['noise lines']} lines"])
    return rows
