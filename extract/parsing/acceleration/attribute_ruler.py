"""Fast inference for spaCy's attribute ruler: what its patterns assign is cached by token form, tag and dependency.

The English ruler matches 179 patterns against every token, but nearly all of them look at a single token, and only at
its form, tag and dependency label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc, Span
from spacy.tokens._retokenize import set_token_attrs
from spacy.vocab import Vocab

from extract.parsing.acceleration.replacement import replace_component

FACTORY = "cached_attribute_ruler"
KEY_ATTRIBUTES = ("ORTH", "TAG", "DEP")
FORM_ATTRIBUTES = frozenset({"ORTH", "TEXT", "LOWER"})
CACHEABLE_ATTRIBUTES = FORM_ATTRIBUTES | {"IS_SPACE", "TAG", "DEP"}
"""Pattern attributes whose value follows from `KEY_ATTRIBUTES`."""
MAX_FORMS = 200_000
"""Cached forms; when there are more, the cache is emptied."""

Key = tuple[int, int, int]
Pattern = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RulerMatch:
    """Attributes that the patterns assign to a token, and whether it can be first or second in a longer pattern."""

    attributes: dict[Any, Any]
    can_be_first: bool
    can_be_second: bool


class CachedAttributeRuler(AttributeRuler):
    """An attribute ruler that caches the attributes its one-token patterns assign, by form, tag and dependency.

    The cache key has 0 in place of a form that no pattern mentions, so that all such forms share their entries. A text
    in which a pattern of several tokens could match is left to the stock ruler. Every pattern must use
    `CACHEABLE_ATTRIBUTES` only (see `is_cacheable`).
    """

    def __init__(self, vocab: Vocab, name: str, patterns: Sequence[Any]) -> None:
        """Take the patterns of a stock ruler."""
        super().__init__(vocab, name)
        self.add_patterns(patterns)
        self._form_keys: dict[int, int] = {}
        """Hash of a form -> itself if a pattern mentions the form, else 0."""
        self._matches: dict[Key, RulerMatch] = {}
        mentioned = [form for pattern in _token_patterns(patterns) for form in _mentioned_forms(pattern)]
        self._words = frozenset(form.lower() for form in mentioned if isinstance(form, str))
        self._regexes = tuple(form for form in mentioned if isinstance(form, re.Pattern))
        self._first, self._second = Matcher(vocab), Matcher(vocab)
        longer = [tokens for rule in patterns for tokens in rule["patterns"] if len(tokens) > 1]
        for matcher, position in ((self._first, 0), (self._second, 1)):
            if longer:
                matcher.add("longer", [[tokens[position]] for tokens in longer])

    def __call__(self, doc: Doc) -> Doc:
        """Assign attributes to the tokens of a text."""
        rows = doc.to_array(list(KEY_ATTRIBUTES)).tolist()
        matches = [self._match(doc, i, row) for i, row in enumerate(rows)]
        if any(match.can_be_first and following.can_be_second for match, following in pairwise(matches)):
            return super().__call__(doc)
        for token, match in zip(doc, matches, strict=True):
            if match.attributes:
                set_token_attrs(token, match.attributes)
        return doc

    def _match(self, doc: Doc, i: int, row: Sequence[int]) -> RulerMatch:
        orth, tag, dep = row
        form = self._form_keys.get(orth)
        if form is None:
            form = self._form_key(orth)
        return self._matches.get((form, tag, dep)) or self._add_match(doc[i : i + 1], (form, tag, dep))

    def _form_key(self, orth: int) -> int:
        if len(self._form_keys) >= MAX_FORMS:
            self._form_keys.clear()
        lexeme = self.vocab[orth]
        is_mentioned = lexeme.is_space or lexeme.lower_ in self._words
        if is_mentioned or any(regex.search(text) for regex in self._regexes for text in (lexeme.text, lexeme.lower_)):
            self._form_keys[orth] = orth
        else:
            self._form_keys[orth] = 0
        return self._form_keys[orth]

    def _add_match(self, token: Span, key: Key) -> RulerMatch:
        """Match the patterns against a single token; later rules take precedence, as in the stock ruler."""
        attributes: dict[Any, Any] = {}
        for number in sorted(int(self.vocab.strings[rule]) for rule, _, _ in self.matcher(token, allow_missing=True)):
            attributes |= self.attrs[number]
        first, second = (bool(matcher(token, allow_missing=True)) for matcher in (self._first, self._second))
        self._matches[key] = match = RulerMatch(attributes, first, second)
        return match


@Language.factory(FACTORY)
def _make(nlp: Language, name: str, original: str) -> CachedAttributeRuler:
    ruler = nlp.get_pipe(original)
    assert isinstance(ruler, AttributeRuler)  # noqa: S101  # for mypy: `accelerate_attribute_ruler` has checked it
    return CachedAttributeRuler(nlp.vocab, name, ruler.patterns)


def accelerate_attribute_ruler(nlp: Language, name: str, undo: ExitStack) -> bool:
    """Replace the attribute ruler of this name; return False, and leave it, if it is a subclass or not cacheable.

    Callbacks that take the replacement back are added to `undo`.
    """
    ruler = nlp.get_pipe(name)
    if type(ruler) is not AttributeRuler or not is_cacheable(ruler.patterns):
        return False
    replace_component(nlp, name, FACTORY, undo)
    return True


def is_cacheable(patterns: Sequence[Any]) -> bool:
    """Return whether `KEY_ATTRIBUTES` of a token, and of its neighbours, decide which of the patterns match."""
    tokens = list(_token_patterns(patterns))
    form_specs = (spec for token in tokens for name, spec in token.items() if name in FORM_ATTRIBUTES)
    are_known = all(isinstance(spec, str) or set(spec) <= {"IN", "NOT_IN", "REGEX"} for spec in form_specs)
    return are_known and all(set(token) <= CACHEABLE_ATTRIBUTES for token in tokens)


def _token_patterns(patterns: Sequence[Any]) -> Iterator[Pattern]:
    """Yield the pattern of each single token."""
    return (token for rule in patterns for tokens in rule["patterns"] for token in tokens)


def _mentioned_forms(pattern: Pattern) -> Iterator[str | re.Pattern[str]]:
    """Yield the forms that a token pattern requires or excludes."""
    for spec in (pattern[name] for name in FORM_ATTRIBUTES if name in pattern):
        if isinstance(spec, str):
            yield spec
        else:
            yield from (*spec.get("IN", ()), *spec.get("NOT_IN", ()))
            yield from (re.compile(regex) for regex in [spec.get("REGEX")] if regex)
