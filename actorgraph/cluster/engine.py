"""Shards by Ray: tasks on all machines of a cluster, or on a small one that is started here and ended again.

Ray brings the work to the machines, and does a task again whose worker or machine is lost. No more tasks are handed in
than are soon begun, and what comes back of each is a few words: what was found lies in the files.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from types import ModuleType

from actorgraph.cluster.shard_task import FinishedShard, finish
from actorgraph.cluster.shards import Shard, ShardSetup
from actorgraph.cluster.storage import ShardResult
from ontology.errors import ActorgraphError, InputError, StoreError

RETRIES = 3
"""A shard whose worker was lost is begun anew so many times."""
AHEAD = 2
"""Tasks for each processor that wait or run."""
OBJECTS = 80 << 20
"""Bytes of Ray's object store on this machine: what is sent is small."""
LOOK = 10.0
"""Seconds after which the cluster is asked again how large it is."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where the work is done: the address of a Ray cluster, or None for one that is started here for the time being."""

    address: str | None = None
    jobs: int | None = None
    """Processes of a cluster that is started here; None for as many as there are processors."""


OnError = Callable[[InputError], None]
OnShard = Callable[[int, int], None]
"""Told how many shards are done and how many there are."""


def finished(  # noqa: PLR0913  # what, where, and whom to tell
    shards: Sequence[Shard],
    setup: ShardSetup,
    cluster: Cluster,
    former: Mapping[str, ShardResult],
    *,
    on_error: OnError,
    on_shard: OnShard | None = None,
) -> Iterator[FinishedShard]:
    """The shards as they are finished, in any order; what cannot be finished goes to `on_error`, the others go on.

    `former` are the results of an earlier run, by shard. Raises StoreError if there is no such cluster or the
    results cannot be written, ModelError if a machine cannot extract.
    """
    with connected(cluster) as ray:
        task = ray.remote(num_cpus=1, max_retries=RETRIES)(finish)
        shared = ray.put(setup)
        coming = ((task.remote(shard, shared, former.get(shard.name)), shard) for shard in shards)
        running = dict(islice(coming, _room(ray)))
        done = 0
        while running:
            ready, _ = ray.wait(list(running), timeout=LOOK)
            for one in ready:
                found = _result(ray, one, running.pop(one), on_error)
                done += 1
                if found is not None:
                    yield found
                if on_shard is not None:
                    on_shard(done, len(shards))
            running.update(islice(coming, max(0, _room(ray) - len(running))))


def _result(ray: ModuleType, one: object, shard: Shard, on_error: OnError) -> FinishedShard | None:
    try:
        found: FinishedShard = ray.get(one)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, ActorgraphError):
            raise error.cause from None
        raise
    except ray.exceptions.RayError as error:
        why = f"{type(error).__name__} in every one of {RETRIES + 1} tries"
        then = "what an earlier build had of it stays, the next one tries again"
        on_error(InputError(_named(shard), f"not read: {why}; {then}"))
        return None
    return found


def _named(shard: Shard) -> str:
    first, last = shard.places[0].name, shard.places[-1].name
    return first if first == last else f"{first} … {last}"


def _room(ray: ModuleType) -> int:
    """How many tasks may be handed in."""
    return AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))


@contextmanager
def connected(cluster: Cluster) -> Iterator[ModuleType]:
    """Ray, connected; one that was connected before stays so. Raises StoreError."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray

    if ray.is_initialized():
        yield ray
        return
    try:
        if cluster.address is None:
            ray.init(
                "local",
                num_cpus=cluster.jobs,
                include_dashboard=False,
                log_to_driver=False,
                logging_level=logging.ERROR,
                object_store_memory=OBJECTS,
                _node_ip_address="127.0.0.1",
            )
        else:
            _knock(cluster.address)
            ray.init(cluster.address, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, ValueError, RuntimeError) as error:
        where = cluster.address or "this machine"
        raise StoreError(f"no Ray cluster at {where}: {_first_line(error)}; see docs/scale.md") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raises OSError where nothing listens: Ray itself would ask on for minutes. Raises ValueError for no address."""
    if address == "auto":
        return
    host, _, port = address.rpartition(":")
    if not (host and port.isdigit()):
        raise ValueError("write HOST:PORT as `ray start` told it, or auto for the cluster of this machine")
    with socket.create_connection((host, int(port)), timeout=LOOK):
        pass


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
