"""The figures of docs/quality.md are those of the code, and they do not fall below what was promised."""

from pathlib import Path

import pytest
import quality

PAGE = Path(__file__).resolve().parents[2] / "docs" / "quality.md"


@pytest.mark.slow
def test_quality_on_the_annotated_seeds() -> None:
    found = quality.scores()
    assert found["counts"]["system_unaligned"] == 0
    assert found["f1"] >= 0.80
    assert found["noise_false_positives"] == 0
    written = PAGE.read_text(encoding="utf-8").partition(quality.MARK)[0]
    assert written == quality.page(found), "run: make bench"
