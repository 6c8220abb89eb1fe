"""The options that say who extracts: processes of this machine, or those of a Ray cluster."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import click

from actorgraph.cli.options import keep

if TYPE_CHECKING:
    from actorgraph.builder.pipeline import Job, Report, Watch
    from actorgraph.builder.storage.transaction import Tell

    Build = Callable[[Job, Watch | None, Tell | None], Report]

ENGINE, ADDRESS, SHARDS = (f"actorgraph.{name}" for name in ("engine", "address", "shards"))
"""Where click keeps what was given."""
Command = TypeVar("Command", bound=Callable[..., Any])


def engine_options(command: Command) -> Command:
    """Add the options to a command; `engine` has what they ask for."""
    options = (
        click.option(
            "--engine",
            type=click.Choice(["local", "ray"]),
            default="local",
            show_default=True,
            expose_value=False,
            callback=keep(ENGINE),
            help="Who extracts: this machine, or a Ray cluster (docs/scale.md).",
        ),
        click.option(
            "--address",
            metavar="HOST:PORT",
            expose_value=False,
            callback=keep(ADDRESS),
            help="With --engine ray: the cluster; without it a Ray is started here and ended again.",
        ),
        click.option(
            "--shards",
            metavar="FOLDER|URL",
            expose_value=False,
            callback=keep(SHARDS),
            help="With --engine ray: where its results are kept, for all machines to see; without it OUT/shards.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def engine(jobs: int | None) -> Build | None:
    """What builds by the engine that was asked for; None for this machine. Raises ActorgraphError if it is missing."""
    meta = click.get_current_context().meta
    if meta[ENGINE] != "ray":
        for option, name in (("--address", ADDRESS), ("--shards", SHARDS)):
            if meta[name] is not None:
                raise click.UsageError(f"{option} needs --engine ray")
        return None
    from actorgraph.cluster.dependencies import require

    require()
    from actorgraph.cluster.building import build_on
    from actorgraph.cluster.engine import Cluster

    return partial(build_on, Cluster(meta[ADDRESS], jobs or 1), meta[SHARDS])
