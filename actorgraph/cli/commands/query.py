"""The commands that ask the store: `query` and `check`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.common import StoreOptions, min_confidence_option, store_options
from actorgraph.cli.output.messages import notify
from ontology.errors import QueryError

if TYPE_CHECKING:
    from rdflib import Dataset


@click.command()
@click.argument("query", required=False)
@click.option("--list", "is_list", is_flag=True, help="List the named queries, what they answer and their parameters.")
@click.option("--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter of a named query.")
@min_confidence_option
@click.option("--explain", "is_explain", is_flag=True, help="Print the SPARQL with its parameters; do not run it.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "xml", "ttl"]), help="[default: table]")
@store_options
def query(
    *,
    query: str | None,
    is_list: bool,
    params: tuple[str, ...],
    min_confidence: float,
    is_explain: bool,
    form: str | None,
    source: StoreOptions,
) -> None:
    """Query the store with a named query, a FILE.rq or SPARQL (prefixes ag:, actor:, action: … are predefined)."""
    from actorgraph.cli.output.queries import print_queries
    from graph.query.catalogue import named_queries
    from graph.query.engine import explained

    if is_list:
        print_queries(named_queries().values())
        return
    if query is None:
        raise click.UsageError("give a query: a name (see --list), a FILE.rq or SPARQL")
    if is_explain and form is not None:
        raise click.UsageError("--explain prints SPARQL: leave out --format")
    data = source.open()
    least = (f"min_confidence={min_confidence:.6f}",) if min_confidence else ()
    text = sparql(data, query, (*params, *least))
    if is_explain:
        click.echo(explained(text), nl=False)
    else:
        _print_result(data, text, form or "table")


def _print_result(data: Dataset, text: str, form: str) -> None:
    from actorgraph.cli.output.tables import print_bytes, print_table
    from graph.query import engine

    result = engine.run(data, text)
    for merged, kept in engine.merged_ids(data, text).items():
        notify(f"{merged} was merged into {kept}: query that id instead")
    if form == "table":
        print_table(*engine.rows(result))
    else:
        print_bytes(engine.serialize(result, form))


def sparql(data: Dataset, query: str, params: Iterable[str]) -> str:
    """The SPARQL of the argument: that of a named query with its parameters (`NAME=VALUE`), of a file, or itself.

    Raises QueryError or InputError if there is no such query, file, parameter or value.
    """
    from graph.query.engine import bound

    values = dict(_param(param) for param in params)
    text = _query_text(query)
    if text is None:
        return bound(data, query, values)
    if values:
        raise QueryError("--param and --min-confidence are for named queries; write the values into the query")
    return text if text.endswith("\n") else text + "\n"


def _param(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals and value):
        raise click.BadParameter(f"{text!r}: write NAME=VALUE", param_hint="--param")
    return name, value


def _query_text(query: str) -> str | None:
    """The SPARQL of an argument that is SPARQL or a file; None for a name. Raises QueryError for a missing file."""
    from graph.query.engine import is_sparql

    if is_sparql(query):
        return query
    if query.endswith(".rq") or os.sep in query:
        try:
            return Path(query).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{query}: cannot be read: {error}") from error
    return None


@click.command()
@store_options
def check(*, source: StoreOptions) -> None:
    """Validate the graph against its SHACL shapes; exit code 1 if it violates them."""
    from graph.query.shacl import check as validate

    findings = validate(source.open())
    for finding in findings:
        document = finding.document or "(no document)"
        click.echo(f"{document}: {finding.about}: {finding.message} ({finding.resource})")
        if finding.sentence:
            click.echo(f"    {finding.sentence}")
    violations = f"Violations: {len(findings)}. Run the build again; if they remain, please report them as a bug."
    click.echo(violations if findings else "The graph conforms to its shapes.", err=True)
    sys.exit(1 if findings else 0)
