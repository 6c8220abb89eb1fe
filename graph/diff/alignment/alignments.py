"""Alignments: whether two target entities with different words are one thing, with a score from 0 to 1 and reasons.

Each reason counts as independent evidence: a score is 1 minus the product of the remaining doubts, as in
`graph.identity.matching`. Evidence against lowers the score by a factor. The weights order and cut; they are not
probabilities.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from graph.diff.alignment.batch_claims import BatchClaim, days
from graph.diff.alignment.tables import nouns
from graph.diff.alignment.target_entities import TargetEntity, named_beside, named_entities
from graph.diff.alignment.wording.amounts import currency_of
from graph.diff.alignment.wording.noun_phrases import VAGUE_KINDS, NounPhrase, content_words, enacted_name
from graph.identity.similarity import name_similarity
from ontology.model import EntityType

THRESHOLD = 0.7
"""Lowest score at which two target entities are aligned."""
SAME_HEAD, COMMON_HEAD, SAME_KIND = 0.45, 0.3, 0.25
COMMON = 4
"""A head noun in more documents than this is weaker evidence."""
SHARED_MODIFIER, DEFINITE, SAME_WORDS = 0.35, 0.25, 0.25
SAME_ACTOR, SAME_COUNTRY, SAME_ACT, SAME_TIME, NEAR = 0.4, 0.25, 0.25, 0.4, 0.3
BESIDE, INSIDE, ABOUT, SAME_NAME = 0.92, 0.85, 0.85, 0.95
APART_IN_TIME, OTHER_ONE, OTHER_WORDS, OTHER_SUBJECT, OVERLAPPING_SUBJECT, OTHER_PLACE = 0.4, 0.3, 0.85, 0.6, 0.7, 0.3
NEAR_SENTENCES = 3
BLOCK = 200
"""Largest block of candidates: a word that more entities share is no evidence."""
WORDED = frozenset({EntityType.EVENT, EntityType.LAW, EntityType.THING, EntityType.PLACE})
BODIES = frozenset({EntityType.GOVERNMENT_BODY, EntityType.INTERNATIONAL_ORGANISATION, EntityType.GROUP})

INDEFINITE = frozenset({"a", "an", "any", "no", "every"})
HELD = frozenset({"gathering", "operation"})
"""Kinds of what somebody holds or carries out."""

Reason = tuple[float, str]


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two target entities that are one thing, with the score and its reasons.

    With `is_part` the second is a part of the first, or about it: buildings of a compound, the signing of a treaty.
    """

    first: TargetEntity
    second: TargetEntity
    score: float
    reasons: tuple[str, ...]
    is_part: bool = False


def alignments(entities: Sequence[TargetEntity], threshold: float = THRESHOLD) -> list[Alignment]:
    """Every pair of target entities that reaches the threshold, the highest score first."""
    candidates = [
        *_by_name(entities),
        *_by_sentence(entities),
        *_by_words(entities),
        *_decisions_on_texts(entities),
    ]
    kept = (link for link in candidates if link.score >= threshold)
    return sorted(kept, key=lambda link: (-link.score, link.is_part, sorted((_order(link.first), _order(link.second)))))


def _order(entity: TargetEntity) -> tuple[str, str]:
    """A sort key that does not depend on which batch is the first."""
    return entity.entity.id, entity.claims[0].claim.document


def _by_name(entities: Sequence[TargetEntity]) -> Iterator[Alignment]:
    """The same name of several words for two entities: texts differ in what kind of thing they take it for.

    A bill and the act that it becomes have one name too.
    """
    by_name: dict[str, list[TargetEntity]] = {}
    for entity in entities:
        if entity.phrase.is_named and " " in entity.entity.label and not _is_person(entity):
            by_name.setdefault(enacted_name(entity.entity.label), []).append(entity)
    for first, *others in by_name.values():
        for other in others:
            if other.entity.type is not first.entity.type or other.entity.label != first.entity.label:
                labels = " and ".join(dict.fromkeys((first.entity.label, other.entity.label)))
                yield Alignment(first, other, SAME_NAME, (f"one name: {labels}",))


