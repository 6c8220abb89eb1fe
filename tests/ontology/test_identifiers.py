"""Ids: stable, readable, injective where it matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.identifiers import actor_id, claim_id, digest, id_of, iri, sentence_id, slug

TEXTS = st.text(max_size=20)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Thailand", "thailand"),
        ("Ministry of Foreign Affairs (Thailand)", "ministry-of-foreign-affairs-thailand"),
        ("Côte d'Ivoire", "cote-divoire"),
        ("ASEAN Digital Ministers’ Meeting", "asean-digital-ministers-meeting"),
        ("$97.4 million", "usd-97.4-million"),
        ("1,209 suspects", "1209-suspects"),
        ("AT&T", "at-and-t"),
    ],
)
def test_slug(label: str, expected: str) -> None:
    assert slug(label) == expected


def test_a_label_in_another_script_keeps_an_id_of_its_own() -> None:
    assert slug("ไทย") != slug("ລາວ")
    assert slug("ไทย").isascii()


def test_a_scope_keeps_bodies_apart() -> None:
    assert actor_id("police", "a") != actor_id("police", "b")
    assert actor_id("police", "a") == actor_id("police", "a")


def test_parts_are_separated() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert claim_id("d", 1, "ab", "c") != claim_id("d", 1, "a", "bc")


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_digest_is_stable(parts: list[str]) -> None:
    assert digest(*parts) == digest(*parts)
    assert len(digest(*parts)) == 16


@given(TEXTS)
def test_iris_are_legal_and_slugs_come_back(label: str) -> None:
    identifier = actor_id(label)
    assert id_of(iri(identifier)) == identifier
    assert not set(iri(sentence_id(label, 0, 1))) & set(' <>"{}|\\^`\n\t')
