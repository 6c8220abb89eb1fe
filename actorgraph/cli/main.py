"""The command line: parse flags, call the pipeline, print, exit code. Heavy imports wait for their command."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from actorgraph import __version__
from actorgraph.cli.actors import actors as actors_commands
from actorgraph.cli.diff import diff, patch
from actorgraph.cli.engine_options import engine, engine_options
from actorgraph.cli.notices import tell, tell_written
from actorgraph.cli.options import (
    BROKEN_OFF,
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
    update_store_option,
    written_store_option,
)
from actorgraph.cli.query import sparql
from actorgraph.cli.reading_options import reading, reading_options
from ontology.errors import ActorgraphError, InputError

if TYPE_CHECKING:
    from extract.documents.reader import ReadDocument
    from extract.multilingual import MultilingualExtractor
    from ontology.model import Document

EXPORT_FORMATS = tuple("trig nq ttl jsonld trig-1.2 csv graphml gexf neo4j-csv plover-jsonl stix".split())
"""As in `graph.export.formats`, which is not imported before it is needed."""
SEVERAL_FILES = frozenset({"neo4j-csv"})


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
@reading_options
@out_option
@click.option("--batch", help="Name of the batch; without it each subfolder of PATH is one, and PATH itself.")
@click.option("--add", is_flag=True, help="Keep the documents of earlier builds in --out that are not in PATH.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="Processes that extract.  [default: one for each processor, where there is enough to read]",
)
@engine_options
@click.option("--dry-run", is_flag=True, help="Say what would be read and what would be left out; write nothing.")
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
    jobs: int | None,
    dry_run: bool,
    models: tuple[str, ...],
    actors: Path | None,
    decisions: Path | None,
    store: str | None,
    update_store: str | None,
) -> None:
    """Read PATHs, extract, store and draw: files, folders, archives; - for standard input (docs/documents.md).

    Ctrl-C leaves what is finished; the same command goes on from there.
    """
    from actorgraph.builder.outputs.publish import publish, writer
    from actorgraph.builder.outputs.report import write_report
    from actorgraph.builder.pipeline import Job, look
    from actorgraph.builder.pipeline import build as run_alone
    from actorgraph.cli.output import progress_bar, summary
    from actorgraph.cli.reading_output import outlook, watching

    start = time.monotonic()
    known, said = actors_file(actors, out), decisions or beside(out, DECISIONS)
    server = writer(store, update_store)  # a wrong address is told before the documents are read
    job = Job(paths, out, models, batch=batch, actors=known, decisions=said, add=add, jobs=jobs, reading=reading())
    run_build = engine(jobs) or run_alone
    if dry_run:
        sys.exit(UNREADABLE if outlook(look(job)) else 0)
    try:
        with watching() as watch:
            report = run_build(job, watch, tell)
    except KeyboardInterrupt:
        tell(f"broken off; nothing in {out} has changed, and what was extracted is remembered")
        sys.exit(BROKEN_OFF)
    errors = report.intake.errors
    for trouble in (*map(str, errors), *report.problems, *report.notes):
        tell(trouble)
    write_report(report, out)
    summary(report, out, time.monotonic() - start)
    if report.left:
        tell(f"broken off: {report.left} documents are still to be read; the same command goes on from here")
        sys.exit(BROKEN_OFF)
    if server is not None:
        with progress_bar("Sending", "graphs") as progress:
            tell_written(publish(out, server, progress))
    sys.exit(UNREADABLE if errors or report.problems else 0)


@main.command()
@paths_argument
@reading_options
@click.option("--open", "is_open", is_flag=True, help="Open triples: every clause in the words of the text.")
@click.option("--nominal", is_flag=True, help='With --open: appositions ("X is Y") and possessives ("X has Y") too.')
@click.option(
    "--text", "is_text", is_flag=True, help="The text that was taken from each document; offsets count in it."
)
@click.option(
    "--why", "is_why", is_flag=True, help="What was dropped of each document and why, and where its date stands."
)
@click.option("--format", "form", default="jsonl", show_default=True, type=click.Choice(["jsonl", "csv", "table"]))
@model_option
@actors_option
def extract(
    paths: tuple[str, ...],
    is_open: bool,
    nominal: bool,
    is_text: bool,
    is_why: bool,
    form: str,
    models: tuple[str, ...],
    actors: Path | None,
) -> None:
    """Print the claims of PATHs, one a line, without storing anything."""
    from actorgraph.cli import output as show

    if is_open + is_text + is_why > 1:
        raise click.UsageError("--open, --text and --why exclude each other")
    if nominal and not is_open:
        raise click.UsageError("--nominal needs --open: it adds to the open triples")
    errors: list[InputError] = []
    if is_why:
        from actorgraph.cli.reading_output import why

        why(_readings(paths, errors), form if _is_given("form") else None)
    elif is_text:
        show.texts(_documents(paths, errors), form if _is_given("form") else None)
    else:
        reader = _extractor(models, actors)
        documents = _documents(paths, errors, reader)
        rows = _open_rows(reader, documents, nominal) if is_open else _claim_rows(reader, documents)
        show.write_rows(rows, form)
    sys.exit(UNREADABLE if errors else 0)


@main.command()
@paths_argument
@reading_options
@click.option("--format", "form", default="jsonl", show_default=True, type=click.Choice(["jsonl", "csv", "table"]))
@model_option
@actors_option
def entities(paths: tuple[str, ...], form: str, models: tuple[str, ...], actors: Path | None) -> None:
    """Print who and what the documents name, one entity of one document a line, with every mention."""
    from actorgraph.cli import output as show
    from ontology.records import entity_record

    errors: list[InputError] = []
    reader = _extractor(models, actors)
    found = (
        show.Row(entity_record(entity), show.entity_cells(entity))
        for document in _documents(paths, errors, reader)
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
def evaluate(
    gold: Path, paths: tuple[str, ...], form: str, shown: int, models: tuple[str, ...], actors: Path | None
) -> None:
    """Score the claims of PATHs against annotated sentences in GOLD (JSONL; docs/evaluation.md has its format)."""
    from actorgraph.cli import output as show
    from actorgraph.evaluation.gold import read_gold
    from actorgraph.evaluation.scoring import evaluate as run_evaluation

    sentences = read_gold(gold)
    annotated = {sentence.document for sentence in sentences}
    errors: list[InputError] = []
    documents = [document for document in _documents(paths, errors) if document.id in annotated]
    missing = sorted(annotated - {document.id for document in documents})
    if missing:
        raise InputError(str(gold), f"annotates {missing[0]!r}, which is not among the documents of PATH")
    reader = _extractor(models, actors)
    claims = [claim for document in documents for claim in reader.extraction(document).claims]
    show.evaluation(run_evaluation(sentences, claims), form, shown)
    sys.exit(UNREADABLE if errors else 0)


@main.command()
@click.argument("query", required=False)
@click.option("--list", "is_list", is_flag=True, help="The named queries, what they answer and their parameters.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@click.option("--explain", "is_explain", is_flag=True, help="Print the SPARQL with its parameters; do not run it.")
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "csv", "json", "xml", "ttl"]),
)
@store_option
@out_option
def query(query: str | None, is_list: bool, params: tuple[str, ...], is_explain: bool, form: str, out: Path) -> None:
    """Ask the store: a named query, a FILE.rq or SPARQL itself (prefixes ag:, actor:, action: … are known)."""
    from actorgraph.cli import output as show
    from graph.query import engine as queries
    from graph.query.catalogue import named_queries

    if is_list:
        show.query_list(named_queries().values())
        return
    if query is None:
        raise click.UsageError("give a query: a name (see --list), a FILE.rq or SPARQL")
    if is_explain and _is_given("form"):
        raise click.UsageError("--explain prints SPARQL: leave out --format")
    data = open_build(out)
    text = sparql(data, query, params)
    if is_explain:
        click.echo(queries.explained(text), nl=False)
        return
    result = queries.run(data, text)
    for gone, kept in queries.merged_ids(data, text).items():
        tell(f"{gone} was merged into {kept}: ask for that one")
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
@click.option("--top", type=click.IntRange(min=2), help="Only so many actors and things, those with most claims.")
@target_option
@store_option
@out_option
def draw(
    actor: str | None,
    action: str | None,
    since: str | None,
    until: str | None,
    min_claims: int,
    top: int | None,
    output: Path | None,
    out: Path,
) -> None:
    """Draw the map again from the store, of everything or of a choice of it.

    Of more than 50,000 claims it shows the 300 actors and things with most of them; --top N chooses how many.
    """
    from actorgraph.builder.outputs.maps import map_of
    from actorgraph.cli.output import written

    data = open_build(out)
    page = map_of(data, top=top, actor=actor, action=action, since=since, until=until, min_claims=min_claims)
    is_all = not any((actor, action, since, until, min_claims > 1, top))
    written(output or out / ("map.html" if is_all else "map-selection.html"), page.html, f"{page.claims} claims")


main.add_command(diff)
main.add_command(patch)


@main.command()
@click.argument("sentence")
@model_option
@actors_option
def explain(sentence: str, models: tuple[str, ...], actors: Path | None) -> None:
    """Tokens, clauses, claims and the rules that made them, and what was left out of SENTENCE and why."""
    from actorgraph.cli.output import explanation
    from extract.explain import explain as read_sentence

    if not sentence.strip():
        raise InputError("explain", "the sentence is empty; write one")
    explanation(read_sentence(_extractor(models, actors).first, sentence))


@main.command()
@store_option
@out_option
def check(out: Path) -> None:
    """Check the graph against its shapes (SHACL); exit code 1 if something breaks them."""
    from graph.query.shacl import check as validate

    findings = validate(open_build(out))
    for finding in findings:
        of = finding.document or "(no document)"
        click.echo(f"{of}: {finding.about}: {finding.message} ({finding.resource})")
        if finding.sentence:
            click.echo(f"    {finding.sentence}")
    broken = f"Problems: {len(findings)}. Build the graph anew; if they stay, please report them: they are ours."
    click.echo(broken if findings else "The graph keeps to its shapes.", err=True)
    sys.exit(1 if findings else 0)


@main.command()
@click.option("--format", "form", default="trig", show_default=True, type=click.Choice(EXPORT_FORMATS))
@target_option
@store_option
@out_option
def export(form: str, output: Path | None, out: Path) -> None:
    """Write the graph for other programs: RDF, tables, networks, Neo4j, PLOVER events or STIX (docs/exports.md).

    neo4j-csv is several files: -o names a folder or a .zip file.
    """
    from graph.export.formats import EXPORTS
    from graph.export.formats import export as run_export

    if output is None and form in SEVERAL_FILES:
        raise click.UsageError(f"{form} is several files: name a folder or a .zip file with -o")
    data = open_build(out)
    left_out = EXPORTS[form](data, sys.stdout.buffer) if output is None else run_export(data, form, output)
    if left_out is not None:
        tell(left_out)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 is every one.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(min=0.1, max=3600),
    help="Seconds that a query may take.",
)
@click.option(
    "--limit", default=10_000, show_default=True, type=click.IntRange(min=1), help="Rows or triples of an answer."
)
@out_option
def serve(host: str, port: int, timeout: float, limit: int, out: Path) -> None:
    """Serve the map, a query page and a SPARQL endpoint on this machine, to read only; Ctrl-C ends it."""
    from actorgraph.cli.serve import serve_build

    serve_build(out, host, port, timeout, limit)


def _extractor(models: tuple[str, ...], actors: Path | None) -> MultilingualExtractor:
    from extract.multilingual import MultilingualExtractor

    found = MultilingualExtractor(models, known_registry(actors))
    _ = found.pipeline  # a missing model is told before the first document is read
    return found


def _documents(
    paths: tuple[str, ...], errors: list[InputError], reader: MultilingualExtractor | None = None
) -> Iterator[Document]:
    return (one.document for one in _readings(paths, errors, reader))


def _readings(
    paths: tuple[str, ...], errors: list[InputError], reader: MultilingualExtractor | None = None
) -> Iterator[ReadDocument]:
    """What is read of the paths; of all languages, or of those that the reader can read."""
    from extract.documents.reader import read_documents

    def on_error(error: InputError) -> None:
        errors.append(error)
        tell(error)

    options = replace(reading(), languages=None if reader is None else reader.languages)
    return read_documents(paths, on_error=on_error, options=options)


def _claim_rows(reader: MultilingualExtractor, documents: Iterator[Document]) -> Iterator[Any]:
    from actorgraph.cli.output import Row, claim_cells
    from ontology.records import claim_record

    for document in documents:
        for claim in reader.extraction(document).claims:
            yield Row(claim_record(claim), claim_cells(claim, document))


def _open_rows(reader: MultilingualExtractor, documents: Iterator[Document], nominal: bool) -> Iterator[Any]:
    from actorgraph.cli.output import Row, open_cells
    from ontology.records import open_triple_record

    for document in documents:
        for triple in reader.open_triples(document, nominal=nominal):
            yield Row(open_triple_record(triple), open_cells(triple))


def _is_given(name: str) -> bool:
    """True if the option was given and is not its default."""
    source = click.get_current_context().get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
