"""Names and their types: registry, model, words that tell, bodies of a country."""

import pytest

from extract.claims import Extractor
from extract.names import body_entity, canonical_body, names, type_of_name
from extract.parsing import parse
from ontology.model import Document
from ontology.registry import registry


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        ("Ministry of Justice", "ORG", "government-body"),
        ("Acme Holdings", "ORG", "company"),
        ("International Press Institute", "ORG", "international-organisation"),
        ("Operation Sunrise", "ORG", "event"),
        ("Lima Declaration", "WORK_OF_ART", "law"),
        ("Anna Smith", "PERSON", "person"),
        ("Chiang Mai", "GPE", "place"),
        ("Google", "ORG", "company"),
    ],
)
def test_types(text: str, label: str, expected: str) -> None:
    assert type_of_name(text, label).value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foreign Ministry", "Ministry of Foreign Affairs"),
        ("Health Ministry", "Ministry of Health"),
        ("Ministry of Health", "Ministry of Health"),
        ("Treasury Department", "Treasury Department"),
    ],
)
def test_one_name_for_one_ministry(text: str, expected: str) -> None:
    assert canonical_body(text) == expected


def test_a_body_bears_its_country() -> None:
    kenya = registry().find("Kenya")
    assert kenya is not None
    body = body_entity("Foreign Ministry", kenya)
    assert (body.label, body.country) == ("Ministry of Foreign Affairs (Kenya)", "actor/kenya")
    assert body_entity("Foreign Ministry", None).country is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Thai Ministry of Foreign Affairs met Interpol.", ["Ministry of Foreign Affairs (Thailand)", "Interpol"]),
        ("The Ministry of Justice of Kenya signed.", ["Ministry of Justice (Kenya)"]),
        ("The US and the U.K. signed.", ["United States", "United Kingdom"]),
        ("It is for us.", []),
        ("The Pacific Network (PNET) signed.", ["Pacific Network"]),
        ("Minister Sihasak Phuangketkeow spoke.", ["Sihasak Phuangketkeow"]),
    ],
)
def test_names_of_a_sentence(extractor: Extractor, text: str, found: list[str]) -> None:
    parsed = parse(extractor.pipeline, Document("a", text))[0]
    labels = [name.entity.label for name in names(parsed.span, extractor.registry)]
    assert labels[: len(found)] == found if found else labels == []
