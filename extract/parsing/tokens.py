"""A parsed paragraph as plain objects: what the rules read of a token, taken out of spaCy's arrays in one go.

The names are spaCy's, so that a rule reads the same. A rule asks a token for its label or its children hundreds of
times; each such question to a spaCy token makes new objects and looks a number up in a table of strings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc
    from spacy.vocab import Vocab

IOB = ("", "I", "O", "B")
"""spaCy's codes for where a token stands in an entity."""
FEATURES: list[int | str] = [
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
MOST = 200_000
"""Words that are remembered at most; then they are looked up anew, so that memory does not grow with what is read."""
SIGN, SIZE = 1 << 63, 1 << 64
"""Distances to the head are signed, the array is not."""


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """What is the same wherever a word stands."""

    text: str
    lower: str
    is_alpha: bool
    is_lower: bool
    is_punct: bool
    is_quote: bool
    is_space: bool
    is_title: bool
    like_num: bool


class Token:
    """A word of a paragraph in its place: two tokens are equal only if they are the same one."""

    __slots__ = (
        "children",
        "dep_",
        "doc",
        "ent_iob_",
        "ent_type_",
        "head",
        "i",
        "idx",
        "left_edge",
        "lemma_",
        "lower_",
        "morph",
        "pos_",
        "right_edge",
        "tag_",
        "text",
        "whitespace_",
        "word",
    )

    i: int
    """Position in the paragraph."""
    idx: int
    """Characters of the paragraph before it."""
    doc: Doc
    word: Word
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    ent_iob_: str
    whitespace_: str
    morph: Mapping[str, list[str]]
    head: Token
    """What it depends on; itself, if it is a root."""
    children: list[Token]
    """What depends on it, in reading order."""
    left_edge: Token
    """The first word of all that depends on it; itself, if there is none before it."""
    right_edge: Token
    """The last word of all that depends on it; itself, if there is none after it."""

    def __len__(self) -> int:
        """Characters."""
        return len(self.text)

    def __repr__(self) -> str:
        """For a person at a debugger."""
        return f"{self.text}/{self.dep_}"

    @property
    def text_with_ws(self) -> str:
        """The word and the space after it, if there is one."""
        return self.text + self.whitespace_

    @property
    def lefts(self) -> list[Token]:
        """The dependents that stand before it."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Token]:
        """The dependents that stand after it."""
        return [child for child in self.children if child.i > self.i]

    @property
    def subtree(self) -> Iterator[Token]:
        """The word and all that depends on it, each between what depends on it to the left and to the right."""
        waiting: list[tuple[Token, bool]] = [(self, False)]  # a list of a thousand names is as deep: no recursion
        while waiting:
            token, is_open = waiting.pop()
            if is_open or not token.children:
                yield token
                continue
            waiting.extend((child, False) for child in reversed(token.rights))
            waiting.append((token, True))
            waiting.extend((child, False) for child in reversed(token.lefts))

    @property
    def ancestors(self) -> Iterator[Token]:
        """What it depends on, what that depends on, and so on up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def sent(self) -> TokenSpan:
        """Its sentence."""
        return self.doc.sentence_at(self.i)

    def nbor(self, distance: int = 1) -> Token:
        """The token so many places further on. Raises IndexError at the ends of the paragraph."""
        place = self.i + distance
        if place < 0:
            raise IndexError(place)
        return self.doc[place]

    @property
    def is_alpha(self) -> bool:
        """True if there are only letters in it."""
        return self.word.is_alpha

    @property
    def is_lower(self) -> bool:
        """True if it is written small."""
        return self.word.is_lower

    @property
    def is_punct(self) -> bool:
        """True for a mark of punctuation."""
        return self.word.is_punct

    @property
    def is_quote(self) -> bool:
        """True for a quotation mark."""
        return self.word.is_quote

    @property
    def is_space(self) -> bool:
        """True for white space that is a token of its own."""
        return self.word.is_space

    @property
    def is_title(self) -> bool:
        """True if it is written with a capital and goes on small."""
        return self.word.is_title

    @property
    def like_num(self) -> bool:
        """True for a number in digits or letters."""
        return self.word.like_num


class TokenSpan(Sequence[Token]):
    """Neighbouring tokens: `end` is after the last one. `label_` is that of an entity."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __len__(self) -> int:
        """Tokens."""
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        """In reading order."""
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, place: int) -> Token: ...

    @overload
    def __getitem__(self, place: slice) -> TokenSpan: ...

    def __getitem__(self, place: int | slice) -> Token | TokenSpan:
        """A token by its place, or the neighbours of a slice."""
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self))
            return TokenSpan(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[range(self.start, self.end)[place]]

    @property
    def start_char(self) -> int:
        """Characters of the paragraph before it."""
        return self.doc.tokens[self.start].idx if self.start < len(self.doc) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Characters of the paragraph up to its end."""
        if self.end == self.start:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as they stand."""
        tokens = self.doc.tokens[self.start : self.end]
        if not tokens:
            return ""
        last = tokens[-1]
        return self.doc.text[tokens[0].idx : last.idx + len(last.text)]

    @property
    def sent(self) -> TokenSpan:
        """The sentence that it begins in."""
        return self.doc.sentence_at(self.start)

    @property
    def ents(self) -> list[TokenSpan]:
        """The entities that lie inside."""
        return [ent for ent in self.doc.ents if self.start <= ent.start and ent.end <= self.end]

    @property
    def root(self) -> Token:
        """The root of a sentence in it, else the first of the tokens nearest to one that hang on a word outside.

        A space or a mark with nothing hanging on it is taken last.
        """
        tokens = self.doc.tokens[self.start : self.end]
        for token in tokens:
            if token.head is token:
                return token
        hanging = [token for token in tokens if not self.start <= token.head.i < self.end]
        return hanging[0] if len(hanging) == 1 else min(hanging, key=self._depth)

    def _depth(self, token: Token) -> int:
        is_bare = (token.is_space or token.is_punct) and not token.children
        return len(self.doc) - 1 if is_bare else sum(1 for _ in token.ancestors)


class Doc:
    """A parsed paragraph."""

    def __init__(
        self, text: str, tokens: list[Token], ends: Sequence[int], ents: Sequence[tuple[int, int, str]]
    ) -> None:
        self.text = text
        self.tokens = tokens
        self._ends = list(ends)
        self.ents = [TokenSpan(self, *place) for place in ents]

    def __len__(self) -> int:
        """Tokens."""
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        """In reading order."""
        return iter(self.tokens)

    @overload
    def __getitem__(self, place: int) -> Token: ...

    @overload
    def __getitem__(self, place: slice) -> TokenSpan: ...

    def __getitem__(self, place: int | slice) -> Token | TokenSpan:
        """A token by its place, or the neighbours of a slice."""
        if not isinstance(place, slice):
            return self.tokens[place]
        start, end, _ = place.indices(len(self.tokens))
        return TokenSpan(self, start, max(start, end))

    @cached_property
    def sents(self) -> list[TokenSpan]:
        """Its sentences."""
        return [TokenSpan(self, start, end) for start, end in zip([0, *self._ends], self._ends, strict=False)]

    def sentence_at(self, place: int) -> TokenSpan:
        """The sentence of the token at this position."""
        return self.sents[bisect_right(self._ends, place)]


def tree(parsed: SpacyDoc) -> Doc:
    """The tokens of a parsed paragraph."""
    words, names = _words(parsed.vocab), _names(parsed.vocab)
    tokens = [Token() for _ in range(len(parsed))]
    ends = [sentence.end for sentence in parsed.sents]
    doc = Doc(parsed.text, tokens, ends, [(ent.start, ent.end, ent.label_) for ent in parsed.ents])
    for i, (token, row) in enumerate(zip(tokens, parsed.to_array(FEATURES).tolist(), strict=True)):
        orth, token.idx, space, distance, lemma, pos, tag, dep, ent, iob, morph = row
        token.i, token.doc, token.children = i, doc, []
        token.left_edge = token.right_edge = token
        word = token.word = words[orth]
        token.text, token.lower_ = word.text, word.lower
        token.whitespace_ = " " if space else ""
        token.lemma_, token.pos_, token.tag_, token.dep_ = names[lemma], names[pos], names[tag], names[dep]
        token.ent_type_, token.ent_iob_ = names[ent], IOB[iob]
        token.morph = _features(names[morph])
        token.head = tokens[i + (distance if distance < SIGN else distance - SIZE)]
    for token in tokens:
        if token.head is not token:
            token.head.children.append(token)
            for above in token.ancestors:
                if above.left_edge.i <= token.i:
                    break
                above.left_edge = token
    for token in reversed(tokens):
        for above in token.ancestors:
            if above.right_edge.i >= token.i:
                break
            above.right_edge = token
    return doc


class _Words(dict[int, Word]):
    """By its number in a vocabulary, a word."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab

    def __missing__(self, key: int) -> Word:
        if len(self) >= MOST:
            self.clear()
        lexeme = self._vocab[key]
        flags = (lexeme.is_alpha, lexeme.is_lower, lexeme.is_punct, lexeme.is_quote, lexeme.is_space, lexeme.is_title)
        self[key] = word = Word(lexeme.text, lexeme.lower_, *flags, lexeme.like_num)
        return word


class _Names(dict[int, str]):
    """By its number in a vocabulary, a string."""

    def __init__(self, vocab: Vocab) -> None:
        super().__init__()
        self._vocab = vocab

    def __missing__(self, key: int) -> str:
        if len(self) >= MOST:
            self.clear()
        self[key] = name = str(self._vocab.strings[key]) if key else ""
        return name


@lru_cache(maxsize=4)
def _words(vocab: Vocab) -> _Words:
    return _Words(vocab)


@lru_cache(maxsize=4)
def _names(vocab: Vocab) -> _Names:
    return _Names(vocab)


@lru_cache(maxsize=4096)
def _features(morphology: str) -> Mapping[str, list[str]]:
    """'Case=Acc|Number=Plur' by feature."""
    pairs = (pair.partition("=") for pair in morphology.strip("_").split("|") if pair)
    return {name: values.split(",") for name, _, values in pairs}
