"""The options that say where extraction runs: in processes of this machine or on a Ray cluster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import click

from actorgraph.cli.options.groups import option_group
from extract.extractors import RULES

if TYPE_CHECKING:
    from actorgraph.builder.options import BuildOptions, BuildProgress
    from actorgraph.builder.outputs.summary import BuildReport
    from actorgraph.builder.storage.transaction import Notify

    BuildFunction = Callable[[BuildOptions, BuildProgress | None, Notify | None], BuildReport]


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """The engine, the address of its cluster and the place of its results."""

    engine: str
    address: str | None
    shards: str | None

    def check(self, extractor: str) -> None:
        """Raises UsageError for an extractor that a cluster does not run."""
        if self.engine == "ray" and extractor != RULES:
            raise click.UsageError(f"--engine ray supports only --extractor {RULES}; leave out --engine")

    def build_function(self, jobs: int | None) -> BuildFunction:
        """The function that builds with this engine.

        `jobs`: documents that are extracted at once. Raises ActorgraphError if Ray is not installed, UsageError for
        options that the engine does not have.
        """
        if self.engine != "ray":
            for option, value in (("--address", self.address), ("--shards", self.shards)):
                if value is not None:
                    raise click.UsageError(f"{option} needs --engine ray")
            from actorgraph.builder.pipeline import build

            return build
        from actorgraph.cluster.dependencies import require

        require()
        from actorgraph.cluster.building import build_on
        from actorgraph.cluster.engine import Cluster

        return partial(build_on, Cluster(self.address, jobs or 1), self.shards)


engine_options = option_group(
    "engine",
    EngineOptions,
    click.option(
        "--engine",
        type=click.Choice(["local", "ray"]),
        default="local",
        show_default=True,
        help="Where extraction runs: on this machine or on a Ray cluster (docs/scale.md).",
    ),
    click.option(
        "--address",
        metavar="HOST:PORT",
        help="With --engine ray: address of the cluster.  [default: a local Ray, started for this build]",
    ),
    click.option(
        "--shards",
        metavar="FOLDER|URL",
        help="With --engine ray: where results are stored; all machines need access.  [default: OUT/shards]",
    ),
)
"""Passes `engine: EngineOptions` to the command."""
