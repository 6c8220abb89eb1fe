"""The command `build`: documents in, the files of a build out."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.exit_codes import INTERRUPTED, UNREADABLE
from actorgraph.cli.options.common import (
    DECISIONS,
    PublishOptions,
    actors_file,
    beside,
    decisions_option,
    out_option,
    paths_argument,
    publish_options,
)
from actorgraph.cli.options.engine import EngineOptions, engine_options
from actorgraph.cli.options.extraction import ExtractorOptions, extractor_options, price_option
from actorgraph.cli.options.groups import option_group
from actorgraph.cli.options.reading import ReadingOptions, reading_options
from actorgraph.cli.output.messages import notify, notify_published, notify_warning

if TYPE_CHECKING:
    from actorgraph.builder.options import BuildOptions
    from actorgraph.builder.outputs.summary import BuildReport
    from actorgraph.cli.options.engine import BuildFunction


@dataclass(frozen=True, slots=True)
class BuildArguments:
    """The folder of the build, the batch of the documents, how much is done, and the price of a million tokens."""

    out: Path
    batch: str | None
    add: bool
    jobs: int | None
    dry_run: bool
    pages: bool | None
    decisions: Path | None
    llm_price: tuple[float, float] | None


build_options = option_group(
    "options",
    BuildArguments,
    out_option,
    click.option(
        "--batch", help="Name of the batch.  [default: one batch per subfolder of PATH, and one for PATH itself]"
    ),
    click.option("--add", is_flag=True, help="Keep documents of earlier builds in --out that are not in PATH."),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        help="Number of extraction processes.  [default: one per processor if there is enough to read]",
    ),
    click.option(
        "--pages/--no-pages",
        default=None,
        help="Write a page with the full text of each document; the map links to it.  [default: as the last build]",
    ),
    click.option("--dry-run", is_flag=True, help="Show what would be read and skipped; write nothing."),
    decisions_option,
    price_option,
)


@click.command()
@paths_argument
@reading_options
@build_options
@engine_options
@extractor_options
@publish_options
def build(
    *,
    paths: tuple[str, ...],
    reading: ReadingOptions,
    options: BuildArguments,
    engine: EngineOptions,
    extraction: ExtractorOptions,
    server: PublishOptions,
) -> None:
    """Read PATHs, extract claims, store them and draw the map.

    PATHs are files, folders and archives; - is standard input (docs/documents.md). Ctrl-C keeps what is finished; the
    same command continues from there.
    """
    from actorgraph.builder.outputs.publish import publish
    from actorgraph.cli.output.progress import progress_bar

    extraction.check_scorer()
    start, out = time.monotonic(), options.out
    writer = server.writer()  # a wrong address is reported before documents are read
    job = _build_options(paths, reading, options, extraction)
    run = engine.build_function(options.jobs)
    engine.check(extraction.extractor)
    if options.dry_run:
        sys.exit(_print_preview(job, options.llm_price))
    report = _run(job, run)
    _print_report(report, out, time.monotonic() - start)
    if writer is not None:
        with progress_bar("Sending", "graphs") as progress:
            notify_published(publish(out, writer, progress))
    sys.exit(UNREADABLE if report.inputs.errors or report.problems else 0)


def _build_options(
    paths: tuple[str, ...], reading: ReadingOptions, options: BuildArguments, extraction: ExtractorOptions
) -> BuildOptions:
    """What the options of the command ask a build to do."""
    from actorgraph.builder.options import BuildOptions

    return BuildOptions(
        paths,
        options.out,
        extraction.models,
        batch=options.batch,
        actors=actors_file(extraction.actors, options.out),
        decisions=options.decisions or beside(options.out, DECISIONS),
        add=options.add,
        jobs=options.jobs,
        reading=reading.reader_options(),
        document_seconds=reading.max_seconds,
        worker_memory=reading.memory,
        fast=extraction.fast,
        extractor=extraction.extractor,
        llm=extraction.llm(options.out),
        pages=options.pages,
    )


def _print_preview(job: BuildOptions, price: tuple[float, float] | None) -> int:
    """Print what a build would read, and what a language model would be asked and cost; the exit code."""
    from actorgraph.builder.pipeline import preview
    from actorgraph.cli.output.models import print_estimate
    from actorgraph.cli.output.reading import print_outlook

    outlook = preview(job)
    has_problems = print_outlook(outlook)
    if outlook.estimate is not None:
        print_estimate(outlook.estimate, price)
    return UNREADABLE if has_problems else 0


def _run(job: BuildOptions, run: BuildFunction) -> BuildReport:
    """Build with progress bars; ends the process if the build is interrupted before anything changed."""
    from actorgraph.cli.output.progress import build_progress

    try:
        with build_progress() as watch:
            return run(job, watch, notify)
    except KeyboardInterrupt:
        notify(f"interrupted; nothing in {job.out} has changed, and extracted documents are cached")
        sys.exit(INTERRUPTED)


def _print_report(report: BuildReport, out: Path, seconds: float) -> None:
    """Write the report, print problems and the summary; ends the process if the build was interrupted."""
    from actorgraph.builder.outputs.report import write_report
    from actorgraph.cli.output.summary import print_summary

    for problem in (*map(str, report.inputs.errors), *report.problems, *report.notes):
        notify(problem)
    for warning in report.inputs.warnings:
        notify_warning(warning)
    write_report(report, out)
    print_summary(report, out, seconds)
    if report.left:
        notify(f"interrupted: {report.left} documents are still to be read; the same command continues from here")
        sys.exit(INTERRUPTED)
