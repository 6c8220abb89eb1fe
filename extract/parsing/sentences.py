"""Documents to parsed sentences: the pipeline is loaded once and fed paragraph by paragraph.

Each document is parsed as a batch of its own, so that what is found in it does not depend on
which documents happen to be read with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extract.parsing.defaults import DEFAULT_MODEL
from extract.parsing.threads import one_thread
from extract.parsing.tokens import Doc, Token, TokenSpan, tree
from ontology.model import Document, Sentence, Span

if TYPE_CHECKING:
    from spacy.language import Language

# "HANOI – ", "KUALA LUMPUR, 28 October 2025 – ", "TEMPO.CO, Jakarta - ", "PARIS, Jan. 5 (AP) -- ": capitalised
# words, numbers and brackets only, one of them in capitals or an agency in brackets, before a dash.
DATELINE = re.compile(
    r"^(?=[^–—-]{0,60}(?:\b[A-ZÀ-Þ]{3,}|\([A-Z][\w. ]+\)))"
    r"(?:\(?[A-ZÀ-Þ\d][\w.'’/:]*[),.]*\s+){1,9}[|\s]*[–—-]{1,2}\s+(?=[\"“‘'\dA-ZÀ-Þ])"
)
HEADING_WORDS = 16
LONGEST_SENTENCE = 400
"""Tokens; what is longer is a list or a table without full stops, which no parser reads as a sentence."""
LONGEST_PARAGRAPH = 8_000
"""Characters that are parsed at once: the parser's time and memory grow with the length."""
SENTENCE_END = re.compile(r"(?<=[a-z]{2}[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z])")


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence with its parse. `offset` is where the parsed text begins in the document."""

    sentence: Sentence
    span: TokenSpan
    offset: int
    dateline: str
    heading: bool

    def locate(self, tokens: TokenSpan) -> Span:
        """The stretch of the document that these tokens cover."""
        return Span(self.offset + tokens.start_char, self.offset + tokens.end_char, tokens.text)

    def locate_tokens(self, tokens: Iterable[Token]) -> Span:
        """The smallest stretch of the document that covers all of these tokens."""
        indices = [token.i for token in tokens]
        return self.locate(self.span.doc[min(indices) : max(indices) + 1])


@lru_cache(maxsize=2)
def load(model: str = DEFAULT_MODEL) -> Language:
    """The spaCy pipeline of this name or path. Raises ModelError, which says how to install it."""
    from extract.parsing.model import load_pipeline

    return load_pipeline(model)


def model_language(model: str) -> str:
    """Code of the language that a pipeline is for, without loading it where its name or folder tells."""
    meta = Path(model) / "meta.json"
    if meta.is_file():
        return str(json.loads(meta.read_text(encoding="utf-8")).get("lang") or "en")
    match = re.match(r"([a-z]{2,3})_\w+$", model.replace("-", "_"))
    return match[1] if match else str(load(model).lang)


def parse(pipeline: Language, document: Document) -> tuple[ParsedSentence, ...]:
    """The sentences of a document in reading order."""
    paragraphs = list(_paragraphs(document.text))
    texts = [document.text[start:end] for _, start, end in paragraphs]
    found: list[ParsedSentence] = []
    with one_thread():
        for place, doc in zip(paragraphs, pipeline.pipe(texts), strict=True):
            _append(found, document, tree(doc), place)
    return tuple(found)


def _append(found: list[ParsedSentence], document: Document, doc: Doc, place: tuple[int, int, int]) -> None:
    begin, start, end = place
    heading = is_heading(document.text[begin:end])
    for number, span in enumerate(doc.sents):
        tokens = _trimmed(span)
        if tokens is None or len(tokens) > LONGEST_SENTENCE:
            continue
        first = begin if number == 0 else start + tokens.start_char
        last = start + tokens.end_char
        sentence = Sentence(document.id, len(found), first, last, document.text[first:last])
        found.append(ParsedSentence(sentence, span, start, document.text[begin:start] if number == 0 else "", heading))


def _trimmed(span: TokenSpan) -> TokenSpan | None:
    start, end = span.start, span.end
    while start < end and span.doc[start].is_space:
        start += 1
    while end > start and span.doc[end - 1].is_space:
        end -= 1
    return span.doc[start:end] if start < end else None


def is_heading(paragraph: str) -> bool:
    """True for a short line that ends without a full stop: a headline or a section title."""
    words = paragraph.split()
    return len(words) <= HEADING_WORDS and not paragraph.rstrip(" \"'”’)").endswith((".", "!", "?", ":", ";", ","))


def _paragraphs(text: str) -> Iterator[tuple[int, int, int]]:
    """(begin, start, end) of each line: `start` is after its dateline, which the parser would trip over."""
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            begin = position + line.index(stripped[0])
            dateline = DATELINE.match(stripped)
            start = begin + (dateline.end() if dateline else 0)
            for first, last in _pieces(text, start, begin + len(stripped)):
                yield (begin if first == start else first), first, last
        position += len(line) + 1


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A paragraph cut at ends of sentences into pieces of about `LONGEST_PARAGRAPH` characters."""
    while end - start > LONGEST_PARAGRAPH:
        cut = SENTENCE_END.search(text, start + LONGEST_PARAGRAPH // 2, end)
        if cut is None:
            break
        yield start, cut.start()
        start = cut.end()
    yield start, end
