"""How right claims are against gold: recall, precision, and how negation, modality and attribution fare.

A claim is right if actor, action and target all match one gold claim of its sentence. Names match if their words are
the same, or the words of one are all in the other and at least half as many; articles, case, accents and possessives
do not count. Actions match by base form or by class (the class `other` says nothing). Recall counts core gold, each
claim found once; precision counts every claim that sentences of the gold gave.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from actorgraph.evaluation.gold import GoldClaim, GoldSentence
from ontology.data_files import DataTable, load_toml
from ontology.model import Claim, Modality, Participant, Polarity

CLOSE = 0.6
"""Share of the shorter text's words that two texts must share to be the same sentence."""


class IgnoredWords(DataTable):
    """Words that do not count when a text is compared with gold."""

    articles: frozenset[str]
    particles: frozenset[str]


@cache
def _ignored() -> IgnoredWords:
    return load_toml("actorgraph.evaluation", "ignored_words.toml", IgnoredWords)


@dataclass(frozen=True, slots=True)
class EvaluationError:
    """An error: a gold claim that was missed, a wrong claim, or a claim extracted from a line of noise (`kind`)."""

    kind: str
    document: str
    sentence: str
    claim: str
    rule: str | None = None


@dataclass(slots=True)
class Evaluation:
    """The counts, from which the shares follow."""

    counts: Counter[str] = field(default_factory=Counter)
    phenomena: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    errors: list[EvaluationError] = field(default_factory=list)

    def share(self, part: str, whole: str) -> float | None:
        """One count as a share of another, 0 to 1; None where there is nothing to count."""
        return self.counts[part] / self.counts[whole] if self.counts[whole] else None

    @property
    def recall(self) -> float | None:
        """Core gold claims found."""
        return self.share("core found", "core")

    @property
    def precision(self) -> float | None:
        """Claims that are right."""
        return self.share("right", "claims")

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both."""
        if not self.precision or not self.recall:
            return None if self.precision is None or self.recall is None else 0.0
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def evaluate(gold: Sequence[GoldSentence], claims: Iterable[Claim]) -> Evaluation:
    """Compare claims with gold. Claims of sentences that the gold does not hold are counted apart and not judged."""
    evaluation = Evaluation()
    placed: dict[int, list[Claim]] = defaultdict(list)
    by_document: dict[str, list[int]] = defaultdict(list)
    for number, sentence in enumerate(gold):
        by_document[sentence.document].append(number)
    for claim in claims:
        sentence_number = _sentence_of(claim, gold, by_document[claim.document])
        if sentence_number is None:
            evaluation.counts["not annotated"] += 1
        else:
            placed[sentence_number].append(claim)
    for number, sentence in enumerate(gold):
        _judge(sentence, placed[number], evaluation)
    return evaluation


def _sentence_of(claim: Claim, gold: Sequence[GoldSentence], numbers: Sequence[int]) -> int | None:
    """The gold sentence that shares most words with the claim's, if they share enough."""
    words = Counter(_words(claim.sentence.text))
    best, most = None, 0.0
    for number in numbers:
        other = Counter(_words(gold[number].text))
        shared = (words & other).total()
        dice = 2 * shared / max(1, words.total() + other.total())
        if shared >= CLOSE * min(words.total(), other.total()) and dice > most:
            best, most = number, dice
    return best


def _judge(sentence: GoldSentence, claims: Sequence[Claim], evaluation: Evaluation) -> None:
    counts = evaluation.counts
    if sentence.noise:
        counts["noise lines"] += 1
        counts["noise claims"] += len(claims)
        evaluation.errors += [_error("noise", sentence, claim) for claim in claims]
        return
    counts["sentences"] += 1
    counts["claims"] += len(claims)
    matches = {
        number: [index for index, claim in enumerate(claims) if is_match(claim, wanted)]
        for number, wanted in enumerate(sentence.claims)
    }
    for index, claim in enumerate(claims):
        right = any(index in indexes for indexes in matches.values())
        counts["right"] += right
        if not right:
            evaluation.errors.append(_error("wrong", sentence, claim))
    pairs = _assign(sentence.claims, claims, matches)
    for number, wanted in enumerate(sentence.claims):
        _count(wanted, claims[pairs[number]] if number in pairs else None, evaluation)
        if wanted.core and number not in pairs:
            evaluation.errors.append(EvaluationError("missed", sentence.document, sentence.text, wanted.brief))


