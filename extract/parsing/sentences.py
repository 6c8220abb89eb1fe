"""Split documents into paragraphs and sentences, and parse them.

Each document is parsed as a batch of its own, so that its parses do not depend on the documents that are read with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from extract.parsing.abbreviations import without_abbreviations
from extract.parsing.acceleration.threads import one_thread
from extract.parsing.accents import without_accents
from extract.parsing.capitals import CapitalsCaser, is_in_capitals
from extract.parsing.conversion import from_spacy
from extract.parsing.defaults import DEFAULT_MODEL
from extract.parsing.headlines import TrueCaser, is_title_case
from extract.parsing.lookalikes import Lookalikes
from extract.parsing.tokens import Doc, Token, TokenSpan
from ontology.model import Document, Sentence, Span
from ontology.registry import registry

if TYPE_CHECKING:
    from extract.parsing.model import Pipeline

# "HANOI – ", "KUALA LUMPUR, 28 October 2025 – ", "TEMPO.CO, Jakarta - ", "PARIS, Jan. 5 (AP) -- ": capitalised
# words, numbers and brackets before a dash, with at least one word in capitals or an agency in brackets.
DATELINE = re.compile(
    r"^(?=[^–—-]{0,60}(?:\b[A-ZÀ-Þ]{3,}|\([A-Z][\w. ]+\)))"
    r"(?:\(?[A-ZÀ-Þ\d][\w.'’/:]*[),.]*\s+){1,9}[|\s]*[–—-]{1,2}\s+(?=[\"“‘'\dA-ZÀ-Þ])"
)
MAX_HEADING_WORDS = 16
MAX_SENTENCE_TOKENS = 800
"""A longer sentence is a list or a table without full stops, which cannot be parsed. It is skipped."""
MAX_PARAGRAPH_CHARACTERS = 8_000
"""A longer paragraph is parsed in pieces: the parser's time and memory grow with the length."""
MAX_PIECE_CHARACTERS = 4 * MAX_PARAGRAPH_CHARACTERS
"""A paragraph without the end of a sentence is cut here: a table, a list of addresses, a text without spaces."""
WordTable = Mapping[str, Iterable[str]]
"""Words by part of speech."""
SENTENCE_END = re.compile(r"(?<=[a-z]{2}[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z])")


@dataclass(frozen=True, slots=True)
class ParsedSentence:
    """A sentence and its parse.

    `offset` is the character offset of the parsed paragraph in the document, `dateline` the dateline before the
    sentence, or "". `heading` says whether the paragraph is a headline or a section title.
    """

    sentence: Sentence
    span: TokenSpan
    offset: int
    dateline: str
    heading: bool

    def locate(self, tokens: TokenSpan) -> Span:
        """Return the part of the document that a span of this sentence covers."""
        start, end = self.offset + tokens.start_char, self.offset + tokens.end_char
        first = self.sentence.start  # a headline in capitals is parsed in other letters
        return Span(start, end, self.sentence.text[start - first : end - first])

    def locate_tokens(self, tokens: Iterable[Token]) -> Span:
        """Return the smallest part of the document that covers all of these tokens."""
        indices = [token.i for token in tokens]
        return self.locate(self.span.doc[min(indices) : max(indices) + 1])


@lru_cache(maxsize=2)
def load(model: str = DEFAULT_MODEL) -> Pipeline:
    """Load, once, the spaCy pipeline of this name or folder. Raises ModelError, which says how to install it."""
    from extract.parsing.model import load_pipeline

    return load_pipeline(model)


def model_language(model: str) -> str:
    """Return the language code of a pipeline. The pipeline is loaded only if its name or folder does not say."""
    meta = Path(model) / "meta.json"
    if meta.is_file():
        return str(json.loads(meta.read_text(encoding="utf-8")).get("lang") or "en")
    match = re.match(r"([a-z]{2,3})_\w+$", model.replace("-", "_"))
    return match[1] if match else str(load(model).lang)


def parse(pipeline: Pipeline, document: Document) -> tuple[ParsedSentence, ...]:
    """Return the parsed sentences of a document in text order."""
    paragraphs = list(_paragraphs(document.text))
    texts = [document.text[start:end] for _, start, end in paragraphs]
    sentences: list[ParsedSentence] = []
    with one_thread():
        cased = _true_cased(texts, pipeline)
        parsed = pipeline.pipe(_as_parsed(texts, cased))
        for paragraph, text, in_case, doc in zip(paragraphs, texts, cased, parsed, strict=True):
            words = in_case if is_in_capitals(text) else text  # names in capitals would not be those of other sentences
            _append_sentences(sentences, document, from_spacy(doc, words), paragraph)
    return tuple(sentences)


def _as_parsed(paragraphs: Sequence[str], cased: Sequence[str]) -> list[str]:
    """The paragraphs, `cased` in their true case, as the parser reads them best; their lengths stay the same."""
    lookalikes = Lookalikes(paragraph for paragraph in paragraphs if not _is_title(paragraph))
    plain = map(without_accents, cased)
    return [text if _is_title(text) else without_abbreviations(lookalikes.replaced(text)) for text in plain]


def _is_title(paragraph: str) -> bool:
    """True for a headline in title case, not for a sentence of many names."""
    return is_heading(paragraph) and is_title_case(paragraph)