def _is_person(entity: TargetEntity) -> bool:
    """True for a person; not for "Exercise Silver Anchor", which a text may have taken for one."""
    return entity.entity.type is EntityType.PERSON and not entity.phrase.kinds & HELD


def _by_sentence(entities: Sequence[TargetEntity]) -> Iterator[Alignment]:
    """What a sentence itself says: NAME, the thing; the thing in NAME."""
    by_id: dict[str, TargetEntity] = {}
    for entity in entities:
        by_id.setdefault(entity.entity.id, entity)
    names = named_entities(claim for entity in entities for claim in entity.claims)
    for entity in entities:
        label = entity.entity.label
        for claim in entity.claims:
            same, whole = named_beside(claim.claim, names)
            if same is not None and same.id in by_id and same.id != entity.entity.id:
                reason = f"“{label}” stands beside “{same.label}” in {claim.claim.document}"
                yield Alignment(by_id[same.id], entity, BESIDE, (reason,))
            if whole is not None and whole.id in by_id and whole.id != entity.entity.id:
                reason = f"“{label}” is part of “{whole.label}” in {claim.claim.document}"
                yield Alignment(by_id[whole.id], entity, INSIDE, (reason,), is_part=True)


def _by_words(entities: Sequence[TargetEntity]) -> Iterator[Alignment]:
    """What the words and the context of two target entities say."""
    documents = _documents_of_heads(entities)
    for first, second in _candidates([entity for entity in entities if _is_weighed(entity)]):
        about = _about(first, second)
        if about is not None:
            yield about
            continue
        words = _word_reasons(first, second, documents)
        reasons = [*words, *_context(first, second)]
        if words and not is_opposed(first.phrase, second.phrase) and not _are_coordinated(first, second):
            score = _combined(reasons) * _doubt(first, second)
            yield Alignment(first, second, round(score, 2), tuple(text for _, text in sorted(reasons, reverse=True)))


def _is_weighed(entity: TargetEntity) -> bool:
    """True for things and for bodies without a name: identity resolution has settled who those with a name are."""
    phrase = entity.phrase
    is_body = entity.entity.type in BODIES and "body" in phrase.kinds and not (phrase.is_named or phrase.is_plural)
    return (entity.entity.type in WORDED or is_body) and not phrase.is_generic


def _combined(reasons: Iterable[Reason]) -> float:
    doubt = 1.0
    for score, _ in reasons:
        doubt *= 1 - score
    return 1 - doubt


def _documents_of_heads(entities: Iterable[TargetEntity]) -> Counter[str]:
    """By head noun, the number of documents that use it."""
    seen = {(entity.phrase.head, claim.document) for entity in entities for claim in entity.claims}
    return Counter(head for head, _ in seen)


def _candidates(entities: Sequence[TargetEntity]) -> Iterator[tuple[TargetEntity, TargetEntity]]:
    """Pairs that share a head, a kind or a word of a name; each once, in the order of the texts."""
    blocks: dict[str, list[int]] = {}
    for number, entity in enumerate(entities):
        phrase = entity.phrase
        keys = {f"head {phrase.head}", *(f"kind {kind}" for kind in phrase.kinds), *_name_keys(phrase)}
        for key in sorted(keys):
            blocks.setdefault(key, []).append(number)
    pairs = {
        pair
        for key, block in blocks.items()
        if len(block) <= BLOCK or key.startswith("head")
        for pair in combinations(block[: BLOCK * 5], 2)
    }
    for first, second in sorted(pairs):
        yield entities[first], entities[second]


def _name_keys(phrase: NounPhrase) -> set[str]:
    text = f"{phrase.label if phrase.is_named else ''} {phrase.rest}"
    return {f"name {word.casefold()}" for word in text.split() if word[0].isupper()}


