"""Fast inference for spaCy's rule lemmatizer of English: the lemma is cached by form, part of speech and morphology.

spaCy caches only the lemmas of forms that its rules change, and for each token asks for the tables first.
"""

from __future__ import annotations

from contextlib import ExitStack

from spacy.lang.en.lemmatizer import EnglishLemmatizer
from spacy.language import Language
from spacy.tokens import Doc

from extract.parsing.acceleration.replacement import replace_component

FACTORY = "cached_lemmatizer"
KEY_ATTRIBUTES = ("ORTH", "POS", "MORPH")
"""What decides the lemma of a token."""
MAX_CACHED = 200_000
"""Cached lemmas; when there are more, the cache is emptied."""


class CachedLemmatizer:
    """Gives tokens without a lemma the one that the original lemmatizer gives them."""

    def __init__(self, original: EnglishLemmatizer) -> None:
        self.original = original
        self._lemmas: dict[tuple[int, ...], int] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Lemmatize the tokens of a text."""
        rows = doc.to_array(["LEMMA", *KEY_ATTRIBUTES]).tolist()
        for token, (lemma, *key) in zip(doc, rows, strict=True):
            if not lemma:
                token.lemma = self._lemmas.get(tuple(key)) or self._lemma(doc, token.i, tuple(key))
        return doc

    def _lemma(self, doc: Doc, i: int, key: tuple[int, ...]) -> int:
        if len(self._lemmas) >= MAX_CACHED:
            self._lemmas.clear()
        self._lemmas[key] = doc.vocab.strings.add(self.original.lemmatize(doc[i])[0])
        return self._lemmas[key]


@Language.factory(FACTORY)
def _make(nlp: Language, name: str, original: str) -> CachedLemmatizer:  # noqa: ARG001  # spaCy gives the name
    lemmatizer = nlp.get_pipe(original)
    assert isinstance(lemmatizer, EnglishLemmatizer)  # noqa: S101  # for mypy: `accelerate_lemmatizer` has checked it
    return CachedLemmatizer(lemmatizer)


def accelerate_lemmatizer(nlp: Language, name: str, undo: ExitStack) -> bool:
    """Replace the lemmatizer of this name; return False, and leave it, if it is not supported.

    Callbacks that take the replacement back are added to `undo`.
    """
    lemmatizer = nlp.get_pipe(name)
    if type(lemmatizer) is not EnglishLemmatizer or lemmatizer.mode != "rule" or lemmatizer.overwrite:
        return False
    replace_component(nlp, name, FACTORY, undo)
    return True
