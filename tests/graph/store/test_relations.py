"""Relations of the graph: always those that the claims give, after every kind of change."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import URIRef
from support.corpora import corpus
from support.samples import extraction

from actorgraph.builder.outputs.files import PreviousBuild, write_build
from actorgraph.builder.storage.workspace import GRAPH, STORE, place
from graph.identity.merging import identities
from graph.rdf.relation_quads import relation_quads, relation_record
from graph.rdf.relations import flags, relation_key
from graph.rdf.stored_claim import StoredClaim, stored_claims_of
from graph.review.decisions import Decisions
from graph.store.claims import stored_claims
from graph.store.oxigraph import named_graph, open_store, rows
from graph.store.relations import RelationCollector
from ontology.identifiers import iri, relation_id
from ontology.model import Extraction, Review, ReviewState
from ontology.registry import registry
from ontology.vocabulary import AG, RELATION_GRAPH

POOL = tuple(corpus(5, 12))
MERGED = "same actor/ministry-of-truth actor/asa-odegard"
CHANGES = st.sampled_from(["add", "replace", "remove", "reject", "merge", "split"])
FOUND = """SELECT ?relation ?claims ?documents ?first ?last ?status WHERE {
  ?relation a ag:Relation ; ag:claimCount ?claims ; ag:documentCount ?documents ; ag:status ?status
  OPTIONAL { ?relation ag:firstDate ?first ; ag:lastDate ?last } }"""

Facts = tuple[int, int, str, str, frozenset[str]]


def expected(claims: Sequence[StoredClaim]) -> Mapping[str, Facts]:
    """By IRI, what is true of each relation, counted plainly."""
    groups: dict[str, list[StoredClaim]] = defaultdict(list)
    for stored in claims:
        if stored.repeats is None:
            groups[iri(relation_id(*relation_key(stored.claim)))].append(stored)
    return {name: _facts(group) for name, group in groups.items()}


def _facts(group: Sequence[StoredClaim]) -> Facts:
    dates = [(stored.claim.when or stored.date or "").split("/") for stored in group]
    first, last = ([date[end] for date in dates if date[end]] for end in (0, -1))
    statuses = frozenset(flags(stored.claim)[0] for stored in group)
    documents = {stored.claim.document for stored in group}
    return len(group), len(documents), min(first, default=""), max(last, default=""), statuses


def found(store: Path) -> Mapping[str, Facts]:
    """By IRI, what the graph says of each relation."""
    data = open_store(store)
    facts: dict[str, Facts] = {}
    for name, claims, documents, first, last, status in rows(data, FOUND):
        known = facts.get(str(name), (0, 0, "", "", frozenset()))
        about = int(str(claims)), int(str(documents)), str(first or ""), str(last or "")
        facts[str(name)] = (*about, known[4] | {str(status)})
    data.store.close()
    return facts


def built(folder: Path, made: Sequence[Extraction], decisions: Decisions) -> list[StoredClaim]:
    """Build, and return the claims that the store holds."""
    folder.mkdir()
    ordered = sorted(made, key=lambda one: place(one.document.id))
    resolved = identities(ordered, decisions, registry())
    counts = write_build(folder, resolved, registry(), PreviousBuild(Path("nowhere")))
    data = open_store(folder / STORE)
    claims = list(stored_claims(data))
    data.store.close()
    with_target = {relation_key(stored.claim) for stored in claims if stored.claim.target is not None}
    assert counts.relations == len(with_target)
    return claims


@pytest.mark.slow
@settings(deadline=None, max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(CHANGES, st.integers(0, len(POOL) - 1)), min_size=1, max_size=5))
def test_relations_are_those_of_the_claims_after_any_changes(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[str, int]]
) -> None:
    made = {one.document.id: one for one in POOL[:6]}
    decisions = Decisions()
    for change, number in changes:
        one = POOL[number]
        name = one.document.id
        if change == "add":
            made[name] = one
        elif change == "replace":
            made[name] = extraction(one.document, list(one.claims[1:]))
        elif change == "remove":
            made.pop(name, None)
        elif change == "reject":
            rejected = [replace(claim, review=Review(ReviewState.REJECTED)) for claim in one.claims[:2]]
            made[name] = extraction(one.document, [*rejected, *one.claims[2:]])
        else:
            decisions = Decisions([MERGED] if change == "merge" else [])
    folder = tmp_path_factory.mktemp("changes") / "out"
    claims = built(folder, [*made.values()], decisions)
    assert found(folder / STORE) == expected(claims)


def test_the_graph_of_relations_stands_alone_and_is_in_the_file(tmp_path: Path) -> None:
    claims = built(tmp_path / "out", POOL[:4], Decisions())
    data = open_store(tmp_path / "out" / STORE)
    relations = named_graph(data, RELATION_GRAPH)
    assert {str(node) for node in relations.subjects()} == set(expected(claims))
    assert not set(data.subjects(AG.actor)) & set(relations.subjects())
    data.store.close()
    text = (tmp_path / "out" / GRAPH).read_text(encoding="utf-8")
    assert text.count("a ag:Relation") == len(expected(claims))
    assert text.index("<https://w3id.org/actorgraph/graph/relations>") > text.rindex("ag:Sentence")


def test_relations_do_not_depend_on_the_order_of_claims() -> None:
    claims = [stored for one in POOL for stored in stored_claims_of(one, {})]
    texts = []
    for ordered in (claims, claims[::-1]):
        with RelationCollector() as collector:
            for stored in ordered:
                collector.add(stored)
            texts.append([line for block in collector.blocks() for line in block])
    assert texts[0] == texts[1] == sorted(texts[0])


def test_what_repeats_another_text_is_not_counted() -> None:
    first, *_ = stored_claims_of(POOL[0], {})
    assert relation_record(replace(first, repeats="claim/other")) is None
    record = relation_record(first)
    assert record is not None
    (quads,) = relation_quads([record])
    assert {URIRef(quad[3][1:-1]) for quad in quads} == {RELATION_GRAPH}
