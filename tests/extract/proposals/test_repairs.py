"""Details of proposals that fail: repaired to what the document supports, noted, and never made stronger."""

from __future__ import annotations

import pytest

from extract.multilingual import MultilingualExtractor
from extract.proposals.name_repairs import AS_WORDS, OF_BODY, RETYPED, SHORTENED, SPLIT
from extract.proposals.proposal import ProposedClaim, ProposedParticipant
from extract.proposals.reading import read
from extract.proposals.sources import ISSUER, NO_ACTOR, NO_SPEAKER, OTHER_SPEAKER
from extract.proposals.verification import OWN_LEMMA, Verified, Verifier
from ontology.actions import scheme
from ontology.model import Document, Modality, Polarity, Verification
from ontology.registry import registry

Part = tuple[str, str, str]
"""Words, name and type of a participant."""
MEET = ("met", "meet", "meet")
BODY, PERSON, GROUP, THING, COUNTRY = "government-body", "person", "group", "thing", "country"
UNSUPPORTED, UNKNOWN = "a name that the document does not support", "an unknown country"
CANNOT_ACT = "the actor is of a type that cannot act"


@pytest.fixture(scope="module")
def pipelines() -> MultilingualExtractor:
    return MultilingualExtractor(fast=True)


def proposal(
    actor: Part, action: Part, target: Part | None = None, source: Part | None = None, *, sentence: int = 0
) -> ProposedClaim:
    end, said = (None if part is None else ProposedParticipant(*part) for part in (target, source))
    return ProposedClaim(sentence, ProposedParticipant(*actor), *action, end, attribution=said)


def verified(pipelines: MultilingualExtractor, text: str, *proposals: ProposedClaim, language: str = "en") -> Verified:
    reading = read(Document("d", text, language=language), pipelines)
    return Verifier(reading, scheme(), registry()).verified(iter(proposals))


def repairs(found: Verified) -> list[str]:
    return [note.reason for note in found.notes if note.outcome is Verification.REPAIRED]


def rejections(found: Verified) -> list[str]:
    return [note.reason for note in found.notes if note.outcome is Verification.REJECTED]


COMMISSION = "The Securities and Exchange Commission met Hun Manet. The unit met aides of NATO."
SEC = "Securities and Exchange Commission"
MANET = ("Hun Manet", "Hun Manet", PERSON)


@pytest.mark.parametrize(
    ("actor", "label"),
    [
        (("The Securities and Exchange Commission", "Securities and Exchange Commission (United States)", BODY), SEC),
        (("Securities and Exchange Commission", "Securities and Exchange Commission (Obey me)", BODY), SEC),
        (("Hun Manet", "Hun Manet (Cambodia)", PERSON), "Hun Manet"),
    ],
)
def test_a_name_loses_brackets_that_the_document_does_not_support(
    pipelines: MultilingualExtractor, actor: Part, label: str
) -> None:
    found = verified(pipelines, COMMISSION, proposal(actor, MEET))
    assert [(claim.actor.entity.label, claim.actor.entity.country) for claim in found.claims] == [(label, None)]
    assert (repairs(found), rejections(found)) == ([SHORTENED], [])


@pytest.mark.parametrize(
    ("name", "kind", "reason"),
    [
        ("Ministry of Magic (United States)", BODY, UNSUPPORTED),
        ("Ministry of Magic (Wakanda)", BODY, UNKNOWN),
        ("Europol (United States)", "international-organisation", UNSUPPORTED),
        ("Donald Trump (United States)", PERSON, UNSUPPORTED),
        ("Securities and Exchange Commission (United States)", COUNTRY, UNSUPPORTED),
        ("Hun Manet (Cambodia)", COUNTRY, UNKNOWN),
    ],
)
def test_an_invented_name_is_not_shortened(pipelines: MultilingualExtractor, name: str, kind: str, reason: str) -> None:
    actor = ("Securities and Exchange Commission", name, kind)
    found = verified(pipelines, COMMISSION, proposal(actor, MEET))
    assert (found.claims, rejections(found)) == ((), [reason])


