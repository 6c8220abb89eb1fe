"""Open triples: every clause in the words of the text."""

import pytest

from extract.claims import Extractor
from ontology.model import Document

TABLE = [
    ("Japan signed the treaty.", {("Japan", "signed", "the treaty")}),
    ("The treaty was signed by Japan.", {("The treaty", "was signed by", "Japan")}),
    ("Ann and Bob met Carl.", {("Ann", "met", "Carl"), ("Bob", "met", "Carl")}),
    ("Ann bought a car and sold a boat.", {("Ann", "bought", "a car"), ("Ann", "sold", "a boat")}),
    ("She became justice of the Court.", {("She", "became", "justice of the Court")}),
    ("Ann did not see Bob.", {("Ann", "did not see", "Bob")}),
    ("Ann was seen and followed by Bob.", {("Ann", "was followed by", "Bob")}),
    ("Ann was able to leave Paris.", {("Ann", "was able to leave", "Paris")}),
    ("There was a storm in Rome.", {("There", "was", "a storm")}),
    ("In 1918, Ann was renamed Beth.", {("Ann", "was renamed Beth In", "1918")}),
    ("A Coca - Cola spokesman met Bob .", {("A Coca - Cola spokesman", "met", "Bob")}),
    ("Ann opened a school for girls in Rome.", {("Ann", "opened", "a school for girls")}),
    ("Ann wants to leave Paris.", {("Ann", "wants to leave", "Paris")}),
    ("Ann was able to leave Paris and reach Rome.", {("Ann", "was able to reach", "Rome")}),
    ("Ann used a ladder to reach the roof.", {("Ann", "used a ladder to reach", "the roof")}),
    ("Ann made an attempt to win the race.", {("Ann", "made an attempt to win", "the race")}),
    ("Ann accused Bob of selling secrets.", {("Ann", "accused Bob of selling", "secrets")}),
    ("Ann acted in response to threats.", {("Ann", "acted in response to", "threats")}),
    ("Ann headed for Rome in May.", {("Ann", "headed for Rome in", "May")}),
    ("Ann studied at the University of Bologna.", {("Ann", "studied at", "the University of Bologna")}),
    ("Ann left on March 3, 1987.", {("Ann", "left on", "March 3, 1987")}),
    ("Ann accused Bob of selling secrets.", {("Bob", "selling", "secrets")}),
    ("Ann lived in Rome in 1918.", {("Ann", "lived in", "Rome")}),
    ("Ann worked at a bank under Bob.", {("Ann", "worked at a bank under", "Bob")}),
    ("Ann recovered quickly.", {("Ann", "recovered", "quickly")}),
    ("Two men were arrested and questioned in Rome.", {("Two men", "were arrested in", "Rome")}),
    ("Ann was released and lives in Rome.", {("Ann", "lives in", "Rome")}),
    ("Such a law could help Peru protect its forests.", {("Such a law", "could help Peru protect", "its forests")}),
    ("Both build on a pact that Ann and Bob signed in 1918.", {("Ann", "signed", "a pact")}),
    ("Winning the race was her dream.", {("Winning the race", "was", "her dream")}),
]

NEVER = [
    ("Ann was released and lives in Rome.", ("Ann", "was lives in", "Rome")),
    ("Ann studied at the University of Bologna.", ("Ann", "studied at the University of", "Bologna")),
    ("Ann acted in response to threats.", ("Ann", "acted in", "response")),
    ("Her plan to sell the house failed.", ("Her", "sell", "the house")),
    ("Both build on a pact that Ann and Bob signed in 1918.", ("Ann", "signed a pact signed a pact in", "1918")),
    ("Ann, in particular, met Bob.", ("Ann", "met in", "particular")),
]  # fmt: skip


def rows(extractor: Extractor, text: str) -> set[tuple[str, str, str]]:
    return {(t.subject, t.relation, t.object) for t in extractor.open_triples(Document("a", text))}


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_clauses(extractor: Extractor, text: str, expected: set[tuple[str, str, str]]) -> None:
    assert expected <= rows(extractor, text)


@pytest.mark.parametrize(("text", "wrong"), NEVER)
def test_never(extractor: Extractor, text: str, wrong: tuple[str, str, str]) -> None:
    assert wrong not in rows(extractor, text)


def test_appositions_and_possessives_only_on_request(extractor: Extractor) -> None:
    document = Document("a", "Arno Holt, leader of the party, praised Norway's judges.")
    plain = set(extractor.open_triples(document))
    more = {(t.subject, t.relation, t.object) for t in set(extractor.open_triples(document, nominal=True)) - plain}
    assert more == {("Arno Holt", "is", "leader of the party"), ("Norway", "has", "judges")}


def test_tokenised_text_keeps_its_tokens(extractor: Extractor) -> None:
    for subject, relation, value in rows(extractor, "Mr. Smith , who lives in Rome , does n't like rain ."):
        for part in (subject, relation, value):
            assert part == part.strip()
            assert all(word in "Mr. Smith , who lives in Rome , does n't like rain .".split() for word in part.split())


def test_phrases_that_say_nothing_are_left_out(extractor: Extractor) -> None:
    assert not any(value == "example" for _, _, value in rows(extractor, "Ann, for example, met Bob."))


def test_an_infinitive_whose_object_is_the_noun_before_it_ends(extractor: Extractor) -> None:
    """The walk from the noun to its infinitive and from there to the noun again had no end."""
    text = (
        "I honestly have no idea what to expect or prepare for and calling in to get professional advice from either "
        "of the embassies costs by the minute- which I really don't have the money for."
    )
    assert ("I", "have", "no idea") in rows(extractor, text)


@pytest.mark.parametrize("text", ["", "Hello!", "Rain.", "1, 2, 3", "(", "¿?"])
def test_texts_without_clauses(extractor: Extractor, text: str) -> None:
    assert rows(extractor, text) == set()


def test_rules_and_confidence_are_given(extractor: Extractor) -> None:
    for triple in extractor.open_triples(Document("a", "Japan signed the treaty that Peru had drafted.")):
        assert triple.rule
        assert 0 < triple.confidence <= 1
