"""The other end of `reader`: starts it, takes in what it finds, and starts it anew when it dies.

A document that kills the process is tried once more; if it does so again it is left out and named. The others go on.
"""

from __future__ import annotations

import pickle
import platform
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Self, TypeGuard

from actorgraph.cluster.messages import At, End, Known, LeftOut, Message, Ready, Refused, Same, Task
from actorgraph.cluster.row import Row
from actorgraph.cluster.shards import Setup
from extract.documents.listing import Place
from ontology.errors import ModelError

TRIES = 2
COMMAND = (sys.executable, "-m", "actorgraph.cluster")
DEADLY = {
    False: "killed the process that read it, twice ({}); left out: look into the file, or report it",
    True: "killed the process that read it, twice ({}); what had not been read of it is left out",
}
"""Why a document, or what is left of a file, is not there."""
OTHER = "the rules, models or libraries differ from those of the machine that leads: install the same versions on both"


class DiedError(Exception):
    """The process ended in the middle of a task; the text says how."""


class Reader:
    """A process that reads and extracts, started when it is needed and again when it has died."""

    def __init__(self, setup: Setup) -> None:
        self.setup = setup
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Itself; the process ends with the block."""
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        """End the process."""
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            process, self._process = self._process, None
            process.kill()
            with process:  # waits, and closes its streams
                pass

    def read(self, places: Sequence[Place], known: Mapping[str, Known]) -> Iterator[Row | Same | LeftOut]:
        """What is in the files, whatever dies. Raises ModelError if the process cannot work here."""
        progress = _Progress()
        while True:
            try:
                for message in self._messages(progress.task(places, known)):
                    if progress.takes(message):
                        yield message
            except DiedError as death:
                self.close()
                deadly = progress.died()
                if deadly is not None:
                    yield LeftOut(deadly.id or deadly.place, DEADLY[deadly.id is None].format(death))
            else:
                return

    def _messages(self, task: Task) -> Iterator[Row | Same | LeftOut | At]:
        """The answers to a task. Raises DiedError where they end too early."""
        process = self._started()
        _send(process, task)
        while not isinstance(message := _received(process), End):
            if not isinstance(message, Row | Same | LeftOut | At):
                raise TypeError(f"the reading process said {message!r}")
            yield message

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
            try:
                _send(self._process, self.setup)
                answer = _received(self._process)
            except DiedError as death:
                raise ModelError(f"{platform.node()}: the process that reads does not start ({death})") from None
            if isinstance(answer, Refused):
                raise ModelError(f"{platform.node()}: {answer.why}")
            if answer != Ready(self.setup.fingerprint):
                raise ModelError(f"{platform.node()}: {OTHER}")
        return self._process


class _Progress:
    """How far a task is, over the deaths of the processes that did it."""

    def __init__(self) -> None:
        self.at = At("")
        self.written: set[At] = set()
        self.deadly: set[At] = set()
        self.deaths: Counter[tuple[At, int]] = Counter()
        self.told: set[LeftOut] = set()

    def task(self, places: Sequence[Place], known: Mapping[str, Known]) -> Task:
        """What is left to do."""
        self.at = At("")
        return Task(tuple(places), dict(known), frozenset(self.written), frozenset(self.deadly))

    def takes(self, message: Row | Same | LeftOut | At) -> TypeGuard[Row | Same | LeftOut]:
        """Note what a message says; True if it is news for others."""
        if isinstance(message, At):
            self.at = message
            return False
        if isinstance(message, LeftOut):
            is_new = message not in self.told
            self.told.add(message)
            return is_new
        self.written.add(At(self.at.place, message.id))
        self.at = At(self.at.place)
        return True

    def died(self) -> At | None:
        """Note that the process died; what killed it, if it did so before at the same place."""
        self.deaths[self.at, len(self.written)] += 1
        if self.deaths[self.at, len(self.written)] < TRIES:
            return None
        self.deadly.add(self.at)
        return self.at


def _send(process: subprocess.Popen[bytes], what: object) -> None:
    if process.stdin is None:
        raise TypeError("the reading process has no input")
    try:
        pickle.dump(what, process.stdin)
        process.stdin.flush()
    except BrokenPipeError:
        raise DiedError(_how(process)) from None


def _received(process: subprocess.Popen[bytes]) -> Message:
    if process.stdout is None:
        raise TypeError("the reading process has no output")
    try:
        message: Message = pickle.load(process.stdout)  # noqa: S301  # from the process that was started here
    except (EOFError, pickle.UnpicklingError):
        raise DiedError(_how(process)) from None
    return message


def _how(process: subprocess.Popen[bytes]) -> str:
    code = process.wait()
    if code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
