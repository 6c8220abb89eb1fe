"""The data model: documents, sentences, entities and claims, as frozen dataclasses.

Offsets are Unicode code points into `Document.text`; `end` is exclusive. `ontology.records` gives the JSON form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class EntityType(StrEnum):
    """What kind of thing an entity is; the first seven can act and are called actors."""

    COUNTRY = "country"
    GOVERNMENT_BODY = "government-body"
    INTERNATIONAL_ORGANISATION = "international-organisation"
    COMPANY = "company"
    PERSON = "person"
    CRIMINAL_GROUP = "criminal-group"
    GROUP = "group"
    PLACE = "place"
    EVENT = "event"
    LAW = "law"
    THING = "thing"


ACTOR_TYPES = frozenset(
    {
        EntityType.COUNTRY,
        EntityType.GOVERNMENT_BODY,
        EntityType.INTERNATIONAL_ORGANISATION,
        EntityType.COMPANY,
        EntityType.PERSON,
        EntityType.CRIMINAL_GROUP,
        EntityType.GROUP,
    }
)


class Polarity(StrEnum):
    """Whether the text affirms the act or denies it."""

    AFFIRMED = "affirmed"
    NEGATED = "negated"


class Modality(StrEnum):
    """Whether the act is stated as done or going on, planned, merely possible, or a duty."""

    ASSERTED = "asserted"
    PLANNED = "planned"
    POSSIBLE = "possible"
    OBLIGATED = "obligated"


class ReviewState(StrEnum):
    """What a person decided on a claim."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    REJECTED = "rejected"


class MentionKind(StrEnum):
    """How a mention names its entity."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a document: code points from `start` to `end`, and the words that stand there."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was read. `text` holds one paragraph or heading a line, boilerplate removed."""

    id: str
    """Path relative to the input, without extension, or the `id` of a JSONL record."""
    text: str
    title: str | None = None
    date: str | None = None
    """ISO 8601, possibly partial (2025, 2025-10)."""
    url: str | None = None
    source: str | None = None
    batch: str = "default"
    extra: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    date_from: str | None = None
    """Where the date stands: "sources.jsonl", "meta", "JSON-LD", "line “24 October 2025”" ..."""
    byline: str | None = None
    standfirst: str | None = None
    dateline: str | None = None
    """The place that the report was filed from, as it stands: HANOI."""
    language: str | None = None
    """ISO 639 code; None where it cannot be told surely."""
    copy_of: str | None = None
    """Id of the document of which this one is a copy, exact or nearly so."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a document, counted from 0 in reading order."""

    document: str
    index: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Entity:
    """Who or what a mention names, across documents. An *actor* is an entity that can act."""

    id: str
    """`actor/…`, `thing/…` or `place/…`: see `ontology.identifiers`."""
    label: str
    type: EntityType
    country: str | None = None
    """Id of the country that this body or person belongs to, where the text or the registry says so."""

    @property
    def is_actor(self) -> bool:
        """True for countries, bodies, organisations, companies, persons and groups."""
        return self.type in ACTOR_TYPES

    @property
    def is_unnamed(self) -> bool:
        """True for a label that is a common noun: "banker", "suspects"."""
        return self.label[:1].islower()


@dataclass(frozen=True, slots=True)
class Participant:
    """An entity in its role in a claim, with the words that stand for it in the sentence."""

    entity: Entity
    span: Span
    quantity: str | None = None
    """How many the text counts, in its words: `1209`, `more than 500`. The label of the entity is without it."""
    head_lemma: str | None = None
    """Lemma of the common noun that heads the label: `compound` of "scam compounds". None for a proper noun."""


@dataclass(frozen=True, slots=True)
class Action:
    """What is done. `class_` is the top concept of the action scheme, `concept` the narrower one."""

    lemma: str
    """Base form with its particle or preposition: `crack down on`."""
    label: str
    """Third person singular present: `cracks down on`."""
    class_: str
    concept: str
    plover: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """The decision of a person on a claim, with the reason."""

    state: ReviewState
    why: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a claim comes from that no rule made.

    `extractor` is the name given with `--extractor`, `model` that of its language model, `request` the digest of the
    prompt, model and parameters that it was made with.
    """

    extractor: str
    model: str
    request: str


class Verification(StrEnum):
    """What verification did with a part of a proposed claim."""

    REJECTED = "rejected"
    REDUCED = "reduced"
    REPAIRED = "repaired"
    NEAR = "near match"


@dataclass(frozen=True, slots=True)
class VerificationNote:
    """A proposed claim that was left out, stored without one of its parts, repaired, or found only by a near match.

    `sentence` is the number of its sentence, `words` what it is about, `reason` why in a few words.
    """

    outcome: Verification
    reason: str
    words: str
    sentence: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one sentence says: actor, action, target, and how it says it. Not a fact."""

    id: str
    document: str
    sentence: Sentence
    actor: Participant
    action: Action
    action_span: Span
    target: Participant | None
    polarity: Polarity
    modality: Modality
    alleged: bool
    attribution: Entity | None
    """Who says it, where the text reports speech."""
    when: str | None
    """ISO 8601 date, possibly partial, or an interval `start/end`."""
    where: Entity | None
    confidence: float
    rule: str
    """Name of the rule that made the claim."""
    attribution_head_lemma: str | None = None
    """As `Participant.head_lemma`, of the attribution."""
    review: Review | None = None
    provenance: Provenance | None = None
    """None for what the rules made."""

    @property
    def is_rejected(self) -> bool:
        """True if a person has found that the sentence does not say this. No view shows such a claim."""
        return self.review is not None and self.review.state is ReviewState.REJECTED

    @property
    def is_fact(self) -> bool:
        """True if the text states the act as done: not negated, planned, possible, obligated or alleged."""
        return self.polarity is Polarity.AFFIRMED and self.modality is Modality.ASSERTED and not self.alleged


@dataclass(frozen=True, slots=True)
class OpenTriple:
    """A clause in the words of the text: open information extraction."""

    document: str
    sentence: Sentence
    subject: str
    relation: str
    object: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names an entity."""

    span: Span
    kind: MentionKind


@dataclass(frozen=True, slots=True)
class DocumentEntity:
    """One entity of one document with all its mentions, in reading order."""

    document: str
    entity: Entity
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was taken from one document.

    `notes`: what became of claims that an extractor only proposed. `missing`: why another run may take more from the
    same document; "" if it cannot.
    """

    document: Document
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim, ...]
    entities: tuple[DocumentEntity, ...]
    notes: tuple[VerificationNote, ...] = ()
    missing: str = ""
