"""A short run of the fuzzing bench: no fault with these seeds, and the same inputs each time."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.fuzz import DATA, damaged, fuzz_files, fuzz_states, fuzz_texts, sources_in


def test_damage_is_the_same_with_the_same_seed() -> None:
    data = (DATA / "statement.docx").read_bytes()
    first, again, other = (damaged(data, random.Random(seed)) for seed in (1, 1, 2))  # noqa: S311  # no secret
    assert first == again != other


@pytest.mark.long
@pytest.mark.parametrize("seed", [11, 12])
def test_damaged_files(tmp_path: Path, seed: int) -> None:
    assert list(fuzz_files(sources_in([DATA]), 100, seed, tmp_path)) == []


@pytest.mark.long
def test_hostile_texts() -> None:
    assert fuzz_texts(40, 13) == []


@pytest.mark.long
def test_damaged_states() -> None:
    assert list(fuzz_states(10, 14)) == []
