"""Explains an extraction: the tokens, references, clauses and claims of a text, and the clauses that were rejected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.claim_builder import Rejected
from extract.claims import DocumentClaims, Extractor
from extract.clauses.stance import stance_steps
from extract.coreference.resolver import Resolver
from extract.judge.explanation import JudgedClaim, judged_claims
from extract.judge.facts import action_token
from extract.open_triples import ClauseRow, clause_rows
from extract.parsing.sentences import ParsedSentence, parse
from ontology.model import Claim, Document, Entity, MentionKind, Modality, Polarity


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token of the parse; `head` is the text of the token that it depends on."""

    text: str
    lemma: str
    tag: str
    dependency: str
    head: str


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """A mention: its words, its kind (name, nominal, pronoun), the entity it refers to, the certainty (0 to 1)."""

    text: str
    kind: str
    entity: Entity
    certainty: float


@dataclass(frozen=True, slots=True)
class OpenRow:
    """A mention that the text does not settle: its words, and the names of those whom it may mean."""

    text: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusRow:
    """A step to the status of the claims of an action: a word, why it counts, and the status after it."""

    action: str
    word: str
    reason: str
    status: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Every step of the extraction of a text."""

    tokens: tuple[TokenRow, ...]
    references: tuple[ReferenceRow, ...]
    open: tuple[OpenRow, ...]
    clauses: tuple[ClauseRow, ...]
    claims: tuple[Claim, ...]
    rejected: tuple[Rejected, ...]
    judged: tuple[JudgedClaim, ...]
    """The candidate claims with what speaks for and against them; empty if there is no judge."""
    statuses: tuple[StatusRow, ...]
    """How the status of each claim comes about, from the top of its sentence down to its action."""


def explain(extractor: Extractor, text: str) -> Explanation:
    """Extract from a text of a few sentences as a document of its own, and keep every step."""
    document = Document(id="explain", text=text)
    sentences = parse(extractor.pipeline, document)
    resolver = Resolver(document.id, sentences, extractor.registry)
    extracted = extractor.document_claims(document, sentences, resolver, complete=True)
    references = tuple(
        ReferenceRow(
            token.text if reference.kind is MentionKind.PRONOUN else resolver.words(parsed, token).text,
            reference.kind.value,
            entity,
            round(reference.certainty, 2),
        )
        for parsed in sentences
        for token, reference in resolver.references(parsed)
        for entity in reference.entities
        if entity.is_actor or reference.kind is MentionKind.PRONOUN
    )
    unsettled = tuple(
        OpenRow(
            token.text if token.pos_ == "PRON" else resolver.words(parsed, token).text,
            tuple(entity.label for entity in candidates),
        )
        for parsed in sentences
        for token, candidates in resolver.open(parsed)
    )
    tokens = tuple(
        TokenRow(t.text, t.lemma_, t.tag_, t.dep_, t.head.text)
        for parsed in sentences
        for t in parsed.span
        if not t.is_space
    )
    clauses = tuple(row for parsed in sentences for row in clause_rows(parsed))
    links = {} if extractor.judge is None else extractor.judge.weights.links
    judged = tuple(claim for sentence in extracted.judged for claim in judged_claims(sentence, links))
    statuses = tuple(dict.fromkeys(_status_rows(extracted, sentences)))
    return Explanation(tokens, references, unsettled, clauses, extracted.claims, extracted.rejected, judged, statuses)


def _status_rows(extracted: DocumentClaims, sentences: Sequence[ParsedSentence]) -> Iterator[StatusRow]:
    """The rows of all claims: governors first, then what the document and the judge of facts add."""
    by_index = {parsed.sentence.index: parsed for parsed in sentences}
    ruled = {claim.id: claim for claim in extracted.as_ruled}
    for claim in extracted.claims:
        token = action_token(claim, by_index[claim.sentence.index])
        label = claim.action.label
        steps = [] if token is None else stance_steps(token)
        for step in steps:
            meant = step.stance
            yield StatusRow(label, step.word, step.reason, _status(meant.modality, meant.polarity, meant.alleged))
        if claim.alleged and not any(step.stance.alleged for step in steps):
            status = _status(claim.modality, claim.polarity, claim.alleged)
            yield StatusRow(label, "document", "charges that are not proven, or a charging document", status)
        if claim.modality is not ruled[claim.id].modality:
            yield StatusRow(label, "judge of facts", "its context speaks against a fact", claim.modality.value)


def _status(modality: Modality, polarity: Polarity, alleged: bool) -> str:
    negated = [polarity.value] if polarity is Polarity.NEGATED else []
    return ", ".join([modality.value, *(["alleged"] if alleged else []), *negated])
