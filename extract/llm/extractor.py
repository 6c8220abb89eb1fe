"""The extractors `llm` and `rules+llm`: proposals from the cache of answers, verified; with rules or without."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from extract.llm.answers import is_usable, proposals_of
from extract.llm.cache import AnswerCache
from extract.llm.prompt import answer_schema, system_prompt
from extract.llm.requests import ModelRequest, requests_of
from extract.llm.selection import combined, wanted_sentences
from extract.llm.settings import ModelSettings
from extract.multilingual import MultilingualExtractor
from extract.proposals.extractor import VerifyingExtractor, with_entities_of
from extract.proposals.proposal import Proposals, ProposedClaim
from extract.proposals.reading import Reading, read
from ontology.errors import NotExtractedError
from ontology.model import Document, Extraction, Provenance, Sentence

if TYPE_CHECKING:
    from extract.llm.fetching import OnDocument, OnProblem

LLM, RULES_AND_LLM = "llm", "rules+llm"
MISSING = (
    "{} of its {} requests to the model have no answer in {}; run the same command again, "
    "or fill the cache with actorgraph llm import"
)


class ModelProposer:
    """Proposes what the answers in the cache say. It sends nothing.

    `settings` say which model's answers, `name` is the extractor that they are for.
    """

    def __init__(self, settings: ModelSettings, name: str = LLM) -> None:
        self.settings = settings
        self.cache = AnswerCache(settings.cache)
        self._name = name

    @property
    def name(self) -> str:
        """The name of the extractor."""
        return self._name

    def fingerprint(self) -> str:
        """Cache key: of everything that requests are made of, and of answers that were replaced."""
        settings = self.settings
        parts = (settings.model, settings.max_tokens, settings.segment, settings.parameters, self.cache.revision)
        text = json.dumps([system_prompt(), answer_schema(), *parts])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def proposals(self, document: Document, sentences: Sequence[Sentence]) -> Proposals:
        """The proposals for all sentences of a document. Raises NotExtractedError if an answer is missing."""
        return self.answered(tuple(requests_of(document, sentences, self.settings)))

    def answered(self, requests: Sequence[ModelRequest]) -> Proposals:
        """The proposals in the answers to requests. Raises NotExtractedError if an answer is missing."""
        claims: list[ProposedClaim] = []
        problems: list[str] = []
        answers = [self.cache.get(request.key) for request in requests]
        missing = answers.count(None)
        if missing:
            raise NotExtractedError(MISSING.format(missing, len(requests), self.settings.cache))
        for request, answer in zip(requests, answers, strict=True):
            if answer is not None:
                made = Provenance(self._name, self.settings.model, request.key)
                found = proposals_of(answer.content, request, made)
                claims += found.claims
                problems += found.unreadable
        return Proposals(tuple(claims), tuple(problems))

    def complete(self, requests: Iterable[ModelRequest]) -> frozenset[int]:
        """The numbers of the sentences that a complete answer is about: no refusal, nothing cut off."""
        answers = ((request, self.cache.get(request.key)) for request in requests)
        usable = (one for one, answer in answers if answer is not None and is_usable(answer.content))
        return frozenset(index for request in usable for index in request.sentences)


class ModelExtractor(VerifyingExtractor):
    """`llm`: every sentence is read by the model. `settings` say which; `pipelines` split English texts."""

    name = LLM

    def __init__(self, settings: ModelSettings, pipelines: MultilingualExtractor) -> None:
        self.settings = settings
        self.model = ModelProposer(settings, self.name)
        super().__init__(self.model, pipelines)

    def requests(self, document: Document) -> tuple[ModelRequest, ...]:
        """The requests for a document, those in the cache too."""
        return self.requests_for(read(document, self.pipelines))

    def requests_for(self, reading: Reading) -> tuple[ModelRequest, ...]:
        """The requests for a document that was read."""
        return tuple(requests_of(reading.document, reading.sentences, self.settings))

    def proposed(self, reading: Reading) -> Proposals:
        """The proposals for a document. Raises NotExtractedError if an answer is missing."""
        return self.model.answered(self.requests_for(reading))

    def prepare(
        self,
        documents: Iterable[Document],
        on_document: OnDocument | None = None,
        on_problem: OnProblem | None = None,
    ) -> None:
        """Send the requests for documents that have no answer in the cache; none with `offline`.

        `on_document` is called with the number of documents that are done, `on_problem` with one that lacks an answer
        and the reason. Raises ModelError if the endpoint cannot be used.
        """
        if self.settings.offline:
            return
        from extract.llm.client import ChatEndpoint
        from extract.llm.fetching import fetch

        with ChatEndpoint(self.settings) as endpoint:
            requests = ((document.id, self.requests(document)) for document in documents)
            fetch(requests, self.model.cache, endpoint, self.settings.parallel, (on_document, on_problem))


class CombinedExtractor(ModelExtractor):
    """`rules+llm`: the rules read everything, the model only sentences in which they leave something out.

    Documents in languages that no pipeline reads are read by the model alone.
    """

    name = RULES_AND_LLM

    def requests_for(self, reading: Reading) -> tuple[ModelRequest, ...]:
        """The requests for the sentences in which rules leave something out."""
        if reading.extractor is None:
            return super().requests_for(reading)
        wanted = wanted_sentences(reading, reading.ruled)
        return tuple(requests_of(reading.document, reading.sentences, self.settings, wanted))

    def extraction(self, document: Document) -> Extraction:
        """The claims of the rules, with those of the model where it was asked. Raises NotExtractedError."""
        reading = read(document, self.pipelines)
        if reading.extractor is None:
            return super().extraction(document)
        verified = self.verified(reading)
        claims = combined(reading.ruled, verified.claims, self.model.complete(self.requests_for(reading)))
        entities = with_entities_of(claims, reading.entities)
        return Extraction(document, reading.sentences, claims, entities, verified.notes)
