"""Sentences with their candidates."""

from collections.abc import Callable

import pytest

from extract.claim_builder import ClaimBuilder, Proposal
from extract.claims import Extractor
from extract.coreference.resolver import Resolver
from extract.judge.candidates import Candidates, candidates
from extract.parsing.sentences import parse
from ontology.model import Document

Prepared = tuple[Candidates, list[Proposal], ClaimBuilder]


@pytest.fixture(scope="session")
def prepare(extractor: Extractor) -> Callable[[str], Prepared]:
    """The candidates of the first sentence of a text, what the rules propose, and the builder of its claims."""

    def prepared(text: str) -> Prepared:
        document = Document("a", text)
        sentences = parse(extractor.pipeline, document)
        builder = ClaimBuilder(document, Resolver("a", sentences, extractor.registry), extractor.actions)
        proposals = builder.proposals(sentences[0])
        return candidates(sentences[0], builder.resolver, extractor.actions), proposals, builder

    return prepared
