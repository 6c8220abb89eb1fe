"""Names of a sentence and their types: registry, labels of the model, words of the name, bodies of a country."""

import pytest

from extract.claims import Extractor
from extract.coreference.names.bodies import body_entity, canonical_body, is_generic_body, known_body
from extract.coreference.names.entity_types import type_of_name
from extract.coreference.names.recognition import recognise_names
from extract.coreference.resolver import Resolver
from extract.parsing.sentences import parse
from ontology.model import Document, EntityType
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
        ("Helen Park", "PERSON", "person"),
        ("Park", "PERSON", "person"),
        ("Hyde Park", "PERSON", "place"),
        ("Helen Group", "PERSON", "company"),
        ("Jude Law", "PERSON", "person"),
        ("Cybercrime Bill", "PERSON", "law"),
        ("Ombudsman", "PERSON", "government-body"),
        ("Chiang Mai", "GPE", "place"),
        ("Lima Field Office", "GPE", "government-body"),
        ("Red River Militia", "LOC", "government-body"),
        ("Lima Systems", "GPE", "place"),
        ("Google", "ORG", "company"),
        ("Lampang Times", "ORG", "company"),
        ("...", "ORG", "international-organisation"),  # no word at all
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
    ("text", "expected"),
    [
        ("The Thai Ministry of Foreign Affairs met Interpol.", ["Ministry of Foreign Affairs (Thailand)", "Interpol"]),
        ("The Ministry of Justice of Kenya signed.", ["Ministry of Justice (Kenya)"]),
        ("Police seized servers of RaccoonO365.", ["RaccoonO365"]),
        ("The Ministry of Public Security of China signed.", ["Ministry of Public Security (China)"]),
        ("The U.S. Justice Department met the FBI.",
         ["Department of Justice (United States)", "Federal Bureau of Investigation"]),
        ("Liberia's National Security Agency met the US National Security Agency.",
         ["Liberia", "National Security Agency (Liberia)", "National Security Agency (United States)"]),
        ("Singapore's Cyber Security Agency signed.", ["Singapore", "Cyber Security Agency of Singapore"]),
        ("Saudi Arabia's NCA met the UK NCA.",
         ["Saudi Arabia", "National Cybersecurity Authority (Saudi Arabia)",
          "United Kingdom", "National Crime Agency (United Kingdom)"]),
        ("The Treasury Department's Office of Foreign Assets Control met the US FBI.",
         ["Treasury Department", "Office of Foreign Assets Control", "Federal Bureau of Investigation"]),
        ("The US and the U.K. signed.", ["United States", "United Kingdom"]),
        ("It is for us.", []),
        ("The Pacific Network (PNET) signed.", ["Pacific Network"]),
        ("Minister Sihasak Phuangketkeow spoke.", ["Sihasak Phuangketkeow"]),
    ],
)  # fmt: skip
def test_names_of_a_sentence(extractor: Extractor, text: str, expected: list[str]) -> None:
    parsed = parse(extractor.pipeline, Document("a", text))[0]
    labels = [name.entity.label for name in recognise_names(parsed.span, extractor.registry)]
    assert labels[: len(expected)] == expected if expected else labels == []


def test_a_body_that_the_registry_knows_has_one_name() -> None:
    america = registry().find("United States")
    named = {known_body(text, america, registry()).id for text in ("State Department", "Department of State")}
    assert named == {"actor/department-of-state-united-states"}
    assert known_body("Secret Service", None, registry()) == body_entity("Secret Service", None)


@pytest.mark.parametrize("text", ["The Thai FBI arrested two men.", "Kenya's FBI signed.", "South Korea's FBI met us."])
def test_no_body_of_one_country_after_another_country(extractor: Extractor, text: str) -> None:
    parsed = parse(extractor.pipeline, Document("a", text))[0]
    assert "actor/federal-bureau-of-investigation" not in {
        name.entity.id for name in recognise_names(parsed.span, registry())
    }


ONE_OF_ITS_NAME = {
    "Federal Bureau of Investigation",
    "Central Intelligence Agency",
    "Central Bureau of Investigation",
    "Department of State",
    "State Department",
}
"""Names of general words that one country alone uses."""


def test_a_name_that_other_countries_may_use_stands_with_its_country() -> None:
    bodies = [entry for entry in registry().entries() if entry.entity.type is EntityType.GOVERNMENT_BODY]
    names_of = [name for entry in bodies for name in (entry.entity.label, *entry.aliases)]
    assert {name for name in names_of if "(" not in name and is_generic_body(name)} == ONE_OF_ITS_NAME


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Olivia Hale, a journalist, criticised the agency.", "person"),
        ("A court convicted Mwila Banda, 45, on Monday.", "person"),
        ("Canada was urged by Ms Hale.", "person"),
        ("The tycoon's son, Adrian Vu, founded a bank.", "person"),
        ("The lawmaker Rangsiman Chaiyo left.", "person"),
        ("The firm Delta Shipping left.", "company"),
        ("Ghana praised the analytics company Tundra Oil.", "company"),
        ("Ghana praised the company founder Adrian Vu.", "person"),
        ("Kestrel Logistics, a partner, criticised the agency.", "company"),
        ("Kestrel Logistics, 45 employees and a lawyer left.", "company"),
    ],
)
def test_what_stands_beside_a_name_tells_a_person(extractor: Extractor, text: str, expected: str) -> None:
    parsed = parse(extractor.pipeline, Document("a", text))[0]
    assert recognise_names(parsed.span, extractor.registry)[-1].entity.type.value == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The KSC indicted a senator. Peru met KSC.", "government-body"),
        ("Peru met KSC. KSC and PTA raided a villa.", "government-body"),
        ("KSC sold ships. Peru fined KSC.", "company"),
    ],
)
def test_letters_that_do_what_a_state_does(extractor: Extractor, text: str, expected: str) -> None:
    sentences = parse(extractor.pipeline, Document("test", text))
    resolver = Resolver("test", sentences, extractor.registry)
    types = {
        entity.type.value
        for parsed in sentences
        for _, reference in resolver.references(parsed)
        for entity in reference.entities
        if "KSC" in entity.label
    }
    assert types == {expected}
