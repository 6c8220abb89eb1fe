"""Names of laws with words in brackets, which the model cuts in two: 'the Cyber Fraud (Amendment) Bill'."""

from __future__ import annotations

from collections.abc import Iterator

from extract.coreference.names.entity_types import entity_of_name
from extract.coreference.names.name import Name
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Doc, Token, TokenSpan

MAX_BRACKETED = 3
"""Words in the brackets."""


def law_names(sentence: TokenSpan) -> Iterator[Name]:
    """The runs of capitalised words with brackets before a last word such as "Act" or "Bill"."""
    doc = sentence.doc
    for last in sentence:
        if last.text.istitle() and last.lower_ in lexicon().mentions.names.law_nouns:
            opening = _opening(doc, last.i, sentence.start)
            start = sentence.start if opening is None else opening
            while opening is not None and start > sentence.start and _is_part(doc[start - 1]):
                start -= 1
            if opening is not None and start < opening:
                name = doc[start : last.i + 1].text
                yield Name(start, last.i + 1, entity_of_name(name, "LAW"), known=False)


def _opening(doc: Doc, last: int, first: int) -> int | None:
    """Where the brackets before a noun open; None without any, or with an acronym in them: "the Drug (DRUG) Act"."""
    if last <= first or doc[last - 1].text != ")":
        return None
    for opening in range(last - 2, max(first, last - 3 - MAX_BRACKETED), -1):
        if doc[opening].text == "(":
            words = doc[opening + 1 : last - 1]
            return opening if len(words) > 0 and all(word.text.istitle() for word in words) else None
    return None


def _is_part(token: Token) -> bool:
    return token.text[:1].isupper() and token.is_alpha and token.tag_ != "DT"
