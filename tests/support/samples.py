"""Claims and documents that tests build, and hypothesis strategies for them."""

from __future__ import annotations

from hypothesis import strategies as st

from graph.rdf.stored_claim import StoredClaim
from ontology.actions import scheme
from ontology.identifiers import actor_id, claim_id, place_id, thing_id
from ontology.model import (
    ACTOR_TYPES,
    Claim,
    Document,
    DocumentEntity,
    Entity,
    EntityType,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Participant,
    Polarity,
    Sentence,
    Span,
)

DATES = st.sampled_from(["2025", "2025-10", "2025-10-27", "1999-02-28"])
WORDS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Zs")), min_size=1, max_size=12
)
LABELS = st.lists(WORDS | st.sampled_from(["suspects", "crises"]), min_size=1, max_size=3).map(" ".join)
LEMMAS = st.sampled_from([*sorted(scheme().lemmas)[::17], "frobnicate", "frobnicate with"])

HEAD_LEMMAS = {
    "suspects": "suspect",
    "compounds": "compound",
    "buildings": "building",
    "preparations": "preparation",
    "hackers": "hacker",
    "phones": "phone",
    "authorities": "authority",
    "crises": "crisis",
    "analyses": "analysis",
    "series": "series",
    "officials": "official",
    "analysts": "analyst",
    "dollars": "dollar",
}
"""The lemmas that the parser gives for the nouns of tests, as far as they are not the noun itself."""


def head_lemma(label: str) -> str | None:
    """The head lemma of a label in these tests; None for other labels, as for names."""
    return HEAD_LEMMAS.get(label.rsplit(maxsplit=1)[-1]) if label.split() else None


def entity(label: str, kind: EntityType | str = EntityType.COUNTRY, country: str | None = None) -> Entity:
    """An entity with the id that its label and type give."""
    kind = EntityType(kind)
    mint = actor_id if kind in ACTOR_TYPES else place_id if kind is EntityType.PLACE else thing_id
    return Entity(mint(label), label, kind, country)


def claim(  # noqa: PLR0913  # one keyword per field that tests vary
    actor: Entity | str = "Thailand",
    lemma: str = "propose",
    target: Entity | str | None = "conference",
    *,
    document: str = "2025-10/a",
    start: int = 0,
    index: int = 0,
    polarity: Polarity = Polarity.AFFIRMED,
    modality: Modality = Modality.ASSERTED,
    alleged: bool = False,
    attribution: Entity | None = None,
    when: str | None = None,
    where: Entity | None = None,
    confidence: float = 0.9,
) -> Claim:
    """A claim whose sentence is "ACTOR LEMMA TARGET." at `start`, with offsets that fit it."""
    who = entity(actor) if isinstance(actor, str) else actor
    what = entity(target, EntityType.EVENT) if isinstance(target, str) else target
    parts = [who.label, lemma, *([what.label] if what else [])]
    text = " ".join(parts) + "."
    spans, position = [], start
    for part in parts:
        spans.append(Span(position, position + len(part), part))
        position += len(part) + 1
    sentence = Sentence(document, index, start, start + len(text), text)
    said = claim_id(document, start, who.id, lemma, what.id if what else "", polarity, modality)
    return Claim(
        id=said,
        document=document,
        sentence=sentence,
        actor=Participant(who, spans[0], head_lemma=head_lemma(who.label)),
        action=scheme().action(lemma),
        action_span=spans[1],
        target=Participant(what, spans[2], head_lemma=head_lemma(what.label)) if what else None,
        polarity=polarity,
        modality=modality,
        alleged=alleged,
        attribution=attribution,
        when=when,
        where=where,
        confidence=confidence,
        rule="active",
        attribution_head_lemma=None if attribution is None else head_lemma(attribution.label),
    )


def stored(made: Claim, date: str | None = "2025-10", title: str | None = None) -> StoredClaim:
    """A claim as the store gives it back; its batch is the folder of its document."""
    return StoredClaim(made, made.document.partition("/")[0], title, date)


def extraction(document: Document, claims: list[Claim]) -> Extraction:
    """What a document gave: these claims, their sentences and a mention of each entity."""
    mentions: dict[str, tuple[Entity, list[Mention]]] = {}
    for made in claims:
        for part in (made.actor, made.target):
            if part is not None:
                _, found = mentions.setdefault(part.entity.id, (part.entity, []))
                found.append(Mention(part.span, MentionKind.NAME))
    entities = tuple(DocumentEntity(document.id, one, tuple(found)) for one, found in mentions.values())
    sentences = {made.sentence.start: made.sentence for made in claims}
    return Extraction(document, tuple(sentences[key] for key in sorted(sentences)), tuple(claims), entities)


entities = st.builds(entity, LABELS, st.sampled_from(EntityType))
actors = st.builds(entity, LABELS, st.sampled_from(sorted(ACTOR_TYPES)))
places = st.builds(entity, LABELS, st.just(EntityType.PLACE))
whens = st.none() | DATES | st.tuples(DATES, DATES).map("/".join)


@st.composite
def claim_lists(draw: st.DrawFn, document: str = "2025-10/a") -> list[Claim]:
    """Claims of one document, each in a sentence of its own."""
    found, position = [], 0
    for index in range(draw(st.integers(0, 4))):
        made = claim(
            draw(actors),
            draw(LEMMAS),
            draw(st.none() | entities),
            document=document,
            start=position,
            index=index,
            polarity=draw(st.sampled_from(Polarity)),
            modality=draw(st.sampled_from(Modality)),
            alleged=draw(st.booleans()),
            attribution=draw(st.none() | actors),
            when=draw(whens),
            where=draw(st.none() | places),
            confidence=draw(st.integers(0, 100)) / 100,
        )
        found.append(made)
        position = made.sentence.end + 1
    return found


@st.composite
def extractions(draw: st.DrawFn) -> Extraction:
    """What one document gave."""
    document = Document(
        "2025-10/a",
        "",
        title=draw(st.none() | LABELS),
        date=draw(st.none() | DATES),
        url=draw(st.none() | st.just("https://example.org/a?b=c")),
        source=draw(st.none() | LABELS),
        batch="2025-10",
    )
    return extraction(document, draw(claim_lists()))
