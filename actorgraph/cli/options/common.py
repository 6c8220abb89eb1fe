"""The options that several commands share: where the build is, which graph is read, where the user's files are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.groups import Option, option_group

if TYPE_CHECKING:
    from rdflib import Dataset

    from actorgraph.builder.review.project import Project
    from graph.store.remote.sync import RemoteWriter
    from ontology.registry import Registry

ACTORS, DECISIONS = "actors.toml", "decisions.txt"
"""Files that the user writes. They lie beside the folder of the build, which may be deleted and built again."""
STORE_VARIABLE, UPDATE_VARIABLE = "ACTORGRAPH_STORE", "ACTORGRAPH_UPDATE_STORE"

out_option = click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="Folder of the build."
)
actors_option = click.option(
    "--actors",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="TOML file with additional known actors ([[body]] tables as in ontology/data/bodies.toml).  "
    f"[default: {ACTORS} beside the build, if it exists]",
)
decisions_option = click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"File with your decisions on actors and claims.  [default: {DECISIONS} beside the build]",
)
paths_argument = click.argument("paths", nargs=-1, required=True)
action_option = click.option("--action", help="Only this action, or class of actions.")
since_option = click.option("--since", help="Only claims from this date on (2025, 2025-10 or 2025-10-27).")
until_option = click.option("--until", help="Only claims up to this date.")
min_confidence_option = click.option(
    "--min-confidence",
    default=0.0,
    show_default=True,
    type=click.FloatRange(0, 1),
    help="Only claims with at least this confidence.",
)
output_option = click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.")


def _store_option(text: str) -> Option:
    return click.option("--store", metavar="URL", envvar=STORE_VARIABLE, show_envvar=True, help=text)


update_store_option = click.option(
    "--update-store",
    metavar="URL",
    envvar=UPDATE_VARIABLE,
    show_envvar=True,
    help="Update endpoint of that server, if it cannot be derived from --store.",
)


def beside(out: Path, name: str) -> Path:
    """The path of a file of the user's, in the folder that holds the build `out`."""
    return out.parent / name


def actors_file(actors: Path | None, out: Path) -> Path | None:
    """The file of the user's own actors: the one given, else the one beside the build, if anything is there."""
    default = beside(out, ACTORS)
    return actors or (default if os.path.lexists(default) else None)


@dataclass(frozen=True, slots=True)
class StoreOptions:
    """Which graph a command reads: that of the build in `out`, or that of the SPARQL server `store`."""

    out: Path
    store: str | None

    def open(self) -> Dataset:
        """The graph. Raises StoreError if nothing is built in `out`, or if the server cannot be reached."""
        if self.store is not None:
            from graph.store.remote.address import Address
            from graph.store.remote.dataset import open_remote
            from graph.store.remote.endpoint import Endpoint

            return open_remote(Endpoint(Address.of(self.store)))
        from actorgraph.builder.storage.workspace import Workspace
        from graph.store.oxigraph import open_store

        return open_store(Workspace(self.out).store())


store_options = option_group(
    "source",
    StoreOptions,
    _store_option("Read the graph from this SPARQL server instead of --out (docs/remote.md)."),
    out_option,
)
"""Passes `source: StoreOptions` to the command."""


@dataclass(frozen=True, slots=True)
class PublishOptions:
    """The SPARQL server that gets a copy of the graph, if any, and its update endpoint."""

    store: str | None
    update_store: str | None

    def writer(self) -> RemoteWriter | None:
        """The connection to the server, None if there is none. Raises StoreError if the server refuses."""
        from actorgraph.builder.outputs.publish import writer

        return writer(self.store, self.update_store)


publish_options = option_group(
    "server",
    PublishOptions,
    _store_option("Also write the graph to this SPARQL server (docs/remote.md)."),
    update_store_option,
)
"""Passes `server: PublishOptions` to the command."""


@dataclass(frozen=True, slots=True)
class ProjectOptions:
    """A build whose identity decisions are read or changed: its folder and the user's files beside it."""

    decisions: Path | None
    actors: Path | None
    out: Path

    def registry(self) -> Registry:
        """The known actors, with the user's own."""
        from ontology.registry import known_actors

        return known_actors(actors_file(self.actors, self.out))

    def open(self) -> Project:
        """The build with its decisions. Raises StoreError if nothing is built, DataError for an invalid file."""
        from actorgraph.builder.review.project import open_project

        return open_project(self.out, self.decisions or beside(self.out, DECISIONS), self.registry())


project_options = option_group("project", ProjectOptions, decisions_option, actors_option, out_option)
"""Passes `project: ProjectOptions` to the command."""
