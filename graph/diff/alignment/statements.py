"""Reads sentences that say what was done to something with a name, but not by whom: "the summit was held on Monday".

Such a sentence makes no claim, because nobody acts in it. A statement is a claim without a target whose actor is what
the sentence is about, so that a development can count it. It is read with patterns, and only where the sentence begins
with the name: nothing is read from what others say, doubt or wish.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.clauses import WHEN, date_of
from graph.diff.alignment.noun_phrases import NounPhrase
from graph.diff.alignment.tables import nouns, stages
from graph.diff.inflection import forms, participle
from graph.rdf.stored_claim import StoredClaim
from graph.rdf.stored_sentence import StoredSentence
from ontology.actions import scheme
from ontology.identifiers import claim_id
from ontology.model import Claim, Entity, EntityType, Modality, Participant, Polarity, Span

STATEMENT = "statement"
"""The rule of these claims."""
CONFIDENCE = 0.9
WAS = r"was|were|has been|have been"
TO_BE = r"(?:will|would|is to|are to|is due to|are due to|is set to|are set to|is expected to|are expected to) be"
ASIDE = re.compile(r"(?: \([^()]*\))?(?:, \d+)?(?:,(?: (?!and\b|but\b|or\b)[^,;:“”\"]*,)?)?$")
"""What may stand between a name and its verb: an acronym, an age, an aside."""
DATELINE = r"(?:[^–—]{0,60}[–—] ?)?"
FRONTED = (
    r"(?:(?:In|On|At|After|Before|Since|During|Under|With|By|For|Last|Meanwhile|Earlier|Later|Also|Finally|"
    r"\w+ (?:hours?|days?|weeks?|months?|years?) (?:after|before|ago|later))\b"
    r"[^;:“”\"]*, (?:(?:meanwhile|however|too), )?)?"
)
"""A phrase of time or place before the subject."""
APPOSITION = r"(?:(?:the|a|an|its|their|his|her) (?P<before>[^,;:“”\"]{1,80}), )"
TITLE = r"(?:[Tt]he|[Aa]n?|Former|former) (?P<title>(?:[a-z-]+ ){0,2})"
SUBJECT = re.compile(rf"{DATELINE}(?P<fronted>{FRONTED})(?:(?i:{APPOSITION})|{TITLE})?")
HAS = r"(?:(?:has|have) (?:now |already |since )?)?"
PERFECT = re.compile(r"^(?:has|have|had) (?:now |already |since )?(?=\w+)")
AUXILIARIES = frozenset(
    {"will", "has", "have", "had", "is", "are", "was", "were", "been", "be", "yet", "to", "not", "now"}
)
INTRANSITIVE = ("go", "come", "stand", "appear", "plead", "enter", "take")
OTHER_SENSE = r"(?! (?:over|up|off|out|down|back|responsible|liable|to ransom)\b)"


def statements(sentences: Iterable[Sequence[StoredSentence]], claims: Iterable[BatchClaim]) -> list[BatchClaim]:
    """What the sentences of each batch say was done, or is to be done, to what the claims name.

    A sentence with a claim of the same verb on it states nothing more.
    """
    known = list(claims)
    names = Names(known)
    told = {(claim.claim.document, claim.claim.sentence.start, claim.claim.action.lemma) for claim in known}
    return [
        BatchClaim(batch, stored)
        for batch, side in enumerate(sentences)
        for _, document in groupby(side, key=lambda stored: stored.sentence.document)
        for stored in _statements_of(list(document), names)
        if (stored.claim.document, stored.claim.sentence.start, stored.claim.action.lemma) not in told
    ]


class Names:
    """The named entities of claims by the last word of their names, the longest name first."""

    def __init__(self, claims: Iterable[BatchClaim]) -> None:
        entities: dict[str, Entity] = {}
        for claim in claims:
            for part in (claim.claim.actor, claim.claim.target):
                if part is not None and part.entity.type is not EntityType.COUNTRY:
                    phrase = NounPhrase.of(part.entity, part.head_lemma)
                    names = _names_of(part.entity) if phrase.is_named else ()
                    entities |= {name: part.entity for name in names if name not in entities}
        self._by_last: dict[str, list[tuple[str, Entity]]] = defaultdict(list)
        for name in sorted(entities, key=lambda name: (-len(name), name)):
            self._by_last[name.split()[-1]].append((name, entities[name]))

    def at_end(self, text: str) -> tuple[str, Entity] | None:
        """The longest name with which a text ends."""
        last = text.split()[-1:]
        named = self._by_last.get(last[0], ()) if last else ()
        return next(((name, entity) for name, entity in named if re.search(rf"(?<!\S){re.escape(name)}$", text)), None)

    def persons_in(self, document: Iterable[StoredSentence]) -> Mapping[str, Entity]:
        """The persons whose full names a document has, by their last names, as far as these are of one person each."""
        text = " ".join(stored.sentence.text for stored in document)
        every = (named for names in self._by_last.values() for named in names)
        persons = [(name, entity) for name, entity in every if entity.type is EntityType.PERSON and _has(text, name)]
        times = Counter(name.split()[-1] for name, _ in persons)
        return {name.split()[-1]: entity for name, entity in persons if times[name.split()[-1]] == 1}


def _has(text: str, name: str) -> bool:
    return name in text and re.search(rf"(?<![\w-]){re.escape(name)}\b", text) is not None


def _names_of(entity: Entity) -> Iterator[str]:
    """The label; of a bill, the name of the act that it becomes as well."""
    yield entity.label
    *words, last = entity.label.split()
    if words and last.casefold() in nouns().enacted:
        yield from (" ".join([*words, noun.title()]) for noun in sorted(nouns().enacted))


def _statements_of(document: Sequence[StoredSentence], names: Names) -> Iterator[StoredClaim]:
    persons = names.persons_in(document)
    for stored in document:
        matches = () if "?" in stored.sentence.text else _predicate().finditer(stored.sentence.text)
        for match in matches:
            subject = subject_before(stored.sentence.text[: match.start()], names, persons)
            if subject is not None:
                name, entity, start = subject
                yield _stored(stored, entity, Span(start, start + len(name), name), match)


def subject_before(before: str, names: Names, persons: Mapping[str, Entity]) -> tuple[str, Entity, int] | None:
    """The name that the words before a verb end with, its entity and its place; None if it is not their subject."""
    aside = ASIDE.search(before)
    ends = (len(before), len(before.removesuffix(",")), aside.start() if aside else len(before))
    for end in dict.fromkeys(ends):
        last = before[:end].split()[-1:]
        short = (last[0], persons[last[0]]) if last and last[0] in persons else None
        named = names.at_end(before[:end]) or short
        if named is not None:
            name, entity = named
            has_comma = before[end : end + 1] == ","
            is_subject = _is_subject(before[: end - len(name)], entity, has_comma=has_comma)
            return (name, entity, end - len(name)) if is_subject else None
    return None


def _is_subject(before: str, entity: Entity, *, has_comma: bool) -> bool:
    """True if a sentence with these words before a name begins with it, or with a phrase in apposition to it."""
    match = SUBJECT.fullmatch(before)
    if match is None or re.search(r"\b(?:if|unless|whether|until|when|that|not|no)\b", match["fronted"]):
        return False
    title = (match["title"] or "").split()
    if title:
        other = nouns().prepositions | nouns().stops | _verb_forms()
        return entity.type is EntityType.PERSON and other.isdisjoint(title)
    return match["before"] is None or has_comma


@cache
def _verb_forms() -> frozenset[str]:
    """Past tenses and third persons of all verbs: "said" of "the court said"."""
    return frozenset(form for lemma in scheme().lemmas for form in forms(lemma.split()[0]) if form != lemma)


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
    passive = rf"(?:(?P<was>{WAS})|{TO_BE}) {WHEN}(?P<participle>{participles})\b"
    own = "|".join(pattern.removeprefix("^") for stage in every for pattern in stage.own)
    done = "|".join(pattern for stage in every for pattern in stage.phrases)
    still_open = "|".join(pattern for stage in every for pattern in stage.open)
    return re.compile(rf" (?:{passive}|(?P<own>{HAS}(?:{own}))|(?P<done>{done})|(?:{still_open})){OTHER_SENSE}")


@cache
def _lemmas() -> Mapping[str, str]:
    """By form, the verbs of one word."""
    verbs = sorted(lemma for lemma in scheme().lemmas if " " not in lemma)
    return {form: verb for verb in (*verbs, *INTRANSITIVE) for form in forms(verb)}


def _stored(stored: StoredSentence, entity: Entity, name: Span, match: re.Match[str]) -> StoredClaim:
    """The statement as a claim of the store."""
    sentence, start = stored.sentence, stored.sentence.start
    verbs = (verb for word in match[0].split() if (verb := _lemmas().get(word)) and word not in AUXILIARIES)
    lemma = _by_participle()[match["participle"]] if match["participle"] else next(verbs, "be")
    modality = Modality.ASSERTED if match["was"] or match["own"] or match["done"] else Modality.PLANNED
    made = Claim(
        id=claim_id(sentence.document, start, entity.id, STATEMENT, lemma, modality),
        document=sentence.document,
        sentence=sentence,
        actor=Participant(entity, Span(start + name.start, start + name.end, name.text)),
        action=scheme().action(lemma),
        action_span=Span(start + match.start() + 1, start + match.end(), match[0].strip()),
        target=None,
        polarity=Polarity.AFFIRMED,
        modality=modality,
        alleged=False,
        attribution=None,
        when=date_of(sentence.text[match.end() :], stored.date),
        where=None,
        confidence=CONFIDENCE,
        rule=STATEMENT,
    )
    return StoredClaim(made, stored.batch, stored.title, stored.date, stored.url, stored.source)