def _about(first: TargetEntity, second: TargetEntity) -> Alignment | None:
    """'Signing ceremony of the United Nations Convention' is about the convention."""
    for whole, part in ((first, second), (second, first)):
        rest = part.phrase.rest
        if not (whole.phrase.is_named and rest and rest[0].isupper()) or part.phrase.is_named:
            continue
        alike = name_similarity(whole.entity.label, rest)
        if alike is not None and alike.score >= 0.5:
            reason = f"“{part.entity.label}” is about “{whole.entity.label}”: {alike.reason}"
            return Alignment(whole, part, ABOUT, (reason,), is_part=True)
    return None


def _decisions_on_texts(entities: Sequence[TargetEntity]) -> Iterator[Alignment]:
    """'Its vote on the extradition treaty' is about the extradition treaty."""
    texts = [entity for entity in entities if entity.entity.type is EntityType.LAW and entity.phrase.is_specific]
    for part in (entity for entity in entities if entity.phrase.head in nouns().decisions and entity.subjects):
        for whole in texts:
            if _words_of(whole.phrase) <= part.subjects:
                reason = f"“{part.entity.label}” is on “{whole.entity.label}”"
                yield Alignment(whole, part, ABOUT, (reason,), is_part=True)


def _words_of(phrase: NounPhrase) -> set[str]:
    return {word.casefold() for word in phrase.label.split()} if phrase.is_named else {phrase.head, *phrase.distinctive}


def is_opposed(first: NounPhrase, second: NounPhrase) -> bool:
    """True for two names, ordinal numbers, currencies or kinds of thing: they never mean one thing."""
    if first.is_named and second.is_named and name_similarity(first.label, second.label) is None:
        return True
    numbers = [set(phrase.modifiers) & nouns().ordinal for phrase in (first, second)]
    if numbers[0] and numbers[1] and numbers[0] != numbers[1]:
        return True
    currencies = [currency_of(phrase.label) for phrase in (first, second)]
    if None not in currencies and currencies[0] != currencies[1]:
        return True
    return bool(first.kinds and second.kinds and not first.kinds & second.kinds)


def _are_coordinated(first: TargetEntity, second: TargetEntity) -> bool:
    """True if one act has both for targets: "a report and a checklist" are two."""
    acts = {claim.act for claim in first.claims}
    return any(claim.act in acts for claim in second.claims)


def _word_reasons(first: TargetEntity, second: TargetEntity, documents: Mapping[str, int]) -> list[Reason]:
    """What the words say; nothing if they share only the kind of thing, and neither is definite."""
    reasons = [*_shared_words(first, second, documents), *_shared_subjects(first, second)]
    only_kind = [score for score, _ in reasons] == [SAME_KIND]
    return [] if only_kind and not (first.is_definite or second.is_definite) else reasons


def _shared_words(first: TargetEntity, second: TargetEntity, documents: Mapping[str, int]) -> Iterator[Reason]:
    left, right = first.phrase, second.phrase
    if left.is_named and right.is_named:
        alike = name_similarity(left.label, right.label)
        if alike is not None:
            yield alike.score, alike.reason
    elif left.head == right.head:
        score = SAME_HEAD if documents[left.head] <= COMMON else COMMON_HEAD
        yield score / (2 if left.is_plural and right.is_plural else 1), f"both are called {left.head}"
    elif left.kinds & right.kinds:
        yield SAME_KIND, f"“{left.head}” and “{right.head}” are both a {min(left.kinds & right.kinds)}"
    if left.label == right.label and not (left.is_plural and left.kinds & VAGUE_KINDS):
        yield SAME_WORDS, "the same words"
    shared = sorted(_content(left) & _content(right))
    if shared:
        yield 1 - (1 - SHARED_MODIFIER) ** len(shared), f"both say {', '.join(f'“{word}”' for word in shared)}"
    known = next((entity for entity in (second, first) if entity.is_definite and not entity.phrase.distinctive), None)
    if known is not None and left.head == right.head:
        yield DEFINITE, f"{known.claims[0].claim.document} speaks of it as known"


def _shared_subjects(first: TargetEntity, second: TargetEntity) -> Iterator[Reason]:
    shared = sorted(first.subjects & second.subjects)
    if shared:
        words = ", ".join(f"“{word}”" for word in shared)
        yield 1 - (1 - SHARED_MODIFIER) ** len(shared), f"both are on {words}"


