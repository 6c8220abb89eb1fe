"""A document as verification reads it: its sentences, and where a pipeline knows the language, their parses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.claims import Extractor
from extract.coreference.resolver import Resolver
from extract.entities import document_entities
from extract.multilingual import MultilingualExtractor
from extract.parsing.sentences import ParsedSentence, parse
from extract.parsing.tokens import Token
from extract.proposals.matching import UNSPACED
from extract.proposals.segmentation import segmented
from ontology.model import Claim, Document, DocumentEntity, Sentence, Span


@dataclass(frozen=True)
class Reading:
    """A document with its `sentences`; `parsed` is empty if no pipeline reads its language."""

    document: Document
    sentences: tuple[Sentence, ...]
    parsed: Sequence[ParsedSentence] = ()
    extractor: Extractor | None = None

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

    def tokens(self, span: Span) -> list[Token]:
        """The tokens that a span covers; none without parses."""
        for parsed in self.parsed:
            if parsed.sentence.start <= span.start < parsed.sentence.end:
                return [t for t in parsed.span if t.idx + parsed.offset < span.end and _end(t, parsed) > span.start]
        return []


def _end(token: Token, parsed: ParsedSentence) -> int:
    return token.idx + parsed.offset + len(token)


def has_pipeline(document: Document, pipelines: MultilingualExtractor) -> bool:
    """True if a pipeline reads the language of a document; of an unknown one if its script has spaces."""
    if document.language is not None:
        return document.language in pipelines.languages
    letters = [character for character in document.text[:2000] if character.isalpha()]
    return 2 * sum(UNSPACED.match(letter) is not None for letter in letters) <= len(letters)


def read(document: Document, pipelines: MultilingualExtractor) -> Reading:
    """The sentences of a document: as the pipeline of its language splits them, else by punctuation."""
    if not has_pipeline(document, pipelines):
        return Reading(document, segmented(document))
    extractor = pipelines.of(document)
    parsed = parse(extractor.pipeline, document)
    return Reading(document, tuple(one.sentence for one in parsed), parsed, extractor)
