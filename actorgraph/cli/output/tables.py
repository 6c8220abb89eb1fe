"""Rows as tables on a terminal, as CSV or as JSON lines."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from ontology.records import Record, json_line

if TYPE_CHECKING:
    from ontology.model import Claim, Document, DocumentEntity, OpenTriple

PIPE_WIDTH = 200
CSV_ONLY = frozenset({"sentence", "number", "class", "confidence", "id", "date"})
"""Columns for which a table on a terminal has no space."""


@dataclass(frozen=True, slots=True)
class OutputRow:
    """One line of output: its JSON record, and its cells for tables and CSV."""

    record: Record
    cells: Mapping[str, object]


def console() -> Console:
    """Standard output; wide if it is not a terminal."""
    return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, soft_wrap=False, highlight=False)


def print_table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, justify: str = "left") -> None:
    """Print a table; cells are text, never markup."""
    view = Table(box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, show_edge=False)
    for name in columns:
        view.add_column(
            escape(name.replace("_", " ")), overflow="fold", justify="right" if justify == "right" else "left"
        )
    for row in rows:
        view.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console().print(view)
    if not rows:
        click.echo("(none)", err=not sys.stdout.isatty())


def print_bytes(content: bytes) -> None:
    """Write bytes to standard output, with a newline at the end."""
    sys.stdout.buffer.write(content if content.endswith(b"\n") else content + b"\n")


def write_rows(rows: Iterable[OutputRow], form: str, *, csv_only: frozenset[str] = CSV_ONLY) -> None:
    """Print rows as JSON lines or CSV, each as soon as it is there, or as a table without the columns `csv_only`."""
    if form == "jsonl":
        for row in rows:
            click.echo(json_line(row.record), nl=False)
    elif form == "csv":
        _write_csv(rows)
    else:
        cells = [{name: cell for name, cell in row.cells.items() if name not in csv_only} for row in rows]
        print_table(list(cells[0]) if cells else [], [list(row.values()) for row in cells])


def _write_csv(rows: Iterable[OutputRow]) -> None:
    from graph.export.tables import inert

    writer = csv.writer(sys.stdout, lineterminator="\n")
    for number, row in enumerate(rows):
        if number == 0:
            writer.writerow(row.cells)
        writer.writerow([inert(cell) for cell in row.cells.values()])


def claim_cells(claim: Claim, document: Document) -> dict[str, object]:
    """The columns of a claim."""
    return {
        "document": claim.document,
        "date": claim.when or document.date,
        "actor": claim.actor.entity.label,
        "action": claim.action.label,
        "target": claim.target.entity.label if claim.target else None,
        "number": claim.target.quantity if claim.target else None,
        "class": claim.action.class_,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "alleged": "alleged" if claim.alleged else None,
        "said by": claim.attribution.label if claim.attribution else None,
        "rule": claim.rule,
        "confidence": claim.confidence,
        "sentence": claim.sentence.text,
    }


def open_triple_cells(triple: OpenTriple) -> dict[str, object]:
    """The columns of an open triple."""
    return {
        "document": triple.document,
        "subject": triple.subject,
        "relation": triple.relation,
        "object": triple.object,
        "rule": triple.rule,
        "sentence": triple.sentence.text,
    }


def entity_cells(entity: DocumentEntity) -> dict[str, object]:
    """The columns of an entity of a document."""
    texts = dict.fromkeys(mention.span.text for mention in entity.mentions)
    return {
        "document": entity.document,
        "label": entity.entity.label,
        "type": entity.entity.type.value,
        "mentions": len(entity.mentions),
        "as": "; ".join(texts),
        "id": entity.entity.id,
    }


def counted(number: int, noun: str) -> str:
    """A number with its noun: '1 claim', '2 claims'."""
    ending = "" if number == 1 else "es" if noun.endswith("ch") else "s"
    return f"{number:,} {noun}{ending}"


def percent(part: int, whole: int) -> str:
    """A share in percent; '-' if there is nothing to divide by."""
    return f"{100 * part / whole:.1f} %" if whole else "-"
