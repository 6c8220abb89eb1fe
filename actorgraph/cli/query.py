"""The question of `actorgraph query`: a named query with its parameters, a file, or SPARQL itself."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ontology.errors import QueryError

if TYPE_CHECKING:
    from rdflib import Dataset


def sparql(data: Dataset, query: str, params: Iterable[str]) -> str:
    """The SPARQL of the argument: of a named query with its parameters (`NAME=VALUE`), of a file, or itself.

    Raises QueryError or InputError where there is no such query, file, parameter or value.
    """
    from graph.query.engine import bound

    given = dict(_param(param) for param in params)
    text = _query_text(query)
    if text is None:
        return bound(data, query, given)
    if given:
        raise QueryError("--param is for named queries; write the values into the query")
    return text if text.endswith("\n") else text + "\n"


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
