"""Copies a parsed spaCy `Doc` into plain objects, which the rules read.

The rules ask tokens for labels and children hundreds of times; every such question to a spaCy token creates objects and
looks up strings, so all are read from spaCy's arrays once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from extract.parsing.cells import part_cells
from extract.parsing.lists import join_names
from extract.parsing.repairs.tree import repair
from extract.parsing.tokens import Doc, Lexeme, Token

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc
    from spacy.vocab import Vocab

IOB = ("", "I", "O", "B")
"""spaCy's codes for the position of a token in an entity."""
ATTRIBUTES: list[int | str] = [
    "ORTH",
    "IDX",
    "SPACY",
    "HEAD",
    "LEMMA",
    "POS",
    "TAG",
    "DEP",
    "ENT_TYPE",
    "ENT_IOB",
    "MORPH",
]
MAX_CACHED = 200_000
"""Cached lexemes and strings; when there are more, the cache is emptied, so that memory does not grow."""
SIGN_BIT, RANGE = 1 << 63, 1 << 64
"""To read the distances to heads, which are signed, from the array, which is not."""


def from_spacy(parsed: SpacyDoc, text: str | None = None) -> Doc:
    """Copy a parsed spaCy document; `text` is the text as the document has it, if another was parsed.

    Tokens keep the casing that was parsed; a word that was parsed as another word is that of the document.
    """
    lexemes, strings = _lexemes(parsed.vocab), _strings(parsed.vocab)
    tokens = [Token() for _ in range(len(parsed))]
    ends = [sentence.end for sentence in parsed.sents]
    doc = Doc(
        parsed.text if text is None else text, tokens, ends, [(ent.start, ent.end, ent.label_) for ent in parsed.ents]
    )
    for i, (token, row) in enumerate(zip(tokens, parsed.to_array(ATTRIBUTES).tolist(), strict=True)):
        orth, token.idx, space, distance, lemma, pos, tag, dep, ent, iob, morph = row
        token.i, token.doc, token.children = i, doc, []
        token.left_edge = token.right_edge = token
        lexeme = token.lexeme = lexemes[orth]
        token.text, token.lower_ = lexeme.text, lexeme.lower
        token.whitespace_ = " " if space else ""
        token.lemma_, token.pos_, token.tag_, token.dep_ = strings[lemma], strings[pos], strings[tag], strings[dep]
        token.ent_type_, token.ent_iob_ = strings[ent], IOB[iob]
        token.morph = _morphology(strings[morph])
        if text is not None:
            _restore(token, text, parsed.vocab)
        token.head = tokens[i + (distance if distance < SIGN_BIT else distance - RANGE)]
    repair(tokens)
    doc.end_sentences(part_cells(tokens))
    join_names(tokens)
    _link(tokens)
    return doc


def _restore(token: Token, text: str, vocab: Vocab) -> None:
    """Give a token the word of the document if another word, and not a blank, was parsed in its place."""
    if token.is_space:
        return
    original = text[token.idx : token.idx + len(token.text)]
    if original.lower() != token.lower_:
        lexeme = token.lexeme = _lexemes(vocab)[vocab.strings.add(original)]
        token.text, token.lower_, token.lemma_ = lexeme.text, lexeme.lower, original


def _link(tokens: Sequence[Token]) -> None:
    """Set children and edges, given the heads."""
    for token in tokens:
        if token.head is not token:
            token.head.children.append(token)
            for ancestor in token.ancestors:
                if ancestor.left_edge.i <= token.i:
                    break
                ancestor.left_edge = token
    for token in reversed(tokens):
        for ancestor in token.ancestors:
            if ancestor.right_edge.i >= token.i:
                break
            ancestor.right_edge = token


class _Lexemes(dict[int, Lexeme]):
    """A cache of the lexemes of a vocabulary, by the hash of the form."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab

    def __missing__(self, key: int) -> Lexeme:
        if len(self) >= MAX_CACHED:
            self.clear()
        entry = self._vocab[key]
        flags = (entry.is_alpha, entry.is_lower, entry.is_punct, entry.is_quote, entry.is_space, entry.is_title)
        self[key] = lexeme = Lexeme(entry.text, entry.lower_, *flags, entry.like_num)
        return lexeme


class _Strings(dict[int, str]):
    """A cache of the strings of a vocabulary, by hash."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab

    def __missing__(self, key: int) -> str:
        if len(self) >= MAX_CACHED:
            self.clear()
        self[key] = string = str(self._vocab.strings[key]) if key else ""
        return string


@lru_cache(maxsize=4)
def _lexemes(vocab: Vocab) -> _Lexemes:
    return _Lexemes(vocab)


@lru_cache(maxsize=4)
def _strings(vocab: Vocab) -> _Strings:
    return _Strings(vocab)


@lru_cache(maxsize=4096)
def _morphology(features: str) -> Mapping[str, list[str]]:
    """Parse 'Case=Acc|Number=Plur' into values by feature."""
    pairs = (pair.partition("=") for pair in features.strip("_").split("|") if pair)
    return {name: values.split(",") for name, _, values in pairs}
