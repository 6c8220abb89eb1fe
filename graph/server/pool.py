"""A fixed number of worker processes and the queries that wait for one of them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from graph.server.worker import Job, Refusal, Reply, Worker, WorkerGoneError
from ontology.errors import StoreError

T = TypeVar("T")
WAITING = 200
"""Queries that may wait for a process; more are told to come back."""
QUEUED = 10.0
"""Seconds that a query waits at least for a process: starting another one takes about one on a busy machine."""
AGAIN = 1.0
"""Seconds until another try where no process could be started."""
BUSY = Refusal(503, "too many queries at once; ask again in a moment")
STOPPING = Refusal(503, "the server is stopping")


class Pool:
    """Worker processes; one that had to be ended is replaced."""

    def __init__(self, store: Path, *, size: int, seconds: float) -> None:
        self._store = store
        self._size = size
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(size * 2, thread_name_prefix="actorgraph")  # one waits for each process
        self._idle: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        self._workers: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._is_closed = False

    @property
    def pids(self) -> list[int]:
        """The ids of the processes that take queries."""
        return sorted(worker.pid for worker in self._workers if worker.pid is not None)

    async def start(self) -> None:
        """Start all processes. Raises StoreError if they cannot open the store."""
        await asyncio.gather(*(self._add() for _ in range(self._size)))

    async def ask(self, job: Job) -> Reply:
        """The reply of the next free process. If the asker is cancelled, the process is ended with its query."""
        if self._is_closed:
            return STOPPING
        if self._waiting >= WAITING:
            return BUSY
        worker = await self._free()
        if worker is None:
            return BUSY
        try:
            reply = await self._in_thread(worker.ask, job, self._seconds)
        except WorkerGoneError as gone:
            self._replace(worker)
            return STOPPING if self._is_closed else Refusal(504 if gone.took_too_long else 503, str(gone))
        except asyncio.CancelledError:
            self._replace(worker)
            raise
        self._idle.put_nowait(worker)
        return reply

    def close(self) -> None:
        """End all processes, whatever they do."""
        self._is_closed = True
        for task in self._starting:
            task.cancel()
        for worker in list(self._workers):
            worker.kill()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _free(self) -> Worker | None:
        self._waiting += 1
        try:
            async with asyncio.timeout(max(QUEUED, self._seconds)):
                return await self._idle.get()
        except TimeoutError:
            return None
        finally:
            self._waiting -= 1

    async def _add(self) -> None:
        worker = await self._in_thread(Worker, self._store)
        self._workers.add(worker)
        try:
            await self._in_thread(worker.ready)
        except StoreError:
            self._workers.discard(worker)
            raise
        if self._is_closed:
            worker.kill()
        self._idle.put_nowait(worker)

    def _replace(self, gone: Worker) -> None:
        gone.kill()
        self._workers.discard(gone)
        if not self._is_closed:
            task = asyncio.get_running_loop().create_task(self._keep_adding())
            self._starting.add(task)
            task.add_done_callback(self._starting.discard)

    async def _keep_adding(self) -> None:
        while not self._is_closed:
            try:
                return await self._add()
            except StoreError:
                await asyncio.sleep(AGAIN)
        return None

    async def _in_thread(self, function: Callable[..., T], *arguments: object) -> T:
        """What a function gives that waits for a process; the server goes on meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(function, *arguments))
