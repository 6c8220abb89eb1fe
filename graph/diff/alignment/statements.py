"""Reads sentences that say what was done to something with a name, but not by whom: "the summit was held on Monday".

Such a sentence makes no claim, because nobody acts in it. A statement is a claim without a target whose actor is what
the sentence is about, so that a development can count it. It is read with patterns, and only where a clause begins with
the name or the description: nothing is read from what others doubt or wish.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.subjects import Reading, Subject, described_before
from graph.diff.alignment.tables import nouns, sentence_words, stages
from graph.diff.alignment.text_claims import TextClaim
from graph.diff.alignment.wording.clauses import WHEN, date_of
from graph.diff.alignment.wording.descriptions import Described, identified
from graph.diff.inflection import forms, gerund, participle
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from ontology.actions import scheme
from ontology.identifiers import thing_id
from ontology.model import Claim, Entity, EntityType, Modality, Participant, Span
from ontology.registry import registry

STATEMENT = "statement"
"""The rule of these claims."""
PLAN = "plan"
"""The rule of claims on what somebody means to make."""
AT_ODDS = "be at odds"
NEGATION = re.compile(r"(?i)\b(?:not|no|never|denied|denies|if)\b")
WAS = r"was|were|has been|have been|had to be"
HAD_BEEN = "had been"
"""What was done before somebody told it: only in what somebody is reported to say."""
TO_BE = r"(?:will|would|is to|are to|is due to|are due to|is set to|are set to|is expected to|are expected to) be"
HAS = r"(?:(?:has|have) (?:now |already |since )?)?"
PERFECT = re.compile(r"^(?:has|have|had) (?:now |already |since )?(?=\w+)")
AUXILIARIES = sentence_words().statement.auxiliaries
INTRANSITIVE = sentence_words().statement.intransitive
OTHER_SENSE = r"(?! (?:over|up|off|out|down|back|responsible|liable|to ransom)\b)"


def statements(read: Sequence[Reading], claims: Iterable[BatchClaim]) -> list[BatchClaim]:
    """What the sentences of each batch say was done, or is to be done, to what the claims name or describe.

    A sentence with a claim of the same verb on it states nothing more.
    """
    known = list(claims)
    told = {_act(claim.claim) for claim in known}
    found = [(reading, stored, match) for reading in read for stored, match in _predicates(reading)]
    named = [
        BatchClaim(reading.batch, _stored(stored, subject.entity, subject, match))
        for reading, stored, match in found
        if (subject := _subject(reading, stored, match)) is not None and subject.entity is not None
    ]
    unnamed = [
        Described(
            reading.batch, stored, subject, match, reading.antecedents.named_in(reading.batch, stored.sentence.document)
        )
        for reading, stored, match in found
        if _subject(reading, stored, match) is None and (subject := _described(stored, match)) is not None
    ]
    described = [
        BatchClaim(one.batch, _stored(one.stored, entity, one.subject, one.match))
        for one, entity in (
            *(identified([*unnamed, *_planned(read, known)], known, read[0].antecedents.named_in) if read else ()),
            *((one, _entity_of(one)) for one in unnamed if one.phrase.head in measure_heads()),
        )
    ]
    stated = [claim for claim in (*named, *described) if not (_is_passive(claim.claim) and _act(claim.claim) in told)]
    return [*stated, *at_odds(read)]


def _entity_of(one: Described) -> Entity:
    return Entity(thing_id(one.phrase.label), one.phrase.label, EntityType.THING)


@cache
def measure_heads() -> frozenset[str]:
    """The nouns of measures in force: "ban"."""
    return next(sequence.heads for sequence in stages().sequence if sequence.about == "measure")


def _planned(read: Sequence[Reading], claims: Iterable[BatchClaim]) -> Iterator[Described]:
    """What somebody is preparing or means to set up, where no claim is on it."""
    targets = {
        (claim.batch, claim.claim.document, claim.claim.target.span.end) for claim in claims if claim.claim.target
    }
    for reading in read:
        for stored in reading.sentences:
            for match in _plan().finditer(stored.sentence.text):
                named = reading.antecedents.named_in(reading.batch, stored.sentence.document)
                subject = Subject(match["what"], match.start("what"), None, is_reported=False)
                end = stored.sentence.start + match.end("what")
                is_told = (reading.batch, stored.sentence.document, end) in targets
                if not is_told and not NEGATION.search(stored.sentence.text[: match.start()]):
                    yield Described(reading.batch, stored, subject, match, named)


@cache
def _plan() -> re.Pattern[str]:
    words = sentence_words().statement
    preparing = "|".join(gerund(verb) for verb in words.preparing)
    making = "|".join(words.making)
    meaning = "|".join(sorted(form for verb in words.meaning for form in forms(verb)))
    what = r"(?P<what>(?:an?|the|its|their) (?:[a-z][\w’'-]* ){0,3}?[a-z][\w’'-]*)"
    end = rf"(?= (?:{'|'.join(sorted(nouns().prepositions | nouns().stops))})\b|[,.;:])"
    return re.compile(rf" (?:(?:is|are|was|were) (?:{preparing})|(?:{meaning}) to (?:{making})) {what}{end}")


def at_odds(read: Iterable[Reading]) -> Iterator[BatchClaim]:
    """The claims of two countries of which a sentence says that they are at odds."""
    for reading in read:
        for stored in reading.sentences:
            for match in _of_two().finditer(stored.sentence.text):
                parties = [registry().find(match[side]) for side in ("first", "second")]
                known = [one for one in parties if one is not None and one.type is EntityType.COUNTRY]
                if len(known) == len(parties):
                    yield from (
                        BatchClaim(reading.batch, _dispute(stored, match, side, one))
                        for side, one in zip(("first", "second"), known, strict=True)
                    )


@cache
def _of_two() -> re.Pattern[str]:
    name = r"[A-Z][\w’'.-]*(?: [A-Z][\w’'.-]*){0,2}"
    return re.compile(rf"(?P<first>{name}) and (?:the )?(?P<second>{name}) (?P<verb>{stages().cues.at_odds})")


def _dispute(stored: StoredSentence, match: re.Match[str], side: str, country: Entity) -> StoredClaim:
    start = stored.sentence.start
    return TextClaim(
        rule=STATEMENT,
        actor=Participant(country, Span(start + match.start(side), start + match.end(side), match[side])),
        lemma=AT_ODDS,
        action_span=Span(start + match.start("verb"), start + match.end("verb"), match["verb"]),
        key=(AT_ODDS, country.id),
    ).stored(stored)


def _act(claim: Claim) -> tuple[str, int, str]:
    return claim.document, claim.sentence.start, claim.action.lemma


def _is_passive(claim: Claim) -> bool:
    """True for "was opened", whose claim has the subject as its target; not for "began its work"."""
    return participle(claim.action.lemma) in claim.action_span.text.split()


def _predicates(reading: Reading) -> Iterator[tuple[StoredSentence, re.Match[str]]]:
    for stored in reading.sentences:
        if "?" not in stored.sentence.text:
            yield from ((stored, match) for match in _predicate().finditer(stored.sentence.text))


def _subject(reading: Reading, stored: StoredSentence, match: re.Match[str]) -> Subject | None:
    subject = reading.subject(stored, match.start())
    return subject if subject and (match["was"] != HAD_BEEN or subject.is_reported) else None


def _described(stored: StoredSentence, match: re.Match[str]) -> Subject | None:
    subject = described_before(stored.sentence.text[: match.start()])
    return subject if subject and (match["was"] != HAD_BEEN or subject.is_reported) else None


@cache
def _by_participle() -> Mapping[str, str]:
    """By participle, the verb of a stage."""
    every = (stage for sequence in stages().sequence for stage in sequence.stage)
    return {participle(verb): verb for stage in every for verb in stage.suffered}


@cache
def _predicate() -> re.Pattern[str]:
    """What is done to the subject of a sentence, or what it does itself, that makes it reach a stage."""
    every = [stage for sequence in stages().sequence for stage in sequence.stage]
    participles = "|".join(sorted(_by_participle(), key=lambda word: (-len(word), word)))
    passive = rf"(?:(?P<was>{WAS}|{HAD_BEEN})|{TO_BE}) {WHEN}(?P<participle>{participles})\b"
    own = "|".join(pattern.removeprefix("^") for stage in every for pattern in stage.own)
    done = "|".join(pattern for stage in every for pattern in stage.phrases)
    still_open = "|".join(pattern for stage in every for pattern in stage.open)
    return re.compile(rf" (?:{passive}|(?P<own>{HAS}(?:{own}))|(?P<done>{done})|(?:{still_open})){OTHER_SENSE}")


@cache
def _lemmas() -> Mapping[str, str]:
    """By form, the verbs of one word."""
    verbs = sorted(lemma for lemma in scheme().lemmas if " " not in lemma)
    return {form: verb for verb in (*verbs, *INTRANSITIVE) for form in forms(verb)}


def _stored(stored: StoredSentence, entity: Entity, subject: Subject, match: re.Match[str]) -> StoredClaim:
    """The statement as a claim of the store."""
    sentence, start = stored.sentence, stored.sentence.start
    verbs = (verb for word in match[0].split() if (verb := _lemmas().get(word)) and word not in AUXILIARIES)
    groups = match.groupdict()
    is_done = any(groups.get(group) for group in ("was", "own", "done"))
    lemma = _by_participle()[groups["participle"]] if groups.get("participle") else next(verbs, "be")
    modality = Modality.ASSERTED if is_done else Modality.PLANNED
    return TextClaim(
        rule=PLAN if "what" in groups else STATEMENT,
        actor=Participant(entity, subject.span_in(sentence)),
        lemma=lemma,
        action_span=Span(start + match.start() + 1, start + match.end(), match[0].strip()),
        key=(lemma, modality),
        modality=modality,
        when=date_of(sentence.text[match.end() :], stored.date),
    ).stored(stored)
