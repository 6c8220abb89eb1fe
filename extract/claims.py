"""Extraction: a document in; its claims, entities and open triples out.

Each sentence passes through `parsing`, `coreference` (who is meant), `clauses` (who does what, and how it is meant)
and `claim_builder`. Rejected clauses are kept with the reason for `actorgraph explain`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from extract.claim_builder import ClaimBuilder, DocumentClaims
from extract.coreference.resolver import Resolver
from extract.entities import document_entities
from extract.fingerprint import extraction_key
from extract.open_triples import open_triples
from extract.parsing.defaults import DEFAULT_MODEL
from extract.parsing.sentences import ParsedSentence, load, parse
from ontology.actions import scheme
from ontology.model import Document, Extraction, OpenTriple
from ontology.registry import Registry, registry

if TYPE_CHECKING:
    from extract.parsing.model import Pipeline


class Extractor:
    """Extracts claims, entities and open triples from documents with one spaCy pipeline.

    `model` is the name or path of the pipeline, `known` the registry of actors (the built-in one by default).
    """

    def __init__(self, model: str = DEFAULT_MODEL, known: Registry | None = None) -> None:
        self.model = model
        self.registry = known or registry()
        self.actions = scheme()

    @cached_property
    def pipeline(self) -> Pipeline:
        """The spaCy pipeline, loaded when first needed. Raises ModelError if it is not installed."""
        return load(self.model)

    def fingerprint(self) -> str:
        """Cache key: changes whenever the same document could give other claims (code, data, model, registry)."""
        return extraction_key(self.model, self.registry)

    def extraction(self, document: Document) -> Extraction:
        """The sentences, claims and entities of a document: a pure function of document, model and rules."""
        sentences = parse(self.pipeline, document)
        resolver = Resolver(document.id, sentences, self.registry)
        claims = self.document_claims(document, sentences, resolver).claims
        entities = document_entities(document, sentences, resolver)
        return Extraction(document, tuple(parsed.sentence for parsed in sentences), claims, entities)

    def open_triples(self, document: Document, *, nominal: bool = False) -> Iterator[OpenTriple]:
        """The open triples of a document, in the words of its text; `nominal` adds appositions and possessives."""
        for parsed in parse(self.pipeline, document):
            yield from open_triples(document.id, parsed, nominal=nominal)

    def document_claims(
        self, document: Document, sentences: Sequence[ParsedSentence], resolver: Resolver
    ) -> DocumentClaims:
        """The claims of resolved sentences, and the clauses that were rejected."""
        builder = ClaimBuilder(document, resolver, self.actions)
        claims = [claim for parsed in sentences for claim in builder.claims(parsed)]
        return DocumentClaims(tuple(claims), tuple(builder.rejected))
