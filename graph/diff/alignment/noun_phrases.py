"""How a target is worded: its head noun, what stands before and after it, whether it has a name of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from graph.diff.alignment.tables import kinds
from graph.rdf.relations import claim_date, period
from graph.rdf.stored_claim import StoredClaim
from ontology.model import Claim, Entity, EntityType

PREPOSITIONS = frozenset("of in on for against to with from by at between among about over into under".split())
ARTICLES = frozenset("the a an this that these those its their his her our".split())
DEFINITE = re.compile(r"(?:the|this|that|these|those|its|their|his|her|it|they)\b", re.IGNORECASE)
IRREGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child", "proceeds": "proceeds"}
TOPIC = re.compile(r"\s(?:on|about|against|for)\s((?:[\w’'-]+\s?){1,5})")
STOPS = PREPOSITIONS | frozenset(
    "and or that which who was were is are has have will would after before when as".split()
)
VAGUE_KINDS = frozenset({"place", "people", "value", "operation"})
"""Kinds of which there are many that are worded alike: two "scam compounds" are two."""


@dataclass(frozen=True, slots=True)
class Said:
    """A claim and the number of the batch that it stands in, counted from 0 in the order of time."""

    batch: int
    stored: StoredClaim
    is_shared: bool = False
    """True if its document stands in several batches."""

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.stored.claim

    @property
    def document(self) -> str:
        """What tells its document from those of other batches: two folders may have files of one name."""
        return f"{'' if self.is_shared else self.batch}/{self.claim.document}"


@lru_cache(maxsize=50_000)
def singular(noun: str) -> str:
    """The singular of an English noun in small letters, by the regular rules and a few exceptions."""
    word = noun.casefold()
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:ch|sh|ss|x)es$", word):
        return word[:-2]
    if word.endswith("s") and not re.search(r"(?:ss|us|is|'s|ics|talks)$", word):
        return word[:-1]
    return word


@lru_cache(maxsize=50_000)
def is_plural(noun: str) -> bool:
    """True for a noun that stands in the plural."""
    return noun.casefold() in {*IRREGULAR, "police", "talks"} or singular(noun) != noun.casefold()


@dataclass(frozen=True)
class Wording:
    """The parts of a label: "signing ceremony of the United Nations Convention" has head "ceremony"."""

    label: str
    head: str
    """In the singular and in small letters."""
    modifiers: tuple[str, ...]
    rest: str
    """What follows the head: "the United Nations Convention"."""
    is_plural: bool
    is_named: bool
    """True for a name of its own, such as "Hanoi Declaration"."""

    @staticmethod
    @lru_cache(maxsize=50_000)
    def of(label: str, kind: EntityType) -> Wording:
        """The wording of an entity of this label and type."""
        words = re.findall(r"[^\s,()“”\"]+", label)
        while len(words) > 1 and words[0].casefold() in ARTICLES:
            words = words[1:]
        cut = next((n for n, word in enumerate(words) if n and word.casefold() in PREPOSITIONS), len(words))
        first = words[:cut] or [label]
        plural = is_plural(first[-1])
        named = _is_name([word for word in first if word.casefold() not in kinds().weak])
        named = named and not (kind is EntityType.GROUP and plural and len(first) == 1)
        head = _head(first)
        modifiers = tuple(word.casefold() for word in first[: len(first) - len(head.split())])
        rest = " ".join(words[cut + 1 :]).removeprefix("the ")
        return Wording(label, head, modifiers, rest, plural, named)

    @cached_property
    def kinds(self) -> frozenset[str]:
        """What sorts of thing the head may stand for."""
        found = kinds().of(self.head)
        if found or not self.is_named:
            return found
        first = self.modifiers[:1]  # "Operation Sentinel" has its sort in front
        return kinds().of(singular(first[0])) if first else found

    @cached_property
    def telling(self) -> frozenset[str]:
        """The modifiers that tell it from others of its kind."""
        return frozenset(self.modifiers) - kinds().weak - kinds().other

    @property
    def is_generic(self) -> bool:
        """True for nouns that stand for somebody else in every story: "suspects"."""
        return not self.is_named and self.head in kinds().generic

    @property
    def is_specific(self) -> bool:
        """True where the same words in two texts may be taken for the same thing."""
        if self.is_named or (self.rest and self.rest[0].isupper()):
            return True
        return bool(self.telling) and not (self.is_generic or self.is_plural or self.kinds & VAGUE_KINDS)


def _is_name(words: Sequence[str]) -> bool:
    return any(word[0].isupper() for word in words) and all(word[0].isupper() or word[0].isdigit() for word in words)


def _head(words: Sequence[str]) -> str:
    """The last noun in the singular; two words where the tables know them as one ("task force")."""
    last = singular(words[-1])
    pair = f"{words[-2].casefold()} {last}" if len(words) > 1 else ""
    return pair if pair and (kinds().of(pair) or pair in kinds().generic) else last


@dataclass(frozen=True)
class Referent:
    """What a target stands for: one thing in all documents if its words are specific, else in one document."""

    entity: Entity
    document: str
    """As `Said.document`; empty for what the words alone make one thing in all documents."""
    said: tuple[Said, ...]

    @property
    def key(self) -> tuple[str, str]:
        """Entity and document."""
        return self.entity.id, self.document

    @cached_property
    def wording(self) -> Wording:
        """How it is worded."""
        return Wording.of(self.entity.label, self.entity.type)

    @cached_property
    def actors(self) -> frozenset[str]:
        """Ids of those who act on it."""
        return frozenset(one.claim.actor.entity.id for one in self.said)

    @cached_property
    def countries(self) -> frozenset[str]:
        """Ids of the countries of those who act on it."""
        found = (country_of(one.claim.actor.entity) for one in self.said)
        return frozenset(country for country in found if country is not None)

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What is done with it."""
        return frozenset(one.claim.action.concept for one in self.said)

    @cached_property
    def topics(self) -> frozenset[str]:
        """What its sentences say that it is on or against: "bill on critical infrastructure"."""
        return frozenset(word for one in self.said for word in topics_of(one.claim))

    @cached_property
    def is_definite(self) -> bool:
        """True if a text speaks of it as known."""
        spans = (one.claim.target.span.text for one in self.said if one.claim.target)
        return any(DEFINITE.match(text) for text in spans)