def _count(wanted: GoldClaim, claim: Claim | None, evaluation: Evaluation) -> None:
    counts = evaluation.counts
    counts["gold"] += 1
    counts["core"] += wanted.core
    counts["core found"] += wanted.core and claim is not None
    for phenomenon in wanted.phenomena:
        evaluation.phenomena[phenomenon]["core"] += wanted.core
        evaluation.phenomena[phenomenon]["core found"] += wanted.core and claim is not None
    if claim is None:
        return
    agreed = _agreement(claim, wanted)
    marked = {
        "negation": wanted.negated,
        "modality": wanted.modality is not Modality.ASSERTED,
        "attribution": bool(wanted.speakers),
    }
    counts["matched"] += 1
    for name, is_marked in marked.items():
        counts[f"{name} right"] += agreed[name]
        counts[f"{name} marked"] += is_marked
        counts[f"{name} marked right"] += is_marked and agreed[name]


def _agreement(claim: Claim, wanted: GoldClaim) -> dict[str, bool]:
    speakers = () if claim.attribution is None else (claim.attribution.label,)
    return {
        "negation": (claim.polarity is Polarity.NEGATED) == wanted.negated,
        "modality": claim.modality is wanted.modality,
        "attribution": _names_match(speakers, wanted.speakers),
    }


def _assign(gold: Sequence[GoldClaim], claims: Sequence[Claim], matches: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Each gold claim to a claim of its own: a largest matching (Kuhn's augmenting paths), core gold first.

    Of several claims that match, the one that agrees on negation, modality and attribution comes first.
    """
    owner: dict[int, int] = {}

    def augment(number: int, tried: set[int]) -> bool:
        ranked = sorted(matches[number], key=lambda i: -sum(_agreement(claims[i], gold[number]).values()))
        for index in ranked:
            if index not in tried:
                tried.add(index)
                if index not in owner or augment(owner[index], tried):
                    owner[index] = number
                    return True
        return False

    for number in sorted(matches, key=lambda n: not gold[n].core):
        augment(number, set())
    return {number: index for index, number in owner.items()}


def is_match(claim: Claim, wanted: GoldClaim) -> bool:
    """True if actor, action and target are all those of the gold claim."""
    targets = () if claim.target is None else _called(claim.target)
    return (
        _names_match(_called(claim.actor), wanted.actors)
        and _actions_match(claim, wanted)
        and _names_match(targets, wanted.targets)
    )


def _called(participant: Participant) -> tuple[str, str]:
    return participant.entity.label, participant.span.text


def _names_match(names: Sequence[str], wanted: Sequence[str]) -> bool:
    if not wanted or not names:
        return not wanted and not names
    exact = {tuple(_words(name)) for name in wanted}
    return any(_name_matches(_words(name), words, exact) for name in names for words in map(_words, wanted))


def _name_matches(name: list[str], words: list[str], exact: set[tuple[str, ...]]) -> bool:
    if not name or not words:
        return False
    small, big = sorted((set(name), set(words)), key=len)
    shorter = tuple(min(name, words, key=lambda these: len(set(these))))
    return small <= big and (2 * len(small) >= len(big) or shorter in exact)


def _actions_match(claim: Claim, wanted: GoldClaim) -> bool:
    forms = {form for action in wanted.actions for form in _forms(action)}
    if forms & set(_forms(claim.action.lemma, parts=True)):
        return True
    return wanted.action_class == claim.action.class_ != "other"


def _forms(action: str, *, parts: bool = False) -> Iterator[str]:
    """An action with and without its particles; with `parts` its first word and the last that is no particle too."""
    words = _folded(action).split()
    yield " ".join(words)
    kept = list(words)
    while len(kept) > 1 and kept[-1] in _ignored().particles:
        kept.pop()
        yield " ".join(kept)
    if parts and words:
        yield words[0]
        yield kept[-1]


def _words(text: str) -> list[str]:
    folded = re.sub(r"(?<=\d),(?=\d)", "", _folded(text).replace("'s", ""))
    folded = re.sub(r"\b((?:[a-z]\.){2,})", lambda match: match[1].replace(".", ""), folded)  # U.S. is US
    words = re.findall(r"\w+", folded)
    return [word for word in words if word not in _ignored().articles] or words


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().replace("\u2019", "'")


def _error(kind: str, sentence: GoldSentence, claim: Claim) -> EvaluationError:
    target = claim.target.entity.label if claim.target else "-"
    brief = f"{claim.actor.entity.label} | {claim.action.lemma} | {target}"
    return EvaluationError(kind, sentence.document, sentence.text, brief, claim.rule)
