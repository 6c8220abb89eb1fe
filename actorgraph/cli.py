"""The command line: parse flags, call the pipeline, print, exit code. Heavy imports wait for their command."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from actorgraph import __version__
from actorgraph.actors import actors as actors_commands
from actorgraph.options import (
    DECISIONS,
    TROUBLE,
    UNREADABLE,
    actors_file,
    actors_option,
    beside,
    decisions_option,
    known_registry,
    model_option,
    open_build,
    out_option,
    paths_argument,
    store_option,
    target_option,
    tell,
    update_store_option,
    written_store_option,
)
from ontology.errors import ActorgraphError, InputError, QueryError

if TYPE_CHECKING:
    from extract.claims import Extractor
    from ontology.model import Document


class Commands(click.Group):
    """Commands that tell every error a user can cause in one line on standard error, and exit with 2."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # as click declares it
        """Run the command."""
        try:
            return super().invoke(ctx)
        except ActorgraphError as error:
            tell(error)
        except BrokenPipeError:  # `actorgraph extract … | head`
            raise
        except OSError as error:
            tell(f"{error.filename or 'file'}: {error.strerror or error}; check the path and its permissions")
        raise click.exceptions.Exit(TROUBLE)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, package_name="actorgraph")
def main() -> None:
    """Who did what in regional cybercrime policy.

    Documents in, an interactive map of actors and their acts out; every line on it leads to its sentence.
    Start with: actorgraph build FOLDER
    """