def topics_of(claim: Claim) -> list[str]:
    """The telling words right after the target in its sentence, behind a preposition."""
    if claim.target is None:
        return []
    found = TOPIC.match(claim.sentence.text[claim.target.span.end - claim.sentence.start :])
    words = found[1].split() if found else []
    end = next((n for n, word in enumerate(words) if word.casefold() in STOPS), len(words))
    return [singular(word) for word in words[:end] if word.casefold() not in ARTICLES and len(word) > 3]


def is_known(entity: Entity) -> bool:
    """True for names, and for bodies and groups of somebody with a name: "South Korean police"."""
    return any(word[:1].isupper() for word in entity.label.split())


def country_of(entity: Entity) -> str | None:
    """Id of the country that an actor is or belongs to."""
    return entity.id if entity.type is EntityType.COUNTRY else entity.country


def place_in_text(said: Said) -> tuple[int, str, str, int, int, int, int, str]:
    """Order of claims: batch, date, document, place, id."""
    claim = said.claim
    aim = claim.target.span.start if claim.target else 0
    where = (claim.document, claim.sentence.start, claim.action_span.start, claim.actor.span.start, aim, claim.id)
    return said.batch, said.stored.date or "", *where


def referents(said: Iterable[Said]) -> list[Referent]:
    """What the targets of the claims stand for, in the order in which the texts first speak of them."""
    found: dict[tuple[str, str], list[Said]] = {}
    entities: dict[str, Entity] = {}
    for one in sorted(said, key=place_in_text):
        if one.claim.target is not None:
            entity = entities.setdefault(one.claim.target.entity.id, one.claim.target.entity)
            specific = Wording.of(entity.label, entity.type).is_specific
            found.setdefault((entity.id, "" if specific else one.document), []).append(one)
    return [Referent(entities[key], document, tuple(claims)) for (key, document), claims in found.items()]


def days(stored: StoredClaim) -> tuple[str, str] | None:
    """First and last day of the act as the text says, else of the document; None where neither is dated."""
    date = claim_date(stored)
    return None if date is None else period(stored.claim.id, date)


def names_of(said: Iterable[Said]) -> Mapping[str, Entity]:
    """By name as texts write it, the named entities that are no countries."""
    found: dict[str, Entity] = {}
    for one in said:
        for part in (one.claim.actor, one.claim.target):
            if part is None or part.entity.type is EntityType.COUNTRY:
                continue
            if Wording.of(part.entity.label, part.entity.type).is_named:
                found.setdefault(part.entity.label, part.entity)
    return found


NAME = r"((?:[A-Z0-9][\w.’'&-]*[ ]?)+)"
BESIDE = re.compile(rf"\s?,?\s?(?:known as |called |named |dubbed )?{NAME}")
INSIDE = re.compile(rf"\s(?:in|at|of|inside|from|on)\s(?:the\s)?{NAME}")
BEFORE = re.compile(rf"{NAME}(?:\([^)]*\))?\s?,\s*$")


def named_beside(claim: Claim, names: Mapping[str, Entity]) -> tuple[Entity | None, Entity | None]:
    """The named entity that the target is, and the one that it is part of, as its sentence says.

    "RaccoonO365, the phishing kit that …" names the kit; "the illegal buildings in KK Park" and "two directors of
    Huione Group" are part of what they name.
    """
    if claim.target is None:
        return None, None
    wording = Wording.of(claim.target.entity.label, claim.target.entity.type)
    if wording.is_named or wording.rest[:1].isupper():
        return None, None if wording.is_named else _known(wording.rest, names)
    start = claim.target.span.start - claim.sentence.start
    end = claim.target.span.end - claim.sentence.start
    text = claim.sentence.text
    before, after, inside = BEFORE.search(text[:start]), BESIDE.match(text[end:]), INSIDE.match(text[end:])
    same = _known(before[1], names, last=True) if before else None
    if same is None and after and after[0].lstrip()[:1] == ",":
        same = _known(after[1], names)
    return same, _known(inside[1], names) if inside else None


def _known(text: str, names: Mapping[str, Entity], *, last: bool = False) -> Entity | None:
    """The longest known name at the beginning (or the end) of a run of capitals."""
    words = text.split()
    for length in range(len(words), 0, -1):
        chosen = words[-length:] if last else words[:length]
        found = names.get(" ".join(chosen).rstrip(".,"))
        if found is not None:
            return found
    return None
