"""The parent's handle of one worker process: starts it, sends tasks, enforces the time limit, replaces a dead process.

Each worker has a pipe of its own, so whatever kills one worker, even in the middle of a message, does not affect the
others.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Generic, Self, TypeVar, cast

from ontology.errors import ActorgraphError
from ontology.processes.child import PartialResult, StepAnnounced, TaskDone, TaskFailed, TaskLimit, WorkerMessage, serve
from ontology.processes.process import (
    EXIT,
    TaskTimeoutError,
    WorkerDiedError,
    WorkerSpec,
    WorkerStartError,
    cause_of_death,
    end_process,
    start_process,
    was_killed,
)

log = logging.getLogger(__name__)
START_TRIES = 3

TaskT = TypeVar("TaskT")
ResultT = TypeVar("ResultT")


def _send(connection: Connection, content: bytes) -> None:
    """Write a pickled message; the death of the process is noticed where its messages are read."""
    with suppress(OSError):
        connection.send_bytes(content)


class Worker(Generic[TaskT, ResultT]):
    """One worker process. It is started by the first task, or ahead of it by `start`, and again after it has died.

    One thread at a time may give it tasks; `close` and `kill` may be called by any other. `send_ahead` sends the next
    task while the process is busy, so that it need not wait for the parent between two tasks.
    """

    def __init__(self, spec: WorkerSpec) -> None:
        self._spec = spec
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._connection: Connection | None = None
        self._is_ready = False
        self._is_closed = False
        self._ahead: tuple[TaskT] | None = None
        self._sender: threading.Thread | None = None
        self.starts = 0
        """How many processes have been started."""

    def __enter__(self) -> Self:
        """The worker; its process ends with the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process."""
        self.close()

    @property
    def pid(self) -> int | None:
        """Id of the process; None if there is none."""
        process = self._process
        return process.pid if process is not None and not wait([process.sentinel], 0) else None

    @property
    def has_task_ahead(self) -> bool:
        """True if the process has a task that was sent ahead and not run yet."""
        return self._ahead is not None

    def start(self) -> None:
        """Start the process, if it is not there. Raises WorkerStartError if the worker was closed."""
        with self._lock:
            if self._process is not None:
                if not wait([self._process.sentinel], 0):
                    return
                end_process(self._process)
                log.warning("%s %s has ended: %s", self._spec.name, self._process.pid, cause_of_death(self._process))
            if self._is_closed:
                raise WorkerStartError("the worker processes have been stopped")
            self._reap()
            self._launch()

    def _launch(self) -> None:
        context = self._spec.context()
        self._connection, theirs = context.Pipe()
        process = context.Process(
            target=serve,
            args=(theirs, self._spec.setup, self._spec.arguments, self._spec.memory, self._spec.task_memory),
            daemon=True,
            name=self._spec.name,
        )
        try:
            start_process(process)
        except (OSError, EOFError) as error:
            raise WorkerStartError(f"a worker process cannot be started: {error}") from error
        finally:
            theirs.close()
        self._process, self._is_ready = process, False
        self.starts += 1
        log.debug("%s %s started", self._spec.name, process.pid)

    def wait_ready(self) -> None:
        """Wait for the set-up. A process that is killed meanwhile is replaced, `START_TRIES` - 1 times.

        Raises WorkerStartError, or the ActorgraphError that the set-up has raised.
        """
        tries_left = START_TRIES
        while not self._is_ready:
            try:
                message = self._receive(None, self._spec.start_seconds, self._deadline(self._spec.start_seconds))
            except (WorkerDiedError, TaskTimeoutError) as error:
                tries_left -= 1
                if tries_left and isinstance(error, WorkerDiedError) and was_killed(self._process):
                    self.start()
                    continue
                raise WorkerStartError(f"a worker process does not start: {error}") from error
            if isinstance(message, TaskFailed):
                self.kill()
                if isinstance(message.error, ActorgraphError):
                    raise message.error
                raise WorkerStartError(f"a worker process does not start: {message.error}") from message.error
            self._is_ready = True

    def run(self, task: TaskT, seconds: float | None = None, on_start: Callable[[], object] | None = None) -> ResultT:
        """The result of a task; parts of it are dropped. Raises what `stream` does."""
        parts = self.stream(task, seconds, on_start)
        while True:
            try:
                next(parts)
            except StopIteration as end:
                return cast("ResultT", end.value)

    def stream(
        self,
        task: TaskT,
        seconds: float | None = None,
        on_start: Callable[[], object] | None = None,
        *,
        per_step: bool = False,
    ) -> Generator[object, None, ResultT]:
        """The parts of the result that a task emits; the generator's return value is its result.

        The task is sent to the process, unless it is the one that was sent ahead. `seconds`: how long it may take from
        its start; with `per_step`, from each step that it announces. `on_start`: called when the process has announced
        the start; it may call `send_ahead`. Raises what the task raises; WorkerDiedError if the process dies;
        TaskTimeoutError after `seconds`; WorkerStartError, or the ActorgraphError of the set-up, if there is no
        process. The process is killed if the generator is closed before its end.
        """
        is_finished = False
        try:
            self._begin(task, TaskLimit(seconds, per_step))
            if on_start is not None:
                on_start()
            step: object = None
            deadline = self._deadline(seconds)
            while True:
                message = self._receive(step, seconds, deadline)
                if isinstance(message, StepAnnounced):
                    step = message.step
                    deadline = self._deadline(seconds) if per_step else deadline
                elif isinstance(message, PartialResult):
                    yield message.value
                    deadline = self._deadline(seconds) if per_step else deadline  # the caller took its time
                elif isinstance(message, TaskDone):
                    is_finished = True
                    return cast("ResultT", message.result)
                elif isinstance(message, TaskFailed):
                    is_finished = True
                    raise message.error
        finally:
            if not is_finished:
                self._abandon()

    def _begin(self, task: TaskT, limit: TaskLimit) -> None:
        """Send a task, unless it was sent ahead, and wait until the process announces its start."""
        was_ahead = self._take_ahead(task)
        if not was_ahead:
            self.start()
            self.wait_ready()
            self._send_task(task, limit)
        try:
            self._receive(None, limit.seconds, self._deadline(limit.seconds))
        except WorkerDiedError as death:
            death.is_before_start = was_ahead
            raise

    def send_ahead(self, task: TaskT, seconds: float | None = None) -> None:
        """Send the next task while the process is busy. It must be the next one that is run.

        Another thread writes it: a large task fills the pipe until the process reads, and the process may be writing a
        large result at that time, which must be read. Raises what pickling the task raises.
        """
        content = bytes(ForkingPickler.dumps((task, TaskLimit(seconds))))
        _, connection = self._process_and_connection()
        self._ahead = (task,)
        self._sender = threading.Thread(target=_send, args=(connection, content), daemon=True)
        self._sender.start()

    def _take_ahead(self, task: TaskT) -> bool:
        """True if this task was sent ahead. If another one was, the process is ended with it."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead[0] is not task:
            self._abandon()
            return False
        return ahead is not None

    def _abandon(self) -> None:
        """End the process with the tasks it has; its messages must not be taken for those of the next task."""
        self._ahead, process = None, self._process
        if process is not None:
            process.kill()
            end_process(process)

    def kill(self) -> None:
        """End the process, whatever it does; the next task starts another one."""
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the process for good."""
        self.stop()
        with self._lock:
            self._reap()

    def stop(self) -> None:
        """End the process for good, without waiting for its end."""
        with self._lock:
            self._is_closed = True
            self.kill()

    def _reap(self) -> None:
        """Wait for the end of a process that was killed or has died, and forget it."""
        process, connection, sender = self._process, self._connection, self._sender
        self._process = self._connection = self._sender = None
        if process is not None:
            end_process(process)
        if sender is not None:
            sender.join(EXIT)  # it fails to write as soon as the process is gone
        if connection is not None:
            connection.close()

    @staticmethod
    def _deadline(seconds: float | None) -> float | None:
        return None if seconds is None else time.monotonic() + seconds

    def _process_and_connection(self) -> tuple[BaseProcess, Connection]:
        if self._process is None or self._connection is None:
            raise WorkerDiedError("closed")
        return self._process, self._connection

    def _send_task(self, task: TaskT, limit: TaskLimit) -> None:
        process, connection = self._process_and_connection()
        try:
            connection.send((task, limit))
        except OSError as error:
            end_process(process)
            raise WorkerDiedError(cause_of_death(self._process)) from error

    def _receive(self, step: object, seconds: float | None, deadline: float | None) -> WorkerMessage:
        """The next message. What a dead process has still sent comes before its death is noticed."""
        process, connection = self._process_and_connection()
        left = None if deadline is None else max(0.0, deadline - time.monotonic())
        ready = wait([connection, process.sentinel], left)
        if not ready and seconds is not None:
            process.kill()
            end_process(process)
            raise TaskTimeoutError(seconds, step)
        try:
            if connection in ready or connection.poll():
                return cast("WorkerMessage", connection.recv())
        except (EOFError, OSError):
            pass  # it has died
        end_process(process)
        if seconds is not None and cause_of_death(self._process) == "SIGALRM":
            raise TaskTimeoutError(seconds, step)
        raise WorkerDiedError(cause_of_death(self._process), step)
