"""One worker process: what it dies of, what stops it, and what is told of that."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing import forkserver
from multiprocessing.connection import wait
from pathlib import Path

import pytest
from support import serving, tasks
from support.patience import wait_until

from ontology.errors import StoreError
from ontology.processes import limits
from ontology.processes.process import CAN_FORK, TaskTimeoutError, WorkerDiedError, WorkerSpec, WorkerStartError
from ontology.processes.worker import Worker

SPEC = WorkerSpec(tasks.calculator, (5,))
Calculator = Worker[tasks.Task, object]


@pytest.fixture(scope="module")
def worker() -> Iterator[Calculator]:
    with Calculator(SPEC) as made:
        yield made


def test_a_task_and_its_result(worker: Calculator) -> None:
    assert worker.run(("add", 3)) == 8
    assert worker.run(("pid", None)) == worker.pid != os.getpid()


def test_parts_of_a_result_come_one_by_one(worker: Calculator) -> None:
    assert list(worker.stream(("die at", None))) == [0, 10, 20]
    assert worker.run(("die at", None)) == "end"


def test_it_is_known_what_a_process_died_of_and_another_one_goes_on(worker: Calculator) -> None:
    before = worker.run(("pid", None))
    parts = worker.stream(("die at", 2))
    assert [next(parts), next(parts)] == [0, 10], "what was sent before the death is not lost"
    with pytest.raises(WorkerDiedError, match="SIGKILL") as death:
        next(parts)
    assert (death.value.step, death.value.how) == (2, "SIGKILL")
    assert worker.run(("pid", None)) != before


def test_a_process_that_died_between_two_tasks_is_replaced(worker: Calculator) -> None:
    pid = worker.run(("pid", None))
    process = worker._process
    assert process is not None
    os.kill(int(str(pid)), signal.SIGKILL)
    wait([process.sentinel])
    assert worker.run(("add", 1)) == 6


@pytest.mark.skipif(not CAN_FORK, reason="nothing forks the processes here")
def test_a_server_of_processes_that_was_killed_is_replaced() -> None:
    with Calculator(WorkerSpec(tasks.calculator, (5,), preload=("support.tasks",))) as made:
        assert made.run(("add", 1)) == 6
        server = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
        os.kill(server, signal.SIGKILL)
        os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)
        made.kill()
        assert made.run(("add", 2)) == 7


def test_a_task_that_takes_too_long_ends_with_its_process(worker: Calculator) -> None:
    before = worker.run(("pid", None))
    with pytest.raises(TaskTimeoutError, match=r"longer than 0\.2 seconds") as late:
        worker.run(("hang", "here"), seconds=0.2)
    assert late.value.step in {"here", None}, "None if the machine was too busy to begin the task"
    assert worker.run(("pid", None)) != before


def test_an_exception_is_raised_again_and_the_process_stays(worker: Calculator) -> None:
    before = worker.run(("pid", None))
    with pytest.raises(ValueError, match="wrong") as error:
        worker.run(("raise", "wrong"))
    assert "in _raise" in error.value.__notes__[0]
    with pytest.raises(Exception, match="pickle"):
        worker.run(("unsendable", None))
    assert worker.run(("pid", None)) == before


def test_what_is_not_read_to_its_end_does_not_disturb_the_next_task(worker: Calculator) -> None:
    parts = worker.stream(("die at", None))
    assert next(parts) == 0
    parts.close()
    assert worker.run(("add", 2)) == 7


def test_a_task_sent_ahead_is_run_without_being_sent_again(worker: Calculator) -> None:
    first, second = ("add", 1), ("pid", None)
    assert worker.run(first, on_start=lambda: worker.send_ahead(second)) == 6
    assert worker.has_task_ahead
    pid = worker.pid
    assert (worker.run(second), worker.has_task_ahead) == (pid, False)


def test_another_task_than_the_one_sent_ahead_gets_a_new_process(worker: Calculator) -> None:
    before = worker.run(("pid", None))
    worker.run(("add", 1), on_start=lambda: worker.send_ahead(("add", 2)))
    assert worker.run(("add", 3)) == 8
    assert worker.run(("pid", None)) != before


def test_another_thread_can_kill_it(worker: Calculator, tmp_path: Path) -> None:
    parts = worker.stream(("hang", tmp_path / "begun"))
    worker.start()
    killer = threading.Timer(0.1, worker.kill)
    killer.start()
    with pytest.raises((WorkerDiedError, WorkerStartError), match="SIGKILL"):
        next(parts)
    killer.join()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the kernel does not enforce it")
def test_memory_is_limited_by_the_kernel() -> None:
    with Calculator(WorkerSpec(tasks.calculator, memory=1 << 30)) as worker:
        with pytest.raises(MemoryError):
            worker.run(("allocate", 1 << 31))
        assert worker.run(("allocate", 1 << 20)) == 1 << 20


@pytest.mark.skipif(os.name != "posix", reason="no such figure on Windows")
def test_memory_is_limited_by_the_process_itself_where_the_kernel_does_not(worker: Calculator) -> None:
    with pytest.raises(WorkerDiedError, match="used more memory than allowed"):
        worker.run(("outgrow", None))


def test_peak_memory_is_in_bytes() -> None:
    assert 1 << 20 < limits.peak_memory() < 1 << 40


def test_why_a_process_cannot_start() -> None:
    with Calculator(WorkerSpec(tasks.refuse)) as worker, pytest.raises(StoreError, match="no store"):
        worker.run(("add", 1))
    with Calculator(WorkerSpec(tasks.end_at_once)) as worker, pytest.raises(WorkerStartError, match="exit code 3"):
        worker.run(("add", 1))


@pytest.mark.skipif(os.name != "posix", reason="kills as POSIX does")
def test_a_process_that_is_killed_in_its_set_up_is_replaced_twice(tmp_path: Path) -> None:
    with Calculator(WorkerSpec(tasks.killed_in_setup, (tmp_path / "twice", 2))) as worker:
        assert worker.run(("add", 1)) == 1
    with (
        Calculator(WorkerSpec(tasks.killed_in_setup, (tmp_path / "thrice", 3))) as worker,
        pytest.raises(WorkerStartError, match="SIGKILL"),
    ):
        worker.run(("add", 1))


def test_no_process_starts_after_the_end() -> None:
    worker = Calculator(SPEC)
    worker.close()
    with pytest.raises(WorkerStartError):
        worker.run(("add", 1))
    assert worker.pid is None


def test_the_main_module_is_not_imported_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "from ontology.processes.process import WorkerSpec\nfrom ontology.processes.worker import Worker\n"
        "from support import tasks\n"
        "print('main')\nwith Worker(WorkerSpec(tasks.calculator)) as worker:\n    print(worker.run(('add', 1)))\n",
        encoding="utf-8",
    )
    path = os.pathsep.join(sys.path)
    done = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert (done.stdout, done.stderr) == ("main\n1\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("is_busy", [False, True])
def test_no_process_outlives_a_parent_that_was_killed(tmp_path: Path, *, is_busy: bool) -> None:
    script, begun = tmp_path / "script.py", tmp_path / "begun"
    script.write_text(
        "import sys, time\nfrom pathlib import Path\nfrom ontology.processes.pool import WorkerPool\n"
        "from ontology.processes.process import WorkerSpec\nfrom support import tasks\n"
        "with WorkerPool(WorkerSpec(tasks.calculator), 1) as pool:\n"
        "    print(pool.submit(('pid', None)).result(), flush=True)\n"
        f"    if {is_busy}:\n        pool.submit(('hang', Path({str(begun)!r}))).result()\n"
        "    time.sleep(10**6)\n",
        encoding="utf-8",
    )
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen([sys.executable, str(script)], env=env, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        if is_busy:
            wait_until(begun.exists)
        parent.kill()
    wait_until(lambda: serving.cpu_seconds(pid) is None)
