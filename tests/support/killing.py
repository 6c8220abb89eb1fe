"""A build in a process of its own that can be killed, at a chosen step or from outside; see test_transaction."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

from support.samples import claim, extraction

from actorgraph.builder.outputs import files
from actorgraph.builder.planning import BuildPlan
from actorgraph.builder.storage.extraction_cache import CachedExtraction, line_of
from actorgraph.builder.storage.transaction import locked
from actorgraph.builder.storage.workspace import DocumentEntry, Workspace, views_digest
from actorgraph.builder.writing import write_files
from graph.review.decisions import Decisions
from ontology.model import Document
from ontology.registry import Registry

ACTORS = ("Thailand", "Kenya")
"""Who acts in the claims of the two states that a build can leave."""
STEPS = ("rename", "replace", "unlink", "rmdir", "touch", "mkdir", "write_bytes", "write_text")


def build(root: str, state: int) -> None:
    """Build one of two states; nothing is parsed."""
    space, names = Workspace(Path(root)), [f"2025-10/{number}" for number in range(3)]
    files.reference_quads = lambda _: iter(())  # neither ontology nor registry: a fifth of the time
    with locked(Path(root)):
        with space.journal() as remember:
            for name in names:
                made = extraction(Document(name, "t"), [claim(ACTORS[state], document=name)])
                remember(line_of(CachedExtraction.of(made, extractor="x")))
        entries = tuple(DocumentEntry(name, "default", None, "d") for name in names)
        plan = BuildPlan("x", views_digest(), entries, fresh=())
        write_files(space, Decisions(), Registry([]), plan)


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
