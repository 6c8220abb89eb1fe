"""Runs shards as Ray tasks, on a given cluster or on one that is started on this machine and shut down afterwards.

Ray distributes the tasks and repeats those whose worker or machine is lost. Only as many tasks are submitted as will
start soon. A task returns only a short record: the extractions themselves are in the result files.
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

from actorgraph.cluster.shard_task import FinishedShard, process_shard
from actorgraph.cluster.shards import Shard, ShardSetup
from actorgraph.cluster.storage import ShardResult
from ontology.errors import ActorgraphError, InputError, StoreError

RETRIES = 3
"""How often a shard whose worker was lost is tried again."""
AHEAD = 2
"""Tasks per processor that are submitted at a time, running or waiting."""
OBJECT_STORE_BYTES = 80 << 20
"""Size of Ray's object store on this machine; the objects sent are small."""
POLL_SECONDS = 10.0
"""Time after which the size of the cluster is checked again; also the timeout of a first connection."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where shards are processed.

    `address`: of a Ray cluster; None to start one on this machine for the duration of the run. `jobs`: processes of a
    cluster that is started here; None for one per processor.
    """

    address: str | None = None
    jobs: int | None = None


OnError = Callable[[InputError], None]
OnShard = Callable[[int, int], None]
"""Called with the number of finished shards and the number of all shards."""


def finished_shards(  # noqa: PLR0913  # input, cluster and callbacks
    shards: Sequence[Shard],
    setup: ShardSetup,
    cluster: Cluster,
    previous: Mapping[str, ShardResult],
    *,
    on_error: OnError,
    on_shard: OnShard | None = None,
) -> Iterator[FinishedShard]:
    """The shards as they are finished, in any order. A shard that cannot be finished is reported to `on_error`.

    `previous`: results of an earlier run, by shard. Raises StoreError if the cluster cannot be reached or the results
    cannot be written, ModelError if a machine cannot extract.
    """
    with connected(cluster) as ray:
        task = ray.remote(num_cpus=1, max_retries=RETRIES)(process_shard)
        shared = ray.put(setup)
        submissions = ((task.remote(shard, shared, previous.get(shard.name)), shard) for shard in shards)
        pending = dict(islice(submissions, _task_limit(ray)))
        done = 0
        while pending:
            ready, _ = ray.wait(list(pending), timeout=POLL_SECONDS)
            for reference in ready:
                finished = _result(ray, reference, pending.pop(reference), on_error)
                done += 1
                if finished is not None:
                    yield finished
                if on_shard is not None:
                    on_shard(done, len(shards))
            pending.update(islice(submissions, max(0, _task_limit(ray) - len(pending))))


def _result(ray: ModuleType, reference: object, shard: Shard, on_error: OnError) -> FinishedShard | None:
    """The result of a task; None if Ray has given it up, which is reported to `on_error`."""
    try:
        finished: FinishedShard = ray.get(reference)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, ActorgraphError):
            raise error.cause from None
        raise
    except ray.exceptions.RayError as error:
        why = f"{type(error).__name__} in each of {RETRIES + 1} tries"
        consequence = "the result of an earlier build is used if there is one; the next build tries again"
        on_error(InputError(_file_range(shard), f"not read: {why}; {consequence}"))
        return None
    return finished


def _file_range(shard: Shard) -> str:
    """The first and the last file of a shard, for messages."""
    first, last = shard.places[0].name, shard.places[-1].name
    return first if first == last else f"{first} … {last}"


def _task_limit(ray: ModuleType) -> int:
    """How many tasks may be submitted at a time."""
    return AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))


@contextmanager
def connected(cluster: Cluster) -> Iterator[ModuleType]:
    """The `ray` module, connected to a cluster; an existing connection is used and left open. Raises StoreError."""
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
                object_store_memory=OBJECT_STORE_BYTES,
                _node_ip_address="127.0.0.1",
            )
        else:
            _check_address(cluster.address)
            ray.init(cluster.address, log_to_driver=False, logging_level=logging.ERROR)
    except (OSError, ValueError, RuntimeError) as error:
        where = cluster.address or "this machine"
        raise StoreError(f"no Ray cluster at {where}: {_first_line(error)}; see docs/scale.md") from error
    try:
        yield ray
    finally:
        ray.shutdown()


def _check_address(address: str) -> None:
    """Raise OSError if nothing listens at an address (Ray would retry for minutes), ValueError if it is malformed."""
    if address == "auto":
        return
    host, _, port = address.rpartition(":")
    if not (host and port.isdigit()):
        raise ValueError("write HOST:PORT as `ray start` prints it, or auto for the cluster of this machine")
    with socket.create_connection((host, int(port)), timeout=POLL_SECONDS):
        pass


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
