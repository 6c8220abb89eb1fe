"""The entities of a document: actors, places, laws and events with every mention."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from extract.coreference.discourse import EntityReference
from extract.coreference.resolver import Resolver
from extract.parsing.sentences import ParsedSentence
from extract.syntax.phrases import base_phrase
from ontology.identifiers import place_id
from ontology.model import Document, DocumentEntity, Entity, EntityType, Mention, MentionKind, Span

DATELINE_PLACE = re.compile(r"[A-ZÀ-Þ]{3,}(?:[ -][A-ZÀ-Þ]{2,})*(?=[, –—-])")
"""The place of a dateline: "KUALA LUMPUR, 28 October 2025 –"."""


def document_entities(
    document: Document, sentences: Sequence[ParsedSentence], resolver: Resolver
) -> tuple[DocumentEntity, ...]:
    """The entities of a document, sorted by id, each with its mentions in reading order."""
    mentions: dict[str, set[Mention]] = {}
    entities: dict[str, Entity] = {}
    for entity, mention in _mentions(sentences, resolver):
        entities.setdefault(entity.id, entity)
        mentions.setdefault(entity.id, set()).add(mention)
    return tuple(
        DocumentEntity(
            document.id, entities[key], tuple(sorted(mentions[key], key=lambda m: (m.span.start, m.span.end, m.kind)))
        )
        for key in sorted(entities)
    )


def _mentions(sentences: Sequence[ParsedSentence], resolver: Resolver) -> Iterator[tuple[Entity, Mention]]:
    references = (reference for parsed in sentences for _, reference in resolver.references(parsed))
    named = {e.id for reference in references if reference.kind is MentionKind.NAME for e in reference.entities}
    for parsed in sentences:
        place = DATELINE_PLACE.match(parsed.dateline)
        if place:
            start, label = parsed.sentence.start, place[0].title()
            yield (
                Entity(place_id(label), label, EntityType.PLACE),
                Mention(Span(start, start + len(place[0]), place[0]), MentionKind.NAME),
            )
        for token, reference in resolver.references(parsed):
            for entity in _listed(reference, named):
                yield entity, Mention(_span(parsed, resolver, reference), reference.kind)
                if token != reference.head:  # the office beside a name: "its chairman, Chen Zhi"
                    yield entity, Mention(parsed.locate(base_phrase(token)), MentionKind.NOMINAL)
        for name, entity in resolver.modifying_names(parsed):
            yield entity, Mention(parsed.locate(parsed.span.doc[name.start : name.end]), MentionKind.NAME)


def _span(parsed: ParsedSentence, resolver: Resolver, reference: EntityReference) -> Span:
    """The words of a mention; of a name without its possessor ("Kenya's Ann Otieno")."""
    head = reference.head
    if reference.kind is MentionKind.PRONOUN:
        return parsed.locate_tokens([head])
    phrase = resolver.words(parsed, head)
    if reference.kind is MentionKind.NAME:
        after_owners = [child.right_edge.i + 1 for child in head.lefts if child.dep_ == "poss"]
        phrase = phrase.doc[max([phrase.start, *after_owners]) : phrase.end]
    return parsed.locate(phrase)


def _listed(reference: EntityReference, named: Collection[str]) -> list[Entity]:
    """The entities to list: things only if their id is among those that the document names."""
    return [entity for entity in reference.entities if entity.type is not EntityType.THING or entity.id in named]
