"""The weights of the linear scorer of links, found by the parts of features instead of by their names.

In: weights by feature. Out: for a path, an action or a noun, the weights of the features that it has with others. Most
pairs of a text are new, so that spelling out the names of their features would take most of the time of the scorer.
Most of these features have no weight, and for a rare path or verb that is known before any noun is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extract.judge.features import ActionTraits, NounTraits

Sum = tuple[int, int]
"""A weight, or the sum of weights, for the roles actor and target."""
Weights = Mapping[str, Sum]
"""By feature, its weights for both roles."""
NOTHING: Sum = (0, 0)
ByPart = Mapping[str, Sum]
"""Weights by the other part of their features."""
NONE: ByPart = {}
LAST_PART_FIRST = frozenset({"subject", "object", "lemma+plain"})
"""Features that are looked up by their second part: the plain path."""


@dataclass(frozen=True, slots=True)
class PlainWeights:
    """The weights of the features that a plain path has with actions (see `of_action`) and with nouns (`of_noun`)."""

    form: ByPart
    class_: ByPart
    subject: ByPart
    object: ByPart
    lemma: ByPart
    type: ByPart
    label: ByPart
    word: ByPart

    def of_action(self, action: ActionTraits) -> Sum:
        """The sum of the weights of this path with an action."""
        form, class_ = self.form.get(action.form, NOTHING), self.class_.get(action.class_, NOTHING)
        subject, object_ = self.subject.get(action.has_subject, NOTHING), self.object.get(action.has_object, NOTHING)
        lemma = self.lemma.get(action.lemma, NOTHING)
        return (
            form[0] + class_[0] + subject[0] + object_[0] + lemma[0],
            form[1] + class_[1] + subject[1] + object_[1] + lemma[1],
        )

    def of_noun(self, noun: NounTraits) -> Sum:
        """The sum of the weights of this path with a noun."""
        type_, label = self.type.get(noun.type, NOTHING), self.label.get(noun.label, NOTHING)
        word = self.word.get(noun.word, NOTHING)
        return type_[0] + label[0] + word[0], type_[1] + label[1] + word[1]


@dataclass(frozen=True, slots=True)
class ActionWeights:
    """The weights of the features that an action has with prepositions, with its own arguments, and with nouns."""

    preposition: ByPart
    own: ByPart
    type_of_class: ByPart
    word: ByPart
    type: ByPart

    def of_frame(self, side: str, preposition: str, own: str) -> Sum:
        """The sum of the weights of a side with a preposition and with the arguments that the action has."""
        of_preposition, of_own = self.preposition.get(side + preposition, NOTHING), self.own.get(side + own, NOTHING)
        return of_preposition[0] + of_own[0], of_preposition[1] + of_own[1]

    def of_noun(self, noun: NounTraits) -> Sum:
        """The sum of the weights of this action with a noun."""
        of_class, of_type = self.type_of_class.get(noun.type, NOTHING), self.type.get(noun.type, NOTHING)
        word = self.word.get(noun.word, NOTHING)
        return of_class[0] + of_type[0] + word[0], of_class[1] + of_type[1] + word[1]


class WeightIndex:
    """Weights by the parts of features."""

    def __init__(self, weights: Weights) -> None:
        self._by_name: dict[str, dict[str, dict[str, Sum]]] = {}
        for feature, weight in weights.items():
            name, _, value = feature.partition("=")
            for first, second in _splits(value):
                key, other = (second, first) if name in LAST_PART_FIRST else (first, second)
                self._by_name.setdefault(name, {}).setdefault(key, {})[other] = weight

    def of_plain(self, plain: str) -> PlainWeights | None:
        """The weights of a plain path; None if it has none."""
        names = "plain+form", "plain+class", "subject", "object", "lemma+plain", "plain+type", "plain+ner", "plain+noun"
        found = [self._of(name, plain) for name in names]
        return PlainWeights(*found) if any(found) else None

    def of_action(self, action: ActionTraits) -> ActionWeights:
        """The weights of an action."""
        lemma = action.lemma
        return ActionWeights(
            self._of("lemma+preposition", lemma),
            self._of("lemma+own", lemma),
            self._of("class+type", action.class_),
            self._of("lemma+noun", lemma),
            self._of("lemma+type", lemma),
        )

    def _of(self, name: str, key: str) -> ByPart:
        found = self._by_name.get(name)
        return NONE if found is None else found.get(key, NONE)


def _splits(value: str) -> Iterator[tuple[str, str]]:
    """All ways in which a value can have two parts: words of the text may have strokes of their own."""
    at = value.find("/")
    while at >= 0:
        yield value[:at], value[at + 1 :]
        at = value.find("/", at + 1)
