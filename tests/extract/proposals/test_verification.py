"""Proposals to claims: nothing enters that is not in the sentence, the document and the scheme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.multilingual import MultilingualExtractor
from extract.proposals import matching
from extract.proposals.extractor import with_entities_of
from extract.proposals.proposal import ProposedClaim, ProposedParticipant
from extract.proposals.reading import Reading, read
from extract.proposals.verification import Verified, Verifier
from ontology.actions import scheme
from ontology.model import Document, Modality, Polarity, Verification
from ontology.registry import registry

TEXT = (
    "Thailand’s Prime Minister Anutin Charnvirakul met Hun Manet in Phnom Penh on Monday.\n"
    "He proposed to host a conference on scam compounds.\n"
    "Police in Cebu arrested 64 suspects. The ministry did not sign the treaty."
)
THAI = "เมื่อวันที่ ๒๗ ตุลาคม ๒๕๖๘ รัฐบาลกัมพูชาจับกุมผู้ต้องสงสัย 20 คน นายฮุน มาเนต แถลง"


@pytest.fixture(scope="module")
def pipelines() -> MultilingualExtractor:
    return MultilingualExtractor(fast=True)


@pytest.fixture(scope="module")
def reading(pipelines: MultilingualExtractor) -> Reading:
    return read(Document("d", TEXT, date="2025-10-28", language="en"), pipelines)


def part(words: str, name: str | None = None, kind: str = "person") -> ProposedParticipant:
    return ProposedParticipant(words, name or words, kind)


GOOD = ProposedClaim(0, part("Anutin Charnvirakul"), "met", "meet", "meet", part("Hun Manet"), when="on Monday")
COUNTRY = part("Thailand", kind="country")


def verified(reading: Reading, *proposals: ProposedClaim) -> Verified:
    return Verifier(reading, scheme(), registry()).verified(iter(proposals))


def test_a_good_proposal_is_a_claim_with_offsets_and_date(reading: Reading) -> None:
    (claim,) = verified(reading, GOOD).claims
    for span in (claim.actor.span, claim.action_span, claim.target.span):  # type: ignore[union-attr]
        assert TEXT[span.start : span.end] == span.text
    assert (claim.actor.entity.label, claim.action.concept, claim.when) == ("Anutin Charnvirakul", "meet", "2025-10-27")
    assert claim.action.plover == "CONSULT"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sentence": 99}, "a sentence that is not in the request"),
        ({"sentence": -1}, "a sentence that is not in the request"),
        ({"words": "threatened"}, "the words of the action are not in the sentence"),
        ({"actor": part("Hun Sen")}, "the words of the actor are not in the sentence"),
        ({"target": part("Donald Trump")}, "the words of the target are not in the sentence"),
        ({"actor": part("Anutin Charnvirakul", "Thaksin Shinawatra")}, "a name that the document does not support"),
        ({"actor": part("Anutin Charnvirakul", "Laos", "country")}, "a name that the document does not support"),
        ({"actor": part("Anutin Charnvirakul", "Wakanda", "country")}, "an unknown country"),
        ({"actor": part("Anutin Charnvirakul", "Anutin Manet")}, "a name that the document does not support"),
        ({"actor": part("Anutin Charnvirakul", "…")}, "a name without letters"),
        ({"actor": part("Anutin Charnvirakul", kind="minister")}, "a type that is not in the scheme"),
        ({"actor": part("Phnom Penh", kind="thing")}, "the actor is of a type that cannot act"),
        ({"class_": "befriend"}, "an action class that is not in the scheme"),
        ({"words": "in", "lemma": "bombard"}, "the words of the action name no act"),
        ({"lemma": "พบ"}, "a lemma that is not an English verb"),
        ({"lemma": "meet and greet and eat together"}, "a lemma of too many words"),
        ({"modality": "certain"}, "a modality that is not in the scheme"),
        ({"attribution": part("x", "Hun Manet")}, "the source: its words are not in the document"),
        (
            {"attribution": part("Hun Manet", "Europol", "international-organisation")},
            "the source: a name that the document",
        ),
        ({"target": part("Anutin Charnvirakul")}, "the actor would act on itself"),
    ],
)
def test_what_cannot_be_verified_is_left_out_with_a_reason(
    reading: Reading, change: dict[str, object], reason: str
) -> None:
    found = verified(reading, replace(GOOD, **change))  # type: ignore[arg-type]
    assert found.claims == ()
    assert [note.outcome for note in found.notes] == [Verification.REJECTED]
    assert found.notes[0].reason.startswith(reason)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"when": "on Tuesday"}, "the words of the date are not in the sentence"),
        ({"when": "Phnom Penh"}, "the date cannot be computed from its words"),
        ({"where": "Bangkok"}, "the words of the place are not in the sentence"),
    ],
)
def test_a_wrong_date_or_place_is_left_out_of_the_claim(reading: Reading, change: dict[str, str], reason: str) -> None:
    found = verified(reading, replace(GOOD, **change))  # type: ignore[arg-type]
    assert len(found.claims) == 1
    assert found.claims[0].where is None
    assert [(note.outcome, note.reason) for note in found.notes] == [(Verification.REDUCED, reason)]


def test_a_pronoun_takes_the_name_that_the_document_supports(reading: Reading) -> None:
    he = ProposedClaim(
        1, part("He", "Anutin Charnvirakul"), "proposed", "propose", "propose", part("conference", kind="event")
    )
    (claim,) = verified(reading, replace(he, modality="planned")).claims
    assert (claim.actor.span.text, claim.actor.entity.id) == ("He", "actor/anutin-charnvirakul")
    assert claim.modality is Modality.PLANNED


def test_a_near_match_is_reported_and_weighs_less(reading: Reading) -> None:
    found = verified(reading, replace(GOOD, actor=part("Anutin Charnvirakull", "Anutin Charnvirakul")))
    assert [note.outcome for note in found.notes] == [Verification.NEAR]
    assert found.claims[0].confidence < GOOD.confidence


def test_a_rejected_proposal_is_no_near_match_and_has_no_other_note(reading: Reading) -> None:
    near = replace(GOOD, actor=part("Anutin Charnvirakull", "Anutin Charnvirakul"), where="Bangkok")
    found = verified(reading, replace(near, lemma="พบ"), replace(near, attribution=part("nobody")))
    assert {note.outcome for note in found.notes} == {Verification.REJECTED}


def test_a_document_is_folded_once(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    folded: list[str] = []
    fold = matching._fold

    def counting(text: str) -> tuple[str, Sequence[int]]:
        folded.append(text)
        return fold(text)

    monkeypatch.setattr(matching, "_fold", counting)
    names = [part(word, word.swapcase(), "group") for word in TEXT.split()[:12]]
    verified(reading, *(replace(GOOD, actor=name, target=COUNTRY) for name in names))
    assert folded.count(TEXT) == 1


US, WHO = ("United States", "country"), ("WHO", "international-organisation")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("He told us that he met Hun Manet.", part("us", *US)),
        ("He told us that he met Hun Manet.", part("us", "US", "country")),
        ("Officials who served as aides met Hun Manet.", part("who", *WHO)),
        ("Officials who served as aides met Hun Manet.", part("as", "AS", "country")),
        ("Officials who served as aides met Hun Manet.", part("Officials", *US)),
        ("HE MET AIDES AS HUN MANET SPOKE", part("HE", *US)),
        ("He said it met Hun Manet.", part("it", "IT", "group")),
        ("He said it met Hun Manet.", part("it", "IT", "company")),
        ("It met Hun Manet.", part("It", "IT officials", "group")),
        ("They met Hun Manet and olaf.", part("olaf", "OLAF", "international-organisation")),
    ],
)
def test_an_acronym_is_not_supported_by_a_word_in_small_letters(
    pipelines: MultilingualExtractor, text: str, actor: ProposedParticipant
) -> None:
    reading = read(Document("d", text, language="en"), pipelines)
    found = verified(reading, ProposedClaim(0, actor, "MET" if text.isupper() else "met", "meet", "meet"))
    assert [note.outcome for note in found.notes] == [Verification.REJECTED]


@pytest.mark.parametrize(
    ("text", "actor", "label"),
    [
        ("The US met Hun Manet.", part("US", *US), US[0]),
        ("The U.S. met Hun Manet.", part("U.S.", *US), US[0]),
        ("The WHO met Hun Manet.", part("WHO", *WHO), "World Health Organization"),
        ("Asean met Hun Manet.", part("Asean", "ASEAN", "international-organisation"), "ASEAN"),
        ("US officials met Hun Manet.", part("US officials", kind="group"), "US officials"),
    ],
)
def test_an_acronym_in_capitals_is_a_name(
    pipelines: MultilingualExtractor, text: str, actor: ProposedParticipant, label: str
) -> None:
    reading = read(Document("d", text, language="en"), pipelines)
    (claim,) = verified(reading, ProposedClaim(0, actor, "met", "meet", "meet")).claims
    assert claim.actor.entity.label == label


@pytest.mark.parametrize(
    ("text", "name", "label"),
    [
        ("AS bertemu Hun Manet.", "AS", "United States"),
        ("AS bertemu Hun Manet.", "United States", "United States"),
        ("KAMBOJA bertemu Hun Manet.", "Kamboja", "Cambodia"),
        ("Beliau bertemu Hun Manet.", "AS", None),
        ("Beliau as bertemu Hun Manet.", "United States", None),
    ],
)
def test_short_names_of_the_region_keep_their_case(
    pipelines: MultilingualExtractor, text: str, name: str, label: str | None
) -> None:
    reading = read(Document("d", text, language="id"), pipelines)
    actor = part(text.split(maxsplit=1)[0], name, "country")
    claims = verified(reading, ProposedClaim(0, actor, "bertemu", "meet", "meet")).claims
    assert [claim.actor.entity.label for claim in claims] == ([] if label is None else [label])


def test_the_rules_of_stance_weaken_a_fact_and_never_strengthen_one(reading: Reading) -> None:
    denied = ProposedClaim(
        3, part("ministry", "ministry", "government-body"), "sign", "sign", "agree", part("treaty", kind="law")
    )
    (claim,) = verified(reading, denied).claims
    assert claim.polarity is Polarity.NEGATED
    (planned,) = verified(reading, replace(GOOD, modality="planned")).claims
    assert planned.modality is Modality.PLANNED


def test_the_class_is_that_of_the_scheme_if_it_knows_the_lemma(reading: Reading) -> None:
    (claim,) = verified(reading, replace(GOOD, class_="attack")).claims
    assert claim.action.class_ == "meet"


def test_a_common_noun_is_that_of_its_document(reading: Reading, pipelines: MultilingualExtractor) -> None:
    other = read(Document("other", TEXT, language="en"), pipelines)
    arrest = ProposedClaim(
        2,
        part("Police", "police", "government-body"),
        "arrested",
        "arrest",
        "arrest",
        part("64 suspects", "suspects", "group"),
    )
    ids = [verified(one, arrest).claims[0].target.entity.id for one in (reading, other)]  # type: ignore[union-attr]
    assert len(set(ids)) == 2
    assert verified(reading, arrest).claims[0].target.quantity == "64"  # type: ignore[union-attr]


def test_equal_claims_are_one(reading: Reading) -> None:
    assert len(verified(reading, GOOD, GOOD).claims) == 1


def test_thai_names_dates_and_actors(pipelines: MultilingualExtractor) -> None:
    reading = read(Document("t", THAI, date="2025-10-28", language="th"), pipelines)
    assert reading.parsed == ()
    arrest = ProposedClaim(
        0,
        part("กัมพูชา", "Cambodia", "country"),
        "จับกุม",
        "arrest",
        "arrest",
        part("ผู้ต้องสงสัย", "suspects", "group"),
        when="๒๗ ตุลาคม ๒๕๖๘",
        attribution=part("ฮุน มาเนต", "Hun Manet"),
    )
    (claim,) = verified(reading, arrest).claims
    assert (claim.actor.entity.id, claim.when) == ("actor/cambodia", "2025-10-27")
    assert claim.actor.span.text == "กัมพูชา"
    assert THAI[claim.actor.span.start : claim.actor.span.end] == "กัมพูชา"
    (cambodia,) = [one for one in with_entities_of([claim], []) if one.entity.id == "actor/cambodia"]
    assert [(mention.span.text, mention.kind.value) for mention in cambodia.mentions] == [("กัมพูชา", "name")]


@pytest.mark.parametrize(
    ("actor", "reason"),
    [
        (part("กัมพูชา", "Laos", "country"), "a name that the document does not support"),
        (part("กัมพูชา", "Kampuchea Empire", "country"), "an unknown country"),
    ],
)
def test_a_country_is_not_invented_in_translation(
    pipelines: MultilingualExtractor, actor: ProposedParticipant, reason: str
) -> None:
    reading = read(Document("t", THAI, language="th"), pipelines)
    found = verified(reading, ProposedClaim(0, actor, "จับกุม", "arrest", "arrest"))
    assert [note.reason for note in found.notes] == [reason]


def test_a_latin_name_that_does_not_sound_like_the_words_gives_way_to_them(pipelines: MultilingualExtractor) -> None:
    reading = read(Document("t", THAI, language="th"), pipelines)
    said = ProposedClaim(0, part("ฮุน มาเนต", "Donald Trump"), "แถลง", "announce", "state")
    (claim,) = verified(reading, said).claims
    assert claim.actor.entity.label == "ฮุน มาเนต"


def test_the_label_of_a_source_is_its_own_words(pipelines: MultilingualExtractor) -> None:
    """Also if they stand in another sentence."""
    reading = read(Document("t", f"{THAI}\nกัมพูชาจับกุม", language="th"), pipelines)
    arrest = ProposedClaim(0, part("กัมพูชา", "Cambodia", "country"), "จับกุม", "arrest", "arrest")
    said = replace(arrest, attribution=part("ฮุน มาเนต", "Donald Trump"))
    last = len(reading.sentences) - 1
    found = verified(reading, said, replace(said, sentence=last))
    assert [claim.attribution.label for claim in found.claims if claim.attribution] == ["ฮุน มาเนต"] * 2


WORDS = st.sampled_from([*TEXT.split(), "Cambodia", "bomb", "x", ""]) | st.text(max_size=12)


@given(
    st.builds(
        ProposedClaim,
        st.integers(-2, 6),
        st.builds(ProposedParticipant, WORDS, WORDS, st.sampled_from(["country", "person", "group", "thing", "?"])),
        WORDS,
        st.sampled_from(["meet", "arrest", "propose", "", "MEET  with"]) | st.text(max_size=8),
        st.sampled_from(["meet", "arrest", "other", "befriend"]),
        st.none() | st.builds(ProposedParticipant, WORDS, WORDS, st.sampled_from(["event", "group"])),
        st.booleans(),
        st.sampled_from(["asserted", "planned", "sure"]),
        when=st.none() | WORDS,
        where=st.none() | WORDS,
        confidence=st.floats(-1, 2),
    )
)
def test_whatever_is_proposed_a_claim_quotes_its_sentence(reading: Reading, proposal: ProposedClaim) -> None:
    found = verified(reading, proposal)
    assert found.claims or found.notes
    for claim in found.claims:
        spans = [claim.actor.span, claim.action_span, *([claim.target.span] if claim.target else [])]
        for span in spans:
            assert TEXT[span.start : span.end] == span.text
            assert claim.sentence.start <= span.start < span.end <= claim.sentence.end
        assert claim.actor.entity.is_actor
        assert claim.action.concept in scheme().concepts
        assert 0 <= claim.confidence <= 1