def _true_cased(paragraphs: Sequence[str], pipeline: Pipeline) -> list[str]:
    """The paragraphs, headlines in title case or capitals with small letters for all words that are no names."""
    in_title_case = [_is_title(paragraph) for paragraph in paragraphs]
    in_capitals = [is_heading(paragraph) and is_in_capitals(paragraph) for paragraph in paragraphs]
    if not any(in_title_case) and not any(in_capitals):
        return list(paragraphs)
    kinds = list(zip(paragraphs, in_title_case, in_capitals, strict=True))
    body = (paragraph for paragraph, is_title, is_capitals in kinds if not (is_title or is_capitals))
    caser = TrueCaser(body, common_words(pipeline))
    capitals = CapitalsCaser(caser.forms(), dictionary(pipeline), registry())

    def true_cased(paragraph: str, is_title: bool, is_capitals: bool) -> str:
        if is_title:
            return caser.true_cased(paragraph)
        return capitals.true_cased(paragraph) if is_capitals else paragraph

    return [true_cased(*kind) for kind in kinds]


@lru_cache(maxsize=4)
def common_words(pipeline: Pipeline) -> frozenset[str]:
    """Verbs, adjectives and adverbs of the lemmatizer's tables with their regular forms; none if it has no tables."""
    index, exceptions = _lemma_tables(pipeline)
    verbs = set(index.get("verb", ()))
    words = {word for part in ("verb", "adj", "adv") for word in (*index.get(part, ()), *exceptions.get(part, ()))}
    words |= {form for verb in verbs for form in (f"{verb}s", f"{verb}es", f"{verb}ed", f"{verb}d", f"{verb}ing")}
    words |= {f"{verb[:-1]}{ending}" for verb in verbs if verb[-1] in "ey" for ending in ("ing", "ies", "ied")}
    return frozenset(words)


@lru_cache(maxsize=4)
def dictionary(pipeline: Pipeline) -> frozenset[str]:
    """The common words, and the nouns of the lemmatizer's tables with their plurals."""
    index, exceptions = _lemma_tables(pipeline)
    nouns = set(index.get("noun", ()))
    plurals = {f"{noun}{ending}" for noun in nouns for ending in ("s", "es")}
    plurals |= {f"{noun[:-1]}ies" for noun in nouns if noun.endswith("y")} | set(exceptions.get("noun", ()))
    return common_words(pipeline) | nouns | plurals


def _lemma_tables(pipeline: Pipeline) -> tuple[WordTable, WordTable]:
    """The lemmatizer's base forms and irregular forms by part of speech; empty if it has no tables."""
    has_lemmatizer = "lemmatizer" in pipeline.component_names  # also if it is disabled, and a faster one runs
    lookups = getattr(pipeline.get_pipe("lemmatizer"), "lookups", None) if has_lemmatizer else None
    if lookups is None or not lookups.has_table("lemma_index"):
        return {}, {}
    return lookups.get_table("lemma_index"), lookups.get_table("lemma_exc")


def _append_sentences(
    sentences: list[ParsedSentence], document: Document, doc: Doc, paragraph: tuple[int, int, int]
) -> None:
    begin, start, end = paragraph
    heading = is_heading(document.text[begin:end])
    for number, span in enumerate(doc.sents):
        tokens = _strip_space(span)
        if tokens is None or len(tokens) > MAX_SENTENCE_TOKENS:
            continue
        first = begin if number == 0 else start + tokens.start_char
        last = start + tokens.end_char
        sentence = Sentence(document.id, len(sentences), first, last, document.text[first:last])
        dateline = document.text[begin:start] if number == 0 else ""
        sentences.append(ParsedSentence(sentence, span, start, dateline, heading))


def _strip_space(span: TokenSpan) -> TokenSpan | None:
    start, end = span.start, span.end
    while start < end and span.doc[start].is_space:
        start += 1
    while end > start and span.doc[end - 1].is_space:
        end -= 1
    return span.doc[start:end] if start < end else None


def is_heading(paragraph: str) -> bool:
    """Return whether a paragraph is a headline or a section title: short, and without final punctuation."""
    words = paragraph.split()
    return len(words) <= MAX_HEADING_WORDS and not paragraph.rstrip(" \"'”’)").endswith((".", "!", "?", ":", ";", ","))


def _paragraphs(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (begin, start, end) of each line; `start` is after its dateline, which would mislead the parser."""
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
    """Split a paragraph at sentence ends into pieces of at most about `MAX_PARAGRAPH_CHARACTERS`."""
    while end - start > MAX_PARAGRAPH_CHARACTERS:
        most = min(start + MAX_PIECE_CHARACTERS, end)
        cut = SENTENCE_END.search(text, start + MAX_PARAGRAPH_CHARACTERS // 2, most)
        if cut is None and most == end:
            break
        last, following = cut.span() if cut is not None else _between_words(text, start, most)
        yield start, last
        start = following
    yield start, end


def _between_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a piece ends and the next one begins: at the last space of the second half, or amid a long word."""
    space = text.rfind(" ", (start + end) // 2, end)
    return (end, end) if space < 0 else (space, space + 1)
