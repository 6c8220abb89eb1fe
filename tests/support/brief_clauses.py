"""Checks clauses of a brief ("Laos allegedly accused Chen Zhi") against claims: actor, verb, status and target."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from support.brief_stages import is_suffered
from support.brief_words import (
    KNOWN,
    Words,
    are_entities,
    continued,
    is_within,
    labels_of,
    replaced,
    rest_of,
    texts_of,
    words_between,
    words_of,
)

from graph.diff.alignment.alignments import is_opposed
from graph.diff.alignment.tables import nouns, stages
from graph.diff.alignment.wording.noun_phrases import enacted_name, phrase_of
from graph.diff.findings.measures import measure_sequence
from graph.diff.findings.steps import (
    ALLEGED,
    CONDITION,
    DONE,
    NEGATED,
    OPEN,
    is_demand,
    promised_verb,
    status_of,
    wanting_verb,
)
from graph.diff.inflection import forms, gerund, participle, past
from graph.diff.render.grammar import dated
from ontology.model import Claim, Modality

PREDICATES: dict[str, tuple[str, ...]] = {
    DONE: ("{past}",),
    ALLEGED: ("allegedly {past}",),
    NEGATED: ("did not {base}", "denied {gerund}", "would not {base}", "should not {base}"),
    Modality.PLANNED: ("planned to {base}",),
    Modality.OBLIGATED: ("was expected to {base}", "were expected to {base}"),
    Modality.POSSIBLE: ("might {base}",),
    CONDITION: ("had yet to {base}",),
    OPEN: ("had yet to {base}",),
}
"""By status of a claim, the predicates that state it."""


def says(text: str, claim: Claim, cited: Sequence[Claim], context: Sequence[Claim]) -> bool:
    """True if a clause has the actor, the verb, the target and the status of the claim, and no word beside them."""
    body, according, source = text.partition(", according to ")
    if according and not (claim.attribution and are_entities(source, [claim.attribution])):
        return False
    words = words_of(body)
    if is_demand(claim):
        words = _after_demand(words, claim)
        predicates = [["to", *lemma] for lemma in _lemmas(claim)]
    else:
        predicates = [words_of(predicate) for predicate in _predicates(claim)]
    peers = [other for other in cited if _is_peer(other, claim)]
    splits = (
        (words[:n], words[n + len(p) :]) for p in predicates for n in range(len(words)) if words[n : n + len(p)] == p
    )
    if any(_has_actors(who, claim, peers) and _has_targets(what, claim, peers, context) for who, what in splits):
        return True
    return _says_by_phrase(body, claim, context)


def _is_peer(other: Claim, claim: Claim) -> bool:
    """True for a claim that may share a clause with another: the same verb, stated as firmly."""
    verbs = [{lemma[0] for lemma in _lemmas(one)} for one in (other, claim)]
    return not verbs[0].isdisjoint(verbs[1]) and status_of(other) == status_of(claim)


def _after_demand(words: Words, claim: Claim) -> Words:
    """The clause behind "the traders called for"; nothing if it does not begin so."""
    wanting = wanting_verb(claim)
    verb = [past(wanting), *(["for"] if wanting == "hope" else [])] if wanting else ["called", "for"]
    sources = labels_of(claim.attribution) if claim.attribution else [["others"]]
    for source in sources:
        start = [*source, *verb]
        if words[: len(start)] == start:
            return words[len(start) :]
    return []


def _predicates(claim: Claim) -> Iterator[str]:
    for lemma in _lemmas(claim):
        base = " ".join(lemma)
        for form in PREDICATES[status_of(claim)]:
            yield form.format(past=past(base), base=base, gerund=gerund(base))
        if promised_verb(claim):
            yield f"{past(base)} to {promised_verb(claim)}"


def _lemmas(claim: Claim) -> list[Words]:
    """The verbs that may state an act: its own, with or without its particles, or the verb over a noun."""
    lemma, target = claim.action.lemma, claim.target
    lemmas = [lemma, lemma.split()[0]]
    if target is not None:
        head = phrase_of(target).head
        if head == lemma:
            lemmas += ["impose", "make"]
        elif len(lemma) > 4 and head.startswith(lemma[:5]):
            lemmas += ["make", "give"]
    in_sentence = set(words_of(claim.sentence.text))
    measures = measure_sequence()
    if not measures.heads.isdisjoint(words_of(claim.action_span.text)):
        verbs = (verb for stage in measures.stage for verb in stage.verbs)
        lemmas += [verb for verb in verbs if forms(verb) & in_sentence]
    return [one.split() for one in dict.fromkeys(lemmas)]


def _has_actors(words: Words, claim: Claim, peers: Sequence[Claim]) -> bool:
    """True if the words are a list of actors of these claims, with the actor of the claim itself."""
    if not any(is_within(words, phrase) for phrase in texts_of(claim.actor)):
        return False
    return rest_of(words, [phrase for peer in peers for phrase in texts_of(peer.actor)]) <= {KNOWN, "and"}


def _has_targets(words: Words, claim: Claim, peers: Sequence[Claim], context: Sequence[Claim]) -> bool:
    """True if the words are targets and dates of these claims, and words of the sentence before the target."""
    own = [*texts_of(claim.target), *continued(claim)] if claim.target else []
    topics = [phrase for other in context if _may_be_one(claim, other) for phrase in _topic_texts(other)]
    if claim.target and not any(is_within(words, phrase) for phrase in (*own, *topics)):
        return False
    known = [phrase for peer in peers if peer.target for phrase in (*texts_of(peer.target), *continued(peer))]
    dates = [words_of(dated(peer.when)) for peer in peers if peer.when]
    left = rest_of(replaced(words, dates), [*known, *own, *topics, words_between(claim)])
    return left <= {KNOWN, "and", "any", *nouns().prepositions}


def _may_be_one(claim: Claim, other: Claim) -> bool:
    """True if another sentence of the item may name the target of the claim in other words."""
    if claim.target is None or other.target is None:
        return False
    names = {enacted_name(part.entity.label) for part in (claim.target, other.target)}
    return len(names) == 1 or not is_opposed(phrase_of(claim.target), phrase_of(other.target))


def _topic_texts(claim: Claim) -> list[Words]:
    return [*texts_of(claim.target), *continued(claim)] if claim.target else []


def names_topic(text: str, context: Sequence[Claim]) -> bool:
    """True if the words for a topic are those of participants of the claims, or of the noun of a measure."""
    parts = [part for claim in context for part in (claim.actor, claim.target) if part]
    countries = [
        words_of(claim.actor.entity.country.partition("/")[2].replace("-", " "))
        for claim in context
        if claim.actor.entity.country
    ]
    phrases = [phrase for part in parts for phrase in texts_of(part)]
    phrases += [phrase for claim in context for phrase in continued(claim)]
    words = words_of(text.replace("money for", "")) if "money for" in text else words_of(text)
    return bool(words) and rest_of(words, [*phrases, *countries]) <= {KNOWN, "and"}


def are_told(text: str, cited: Sequence[Claim]) -> bool:
    """True for what was done to others: "106 suspects and the ringleader arrested"."""
    targets = [phrase for claim in cited for phrase in texts_of(claim.target)]
    verbs = {participle(claim.action.lemma.split()[0]) for claim in cited}
    words = words_of(text)
    return (
        not verbs.isdisjoint(words)
        and KNOWN in rest_of(words, targets)
        and rest_of(words, targets) <= {KNOWN, "and", *verbs}
    )


def _past_of(match: re.Match[str]) -> str:
    return {"is": "was", "are": "were", "will": "would"}[match[0]]


def _in_past(pattern: str) -> str:
    """A pattern for what the brief tells in the past tense."""
    pattern = re.sub(r"\(\?=[^)]*\)", "", pattern)
    return re.sub(r"\b(?:is|are|will)\b", _past_of, pattern)


def _says_by_phrase(text: str, claim: Claim, context: Sequence[Claim]) -> bool:
    """True for a topic with words of the sentence that say its stage: "went on trial", "took effect"."""
    who, was, suffered = text.rstrip(".").rpartition(" was ")
    if was and is_suffered(suffered.removeprefix("to be "), claim) and names_topic(who, context):
        return suffered.startswith("to be ") is (claim.modality is Modality.PLANNED)
    every = (stage for sequence in stages().sequence for stage in sequence.stage)
    patterns = (pattern for stage in every for pattern in (*stage.phrases, *stage.open, *stage.own))
    ends = (re.search(f"(?:{_in_past(pattern.removeprefix('^'))})$", text) for pattern in patterns)
    in_past = re.sub(r"\b(?:is|are|will)\b", _past_of, claim.sentence.text)
    return any(end[0] in in_past and names_topic(text[: end.start()], context) for end in ends if end)
