"""Parsed paragraphs as plain objects, which the rules read: documents, spans and tokens.

Attributes have spaCy's names and meanings. `conversion` makes the objects from a spaCy `Doc`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import overload


@dataclass(frozen=True, slots=True, eq=False)
class Lexeme:
    """Properties of a word form that do not depend on its context."""

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
    """A token of a paragraph. Tokens are equal only if they are the same object."""

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
        "lexeme",
        "lower_",
        "morph",
        "pos_",
        "right_edge",
        "tag_",
        "text",
        "whitespace_",
    )

    i: int
    """Index in the paragraph."""
    idx: int
    """Character offset in the paragraph."""
    doc: Doc
    lexeme: Lexeme
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
    """The syntactic head; a root is its own head."""
    children: list[Token]
    """The direct dependents, in text order."""
    left_edge: Token
    """The first token of the subtree."""
    right_edge: Token
    """The last token of the subtree."""

    def __len__(self) -> int:
        """Return the number of characters."""
        return len(self.text)

    def __repr__(self) -> str:
        """Return text and dependency label, for debugging."""
        return f"{self.text}/{self.dep_}"

    @property
    def text_with_ws(self) -> str:
        """The text with the whitespace after it."""
        return self.text + self.whitespace_

    @property
    def lefts(self) -> list[Token]:
        """The direct dependents before the token."""
        return [child for child in self.children if child.i < self.i]

    @property
    def rights(self) -> list[Token]:
        """The direct dependents after the token."""
        return [child for child in self.children if child.i > self.i]

    @property
    def subtree(self) -> Iterator[Token]:
        """The token and all its direct and indirect dependents; each token between its left and right dependents."""
        pending: list[tuple[Token, bool]] = [(self, False)]  # no recursion: chains can be a thousand tokens deep
        while pending:
            token, is_open = pending.pop()
            if is_open or not token.children:
                yield token
                continue
            pending.extend((child, False) for child in reversed(token.rights))
            pending.append((token, True))
            pending.extend((child, False) for child in reversed(token.lefts))

    @property
    def ancestors(self) -> Iterator[Token]:
        """The head, its head, and so on up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    @property
    def sent(self) -> TokenSpan:
        """The sentence of the token."""
        return self.doc.sentence_at(self.i)

    def nbor(self, distance: int = 1) -> Token:
        """Return the token at this distance. Raises IndexError beyond the ends of the paragraph."""
        index = self.i + distance
        if index < 0:
            raise IndexError(index)
        return self.doc[index]

    @property
    def is_alpha(self) -> bool:
        """Whether the token consists of letters."""
        return self.lexeme.is_alpha

    @property
    def is_lower(self) -> bool:
        """Whether the token is in lower case."""
        return self.lexeme.is_lower

    @property
    def is_punct(self) -> bool:
        """Whether the token is punctuation."""
        return self.lexeme.is_punct

    @property
    def is_quote(self) -> bool:
        """Whether the token is a quotation mark."""
        return self.lexeme.is_quote

    @property
    def is_space(self) -> bool:
        """Whether the token is whitespace."""
        return self.lexeme.is_space

    @property
    def is_title(self) -> bool:
        """Whether the token is in title case."""
        return self.lexeme.is_title

    @property
    def like_num(self) -> bool:
        """Whether the token is a number, in digits or words."""
        return self.lexeme.like_num


class TokenSpan(Sequence[Token]):
    """A slice of a paragraph: the tokens from `start` up to, but without, `end`. `label_` is an entity's label."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __len__(self) -> int:
        """Return the number of tokens."""
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        """Iterate over the tokens in text order."""
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> TokenSpan: ...

    def __getitem__(self, index: int | slice) -> Token | TokenSpan:
        """Return a token, or the span of a slice. Indices count from the start of the span."""
        if isinstance(index, slice):
            start, end, _ = index.indices(len(self))
            return TokenSpan(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.tokens[range(self.start, self.end)[index]]

    @property
    def start_char(self) -> int:
        """Character offset of the start in the paragraph."""
        return self.doc.tokens[self.start].idx if self.start < len(self.doc) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Character offset of the end in the paragraph."""
        if self.end == self.start:
            return self.start_char
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The text without the whitespace after the last token."""
        tokens = self.doc.tokens[self.start : self.end]
        if not tokens:
            return ""
        last = tokens[-1]
        return self.doc.text[tokens[0].idx : last.idx + len(last.text)]

    @property
    def sent(self) -> TokenSpan:
        """The sentence of the first token."""
        return self.doc.sentence_at(self.start)

    @property
    def ents(self) -> list[TokenSpan]:
        """The entities inside the span."""
        return [ent for ent in self.doc.ents if self.start <= ent.start and ent.end <= self.end]

    @property
    def root(self) -> Token:
        """The first sentence root in the span, else the token with the fewest ancestors whose head is outside.

        As in spaCy, whitespace and punctuation without dependents come last.
        """
        tokens = self.doc.tokens[self.start : self.end]
        for token in tokens:
            if token.head is token:
                return token
        heads = [token for token in tokens if not self.start <= token.head.i < self.end]
        return heads[0] if len(heads) == 1 else min(heads, key=self._depth)

    def _depth(self, token: Token) -> int:
        is_bare = (token.is_space or token.is_punct) and not token.children
        return len(self.doc) - 1 if is_bare else sum(1 for _ in token.ancestors)


class Doc:
    """A parsed paragraph: its text, tokens, entities (`ents`) and sentences (`sents`).

    `ends` are the indices after the last token of each sentence, `ents` the start, end and label of each entity.
    """

    def __init__(
        self, text: str, tokens: list[Token], ends: Sequence[int], ents: Sequence[tuple[int, int, str]]
    ) -> None:
        self.text = text
        self.tokens = tokens
        self._ends = list(ends)
        self.ents = [TokenSpan(self, *entity) for entity in ents]

    def __len__(self) -> int:
        """Return the number of tokens."""
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        """Iterate over the tokens in text order."""
        return iter(self.tokens)

    @overload
    def __getitem__(self, index: int) -> Token: ...

    @overload
    def __getitem__(self, index: slice) -> TokenSpan: ...

    def __getitem__(self, index: int | slice) -> Token | TokenSpan:
        """Return a token, or the span of a slice."""
        if not isinstance(index, slice):
            return self.tokens[index]
        start, end, _ = index.indices(len(self.tokens))
        return TokenSpan(self, start, max(start, end))

    def end_sentences(self, ends: Iterable[int]) -> None:
        """Add ends of sentences, before the sentences are asked for."""
        self._ends = sorted({*self._ends, *ends})

    @cached_property
    def sents(self) -> list[TokenSpan]:
        """The sentences in text order."""
        return [TokenSpan(self, start, end) for start, end in zip([0, *self._ends], self._ends, strict=False)]

    def sentence_at(self, index: int) -> TokenSpan:
        """Return the sentence of the token at this index."""
        return self.sents[bisect_right(self._ends, index)]
