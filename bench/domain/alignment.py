"""Puts annotated triples and system triples into the sentences that they are about, and pairs them one to one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Self, TypeVar

from bench.domain.matching import Row, agreement, sentence_tokens

GoldT = TypeVar("GoldT", bound=Hashable)
SystemT = TypeVar("SystemT", bound=Hashable)
Documents = dict[str, list["AnnotatedSentence"]]
"""The sentences by document."""
MIN_SHARE, MIN_DICE, SHORT = 0.6, 0.6, 5
"""Overlap that a sentence must have; sentences with fewer words than `SHORT` must also have this Dice coefficient."""
CLOSE, NEAR = 0.8, 0.1
"""From this Dice coefficient on, the overlap alone decides; else, what has almost the best share competes."""


@dataclass(slots=True)
class AnnotatedSentence:
    """A sentence with its annotated triples (`gold`) and the system triples that are about it (`system`)."""

    text: str
    tokens: Sequence[str]
    is_noise: bool
    gold: list[Row] = field(default_factory=list)
    system: list[Row] = field(default_factory=list)

    @classmethod
    def of(cls, row: Row) -> Self:
        """A sentence of the annotation, without its triples."""
        return cls(row["sent"], sentence_tokens(row["sent"]), bool(row.get("noise")))


class Candidate(NamedTuple):
    """A sentence that a text overlaps with: the share of the shorter one's words, and the Dice coefficient."""

    share: float
    dice: float
    sentence: AnnotatedSentence


Quality = Callable[[AnnotatedSentence], int]
"""How well the annotated triples of a sentence fit a system triple."""


# ---- annotated triples


def sentences_by_document(rows: Iterable[Row]) -> Documents:
    """The annotated sentences. What a document repeats is one sentence, and noise only if every copy is."""
    documents: dict[str, dict[str, AnnotatedSentence]] = defaultdict(dict)
    for row in rows:
        sentence = AnnotatedSentence.of(row)
        first = documents[str(row["doc"])].setdefault(sentence.text, sentence)
        first.is_noise = first.is_noise and sentence.is_noise
    return {doc: list(sentences.values()) for doc, sentences in documents.items()}


def place_gold(documents: Documents, triples: Iterable[Row]) -> tuple[int, int]:
    """Give each annotated triple to its sentence; those of a repeated sentence count once.

    Returns how many have no sentence, and how many are such repetitions. Adds documents that have triples only.
    """
    unplaced = repeated = 0
    first_index: dict[tuple[object, ...], object] = {}
    for triple in triples:
        doc, index = str(triple["doc"]), triple.get("sent_index")
        key = (doc, triple["sent"], triple.get("actor"), triple.get("action_lemma"), triple.get("target"))
        if index not in (None, first_index.setdefault(key, index)):
            repeated += 1
            continue
        sentences = documents.setdefault(doc, [])
        place = next((sentence for sentence in sentences if sentence.text == triple["sent"]), None)
        if place is None:
            unplaced += 1
        else:
            place.gold.append(triple)
    return unplaced, repeated


# ---- system triples


def place_system(
    documents: Mapping[str, Sequence[AnnotatedSentence]], rows: Iterable[Row], quality: Callable[[Row], Quality]
) -> tuple[int, int]:
    """Give each system triple to the sentence that it is about.

    Returns how many are about no annotated sentence, and how many about a document without any.
    """
    unaligned = outside = 0
    cache: dict[tuple[str, str], list[Candidate]] = {}
    for row in rows:
        doc, text = str(row["doc"]), row.get("sentence") or row.get("evidence") or ""
        if not documents.get(doc):
            outside += 1
            continue
        if (doc, text) not in cache:
            cache[doc, text] = candidates(sentence_tokens(text), documents[doc])
        if cache[doc, text]:
            choose(cache[doc, text], quality(row)).system.append(row)
        else:
            unaligned += 1
    return unaligned, outside


def candidates(tokens: Sequence[str], sentences: Iterable[AnnotatedSentence]) -> list[Candidate]:
    """The sentences that overlap enough with a text. A caption of one word is in many sentences, and does not."""
    found = []
    for sentence in sentences:
        share, dice = overlap(tokens, sentence.tokens)
        is_short = min(len(tokens), len(sentence.tokens)) < SHORT
        if share >= MIN_SHARE and (dice >= MIN_DICE or not is_short):
            found.append(Candidate(share, dice, sentence))
    return found


def overlap(first: Collection[str], second: Collection[str]) -> tuple[float, float]:
    """The share of the shorter one's words that both have, and the Dice coefficient."""
    common = (Counter(first) & Counter(second)).total()
    if not common:
        return 0.0, 0.0
    return common / min(len(first), len(second)), 2 * common / (len(first) + len(second))


def choose(found: Sequence[Candidate], quality: Quality) -> AnnotatedSentence:
    """The best overlap (Dice). Text wins over noise.

    If the text is a clause or several sentences, so that none is close, the one whose annotated triples fit best is
    taken of those with almost the best share.
    """
    best = max(found, key=lambda one: (one.dice, not one.sentence.is_noise))
    if best.dice >= CLOSE or len(found) == 1:
        return best.sentence
    top = max(one.share for one in found)
    near = [one for one in found if one.share >= top - NEAR]
    return max(near, key=lambda one: (quality(one.sentence), one.dice, not one.sentence.is_noise)).sentence


def quality_for(row: Row, *, other_ok: bool = False) -> Quality:
    """The quality of sentences for a system triple: how many of its parts an annotated triple has, at best."""

    def best(sentence: AnnotatedSentence) -> int:
        return max((sum(agreement(row, triple, other_ok=other_ok)) for triple in sentence.gold), default=0)

    return best


# ---- one to one


def max_matching(gold: Iterable[GoldT], edges: Mapping[GoldT, Sequence[SystemT]]) -> dict[GoldT, SystemT]:
    """A maximum matching (Kuhn 1955): the system triple of each annotated one.

    Annotated triples are served in their order: an earlier one never loses its partner for good.
    """
    owner: dict[SystemT, GoldT] = {}

    def augment(wanting: GoldT, seen: set[SystemT]) -> bool:
        for partner in edges.get(wanting, ()):
            if partner in seen:
                continue
            seen.add(partner)
            if partner not in owner or augment(owner[partner], seen):
                owner[partner] = wanting
                return True
        return False

    for one in gold:
        augment(one, set())
    return {wanting: partner for partner, wanting in owner.items()}
