"""A spaCy pipeline made faster, with the same annotations.

A third of a pipeline's time goes into products of matrices, and numpy's library for them is two to three times faster
than the one that thinc takes by default (docs/decisions/extraction.md). The attribute ruler matches 179 patterns
against each token, though what they say depends on its form, tag and label alone: that is looked up once and
remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Span
from spacy.tokens._retokenize import set_token_attrs
from spacy.vocab import Vocab
from thinc.api import use_ops

RULER = "attribute_ruler"
FACTORY = "remembering_attribute_ruler"
KEY = ("ORTH", "TAG", "DEP")
FORMS = frozenset({"ORTH", "TEXT", "LOWER"})
DECIDED_BY_KEY = FORMS | {"IS_SPACE", "TAG", "DEP"}
"""Attributes of patterns whose value `KEY` decides."""
MOST = 200_000
"""Forms that are remembered at most; then they are learnt anew, so that memory does not grow with what is read."""

Key = tuple[int, int, int]
Pattern = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What the patterns say of a token, and whether one of several tokens may begin with it, or go on with it."""

    attributes: dict[Any, Any]
    is_first: bool
    is_second: bool


class RememberingRuler(AttributeRuler):
    """An attribute ruler that remembers by form, tag and label what its patterns of one token say of a token.

    A text in which a pattern of several tokens may begin is left to the ruler as it was. All patterns must be about
    `DECIDED_BY_KEY` (see `can_remember`).
    """

    def __init__(self, vocab: Vocab, name: str = RULER) -> None:
        super().__init__(vocab, name)
        self._forms: dict[int, int] = {}
        """By the number of a form, itself if a pattern is about it; else 0."""
        self._said: dict[Key, Said] = {}
        self._words: frozenset[str] = frozenset()
        self._shapes: tuple[re.Pattern[str], ...] = ()
        self._first, self._second = Matcher(vocab), Matcher(vocab)

    def learn(self, patterns: Sequence[Any]) -> None:
        """Take the patterns of another ruler."""
        self.add_patterns(patterns)
        named = [form for pattern in _tokens(patterns) for form in _forms(pattern)]
        self._words = frozenset(form.lower() for form in named if isinstance(form, str))
        self._shapes = tuple(form for form in named if isinstance(form, re.Pattern))
        longer = [tokens for rule in patterns for tokens in rule["patterns"] if len(tokens) > 1]
        for matcher, place in ((self._first, 0), (self._second, 1)):
            if longer:
                matcher.add("longer", [[tokens[place]] for tokens in longer])

    def __call__(self, doc: Doc) -> Doc:
        """Set what the patterns say of each token."""
        rows = doc.to_array(list(KEY)).tolist()
        said = [self._of(doc, i, row) for i, row in enumerate(rows)]
        if any(one.is_first and other.is_second for one, other in pairwise(said)):
            return super().__call__(doc)
        for token, one in zip(doc, said, strict=True):
            if one.attributes:
                set_token_attrs(token, one.attributes)
        return doc

    def _of(self, doc: Doc, place: int, row: Sequence[int]) -> Said:
        orth, tag, label = row
        form = self._forms.get(orth)
        if form is None:
            form = self._form(orth)
        found = self._said.get((form, tag, label))
        return found or self._look(doc[place : place + 1], (form, tag, label))

    def _form(self, orth: int) -> int:
        if len(self._forms) >= MOST:
            self._forms.clear()
        word = self.vocab[orth]
        is_named = word.is_space or word.lower_ in self._words
        if is_named or any(shape.search(text) for shape in self._shapes for text in (word.text, word.lower_)):
            self._forms[orth] = orth
        else:
            self._forms[orth] = 0
        return self._forms[orth]

    def _look(self, alone: Span, key: Key) -> Said:
        """Remember what is said of this token: later rules take precedence, as in the ruler."""
        attributes: dict[Any, Any] = {}
        for number in sorted(int(self.vocab.strings[rule]) for rule, _, _ in self.matcher(alone, allow_missing=True)):
            attributes |= self.attrs[number]
        first, second = (bool(matcher(alone, allow_missing=True)) for matcher in (self._first, self._second))
        self._said[key] = said = Said(attributes, first, second)
        return said


@Language.factory(FACTORY)
def _make(nlp: Language, name: str) -> RememberingRuler:
    return RememberingRuler(nlp.vocab, name)


def can_remember(patterns: Sequence[Any]) -> bool:
    """True if what the patterns say of a token depends on its key alone, or on those of its neighbours."""
    tokens = list(_tokens(patterns))
    about_forms = (spec for token in tokens for name, spec in token.items() if name in FORMS)
    known = all(isinstance(spec, str) or set(spec) <= {"IN", "NOT_IN", "REGEX"} for spec in about_forms)
    return known and all(set(token) <= DECIDED_BY_KEY for token in tokens)


def _tokens(patterns: Sequence[Any]) -> Iterator[Pattern]:
    """What the patterns ask of a token, one by one."""
    return (token for rule in patterns for tokens in rule["patterns"] for token in tokens)


def _forms(pattern: Pattern) -> Iterator[str | re.Pattern[str]]:
    """The forms that a pattern asks for, or bars."""
    for spec in (pattern[name] for name in FORMS if name in pattern):
        if isinstance(spec, str):
            yield spec
        else:
            yield from (*spec.get("IN", ()), *spec.get("NOT_IN", ()))
            yield from (re.compile(shape) for shape in [spec.get("REGEX")] if shape)


def lean(pipeline: Language) -> None:
    """Let a pipeline remember what its attribute ruler says; a ruler of another kind is left as it is."""
    original = pipeline.get_pipe(RULER) if RULER in pipeline.pipe_names else None
    if type(original) is not AttributeRuler or not can_remember(original.patterns):
        return
    ruler = pipeline.replace_pipe(RULER, FACTORY)
    assert isinstance(ruler, RememberingRuler)  # noqa: S101  # for mypy: it is what the factory makes
    ruler.learn(original.patterns)


def fast_products() -> AbstractContextManager[None]:
    """While a pipeline is loaded: its products of matrices will be numpy's."""
    return use_ops("numpy", use_blis=False)
