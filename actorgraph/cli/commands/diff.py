"""The command `diff`: compares two inputs, or follows many batches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.commands.diff_inputs import DateFilters, InputResolver, date_filters
from actorgraph.cli.exit_codes import DIFFERENT
from actorgraph.cli.options.common import (
    StoreOptions,
    min_confidence_option,
    output_option,
    store_options,
)
from actorgraph.cli.options.extraction import ExtractorOptions, extractor_options
from actorgraph.cli.options.groups import option_group
from actorgraph.cli.output.messages import notify

if TYPE_CHECKING:
    from graph.diff.findings.model import Diff
    from graph.diff.inputs import DiffInput
    from graph.diff.rdf.lines import QuadDiff

FORMATS = ("text", "json", "csv", "html", "map", "brief", "brief-html", "patch")
CLAIMS, QUADS = "claims", "quads"
LEVELS = ("developments", "actors", "relations", CLAIMS, QUADS)
STYLES = {
    "»": "bold", "!": "bold red", "~": "yellow", "#": "yellow", "=": "cyan", "+": "green", "-": "red",
    "↑": "cyan", "↓": "magenta", "“": "cyan",
}  # fmt: skip
"""By the mark at the start of a line, its style on a terminal."""


@dataclass(frozen=True, slots=True)
class DiffOutput:
    """What is compared, how surely wordings must match, and how the result is shown."""

    level: str
    form: str
    stat: bool
    evidence: bool
    limit: int
    threshold: float
    min_confidence: float
    output: Path | None


diff_output = option_group(
    "how",
    DiffOutput,
    click.option(
        "--level", type=click.Choice(LEVELS), default="developments", show_default=True, help="What is compared."
    ),
    click.option("--format", "form", default="text", show_default=True, type=click.Choice(FORMATS)),
    click.option("--stat", is_flag=True, help="Print only counts."),
    click.option(
        "--evidence", is_flag=True, help="Print the sentences of both sides, and why different wordings were matched."
    ),
    click.option(
        "--limit", default=12, show_default=True, type=click.IntRange(min=0), help="Lines per section; 0 for all."
    ),
    click.option(
        "--threshold",
        default=0.7,
        show_default=True,
        type=click.FloatRange(0, 1),
        help="Minimum similarity of two wordings that count as the same thing.",
    ),
    min_confidence_option,
    output_option,
)


@click.command()
@click.argument("inputs", nargs=-1, metavar="[A B]")
@click.option(
    "--log", "is_log", is_flag=True, help="Follow several batches (all, if none is named): one line per development."
)
@diff_output
@date_filters
@extractor_options
@store_options
def diff(
    *,
    inputs: tuple[str, ...],
    is_log: bool,
    how: DiffOutput,
    dates: DateFilters,
    extraction: ExtractorOptions,
    source: StoreOptions,
) -> None:
    """Compare A with B: developments, contradictions, and which actors and relations are new, changed or not mentioned.

    A and B are batches of the build, date ranges (2025-10..2025-12), folders of documents, folders of builds, or RDF
    files (.nq .trig .ttl .jsonld .nt .rdf, also .gz). Without A and B, --since-a … select the documents.

    Exit code: 0 if there is no difference, 1 if there is one, 2 on errors.
    """
    with ExitStack() as stack:
        resolver = InputResolver(source, extraction, stack)
        if is_log:
            sys.exit(_log(resolver, inputs, how))
        pair = resolver.pair(inputs, dates)
        is_quads = how.form == "patch" or how.level == QUADS or not (pair[0].claims or pair[1].claims)
        sys.exit(_diff_quads(pair, how) if is_quads else _diff_claims(resolver, pair, how))


def _diff_claims(resolver: InputResolver, pair: tuple[DiffInput, DiffInput], how: DiffOutput) -> int:
    """Print what differs between the claims; the exit code."""
    from graph.diff import diff as compare
    from graph.diff.rereading import as_read_later
    from graph.rdf.relations import select

    earlier, reread = (pair[0].claims, 0) if how.level == CLAIMS else as_read_later(*pair)
    before, after = (select(claims, min_confidence=how.min_confidence) for claims in (earlier, pair[1].claims))
    notes = [*_makers_note(resolver, pair), *_reread_note(reread)]
    if how.form in {"csv", "map"}:  # which have no place for them
        for note in notes:
            notify(note)
    difference = compare(
        before,
        after,
        before_name=pair[0].name,
        after_name=pair[1].name,
        threshold=how.threshold,
        mentioned=(pair[0].read_mentions(), pair[1].read_mentions()),
        apart=pair[0].read_apart() | pair[1].read_apart(),
        sentences=(pair[0].read_sentences(), pair[1].read_sentences()),
        notes=tuple(notes),
    )
    _write(_rendered(difference, how), how)
    return 0 if difference.is_empty else DIFFERENT


def _makers_note(resolver: InputResolver, pair: tuple[DiffInput, DiffInput]) -> Iterator[str]:
    """A sentence if the sides were made by different extractors: what differs may be the reader and not the texts."""
    from graph.rdf.relations import makers

    known = [(side.name, made) for side in pair if (made := makers(side.claims))]
    may_be = "a difference may come from them and not from the texts"
    if len({made for _, made in known}) > 1:
        told = "; ".join(f"{name} by {' and '.join(made)}" for name, made in known)
        yield f"The sides were made by different extractors ({told}): {may_be}."
    elif resolver.are_read_differently(*pair):
        yield f"The sides were made with different rules or options, such as --fast: {may_be}."


def _reread_note(reread: int) -> Iterator[str]:
    """A sentence on the documents of both sides that were read differently."""
    if reread:
        documents = f"{reread:,} documents are" if reread > 1 else "1 document is"
        yield (
            f"{documents} the same on both sides, but read differently (by other rules or options, or corrected "
            "since): what differs in them is no news and is left out; --level claims shows it."
        )


def _rendered(difference: Diff, how: DiffOutput) -> str:
    """The difference in the format that was asked for."""
    from actorgraph.cli.output.tables import console
    from graph.diff.render import as_json, as_text, brief
    from graph.diff.render.as_html import to_html
    from graph.diff.render.as_map import to_map

    if how.stat:
        return as_text.to_stat(difference)
    most_acts = brief.MOST_ACTS if how.limit else None  # --limit 0: all
    shown = as_text.TextOptions(console().width, how.limit, evidence=how.evidence)
    writers: dict[str, Callable[[], str]] = {
        "text": lambda: as_text.to_text(difference, shown, level=how.level),
        "json": lambda: as_json.to_json(difference),
        "csv": lambda: as_json.to_csv(difference),
        "html": lambda: to_html(difference),
        "map": lambda: to_map(difference),
        "brief": lambda: brief.to_markdown(brief.brief(difference, most_acts)),
        "brief-html": lambda: brief.to_page(brief.brief(difference, most_acts)),
    }
    return writers[how.form]()


def _diff_quads(pair: tuple[DiffInput, DiffInput], how: DiffOutput) -> int:
    """Print the quads that only one input has, as an RDF Patch, as lines or as counts; the exit code."""
    from actorgraph.cli.output.files import write_or_print
    from graph.diff.rdf.patch import write_patch

    difference = _quad_diff(pair)
    if how.form not in {"text", "patch"}:
        raise click.UsageError(f"--format {how.form} is for claims; quads are written as text or patch")
    names = f"{pair[0].name} -> {pair[1].name}"
    summary = f"{names}: {len(difference.added):,} quads added, {len(difference.gone):,} gone"
    if how.stat or (how.form == "text" and difference.is_empty):
        click.echo(summary)
    elif how.form == "patch":
        write_or_print(write_patch(difference), how.output, summary)
    else:
        lines = [summary, *(f"- {line}" for line in difference.gone), *(f"+ {line}" for line in difference.added)]
        _write("\n".join(lines), how)
    return 0 if difference.is_empty else DIFFERENT


def _quad_diff(pair: tuple[DiffInput, DiffInput]) -> QuadDiff:
    from graph.diff.rdf.lines import diff_of_files, quad_diff

    first, second = pair
    if first.file is not None and second.file is not None:
        return diff_of_files(first.file, second.file)
    return quad_diff(first.lines(), second.lines())


def _log(resolver: InputResolver, inputs: Sequence[str], how: DiffOutput) -> int:
    """Print the developments over several batches; the exit code."""
    from graph.diff.history import log, log_json, log_text
    from graph.rdf.relations import select

    if how.form not in {"text", "json"}:
        raise click.UsageError("--log is written as text or json")
    sides = resolver.series(inputs)
    names = [side.name for side in sides]
    developments = log(
        [select(side.claims, min_confidence=how.min_confidence) for side in sides],
        how.threshold,
        frozenset(two for side in sides for two in side.read_apart()),
        [side.read_sentences() for side in sides],
    )
    is_json = how.form == "json"
    _write(log_json(developments, names) if is_json else log_text(developments, names, how.limit), how)
    return DIFFERENT if developments else 0


def _write(text: str, how: DiffOutput) -> None:
    """Write the text to the file of -o, else print it, with colours if it is for a person at a terminal."""
    from actorgraph.cli.output.files import write_text

    if how.output is not None:
        write_text(how.output, text, "written")
    elif how.form == "text" and sys.stdout.isatty():
        _print_coloured(text)
    else:
        click.echo(text.rstrip("\n"))


def _print_coloured(text: str) -> None:
    from rich.text import Text

    from actorgraph.cli.output.tables import console

    for line in text.splitlines():
        console().print(Text(line, style=STYLES.get(line[:1], "")), soft_wrap=True)
