"""One-line messages on standard error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from graph.store.remote.sync import WriteSummary


def notify(message: Exception | str) -> None:
    """Print an error or a notice as one line on standard error."""
    click.echo(f"actorgraph: {' '.join(str(message).split())}", err=True)


def notify_warning(message: Exception | str) -> None:
    """Print a notice of something that was done, but not as it was asked for."""
    notify(f"warning: {message}")


def notify_published(written: WriteSummary) -> None:
    """Print what was sent to a SPARQL server."""
    sent = f"{written.sent:,} graphs sent" if written.sent else "nothing sent"
    amounts = f"({written.quads:,} triples, {written.requests:,} requests)"
    notify(f"Server: {sent} {amounts}, {written.kept:,} kept, {written.removed:,} removed.")
