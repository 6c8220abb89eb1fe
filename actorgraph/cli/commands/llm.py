"""The commands on requests to a language model: write them to a batch file, and read answers from one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.commands.extract import DocumentSource
from actorgraph.cli.exit_codes import UNREADABLE
from actorgraph.cli.options.common import beside, out_option, paths_argument
from actorgraph.cli.options.extraction import ExtractorOptions, cache_option, extractor_options, price_option
from actorgraph.cli.options.reading import ReadingOptions, reading_options
from actorgraph.cli.output.messages import notify
from extract.extractors import RULES
from extract.llm.settings import ANSWERS, LLM

if TYPE_CHECKING:
    from extract.llm.extractor import ModelExtractor
    from extract.llm.requests import ModelRequest


@click.group()
def llm() -> None:
    """Export requests to a language model, import its answers.

    The requests go to a batch file, so that a model on another machine or a hosted batch service can answer them
    (docs/models.md). Nothing is sent.
    """


@llm.command()
@paths_argument
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File of requests to write."
)
@click.option("--all", "is_all", is_flag=True, help="Also write requests that the cache has an answer to.")
@price_option
@out_option
@reading_options
@extractor_options
def export(
    *,
    paths: tuple[str, ...],
    output: Path,
    is_all: bool,
    llm_price: tuple[float, float] | None,
    out: Path,
    reading: ReadingOptions,
    extraction: ExtractorOptions,
) -> None:
    """Write the requests for PATHs to a file, one per line: those that have no answer yet.

    The format is that of hosted batch services and of vLLM (run-batch). Without --extractor, every sentence is asked
    about (llm).
    """
    from actorgraph.cli.output.models import print_estimate
    from actorgraph.cli.output.tables import counted
    from extract.llm.batch_files import missing_requests, request_line
    from extract.llm.estimate import estimate

    extractor = _extractor(extraction, out)
    source = DocumentSource(paths, reading)
    per_document = [extractor.requests(document) for document in source.documents()]
    requests = _flat(per_document) if is_all else missing_requests(_flat(per_document), extractor.cache)
    with output.open("w", encoding="utf-8", newline="\n") as file:
        number = sum(1 for request in requests if file.write(request_line(request)))
    print_estimate(estimate(per_document, extractor.cache), llm_price)
    click.echo(f"{output}: {counted(number, 'request')} written.")
    sys.exit(source.exit_code)


@llm.command("import")
@click.argument("answers", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--replace", is_flag=True, help="Let an answer replace another one to the same request.")
@out_option
@cache_option
def import_(*, answers: Path, replace: bool, out: Path, llm_cache: Path | None) -> None:
    """Add the answers in a batch file to the cache, from which builds with --extractor llm take them."""
    from actorgraph.cli.output.tables import counted
    from extract.llm.batch_files import import_answers
    from extract.llm.cache import AnswerCache

    cache = AnswerCache(llm_cache or beside(out, ANSWERS))
    report = import_answers(answers, cache, replace=replace)
    for problem in report.problems:
        notify(problem)
    parts = [f"{report.new} new", f"{report.known} known", f"{report.replaced} replaced", f"{report.kept} not replaced"]
    click.echo(f"{cache.path}: {', '.join(parts)}; {len(cache)} answers in all.")
    if report.kept:
        click.echo("An answer that differs is kept out; --replace lets it win.")
    if report.unusable:
        click.echo(f"{counted(report.unusable, 'answer')} without complete JSON: what is complete in them is used.")
    sys.exit(UNREADABLE if report.problems else 0)


def _extractor(extraction: ExtractorOptions, out: Path) -> ModelExtractor:
    """The extractor whose requests are written. Raises ModelError without a model, UsageError for another extractor."""
    from dataclasses import replace

    from extract.extractors import extractor_of
    from extract.llm.extractor import ModelExtractor

    asked = replace(extraction, extractor=LLM) if extraction.extractor == RULES else extraction
    extraction.check_scorer()
    extractor = extractor_of(asked.settings(out))
    if not isinstance(extractor, ModelExtractor):
        raise click.UsageError("only --extractor llm and rules+llm have requests")
    return extractor


def _flat(per_document: list[tuple[ModelRequest, ...]]) -> Iterator[ModelRequest]:
    return (request for requests in per_document for request in requests)
