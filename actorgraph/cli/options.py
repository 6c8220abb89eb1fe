"""Options that several commands have, and what the commands share. Heavy imports wait for their command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from extract.parsing.defaults import DEFAULT_MODEL

if TYPE_CHECKING:
    from rdflib import Dataset

    from ontology.registry import Registry

Command = TypeVar("Command", bound=Callable[..., Any])

ACTORS, DECISIONS = "actors.toml", "decisions.txt"
"""What a person writes: beside the folder of the build, which may be thrown away and made again."""
UNREADABLE, TROUBLE = 1, 2
BROKEN_OFF = 130
"""Exit code after Ctrl-C, as shells have it."""

out_option = click.option(
    "--out", default="out", show_default=True, type=click.Path(path_type=Path), help="Folder of the build."
)
STORE, UPDATE_STORE = "actorgraph.store", "actorgraph.update_store"
"""Where click keeps the addresses of a server for the commands that read or follow the store."""
model_option = click.option(
    "--model",
    "models",
    multiple=True,
    default=(DEFAULT_MODEL,),
    show_default=True,
    metavar="[LANG=]NAME",
    help="Installed spaCy pipeline, by name or path; es=NAME adds one for documents in that language.",
)
actors_option = click.option(
    "--actors",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="TOML file with more known actors ([[body]] tables as in ontology/data/bodies.toml); "
    f"without it {ACTORS} beside the build, if there is one.",
)
decisions_option = click.option(
    "--decisions",
    type=click.Path(path_type=Path, dir_okay=False),
    help=f"File with decisions about who is who; without it {DECISIONS} beside the build.",
)
paths_argument = click.argument("paths", nargs=-1, required=True)
target_option = click.option("-o", "--output", type=click.Path(path_type=Path), help="File to write.")

STORE_VARIABLE, UPDATE_VARIABLE = "ACTORGRAPH_STORE", "ACTORGRAPH_UPDATE_STORE"


def keep(key: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    """What keeps the value of an option for the code that needs it, so that not every function hands it on."""

    def callback(context: click.Context, _: click.Parameter, value: Any) -> None:  # noqa: ANN401  # as click hands it
        context.meta[key] = value

    return callback


store_option = click.option(
    "--store",
    metavar="URL",
    envvar=STORE_VARIABLE,
    show_envvar=True,
    expose_value=False,
    callback=keep(STORE),
    help="Read the graph from this SPARQL server, not from --out (docs/remote.md).",
)

written_store_option = click.option(
    "--store",
    metavar="URL",
    envvar=STORE_VARIABLE,
    show_envvar=True,
    help="Write the graph to this SPARQL server too (docs/remote.md).",
)
update_store_option = click.option(
    "--update-store",
    metavar="URL",
    envvar=UPDATE_VARIABLE,
    show_envvar=True,
    help="Where the server takes updates, if that does not follow from --store.",
)


def followed_store_options(command: Command) -> Command:
    """The options of a server that is to hold what the command makes of the build, kept in the context."""
    for name, variable, key, text in (
        ("--update-store", UPDATE_VARIABLE, UPDATE_STORE, "Where the server takes updates, if not as --store says."),
        ("--store", STORE_VARIABLE, STORE, "Bring this SPARQL server up to it too (docs/remote.md)."),
    ):
        kept = keep(key)
        command = click.option(
            name, metavar="URL", envvar=variable, show_envvar=True, expose_value=False, callback=kept, help=text
        )(command)
    return command


def beside(out: Path, name: str) -> Path:
    """A file of the user's in the folder that holds the build: what a person writes is not in `out`."""
    return out.parent / name


def known_registry(actors: Path | None, out: Path = Path("out")) -> Registry:
    """The registry with the user's own actors: of the file given, else of the one beside the build."""
    from ontology.registry import known_actors

    return known_actors(actors_file(actors, out))


def actors_file(actors: Path | None, out: Path) -> Path | None:
    """The file of the user's own actors, if there is one."""
    own = beside(out, ACTORS)
    return actors or (own if own.is_file() else None)


def open_build(out: Path) -> Dataset:
    """The store to read: the server of --store, else that of the build. Raises StoreError where there is none."""
    url = click.get_current_context().meta.get(STORE)
    if url is not None:
        from graph.store.remote.address import Address
        from graph.store.remote.dataset import open_remote
        from graph.store.remote.endpoint import Endpoint

        return open_remote(Endpoint(Address.of(url)))
    from actorgraph.builder.storage.workspace import Workspace
    from graph.store.oxigraph import open_store

    return open_store(Workspace(out).store())
