"""Whether two targets that are worded differently are one thing: a score from 0 to 1, and the reasons in words.

Each reason is taken as independent evidence, so a score is 1 minus the product of the doubts that they leave,
as in `graph.identity.matching`; what speaks against it takes its share off.
The weights order and cut; they are no probabilities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph.diff.alignment.noun_phrases import VAGUE_KINDS, Referent, Said, Wording, days, named_beside, names_of
from graph.diff.alignment.tables import kinds
from graph.identity.similarity import name_similarity
from ontology.model import Entity, EntityType

THRESHOLD = 0.7
"""Least score at which two targets are taken for one."""
SAME_HEAD, COMMON_HEAD, SAME_KIND = 0.45, 0.3, 0.25
COMMON = 4
"""A head noun in more documents than this tells less."""
SHARED_MODIFIER, DEFINITE, SAME_WORDS = 0.35, 0.25, 0.25
SAME_ACTOR, SAME_COUNTRY, SAME_ACT, SAME_TIME, NEAR = 0.4, 0.25, 0.25, 0.4, 0.3
BESIDE, INSIDE, ABOUT = 0.92, 0.85, 0.85
APART_IN_TIME, OTHER_ONE, OTHER_WORDS, OTHER_TOPIC = 0.4, 0.3, 0.85, 0.6
NEAR_SENTENCES = 3
BLOCK = 200
"""A block of candidates larger than this is too common a word to tell anything."""
WORDED = frozenset({EntityType.EVENT, EntityType.LAW, EntityType.THING, EntityType.PLACE})
BODIES = frozenset({EntityType.GOVERNMENT_BODY, EntityType.INTERNATIONAL_ORGANISATION, EntityType.GROUP})

Key = tuple[str, str]
Reason = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two targets taken for one, how surely, and why."""

    first: Referent
    second: Referent
    score: float
    reasons: tuple[str, ...]
    is_part: bool = False
    """True if the second is only a part of the first, or about it: buildings of a compound, signing of a treaty."""


def alignments(found: Sequence[Referent], threshold: float = THRESHOLD) -> list[Alignment]:
    """Every pair of referents that reaches the threshold, the surest first."""
    every = [*_named(found), *_worded(found)]
    kept = (one for one in every if one.score >= threshold)
    return sorted(kept, key=lambda one: (-one.score, one.is_part, sorted((_name(one.first), _name(one.second)))))


def _name(one: Referent) -> tuple[str, str]:
    """What orders referents whichever batch is the first."""
    return one.entity.id, one.said[0].claim.document


def _named(found: Sequence[Referent]) -> Iterator[Alignment]:
    """What a sentence itself says: NAME, the thing; the thing in NAME."""
    by_entity: dict[str, Referent] = {}
    for one in found:
        by_entity.setdefault(one.entity.id, one)
    names = names_of(said for one in found for said in one.said)
    for one in found:
        for said in one.said:
            same, whole = named_beside(said.claim, names)
            if same is not None and same.id in by_entity and same.id != one.entity.id:
                reason = f"“{one.entity.label}” stands beside “{same.label}” in {said.claim.document}"
                yield Alignment(by_entity[same.id], one, BESIDE, (reason,))
            if whole is not None and whole.id in by_entity and whole.id != one.entity.id:
                reason = f"“{one.entity.label}” is part of “{whole.label}” in {said.claim.document}"
                yield Alignment(by_entity[whole.id], one, INSIDE, (reason,), is_part=True)


def _worded(found: Sequence[Referent]) -> Iterator[Alignment]:
    common = _documents_of_heads(found)
    for one, two in _candidates([one for one in found if _is_weighed(one)]):
        about = _about(one, two)
        if about is not None:
            yield about
            continue
        words = _words(one, two, common)
        reasons = [*words, *_context(one, two)]
        if words and not is_opposed(one.wording, two.wording) and not _are_coordinated(one, two):
            score = _combined(reasons) * _doubt(one, two)
            yield Alignment(one, two, round(score, 2), tuple(text for _, text in sorted(reasons, reverse=True)))


