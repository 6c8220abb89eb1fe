"""A build in a process of its own that can be killed, at a chosen step or from outside; see test_transaction."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from support.samples import claim, extraction

from actorgraph import pipeline
from actorgraph.transaction import locked
from actorgraph.workspace import Remembered, Workspace, views_digest
from graph.decisions import Decisions
from ontology.model import Document
from ontology.registry import Registry

ACTORS = ("Thailand", "Kenya")
"""Who acts in the claims of the two states that a build can leave."""
STEPS = ("rename", "replace", "unlink", "rmdir", "touch", "mkdir", "write_bytes", "write_text")


def build(root: str, state: int) -> None:
    """Build one of two states; nothing is parsed."""
    made = []
    for number in range(3):
        name = f"2025-10/{number}"
        made.append(
            Remembered.of(extraction(Document(name, "t"), [claim(ACTORS[state], document=name)]), extractor="x")
        )
    pipeline.reference_quads = lambda _: iter(())  # neither ontology nor registry: a fifth of the time
    with locked(Path(root)):
        plan = pipeline._Plan("x", views_digest(), (), fresh=[], kept=made)
        pipeline._write(Workspace(Path(root)), made, Decisions(), Registry([]), plan)


def build_until(root: str, state: int, steps: int) -> None:
    """Build, but die of SIGKILL before the next change of a path after so many."""
    left = [steps]

    def counted(change: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return change(*arguments, **options)

        return step

    for name in STEPS:
        setattr(Path, name, counted(getattr(Path, name)))
    shutil.rmtree = counted(shutil.rmtree)  # type: ignore[assignment]
    build(root, state)
