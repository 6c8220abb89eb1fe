"""Lines on standard error for the person who runs a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from graph.store.remote.sync import WriteSummary


def tell(error: Exception | str) -> None:
    """One line on standard error."""
    click.echo(f"actorgraph: {' '.join(str(error).split())}", err=True)


def tell_written(written: WriteSummary) -> None:
    """What was sent, in a line."""
    what = f"{written.sent:,} graphs sent" if written.sent else "nothing sent"
    told = f"Server: {what} ({written.quads:,} triples, {written.requests:,} requests), {written.kept:,} kept"
    tell(f"{told}, {written.removed:,} removed.")
