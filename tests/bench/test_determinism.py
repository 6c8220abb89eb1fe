"""The matrix of environments: it tells equal builds from others, and its ends give the same files."""

from pathlib import Path

import pytest

from bench.determinism import differing, files_of_build, variants


def test_a_difference_is_told() -> None:
    assert differing({"a": b"1", "b": b"2"}, {"a": b"1", "b": b"3", "c": b""}) == ["b", "c"]


def test_every_environment_is_built_once() -> None:
    names = [name for name, _, _ in variants()]
    assert len(names) == len(set(names)) == 32


@pytest.mark.long
@pytest.mark.slow
def test_the_ends_of_the_matrix_give_the_same_files(tmp_path: Path) -> None:
    text = "Kenya proposed a treaty with Peru. Police in Cebu arrested 64 suspects on Monday.\nLaos denied it.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text("Peru signed the treaty in Lima.\n", encoding="utf-8")
    every = list(variants())
    first, last = (
        files_of_build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / name, environment, "--jobs", jobs)
        for name, environment, jobs in (every[0], every[-1])
    )
    assert differing(first, last) == []
    assert len(first) > 5
