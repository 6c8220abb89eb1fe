"""The chief actors of a large graph: chosen by the engine as Python would, counted, limited."""

import pytest
from rdflib import Dataset
from support.samples import claim, entity, extraction
from support.stores import EARLY, sample_store, store_of

from actorgraph.builder.outputs.maps import map_of
from graph.identity.duplicate_claims import duplicate_quads, repeated_claims
from graph.identity.entities import unified
from graph.identity.quads import entity_quads
from graph.map.network import network
from graph.map.selection import ClaimFilter, MapLimits, filtered_claims, is_large, selected
from graph.rdf.claim_quads import extraction_quads, reference_quads
from graph.rdf.relations import select
from graph.store.claims import claims_of_ids, stored_claims
from graph.store.oxigraph import memory_store, nquads_lines
from ontology.errors import InputError
from ontology.model import Document, Extraction
from ontology.registry import registry

NONE = MapLimits(claims=10**6, entities=10**6, evidence=10**6)
FILTERS = [
    ClaimFilter(),
    ClaimFilter(actor="actor/kenya"),
    ClaimFilter(actor="actor/nobody"),
    ClaimFilter(action="sign"),
    ClaimFilter(action="Sign"),
    ClaimFilter(action="frobnicate"),
    ClaimFilter(action='no such "thing" } #'),
    ClaimFilter(since="2025-11"),
    ClaimFilter(until="2025-10"),
    ClaimFilter(since="2025-11", until="2025-11"),
    ClaimFilter(since="2026-01-03", until="2026-01-03"),
    ClaimFilter(until="2026-01-01"),
    ClaimFilter(since="2026", until="2025"),
    ClaimFilter(actor="actor/laos", since="2025"),
    ClaimFilter(min_confidence=0.75),
    ClaimFilter(actor="actor/thailand", min_confidence=0.9),
    ClaimFilter(min_claims=2),
    ClaimFilter(action="arrest", since="2026", min_claims=1),
]


@pytest.fixture(scope="module")
def data() -> Dataset:
    return sample_store()


def of_documents(*made: Extraction) -> Dataset:
    """The store of these documents, with what the copies among them repeat."""
    same = list(unified(made, registry()))
    first = repeated_claims(same)
    quads = [*reference_quads(registry()), *entity_quads(same, registry())]
    for one in same:
        quads += [*extraction_quads(one), *duplicate_quads(one, first)]
    return memory_store(nquads_lines(quads))


def many(*numbers: int) -> Dataset:
    """Thailand signs things with numbers, each in so many documents, a day after another; Kenya arrests once."""
    made = [
        extraction(
            Document(f"b/{thing}-{copy}", "", date=f"2025-01-{1 + copy:02}", batch="b"),
            [claim("Thailand", "sign", entity(f"treaty {thing}", "law"), document=f"b/{thing}-{copy}")],
        )
        for thing, count in enumerate(numbers)
        for copy in range(count)
    ]
    last = extraction(Document("b/x", "", batch="b"), [claim("Kenya", "arrest", None, document="b/x")])
    return of_documents(*made, last)


@pytest.mark.parametrize("which", FILTERS, ids=str)
def test_the_engine_chooses_as_python_does(data: Dataset, which: ClaimFilter) -> None:
    expected = select(
        stored_claims(data),
        actor=which.actor,
        action=which.action,
        since=which.since,
        until=which.until,
        min_confidence=which.min_confidence,
        min_claims=which.min_claims,
    )
    assert selected(data, which, NONE).claims == expected
    assert filtered_claims(data, which) == expected
    assert is_large(data, len(expected), which) is False or which.min_claims > 1
    assert is_large(data, len(expected) - 1, which) or not expected


def test_copies_count_once() -> None:
    texts = [("a", None), ("b", "a"), ("c", None)]
    made = [
        extraction(Document(name, "", batch="x", copy_of=original), [claim("Peru", "sign", document=name)])
        for name, original in texts
    ]
    store = of_documents(*made)
    assert selected(store, ClaimFilter(min_claims=3), NONE).claims == select(stored_claims(store), min_claims=3) == []
    assert selected(store, ClaimFilter(min_claims=2), NONE).claims == select(stored_claims(store), min_claims=2) != []


def test_the_strongest_relations_and_the_latest_of_their_claims() -> None:
    found = selected(many(5, 1, 3), ClaimFilter(), MapLimits(claims=10**6, entities=3, evidence=2))
    assert (found.shown, found.among, found.cut) == (3, 5, True)  # Thailand, two treaties; Kenya and a treaty are not
    assert [one.claim.document for one in found.claims] == ["b/0-3", "b/0-4", "b/2-1", "b/2-2"]


def test_whole_relations_fit_or_stay_away() -> None:
    store = many(5, 4, 3)
    for most, documents in ((4, 0), (5, 5), (8, 5), (9, 9), (12, 12), (13, 13)):
        found = selected(store, ClaimFilter(), MapLimits(claims=most, entities=100, evidence=100))
        assert len(found.claims) == documents
        assert not found.cut


def test_many_relations_are_put_away_on_the_way() -> None:
    """The same, however often what waits is cut down to what fits."""
    store = sample_store()
    few = selected(store, ClaimFilter(), MapLimits(claims=3, entities=100, evidence=100))
    assert [len(few.claims), few.cut] == [3, False]
    assert set(network(few.claims)) <= set(network(stored_claims(store)))


def test_a_map_says_what_it_leaves_out(data: Dataset) -> None:
    whole = map_of(data, "T")
    assert whole.title == "T"
    assert map_of(data, "T", limits=MapLimits(claims=whole.claims)).html == whole.html
    large = map_of(many(5, 1, 3), "T", limits=MapLimits(claims=5, entities=3, evidence=2))
    assert large.title == "T: 3 of 5 actors and things, the most frequent, at most 2 claims of a relation"
    assert large.claims == 4


def test_a_small_choice_of_a_large_graph_is_whole(data: Dataset) -> None:
    limits = MapLimits(claims=5, entities=1, evidence=1)
    page = map_of(data, limits=limits, actor="Kenya")
    assert page.html == map_of(data, actor="Kenya").html
    with pytest.raises(InputError, match="no claim matches"):
        map_of(data, limits=limits, since="2090")
    with pytest.raises(InputError, match="is not a date"):
        map_of(data, limits=limits, since="soon")


def test_claims_by_their_ids(data: Dataset) -> None:
    every = list(stored_claims(data))
    assert claims_of_ids(data, [one.claim.id for one in reversed(every)]) == every
    assert claims_of_ids(data, []) == []
    assert {one.claim.document for one in every} > {EARLY}
    assert store_of([]) is not None


def test_the_map_of_the_top_of_any_graph(data: Dataset) -> None:
    page = map_of(many(5, 1), "T", top=2)
    assert page.title == "T: 2 of 4 actors and things, the most frequent"
    assert set(page.positions) == {"actor/thailand", "thing/treaty-0"}
    with pytest.raises(
        InputError, match=r"no claim connects the .* most frequent actors and things; show more with --top"
    ):
        map_of(data, top=2)