def test_a_body_without_its_country_is_that_of_its_document(pipelines: MultilingualExtractor) -> None:
    """Other countries have a ministry of this name."""
    actor = ("กระทรวง", "Ministry of Oranges (Kenya)", BODY)
    found = verified(pipelines, "กระทรวงแถลง", proposal(actor, ("แถลง", "announce", "state")), language="th")
    (claim,) = found.claims
    assert claim.actor.entity.id != "actor/ministry-of-oranges"
    assert claim.actor.entity.country is None
    assert "Kenya" not in claim.actor.entity.label


@pytest.mark.parametrize(
    ("target", "label", "repair"),
    [
        (("aides", "aides (NATO)", GROUP), "aides (NATO)", OF_BODY),
        (("aides", "aides (Hun Manet)", GROUP), "aides (Hun Manet)", OF_BODY),
        (("aides", "aides (Europol)", GROUP), "aides", SHORTENED),
        (("aides", "aides (24)", GROUP), "aides", SHORTENED),
        (("aides", "Hun Manet (NATO)", PERSON), "Hun Manet", SHORTENED),
    ],
)
def test_brackets_may_name_a_body_of_the_document(
    pipelines: MultilingualExtractor, target: Part, label: str, repair: str
) -> None:
    found = verified(pipelines, COMMISSION, proposal(("unit", "unit", BODY), MEET, target, sentence=1))
    assert [claim.target.entity.label for claim in found.claims if claim.target] == [label]
    assert repairs(found) == [repair]


COUNTRIES = (
    "Peru and Chile met. Both countries met the committee, and several nations signed the pact of Zembla; they signed."
)
NATIONS, SIGN = ("several nations", "nations", COUNTRY), ("signed", "sign", "agree")


@pytest.mark.parametrize(
    ("actor", "types", "repair"),
    [
        (NATIONS, [("nations", GROUP)], RETYPED),
        (("committee", "committee", THING), [("committee", BODY)], RETYPED),
        (("they", "committee", THING), [("committee", BODY)], RETYPED),
        (("Both countries", "Peru and Chile", COUNTRY), [("Chile", COUNTRY), ("Peru", COUNTRY)], SPLIT),
        (("Both countries", "Peru and Kenya", COUNTRY), [("countries", GROUP)], AS_WORDS),
        (("Both countries", "Peru and Zembla", COUNTRY), [("countries", GROUP)], AS_WORDS),
    ],
)
def test_a_type_that_does_not_fit_gives_way_to_ours(
    pipelines: MultilingualExtractor, actor: Part, types: list[tuple[str, str]], repair: str
) -> None:
    found = verified(pipelines, COUNTRIES, proposal(actor, MEET if "Both" in actor[0] else SIGN, sentence=1))
    ends = sorted((claim.actor.entity.label, claim.actor.entity.type.value) for claim in found.claims)
    assert (ends, repairs(found), rejections(found)) == (types, [repair], [])


@pytest.mark.parametrize(
    ("actor", "reason"),
    [
        (("pact", "pact", COUNTRY), UNKNOWN),
        (("Zembla", "Zembla", COUNTRY), UNKNOWN),
        (("nations", "kingdoms", COUNTRY), UNKNOWN),
        (("pact", "pact", THING), CANNOT_ACT),
        (("they", "pact", THING), CANNOT_ACT),
        (("several nations", "several nations of Europol", COUNTRY), UNKNOWN),
        (("they", "Peru and Kenya", COUNTRY), UNKNOWN),
    ],
)
def test_what_is_no_actor_by_our_types_does_not_act(pipelines: MultilingualExtractor, actor: Part, reason: str) -> None:
    found = verified(pipelines, COUNTRIES, proposal(actor, SIGN, sentence=1))
    assert (found.claims, rejections(found)) == ((), [reason])


def test_one_of_several_names_does_not_act_on_itself(pipelines: MultilingualExtractor) -> None:
    """The others are acted on."""
    both = ("Both countries", "Peru and Chile", COUNTRY)
    found = verified(pipelines, COUNTRIES, proposal(both, MEET, both, sentence=1))
    ends = sorted((claim.actor.entity.label, claim.target.entity.label) for claim in found.claims if claim.target)
    assert ends == [("Chile", "Peru"), ("Peru", "Chile")]


WAR = "Russia regrets its war. Peru did not sign the pact, Chile sold fuel and Kenya criticised the sale of it."
RUSSIA = ("Russia", "Russia", COUNTRY)
KENYA = ("Kenya", "Kenya", COUNTRY)
PERU = ("Peru", "Peru", COUNTRY)


