"""Which noun phrases are one topic, and which are not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.samples import claim, entity, head_lemma, stored

from graph.diff.alignment.alignments import THRESHOLD, alignments
from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.target_entities import target_entities
from graph.diff.alignment.topics import topics
from graph.diff.alignment.wording.noun_phrases import NounPhrase
from ontology.model import Claim, EntityType, Modality

OLD, NEW = "2025-10/a", "2026-01/b"


def two_batches(before: Claim, after: Claim) -> list[BatchClaim]:
    return [BatchClaim(0, stored(before, "2025-10-27")), BatchClaim(1, stored(after, "2026-01-05"))]


def score(before: Claim, after: Claim) -> float:
    links = alignments(target_entities(two_batches(before, after)), 0.0)
    return max((link.score for link in links), default=0.0)


def one(actor: str, lemma: str, label: str, kind: str = "event", *, document: str = OLD, **how: str) -> Claim:
    """A claim; `text`: how the text words the target, `sentence`: its sentence, `when`: its date."""
    made = claim(actor, lemma, entity(label, kind), document=document, when=how.get("when"))
    text = how.get("text", label)
    words = how.get("sentence", f"{actor} {lemma} {text}.")
    start = words.index(text)
    target = replace(made.target, span=replace(made.target.span, start=start, end=start + len(text), text=text))
    return replace(made, sentence=replace(made.sentence, text=words, end=len(words)), target=target)


@pytest.mark.parametrize(
    ("before", "after", "text", "kind"),
    [
        (("Thailand", "host", "world conference"), ("Thailand", "propose", "conference"), "the conference", "event"),
        (("Vietnam", "attend", "signing ceremony"), ("Vietnam", "attend", "ceremony"), "the ceremony", "event"),
        (("Japan", "host", "ministerial meeting"), ("Japan", "host", "meeting of ministers"), "the meeting", "event"),
        (("Indonesia", "propose", "cybersecurity bill"), ("Indonesia", "adopt", "cybersecurity act"), "the act", "law"),
        (("Kenya", "establish", "joint task force"), ("Kenya", "form", "task force"), "the task force", "group"),
    ],
)  # fmt: skip
def test_one_thing(before: tuple[str, str, str], after: tuple[str, str, str], text: str, kind: str) -> None:
    second = with_text(one(*after, kind, document=NEW), text)
    assert score(one(*before, kind), second) >= THRESHOLD


def with_text(made: Claim, text: str) -> Claim:
    """The claim with other words for its target."""
    return replace(made, target=replace(made.target, span=replace(made.target.span, text=text)))


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (("Thailand", "host", "conference"), ("Vietnam", "host", "conference"), "event"),
        (("Vietnam", "host", "signing ceremony"), ("Vietnam", "host", "sixth meeting"), "event"),
        (("ASEAN", "adopt", "Bangkok Declaration"), ("ASEAN", "adopt", "Hanoi Declaration"), "law"),
        (("Interpol", "lead", "Operation Serengeti"), ("Interpol", "lead", "Operation Sentinel"), "event"),
        (("Kenya", "host", "fifth meeting"), ("Kenya", "host", "sixth meeting"), "event"),
        (("Kenya", "sign", "agreement"), ("Kenya", "host", "meeting"), "event"),
        (("Kenya", "raid", "scam compounds"), ("Laos", "raid", "scam compounds"), "place"),
        (("police", "arrest", "suspects"), ("police", "arrest", "suspects"), "group"),
        (("Kenya", "arrest", "people"), ("Kenya", "arrest", "people"), "group"),
    ],
)
def test_two_things(before: tuple[str, ...], after: tuple[str, ...], kind: str) -> None:
    assert score(one(*before, kind), one(*after, kind, document=NEW)) < THRESHOLD


def test_a_score_comes_with_its_reasons() -> None:
    first = one("Thailand", "propose", "regional conference", when="2025-10-27")
    second = one("Thailand", "propose", "conference", text="the conference", when="2025-10", document=NEW)
    (link,) = alignments(target_entities(two_batches(first, second)), THRESHOLD)
    assert set(link.reasons) == {
        "both are called conference", "the same actor: Thailand", "the same act: propose", "at the same time",
        f"{NEW} speaks of it as known",
    }  # fmt: skip


def test_the_threshold_decides() -> None:
    pair = two_batches(one("Thailand", "host", "regional conference"), one("Thailand", "host", "meeting", document=NEW))
    assert len(topics(pair, threshold=0.99)) == 2
    low = two_batches(one("Thailand", "host", "conference"), one("Thailand", "host", "conference", document=NEW))
    assert len(topics(low, threshold=0.5)) == 1


@pytest.mark.parametrize(
    ("sentence", "label", "is_part"),
    [
        ("Kenya raid KK Park, the scam compound.", "scam compound", False),
        ("Kenya raid the scam compound, KK Park.", "scam compound", False),
        ("Kenya raid the illegal buildings in KK Park.", "illegal buildings", True),
        ("Kenya raid the illegal buildings of KK Park and left.", "illegal buildings", True),
    ],
)
def test_what_a_sentence_itself_says(sentence: str, label: str, *, is_part: bool) -> None:
    first = one("Kenya", "raid", "KK Park", "place")
    second = one("Kenya", "raid", label, "place", text=f"the {label}", sentence=sentence, document=NEW)
    links = alignments(target_entities(two_batches(first, second)))
    assert [link.is_part for link in links if link.first.entity.label == "KK Park"] == [is_part]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [("on critical infrastructure", "on critical infrastructure", True), ("on trade", "on tourism", False)],
)
def test_what_the_text_says_it_is_on(first: str, second: str, *, joined: bool) -> None:
    old = one("Peru", "propose", "bill", "law", text="a bill", sentence=f"Peru propose a bill {first}, it said.")
    new = one(
        "Chile", "adopt", "bill", "law", text="the bill", sentence=f"Chile adopt the bill {second} today.", document=NEW
    )
    assert (score(old, new) >= THRESHOLD) is joined


def test_names_elsewhere_in_the_sentence_join_nothing() -> None:
    first = one("Kenya", "raid", "KK Park", "place")
    text = "Kenya raid the scam compound while KK Park was quiet."
    second = one("Laos", "raid", "scam compound", "place", text="the scam compound", sentence=text, document=NEW)
    assert alignments(target_entities(two_batches(first, second))) == []


def test_an_event_is_about_the_treaty_that_it_names() -> None:
    first = one("Kenya", "adopt", "United Nations Convention against Cybercrime", "law")
    second = one("Vietnam", "host", "signing ceremony of the United Nations Convention", document=NEW)
    (topic,) = [topic for topic in topics(two_batches(first, second)) if topic.entity.type is EntityType.LAW]
    assert [part.entity.label for part in topic.parts] == ["signing ceremony of the United Nations Convention"]


def test_two_targets_of_one_act_are_two() -> None:
    first = claim("ASEAN", "adopt", entity("new declaration on fraud", "law"), document=NEW)
    other = entity("declaration on fraud", "law")
    second = replace(first, id="claim/other", target=replace(first.target, entity=other))
    pair = [BatchClaim(1, stored(first)), BatchClaim(1, stored(second))]
    assert alignments(target_entities(pair)) == []


def test_the_preparations_are_of_what_was_named_before() -> None:
    first = claim("Thailand", "host", "regional conference", modality=Modality.PLANNED)
    second = claim("Thailand", "lead", "preparations", start=60, index=1)
    second = with_text(second, "the preparations")
    third = claim("Kenya", "lead", "preparations", start=900, index=20, document="2025-10/z")
    of_batch = topics([BatchClaim(0, stored(made)) for made in (first, second, third)])
    whole = next(topic for topic in of_batch if topic.core[0].entity.label == "regional conference")
    assert [part.entity.label for part in whole.parts] == ["preparations"]
    assert {part.document for part in whole.parts} == {"0/2025-10/a"}


@pytest.mark.parametrize(
    ("label", "kind", "head", "is_named", "is_specific"),
    [
        ("international conference", "event", "conference", False, False),
        ("joint early warning system", "thing", "system", False, True),
        ("Hanoi Declaration", "law", "declaration", True, True),
        ("signing ceremony of the United Nations Convention", "event", "ceremony", False, True),
        ("scam suspects", "group", "suspect", False, False),
        ("people", "group", "people", False, False),
        ("Cybercrime treaty", "law", "treaty", False, True),
        ("new Digital Masterplan", "thing", "masterplan", True, True),
        ("joint task force", "government-body", "task force", False, False),
        ("$401 million", "thing", "million", False, False),
        ("RaccoonO365", "thing", "raccoono365", True, True),
        ("Cambodians", "group", "cambodians", False, False),
    ],
)
def test_the_parts_of_a_noun_phrase(label: str, kind: str, head: str, *, is_named: bool, is_specific: bool) -> None:
    phrase = NounPhrase.of(entity(label, kind), head_lemma(label))
    assert (phrase.head, phrase.is_named, phrase.is_specific) == (head, is_named, is_specific)


@pytest.mark.parametrize(
    ("label", "lemma", "is_plural"),
    [
        ("border crises", "crisis", True),
        ("traffic analyses", "analysis", True),
        ("series of raids", "series", False),
        ("scam suspects", "suspect", True),
        ("city police", "police", True),
        ("twenty people", "people", True),
        ("personal data", "datum", True),
        ("gang-members", "member", True),
        ("gang-member", "member", False),
        ("process", "process", False),
        ("talks", "talk", True),
        ("Philippines", None, False),
    ],
)
def test_the_head_is_the_lemma_of_the_parser(label: str, lemma: str | None, *, is_plural: bool) -> None:
    phrase = NounPhrase.of(entity(label, "thing"), lemma)
    assert phrase.head == (lemma or label.casefold())
    assert phrase.is_plural is is_plural


@pytest.mark.parametrize(("label", "is_plural"), [("Cambodians", True), ("Thai", True), ("Houthis", False)])
def test_the_name_of_a_people_is_plural_and_no_proper_name(label: str, *, is_plural: bool) -> None:
    phrase = NounPhrase.of(entity(label, "group"))
    assert (phrase.is_plural, phrase.is_named) == (is_plural, not is_plural)


def test_one_noun_in_the_singular_and_the_plural_is_one_head() -> None:
    old = one("Peru", "discuss", "banking crisis", text="the banking crisis")
    new = one("Peru", "discuss", "banking crises", text="the banking crises", document=NEW)
    (link,) = alignments(target_entities(two_batches(old, new)), 0.0)
    assert "both are called crisis" in link.reasons
