"""Reads sentences in which somebody denies or admits something: "the bank denied that its records were stolen".

Where nobody acts in what is denied, there is no claim of an act. A report is a claim of the verb of denial or
admission, whose target are the words behind "that". Who speaks for a bank admits what the bank denied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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
from ontology.model import Claim, Entity, EntityType, Participant, Span

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
GERUND = r"[a-z]+ing (?!(?:that|of)\b)"
ADVERBIAL = r"(?:(?:for|in|at|during|through|on|before|after|to|via|under|by) [^;:“”\"]{1,70}? )?"
"""How and where something was said: "admitted in a statement read out in court that"."""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody denies or admits.

    `parties`: the ids of the speaker, of those for whom the speaker speaks, and of whom the speaker tells it.
    """

    told: BatchClaim
    parties: frozenset[str]

    @property
    def batch(self) -> int:
        """The number of its batch."""
        return self.told.batch

    @property
    def stored(self) -> StoredClaim:
        """Its claim as the store has it."""
        return self.told.stored

    @property
    def claim(self) -> Claim:
        """Its claim."""
        return self.told.claim


def reports(read: Iterable[Reading]) -> list[Report]:
    """What named actors deny or admit in the sentences of each batch."""
    return [report for reading in read for report in _reports_of(reading)]


def is_denial(report: Report) -> bool:
    """True for a report that something is not so: "denied that it paid", "maintained that it never paid"."""
    return (report.claim.action.lemma in stages().cues.denying) is NOT.isdisjoint(_words(report))


def is_admission(report: Report) -> bool:
    """True for a report of an admission that something is so."""
    return report.claim.action.lemma in stages().cues.admitting and not is_denial(report)


def are_of_one_matter(first: Report, second: Report) -> bool:
    """True if most words behind "that" are the same; of a few words all, and one of them a verb."""
    stems = [{_stem(word) for word in _words(report) - NOT} for report in (first, second)]
    common, fewest = stems[0] & stems[1], min(map(len, stems))
    is_whole = len(common) == fewest == 1 and not common.isdisjoint(_verb_stems())
    return is_whole or (len(common) > 1 and len(common) >= LEAST_COMMON * fewest)


@cache
def _lemmas() -> Mapping[str, str]:
    """By form, each verb of one word, without those that say little: "was", "said"."""
    verbs = sorted(lemma for lemma in scheme().lemmas if " " not in lemma)
    return {form: lemma for lemma in verbs for form in forms(lemma) if form not in FUNCTION_WORDS}


def _stem(word: str) -> str:
    """What the forms of a word have in common."""
    return _lemmas().get(word, word)[:STEM]


@cache
def _verb_stems() -> frozenset[str]:
    return frozenset(map(_stem, _lemmas()))


def _words(report: Report) -> set[str]:
    other = nouns().articles | nouns().prepositions | nouns().stops | FUNCTION_WORDS
    label = report.claim.target.entity.label if report.claim.target else ""
    words = set(re.findall(r"\w+", label.casefold()))
    return words - (other - NOT)


def _reports_of(reading: Reading) -> Iterator[Report]:
    for stored in reading.sentences:
        text = stored.sentence.text
        for match in _pattern().finditer(text):
            subject = reading.speaker(stored, match.start())
            end = END.search(text, match.end())
            told = text[match.end() : end.start() if end else len(text)].strip()
            is_stated = match["denying"] is None
            if subject and subject.entity and told and (not is_stated or not NOT.isdisjoint(told.split())):
                claim = BatchClaim(reading.batch, _stored(stored, subject, subject.entity, match, told))
                yield Report(claim, _parties(reading, subject.entity, told))


def _parties(reading: Reading, speaker: Entity, told: str) -> frozenset[str]:
    """The speaker, those for whom the speaker speaks, and of whom a person tells it."""
    parties = {speaker.id, *reading.represented.get(speaker.id, ())}
    if speaker.type is EntityType.PERSON:
        first = next(reading.names.in_text(told), None)
        parties |= {first[2].id} if first and first[0] <= len("the ") else set()
    return frozenset(parties)


def _forms_of(verbs: Iterable[str]) -> str:
    """Past tenses and third persons of verbs, as a pattern."""
    every = tuple(verbs)
    return "|".join(sorted({form for verb in every for form in forms(verb)} - set(every)))


@cache
def _pattern() -> re.Pattern[str]:
    """The verb of a report, up to what is reported; of verbs of saying (`stating`) only some reports count."""
    cues = stages().cues
    matters = "|".join(sorted(nouns().accusation | nouns().rumour))
    denying = rf"(?P<denying>{_forms_of((*cues.denying, *cues.admitting))}) {WHEN}(?:(?:[a-z]+ )?(?:{matters})s? )?"
    stating = rf"(?P<stating>{_forms_of(cues.stating)}) {WHEN}{ADVERBIAL}"
    telling = rf"(?P<telling>{_forms_of(cues.telling)}) [^,;:“”\"]{{1,60}}? "
    adverbs = "(?:also |now |again |always |repeatedly |consistently |long |finally )?"
    behind = rf"(?:{ADVERBIAL}that |(?=(?:ever )?(?:having )?{GERUND}))"
    return re.compile(rf" {HAS}{adverbs}(?:{denying}{behind}|(?:{stating}|{telling})that )")


def _stored(stored: StoredSentence, subject: Subject, entity: Entity, match: re.Match[str], told: str) -> StoredClaim:
    """The report as a claim of the store."""
    sentence, start = stored.sentence, stored.sentence.start
    cues, verb = stages().cues, match["denying"] or match["stating"] or match["telling"]
    verbs = (*cues.denying, *cues.admitting, *cues.stating, *cues.telling)
    lemma = next(known for known in verbs if verb in forms(known))
    place = next(match.start(group) for group in ("denying", "stating", "telling") if match[group])
    target = Entity(thing_id(told), told, EntityType.THING)
    begin = start + match.end()
    return TextClaim(
        rule=REPORT,
        actor=Participant(entity, subject.span_in(sentence)),
        lemma=lemma,
        action_span=Span(start + place, start + place + len(verb), verb),
        key=(lemma, told),
        target=Participant(target, Span(begin, begin + len(told), told)),
        attribution=entity,
    ).stored(stored)
