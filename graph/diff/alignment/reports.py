"""Reads sentences in which somebody denies or admits something: "the bank denied that its records were stolen".

Where nobody acts in what is denied, there is no claim of an act. A report is a claim of the verb of denial or
admission, whose target are the words behind "that".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.clauses import WHEN
from graph.diff.alignment.statements import CONFIDENCE, HAS, Names, subject_before
from graph.diff.alignment.tables import nouns, stages
from graph.diff.inflection import forms
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from ontology.actions import scheme
from ontology.identifiers import claim_id, thing_id
from ontology.model import Claim, Entity, EntityType, Modality, Participant, Polarity, Span

REPORT = "report"
"""The rule of these claims."""
END = re.compile(r"[.;:“”\"]|, (?:and|but|which|who|after|as|while|because|since|although)\b| and that\b")
"""What ends the clause behind "that"."""
STEM = 5
"""Letters of a word that its forms have in common: "breach" and "breached"."""
FUNCTION_WORDS = frozenset(
    "it its they their them he his she her has have had was were is are been be did do does any".split()
)
NOT = frozenset({"not", "no", "never", "none", "nobody"})


def reports(sentences: Iterable[Sequence[StoredSentence]], claims: Iterable[BatchClaim]) -> list[BatchClaim]:
    """What the named actors of the claims deny or admit in the sentences of each batch."""
    names = Names(claims)
    return [
        BatchClaim(batch, stored)
        for batch, side in enumerate(sentences)
        for _, document in groupby(side, key=lambda stored: stored.sentence.document)
        for stored in _reports_of(list(document), names)
    ]


def is_denial(report: BatchClaim) -> bool:
    """True for a report of a denial, false for one of an admission."""
    return report.claim.action.lemma in stages().cues.denying


def are_of_one_matter(first: BatchClaim, second: BatchClaim) -> bool:
    """True if most words behind "that" are the same, and both or neither deny it once more."""
    words = [_words(report) for report in (first, second)]
    stems = [{word[:STEM] for word in one - NOT} for one in words]
    common = len(stems[0] & stems[1])
    is_alike = common > 1 and common >= 0.6 * min(map(len, stems))
    return is_alike and words[0].isdisjoint(NOT) is words[1].isdisjoint(NOT)


def _words(report: BatchClaim) -> set[str]:
    label = report.claim.target.entity.label if report.claim.target else ""
    other = nouns().articles | nouns().prepositions | nouns().stops | FUNCTION_WORDS
    words = set(re.findall(r"\w+", label.casefold()))
    return words - (other - NOT)


def _reports_of(document: Sequence[StoredSentence], names: Names) -> Iterator[StoredClaim]:
    persons = names.persons_in(document)
    for stored in document:
        text = stored.sentence.text
        for match in _pattern().finditer(text):
            subject = subject_before(text[: match.start()], names, persons)
            end = END.search(text, match.end())
            told = text[match.end() : end.start() if end else len(text)].strip()
            if subject is not None and told:
                yield _stored(stored, subject, match, told)


@cache
def _pattern() -> re.Pattern[str]:
    every = (*stages().cues.denying, *stages().cues.admitting)
    verbs = "|".join(sorted({form for verb in every for form in forms(verb)} - set(every)))
    return re.compile(rf" {HAS}(?:also |now |again )?(?P<verb>{verbs}) {WHEN}(?:claims |reports |accusations )?that ")


def _stored(stored: StoredSentence, subject: tuple[str, Entity, int], match: re.Match[str], told: str) -> StoredClaim:
    """The report as a claim of the store."""
    sentence, (name, entity, at) = stored.sentence, subject
    start = sentence.start
    verbs = (*stages().cues.denying, *stages().cues.admitting)
    lemma = next(verb for verb in verbs if match["verb"] in forms(verb))
    target = Entity(thing_id(told), told, EntityType.THING)
    begin = start + match.end()
    made = Claim(
        id=claim_id(sentence.document, start, entity.id, REPORT, lemma, told),
        document=sentence.document,
        sentence=sentence,
        actor=Participant(entity, Span(start + at, start + at + len(name), name)),
        action=scheme().action(lemma),
        action_span=Span(start + match.start("verb"), start + match.end("verb"), match["verb"]),
        target=Participant(target, Span(begin, begin + len(told), told)),
        polarity=Polarity.AFFIRMED,
        modality=Modality.ASSERTED,
        alleged=False,
        attribution=entity,
        when=None,
        where=None,
        confidence=CONFIDENCE,
        rule=REPORT,
    )
    return StoredClaim(made, stored.batch, stored.title, stored.date, stored.url, stored.source)
