"""Text written to a file, with a line that says so, or to standard output."""

from __future__ import annotations

from pathlib import Path

import click


def write_text(path: Path, text: str, what: str) -> None:
    """Write a file, and print its path and `what` it holds on standard error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"{path}: {what}", err=True)


def write_or_print(text: str, path: Path | None, what: str) -> None:
    """Write a file as `write_text` does, or print the text if there is no path."""
    if path is None:
        click.echo(text, nl=False)
    else:
        write_text(path, text, what)