def _is_weighed(one: Referent) -> bool:
    """True for things, and for bodies without a name: who those with a name are is settled."""
    wording = one.wording
    is_body = one.entity.type in BODIES and "body" in wording.kinds and not (wording.is_named or wording.is_plural)
    return (one.entity.type in WORDED or is_body) and not wording.is_generic


def _combined(reasons: Iterable[Reason]) -> float:
    doubt = 1.0
    for score, _ in reasons:
        doubt *= 1 - score
    return 1 - doubt


def _documents_of_heads(found: Iterable[Referent]) -> Counter[str]:
    seen = {(one.wording.head, said.document) for one in found for said in one.said}
    return Counter(head for head, _ in seen)


def _candidates(found: Sequence[Referent]) -> Iterator[tuple[Referent, Referent]]:
    """Pairs that share a head, a kind or a word of a name; each once, in the order of the texts."""
    blocks: dict[str, list[int]] = {}
    for number, one in enumerate(found):
        wording = one.wording
        keys = {f"head {wording.head}", *(f"kind {kind}" for kind in wording.kinds), *_name_keys(wording)}
        for key in sorted(keys):
            blocks.setdefault(key, []).append(number)
    pairs = {
        pair
        for key, block in blocks.items()
        if len(block) <= BLOCK or key.startswith("head")
        for pair in combinations(block[: BLOCK * 5], 2)
    }
    for first, second in sorted(pairs):
        yield found[first], found[second]


def _name_keys(wording: Wording) -> set[str]:
    text = f"{wording.label if wording.is_named else ''} {wording.rest}"
    return {f"name {word.casefold()}" for word in text.split() if word[0].isupper()}


def _about(one: Referent, two: Referent) -> Alignment | None:
    """'Signing ceremony of the United Nations Convention' is about the convention."""
    for whole, part in ((one, two), (two, one)):
        rest = part.wording.rest
        if not (whole.wording.is_named and rest and rest[0].isupper()) or part.wording.is_named:
            continue
        alike = name_similarity(whole.entity.label, rest)
        if alike is not None and alike.score >= 0.5:
            reason = f"“{part.entity.label}” is about “{whole.entity.label}”: {alike.reason}"
            return Alignment(whole, part, ABOUT, (reason,), is_part=True)
    return None


def is_opposed(one: Wording, two: Wording) -> bool:
    """True for two names, two ordinal numbers, or two sorts of things: never one."""
    if one.is_named and two.is_named and name_similarity(one.label, two.label) is None:
        return True
    numbers = [set(wording.modifiers) & kinds().ordinal for wording in (one, two)]
    if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        return True
    return bool(one.kinds and two.kinds and not one.kinds & two.kinds)


def _are_coordinated(one: Referent, two: Referent) -> bool:
    """True if one act has both for targets: "a report and a checklist" are two."""
    acts = {(said.document, said.claim.action_span.start) for said in one.said}
    return any((said.document, said.claim.action_span.start) in acts for said in two.said)


def _words(one: Referent, two: Referent, common: Mapping[str, int]) -> list[Reason]:
    """What the words say; nothing if they share no more than the sort of thing, and neither takes the other up."""
    found = [*_shared_words(one, two, common), *_topics(one, two)]
    only_kind = [score for score, _ in found] == [SAME_KIND]
    return [] if only_kind and not (one.is_definite or two.is_definite) else found


def _shared_words(one: Referent, two: Referent, common: Mapping[str, int]) -> Iterator[Reason]:
    left, right = one.wording, two.wording
    if left.is_named and right.is_named:
        alike = name_similarity(left.label, right.label)
        if alike is not None:
            yield alike.score, alike.reason
    elif left.head == right.head:
        score = SAME_HEAD if common[left.head] <= COMMON else COMMON_HEAD
        yield score / (2 if left.is_plural and right.is_plural else 1), f"both are called {left.head}"
    elif left.kinds & right.kinds:
        yield SAME_KIND, f"“{left.head}” and “{right.head}” are both a {min(left.kinds & right.kinds)}"
    if left.label == right.label and not (left.is_plural and left.kinds & VAGUE_KINDS):
        yield SAME_WORDS, "the same words"
    shared = sorted(_content(left) & _content(right))
    if shared:
        yield 1 - (1 - SHARED_MODIFIER) ** len(shared), f"both say {', '.join(f'“{word}”' for word in shared)}"
    known = next((it for it in (two, one) if it.is_definite and not it.wording.telling), None)
    if known is not None and left.head == right.head:
        yield DEFINITE, f"{known.said[0].claim.document} speaks of it as known"


