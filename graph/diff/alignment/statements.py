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
from graph.diff.alignment.tables import sentence_words, stages
from graph.diff.alignment.text_claims import TextClaim
from graph.diff.alignment.wording.clauses import WHEN, date_of
from graph.diff.alignment.wording.descriptions import Described, identified
from graph.diff.inflection import forms, participle
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from ontology.actions import scheme
from ontology.model import Claim, Entity, Modality, Participant, Span

STATEMENT = "statement"
"""The rule of these claims."""
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
        for one, entity in (identified(unnamed, known, read[0].antecedents.named_in) if read else ())
    ]
    return [claim for claim in (*named, *described) if not (_is_passive(claim.claim) and _act(claim.claim) in told)]


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
    lemma = _by_participle()[match["participle"]] if match["participle"] else next(verbs, "be")
    modality = Modality.ASSERTED if match["was"] or match["own"] or match["done"] else Modality.PLANNED
    return TextClaim(
        rule=STATEMENT,
        actor=Participant(entity, subject.span_in(sentence)),
        lemma=lemma,
        action_span=Span(start + match.start() + 1, start + match.end(), match[0].strip()),
        key=(lemma, modality),
        modality=modality,
        when=date_of(sentence.text[match.end() :], stored.date),
    ).stored(stored)
