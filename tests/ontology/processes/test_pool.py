"""Several workers: order, deaths, time, cancellation, the end."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path

import pytest
from support import tasks
from support.patience import wait_until

from ontology.errors import StoreError
from ontology.processes.pool import PoolClosedError, WorkerPool
from ontology.processes.process import CAN_FORK, TaskTimeoutError, WorkerDiedError, WorkerSpec
from ontology.processes.worker import Worker

SPEC = WorkerSpec(tasks.calculator)
Pool = WorkerPool[tasks.Task, object]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with Pool(SPEC, 2, tries=2) as made:
        yield made


def test_every_task_has_its_result(pool: Pool) -> None:
    futures = [pool.submit(("add", number)) for number in range(50)]
    assert [future.result() for future in futures] == list(range(50))
    assert len(pool.pids) == pool.size == 2


def test_a_task_whose_process_dies_is_tried_once_more(pool: Pool, tmp_path: Path) -> None:
    others = [pool.submit(("add", number)) for number in range(5)]
    dies_once, dies_twice = pool.submit(("die", tmp_path / "died")), pool.submit(("die", None))
    others += [pool.submit(("add", number)) for number in range(5, 10)]
    assert dies_once.result() == "alive"
    with pytest.raises(WorkerDiedError, match="SIGKILL"):
        dies_twice.result()
    assert [future.result() for future in others] == list(range(10))


def test_it_is_tried_by_a_new_process(tmp_path: Path) -> None:
    with Pool(SPEC, 1, tries=3) as one:
        with pytest.raises(WorkerDiedError):
            one.submit(("tell and die", tmp_path / "pids")).result()
        assert len(set((tmp_path / "pids").read_text().split())) == 3
        assert one.submit(("die", tmp_path / "died")).result() == "alive"


def test_a_slow_task_is_stopped_and_not_tried_again(tmp_path: Path) -> None:
    with Pool(SPEC, 1, seconds=2, tries=2) as one:
        with pytest.raises(TaskTimeoutError):
            one.submit(("tell and hang", tmp_path / "pids")).result()
        assert len((tmp_path / "pids").read_text().split()) == 1


def test_a_task_that_runs_and_one_that_waits_are_cancelled() -> None:
    with Pool(SPEC, 1, tries=2) as one:
        begun = threading.Event()
        runs, waits = one.submit(("hang", None), begun.set), one.submit(("hang", None))
        assert begun.wait(60)
        one.cancel(waits)
        assert waits.cancelled()
        one.cancel(runs)
        with pytest.raises(WorkerDiedError):
            runs.result()
        assert one.submit(("add", 1)).result() == 1
        one.cancel(runs)  # changes nothing
        assert one._workers[0].starts == 2


def test_an_idle_worker_that_was_killed_is_replaced(pool: Pool) -> None:
    for future in [pool.submit(("pid", None)) for _ in range(4)]:
        future.result()
    process = pool._workers[0]._process
    assert process is not None
    os.kill(process.pid or 0, signal.SIGKILL)
    wait([process.sentinel])
    assert [pool.submit(("add", 1)).result() for _ in range(4)] == [1] * 4


def test_what_is_not_finished_fails_when_the_pool_is_closed() -> None:
    one = Pool(SPEC, 1)
    one.start()
    begun = threading.Event()
    futures = [one.submit(("hang", None), begun.set), one.submit(("add", 1))]
    assert begun.wait(60)
    one.close()
    futures.append(one.submit(("add", 1)))
    assert [type(future.exception(60)) for future in futures] == [PoolClosedError] * 3
    assert one.pids == []
    assert not any(thread.is_alive() for thread in one._threads)


def test_a_setup_that_fails_is_told_to_who_waits_for_it() -> None:
    with Pool(WorkerSpec(tasks.refuse), 1) as one:
        with pytest.raises(StoreError, match="no store"):
            one.started[0].result()
        with pytest.raises(StoreError, match="no store"):
            one.submit(("add", 1)).result()


# ---- tasks that are sent ahead


def test_large_tasks_and_results_do_not_block_each_other() -> None:
    large = [bytes([number]) * (4 << 20) for number in range(8)]  # no pipe buffers so much
    with Pool(SPEC, 2, prefetch=True) as pool:
        futures = [pool.submit(("echo", content)) for content in large]
        assert [future.result(60) for future in futures] == large


def test_a_death_is_counted_for_the_task_that_ran_and_not_for_the_one_sent_ahead() -> None:
    with Pool(SPEC, 1, tries=2, prefetch=True) as pool:
        dies = pool.submit(("die", None))
        others = [pool.submit(("add", number)) for number in range(3)]
        with pytest.raises(WorkerDiedError, match="SIGKILL"):
            dies.result(60)
        assert [future.result(60) for future in others] == [0, 1, 2]
        assert pool._workers[0].starts == 3


def test_a_task_sent_ahead_to_a_process_that_dies_before_its_start_has_all_its_tries(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lose(worker: Worker[tasks.Task, object], task: tasks.Task, _: float | None) -> None:
        worker._ahead = (task,)

    monkeypatch.setattr(Worker, "send_ahead", lose)
    with Pool(SPEC, 1, tries=1, prefetch=True) as pool:
        pool.started[0].result(60)
        first, second = [pool.submit(("sleep", 0.2)), pool.submit(("add", 1))]
        assert first.result(60) == 0.2
        pid = pool.pids[0]
        os.kill(pid, signal.SIGKILL)
        assert second.result(60) == 1
        assert pool._workers[0].starts == 2


def test_the_time_of_a_task_counts_from_its_own_start() -> None:
    with Pool(SPEC, 1, seconds=3, prefetch=True) as pool:
        futures = [pool.submit(("sleep", 1.7)) for _ in range(2)]
        assert [future.result(60) for future in futures] == [1.7, 1.7]


def test_a_task_after_a_slow_one_is_given_to_the_next_process() -> None:
    with Pool(SPEC, 1, seconds=0.5, prefetch=True) as pool:
        hangs, adds = pool.submit(("hang", None)), pool.submit(("add", 1))
        with pytest.raises(TaskTimeoutError):
            hangs.result(60)
        assert adds.result(60) == 1


def test_a_task_that_cannot_be_sent_fails_alone() -> None:
    with Pool(SPEC, 1, prefetch=True) as pool:
        futures = [pool.submit(task) for task in (("add", 1), ("add", lambda: 2), ("add", 3))]
        assert futures[0].result(60) == 1
        with pytest.raises(Exception, match="pickle"):
            futures[1].result(60)
        assert futures[2].result(60) == 3


def test_a_task_sent_ahead_fails_when_the_pool_is_closed_and_is_not_run_when_it_is_cancelled(tmp_path: Path) -> None:
    pool = Pool(SPEC, 1, prefetch=True)
    pool.start()
    begun = threading.Event()
    first, cancelled, third = [pool.submit(("sleep", 0.5), begun.set), *(pool.submit(("pid", None)) for _ in range(2))]
    assert begun.wait(60)
    assert cancelled.cancel()
    assert (first.result(60), type(third.result(60))) == (0.5, int)
    hangs, last = pool.submit(("hang", tmp_path / "begun")), pool.submit(("add", 1))
    wait_until((tmp_path / "begun").exists)
    pool.close()
    assert [type(future.exception(60)) for future in (hangs, last)] == [PoolClosedError] * 2


@pytest.mark.skipif(not CAN_FORK, reason="workers are not forked")
@pytest.mark.parametrize("seconds", [0.0, 0.1, 0.2, 0.3, 0.5])
def test_a_pool_survives_the_server_that_forks_its_workers(seconds: float) -> None:
    with Pool(WorkerSpec(tasks.calculator, preload=("support.tasks",)), 2, tries=2) as forked:
        futures = [forked.submit(("add", number)) for number in range(4)]
        time.sleep(seconds)
        kill_server()
        assert [future.result() for future in futures] == list(range(4))
        assert forked.submit(("add", 9)).result() == 9


def kill_server() -> None:
    from multiprocessing import forkserver  # noqa: PLC0415  # there is none on Windows

    pid = forkserver._forkserver._forkserver_pid  # type: ignore[attr-defined]
    if pid is not None:
        os.kill(pid, signal.SIGKILL)
