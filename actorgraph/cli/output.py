"""What the commands print: tables on a terminal, plain lines in a pipe."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from ontology.records import Record, json_line

if TYPE_CHECKING:
    from actorgraph.builder.pipeline import Progress as OnProgress
    from actorgraph.builder.pipeline import Report
    from actorgraph.evaluation.scoring import Evaluation
    from extract.explain import Explanation
    from graph.query.catalogue import NamedQuery
    from ontology.model import Claim, Document, DocumentEntity, OpenTriple

PIPE_WIDTH = 200
CSV_ONLY = frozenset({"sentence", "number", "class", "confidence", "id", "date"})
"""Columns that a table on the screen has no room for."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of output: its JSON record, and its cells for tables and CSV."""

    record: Record
    cells: Mapping[str, object]


def console() -> Console:
    """Standard output; wide where nobody looks at it."""
    return Console(width=None if sys.stdout.isatty() else PIPE_WIDTH, soft_wrap=False, highlight=False)


@contextmanager
def progress_bar(doing: str = "Reading", what: str = "documents") -> Iterator[OnProgress | None]:
    """A progress bar on standard error if that is a terminal, else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    columns = (
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(what),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("read", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def summary(report: Report, out: Path, seconds: float) -> None:
    """The short table after a build, and what to do next."""
    counts = report.counts
    names = ("documents", "sentences", "claims", "actors", "relations", "seconds")
    figures = [*(f"{getattr(counts, name):,}" for name in names[:-1]), f"{seconds:.1f}"]
    table(list(names), [figures], justify="right")
    parts = ("new", "changed", "kept", "gone")
    told = ", ".join(f"{getattr(report, name)} {name}" for name in parts if getattr(report, name) or name == "new")
    identity = f"Who is who: {counted(counts.merged, 'name')} merged, {counted(counts.proposed, 'match')} to judge."
    where = " in what is kept of them; extract --why FILE says what is not" if report.reread else ""
    state = f"nothing has changed{where}" if report.unchanged else told
    flag = "" if str(out) == "out" else f" --out {out}"
    copied, skipped = len(report.copied), len(report.intake.errors)
    passed, batches = len(report.intake.notes), sorted({one.entry.batch for one in report.intake.given})
    lines = [
        f"Documents: {state}.",
        *(
            [f"Copies: {counted(copied, 'document')} with the text of another; their claims count once."]
            if copied
            else []
        ),
        *(
            [f"Left out: {skipped}; passed over: {passed}; {out / 'report.html'} says why."]
            if skipped or passed
            else []
        ),
        *([identity] if counts.merged or counts.proposed else []),
        "",
        f"Open {out / 'map.html'} in a browser. Beside it: store/, claims.jsonl, claims.csv, graph.trig.",
        "Next:",
        f"  actorgraph query top-actors{flag}",
        f"  actorgraph actors list{flag}",
        *([f"  actorgraph diff {quote(batches[0])} {quote(batches[1])}{flag}"] if len(batches) > 1 else []),
        "  actorgraph query --list",
        *([f"  actorgraph actors review{flag}"] if counts.proposed else []),
    ]
    click.echo("\n".join(lines))


def table(columns: Sequence[str], rows: Sequence[Sequence[object]], *, justify: str = "left") -> None:
    """A table; cells are text, never markup."""
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


def write_rows(rows: Iterable[Row], form: str) -> None:
    """Rows as JSON lines, CSV (both as they come) or a table."""
    if form == "jsonl":
        for row in rows:
            click.echo(json_line(row.record), nl=False)
    elif form == "csv":
        _write_csv(rows)
    else:
        found = [{name: cell for name, cell in row.cells.items() if name not in CSV_ONLY} for row in rows]
        table(list(found[0]) if found else [], [list(cells.values()) for cells in found])


def _write_csv(rows: Iterable[Row]) -> None:
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


def open_cells(triple: OpenTriple) -> dict[str, object]:
    """The columns of an open triple."""
    return {
        "document": triple.document,
        "subject": triple.subject,
        "relation": triple.relation,
        "object": triple.object,
        "rule": triple.rule,
        "sentence": triple.sentence.text,
    }


def entity_cells(found: DocumentEntity) -> dict[str, object]:
    """The columns of an entity of a document."""
    texts = dict.fromkeys(mention.span.text for mention in found.mentions)
    return {
        "document": found.document,
        "label": found.entity.label,
        "type": found.entity.type.value,
        "mentions": len(found.mentions),
        "as": "; ".join(texts),
        "id": found.entity.id,
    }


def texts(documents: Iterable[Document], form: str | None) -> None:
    """The text of each document: alone as it is, several under a line with their id, or as JSON lines."""
    if form == "jsonl":
        for document in documents:
            click.echo(json_line({"document": document.id, "text": document.text}), nl=False)
        return
    if form is not None:
        raise click.UsageError("--text is printed as it is or with --format jsonl")
    found = list(documents)
    for document in found:
        if len(found) > 1:
            click.echo(f"==> {document.id} <==")
        click.echo(document.text)


def query_list(queries: Iterable[NamedQuery]) -> None:
    """Every named query with its help and parameters."""
    for query in queries:
        click.echo(click.style(query.name, bold=True))
        click.echo(f"  {query.help}")
        for parameter in query.parameters:
            given = "required" if parameter.default is None else "" if parameter.default == "-" else parameter.default
            note = f" ({given})" if given else ""
            click.echo(f"    --param {parameter.name}={parameter.kind.upper()}{note}  {parameter.help}")
        click.echo()


def counted(number: int, noun: str) -> str:
    """'1 claim', '2 claims'."""
    ending = "" if number == 1 else "es" if noun.endswith("ch") else "s"
    return f"{number:,} {noun}{ending}"


def raw(content: bytes) -> None:
    """Bytes to standard output."""
    sys.stdout.buffer.write(content if content.endswith(b"\n") else content + b"\n")


def written(path: Path, text: str, what: str) -> None:
    """Write a file and say so."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{path}: {what}", err=True)


