"""The extractors `llm` and `rules+llm`: proposals from the cache of answers, verified; with rules or without."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from extract.llm.answers import proposals_of
from extract.llm.cache import AnswerCache
from extract.llm.prompt import answer_schema, system_prompt
from extract.llm.requests import ModelRequest, requests_of
from extract.llm.selection import combined, wanted_sentences
from extract.llm.settings import LLM, RULES_AND_LLM, ModelSettings
from extract.multilingual import MultilingualExtractor
from extract.proposals.extractor import ProposalExtractor, with_entities_of
from extract.proposals.proposal import Proposals, ProposedClaim
from extract.proposals.reading import Reading, read
from extract.proposals.verification import Verified
from ontology.errors import NotExtractedError
from ontology.model import Document, Extraction, Provenance, Verification

if TYPE_CHECKING:
    from extract.llm.fetching import Fetcher, OnDocument, OnProblem

MISSING = (
    "{} of its {} requests to the model have no answer in {}; run the same command again, "
    "or add the answers with actorgraph llm import"
)


@dataclass(frozen=True, slots=True)
class DocumentAnswers:
    """What the answers to the requests for a document propose.

    `faultless`: numbers of the sentences whose answer is whole and holds nothing but claims in the form asked for.
    `missing`: how many answers are not there, and what to do; "" if all are.
    """

    proposals: Proposals
    faultless: frozenset[int]
    missing: str


class ModelExtractor(ProposalExtractor):
    """`llm`: every sentence is read by the model. `settings` say which; `pipelines` split English texts.

    Extraction takes the answers from the cache. Only `prepare` sends requests.
    """

    name = LLM

    def __init__(self, settings: ModelSettings, pipelines: MultilingualExtractor) -> None:
        super().__init__(pipelines)
        self.settings = settings
        self.cache = AnswerCache(settings.cache)

    def proposals_fingerprint(self) -> str:
        """Changes with everything that requests are made of, and with answers that were replaced."""
        settings = self.settings
        parts = (settings.model, settings.max_tokens, settings.segment, settings.parameters, self.cache.revision)
        text = json.dumps([system_prompt(), answer_schema(), *parts])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def requests(self, document: Document) -> tuple[ModelRequest, ...]:
        """The requests for a document, those in the cache too."""
        return self.requests_for(read(document, self.pipelines))

    def requests_for(self, reading: Reading) -> tuple[ModelRequest, ...]:
        """The requests for a document that was read."""
        return tuple(requests_of(reading.document, reading.sentences, self.settings))

    def proposed(self, reading: Reading) -> Proposals:
        """The proposals for a document. Raises NotExtractedError if an answer is missing."""
        answers = self.answers_to(self.requests_for(reading))
        if answers.missing:
            raise NotExtractedError(answers.missing)
        return answers.proposals

    def answers_to(self, requests: Sequence[ModelRequest]) -> DocumentAnswers:
        """What the cache answers to the requests for a document."""
        claims: list[ProposedClaim] = []
        problems: list[str] = []
        faultless: set[int] = set()
        missing = 0
        for request in requests:
            answer = self.cache.get(request.key)
            if answer is None:
                missing += 1
                continue
            found = proposals_of(answer.content, request, Provenance(self.name, self.settings.model, request.key))
            claims += found.claims
            problems += found.unreadable
            if not found.unreadable:
                faultless.update(request.sentences)
        why = MISSING.format(missing, len(requests), self.settings.cache) if missing else ""
        return DocumentAnswers(Proposals(tuple(claims), tuple(problems)), frozenset(faultless), why)

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

        with ChatEndpoint(self.settings) as endpoint:
            requests = ((document.id, self.requests(document)) for document in documents)
            self._fetcher.fetch(requests, endpoint, (on_document, on_problem))

    @cached_property
    def _fetcher(self) -> Fetcher:
        from extract.llm.fetching import Fetcher

        return Fetcher(self.cache, self.settings.parallel)


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

    def extraction_of(self, reading: Reading) -> Extraction:
        """The claims of the rules, with those of the model where it has answered.

        Raises NotExtractedError if an answer is missing to a document that the rules do not read.
        """
        if reading.extractor is None:
            return super().extraction_of(reading)
        answers = self.answers_to(self.requests_for(reading))
        verified = self.verified(reading, answers.proposals)
        claims = combined(reading.ruled, verified.claims, answers.faultless - _refuted(verified))
        entities = with_entities_of(claims, reading.entities)
        return Extraction(reading.document, reading.sentences, claims, entities, verified.notes, answers.missing)


def _refuted(verified: Verified) -> frozenset[int]:
    """The numbers of the sentences of which every proposal was rejected."""
    rejected = {note.sentence for note in verified.notes if note.outcome is Verification.REJECTED}
    made = {claim.sentence.index for claim in verified.claims}
    return frozenset(number for number in rejected if number is not None and number not in made)
