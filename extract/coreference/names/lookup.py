"""Registry lookup of a name together with the country that stands before or inside it ("India's CBI", "UK NCA")."""

from __future__ import annotations

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Doc, Token, TokenSpan
from ontology.model import Entity, EntityType
from ontology.registry import Registry


def known_entity(words: TokenSpan, sentence_start: int, registry: Registry) -> Entity | None:
    """The registry's entity of these words, given the country before them in the sentence."""
    return entity_of_owner(words.text, country_before(words.doc, words.start, sentence_start, registry), registry)


def entity_of_owner(text: str, owner: Entity | None, registry: Registry) -> Entity | None:
    """The registry's entity of a name after its owner: the CBI of "India's CBI", but no FBI in "the Thai FBI"."""
    entity = registry.find(text)
    is_general = entity is not None and (entity.type is not EntityType.GOVERNMENT_BODY or entity.country is None)
    return entity if is_general or owner is None else _body_of_country(text, owner, registry)


def entity_with_country(phrase: TokenSpan, registry: Registry) -> Entity | None:
    """The registry's body of a name that begins with its country: 'UK NCA', 'US FBI'."""
    country, start = leading_country(phrase, registry)
    return None if country is None else _body_of_country(phrase.doc[start : phrase.end].text, country, registry)


def start_after_owner(phrase: TokenSpan, registry: Registry) -> int:
    """Where a known name begins after a possessor: "the Treasury Department's Office of Foreign Assets Control"."""
    after_possessives = [token.i + 1 for token in phrase if token.tag_ == "POS"]
    if not after_possessives:
        return phrase.start
    rest = phrase.doc[after_possessives[-1] : phrase.end]
    return rest.start if known_entity(rest, phrase.start, registry) is not None else phrase.start


def _body_of_country(text: str, country: Entity, registry: Registry) -> Entity | None:
    """The registry's body of this name in a country; ambiguous acronyms are registered as 'CBI (India)'."""
    entities = (registry.find(f"{text} ({country.label})"), registry.find(text))
    return next((entity for entity in entities if entity is not None and entity.country == country.id), None)


def country_before(doc: Doc, end: int, sentence_start: int, registry: Registry) -> Entity | None:
    """The country whose adjective or possessive ends before the token `end`: 'Ghanaian', 'South Korea's'."""
    if end == sentence_start:
        return None
    is_possessive = doc[end - 1].tag_ == "POS"
    end -= is_possessive
    for start in range(max(sentence_start, end - 3), end):
        text = doc[start:end].text
        if start == end - 1 and ends_wider_name(doc[start]):
            return None
        country = registry.country_of(text) or (if_country(registry.find(text)) if is_possessive else None)
        if country is not None:
            return country
    return None


def leading_country(phrase: TokenSpan, registry: Registry) -> tuple[Entity | None, int]:
    """The country at the beginning of a body's name ('Thai', 'U.S.', 'South Korea's'), and where the rest begins."""
    for length in (3, 2, 1):
        if length >= len(phrase):
            continue
        lead = phrase[:length]
        text = lead.text.removesuffix("'s").removesuffix("’s").strip()
        country = registry.country_of(text) or if_country(registry.find(text))
        if country is not None:
            return country, phrase.start + length
    return None, phrase.start


def ends_wider_name(token: Token) -> bool:
    """True for "American" in "South American", "Mexico" in "New Mexico": not the country of that name."""
    wider = lexicon().mentions.namesakes.wider
    return token.i > 0 and f"{token.nbor(-1).text} {token.text}" in wider


def if_country(entity: Entity | None) -> Entity | None:
    """The entity if it is a country, else None."""
    return entity if entity is not None and entity.type is EntityType.COUNTRY else None