def written_or_printed(text: str, path: Path | None, what: str) -> None:
    """A file, with a line about it, or standard output."""
    if path is None:
        click.echo(text, nl=False)
    else:
        written(path, text, what)


def explanation(found: Explanation) -> None:
    """How a sentence was read."""
    _section("Tokens")
    table(
        ["token", "lemma", "tag", "dependency", "head"],
        [[row.text, row.lemma, row.tag, row.dependency, row.head] for row in found.tokens],
    )
    _section("Who is who")
    table(
        ["words", "as", "stand for", "type", "certainty"],
        [[row.text, row.kind, row.entity.label, row.entity.type.value, row.certainty] for row in found.references],
    )
    _section("Clauses")
    table(
        ["subject", "relation", "object", "rule"],
        [[row.subject, row.relation, row.object, row.rule] for row in found.clauses],
    )
    _section("Claims")
    table(
        ["actor", "action", "target", "class", "how", "said by", "rule", "confidence"],
        [_claim_row(claim) for claim in found.claims],
    )
    _section("Left out")
    table(["words", "why"], [[row.text, row.reason] for row in found.rejected])


def _claim_row(claim: Claim) -> list[object]:
    how = [claim.polarity.value, claim.modality.value, *(["alleged"] if claim.alleged else [])]
    return [
        claim.actor.entity.label,
        claim.action.label,
        claim.target.entity.label if claim.target else None,
        claim.action.class_,
        ", ".join(how),
        claim.attribution.label if claim.attribution else None,
        claim.rule,
        claim.confidence,
    ]


def _section(title: str) -> None:
    click.echo(click.style(f"\n{title}", bold=True))


def evaluation(found: Evaluation, form: str, shown: int) -> None:
    """Measures, phenomena and errors of an evaluation, as tables or as one JSON object."""
    if form == "json":
        click.echo(json_line(evaluation_record(found)), nl=False)
        return
    counts = found.counts
    table(["measure", "share", "of"], _measures(found))
    if found.phenomena:
        rows = [
            [name, _percent(its["core found"], its["core"]), str(its["core"])]
            for name, its in sorted(found.phenomena.items())
            if its["core"]
        ]
        click.echo("")
        table(["phenomenon", "found", "core claims"], rows)
    click.echo("")
    if counts["not annotated"]:
        click.echo(f"{counts['not annotated']} claims are of sentences that the gold does not hold: not judged.")
    for error in found.errors[:shown]:
        rule = f"  [{error.rule}]" if error.rule else ""
        click.echo(f"{error.kind}: {error.claim}{rule}\n    {error.document}: {error.sentence}")
    if len(found.errors) > shown:
        click.echo(f"{len(found.errors) - shown} more errors: --errors {len(found.errors)} lists all.")


def evaluation_record(found: Evaluation) -> Record:
    """An evaluation as JSON: shares from 0 to 1, counts, phenomena, errors."""
    return {
        "recall": found.recall,
        "precision": found.precision,
        "f1": found.f1,
        "counts": dict(sorted(found.counts.items())),
        "phenomena": {name: dict(its) for name, its in sorted(found.phenomena.items())},
        "errors": [asdict(error) for error in found.errors],
    }


def _measures(found: Evaluation) -> list[list[str]]:
    counts = found.counts
    parts = (
        ("core claims found (recall)", "core found", "core"),
        ("claims that are right (precision)", "right", "claims"),
    )
    rows = [[name, _percent(counts[part], counts[whole]), str(counts[whole])] for name, part, whole in parts]
    rows.append(["F1", "-" if found.f1 is None else f"{100 * found.f1:.1f} %", ""])
    for name in ("negation", "modality", "attribution"):
        rows.append([f"{name} right", _percent(counts[f"{name} right"], counts["matched"]), str(counts["matched"])])
        marked = counts[f"{name} marked"]
        rows.append(["  where it is marked", _percent(counts[f"{name} marked right"], marked), str(marked)])
    rows.append(["claims made of noise", str(counts["noise claims"]), f"{counts['noise lines']} lines"])
    return rows


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