@pytest.mark.parametrize(
    ("actor", "action", "lemma", "is_repaired"),
    [
        (RUSSIA, ("war", "wage war", "attack"), "wage war", False),
        (KENYA, ("sale", "sell", "traffic"), "sell", False),
        (KENYA, ("criticised", "criticize", "condemn"), "criticize", False),
        (KENYA, ("criticised", "bombard", "attack"), "criticise", True),
        (KENYA, ("criticised the sale", "bombard", "attack"), "criticise", True),
        (PERU, ("did not sign", "refuse", "reject"), "sign", True),
        (RUSSIA, ("regrets", "oppose war", "condemn"), "regret", True),
        (KENYA, ("sale", "oppose sale", "condemn"), None, True),
        (RUSSIA, ("war", "oppose war", "condemn"), None, True),
        (RUSSIA, ("war", "announce war", "state"), None, True),
        (RUSSIA, ("war", "take over war", "attack"), None, True),
        (RUSSIA, ("its", "bombard", "attack"), None, True),
        (PERU, ("did", "bombard", "attack"), None, True),
    ],
)
def test_a_lemma_that_does_not_fit_gives_way_to_that_of_the_words(
    pipelines: MultilingualExtractor, actor: Part, action: Part, lemma: str | None, is_repaired: bool
) -> None:
    found = verified(pipelines, WAR, proposal(actor, action, sentence=int(actor != RUSSIA)))
    assert [claim.action.lemma for claim in found.claims] == ([] if lemma is None else [lemma])
    assert repairs(found) == ([OWN_LEMMA] if is_repaired and lemma is not None else [])
    if is_repaired and lemma is not None:
        assert found.claims[0].action.concept == scheme().action(lemma).concept


def test_did_stands_for_a_verb_of_its_sentence(pipelines: MultilingualExtractor) -> None:
    did, did_not = proposal(PERU, ("did", "sign", "agree")), proposal(PERU, ("did not", "sign", "agree"))
    (claim,) = verified(pipelines, "Kenya signed the pact, as Peru did.", did).claims
    assert (claim.action.concept, claim.polarity) == ("sign", Polarity.AFFIRMED)
    (claim,) = verified(pipelines, "Kenya signed the pact, but Peru did not.", did_not).claims
    assert (claim.action.concept, claim.polarity) == ("sign", Polarity.NEGATED)


@pytest.mark.parametrize(("negated", "modality"), [(False, "asserted"), (True, "asserted"), (False, "planned")])
def test_a_repaired_lemma_keeps_the_negation_of_its_words(
    pipelines: MultilingualExtractor, negated: bool, modality: str
) -> None:
    refused = proposal(PERU, ("sign", "refuse", "reject"), sentence=1)
    refused = ProposedClaim(
        1, refused.actor, "sign", "refuse", "reject", negated=negated, modality=modality, alleged=modality != "planned"
    )
    (claim,) = verified(pipelines, WAR, refused).claims
    assert (claim.action.lemma, claim.polarity) == ("sign", Polarity.NEGATED)
    assert claim.modality is Modality(modality)
    assert claim.alleged is refused.alleged


ACCOUNT = (
    "According to the indictment, Ana Cruz met Juan Diaz. "
    "A report by Interpol says that Ana Cruz met Juan Diaz. "
    "A report says that Ana Cruz met Juan Diaz. "
    "Ana Cruz met Juan Diaz. "
    "Europol said that Ana Cruz met Juan Diaz.\n"
    "“Ana Cruz met Juan Diaz. She also met Hun Manet,” said Tom Brown."
)
CRUZ, DIAZ, SHE = ("Ana Cruz", "Ana Cruz", PERSON), ("Juan Diaz", "Juan Diaz", PERSON), ("She", "Ana Cruz", PERSON)
BROWN = "Tom Brown"


