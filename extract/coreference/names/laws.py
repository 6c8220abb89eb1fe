"""Names of laws by their form: 'the Digital Payments Act', 'the Cyber Fraud (Amendment) Bill'."""

from __future__ import annotations

from collections.abc import Iterator

from extract.coreference.names.entity_types import entity_of_name
from extract.coreference.names.name import Name
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Doc, TokenSpan

MIN_WORDS = 2


def law_names(sentence: TokenSpan) -> Iterator[Name]:
    """The runs of capitalised words that end in "Act" or "Bill", also with a word in brackets before it."""
    doc = sentence.doc
    for last in sentence:
        if last.text.istitle() and last.lower_ in lexicon().mentions.names.law_nouns and last.i > sentence.start:
            start = _start(doc, last.i, sentence.start)
            words = doc[start : last.i + 1]
            if sum(token.is_alpha for token in words) > MIN_WORDS or _is_bracketed(doc, last.i):
                yield Name(start, last.i + 1, entity_of_name(words.text, "LAW"), known=False)


def _is_bracketed(doc: Doc, last: int) -> bool:
    return doc[last - 1].text == ")"


def _start(doc: Doc, last: int, first: int) -> int:
    """Where the run of capitalised words before a noun begins; brackets count only right before the noun."""
    start = last
    if _is_bracketed(doc, last):
        opening = next((i for i in range(last - 2, max(first, last - 5), -1) if doc[i].text == "("), last)
        start = opening if all(token.text[:1].isupper() for token in doc[opening + 1 : last - 1]) else last
    while start > first and _is_part(doc, start - 1, first):
        start -= 1
    return start


def _is_part(doc: Doc, position: int, first: int) -> bool:
    """True for a capitalised word; at the beginning of the sentence only for a part of a name."""
    token = doc[position]
    is_word = token.text[:1].isupper() and token.is_alpha and token.tag_ != "DT"
    return is_word and (position > first or token.pos_ == "PROPN")