def _topics(one: Referent, two: Referent) -> Iterator[Reason]:
    shared = sorted(one.topics & two.topics)
    if shared:
        said = ", ".join(f"“{word}”" for word in shared)
        yield 1 - (1 - SHARED_MODIFIER) ** len(shared), f"both are on {said}"


def _content(wording: Wording) -> frozenset[str]:
    words = wording.telling if not wording.is_named else {word.casefold() for word in wording.label.split()}
    rest = {word.casefold() for word in wording.rest.split() if len(word) > 3}
    return frozenset(words) | rest


def _context(one: Referent, two: Referent) -> Iterator[Reason]:
    actors, countries = one.actors & two.actors, one.countries & two.countries
    if actors:
        yield SAME_ACTOR, f"the same actor: {', '.join(sorted(_labels(one, actors)))}"
    elif countries:
        yield SAME_COUNTRY, "actors of the same country"
    acts = sorted(one.concepts & two.concepts)
    if acts and (actors or countries):
        yield SAME_ACT, f"the same act: {', '.join(acts)}"
        if _same_time(one, two, acts):
            yield SAME_TIME, "at the same time"
    if 0 < _nearest(one, two) <= NEAR_SENTENCES:
        yield NEAR, "in neighbouring sentences"


def _labels(one: Referent, ids: frozenset[str]) -> set[str]:
    return {said.claim.actor.entity.label for said in one.said if said.claim.actor.entity.id in ids}


def _same_time(one: Referent, two: Referent, acts: Sequence[str]) -> bool:
    """True if a text dates the act, and both may be of that time."""
    for first in _of_acts(one, acts):
        for second in _of_acts(two, acts):
            times = days(first.stored), days(second.stored)
            if times[0] and times[1] and (first.claim.when or second.claim.when):
                return times[0][0] <= times[1][1] and times[1][0] <= times[0][1]
    return False


def _of_acts(one: Referent, acts: Sequence[str]) -> list[Said]:
    return [said for said in one.said if said.claim.action.concept in acts]


def _nearest(one: Referent, two: Referent) -> int:
    """Sentences between the nearest mentions in one document; 0 where no document has both."""
    gaps = (
        abs(first.claim.sentence.index - second.claim.sentence.index)
        for first in one.said
        for second in two.said
        if first.document == second.document
    )
    return min(gaps, default=0)


def _doubt(one: Referent, two: Referent) -> float:
    """What is left of a score where something speaks against it."""
    left, right = one.wording, two.wording
    share = 1.0
    if (set(left.modifiers) & kinds().other) != (set(right.modifiers) & kinds().other):
        share *= OTHER_ONE
    if left.telling and right.telling and not left.telling & right.telling:
        share *= OTHER_WORDS
    if one.topics and two.topics and not one.topics & two.topics:
        share *= OTHER_TOPIC
    whens = [{said.claim.when for said in side.said if said.claim.when} for side in (one, two)]
    acts = sorted(one.concepts & two.concepts)
    if acts and whens[0] and whens[1] and not _same_time(one, two, acts):
        share *= APART_IN_TIME
    return share


def entity_of(referents: Sequence[Referent]) -> Entity:
    """The entity that names a matter best: with a name, then with more words, then first."""
    ranked = sorted(
        enumerate(referents),
        key=lambda it: (not it[1].wording.is_named, not it[1].wording.telling, -len(it[1].entity.label), it[0]),
    )
    return ranked[0][1].entity
