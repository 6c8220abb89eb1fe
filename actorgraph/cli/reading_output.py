"""What the commands print about reading: progress, what would be read, what was dropped and why."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from actorgraph.cli.notices import tell
from actorgraph.cli.output import counted, table
from ontology.records import json_line

if TYPE_CHECKING:
    from actorgraph.builder.pipeline import Outlook, Watch
    from actorgraph.builder.pipeline import Progress as OnProgress
    from extract.documents.reader import ReadDocument
    from ontology.model import Document

SAID = ("title", "standfirst", "byline", "dateline", "source", "date", "date_from", "language", "url")
WIDTH = 100


@contextmanager
def watching() -> Iterator[Watch]:
    """Progress of a build on standard error if that is a terminal: bytes read, documents extracted, rate, time left."""
    from actorgraph.builder.pipeline import Watch

    if not sys.stderr.isatty():
        yield Watch()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=16),
        TextColumn("{task.fields[done]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:

        def watcher(doing: str, told: Callable[[int, int, float], str]) -> OnProgress:
            task = bar.add_task(doing, total=None, done="", visible=False)

            def update(done: int, total: int) -> None:
                speed = bar.tasks[task].speed or 0.0
                bar.update(task, completed=done, total=total, done=told(done, total, speed), visible=done < total)

            return update

        yield Watch(
            watcher("Reading", _bytes_done),
            watcher("Extracting", _documents_done),
            watcher("Extracting", _shards_done),
        )


def _bytes_done(done: int, total: int, speed: float) -> str:
    return f"{done / 1e6:.1f} of {total / 1e6:.1f} MB, {speed / 1e6:.1f} MB/s"


def _documents_done(done: int, total: int, speed: float) -> str:
    return f"{done} of {total} documents, {speed:.1f}/s"


def _shards_done(done: int, total: int, _: float) -> str:
    return f"{done:,} of {total:,} shards"


def outlook(found: Outlook) -> bool:
    """What a build would read and leave out; True if something could not be read."""
    rows = [
        (
            one.entry.id,
            one.kind,
            one.entry.date,
            one.date_from,
            one.language,
            one.characters,
            _state(one.entry.id, found),
        )
        for one in found.intake.given
    ]
    table(["document", "kind", "date", "from", "language", "characters", "state"], rows)
    for trouble in (*found.intake.errors, *found.intake.notes):
        tell(trouble)
    states = Counter(row[-1] for row in rows)
    told = ", ".join(f"{states[name]} {name}" for name in ("new", "changed", "kept") if states[name])
    left, passed = len(found.intake.errors), len(found.intake.notes)
    click.echo(
        f"{counted(len(rows), 'document')}: {told}. Left out: {left}; passed over: {passed}. Nothing was written."
    )
    return bool(found.intake.errors)


def _state(identifier: str, found: Outlook) -> str:
    if identifier not in found.fresh:
        return "kept"
    return "changed" if identifier in found.known else "new"


def why(readings: Iterable[ReadDocument], form: str | None) -> None:
    """What each document says of itself and where its date stands, and what was dropped of it by which rule."""
    if form not in {None, "jsonl"}:
        raise click.UsageError("--why is printed as it is or with --format jsonl")
    for reading in readings:
        if form == "jsonl":
            dropped = [{"text": one.text, "why": one.why} for one in reading.dropped]
            about = {name: getattr(reading.document, name) for name in SAID}
            record = {"document": reading.document.id, "kind": reading.kind, **about, "dropped": dropped}
            click.echo(json_line(record), nl=False)
        else:
            click.echo("\n".join(_why_lines(reading)))


def _why_lines(reading: ReadDocument) -> Iterator[str]:
    document: Document = reading.document
    yield f"==> {document.id} ({reading.kind}) <=="
    for name in SAID:
        value = getattr(document, name)
        if value and name != "date_from":
            stands = f"   from: {document.date_from}" if name == "date" and document.date_from else ""
            yield f"  {name:<11} {value}{stands}"
    yield f"  {'kept':<11} {counted(len(document.text.splitlines()), 'line')}, {len(document.text):,} characters"
    for one in reading.dropped:
        yield f"  - {_short(one.text)}"
        yield f"      {one.why}"
    yield ""


def _short(text: str) -> str:
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 2]} …"
