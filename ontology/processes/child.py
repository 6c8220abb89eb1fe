"""The main loop inside a worker process: set up once, then run one task after the other until the parent is gone."""

from __future__ import annotations

import pickle
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from ontology.errors import ActorgraphError
from ontology.processes.limits import address_space, end_with_parent, limit_address_space, peak_memory, set_alarm


@dataclass(frozen=True, slots=True)
class TaskLimit:
    """How long a task may take: `seconds` (None for as long as it likes), `is_per_step` for each step anew."""

    seconds: float | None = None
    is_per_step: bool = False


@dataclass(frozen=True, slots=True)
class SetupDone:
    """The process is ready for tasks."""


@dataclass(frozen=True, slots=True)
class TaskStarted:
    """The process starts the next of the tasks that were sent to it."""


@dataclass(frozen=True, slots=True)
class StepAnnounced:
    """What the task is about to do; if the process dies, this is what it died of."""

    step: object


@dataclass(frozen=True, slots=True)
class PartialResult:
    """A part of the result of a task that is not finished."""

    value: object


@dataclass(frozen=True, slots=True)
class TaskDone:
    """The result of a task."""

    result: object


@dataclass(frozen=True, slots=True)
class TaskFailed:
    """The exception that a task, or the set-up of the process, has raised."""

    error: BaseException


WorkerMessage = SetupDone | TaskStarted | StepAnnounced | PartialResult | TaskDone | TaskFailed


class TaskChannel:
    """The way from a running task to the parent process."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.limit = TaskLimit()

    def announce(self, step: object) -> None:
        """Tell the parent what comes next, so that it knows what the process died of."""
        self._send(StepAnnounced(step))

    def emit(self, value: object) -> None:
        """Send a part of the result."""
        self._send(PartialResult(value))

    def _send(self, message: StepAnnounced | PartialResult) -> None:
        """Send a message. The time of a step does not run while the parent is busy and does not read."""
        if self.limit.is_per_step:
            set_alarm(None)
        self._connection.send(message)
        if self.limit.is_per_step:
            set_alarm(self.limit.seconds)


Handler = Callable[[Any, TaskChannel], Any]
"""Does one task; what it returns is the result."""


def serve(
    connection: Connection,
    setup: Callable[..., Handler],
    arguments: tuple[object, ...],
    memory: int | None,
    task_memory: int | None,
) -> None:
    """Set up, then do the tasks that come through the connection until its other end is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process of a terminal; the parent decides
    is_enforced = memory is not None and limit_address_space(memory)
    end_with_parent(None if is_enforced else memory)
    try:
        handler = setup(*arguments)
        if task_memory is not None and not limit_address_space(address_space() + task_memory):
            end_with_parent(peak_memory() + task_memory)
    except Exception as error:  # noqa: BLE001  # raised again in the parent
        connection.send(TaskFailed(_portable(error)))
        return
    try:
        connection.send(SetupDone())
        channel = TaskChannel(connection)
        while True:
            task, channel.limit = connection.recv()
            set_alarm(channel.limit.seconds)
            connection.send(TaskStarted())
            reply = _reply(handler, task, channel)
            set_alarm(None)
            _send(connection, reply)
    except (EOFError, OSError):  # the parent has closed the connection, or is gone
        return


def _reply(handler: Handler, task: object, channel: TaskChannel) -> TaskDone | TaskFailed:
    try:
        return TaskDone(handler(task, channel))
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  # raised again in the parent
        return TaskFailed(_portable(error))


def _send(connection: Connection, reply: TaskDone | TaskFailed) -> None:
    try:
        connection.send(reply)
    except (pickle.PicklingError, AttributeError, TypeError, MemoryError) as error:
        connection.send(TaskFailed(_portable(error)))


def _portable(error: Exception) -> Exception:
    """The exception in a form that can be sent to another process, with the traceback as a note."""
    if not isinstance(error, ActorgraphError):
        error.add_note("in a worker process:\n" + "".join(traceback.format_exception(error)))
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301  # made here
    except Exception:  # noqa: BLE001  # an exception may do anything when it is pickled
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
