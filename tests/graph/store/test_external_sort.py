"""Lines in order by runs on disk: the same as sorting in memory, in little of it."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.store.external_sort import external_sort, lines_in, merged

MEGABYTE = 1_000_000
lines = st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\n"), max_size=6), max_size=60)


@settings(deadline=None)
@given(lines, st.integers(1, 40), st.integers(2, 4))
def test_it_is_sorting_whatever_fits_in_memory(found: list[str], run: int, fan: int) -> None:
    coming = (text.encode() for text in found)
    assert [line.decode() for line in external_sort(coming, run=run, fan=fan)] == sorted(set(found))


@pytest.mark.parametrize("run", [1, 10, 10**9])
def test_few_and_no_lines(run: int) -> None:
    assert list(external_sort([], run=run)) == []
    assert list(external_sort([b""], run=run)) == [b""]
    assert list(external_sort([b"b", b"a", b"b"], run=run)) == [b"a", b"b"]


def test_the_runs_are_removed_also_when_the_reader_goes_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    coming = external_sort((b"%d" % number for number in range(100)), run=20, fan=3)
    assert next(coming) == b"0"
    assert list(tmp_path.iterdir())
    coming.close()  # type: ignore[attr-defined]
    assert not list(tmp_path.iterdir())


def test_sorted_sources_are_one() -> None:
    assert list(merged([[b"a", b"c"], [], [b"a", b"b"]])) == [b"a", b"b", b"c"]


def test_lines_of_a_file(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes("a\u2028b\n\nc".encode())
    assert list(lines_in(path)) == ["a\u2028b".encode(), b"", b"c"]


def test_memory_does_not_grow_with_the_lines() -> None:
    def made(count: int) -> Iterator[bytes]:
        return (b"%09d %s" % (number * 7919 % count, b"x" * 100) for number in range(count))

    peaks = []
    for count in (40_000, 160_000):  # 4 and 18 MB of lines
        tracemalloc.start()
        assert sum(1 for _ in external_sort(made(count), run=MEGABYTE)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0] + MEGABYTE
    assert peaks[1] < 12 * MEGABYTE
