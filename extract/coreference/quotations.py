"""Quotations of a document and who speaks them, also where a quotation runs over sentences and paragraphs.

A quotation without a speech verb of its own is spoken by whom the words before its colon name, or else it goes on with
the speaker of the one before it, if that stands in the same paragraph or was left open at its end: English opens each
paragraph of a long quotation anew and closes only the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.speech import (
    CLOSING,
    OPENING,
    STRAIGHT,
    is_closing_single,
    is_opening_single,
    is_speech,
    issuer,
    sources,
    speakers,
)

FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
OPENING_MARKS = OPENING | {STRAIGHT}
CLOSING_MARKS = CLOSING | {STRAIGHT}


@dataclass(frozen=True, slots=True)
class Speaker:
    """The head noun of a speaker and its sentence."""

    sentence: ParsedSentence
    noun: Token


Speakers = tuple[Speaker, ...]
"""Of "he added" the pronoun, then the speaker of the quotation before; the first that can be resolved speaks."""


@dataclass(slots=True)
class _Quotation:
    """The tokens between quotation marks; `paragraph` is that of its start, `is_closed` False without an end mark.

    `before` is the last word or sign before it.
    """

    paragraph: int
    is_single: bool
    before: tuple[ParsedSentence, Token] | None
    tokens: list[tuple[ParsedSentence, Token]]
    is_closed: bool = False

    def is_speech(self) -> bool:
        """True for clauses, not for a name or a word; a single mark that is not closed may be an apostrophe."""
        return any(token.tag_ in FINITE for _, token in self.tokens) and (self.is_closed or not self.is_single)


class Quotations:
    """The quoted tokens of a document, each with its speaker."""

    def __init__(self, sentences: Sequence[ParsedSentence]) -> None:
        self._speakers: dict[tuple[int, int], Speakers] = {}
        """By sentence and token, for quoted tokens alone."""
        before: tuple[_Quotation, Speakers] | None = None
        quotations = [quotation for quotation in _quotations(sentences) if quotation.is_speech()]
        quoted = {(parsed.sentence.index, token.i) for quotation in quotations for parsed, token in quotation.tokens}
        numbers = {offset: number for number, offset in enumerate(dict.fromkeys(p.offset for p in sentences))}
        for quotation in quotations:
            own = _own_speaker(quotation, quoted) or _introduced_by(quotation, quoted)
            told: Speakers = () if own is None else (own,)
            if before is not None and (own is None or own.noun.pos_ == "PRON"):
                is_next = own is not None and numbers[quotation.paragraph] == numbers[before[0].paragraph] + 1
                told += before[1] if is_next or _goes_on(before[0], quotation) else ()
            before = quotation, told
            self._speakers.update(((parsed.sentence.index, token.i), told) for parsed, token in quotation.tokens)

    def is_quoted(self, parsed: ParsedSentence, token: Token) -> bool:
        """Whether a token stands in quoted speech."""
        return (parsed.sentence.index, token.i) in self._speakers

    def speakers(self, parsed: ParsedSentence, token: Token) -> Speakers:
        """Who speaks a quoted token; empty outside quotations and where the text does not say."""
        return self._speakers.get((parsed.sentence.index, token.i), ())


def _quotations(sentences: Iterable[ParsedSentence]) -> Iterator[_Quotation]:
    current: _Quotation | None = None
    last: tuple[ParsedSentence, Token] | None = None
    for parsed in sentences:
        if current is not None and current.paragraph != parsed.offset:  # ended by its paragraph
            yield current
            current = None
        for token in parsed.span:
            if current is None:
                if token.text in OPENING_MARKS or is_opening_single(token):
                    current = _Quotation(parsed.offset, token.text not in OPENING_MARKS, last, [])
                elif not token.is_space:
                    last = parsed, token
            elif is_closing_single(token) if current.is_single else token.text in CLOSING_MARKS:
                current.is_closed = True
                yield current
                current = None
            else:
                current.tokens.append((parsed, token))
    if current is not None:
        yield current


def _is_told(parsed: ParsedSentence, token: Token, quoted: set[tuple[int, int]]) -> bool:
    """True for a word outside quotations."""
    return not token.is_punct and not token.is_space and (parsed.sentence.index, token.i) not in quoted


def _introduced_by(quotation: _Quotation, quoted: set[tuple[int, int]]) -> Speaker | None:
    """Who is named before the colon: 'The minister said on Friday:' in the paragraph before, 'Interpol's chief:'."""
    if quotation.before is None or quotation.before[1].text != ":":
        return None
    parsed, colon = quotation.before
    words = [t for t in parsed.span if t.i < colon.i and _is_told(parsed, t, quoted)]
    said = [noun for token in words if token.pos_ == "VERB" and is_speech(token) for noun in speakers(token)]
    if not said and not any(token.pos_ in {"VERB", "AUX"} for token in words):
        said = [t for t in words if t.pos_ in {"NOUN", "PROPN"} and (t.head == t or t.head not in words)]
    return Speaker(parsed, issuer(said[0])) if said else None


def _own_speaker(quotation: _Quotation, quoted: set[tuple[int, int]]) -> Speaker | None:
    """The speaker of a speech verb beside the quotation, or after "according to", in one of its sentences."""
    sentences = {parsed.sentence.index: parsed for parsed, _ in quotation.tokens}
    beside = [(p, token) for index, p in sentences.items() for token in p.span if (index, token.i) not in quoted]
    told = [(p, speakers(token)) for p, token in beside if token.pos_ == "VERB" and is_speech(token)]
    told += [(p, sources(token)) for p, token in beside if token.lower_ == "according"]
    for parsed, nouns in told:
        for noun in nouns:
            if (parsed.sentence.index, noun.i) not in quoted:
                return Speaker(parsed, issuer(noun))
    return None


def _goes_on(before: _Quotation, after: _Quotation) -> bool:
    return before.paragraph == after.paragraph or not before.is_closed
