"""The figures of docs/quality.md are those of the code, and they do not fall below what was promised."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def quality() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quality", ROOT / "bench" / "quality.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.slow
def test_quality_on_the_annotated_seeds(quality: ModuleType) -> None:
    found = quality.scores()
    assert found["counts"]["system_unaligned"] == 0
    assert found["f1"] >= 0.80
    assert found["noise_false_positives"] == 0
    assert (ROOT / "docs" / "quality.md").read_text(encoding="utf-8") == quality.page(found), "run: make bench"
