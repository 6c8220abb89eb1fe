"""The pool of query processes: runs each query in a worker, stops it after the time limit, and limits how many wait."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from graph.server.query_worker import ErrorReply, Reply, WorkerRequest, query_worker
from ontology.errors import ActorgraphError
from ontology.processes.pool import PoolClosedError, WorkerPool
from ontology.processes.process import TaskTimeoutError, WorkerDiedError, WorkerSpec

WAITING = 200
"""Queries that may wait for a process; more are told to come back."""
QUEUED = 10.0
"""Seconds that a query waits at least for a process: starting another one takes about one on a busy machine."""
START = 60.0
"""Seconds that a process may take to import its libraries and to open the store."""
MEMORY = 2 * 1024**3
"""Bytes that a process may use."""
BUSY = ErrorReply(503, "too many queries at once; try again in a moment")
STOPPING = ErrorReply(503, "the server is stopping")
DIED = ErrorReply(503, "the query crashed its process; it may need too much memory")


class QueryPool:
    """The worker processes of a server.

    Oxigraph cannot interrupt a query, so one that takes too long ends with its process, which is replaced. `store`: the
    folder of the store. `size`: how many processes. `seconds`: how long a query may take.
    """

    def __init__(self, store: Path, *, size: int, seconds: float) -> None:
        self._seconds = seconds
        self._waiting = 0
        spec = WorkerSpec(query_worker, (store,), "actorgraph-query", memory=MEMORY, start_seconds=START)
        self._workers: WorkerPool[WorkerRequest, Reply] = WorkerPool(spec, size, seconds=seconds)

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that take queries."""
        return self._workers.pids

    async def start(self) -> None:
        """Start all processes. Raises StoreError if they cannot open the store."""
        self._workers.start()
        await asyncio.gather(*map(asyncio.wrap_future, self._workers.started))

    async def ask(self, request: WorkerRequest) -> Reply:
        """The reply of the next free process. If the caller is cancelled, the process is ended with its query."""
        if self._waiting >= WAITING:
            return BUSY
        loop, has_begun = asyncio.get_running_loop(), asyncio.Event()
        future = self._workers.submit(request, on_start=lambda: loop.call_soon_threadsafe(has_begun.set))
        reply = asyncio.wrap_future(future)
        try:
            if not await self._begins(has_begun, reply):
                self._workers.cancel(future)
                return BUSY
            return await reply
        except asyncio.CancelledError:
            self._workers.cancel(future)
            raise
        except (TaskTimeoutError, WorkerDiedError, PoolClosedError, ActorgraphError) as error:
            return self._refusal(error)

    def _refusal(self, error: Exception) -> ErrorReply:
        if isinstance(error, TaskTimeoutError):
            return ErrorReply(504, f"the query took longer than {self._seconds:g} seconds and was stopped")
        if isinstance(error, WorkerDiedError):
            return DIED
        return STOPPING if isinstance(error, PoolClosedError) else ErrorReply(503, str(error))

    def close(self) -> None:
        """End all processes, whatever they do."""
        self._workers.close()

    async def _begins(self, has_begun: asyncio.Event, reply: asyncio.Future[Reply]) -> bool:
        """Wait until a process begins the request, or it is clear that none will; False if that takes too long."""
        begun = asyncio.ensure_future(has_begun.wait())
        either: set[asyncio.Future[Any]] = {begun, reply}
        self._waiting += 1
        try:
            await asyncio.wait(either, timeout=max(QUEUED, self._seconds), return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waiting -= 1
            begun.cancel()
        return has_begun.is_set() or reply.done()
