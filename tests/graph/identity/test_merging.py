"""Decisions and matches applied: claims move and none is lost, in any order, and a split gives back what was there."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.samples import claim, entity, extraction

from graph.identity.merging import Identities, MatchState, identities
from graph.identity.quads import entity_quads, identity_quads
from graph.rdf.claim_quads import extraction_quads
from graph.review.decisions import Decisions
from graph.review.identity import Decision, Verdict
from graph.store.oxigraph import nquads_lines
from ontology.model import Document, Extraction, Participant
from ontology.registry import registry

NAMES = ["Hung Viet", "Do Hung Viet", "Chen Zhi", "Chen", "Risa Hontiveros", "R. Hontiveros"]
IDS = [f"actor/{name.lower().replace('. ', '-').replace(' ', '-')}" for name in NAMES]


def texts(*pairs: tuple[str, str]) -> list[Extraction]:
    """A document for each pair of persons, in which the first accuses the second."""
    return [
        extraction(
            Document(f"d{number}", "", date=f"2025-{number + 1:02}"),
            [claim(entity(one, "person"), "accuse", entity(two, "person"), document=f"d{number}")],
        )
        for number, (one, two) in enumerate(pairs)
    ]


def applied(made: list[Extraction], *lines: str) -> Identities:
    return identities(made, Decisions(lines), registry())


def lines_of(found: Identities) -> list[str]:
    quads = [*entity_quads(found.extractions, registry()), *identity_quads(found)]
    return nquads_lines([*quads, *(quad for one in found.extractions for quad in extraction_quads(one))])


def parties(found: Identities) -> list[tuple[str, str]]:
    return [
        (made.actor.entity.id, made.target.entity.id) for one in found.extractions for made in one.claims if made.target
    ]


def test_same_moves_claims_and_keeps_the_first_name() -> None:
    found = applied(texts(("Hung Viet", "Chen Zhi"), ("Chen", "Hung Viet")), "same actor/chen-zhi actor/chen")
    assert parties(found) == [("actor/hung-viet", "actor/chen-zhi"), ("actor/chen-zhi", "actor/hung-viet")]
    assert found.merged == {"actor/chen": "actor/chen-zhi"}
    assert found.labels["actor/chen"] == "Chen"
    stored = "\n".join(lines_of(found))
    assert '/actor/chen-zhi> <http://www.w3.org/2004/02/skos/core#altLabel> "Chen"' in stored
    assert "/actor/chen> <http://purl.org/dc/terms/isReplacedBy> <https://w3id.org/actorgraph/actor/chen-zhi>" in stored


def test_same_is_transitive_and_its_first_stays() -> None:
    made = texts(("Hung Viet", "Chen Zhi"), ("Chen", "Risa Hontiveros"))
    said = ("same actor/chen actor/chen-zhi", "same actor/hung-viet actor/chen")
    found = applied(made, *said)
    assert found.merged == {"actor/chen": "actor/hung-viet", "actor/chen-zhi": "actor/hung-viet"}
    assert applied(made, *reversed(said)).merged == found.merged


def test_who_acts_on_a_name_of_its_own_keeps_the_claim() -> None:
    found = applied(texts(("Chen", "Chen Zhi")), "same actor/chen-zhi actor/chen")
    assert parties(found) == [("actor/chen-zhi", "actor/chen-zhi")]


def test_what_the_registry_knows_stays() -> None:
    made = texts(("Siam", "Chen"))
    assert applied(made, "same actor/siam actor/thailand").merged == {"actor/siam": "actor/thailand"}
    assert parties(applied(made, "same actor/siam actor/thailand")) == [("actor/thailand", "actor/chen")]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_a_contradiction_is_told_and_nothing_of_it_applied(order: tuple[int, ...]) -> None:
    said = (
        "same actor/chen actor/chen-zhi",
        "same actor/chen-zhi actor/hung-viet",
        "different actor/chen actor/hung-viet",
    )
    made = texts(("Hung Viet", "Chen Zhi"), ("Chen", "Risa Hontiveros"))
    found = applied(made, *(said[number] for number in order), "same actor/risa-hontiveros actor/r-hontiveros")
    (problem,) = found.problems
    assert "lines 1, 2, 3 contradict each other" in problem
    assert "actor/chen = actor/chen-zhi = actor/hung-viet" in problem
    assert found.merged == {}


def test_an_actor_and_a_place_are_no_one_entity_nor_two_countries() -> None:
    place = entity("Abuja", "place")
    made = [extraction(Document("d", ""), [claim("Thailand", "propose", "PTCN", document="d", where=place)])]
    for line, why in (
        ("same actor/thailand place/abuja", "can act, but place/abuja is a place"),
        ("same actor/thailand actor/kenya", "actor/kenya and actor/thailand are two countries"),
    ):
        found = applied(made, line)
        assert found.merged == {}
        assert why in found.problems[0]
        assert "not applied: line 1" in found.problems[0]


def test_a_thing_may_turn_out_to_be_an_actor() -> None:
    made = [extraction(Document("d", ""), [claim("Thailand", "join", "PTCN", document="d")])]
    made += texts(("Chen", "Hung Viet"))
    found = applied(made, "same thing/ptcn actor/chen")
    assert found.merged == {"thing/ptcn": "actor/chen"}


def test_a_decision_on_what_is_not_here_waits() -> None:
    found = applied(texts(("Chen", "Hung Viet")), "same actor/chen actor/nobody", "different actor/x actor/y")
    assert (found.merged, found.problems) == ({}, ())
    assert [line.partition(" stand")[0] for line in found.pending] == [
        "decisions:1: actor/nobody",
        "decisions:2: actor/x and actor/y",
    ]


def test_two_people_of_one_name() -> None:
    made = texts(("Chen", "Hung Viet"), ("Chen", "Hung Viet"))
    found = applied(made, "different actor/chen actor/chen@d1")
    (first, _), (second, _) = parties(found)
    assert found.labels[second] == "Chen (d1)"
    assert first == "actor/chen"
    assert second.startswith("actor/chen-")
    again = applied(made, "different actor/chen actor/chen@d1", "same actor/chen-zhi actor/chen@d1")
    assert parties(again)[1][0] == second  # nobody else is called Chen Zhi here
    more = [*made, *texts(("Chen Zhi", "Hung Viet"))]
    more[2] = replace(more[2], document=Document("d2", ""))
    assert parties(applied(more, "same actor/chen-zhi actor/chen@d1")) == [
        ("actor/chen", "actor/hung-viet"),
        ("actor/chen-zhi", "actor/hung-viet"),
        ("actor/chen-zhi", "actor/hung-viet"),
    ]


def rgf(*, name: str = "Salween River Guard Force") -> list[Extraction]:
    """Two texts on the RGF, which each explains in brackets."""
    made = []
    for number, label in enumerate(("River Guard Force", name)):
        one = entity(label, "government-body")
        found = extraction(Document(f"d{number}", ""), [claim(one, "arrest", "Chen", document=f"d{number}")])
        named = found.entities[0]
        acronym = replace(named.mentions[0], span=replace(named.mentions[0].span, text="RGF"))
        made.append(replace(found, entities=(replace(named, mentions=(*named.mentions, acronym)), *found.entities[1:])))
    return made


def test_a_certain_match_is_joined_and_a_person_can_overrule_it() -> None:
    pair = "actor/river-guard-force actor/salween-river-guard-force"
    joined = applied(rgf())
    assert joined.merged == {"actor/salween-river-guard-force": "actor/river-guard-force"}
    assert [one.state for one in joined.reviewed] == [MatchState.JOINED]
    for verdict in ("different", "undecided"):
        found = applied(rgf(), f"{verdict} {pair}")
        assert found.merged == {}
        assert [one.state.value for one in found.reviewed] == [verdict]


def test_a_match_does_not_join_through_a_third_what_a_person_keeps_apart() -> None:
    made = [*rgf(), *texts(("Chen Zhi", "Chen"))]
    found = applied(
        made,
        "same actor/chen-zhi actor/river-guard-force",
        "different actor/chen-zhi actor/salween-river-guard-force",
    )
    assert found.merged == {"actor/river-guard-force": "actor/chen-zhi"}
    assert found.problems == ()


documents = st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=1, max_size=5).map(
    lambda pairs: texts(*pairs)
)
said = st.lists(
    st.builds(Decision, st.sampled_from(Verdict), st.sampled_from(IDS), st.sampled_from(IDS)), max_size=5
).map(lambda some: list({one.pair: one for one in some if one.first != one.second}.values()))


@settings(deadline=None)
@given(documents, said, st.randoms(use_true_random=False))
def test_the_order_of_documents_and_of_decisions_does_not_matter(
    made: list[Extraction], some: list[Decision], random: st.DataObject
) -> None:
    first = applied(made, *(one.text() for one in some))
    shuffled, others = list(made), list(some)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(others)  # type: ignore[attr-defined]
    second = applied(shuffled, *(one.text() for one in others))
    assert lines_of(first) == lines_of(second)
    assert len(first.problems) == len(second.problems)


@settings(deadline=None)
@given(documents, said, said)
def test_no_decision_loses_a_claim_or_changes_its_id(
    made: list[Extraction], some: list[Decision], others: list[Decision]
) -> None:
    ids = [one.id for it in made for one in it.claims]
    for decisions in (some, others):
        found = applied(made, *(one.text() for one in decisions))
        assert [one.id for it in found.extractions for one in it.claims] == ids
        mentions = {(it.document.id, m) for it in found.extractions for one in it.entities for m in one.mentions}
        assert mentions == {(it.document.id, m) for it in made for one in it.entities for m in one.mentions}


@settings(deadline=None)
@given(documents, said, st.sampled_from(IDS), st.sampled_from(IDS))
def test_a_merge_followed_by_its_split_gives_the_same_graph(
    made: list[Extraction], some: list[Decision], one: str, two: str
) -> None:
    before = Decisions(tuple(decision.text() for decision in some))
    if one == two or before.of(one, two) is not None:
        return
    merged = before.deciding(Decision(Verdict.SAME, one, two))
    split = merged.without({Decision(Verdict.SAME, one, two).pair})
    assert lines_of(identities(made, split, registry())) == lines_of(identities(made, before, registry()))


@settings(deadline=None)
@given(documents, documents)
def test_ids_are_stable_when_documents_are_added(made: list[Extraction], more: list[Extraction]) -> None:
    added = [replace(one, document=replace(one.document, id=f"more-{number}")) for number, one in enumerate(more)]
    alone, together = applied(made), applied([*made, *added])
    assert parties(together)[: len(parties(alone))] == parties(alone)


def test_the_country_of_a_body_moves_with_its_country() -> None:
    made = [
        extraction(
            Document("d", ""), [claim(entity("Desk", "company", "actor/siam"), "accuse", entity("Siam"), document="d")]
        )
    ]
    found = applied(made, "same actor/thailand actor/siam")
    who = next(iter(found.extractions)).claims[0].actor
    assert isinstance(who, Participant)
    assert who.entity.country == "actor/thailand"


def test_a_merge_into_another_label_drops_the_head_lemma() -> None:
    suspects = entity("suspects", "person")
    made = [claim(suspects, "accuse", entity("Chen Zhi", "person"), document="d0", attribution=suspects)]
    before = extraction(Document("d0", "", date="2025-01"), made)
    assert (made[0].actor.head_lemma, made[0].attribution_head_lemma) == ("suspect", "suspect")
    (after,) = applied([before], "same actor/hung-viet actor/suspects").extractions
    assert [one.actor.head_lemma for one in after.claims] == ["suspect"]
    named = extraction(Document("d1", ""), [claim(entity("Hung Viet", "person"), "host", document="d1")])
    merged = applied([before, named], "same actor/hung-viet actor/suspects").extractions
    heads = [
        (one.actor.entity.label, one.actor.head_lemma, one.attribution_head_lemma) for it in merged for one in it.claims
    ]
    assert heads == [("Hung Viet", None, None), ("Hung Viet", None, None)]
