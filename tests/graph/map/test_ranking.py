"""The tables of a large store choose the same claims for a map as SPARQL does."""

from collections.abc import Iterator

import pytest
from rdflib import Dataset
from support.corpora import corpus, lines_of

from graph.map.selection import ClaimFilter, MapLimits, filtered_claims, is_large, selected
from graph.store import loader
from graph.store.loader import write_store
from graph.store.oxigraph import memory_store, open_store, tables_of
from ontology.errors import InputError

FILTERS = [
    ClaimFilter(),
    ClaimFilter(actor="actor/kenya"),
    ClaimFilter(actor="actor/nobody"),
    ClaimFilter(action="sign"),
    ClaimFilter(action="Investigate"),
    ClaimFilter(action="frobnicate"),
    ClaimFilter(action='no such "thing" } #'),
    ClaimFilter(since="2025-11"),
    ClaimFilter(until="2025-10"),
    ClaimFilter(since="2025-11", until="2025-11"),
    ClaimFilter(since="2026-01-03", until="2026-02"),
    ClaimFilter(min_confidence=0.5),
    ClaimFilter(min_confidence=0.9, actor="actor/kenya"),
    ClaimFilter(made_by="rules"),
    ClaimFilter(made_by="model"),
    ClaimFilter(actor="actor/laos", since="2025", min_claims=2),
]
LIMITS = [MapLimits(), MapLimits(claims=20, entities=5, evidence=2), MapLimits(claims=3, entities=3, evidence=1)]


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Dataset, Dataset]]:
    lines, folder = lines_of(corpus(3, 24)), tmp_path_factory.mktemp("ranking")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "MIN_TABLE_CLAIMS", 0)
        write_store(folder / "store", lines)
    with_tables = open_store(folder / "store")
    yield with_tables, memory_store(lines)
    with_tables.store.close()


@pytest.mark.parametrize("which", FILTERS, ids=str)
def test_the_same_claims(stores: tuple[Dataset, Dataset], which: ClaimFilter) -> None:
    with_tables, without = stores
    assert tables_of(with_tables) is not None
    assert tables_of(without) is None
    for limits in LIMITS:
        assert selected(with_tables, which, limits) == selected(without, which, limits)
    every = filtered_claims(without, which)
    assert filtered_claims(with_tables, which) == every
    for most in (len(every), len(every) - 1):
        assert is_large(with_tables, most, which) == is_large(without, most, which)


def test_the_maker_must_be_one(stores: tuple[Dataset, Dataset]) -> None:
    for data in stores:
        with pytest.raises(InputError, match="choose rules or model"):
            selected(data, ClaimFilter(made_by="rule"), MapLimits())


def test_a_date_must_be_one(stores: tuple[Dataset, Dataset]) -> None:
    for data in stores:
        with pytest.raises(InputError, match="is not a date"):
            selected(data, ClaimFilter(since="soon"), MapLimits())
