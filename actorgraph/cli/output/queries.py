"""The list of named queries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from graph.query.catalogue import NamedQuery, Parameter


def print_queries(queries: Iterable[NamedQuery]) -> None:
    """Print every named query with its help and parameters."""
    for query in queries:
        click.echo(click.style(query.name, bold=True))
        click.echo(f"  {query.help}")
        for parameter in query.parameters:
            click.echo(f"    --param {parameter.name}={parameter.kind.upper()}{_default(parameter)}  {parameter.help}")
        click.echo()


def _default(parameter: Parameter) -> str:
    """In brackets, the default of a parameter, or that it is required; nothing if it may be left out."""
    note = {None: "required", "-": ""}.get(parameter.default, parameter.default)
    return f" ({note})" if note else ""