def _content(phrase: NounPhrase) -> frozenset[str]:
    words = phrase.distinctive if not phrase.is_named else {word.casefold() for word in phrase.label.split()}
    rest = set(content_words(phrase.rest))
    return frozenset(words) | rest


def _context(first: TargetEntity, second: TargetEntity) -> Iterator[Reason]:
    """What actors, acts, dates and neighbouring sentences say."""
    actors, countries = first.actors & second.actors, first.countries & second.countries
    if actors:
        yield SAME_ACTOR, f"the same actor: {', '.join(sorted(_labels(first, actors)))}"
    elif countries:
        yield SAME_COUNTRY, "actors of the same country"
    concepts = sorted(first.concepts & second.concepts)
    if concepts and (actors or countries):
        yield SAME_ACT, f"the same act: {', '.join(concepts)}"
        if _is_same_time(first, second, concepts):
            yield SAME_TIME, "at the same time"
    if 0 < _sentences_between(first, second) <= NEAR_SENTENCES:
        yield NEAR, "in neighbouring sentences"


def _labels(entity: TargetEntity, ids: frozenset[str]) -> set[str]:
    return {claim.claim.actor.entity.label for claim in entity.claims if claim.claim.actor.entity.id in ids}


def _is_same_time(first: TargetEntity, second: TargetEntity, concepts: Sequence[str]) -> bool:
    """True if a text dates the act, and both may be of that time."""
    for old in _of_concepts(first, concepts):
        for new in _of_concepts(second, concepts):
            times = days(old.stored), days(new.stored)
            if times[0] and times[1] and (old.claim.when or new.claim.when):
                return times[0][0] <= times[1][1] and times[1][0] <= times[0][1]
    return False


def _of_concepts(entity: TargetEntity, concepts: Sequence[str]) -> list[BatchClaim]:
    return [claim for claim in entity.claims if claim.claim.action.concept in concepts]


def _sentences_between(first: TargetEntity, second: TargetEntity) -> int:
    """Sentences between the nearest mentions in one document; 0 where no document has both."""
    gaps = (
        abs(left.claim.sentence.index - right.claim.sentence.index)
        for left in first.claims
        for right in second.claims
        if left.document == right.document
    )
    return min(gaps, default=0)


def _is_nobodys(entity: TargetEntity) -> bool:
    """True for "a valid permit" and "any permit", which is not the permit of somebody with a name."""
    targets = (claim.claim.target for claim in entity.claims)
    first = {target.span.text.split()[0].casefold() for target in targets if target is not None}
    return not entity.phrase.rest and first <= INDEFINITE


def _doubt(first: TargetEntity, second: TargetEntity) -> float:
    """The factor by which evidence against the alignment lowers its score."""
    left, right = first.phrase, second.phrase
    subjects, pairs = (first.subjects, second.subjects), ((first, second), (second, first))
    factor = 1.0
    if (set(left.modifiers) & nouns().other) != (set(right.modifiers) & nouns().other):
        factor *= OTHER_ONE
    if left.head in nouns().possessed and any(_is_nobodys(one) and other.phrase.rest for one, other in pairs):
        factor *= OTHER_ONE
    if left.distinctive and right.distinctive and not left.distinctive & right.distinctive:
        factor *= OTHER_WORDS
    if all(subjects) and not (subjects[0] <= subjects[1] or subjects[0] >= subjects[1]):
        factor *= OVERLAPPING_SUBJECT if subjects[0] & subjects[1] else OTHER_SUBJECT
    if first.places and second.places and not first.places & second.places:
        factor *= OTHER_PLACE
    dates = [{claim.claim.when for claim in entity.claims if claim.claim.when} for entity in (first, second)]
    concepts = sorted(first.concepts & second.concepts)
    if concepts and dates[0] and dates[1] and not _is_same_time(first, second, concepts):
        factor *= APART_IN_TIME
    return factor
