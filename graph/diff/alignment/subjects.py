"""Finds what the subject of a verb is, by the words before the verb: a name, "the company", or a described thing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from graph.diff.alignment.batch_claims import BatchClaim
from graph.diff.alignment.names import Antecedents, Names, documents
from graph.diff.alignment.tables import nouns
from graph.diff.inflection import forms
from graph.rdf.stored_sentence import StoredSentence
from ontology.actions import scheme
from ontology.model import Claim, Entity, EntityType, Participant, Sentence, Span

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
SAYING = (
    r"said|says|told|announced|confirmed|reported|stated|added|informed|informs|recalled|acknowledged|admitted|"
    r"conceded|complained|explained|noted|disclosed|revealed"
)
REPORTED = rf"(?P<reported>[^;“”\"]+? (?:{SAYING}) (?:[^,;:“”\"]*? )?that )"
"""What somebody says, as a fact, before the subject: "the spokeswoman told reporters that"."""
CLAUSE = r"(?P<clause>[^“”\"]*(?:;|, (?:and|but|while|whereas)) )"
"""The clauses before the one of the subject."""
LEAD_IN = rf"{DATELINE}(?:{REPORTED}|{CLAUSE})?(?P<fronted>{FRONTED})"
OWNER = r"(?:(?:[A-Z][\w-]+ ){0,2}[A-Z][\w-]+[’']s? )"
"""The country of a body: "Bulgaria's" of "Bulgaria's State Agency for Migration"."""
SUBJECT = re.compile(rf"{LEAD_IN}(?:(?i:{APPOSITION})|{TITLE}|{OWNER})?")
SPEAKER = re.compile(
    r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Ii]ts) (?:[a-z]+ )?(?:spokes(?:man|woman|person)|lawyer|attorney|representative|"
    r"director|manager|chief executive|chairman|chairwoman|head|president|official) (?:for|of|at) (?:the )?$"
)
"""Somebody who speaks for those who are named next."""
UNCERTAIN = re.compile(
    r"(?i)\b(?:if|unless|whether|until|when|not|no|never|false|wrong|den(?:y|ies|ied)|disput\w+|would|could|might|"
    r"demand\w*|want\w*|fear\w*)\b"
)
"""Words before the subject that leave open whether the clause is true."""
DEFINITE = re.compile(r"(?:^|(?<= ))(?:[Tt]he|[Ii]ts|[Tt]heir) (?P<noun>[a-z]+)$")
DETERMINER = re.compile(r"(?i)^(?:the|an?|this|these|those|its|their|his|her|all|both|some|another) ")
RELATIVE = re.compile(r",? (?:that|which|who|whose|where) |, ")
VERBS = frozenset("was were is are be been has have had will would can could may might not if whether said to".split())
"""Words that no described thing has: they are of a clause."""
MOST_WORDS = 12


@dataclass(frozen=True, slots=True)
class Subject:
    """The words of a subject, its place in the sentence, and its entity; none for what only has a description."""

    text: str
    start: int
    entity: Entity | None
    is_reported: bool

    def span_in(self, sentence: Sentence) -> Span:
        """Its place in the document."""
        start = sentence.start + self.start
        return Span(start, start + len(self.text), self.text)


@dataclass(frozen=True)
class Reading:
    """A document of a side, with what is needed to read it."""

    batch: int
    sentences: Sequence[StoredSentence]
    names: Names
    antecedents: Antecedents

    @cached_property
    def _persons(self) -> dict[str, Entity]:
        return dict(self.names.persons_in(self.sentences))

    def subject(self, stored: StoredSentence, end: int) -> Subject | None:
        """The named subject of the verb at this place of a sentence, or what "the company" there means."""
        before = stored.sentence.text[:end]
        if before.endswith(" and"):
            return next(filter(None, (self._at(stored, place) for place in _verb_places(before))), None)
        return self._at(stored, end)

    def _at(self, stored: StoredSentence, end: int) -> Subject | None:
        before = stored.sentence.text[:end]
        aside = ASIDE.search(before)
        ends = (len(before), len(before.removesuffix(",")), aside.start() if aside else len(before))
        for stop in dict.fromkeys(ends):
            named = self._named(stored, before[:stop])
            if named is not None:
                name, entity, start = named
                lead_in = _lead_in(before[:start], entity, has_comma=before[stop : stop + 1] == ",")
                if lead_in is not None:
                    return Subject(name, start, entity, bool(lead_in["reported"]))
        return None

    def speaker(self, stored: StoredSentence, end: int) -> Subject | None:
        """As `subject`, also where somebody speaks for it: "a spokesman for the bank"."""
        subject = self.subject(stored, end)
        named = None if subject else self._named(stored, stored.sentence.text[:end])
        if named is None:
            return subject
        name, entity, start = named
        before = stored.sentence.text[:start]
        match = SPEAKER.search(before)
        lead_in = re.fullmatch(LEAD_IN, before[: match.start()]) if match else None
        return (
            Subject(name, start, entity, bool(lead_in["reported"])) if lead_in and not _is_uncertain(lead_in) else None
        )

    def _named(self, stored: StoredSentence, before: str) -> tuple[str, Entity, int] | None:
        """The name that the words end with, its entity and its place."""
        last = before.split()[-1:]
        short = (last[0], self._persons[last[0]]) if last and last[0] in self._persons else None
        named = self.names.at_end(before) or short
        if named is not None:
            return named[0], named[1], len(before) - len(named[0])
        match = DEFINITE.search(before)
        if match is None:
            return None
        place = stored.sentence.start + match.start()
        entity = self.antecedents.of(self.batch, stored.sentence.document, place, match["noun"])
        return None if entity is None else (match[0], entity, match.start())


def _verb_places(before: str) -> Iterator[int]:
    """The places before the verbs of a sentence, the last one first: the subject of "rejected it and left"."""
    matches = list(re.finditer(r" (?:has |have )?(?P<verb>[a-z]+)\b", before))
    yield from (match.start() for match in reversed(matches) if match["verb"] in _verb_forms())


def described_before(before: str) -> Subject | None:
    """The noun phrase that the words before a verb end with, if it is the whole subject of a clause; else None."""
    lead_in = re.match(rf"{LEAD_IN}", before)
    rest = before[lead_in.end() :] if lead_in else before
    text = RELATIVE.split(rest, maxsplit=1)[0]
    words = text.split()
    is_cut = text != rest and not rest.startswith((f"{text} that ", f"{text}, which ", f"{text}, "))
    is_aside = rest.startswith(f"{text}, ") and not rest.endswith(",")
    is_noun_phrase = 1 < len(words) <= MOST_WORDS and VERBS.isdisjoint(word.casefold() for word in words)
    if lead_in is None or is_cut or is_aside or not is_noun_phrase or _is_uncertain(lead_in):
        return None
    return Subject(text, lead_in.end(), None, bool(lead_in["reported"]))


def _is_uncertain(lead_in: re.Match[str]) -> bool:
    return any(UNCERTAIN.search(lead_in[part] or "") for part in ("reported", "clause", "fronted"))


def _lead_in(before: str, entity: Entity, *, has_comma: bool) -> re.Match[str] | None:
    """The words before a subject, if a clause begins with them; None if the name is not its subject."""
    match = SUBJECT.fullmatch(before)
    if match is None or _is_uncertain(match) or re.search(r"\bthat\b", match["fronted"]):
        return None
    title = (match["title"] or "").split()
    if title:
        other = nouns().prepositions | nouns().stops | _verb_forms()
        return match if entity.type is EntityType.PERSON and other.isdisjoint(title) else None
    return match if match["before"] is None or has_comma else None


@cache
def _verb_forms() -> frozenset[str]:
    """Past tenses and third persons of all verbs: "said" of "the court said"."""
    return frozenset(form for lemma in scheme().lemmas for form in forms(lemma.split()[0]) if form != lemma)


def readings(sentences: Iterable[Sequence[StoredSentence]], claims: Iterable[BatchClaim]) -> list[Reading]:
    """Every document of each side."""
    sides = [list(side) for side in sentences]
    names = Names(claims, sides)
    antecedents = Antecedents(sides, names)
    return [
        Reading(batch, document, names, antecedents) for batch, side in enumerate(sides) for document in documents(side)
    ]


def with_antecedents(claims: Sequence[BatchClaim], read: Sequence[Reading]) -> list[BatchClaim]:
    """The claims with the entities that "the company" or "the bill" mean in their documents."""
    antecedents = next((reading.antecedents for reading in read), None)
    return [_with_antecedents(claim, antecedents) for claim in claims] if antecedents else list(claims)


def _with_antecedents(claim: BatchClaim, antecedents: Antecedents) -> BatchClaim:
    stated = claim.claim

    def meant(part: Participant) -> Participant:
        whole = antecedents.name_around(stated, part)
        if whole is not None:
            return replace(part, entity=whole, head_lemma=None)
        noun = _definite_noun(stated, part)
        entity = antecedents.of(claim.batch, stated.document, part.span.start, noun) if noun else None
        return replace(part, entity=entity, head_lemma=None) if entity else part

    target = None if stated.target is None else meant(stated.target)
    actor = meant(stated.actor)
    if actor is stated.actor and target is stated.target:
        return claim
    source = stated.attribution
    if source is not None and source.id == stated.actor.entity.id:
        source = actor.entity
    renamed = replace(stated, actor=actor, target=target, attribution=source)
    return replace(claim, stored=replace(claim.stored, claim=renamed))


def _definite_noun(claim: Claim, part: Participant) -> str | None:
    """The noun of "the company"; None for a participant with other words, or with a name of its own."""
    words = part.span.text.split()
    before = claim.sentence.text[: part.span.start - claim.sentence.start].split()[-1:]
    if len(words) == 1:
        words = [*before, *words]
    is_definite = len(words) == 2 and words[0].casefold() in {"the", "its", "their"}  # article and noun
    return words[1].casefold() if is_definite and not words[1].isupper() else None
