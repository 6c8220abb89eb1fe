"""A document as verification reads it: its sentences, and where a pipeline knows the language, their parses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.claims import Extractor
from extract.coreference.resolver import Resolver
from extract.entities import document_entities
from extract.multilingual import MultilingualExtractor
from extract.parsing.sentences import ParsedSentence, parse
from extract.parsing.tokens import Token
from extract.proposals.segmentation import segmented
from ontology.model import Claim, Document, DocumentEntity, Sentence, Span

ENGLISH = "en"
SCRIPTS = {
    "th": re.compile("[\u0e01-\u0e2e]"),
    "lo": re.compile("[\u0e80-\u0eff]"),
    "my": re.compile("[\u1000-\u109f]"),
    "km": re.compile("[\u1780-\u17ff]"),
    "ko": re.compile("[\uac00-\ud7af]"),
    "zh": re.compile("[\u3400-\u9fff]"),
}
"""Scripts that tell a language, or at least its kind: a text that is mostly Han is read as Chinese."""
SMALL_WORDS = frozenset("the of and to in on for with by from at was is are were has have that which".split())
BEGINNING = 2_000
FEW_WORDS = 8
"""A text of fewer words may have none of the small words of English."""


@dataclass(frozen=True)
class Reading:
    """A document with its `sentences`; `parsed` is empty if no pipeline reads its language."""

    document: Document
    sentences: tuple[Sentence, ...]
    parsed: Sequence[ParsedSentence] = ()
    extractor: Extractor | None = None
    language: str | None = None
    """As `likely_language` tells it: also of documents whose language the reader of documents is not sure of."""

    @property
    def is_english(self) -> bool:
        """True if labels and lemmas can be compared with the words of the text."""
        return self.language == ENGLISH

    @cached_property
    def resolver(self) -> Resolver | None:
        """What the names and pronouns of the document refer to, as far as the rules know."""
        if self.extractor is None:
            return None
        return Resolver(self.document.id, self.parsed, self.extractor.registry)

    @cached_property
    def entities(self) -> tuple[DocumentEntity, ...]:
        """The entities that the rules find; none without parses."""
        return () if self.resolver is None else document_entities(self.document, self.parsed, self.resolver)

    @cached_property
    def ruled(self) -> tuple[Claim, ...]:
        """The claims of the rules; none without parses."""
        if self.extractor is None or self.resolver is None:
            return ()
        return self.extractor.document_claims(self.document, self.parsed, self.resolver).claims

    def parsed_at(self, offset: int) -> ParsedSentence | None:
        """The parsed sentence at an offset of the document; None without parses."""
        return next((one for one in self.parsed if one.sentence.start <= offset < one.sentence.end), None)

    def tokens(self, span: Span) -> list[Token]:
        """The tokens that a span covers; none without parses."""
        parsed = self.parsed_at(span.start)
        if parsed is None:
            return []
        return [t for t in parsed.span if t.idx + parsed.offset < span.end and _end(t, parsed) > span.start]

    def head(self, span: Span) -> Token | None:
        """The word of a span on which its others depend; None without parses."""
        tokens = self.tokens(span)
        return next((token for token in tokens if token.head == token or token.head not in tokens), None)


def _end(token: Token, parsed: ParsedSentence) -> int:
    return token.idx + parsed.offset + len(token)


def likely_language(document: Document) -> str | None:
    """The language of a document; of one that is too short to be sure, that of its script or of its small words."""
    if document.language is not None:
        return document.language
    beginning = document.text[:BEGINNING]
    letters = [character for character in beginning if character.isalpha()]
    for language, script in SCRIPTS.items():
        if 2 * sum(script.match(letter) is not None for letter in letters) > len(letters):
            return language
    words = beginning.lower().split()
    return ENGLISH if len(words) < FEW_WORDS or not SMALL_WORDS.isdisjoint(words) else None


def read(document: Document, pipelines: MultilingualExtractor) -> Reading:
    """The sentences of a document: as the pipeline of its language splits them, else by punctuation."""
    language = likely_language(document)
    if language not in pipelines.languages:
        return Reading(document, segmented(document), language=language)
    extractor = pipelines.of(document)
    parsed = parse(extractor.pipeline, document)
    return Reading(document, tuple(one.sentence for one in parsed), parsed, extractor, language)
