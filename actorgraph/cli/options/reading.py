"""The options that say how documents are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.groups import option_group

if TYPE_CHECKING:
    from extract.documents.content.options import ReaderOptions

DEFAULT_MAX_SIZE = 20
"""Megabytes."""
DEFAULT_MAX_SECONDS = 120
DEFAULT_MAX_MEMORY = 2048
"""Megabytes."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """Which columns of tables hold text and date, whether teasers are kept, and what a document may take.

    `max_size` and `max_memory` are in megabytes; the process that reads or extracts is stopped beyond the limits.
    """

    text_column: str | None = None
    date_column: str | None = None
    teasers: bool = False
    max_size: int = DEFAULT_MAX_SIZE
    max_seconds: float = DEFAULT_MAX_SECONDS
    max_memory: int = DEFAULT_MAX_MEMORY

    @property
    def memory(self) -> int:
        """The memory that a document may need, in bytes."""
        return self.max_memory << 20

    def reader_options(self) -> ReaderOptions:
        """The same, for the reader of documents."""
        from extract.documents.content.options import ColumnNames, ReaderOptions, ReadingLimits
        from extract.documents.content.raw_item import MEGABYTE

        columns = ColumnNames(self.text_column, self.date_column)
        limits = ReadingLimits(self.max_seconds, self.memory)
        return ReaderOptions(columns, teasers=self.teasers, max_size=self.max_size * MEGABYTE, limits=limits)


reading_options = option_group(
    "reading",
    ReadingOptions,
    click.option(
        "--text-column",
        metavar="NAME",
        help="Column of CSV, Parquet or JSONL with the text, if it is not recognised by its name.",
    ),
    click.option("--date-column", metavar="NAME", help="Column with the date of publication."),
    click.option(
        "--teasers",
        is_flag=True,
        help="Keep teasers of other articles as separate documents, dated by their stated age.",
    ),
    click.option(
        "--max-size",
        default=DEFAULT_MAX_SIZE,
        show_default=True,
        type=click.IntRange(min=1),
        metavar="MB",
        help="Maximum text of one document, in megabytes; larger documents are reported and skipped.",
    ),
    click.option(
        "--max-seconds",
        default=DEFAULT_MAX_SECONDS,
        show_default=True,
        type=click.FloatRange(min=1),
        metavar="SECONDS",
        help="Maximum time to read one document, and to extract from each 100,000 characters of it; slower documents "
        "are reported and skipped.",
    ),
    click.option(
        "--max-memory",
        default=DEFAULT_MAX_MEMORY,
        show_default=True,
        type=click.IntRange(min=64),
        metavar="MB",
        help="Maximum memory for one document; documents that need more are reported and skipped.",
    ),
)
"""Passes `reading: ReadingOptions` to the command."""
