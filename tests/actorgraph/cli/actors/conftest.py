"""A project with two batches."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.actor_projects import JANUARY, OCTOBER, build


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with two batches and their build."""
    folder: Path = tmp_path_factory.mktemp("actors")
    for name, text, date in (("2025-10/a", OCTOBER, "2025-10-05"), ("2026-01/b", JANUARY, "2026-01-09")):
        path = folder / "docs" / f"{name}.txt"
        path.parent.mkdir(parents=True)
        path.write_text(f"{date}\n\n{text}", encoding="utf-8")
    build(folder)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "p"))
