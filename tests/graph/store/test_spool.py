"""The lines of a graph on disk are those that sorting in memory gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store import spool
from graph.store.oxigraph import block_of, nquads_lines
from graph.store.spool import SpooledLines

terms = st.sampled_from(["<a:b>", "<a:ü>", '"x"', '"\u2028"', '"🙂"'])
quads = st.lists(st.tuples(terms, terms, terms, terms), max_size=30)


@given(quads)
def test_lines_and_blocks_are_those_of_all_quads(found: list[tuple[str, str, str, str]]) -> None:
    with SpooledLines(iter(found)) as spooled:
        assert list(spooled) == nquads_lines(found) == list(spooled)
        assert b"".join(spooled.blocks()) == block_of(nquads_lines(found))


def test_blocks_end_at_the_ends_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "BLOCK_BYTES", 30)
    with SpooledLines([("<a:b>", "<a:c>", f'"{number}"', "<a:g>") for number in range(9)]) as spooled:
        blocks = list(spooled.blocks())
    assert len(blocks) > 2
    assert all(block.endswith(b" .\n") for block in blocks)
