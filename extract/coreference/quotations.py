"""Quotations of a document and who speaks them, also where a quotation runs over sentences and paragraphs.

A quotation without a speech verb of its own goes on with the speaker of the one before it, if that stands in the same
paragraph or was left open at its end: English opens each paragraph of a long quotation anew and closes only the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.speech import CLOSING, OPENING, QUOTATION_MARKS, is_speech, speakers

FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """The head noun of a speaker and its sentence."""

    sentence: ParsedSentence
    noun: Token


@dataclass(slots=True)
class _Quotation:
    """The tokens between quotation marks; `paragraph` is that of its start, `is_closed` False without an end mark."""

    paragraph: int
    tokens: list[tuple[ParsedSentence, Token]]
    is_closed: bool = False

    def is_speech(self) -> bool:
        """True for clauses; a name or a word in quotation marks is no speech."""
        return any(token.tag_ in FINITE for _, token in self.tokens)


class Quotations:
    """The quoted tokens of a document, each with its speaker."""

    def __init__(self, sentences: Sequence[ParsedSentence]) -> None:
        self._speakers: dict[tuple[int, int], Speaker | None] = {}
        """By sentence and token, for quoted tokens alone."""
        before: tuple[_Quotation, Speaker | None] | None = None
        quotations = [quotation for quotation in _quotations(sentences) if quotation.is_speech()]
        quoted = {(parsed.sentence.index, token.i) for quotation in quotations for parsed, token in quotation.tokens}
        for quotation in quotations:
            speaker = _own_speaker(quotation, quoted)
            if speaker is None and before is not None and _goes_on(before[0], quotation):
                speaker = before[1]
            before = quotation, speaker
            self._speakers.update(((parsed.sentence.index, token.i), speaker) for parsed, token in quotation.tokens)

    def is_quoted(self, parsed: ParsedSentence, token: Token) -> bool:
        """Whether a token stands in quoted speech."""
        return (parsed.sentence.index, token.i) in self._speakers

    def speaker(self, parsed: ParsedSentence, token: Token) -> Speaker | None:
        """Who speaks a quoted token; None outside quotations and where the text does not say."""
        return self._speakers.get((parsed.sentence.index, token.i))


def _quotations(sentences: Iterable[ParsedSentence]) -> Iterator[_Quotation]:
    current: _Quotation | None = None
    for parsed in sentences:
        if current is not None and current.paragraph != parsed.offset:  # ended by its paragraph
            yield current
            current = None
        for token in parsed.span:
            is_mark = token.text in QUOTATION_MARKS
            if is_mark and current is None and token.text not in CLOSING:
                current = _Quotation(parsed.offset, [])
            elif is_mark and current is not None and token.text not in OPENING:
                current.is_closed = True
                yield current
                current = None
            elif current is not None:
                current.tokens.append((parsed, token))
    if current is not None:
        yield current


def _own_speaker(quotation: _Quotation, quoted: set[tuple[int, int]]) -> Speaker | None:
    """The speaker of a speech verb beside the quotation, in one of its sentences."""
    sentences = {parsed.sentence.index: parsed for parsed, _ in quotation.tokens}
    for index, parsed in sentences.items():
        for token in parsed.span:
            if token.pos_ == "VERB" and (index, token.i) not in quoted and is_speech(token):
                nouns = [noun for noun in speakers(token) if (index, noun.i) not in quoted]
                if nouns:
                    return Speaker(parsed, nouns[0])
    return None


def _goes_on(before: _Quotation, after: _Quotation) -> bool:
    return before.paragraph == after.paragraph or not before.is_closed
