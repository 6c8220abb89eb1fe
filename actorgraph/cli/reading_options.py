"""The options that say how documents are read, for the commands that read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from actorgraph.cli.options import keep

if TYPE_CHECKING:
    from extract.documents.content.options import ReaderOptions

TEXT_COLUMN, DATE_COLUMN, TEASERS, MAX_SIZE = (f"actorgraph.{name}" for name in ("text", "date", "teasers", "size"))
"""Where click keeps what was given."""
MEGABYTES = 20
Command = TypeVar("Command", bound=Callable[..., Any])


def reading_options(command: Command) -> Command:
    """Add the options to a command; `reading` has their values."""
    options = (
        click.option(
            "--text-column",
            metavar="NAME",
            expose_value=False,
            callback=keep(TEXT_COLUMN),
            help="Column of CSV, Parquet or JSONL that holds the text, where its name does not tell.",
        ),
        click.option(
            "--date-column",
            metavar="NAME",
            expose_value=False,
            callback=keep(DATE_COLUMN),
            help="Column that holds the date of publication.",
        ),
        click.option(
            "--teasers",
            is_flag=True,
            expose_value=False,
            callback=keep(TEASERS),
            help="Keep the teasers of other articles as documents of their own, dated from their age.",
        ),
        click.option(
            "--max-size",
            default=MEGABYTES,
            show_default=True,
            type=click.IntRange(min=1),
            metavar="MB",
            expose_value=False,
            callback=keep(MAX_SIZE),
            help="Megabytes of text that one document may have; larger ones are reported and left out.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def reading() -> ReaderOptions:
    """How documents are read, as the command line says."""
    from extract.documents.content.options import ColumnNames, ReaderOptions
    from extract.documents.content.raw_item import MEGABYTE

    meta = click.get_current_context().meta
    columns = ColumnNames(meta.get(TEXT_COLUMN), meta.get(DATE_COLUMN))
    max_size = int(meta.get(MAX_SIZE, MEGABYTES)) * MEGABYTE
    return ReaderOptions(columns, teasers=bool(meta.get(TEASERS)), max_size=max_size)
