"""What documents were read: the plan of a build, the text of each, and what was dropped and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from actorgraph.cli.output.messages import notify, notify_warning
from actorgraph.cli.output.tables import counted, print_table
from ontology.records import json_line

if TYPE_CHECKING:
    from actorgraph.builder.pipeline import BuildPreview
    from extract.documents.reader import ReadDocument
    from ontology.model import Document

METADATA = ("title", "standfirst", "byline", "dateline", "source", "date", "date_from", "language", "url")
WIDTH = 100


def print_outlook(outlook: BuildPreview) -> bool:
    """Print what a build would read and skip; True if something could not be read."""
    inputs = outlook.inputs
    rows = [
        (
            document.entry.id,
            document.kind,
            document.entry.date,
            document.date_from,
            document.language,
            document.characters,
            _state(document.entry.id, outlook),
        )
        for document in inputs.documents
    ]
    print_table(["document", "kind", "date", "from", "language", "characters", "state"], rows)
    for problem in (*inputs.errors, *inputs.notes):
        notify(problem)
    for warning in inputs.warnings:
        notify_warning(warning)
    states = Counter(row[-1] for row in rows)
    changes = ", ".join(f"{states[name]} {name}" for name in ("new", "changed", "kept") if states[name])
    skipped, ignored = len(inputs.errors), len(inputs.notes)
    documents = counted(len(rows), "document")
    click.echo(f"{documents}: {changes}. Skipped: {skipped}; ignored: {ignored}. Nothing was written.")
    return bool(inputs.errors)


def _state(identifier: str, outlook: BuildPreview) -> str:
    if identifier not in outlook.fresh:
        return "kept"
    return "changed" if identifier in outlook.known else "new"


def print_texts(documents: Iterable[Document], form: str | None) -> None:
    """Print the text of each document: one as it is, several each below a line with its id, or all as JSON lines."""
    if form == "jsonl":
        for document in documents:
            click.echo(json_line({"document": document.id, "text": document.text}), nl=False)
        return
    if form is not None:
        raise click.UsageError("--text is printed as plain text or with --format jsonl")
    known = list(documents)
    for document in known:
        if len(known) > 1:
            click.echo(f"==> {document.id} <==")
        click.echo(document.text)


def print_dropped(documents: Iterable[ReadDocument], form: str | None) -> None:
    """Print the metadata of each document, where its date was found, and what was dropped from it by which rule."""
    if form not in {None, "jsonl"}:
        raise click.UsageError("--why is printed as plain text or with --format jsonl")
    for reading in documents:
        if form == "jsonl":
            dropped = [{"text": part.text, "why": part.why} for part in reading.dropped]
            metadata = {name: getattr(reading.document, name) for name in METADATA}
            record = {"document": reading.document.id, "kind": reading.kind, **metadata, "dropped": dropped}
            click.echo(json_line(record), nl=False)
        else:
            click.echo("\n".join(_dropped_lines(reading)))


def _dropped_lines(reading: ReadDocument) -> Iterator[str]:
    document = reading.document
    yield f"==> {document.id} ({reading.kind}) <=="
    for name in METADATA:
        value = getattr(document, name)
        if value and name != "date_from":
            origin = f"   from: {document.date_from}" if name == "date" and document.date_from else ""
            yield f"  {name:<11} {value}{origin}"
    yield f"  {'kept':<11} {counted(len(document.text.splitlines()), 'line')}, {len(document.text):,} characters"
    for part in reading.dropped:
        yield f"  - {_shortened(part.text)}"
        yield f"      {part.why}"
    yield ""


def _shortened(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 2]} …"
