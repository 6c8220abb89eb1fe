"""How seldom cycles are looked for while a build runs, and that it is as before afterwards."""

from __future__ import annotations

import gc

import pytest

from ontology.processes.gc_thresholds import THRESHOLDS, rare_collections


def test_it_holds_for_a_while() -> None:
    before = gc.get_threshold()
    with rare_collections():
        assert gc.get_threshold() == THRESHOLDS
    assert gc.get_threshold() == before


def test_it_ends_with_an_error_too() -> None:
    before = gc.get_threshold()
    with pytest.raises(ValueError, match="no"), rare_collections():
        raise ValueError("no")
    assert gc.get_threshold() == before
