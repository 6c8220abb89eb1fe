"""Finds contradictions: one text affirms what another denies, or an accused actor denies the accusation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.tables import nouns
from graph.diff.alignment.topics import PARTY, Topic
from graph.diff.alignment.wording.clauses import DATELINE, TIMES, words_before_target
from graph.diff.alignment.wording.descriptions import stems_of
from graph.diff.alignment.wording.noun_phrases import content_words, key_of, phrase_of
from graph.diff.findings.model import Claims, Contradiction
from graph.diff.findings.steps import ALLEGED, DONE, NEGATED, status_of
from graph.diff.inflection import forms
from ontology.actions import Concept, scheme
from ontology.model import Entity, Modality, Participant

ACCUSING, DENYING = frozenset({"accuse", "prosecute"}), frozenset({"deny"})
REJECTING = frozenset({"reject"})
"""Who condemns a report denies nothing that it says."""
STEM = 5
"""Letters of a word that its forms have in common."""
Pair = tuple[list[BatchClaim], list[BatchClaim]]
"""The claims that affirm, and those that deny."""


def contradictions(claims: Sequence[BatchClaim], all_topics: Iterable[Topic]) -> tuple[Contradiction, ...]:
    """Where the texts contradict each other, and at least one of them is of the last batch."""
    last = max((claim.batch for claim in claims), default=0)
    pairs = [
        *((actor, False, pair) for actor, pair in _acts(all_topics)),
        *((actor, False, pair) for actor, pair in _acts_by_words(claims)),
        *((accused, True, pair) for accused, pair in _accusations(claims)),
        *((speaker, False, pair) for speaker, pair in _admissions(claims)),
    ]
    new = [
        Contradiction(about, is_accusation, _stored(pair[0]), _stored(pair[1]), _is_denied_first(pair))
        for about, is_accusation, pair in pairs
        if _is_news(pair, last)
    ]
    new = [
        finding
        for n, finding in enumerate(new)
        if not any(_is_wider(finding, other) for other in new) and not any(_is_within(finding, it) for it in new[:n])
    ]
    return tuple(sorted(new, key=lambda item: (-len(item.affirmed) - len(item.denied), item.about.id)))


def _is_denied_first(pair: Pair) -> bool:
    affirmed, denied = (min(claim.batch for claim in side) for side in pair)
    return denied < affirmed


def _is_wider(accusation: Contradiction, act: Contradiction) -> bool:
    """True for a denied accusation of which another contradiction says what act the accused denies."""
    is_same = accusation.is_accusation and not act.is_accusation and accusation.about.label == act.about.label
    return is_same and all(
        {stored.claim.document for stored in getattr(accusation, side)}
        & {stored.claim.document for stored in getattr(act, side)}
        for side in ("affirmed", "denied")
    )


def _is_news(pair: Pair, last: int) -> bool:
    """True if the last batch takes part, and the claims are not all of one text: that is one story, and no change."""
    claims = [claim for side in pair for claim in side]
    return any(claim.batch == last for claim in claims) and len({claim.document for claim in claims}) > 1


def _is_within(finding: Contradiction, other: Contradiction) -> bool:
    """True if the other one has all its claims."""
    return {*finding.affirmed} <= {*other.affirmed} and {*finding.denied} <= {*other.denied}


def _stored(claims: Iterable[BatchClaim]) -> Claims:
    return tuple(claim.stored for claim in claims)


def _acts(all_topics: Iterable[Topic]) -> Iterator[tuple[Entity, Pair]]:
    """The same act of the same actor on the same target, affirmed by one text and denied by another."""
    for topic in all_topics:
        by_act: dict[tuple[str, str], list[BatchClaim]] = {}
        for claim in sorted((claim for entity in topic.core for claim in entity.claims), key=_place):
            by_act.setdefault((key_of(claim.claim.actor), claim.claim.action.concept), []).append(claim)
        for claims in by_act.values():
            pair = _affirmed_and_denied(claims)
            actor = claims[0].claim.actor
            if all(pair) and _contradict(*pair) and not phrase_of(actor).is_generic:
                yield actor.entity, pair


def _acts_by_words(claims: Iterable[BatchClaim]) -> Iterator[tuple[Entity, Pair]]:
    """The same act in the same common words, where both sentences name the same: no records, or records of one bank."""
    by_words: dict[tuple[str, str, str], list[BatchClaim]] = {}
    for claim in sorted(claims, key=_place):
        target = claim.claim.target
        if target is not None and claim.claim.rule != PARTY and not phrase_of(target).is_specific:
            key = key_of(claim.claim.actor), claim.claim.action.concept, target.entity.label.casefold()
            by_words.setdefault(key, []).append(claim)
    for group in by_words.values():
        affirmed, denied = _affirmed_and_denied(group)
        named = [claim for claim in affirmed if any(_names(claim) & _names(denial) for denial in denied)]
        if named and _contradict(named, denied):
            yield named[0].claim.actor.entity, (named, denied)


def _names(claim: BatchClaim) -> set[str]:
    """The capitalised words of a sentence behind its dateline, other than the first and those of its actor."""
    text = claim.claim.sentence.text
    dateline = DATELINE.match(text)
    words = re.findall(r"\w+", text[dateline.end() if dateline else 0 :])[1:]
    actor = set(re.findall(r"\w+", claim.claim.actor.span.text))
    return {word for word in words if word[:1].isupper()} - actor - TIMES


def _place(claim: BatchClaim) -> tuple[int, str, int, str]:
    return claim.batch, claim.claim.document, claim.claim.sentence.start, claim.claim.id


def _affirmed_and_denied(claims: Iterable[BatchClaim]) -> Pair:
    by_status = [(claim, status_of(claim.claim)) for claim in claims]
    affirmed = [claim for claim, status in by_status if status in {DONE, ALLEGED}]
    denied = [claim for claim, status in by_status if status == NEGATED and claim.claim.modality is Modality.ASSERTED]
    return affirmed, [denial for denial in denied if not all(_is_overtaken(denial, claim) for claim in affirmed)]


def _is_overtaken(denial: BatchClaim, claim: BatchClaim) -> bool:
    """True if what was denied may have been done since. What others say of a past denial is word against word."""
    return _is_before(denial, claim) and claim.claim.attribution is None


def _is_before(denial: BatchClaim, other: BatchClaim) -> bool:
    """True if the document of the denial is older, as far as both have dates: nobody denies what is not yet said."""
    if denial.batch != other.batch:
        return denial.batch < other.batch
    dates = denial.stored.date, other.stored.date
    if None in dates or denial.document == other.document:
        return False
    first, second = (str(date) for date in dates)
    length = min(len(first), len(second))
    return first[:length] < second[:length]


def _contradict(affirmed: Sequence[BatchClaim], denied: Sequence[BatchClaim]) -> bool:
    """True if the claims are in different documents, or of different sources.

    What is denied first and affirmed later is no contradiction: it has been done meanwhile.
    """
    return any(
        _source(claim) != _source(denial) and not _is_overtaken(denial, claim)
        for claim in affirmed
        for denial in denied
    )


def _source(claim: BatchClaim) -> tuple[str, str | None]:
    return claim.document, claim.claim.attribution.id if claim.claim.attribution else None


def _accusations(claims: Sequence[BatchClaim]) -> Iterator[tuple[Entity, Pair]]:
    """A named party that is accused, and denies it."""
    accused = _by_party(claims, lambda claim: claim.claim.target if _is_accusing(claim) else None)
    alleged = _by_party(claims, lambda claim: claim.claim.actor if status_of(claim.claim) == ALLEGED else None)
    denying = _by_party(claims, lambda claim: claim.claim.actor if _is_denying(claim) else None)
    for key, (entity, denials) in denying.items():
        said = [*accused.get(key, (entity, []))[1], *_of_denied(alleged.get(key, (entity, []))[1], denials)]
        denied = [denial for denial in denials if not all(_is_before(denial, claim) for claim in said)]
        said = [claim for claim in said if any(_is_of_one_matter(claim, denial, entity) for denial in denied)]
        if said and denied:
            yield entity, (said, denied)


def _is_of_one_matter(accusation: BatchClaim, denial: BatchClaim, accused: Entity) -> bool:
    """True if one text has both, one sentence has no details, or both share more than the accused."""
    if accusation.document == denial.document:
        return True
    parties = stems_of(f"{accused.label} {accusation.claim.actor.entity.label}")
    every = (stems_of(claim.claim.sentence.text) - parties - nouns().accusation for claim in (accusation, denial))
    first, second = ({word for word in words if word not in _saying()} for words in every)
    return not first or not second or not first.isdisjoint(second)


@cache
def _saying() -> frozenset[str]:
    """The forms of verbs of accusation and denial."""
    return frozenset(
        form
        for lemma, concept in scheme().lemmas.items()
        if concept.class_ in ACCUSING | DENYING | REJECTING
        for form in forms(lemma.split()[0])
    )


def _admissions(claims: Sequence[BatchClaim]) -> Iterator[tuple[Entity, Pair]]:
    """A named party that denied an act in an earlier batch, and now says itself that it did it."""
    denying = _by_party(claims, lambda claim: claim.claim.actor if _is_denying(claim) else None)
    admitted = _by_party(claims, lambda claim: claim.claim.actor if _is_own_account(claim) else None)
    for key, (entity, denials) in denying.items():
        said = _of_denied(admitted.get(key, (entity, []))[1], denials)
        denied = [denial for denial in denials if any(_is_act_of(denial, claim) for claim in said)]
        since = [claim for claim in said if any(denial.batch < claim.batch for denial in denied)]
        if since:
            yield entity, (since, denied)


def _is_own_account(claim: BatchClaim) -> bool:
    source = claim.claim.attribution
    return source is not None and source.id == claim.claim.actor.entity.id and status_of(claim.claim) == DONE


def _is_accusing(claim: BatchClaim) -> bool:
    return claim.claim.action.class_ in ACCUSING and status_of(claim.claim) in {DONE, ALLEGED}


def _is_denying(claim: BatchClaim) -> bool:
    """True for "denied wrongdoing" and for "rejected the accusation", not for "denied entry"."""
    class_, target = claim.claim.action.class_, claim.claim.target
    head = phrase_of(target).head if target else ""
    is_denial = class_ in DENYING and nouns().granted.isdisjoint((head, *words_before_target(claim.claim)))
    is_rejection = class_ in REJECTING and head in nouns().accusation
    return (is_denial or is_rejection) and status_of(claim.claim) in {DONE, ALLEGED}


def _of_denied(alleged: Iterable[BatchClaim], denials: Sequence[BatchClaim]) -> list[BatchClaim]:
    """The alleged acts that a denial is of: it names the act or its target, or denies the accusation as such."""
    return [claim for claim in alleged if any(_is_denial_of(denial, claim) for denial in denials)]


def _is_denial_of(denial: BatchClaim, claim: BatchClaim) -> bool:
    denied, target = denial.claim.target, claim.claim.target
    if denied is None:
        return False
    words = {word.casefold() for word in denied.entity.label.split()}
    is_named = target is not None and phrase_of(target).head in {phrase_of(denied).head, *words}
    is_named = is_named and _is_denied_act(denial, claim)
    return phrase_of(denied).head in nouns().accusation or is_named or _is_act_of(denial, claim)


def _is_denied_act(denial: BatchClaim, claim: BatchClaim) -> bool:
    """True unless the denial has another verb: who "denied that it hired the workers" did not deny deporting them."""
    words = words_before_target(denial.claim)
    denied = {concept.id for word in words if (concept := _concept_of(word)) is not None}
    return not denied or claim.claim.action.concept in denied


@cache
def _verbs() -> Mapping[str, str]:
    """By past tense, participle and -ing form, each verb of one word."""
    every = (lemma for lemma in scheme().lemmas if " " not in lemma)
    return {form: lemma for lemma in every for form in forms(lemma) if form != lemma}


def _concept_of(word: str) -> Concept | None:
    return scheme().concept_of(_verbs()[word]) if word in _verbs() else None


def _is_act_of(denial: BatchClaim, claim: BatchClaim) -> bool:
    """True if the words that are denied name the act: "denied opening accounts", "opened accounts"."""
    words = denial.claim.target.entity.label.casefold().split() if denial.claim.target else []
    verbs = forms(claim.claim.action.lemma.split()[0])
    return not verbs.isdisjoint(words) and _is_on_same(words[-1:] + words, verbs, claim)


def _is_on_same(words: Sequence[str], verbs: frozenset[str], claim: BatchClaim) -> bool:
    """True unless the denied words name another target of the verb: to open an office is to open no account."""
    target = claim.claim.target
    named = {*content_words(" ".join(words))} - verbs
    if target is None or not named:
        return True
    own = {*content_words(target.entity.label), *content_words(_behind(claim))}
    return not {word[:STEM] for word in named}.isdisjoint(word[:STEM] for word in own)


def _behind(claim: BatchClaim) -> str:
    """The words of the sentence behind the verb of a claim."""
    sentence = claim.claim.sentence
    return sentence.text[claim.claim.action_span.end - sentence.start :].casefold()


def _by_party(
    claims: Iterable[BatchClaim], party_of: Callable[[BatchClaim], Participant | None]
) -> Mapping[str, tuple[Entity, list[BatchClaim]]]:
    """By name, the named parties that `party_of` gives for claims, with these claims."""
    by_party: dict[str, tuple[Entity, list[BatchClaim]]] = {}
    for claim in claims:
        party = party_of(claim)
        if party is not None and phrase_of(party).is_named:
            by_party.setdefault(key_of(party), (party.entity, []))[1].append(claim)
    return by_party
