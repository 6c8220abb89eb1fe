"""The commands `diff` and `patch`. Heavy imports wait for their command."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.notices import tell
from actorgraph.cli.options import actors_option, model_option, open_build, out_option, store_option, target_option
from ontology.errors import InputError

if TYPE_CHECKING:
    from rdflib import Dataset

    from graph.diff.findings.model import Diff
    from graph.diff.inputs import DiffInput
    from graph.diff.rdf.lines import QuadDiff
    from graph.diff.rdf.patch import PatchResult
    from graph.rdf.stored_claim import StoredClaim

FORMATS = ("text", "json", "csv", "html", "map", "brief", "brief-html", "patch")
LEVELS = ("developments", "actors", "relations", "claims", "quads")
STYLES = {
    "»": "bold", "!": "bold red", "~": "yellow", "#": "yellow", "=": "cyan", "+": "green", "-": "red",
    "↑": "cyan", "↓": "magenta", "“": "cyan",
}  # fmt: skip
DIFFERENT = 1
MOST_ROWS = 5
"""Rows of a patch that are printed where they do not fit."""
FITTING = (
    "apply a patch to the graph that was A in its diff (a patch of two batches: to an N-Quads file with batch A alone; "
    "for a build, make the patch of two builds)"
)
RANGE = ".."


@dataclass(frozen=True, slots=True)
class Given:
    """What the command line says of the sides."""

    out: Path
    models: tuple[str, ...]
    actors: Path | None
    spans: tuple[tuple[str | None, str | None], tuple[str | None, str | None]]


@click.command()
@click.argument("sides", nargs=-1, metavar="[A B]")
@click.option(
    "--log", "is_log", is_flag=True, help="Follow many batches (all, if none is named): a line per development."
)
@click.option("--level", type=click.Choice(LEVELS), default="developments", show_default=True, help="What is compared.")
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(FORMATS))
@click.option("--stat", is_flag=True, help="Only how many of each.")
@click.option("--evidence", is_flag=True, help="The sentences of both sides, and why wordings were taken for one.")
@click.option(
    "--limit", default=12, show_default=True, type=click.IntRange(min=0), help="Lines of a section; 0 for all."
)
@click.option(
    "--threshold",
    default=0.7,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="How surely two wordings must mean one thing to be compared as one.",
)
@click.option("--since-a", metavar="DATE", help="A: only documents not before this date.")
@click.option("--until-a", metavar="DATE", help="A: only documents not after it.")
@click.option("--since-b", metavar="DATE", help="B: only documents not before this date.")
@click.option("--until-b", metavar="DATE", help="B: only documents not after it.")
@model_option
@actors_option
@target_option
@store_option
@out_option
def diff(
    sides: tuple[str, ...], is_log: bool, level: str, form: str, stat: bool, evidence: bool, limit: int,
    threshold: float, since_a: str | None, until_a: str | None, since_b: str | None, until_b: str | None,
    models: tuple[str, ...], actors: Path | None, output: Path | None, out: Path,
) -> None:  # fmt: skip
    """Compare A with B: what moved, what contradicts, who and what is new, gone, stronger or weaker.

    A and B are batches of the build, spans of time (2025-10..2025-12), folders of documents, folders of builds, or
    RDF files (.nq .trig .ttl .jsonld .nt .rdf, also .gz). Without A and B, --since-a … choose the documents.

    Exit code 0 if they say the same, 1 if they differ, 2 in trouble, as diff(1).
    """
    given = Given(out, models, actors, ((since_a, until_a), (since_b, until_b)))
    if is_log:
        sys.exit(_log(sides, given, form, threshold, limit, output))
    with ExitStack() as stack:
        pair = _pair(sides, given, stack)
        if form == "patch" or level == "quads" or not (pair[0].claims or pair[1].claims):
            sys.exit(_quads(pair, form, output, stat=stat))
        sys.exit(_claims(pair, threshold, Output(form, level, output, stat=stat, evidence=evidence, limit=limit)))


@dataclass(frozen=True, slots=True)
class Output:
    """How the result is shown."""

    form: str
    level: str
    file: Path | None
    stat: bool
    evidence: bool
    limit: int


def _pair(sides: Sequence[str], given: Given, stack: ExitStack) -> tuple[DiffInput, DiffInput]:
    from actorgraph.builder.two_folders import is_documents
    from graph.diff.inputs import of_batch

    spans = given.spans
    if not sides and all(any(span) for span in spans):
        from graph.diff.inputs import of_dates

        data = open_build(given.out)
        return of_dates(data, *spans[0]), of_dates(data, *spans[1])
    if len(sides) != 2:
        raise click.UsageError("name two sides, A and B: batches, spans of time, folders or RDF files; or use --log")
    folders = [Path(text) for text in sides]
    if not any(map(any, spans)) and all(
        is_documents(folder) and not _is_batch(str(folder), given.out) for folder in folders
    ):
        data, names = _read_folders(folders, given, stack)
        return of_batch(data, names[0]), of_batch(data, names[1])
    first, second = (_side(text, span, given, stack) for text, span in zip(sides, spans, strict=True))
    return (first, second) if _short(first).name == _short(second).name else (_short(first), _short(second))


def _short(side: DiffInput) -> DiffInput:
    """The side under the last part of its path: what tells two folders apart is there, if it is anywhere."""
    return replace(side, name=Path(side.name).name or side.name) if Path(side.name).exists() else side


def _side(text: str, span: tuple[str | None, str | None], given: Given, stack: ExitStack) -> DiffInput:
    """What a word on the command line stands for. Raises InputError if it is nothing that can be compared."""
    from graph.diff.inputs import of_batch, of_dates, of_file
    from graph.diff.rdf.lines import is_rdf

    path = Path(text)
    is_path = path.exists() and not _is_batch(text, given.out)
    if any(span) and is_path:
        raise InputError(text, "dates choose among the documents of a build: leave out --since-… and --until-… here")
    if is_path and path.is_file():
        if not is_rdf(path):
            raise InputError(text, "is neither a batch nor an RDF file; a file of text is compared as a folder of it")
        return of_file(path)
    if is_path:
        return _of_folder(path, given, stack)
    data = open_build(given.out)
    if RANGE in text and not _is_batch(text, given.out):
        since, _, until = text.partition(RANGE)
        return of_dates(data, since or None, until or None)
    try:
        return of_dates(data, *span, batch=text) if any(span) else of_batch(data, text)
    except InputError as error:
        raise InputError(error.where, f"{error.why}; and there is no file or folder of this name") from None


def _is_batch(text: str, out: Path) -> bool:
    from graph.store.claims import batches
    from ontology.errors import StoreError

    try:
        return text in batches(open_build(out))
    except StoreError:  # nothing is built: two folders can be compared all the same
        return False


def _of_folder(path: Path, given: Given, stack: ExitStack) -> DiffInput:
    """A build, a store, or documents, which are built aside."""
    from actorgraph.builder.storage.workspace import MANIFEST, Workspace
    from actorgraph.builder.two_folders import is_documents
    from graph.diff.inputs import of_batch, of_store
    from graph.store.oxigraph import open_store

    if is_documents(path):
        data, names = _read_folders([path], given, stack)
        return of_batch(data, names[0])
    is_build = (path / MANIFEST).is_file()
    return of_store(open_store(Workspace(path).store() if is_build else path), str(path))


def _read_folders(folders: Sequence[Path], given: Given, stack: ExitStack) -> tuple[Dataset, list[str]]:
    from actorgraph.builder.two_folders import built

    aside = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="actorgraph-")))
    return built(folders, aside, given.models, given.actors, notify=tell)


def _claims(pair: tuple[DiffInput, DiffInput], threshold: float, how: Output) -> int:
    from graph.diff import diff as compare

    first, second = pair
    found = compare(first.claims, second.claims, before_name=first.name, after_name=second.name, threshold=threshold)
    _show(found, how)
    return 0 if found.is_empty else DIFFERENT


def _show(found: Diff, how: Output) -> None:
    from actorgraph.cli.output import console, written

    text = _stat(found) if how.stat else _writers(found, how, console().width)[how.form]()
    if how.file is not None:
        written(how.file, text, "written")
    else:
        _print(text, colour=how.form == "text")


def _stat(found: Diff) -> str:
    from graph.diff.render.as_text import to_stat

    return to_stat(found)


def _writers(found: Diff, how: Output, width: int) -> dict[str, Callable[[], str]]:
    from graph.diff.render import as_json, as_text, brief
    from graph.diff.render.as_html import to_html
    from graph.diff.render.as_map import to_map

    shown = as_text.TextOptions(width, how.limit, evidence=how.evidence)
    return {
        "text": lambda: as_text.to_text(found, shown, level=how.level),
        "json": lambda: as_json.to_json(found),
        "csv": lambda: as_json.to_csv(found),
        "html": lambda: to_html(found),
        "map": lambda: to_map(found),
        "brief": lambda: brief.to_markdown(brief.brief(found)),
        "brief-html": lambda: brief.to_page(brief.brief(found)),
    }


def _print(text: str, *, colour: bool) -> None:
    if not (colour and sys.stdout.isatty()):
        click.echo(text.rstrip("\n"))
        return
    from rich.text import Text

    from actorgraph.cli.output import console

    for line in text.splitlines():
        console().print(Text(line, style=STYLES.get(line[:1], "")), soft_wrap=True)


def _quads(pair: tuple[DiffInput, DiffInput], form: str, output: Path | None, *, stat: bool) -> int:
    """The quads that only one side has, as an RDF Patch or as counts."""
    found = _quad_diff(pair)
    if form not in {"text", "patch"}:
        raise click.UsageError(f"--format {form} is for claims; quads are written as text or patch")
    from actorgraph.cli.output import written_or_printed
    from graph.diff.rdf.patch import write_patch

    names = f"{pair[0].name} -> {pair[1].name}"
    summary = f"{names}: {len(found.added):,} quads added, {len(found.gone):,} gone"
    if stat or (form == "text" and found.is_empty):
        click.echo(summary)
    elif form == "text":
        lines = [summary, *(f"- {line}" for line in found.gone), *(f"+ {line}" for line in found.added)]
        _print("\n".join(lines), colour=True) if output is None else written_or_printed(
            "\n".join(lines), output, "written"
        )
    else:
        written_or_printed(write_patch(found), output, summary)
    return 0 if found.is_empty else DIFFERENT


def _quad_diff(pair: tuple[DiffInput, DiffInput]) -> QuadDiff:
    from graph.diff.rdf.lines import diff_of_files, quad_diff

    first, second = pair
    if first.file is not None and second.file is not None:
        return diff_of_files(first.file, second.file)
    return quad_diff(first.lines(), second.lines())


def _log(sides: Sequence[str], given: Given, form: str, threshold: float, limit: int, output: Path | None) -> int:
    """The developments over many batches."""
    from actorgraph.cli.output import written
    from graph.diff.history import log, log_json, log_text

    if form not in {"text", "json"}:
        raise click.UsageError("--log is written as text or json")
    names, claims = _batches(sides, given)
    found = log(claims, threshold)
    text = log_json(found, names) if form == "json" else log_text(found, names, limit)
    if output is not None:
        written(output, text, "written")
    else:
        _print(text, colour=form == "text")
    return DIFFERENT if found else 0


def _batches(sides: Sequence[str], given: Given) -> tuple[list[str], list[Sequence[StoredClaim]]]:
    """The sides in order; without any, every batch of the build by the dates of its documents."""
    if sides:
        if len(sides) < 2:
            raise click.UsageError("--log follows at least two batches")
        with ExitStack() as stack:
            found = [_side(text, (None, None), given, stack) for text in sides]
            return [side.name for side in found], [side.claims for side in found]
    data = open_build(given.out)
    dated = sorted(_dated(data))
    return [name for _, name, _ in dated], [claims for *_, claims in dated]


def _dated(data: Dataset) -> Iterator[tuple[str, str, list[StoredClaim]]]:
    from graph.store.claims import batches, claims_of_batch

    for name in batches(data):
        claims = claims_of_batch(data, name)
        yield max((stored.date or "" for stored in claims), default=""), name, claims


@click.command()
@click.argument("patch_file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("target", type=click.Path(path_type=Path, exists=True))
@click.option("--reverse", "-R", is_flag=True, help="Undo the patch: add what it deletes, delete what it adds.")
@click.option("--force", is_flag=True, help="Write even if rows of the patch do not fit.")
@target_option
def patch(patch_file: Path, target: Path, reverse: bool, force: bool, output: Path | None) -> None:
    """Apply an RDF Patch, as `diff --format patch` writes it, to TARGET: an RDF file or the folder of a build.

    A file is written as sorted N-Quads, in its place or to -o. Of a build all files are made anew from the patched
    graph; the next `build` makes them from the documents again.

    Exit code 0 if it was applied, 1 if rows did not fit (nothing is written then), 2 in trouble.
    """
    from graph.diff.rdf.patch import apply, read_patch

    found = read_patch(_read(patch_file), str(patch_file))
    found = found.reverse() if reverse else found
    is_build = target.is_dir()
    applied = apply(_lines(target), found, str(target))
    if not applied.fits:
        _tell_unfit(target, applied)
        if not force:
            tell(f"{target}: nothing was written; {FITTING}, or write all the same with --force")
            sys.exit(DIFFERENT)
    if is_build:
        from actorgraph.builder.outputs.patch import rewrite

        rewrite(target, applied.lines)
    else:
        _write(output or target, applied.lines)
    click.echo(f"{output or target}: {len(found.added):,} quads added, {len(found.gone):,} deleted", err=True)


def _tell_unfit(target: Path, applied: PatchResult) -> None:
    """The first rows that do not fit, and how many there are."""
    rows = [(row, "is not there to be deleted") for row in applied.missing]
    rows += [(row, "is there already") for row in applied.present]
    for row, text in rows[:MOST_ROWS]:
        tell(f"{target}: {text}: {row}")
    if len(rows) > MOST_ROWS:
        tell(f"{target}: … and {len(rows) - MOST_ROWS:,} more rows like these")
    tell(
        f"{target}: {len(rows):,} rows do not fit: {len(applied.missing):,} to be deleted are not there, "
        f"{len(applied.present):,} to be added are there already"
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is no UTF-8: {error}; convert it") from error


def _lines(target: Path) -> Iterable[str]:
    from graph.diff.rdf.canonical import to_lines
    from graph.diff.rdf.lines import quads_of

    if target.is_dir():
        from actorgraph.builder.storage.workspace import Workspace
        from graph.store.oxigraph import open_store, store_lines

        return store_lines(open_store(Workspace(target).store()))
    return to_lines(quads_of(target))


def _write(path: Path, lines: Sequence[str]) -> None:
    if path.suffix.casefold() != ".nq":
        raise InputError(str(path), "a patched file is written as N-Quads: give a name that ends in .nq with -o")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