@main.command()
@paths_argument
@out_option
@click.option("--batch", help="Name of the batch; without it each subfolder of PATH is one.")
@click.option("--add", is_flag=True, help="Keep the documents of earlier builds in --out that are not in PATH.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(min=1), help="Processes that extract.")
@model_option
@actors_option
@decisions_option
@written_store_option
@update_store_option
def build(
    paths: tuple[str, ...],
    out: Path,
    batch: str | None,
    add: bool,
    jobs: int,
    model: str,
    actors: Path | None,
    decisions: Path | None,
    store: str | None,
    update_store: str | None,
) -> None:
    """Read PATHs (.txt, .md, .html, .jsonl; folders; - for standard input), extract, store and draw."""
    from actorgraph.pipeline import Job
    from actorgraph.pipeline import build as run_build
    from actorgraph.publishing import publish, tell_written, writer
    from actorgraph.show import progress_bar, summary

    start = time.monotonic()
    known, said = actors_file(actors, out), decisions or beside(out, DECISIONS)
    server = writer(store, update_store)  # a wrong address is told before the documents are read
    job = Job(paths, out, model, batch=batch, actors=known, decisions=said, add=add, jobs=jobs)
    with progress_bar() as progress:
        report = run_build(job, progress)
    for trouble in (*map(str, report.errors), *report.problems):
        tell(trouble)
    summary(report, out, time.monotonic() - start)
    if server is not None:
        with progress_bar("Sending", "graphs") as progress:
            tell_written(publish(out, server, progress))
    sys.exit(UNREADABLE if report.errors or report.problems else 0)


@main.command()
@paths_argument
@click.option("--open", "is_open", is_flag=True, help="Open triples: every clause in the words of the text.")
@click.option("--nominal", is_flag=True, help='With --open: appositions ("X is Y") and possessives ("X has Y") too.')
@click.option(
    "--text", "is_text", is_flag=True, help="The text that was taken from each document; offsets count in it."
)
@click.option("--format", "form", default="jsonl", show_default=True, type=click.Choice(["jsonl", "csv", "table"]))
@model_option
@actors_option
def extract(
    paths: tuple[str, ...],
    is_open: bool,
    nominal: bool,
    is_text: bool,
    form: str,
    model: str,
    actors: Path | None,
) -> None:
    """Print the claims of PATHs, one a line, without storing anything."""
    from actorgraph import show

    if is_open and is_text:
        raise click.UsageError("--open and --text exclude each other")
    if nominal and not is_open:
        raise click.UsageError("--nominal needs --open: it adds to the open triples")
    errors: list[InputError] = []
    documents = _documents(paths, errors)
    if is_text:
        show.texts(documents, form if _is_given("form") else None)
    else:
        reader = _extractor(model, actors)
        rows = _open_rows(reader, documents, nominal) if is_open else _claim_rows(reader, documents)
        show.write_rows(rows, form)
    sys.exit(UNREADABLE if errors else 0)


@main.command()
@paths_argument
@click.option("--format", "form", default="jsonl", show_default=True, type=click.Choice(["jsonl", "csv", "table"]))
@model_option
@actors_option
def entities(paths: tuple[str, ...], form: str, model: str, actors: Path | None) -> None:
    """Print who and what the documents name, one entity of one document a line, with every mention."""
    from actorgraph import show
    from ontology.records import entity_record

    errors: list[InputError] = []
    reader = _extractor(model, actors)
    found = (
        show.Row(entity_record(entity), show.entity_cells(entity))
        for document in _documents(paths, errors)
        for entity in reader.extraction(document).entities
    )
    show.write_rows(found, form)
    sys.exit(UNREADABLE if errors else 0)


@main.command()
@click.argument("gold", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@paths_argument
@click.option("--format", "form", default="table", show_default=True, type=click.Choice(["table", "json"]))
@click.option("--errors", "shown", default=20, show_default=True, type=click.IntRange(min=0), help="Errors to list.")
@model_option
@actors_option
def evaluate(gold: Path, paths: tuple[str, ...], form: str, shown: int, model: str, actors: Path | None) -> None:
    """Score the claims of PATHs against annotated sentences in GOLD (JSONL; docs/evaluation.md has its format)."""
    from actorgraph import show
    from actorgraph.evaluation import evaluate as run_evaluation
    from actorgraph.gold import read_gold

    sentences = read_gold(gold)
    annotated = {sentence.document for sentence in sentences}
    errors: list[InputError] = []
    documents = [document for document in _documents(paths, errors) if document.id in annotated]
    missing = sorted(annotated - {document.id for document in documents})
    if missing:
        raise InputError(str(gold), f"annotates {missing[0]!r}, which is not among the documents of PATH")
    reader = _extractor(model, actors)
    claims = [claim for document in documents for claim in reader.extraction(document).claims]
    show.evaluation(run_evaluation(sentences, claims), form, shown)
    sys.exit(UNREADABLE if errors else 0)


@main.command()
@click.argument("query", required=False)
@click.option("--list", "is_list", is_flag=True, help="The named queries, what they answer and their parameters.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "csv", "json", "xml", "ttl"]),
)
@store_option
@out_option
def query(query: str | None, is_list: bool, params: tuple[str, ...], form: str, out: Path) -> None:
    """Ask the store: a named query, a FILE.rq or SPARQL itself (prefixes ag:, actor:, action: … are known)."""
    from actorgraph import show
    from graph import query as queries

    if is_list:
        show.query_list(queries.named_queries().values())
        return
    if query is None:
        raise click.UsageError("give a query: a name (see --list), a FILE.rq or SPARQL")
    given = dict(_param(param) for param in params)
    data = open_build(out)
    text = _query_text(query)
    if text is None:
        result = queries.run_named(data, query, given)
    elif given:
        raise QueryError("--param is for named queries; write the values into the query")
    else:
        result = queries.run(data, text)
    if form == "table":
        show.table(*queries.rows(result))
    else:
        show.raw(queries.serialize(result, form))


main.add_command(actors_commands)


@main.command("map")
@click.option("--actor", help="Only relations in which this one takes part.")
@click.option("--action", help="Only this action, or class of actions.")
@click.option("--since", help="Not before this date (2025, 2025-10 or 2025-10-27).")
@click.option("--until", help="Not after it.")
@click.option("--min-claims", default=1, show_default=True, type=click.IntRange(min=1), help="Claims in a relation.")
@target_option
@store_option
@out_option
def draw(
    actor: str | None,
    action: str | None,
    since: str | None,
    until: str | None,
    min_claims: int,
    output: Path | None,
    out: Path,
) -> None:
    """Draw the map again from the store, of everything or of a choice of it."""
    from actorgraph.show import written
    from graph.network import select
    from graph.page import render
    from graph.query import entity_iri
    from graph.read import aliases, stored_claims
    from ontology.identity import id_of

    data = open_build(out)
    who = None if actor is None else id_of(str(entity_iri(data, actor)))
    claims = select(stored_claims(data), actor=who, action=action, since=since, until=until, min_claims=min_claims)
    if not claims:
        raise InputError("map", "no claim passes these filters; leave some out")
    chosen = [text for text in (actor, action, since and f"since {since}", until and f"until {until}") if text]
    page = render(claims, title="Who did what" + (f": {', '.join(chosen)}" if chosen else ""), aliases=aliases(data))
    is_all = len(claims) == len(select(stored_claims(data)))
    written(output or out / ("map.html" if is_all else "map-selection.html"), page, f"{len(claims)} claims")


@main.command()
@click.argument("batch_a")
@click.argument("batch_b")
@click.option("--format", "form", default="text", show_default=True, type=click.Choice(["text", "json", "html"]))
@click.option("--stat", is_flag=True, help="Only how many of each.")
@target_option
@store_option
@out_option
def diff(batch_a: str, batch_b: str, form: str, stat: bool, output: Path | None, out: Path) -> None:
    """Compare two batches: who and what is new, gone, stronger, weaker or said in another way.

    Exit code 0 if they say the same, 1 if they differ, 2 in trouble, as diff(1).
    """
    from actorgraph import show
    from graph.diff import diff as compare
    from graph.read import claims_of_batch

    data = open_build(out)
    found = compare(
        claims_of_batch(data, batch_a),
        claims_of_batch(data, batch_b),
        before_name=batch_a,
        after_name=batch_b,
    )
    show.difference(found, form, stat=stat, output=output)
    sys.exit(0 if found.is_empty else 1)


@main.command()
@click.argument("sentence")
@model_option
@actors_option
def explain(sentence: str, model: str, actors: Path | None) -> None:
    """Tokens, clauses, claims and the rules that made them, and what was left out of SENTENCE and why."""
    from actorgraph.show import explanation
    from extract.explain import explain as read_sentence

    if not sentence.strip():
        raise InputError("explain", "the sentence is empty; write one")
    explanation(read_sentence(_extractor(model, actors), sentence))


@main.command()
@store_option
@out_option
def check(out: Path) -> None:
    """Check the graph against its shapes (SHACL); exit code 1 if something breaks them."""
    from graph.check import check as validate

    findings = validate(open_build(out))
    for finding in findings:
        click.echo(
            f"{finding.document or '(no document)'}: {finding.resource}: {finding.message} (found: {finding.value})"
        )
    click.echo(f"{len(findings)} problems" if findings else "The graph keeps to its shapes.", err=True)
    sys.exit(1 if findings else 0)


@main.command()
@click.option(
    "--format",
    "form",
    default="trig",
    show_default=True,
    type=click.Choice(["nq", "trig", "ttl", "jsonld", "csv", "graphml", "gexf"]),
)
@target_option
@store_option
@out_option
def export(form: str, output: Path | None, out: Path) -> None:
    """Write the graph for other programs: RDF, a table of claims, or a network for Gephi and the like."""
    from actorgraph.show import raw
    from graph.export import EXPORTS

    content = EXPORTS[form](open_build(out))
    if output is None:
        raw(content)
    else:
        output.write_bytes(content)


def _extractor(model: str, actors: Path | None) -> Extractor:
    from extract.claims import Extractor

    found = Extractor(model, known_registry(actors))
    _ = found.pipeline  # a missing model is told before the first document is read
    return found


def _documents(paths: tuple[str, ...], errors: list[InputError]) -> Iterator[Document]:
    from extract.documents import read

    def on_error(error: InputError) -> None:
        errors.append(error)
        tell(error)

    return read(paths, on_error=on_error)


def _claim_rows(reader: Extractor, documents: Iterator[Document]) -> Iterator[Any]:
    from actorgraph.show import Row, claim_cells
    from ontology.records import claim_record

    for document in documents:
        for claim in reader.extraction(document).claims:
            yield Row(claim_record(claim), claim_cells(claim, document))


def _open_rows(reader: Extractor, documents: Iterator[Document], nominal: bool) -> Iterator[Any]:
    from actorgraph.show import Row, open_cells
    from ontology.records import open_triple_record

    for document in documents:
        for triple in reader.open_triples(document, nominal=nominal):
            yield Row(open_triple_record(triple), open_cells(triple))


def _param(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise click.BadParameter(f"{text!r}: write NAME=VALUE", param_hint="--param")
    return name, value


def _query_text(query: str) -> str | None:
    """The SPARQL of an argument that is SPARQL or a file; None for a name. Raises QueryError for a missing file."""
    if any(mark in query for mark in "{}") or len(query.split()) > 1:
        return query
    if query.endswith(".rq") or os.sep in query:
        try:
            return Path(query).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{query}: cannot be read: {error}") from error
    return None


def _is_given(name: str) -> bool:
    """True if the option was given and is not its default."""
    source = click.get_current_context().get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
