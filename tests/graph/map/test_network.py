"""Claims to a network: relations, what qualifies them, and the choice of claims for a view."""

import random

import pytest
from support.samples import claim, entity, stored

from graph.map.network import network
from graph.rdf.relations import flags, period, select, status
from ontology.errors import InputError
from ontology.model import Claim, Modality, Polarity

CLAIMS = [
    stored(claim("Thailand", "propose", "conference", document="2025-10/a", when="2025-10-27")),
    stored(claim("Thailand", "offer", "conference", document="2025-10/b", modality=Modality.PLANNED)),
    stored(claim("Thailand", "host", "conference", document="2026-01/c"), date="2026-01-05"),
    stored(claim("Kenya", "attend", None, document="2026-01/c"), date="2026-01-05"),
    stored(claim("Laos", "attend", "conference", document="2026-01/d"), date=None),
]


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (claim(), ("asserted",)),
        (claim(polarity=Polarity.NEGATED), ("negated",)),
        (claim(alleged=True), ("alleged",)),
        (claim(modality=Modality.PLANNED), ("planned",)),
        (
            claim(polarity=Polarity.NEGATED, modality=Modality.POSSIBLE, alleged=True),
            ("negated", "alleged", "possible"),
        ),
    ],
)
def test_flags(made: Claim, expected: tuple[str, ...]) -> None:
    assert flags(made) == expected


def test_claims_of_the_same_concept_are_one_relation() -> None:
    graph = network(CLAIMS)
    edge = graph.edges["actor/thailand", "thing/conference", "propose"]
    assert (edge["weight"], dict(edge["status"])) == (2, {"asserted": 1, "planned": 1})
    assert edge["dates"] == ["2025-10", "2025-10-27"]
    assert graph.number_of_edges() == 3


def test_an_act_without_target_stays_with_its_actor() -> None:
    graph = network(CLAIMS)
    assert [one.claim.action.lemma for one in graph.nodes["actor/kenya"]["acts"]] == ["attend"]
    assert graph.degree("actor/kenya") == 0


def test_the_network_does_not_depend_on_order() -> None:
    mixed = CLAIMS[:]
    random.Random(1).shuffle(mixed)  # noqa: S311  # no secret
    one, two = network(CLAIMS), network(mixed)
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(keys=True, data=True)) == list(two.edges(keys=True, data=True))


@pytest.mark.parametrize(
    ("wanted", "documents"),
    [
        ({}, ["2025-10/a", "2025-10/b", "2026-01/c", "2026-01/c", "2026-01/d"]),
        ({"actor": "Thailand"}, ["2025-10/a", "2025-10/b", "2026-01/c"]),
        ({"actor": "thing/conference", "action": "host"}, ["2026-01/c"]),
        ({"action": "propose"}, ["2025-10/a", "2025-10/b"]),
        ({"since": "2025-11"}, ["2026-01/c", "2026-01/c"]),
        ({"until": "2025-10-27"}, ["2025-10/a", "2025-10/b"]),
        ({"since": "2025-10-28", "until": "2025"}, ["2025-10/b"]),
        ({"min_claims": 2}, ["2025-10/a", "2025-10/b"]),
        ({"actor": "Peru"}, []),
    ],
)
def test_select(wanted: dict, documents: list[str]) -> None:
    assert [one.claim.document for one in select(CLAIMS, **wanted)] == documents


@pytest.mark.parametrize("text", ["yesterday", "2025-13", "2025-10-32", "", "25-10-2025", "2025-10/x"])
def test_a_period_that_is_none(text: str) -> None:
    with pytest.raises(InputError, match="not a date"):
        period("since", text)


def test_status_counts_the_firmest_first() -> None:
    counted = status([*CLAIMS, stored(claim(alleged=True)), stored(claim(entity("X", "company"), alleged=True))])
    assert list(counted.items()) == [("asserted", 4), ("alleged", 2), ("planned", 1)]
