"""The judge keeps what is probable, says how probable, and tells what it dropped."""

from collections.abc import Callable

import pytest

from extract.claims import Extractor
from extract.explain import explain
from extract.judge.judge import mean_links, probability
from extract.judge.links import Link
from ontology.model import Claim, Document

Brief = Callable[[Claim], str]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru arrested two men.", ["Peru | arrest | men (two)"]),
        ("The Ministry of Justice proposed a conference on fraud.", ["Ministry of Justice | propose | conference"]),
        ("Peru denied that it had paid a ransom.", []),
        ("The sky is blue.", []),
    ],
)
def test_plain_sentences(judged: Extractor, brief: Brief, text: str, expected: list[str]) -> None:
    found = {brief(claim) for claim in judged.extraction(Document("a", text)).claims}
    assert set(expected) <= found
    assert expected or not found or all("negated" in line for line in found)


def test_a_light_verb_means_its_noun_for_every_target(judged: Extractor, brief: Brief) -> None:
    text = "The UK imposed coordinated sanctions on the Prince Group, a conglomerate, and on its chairman, Chen Zhi."
    claims = [brief(claim) for claim in judged.extraction(Document("a", text)).claims]
    assert claims == ["United Kingdom | sanction | Prince Group", "United Kingdom | sanction | Chen Zhi"]


def test_the_owner_of_a_named_body_does_not_act(judged: Extractor) -> None:
    text = "Thailand's Securities and Exchange Commission filed a complaint against Bitkub with the Royal Thai Police."
    claims = judged.extraction(Document("a", text)).claims
    assert {claim.actor.entity.label for claim in claims} == {"Securities and Exchange Commission (Thailand)"}


def test_the_noun_of_an_idiom_is_no_target(judged: Extractor, brief: Brief) -> None:
    text = "Vietnam and Peru took part for the first time. Laos took part in the raid."
    assert [brief(claim) for claim in judged.extraction(Document("a", text)).claims] == ["Laos | take part in | raid"]


def test_confidence_is_a_probability(judged: Extractor) -> None:
    text = "Peru and Chile arrested two men. They seized servers, which Interpol had traced, and praised the FBI."
    claims = judged.extraction(Document("a", text)).claims
    assert claims
    assert all(0.3 < claim.confidence < 1 and round(claim.confidence, 2) == claim.confidence for claim in claims)


def test_dropped_proposals_are_told(judged: Extractor) -> None:
    explanation = explain(judged, "Ministers from Peru and Chile met in Lima to sign a treaty on extradition to Spain.")
    dropped = [one for one in explanation.judged if one.rule is not None and not one.kept]
    assert dropped
    assert sum("judged: " in rejected.reason for rejected in explanation.rejected) == len(dropped)
    assert all(one.of_claim and one.of_actor for one in explanation.judged if one.rule is not None)


def test_the_order_of_documents_does_not_matter(judged: Extractor) -> None:
    one, other = Document("a", "Peru arrested two men."), Document("b", "Chile fined a bank, which Peru had warned.")
    alone = judged.extraction(other).claims
    judged.extraction(one)
    assert judged.extraction(other).claims == alone


def test_means() -> None:
    linear = {(1, 2): Link(1.0, -1.0), (1, 3): Link(2.0, 2.0)}
    assert mean_links(linear, {(1, 2): Link(0.0, 2.0)}) == {(1, 2): Link(0.5, 0.5), (1, 3): Link(2.0, 2.0)}
    assert probability(0.0) == 0.5
