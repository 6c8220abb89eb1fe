"""What worker processes of the tests do; imported in these processes."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from ontology.errors import StoreError
from ontology.processes import limits
from ontology.processes.child import TaskChannel

Task = tuple[str, object]


def calculator(offset: int = 0) -> Callable[[Task, TaskChannel], object]:
    """What does tasks of several kinds; numbers are added to `offset`."""

    def do(task: Task, channel: TaskChannel) -> object:
        name, value = task
        return ACTS[name](value, channel, offset)

    return do


def refuse() -> Callable[[Task, TaskChannel], object]:
    """A set-up that fails as the user may cause it."""
    raise StoreError("there is no store")


def end_at_once() -> Callable[[Task, TaskChannel], object]:
    """A set-up of which the process dies."""
    os._exit(3)


def killed_in_setup(pids: Path, times: int) -> Callable[[Task, TaskChannel], object]:
    """A set-up in which the first processes are killed; each appends its id to a file."""
    _tell(pids)
    if len(pids.read_text(encoding="ascii").split()) <= times:
        os.kill(os.getpid(), signal.SIGKILL)
    return calculator()


def _add(value: object, _: TaskChannel, offset: int) -> object:
    return offset + int(str(value))


def _echo(value: object, _: TaskChannel, __: int) -> object:
    return value


def _sleep(value: object, _: TaskChannel, __: int) -> object:
    time.sleep(float(str(value)))
    return value


def _pid(_: object, __: TaskChannel, ___: int) -> object:
    return os.getpid()


def _die(value: object, _: TaskChannel, __: int) -> object:
    """Die of SIGKILL; if the value is a path, only where there is no such file yet, which is made."""
    if isinstance(value, Path):
        if value.exists():
            return "alive"
        value.touch()
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def _die_at(value: object, channel: TaskChannel, _: int) -> object:
    """Announce and emit the numbers below three, and die of one."""
    for step in range(3):
        channel.announce(step)
        if step == value:
            os.kill(os.getpid(), signal.SIGKILL)
        channel.emit(step * 10)
    return "end"


def _hang(value: object, channel: TaskChannel, _: int) -> object:
    """Do not end; the value is announced, and made as a file if it is a path."""
    channel.announce(value)
    if isinstance(value, Path):
        value.write_text(str(os.getpid()), encoding="ascii")
    while True:
        time.sleep(1)


def _tell(value: object) -> None:
    """Add the id of this process to a file."""
    with Path(str(value)).open("a", encoding="ascii") as file:
        file.write(f"{os.getpid()}\n")


def _tell_and_die(value: object, _: TaskChannel, __: int) -> object:
    _tell(value)
    os.kill(os.getpid(), signal.SIGKILL)
    return None


def _tell_and_hang(value: object, channel: TaskChannel, offset: int) -> object:
    _tell(value)
    return _hang(None, channel, offset)


def _allocate(value: object, _: TaskChannel, __: int) -> object:
    return len(bytearray(int(str(value))))


def _outgrow(_: object, __: TaskChannel, ___: int) -> object:
    """Be found to use more than one byte of memory."""
    limits.MEMORY_CHECK = 0.05
    limits.end_with_parent(1)
    while True:
        time.sleep(1)


def _raise(value: object, _: TaskChannel, __: int) -> object:
    raise ValueError(value)


def _unsendable(_: object, __: TaskChannel, ___: int) -> object:
    return lambda: None


ACTS: dict[str, Callable[[object, TaskChannel, int], object]] = {
    "add": _add,
    "echo": _echo,
    "sleep": _sleep,
    "pid": _pid,
    "die": _die,
    "die at": _die_at,
    "tell and die": _tell_and_die,
    "hang": _hang,
    "tell and hang": _tell_and_hang,
    "allocate": _allocate,
    "outgrow": _outgrow,
    "raise": _raise,
    "unsendable": _unsendable,
}
