"""Extraction: a document in; its claims, entities and open triples out.

Each sentence passes through `parsing`, `coreference` (who is meant), `clauses` (who does what, and how it is meant),
`claim_builder` and `judge`. Rejected clauses are kept with the reason for `actorgraph explain`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extract.claim_builder import ClaimBuilder, Rejected
from extract.conduct import with_alleged_conduct
from extract.coreference.resolver import Resolver
from extract.entities import document_entities
from extract.fingerprint import extraction_key
from extract.judge.encoder.scorer import contextual_scorer
from extract.judge.facts import fact_weights, with_doubtful_facts
from extract.judge.judge import Judge, JudgedSentence, kept_claims
from extract.judge.weights import judge_weights
from extract.open_triples import open_triples
from extract.parsing.defaults import DEFAULT_MODEL
from extract.parsing.sentences import ParsedSentence, load, model_language, parse
from ontology.actions import scheme
from ontology.model import Claim, Document, Extraction, OpenTriple
from ontology.registry import Registry, registry

if TYPE_CHECKING:
    from extract.parsing.model import Pipeline

JUDGED_LANGUAGE = "en"


@dataclass(frozen=True, slots=True)
class DocumentClaims:
    """The claims of a document, the clauses that were rejected, and by sentence what the judge weighed.

    `as_ruled`: the claims before the judge of facts, with the stance that rules alone give them.
    """

    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]
    judged: tuple[JudgedSentence, ...]
    as_ruled: tuple[Claim, ...]


class Extractor:
    """Extracts claims, entities and open triples from documents with one spaCy pipeline.

    `model` is the name or path of the pipeline, `known` the registry of actors (the built-in one by default). `fast`
    leaves out the contextual scorer.
    """

    def __init__(self, model: str = DEFAULT_MODEL, known: Registry | None = None, *, fast: bool = False) -> None:
        self.model = model
        self.fast = fast
        self.registry = known or registry()
        self.actions = scheme()

    @cached_property
    def pipeline(self) -> Pipeline:
        """The spaCy pipeline, loaded when first needed. Raises ModelError if it is not installed."""
        return load(self.model)

    @cached_property
    def judge(self) -> Judge | None:
        """The judge of claims; None for a language that it was not trained on."""
        if model_language(self.model) != JUDGED_LANGUAGE:
            return None
        weights = judge_weights()
        return Judge(weights, None if self.fast or weights.contextual is None else contextual_scorer())

    def fingerprint(self) -> str:
        """Cache key: changes whenever the same document could give other claims (code, data, model, registry)."""
        return extraction_key(self.model, self.registry, contextual=self.judge is not None and self.judge.is_contextual)

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
        self, document: Document, sentences: Sequence[ParsedSentence], resolver: Resolver, *, complete: bool = False
    ) -> DocumentClaims:
        """The claims of resolved sentences, and the clauses that were rejected.

        `complete`: the judge tells all candidate claims, also the improbable ones.
        """
        builder = ClaimBuilder(document, resolver, self.actions)
        proposals = [(parsed, builder.proposals(parsed)) for parsed in sentences]
        judged = () if self.judge is None else tuple(self.judge.judge(proposals, builder, complete=complete))
        if self.judge is None:
            claims = [proposal.claim for _, found in proposals for proposal in found]
        else:
            claims = [claim for sentence in judged for claim in kept_claims(sentence, builder)]
        ruled = tuple(with_alleged_conduct(claims, sentences, resolver))
        stated = ruled if self.judge is None else tuple(with_doubtful_facts(ruled, sentences, fact_weights()))
        return DocumentClaims(stated, tuple(builder.rejected), judged, ruled)
