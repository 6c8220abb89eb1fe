"""Reads sentences in which somebody denies or admits something: "the bank denied that its records were stolen".

Where nobody acts in what is denied, there is no claim of an act. A report is a claim of the verb of denial or
admission, whose target are the words behind "that".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.statements import HAS
from graph.diff.alignment.subjects import Reading, Subject
from graph.diff.alignment.tables import nouns, sentence_words, stages
from graph.diff.alignment.text_claims import TextClaim
from graph.diff.alignment.wording.clauses import WHEN
from graph.diff.inflection import forms
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from ontology.actions import scheme
from ontology.identifiers import thing_id
from ontology.model import Entity, EntityType, Participant, Span

REPORT = "report"
"""The rule of these claims."""
END = re.compile(r"[.;:“”\"]|, (?:and|but|which|who|after|as|while|because|since|although)\b| and that\b")
"""What ends the clause behind "that"."""
STEM = 5
"""Letters of a word that its forms have in common: "breach" and "breached"."""
LEAST_COMMON = 0.6
"""Least share of the words of the shorter clause that both clauses have."""
FUNCTION_WORDS = sentence_words().report.function_words
NOT = sentence_words().report.negations
ADVERBIAL = r"(?:(?:for|in|at|during|through|on|before|after|to|via|under|by) [^;:“”\"]{1,70}? )?"
"""How and where something was said: "admitted in a statement read out in court that"."""


def reports(read: Iterable[Reading]) -> list[BatchClaim]:
    """What named actors deny or admit in the sentences of each batch."""
    return [BatchClaim(reading.batch, stored) for reading in read for stored in _reports_of(reading)]


def is_denial(report: BatchClaim) -> bool:
    """True for a report that something is not so: "denied that it paid", "maintained that it never paid"."""
    return (report.claim.action.lemma in stages().cues.denying) is NOT.isdisjoint(_words(report))


def is_admission(report: BatchClaim) -> bool:
    """True for a report of an admission that something is so."""
    return report.claim.action.lemma in stages().cues.admitting and not is_denial(report)


def are_of_one_matter(first: BatchClaim, second: BatchClaim) -> bool:
    """True if most words behind "that" are the same; of a few words all, and one of them a verb."""
    stems = [{word[:STEM] for word in _words(report) - NOT} for report in (first, second)]
    common, fewest = stems[0] & stems[1], min(map(len, stems))
    is_whole = len(common) == fewest == 1 and not common.isdisjoint(_verb_stems())
    return is_whole or (len(common) > 1 and len(common) >= LEAST_COMMON * fewest)


@cache
def _verb_stems() -> frozenset[str]:
    """The stems of all verbs, without those that say little: "was", "said"."""
    return frozenset(form[:STEM] for lemma in scheme().lemmas for form in forms(lemma.split()[0])) - FUNCTION_WORDS


def _words(report: BatchClaim) -> set[str]:
    label = report.claim.target.entity.label if report.claim.target else ""
    other = nouns().articles | nouns().prepositions | nouns().stops | FUNCTION_WORDS
    words = set(re.findall(r"\w+", label.casefold()))
    return words - (other - NOT)


def _reports_of(reading: Reading) -> Iterator[StoredClaim]:
    for stored in reading.sentences:
        text = stored.sentence.text
        for match in _pattern().finditer(text):
            subject = reading.speaker(stored, match.start())
            end = END.search(text, match.end())
            told = text[match.end() : end.start() if end else len(text)].strip()
            is_stated = match["verb"] in _stating()
            if subject and subject.entity and told and (not is_stated or not NOT.isdisjoint(told.split())):
                yield _stored(stored, subject, subject.entity, match, told)


@cache
def _stating() -> frozenset[str]:
    """Past tenses and third persons of verbs of saying; with them only what is said not to be counts."""
    return frozenset(form for verb in stages().cues.stating for form in forms(verb)) - {*stages().cues.stating}


@cache
def _pattern() -> re.Pattern[str]:
    every = (*stages().cues.denying, *stages().cues.admitting, *stages().cues.stating)
    verbs = "|".join(sorted({form for verb in every for form in forms(verb)} - set(every)))
    return re.compile(
        rf" {HAS}(?:also |now |again |always |repeatedly |consistently |long |finally )?(?P<verb>{verbs}) {WHEN}"
        rf"(?:claims |reports |accusations )?{ADVERBIAL}that "
    )


def _stored(stored: StoredSentence, subject: Subject, entity: Entity, match: re.Match[str], told: str) -> StoredClaim:
    """The report as a claim of the store."""
    sentence, start = stored.sentence, stored.sentence.start
    verbs = (*stages().cues.denying, *stages().cues.admitting, *stages().cues.stating)
    lemma = next(verb for verb in verbs if match["verb"] in forms(verb))
    target = Entity(thing_id(told), told, EntityType.THING)
    begin = start + match.end()
    return TextClaim(
        rule=REPORT,
        actor=Participant(entity, subject.span_in(sentence)),
        lemma=lemma,
        action_span=Span(start + match.start("verb"), start + match.end("verb"), match["verb"]),
        key=(lemma, told),
        target=Participant(target, Span(begin, begin + len(told), told)),
        attribution=entity,
    ).stored(stored)
