"""Tables for review in a spreadsheet: read back as it saves them, with commas or semicolons."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from ontology.errors import InputError


def filled_rows(table: Path, required: Sequence[str], command: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a filled-in table, each with its place; empty cells are "".

    Raises InputError if the file is not UTF-8 or a `required` column is missing; `command` writes the table.
    """
    try:
        text = table.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(str(table), "is not UTF-8; save the table as CSV UTF-8") from error
    header = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
    missing = [column for column in required if column not in (rows.fieldnames or ())]
    if missing:
        raise InputError(str(table), f"has no column {missing[0]!r}; write the table with: {command}")
    for row in rows:
        cells = {str(name): str(cell or "").strip() for name, cell in row.items() if name is not None}
        yield f"{table}:{rows.line_num}", cells
