"""A project with two batches."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from support.actor_projects import JANUARY, OCTOBER, build, write_batches


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with two batches and their build."""
    folder: Path = tmp_path_factory.mktemp("actors")
    write_batches(folder, OCTOBER, JANUARY)
    build(folder)
    return folder


@pytest.fixture
def project(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "p"))
