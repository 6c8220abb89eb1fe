"""The command `patch`: applies an RDF Patch to an RDF file or to a build."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.exit_codes import DIFFERENT
from actorgraph.cli.options.common import output_option
from actorgraph.cli.output.messages import notify
from ontology.errors import InputError

if TYPE_CHECKING:
    from graph.diff.rdf.patch import PatchResult

MAX_ROWS = 5
"""Rows of a patch that are printed if they do not fit."""
REMEDY = (
    "apply a patch only to the graph that was A when the patch was made (a patch of two batches fits an N-Quads file "
    "of batch A; to patch a build, make the patch from two builds)"
)


@click.command()
@click.argument("patch_file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("target", type=click.Path(path_type=Path, exists=True))
@click.option("--reverse", "-R", is_flag=True, help="Undo the patch: add what it deletes, delete what it adds.")
@click.option("--force", is_flag=True, help="Write even if some rows of the patch do not fit.")
@output_option
def patch(*, patch_file: Path, target: Path, reverse: bool, force: bool, output: Path | None) -> None:
    """Apply an RDF Patch made by `diff --format patch` to TARGET, an RDF file or the folder of a build.

    A file is written as sorted N-Quads, in place or to -o. For a build, all its files are rebuilt from the patched
    graph; the next `build` rebuilds them from the documents.

    Exit code: 0 if the patch was applied, 1 if rows of the patch do not fit TARGET (nothing is written), 2 on errors.
    """
    from graph.diff.rdf.patch import apply, read_patch

    changes = read_patch(_read(patch_file), str(patch_file))
    changes = changes.reverse() if reverse else changes
    applied = apply(_lines(target), changes, str(target))
    if not applied.fits:
        _notify_unfit(target, applied)
        if not force:
            notify(f"{target}: nothing was written; {REMEDY}, or write anyway with --force")
            sys.exit(DIFFERENT)
    if target.is_dir():
        from actorgraph.builder.outputs.patch import rewrite

        rewrite(target, applied.lines)
    else:
        _write(output or target, applied.lines)
    click.echo(
        f"{output or target}: {len(changes.added):,} quads added, {len(changes.gone):,} deleted",
        err=True,
    )


def _notify_unfit(target: Path, applied: PatchResult) -> None:
    """Print the first rows that do not fit, and how many there are."""
    rows = [(row, "cannot be deleted, because it is not there") for row in applied.missing]
    rows += [(row, "cannot be added, because it is already there") for row in applied.present]
    for row, reason in rows[:MAX_ROWS]:
        notify(f"{target}: {reason}: {row}")
    if len(rows) > MAX_ROWS:
        notify(f"{target}: … and {len(rows) - MAX_ROWS:,} more such rows")
    notify(
        f"{target}: {len(rows):,} rows do not fit: {len(applied.missing):,} to delete are missing, "
        f"{len(applied.present):,} to add are already present"
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is not UTF-8: {error}; convert it to UTF-8") from error


def _lines(target: Path) -> Iterable[str]:
    """The N-Quads lines of an RDF file or of a build."""
    from graph.diff.rdf.canonical import to_lines
    from graph.diff.rdf.lines import quads_of

    if target.is_dir():
        from actorgraph.builder.storage.workspace import Workspace
        from graph.store.oxigraph import open_store, store_lines

        return store_lines(open_store(Workspace(target).store()))
    return to_lines(quads_of(target))


def _write(path: Path, lines: Sequence[str]) -> None:
    if path.suffix.casefold() != ".nq":
        raise InputError(str(path), "a patched file is written as N-Quads: give a name that ends in .nq with -o")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")
