"""The stance of clauses: polarity, modality, allegation and speaker."""

import pytest

from extract.claims import Extractor
from extract.clauses.governing import is_governed_event
from extract.clauses.stance import Stance, stance
from extract.parsing.conversion import from_spacy
from extract.syntax.arguments import is_verb


def read(extractor: Extractor, text: str, verb: str) -> Stance:
    token = next(t for t in extractor.pipeline(text) if t.text == verb and is_verb(t))
    return stance(token)


@pytest.mark.parametrize(
    ("text", "verb", "polarity", "modality", "alleged"),
    [
        ("Kenya signed it.", "signed", "affirmed", "asserted", False),
        ("Kenya never signed it.", "signed", "negated", "asserted", False),
        ("It was not the first pact: Kenya signed it in May.", "signed", "affirmed", "asserted", False),
        ("Nobody signed it.", "signed", "negated", "asserted", False),
        ("Kenya hardly signed anything.", "signed", "negated", "asserted", False),
        ("Kenya will sign it.", "sign", "affirmed", "planned", False),
        ("Kenya won't sign it.", "sign", "negated", "planned", False),
        ("Kenya is set to sign it.", "sign", "affirmed", "planned", False),
        ("Kenya wants to sign it.", "sign", "affirmed", "planned", False),
        ("Kenya could sign it.", "sign", "affirmed", "possible", False),
        ("Kenya cannot sign it.", "sign", "negated", "possible", False),
        ("Unless Kenya signs it, talks end.", "signs", "affirmed", "possible", False),
        ("Kenya should sign it.", "sign", "affirmed", "obligated", False),
        ("Kenya needs to sign it.", "sign", "affirmed", "obligated", False),
        ("Kenya failed to sign it.", "sign", "negated", "asserted", False),
        ("Kenya did not refuse to sign it.", "sign", "affirmed", "asserted", False),
        ("Kenya allegedly signed it.", "signed", "affirmed", "asserted", True),
        ("Kenya is suspected of signing it.", "signing", "affirmed", "asserted", True),
        ("Kenya continued to sign it.", "sign", "affirmed", "asserted", False),
        ("Kenya left without signing it.", "signing", "negated", "asserted", False),
        ("Kenya met Peru in order to sign it.", "sign", "affirmed", "planned", False),
        ("Ministers met to discuss fraud and sign a treaty.", "sign", "affirmed", "planned", False),
        ("Kenya made an effort to counter ransomware.", "counter", "affirmed", "planned", False),
        (
            "Kenya issued an order to end fraud by protecting networks.",
            "protecting",
            "affirmed",
            "planned",
            False,
        ),
        ("Ministers committed to working together with Peru.", "working", "affirmed", "planned", False),
        ("Kenya was the first country to sign it.", "sign", "affirmed", "asserted", False),
        ("Kenya used the money to buy a car.", "buy", "affirmed", "asserted", False),
        ("Kenya protected networks by arresting hackers.", "arresting", "affirmed", "asserted", False),
        ("The indictment charges Peru with conducting a fraud.", "conducting", "affirmed", "asserted", True),
        ("As alleged in the complaint, Peru received a payment.", "received", "affirmed", "asserted", True),
        ("According to the indictment, Peru hacked a bank.", "hacked", "affirmed", "asserted", True),
        ("As a lawyer, Peru hacked a bank.", "hacked", "affirmed", "asserted", False),
    ],
)
def test_stance(extractor: Extractor, text: str, verb: str, polarity: str, modality: str, alleged: bool) -> None:  # noqa: PLR0913, PLR0917  # a table
    meant = read(extractor, text, verb)
    assert (meant.polarity.value, meant.modality.value, meant.alleged) == (polarity, modality, alleged)


@pytest.mark.parametrize(
    ("text", "verb", "speaker"),
    [
        ("Peru said that Kenya signed it.", "signed", "Peru"),
        ("Kenya signed it, Peru said.", "signed", "Peru"),
        ('"Kenya signed it," Peru said on Friday.', "signed", "Peru"),
        ("According to Peru, Kenya signed it.", "signed", "Peru"),
        ("Peru said that Kenya, which drafted it, signed it.", "drafted", "Peru"),
        ("Peru accused Kenya of signing it.", "signing", "Peru"),
        ("Peru contends that Kenya signed it.", "signed", "Peru"),
        ("Kenya signed it, or so Peru claims.", "signed", "Peru"),
        ("Accused of signing it, Kenya left.", "signing", None),
        ("Kenya signed it after Peru left.", "signed", None),
        ("Kenya signed it.", "signed", None),
    ],
)
def test_who_says_it(extractor: Extractor, text: str, verb: str, speaker: str | None) -> None:
    noun = read(extractor, text, verb).speaker
    assert (noun.text if noun is not None else None) == speaker


@pytest.mark.parametrize(
    ("text", "noun", "expected"),
    [
        ("Kenya averted an attack by rebels.", "attack", True),
        ("An attack by rebels was prevented.", "attack", True),
        ("Kenya condemned an attack by rebels.", "attack", False),
        ("Kenya barred the firm from participation.", "participation", True),
        ("Kenya freed the firm from participation.", "participation", False),
        ("Kenya denied an offer by Peru.", "offer", False),  # what it denies may be the content of the offer
    ],
)
def test_whether_a_verb_is_about_an_event_noun(extractor: Extractor, text: str, noun: str, expected: bool) -> None:
    tokens = from_spacy(extractor.pipeline(text)).tokens
    assert is_governed_event(next(token for token in tokens if token.text == noun)) is expected
