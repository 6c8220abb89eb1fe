"""Why a sentence gave the claims it gave: tokens, clauses, claims with their rules, and what was left out."""

from __future__ import annotations

from dataclasses import dataclass

from extract.claims import Extractor, LeftOut
from extract.coreference.resolver import Resolver
from extract.open_triples import ClauseRow, clause_rows
from extract.parsing.sentences import parse
from ontology.model import Claim, Document, Entity, MentionKind


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token of the parse; `head` is the text of the token it depends on."""

    text: str
    lemma: str
    tag: str
    dependency: str
    head: str


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """Words that stand for someone or something: how, for whom, and how sure that is (0 to 1)."""

    text: str
    kind: str
    entity: Entity
    certainty: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a text was read."""

    tokens: tuple[TokenRow, ...]
    references: tuple[ReferenceRow, ...]
    clauses: tuple[ClauseRow, ...]
    claims: tuple[Claim, ...]
    left_out: tuple[LeftOut, ...]


def explain(extractor: Extractor, text: str) -> Explanation:
    """Read a sentence (or a few) as a document of its own and say what came of it."""
    document = Document(id="explain", text=text)
    sentences = parse(extractor.pipeline, document)
    resolver = Resolver(document.id, sentences, extractor.registry)
    reading = extractor.read(document, sentences, resolver)
    references = tuple(
        ReferenceRow(
            token.text if found.kind is MentionKind.PRONOUN else resolver.words(parsed, token).text,
            found.kind.value,
            entity,
            round(found.certainty, 2),
        )
        for parsed in sentences
        for token, found in resolver.references(parsed)
        for entity in found.entities
        if entity.is_actor or found.kind is MentionKind.PRONOUN
    )
    tokens = tuple(
        TokenRow(t.text, t.lemma_, t.tag_, t.dep_, t.head.text)
        for parsed in sentences
        for t in parsed.span
        if not t.is_space
    )
    clauses = tuple(row for parsed in sentences for row in clause_rows(parsed))
    return Explanation(tokens, references, clauses, reading.claims, reading.left_out)
