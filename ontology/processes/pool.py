"""A pool of worker processes: distributes tasks, returns results, retries the tasks of dead workers."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Generic, Self

from ontology.errors import ActorgraphError
from ontology.processes.process import WorkerDiedError, WorkerSpec
from ontology.processes.worker import ResultT, TaskT, Worker

log = logging.getLogger(__name__)

IDLE_CHECK = 1.0
"""Seconds after which an idle worker is looked at: one that has died is replaced."""
RESTART_PAUSE = 1.0
"""Seconds until another try where no process could be started."""
CLOSING = 10.0
"""Seconds that `close` waits at most for the threads that hold the workers."""


class PoolClosedError(Exception):
    """The pool was closed before the task was finished."""


@dataclass(slots=True, eq=False)
class _QueuedTask(Generic[TaskT, ResultT]):
    """A task that was submitted, and the future of its result."""

    task: TaskT
    on_start: Callable[[], object] | None
    seconds: float | None
    future: Future[ResultT] = field(default_factory=Future)
    is_begun: bool = False
    is_cancelled: bool = False

    def begin(self) -> None:
        """Tell whoever submitted the task that it begins; a further try tells nothing."""
        if not self.is_begun and self.on_start is not None:
            self.on_start()
        self.is_begun = True


def _refuse(queued: _QueuedTask[TaskT, ResultT]) -> None:
    """Fail a task that was not started before the pool was closed."""
    if queued.future.set_running_or_notify_cancel():
        queued.future.set_exception(PoolClosedError())


class WorkerPool(Generic[TaskT, ResultT]):
    """A fixed number of worker processes. Tasks begin in the order in which they are submitted.

    Each worker has a thread of this process, so it is known which task a dead process was running. A worker that has
    died is replaced. `seconds`: how long a task may take. `tries`: how often a task is started if its process dies of
    it; each further try is made by a new process. `prefetch`: send each worker its next task while it is still running
    another one. That keeps workers busy with many short tasks, but a task may then wait for a long one although another
    worker is free.
    """

    def __init__(
        self, spec: WorkerSpec, size: int, *, seconds: float | None = None, tries: int = 1, prefetch: bool = False
    ) -> None:
        self._seconds = seconds
        self._tries = tries
        self._prefetches = prefetch
        self._queue: queue.SimpleQueue[_QueuedTask[TaskT, ResultT] | None] = queue.SimpleQueue()
        self._workers: list[Worker[TaskT, ResultT]] = [Worker(spec) for _ in range(size)]
        self._running: dict[Worker[TaskT, ResultT], _QueuedTask[TaskT, ResultT]] = {}
        self._prefetched: dict[Worker[TaskT, ResultT], _QueuedTask[TaskT, ResultT]] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self.started: list[Future[None]] = [Future() for _ in self._workers]
        """One for each worker, done when its first process is ready, or with the error that prevents it."""
        self._threads = [
            threading.Thread(target=self._run_worker, args=(worker, started), daemon=True, name=f"{spec.name}-{number}")
            for number, (worker, started) in enumerate(zip(self._workers, self.started, strict=True))
        ]

    def __enter__(self) -> Self:
        """The pool, its processes starting; they end with the block."""
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End the processes."""
        self.close()

    @property
    def size(self) -> int:
        """How many workers there are."""
        return len(self._workers)

    @property
    def pids(self) -> list[int]:
        """Ids of the processes that are there."""
        return sorted(pid for worker in self._workers if (pid := worker.pid) is not None)

    def start(self) -> None:
        """Let the processes start, without waiting for them."""
        for thread in self._threads:
            thread.start()

    def submit(
        self, task: TaskT, on_start: Callable[[], object] | None = None, seconds: float | None = None
    ) -> Future[ResultT]:
        """Hand in a task. `on_start` is called in another thread when a worker begins it.

        `seconds`: how long this task may take; None for the limit of the pool.

        The future raises what the task raises; WorkerDiedError if its process dies each time; TaskTimeoutError;
        PoolClosedError; WorkerStartError, or the ActorgraphError of the set-up, if no process can be started.
        """
        queued: _QueuedTask[TaskT, ResultT] = _QueuedTask(task, on_start, seconds or self._seconds)
        self._queue.put(queued)
        if self._closing.is_set():
            self._drop_waiting()
        return queued.future

    def cancel(self, future: Future[ResultT]) -> None:
        """Drop a task that waits; kill the process of one that runs. A finished one stays as it is."""
        if future.cancel():
            return
        with self._lock:
            for worker, queued in self._running.items():
                if queued.future is future:
                    queued.is_cancelled = True
                    worker.kill()

    def close(self) -> None:
        """End all processes, whatever they do. Tasks that are not finished fail with PoolClosedError."""
        self._closing.set()
        for worker in self._workers:
            worker.stop()
            self._queue.put(None)
        for thread in self._threads:
            if thread.is_alive():
                thread.join(CLOSING)
        self._drop_waiting()

    def _drop_waiting(self) -> None:
        while True:
            try:
                queued = self._queue.get_nowait()
            except queue.Empty:
                return
            if queued is not None:
                _refuse(queued)

    # ---- in the thread of a worker

    def _run_worker(self, worker: Worker[TaskT, ResultT], started: Future[None]) -> None:
        """Give a worker one task after the other until the pool is closed."""
        with worker:
            while not self._closing.is_set():
                start_error = None if worker.has_task_ahead else self._prepare(worker)
                if not started.done():
                    started.set_result(None) if start_error is None else started.set_exception(start_error)
                queued = self._prefetched.pop(worker, None)
                if queued is None:
                    queued = self._next(IDLE_CHECK if start_error is None else RESTART_PAUSE)
                if queued is None or not queued.future.set_running_or_notify_cancel():
                    continue
                if start_error is not None:
                    queued.begin()
                    queued.future.set_exception(start_error)
                else:
                    self._complete(worker, queued)
        prefetched = self._prefetched.pop(worker, None)
        if prefetched is not None:
            _refuse(prefetched)

    def _prepare(self, worker: Worker[TaskT, ResultT]) -> ActorgraphError | None:
        """Have a process ready; the error if there is none."""
        try:
            worker.start()
            worker.wait_ready()
        except ActorgraphError as error:
            if not self._closing.is_set():
                log.warning("%s", error)
            return error
        return None

    def _next(self, seconds: float) -> _QueuedTask[TaskT, ResultT] | None:
        try:
            return self._queue.get(timeout=seconds)
        except queue.Empty:
            return None

    def _complete(self, worker: Worker[TaskT, ResultT], queued: _QueuedTask[TaskT, ResultT]) -> None:
        try:
            result = self._run_with_retries(worker, queued)
        except Exception as error:  # noqa: BLE001  # raised again where the result is asked for
            queued.future.set_exception(PoolClosedError() if self._closing.is_set() else error)
        else:
            queued.future.set_result(result)

    def _run_with_retries(self, worker: Worker[TaskT, ResultT], queued: _QueuedTask[TaskT, ResultT]) -> ResultT:
        with self._lock:
            self._running[worker] = queued
        try:
            tries_left = self._tries
            while True:
                try:
                    return worker.run(queued.task, queued.seconds, partial(self._begun, worker, queued))
                except WorkerDiedError as death:
                    tries_left -= not death.is_before_start
                    log.warning("%s; tries left for its task: %d", death, tries_left)
                    if queued.is_cancelled or self._closing.is_set() or tries_left <= 0:
                        raise
        finally:
            with self._lock:
                del self._running[worker]

    def _begun(self, worker: Worker[TaskT, ResultT], queued: _QueuedTask[TaskT, ResultT]) -> None:
        """A process has started a task: tell so, unless it was cancelled before there was anything to end."""
        if queued.is_cancelled:
            worker.kill()
            return
        queued.begin()
        self._prefetch(worker)

    def _prefetch(self, worker: Worker[TaskT, ResultT]) -> None:
        """Send a worker that has just started a task the one after it, if there is one.

        If the worker dies before it starts that task, its next process gets the task; this does not count as a try.
        """
        if not self._prefetches or worker in self._prefetched:
            return
        with suppress(queue.Empty):
            queued = self._queue.get_nowait()
            if queued is not None:
                self._prefetched[worker] = queued
                with suppress(Exception):  # the error is raised again when its turn comes
                    worker.send_ahead(queued.task, queued.seconds)
