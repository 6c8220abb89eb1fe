"""One library for all tests of reading."""

from pathlib import Path

import pytest
from support.library_samples import written

from graph.reading.library import Library


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Three documents."""
    folder: Path = tmp_path_factory.mktemp("library")
    return written(folder / "documents.sqlite")