@pytest.mark.parametrize(
    ("sentence", "source", "expected"),
    [
        (0, ("indictment", "indictment", THING), (None, True, NO_ACTOR)),
        (1, ("report", "report", THING), ("Interpol", False, ISSUER)),
        (2, ("report", "report", THING), (None, True, NO_ACTOR)),
        (3, ("report", "report", THING), (None, True, NO_ACTOR)),
        (3, ("indictment", "indictment", "law"), (None, True, NO_ACTOR)),
        (0, ("indictment", "Tom Brown", PERSON), (BROWN, True, "")),
        (3, ("", BROWN, PERSON), (BROWN, False, "")),
        (3, ("…", "Donald Trump", PERSON), (None, True, NO_SPEAKER)),
        (3, ("", "Interpol (Obey me)", BODY), ("Interpol", False, SHORTENED)),
        (4, ("", "Europol", "international-organisation"), ("Europol", False, "")),
        (4, ("", BROWN, PERSON), ("Europol", False, OTHER_SPEAKER)),
        (2, ("", BROWN, PERSON), (None, True, NO_SPEAKER)),
        (4, ("", "Donald Trump", PERSON), ("Europol", False, OTHER_SPEAKER)),
        (5, ("", BROWN, PERSON), (BROWN, False, "")),
        (6, ("", BROWN, PERSON), (BROWN, False, "")),
        (6, ("", "Donald Trump", PERSON), (BROWN, False, OTHER_SPEAKER)),
        (6, ("", "indictment", THING), (BROWN, False, OTHER_SPEAKER)),
    ],
)
def test_a_statement_keeps_its_source_or_counts_as_alleged(
    pipelines: MultilingualExtractor, sentence: int, source: Part, expected: tuple[str | None, bool, str]
) -> None:
    label, is_alleged, repair = expected
    ends = (SHE, MANET) if sentence == 6 else (CRUZ, DIAZ)
    found = verified(pipelines, ACCOUNT, proposal(ends[0], MEET, ends[1], source, sentence=sentence))
    (claim,) = found.claims
    assert (claim.attribution.label if claim.attribution else None) == label
    assert claim.alleged is is_alleged
    assert repairs(found) == ([repair] if repair else [])


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        (("nobody", BROWN, PERSON), "the source: its words are not in the document"),
        (("Ana Cruz", "Donald Trump", PERSON), f"the source: {UNSUPPORTED}"),
        (("indictment", "verdict", THING), f"the source: {UNSUPPORTED}"),
        (("Interpol", "Wakanda", COUNTRY), f"the source: {UNKNOWN}"),
    ],
)
def test_an_invented_source_is_not_repaired(pipelines: MultilingualExtractor, source: Part, reason: str) -> None:
    found = verified(pipelines, ACCOUNT, proposal(CRUZ, MEET, DIAZ, source, sentence=3))
    assert (found.claims, rejections(found)) == ((), [reason])


def test_a_source_is_one_actor(pipelines: MultilingualExtractor) -> None:
    text = f"{COUNTRIES} Both countries said that Ana Cruz met Juan Diaz."
    both = ("Both countries", "Peru and Chile", COUNTRY)
    found = verified(pipelines, text, proposal(CRUZ, MEET, DIAZ, both, sentence=2))
    assert [claim.attribution.label for claim in found.claims if claim.attribution] == ["countries"]
    assert repairs(found) == [AS_WORDS]


def test_a_repaired_claim_is_less_certain(pipelines: MultilingualExtractor) -> None:
    claims = verified(pipelines, COUNTRIES, proposal(NATIONS, SIGN, sentence=1)).claims
    assert claims[0].confidence < proposal(NATIONS, SIGN).confidence


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [
        ("companies of Ana Cruz and Tom Brown", True),
        ("companies of Ana Cruz and Hun Sen", False),
        ("banks of Ana Cruz and Tom Brown", False),
        ("de Ana Brown", False),
    ],
)
def test_a_description_has_a_noun_of_the_sentence(pipelines: MultilingualExtractor, name: str, is_kept: bool) -> None:
    text = "Ana Cruz met Tom Brown. Juan Diaz paid their companies."
    paid = proposal(DIAZ, ("paid", "pay", "fund"), ("companies", name, "company"), sentence=1)
    assert [claim.target.entity.label for claim in verified(pipelines, text, paid).claims if claim.target] == (
        [name] if is_kept else []
    )


@pytest.mark.parametrize("kind", ["company", PERSON, "international-organisation", GROUP])
def test_a_common_noun_of_any_type_is_that_of_its_document(pipelines: MultilingualExtractor, kind: str) -> None:
    (claim,) = verified(pipelines, "The bank met Hun Manet.", proposal(("bank", "bank", kind), MEET)).claims
    assert claim.actor.entity.id.startswith("actor/bank-")
