"""A file that can be read, beside those that cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.reading import TEXT


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A file that can be read, after all others of its folder."""
    path = tmp_path / "zz-good.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path
