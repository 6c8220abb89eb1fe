"""How worker processes are made, started and ended, and the errors that tell of their end."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from types import ModuleType

from ontology.errors import ActorgraphError
from ontology.processes.child import Handler
from ontology.processes.limits import OUT_OF_MEMORY

CAN_FORK = sys.platform == "linux"
"""Elsewhere system libraries may not be used in a forked process, or there is no fork."""
EXIT = 5.0
"""Seconds that a process whose pipe is closed may take to exit."""
SERVER_DIED = 255
"""The exit code that multiprocessing gives to a process whose server has died."""
START_PAUSES = (0.05, 0.5, 2.0)
"""Seconds between the tries to start a process."""


class WorkerStartError(ActorgraphError):
    """A worker process ended, or did nothing for too long, before it was ready."""


class WorkerDiedError(Exception):
    """The process died during a task.

    `step`: what the task had announced last. `how`: exit code or name of the signal. `is_before_start`: True if the
    task was sent ahead and not yet started, so it is not the cause.
    """

    def __init__(self, how: str, step: object = None) -> None:
        self.how = how
        self.step = step
        self.is_before_start = False
        super().__init__(f"the worker process ended: {how}")


class TaskTimeoutError(Exception):
    """The task took longer than `seconds`, and its process was killed. `step`: what the task had announced last."""

    def __init__(self, seconds: float, step: object = None) -> None:
        self.seconds = seconds
        self.step = step
        super().__init__(f"the task took longer than {seconds:g} seconds and was stopped")


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """How a worker process is made.

    `setup` is an importable function; it is called once in the process, with `arguments`, and returns the function that
    does a task. `preload`: modules that a server process imports once, to fork the workers from (Linux; elsewhere each
    worker imports them itself). `memory`: bytes that a process may use, see `limits`; `task_memory`: bytes that it may
    use beyond those of its set-up. `start_seconds`: how long the set-up may take.
    """

    setup: Callable[..., Handler]
    arguments: tuple[object, ...] = ()
    name: str = "actorgraph-worker"
    preload: tuple[str, ...] = ()
    memory: int | None = None
    task_memory: int | None = None
    start_seconds: float | None = None

    def context(self) -> ForkServerContext | SpawnContext:
        """How processes of this kind start."""
        return _forkserver(self.preload) if self.preload and CAN_FORK else multiprocessing.get_context("spawn")


def start_preloading(modules: Sequence[str]) -> None:
    """Begin to import modules in the server process that workers are forked from, while this process does other things.

    Does nothing where workers are not forked.
    """
    if CAN_FORK:
        from multiprocessing import forkserver  # noqa: PLC0415  # there is none on Windows

        _forkserver(modules)
        with _without_main():
            forkserver.ensure_running()


def _forkserver(modules: Sequence[str]) -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(modules))
    return context


_process_lock = threading.Lock()
"""multiprocessing polls all children whenever it starts one; two threads that poll one child lose its exit code."""


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide the main module: a new process would import it again.

    That takes time, and runs a user's script that has no `if __name__ == "__main__"` a second time.
    """
    with _process_lock:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def start_process(process: BaseProcess) -> None:
    """Start a process; again, if the server that forks it has died.

    There is a new server as soon as the system reports the death of the old one, which may be some time after the old
    one has closed its sockets. Raises what the last try raises.
    """
    for pause in START_PAUSES:
        try:
            _start(process)
        except (OSError, EOFError):
            time.sleep(pause)
        else:
            return
    _start(process)


def _start(process: BaseProcess) -> None:
    with _without_main():
        process.start()


def end_process(process: BaseProcess) -> None:
    """Wait for the end of a process that has died or was killed; kill it if it does not end."""
    wait([process.sentinel], EXIT)
    process.kill()
    with _process_lock:
        process.join()


def was_killed(process: BaseProcess | None) -> bool:
    """True if a signal ended a process, or the server that forked it has died."""
    code = None if process is None else process.exitcode
    return code is not None and (code < 0 or code == SERVER_DIED)


def cause_of_death(process: BaseProcess | None) -> str:
    """How a process ended: its exit code, the name of the signal, or what the code stands for."""
    code = None if process is None else process.exitcode
    if code is None:
        return "unknown"
    if code == OUT_OF_MEMORY:
        return "used more memory than allowed"
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
