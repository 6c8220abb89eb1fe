"""Names of government bodies, treaties and meetings: 'Thai Ministry of Foreign Affairs', 'Bangkok Joint Statement'."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.coreference.names.entity_types import type_of_name
from extract.coreference.names.lookup import if_country, known_entity, leading_country, start_after_owner
from extract.coreference.names.name import Name
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token, TokenSpan
from ontology.identifiers import actor_id, thing_id
from ontology.model import Entity, EntityType
from ontology.names import legal_forms
from ontology.registry import Registry

VERSION = re.compile(r"\d(?:\.\d)?|[IVX]{1,4}")
"""'Operation Serengeti 2.0' is not 'Operation Serengeti'."""


def body_names(sentence: TokenSpan, registry: Registry) -> Iterator[Name]:
    """Names built around a capitalised head such as "Ministry" or "Statement", known to the registry or not."""
    for token in sentence:
        if is_body_head(token) and token.text[:1].isupper() and token.pos_ in {"PROPN", "NOUN"}:
            name = None if _is_title_of_person(token, sentence.end) else _name_around(token, sentence, registry)
            if name is not None:
                yield name


def company_names(sentence: TokenSpan) -> Iterator[Name]:
    """Names that end with a legal form, labelled or not: 'Marble Ltd.'; without a label, also 'Marble Finance'."""
    doc = sentence.doc
    for token in sentence[1:]:
        is_legal_form = token.lower_.rstrip(".") in legal_forms()
        if token.text[:1].isupper() and (is_legal_form or _ends_company(token)):
            start = token.i
            while start > sentence.start and doc[start - 1].text[:1].isupper() and doc[start - 1].pos_ == "PROPN":
                start -= 1
            if start < token.i:
                name = doc[start : token.i + 1].text
                yield Name(start, token.i + 1, Entity(actor_id(name), name, EntityType.COMPANY), known=False)


def _ends_company(token: Token) -> bool:
    """True for the last word of 'Marble Finance' if the model labels neither word."""
    before = token.nbor(-1)
    is_part = before.head is token and before.dep_ == "compound" and before.pos_ == token.pos_ == "PROPN"
    is_company = lexicon().actors.name_words.get(token.lower_) is EntityType.COMPANY
    return is_part and is_company and not before.ent_type_ and not token.ent_type_ and before.is_title


def is_body_head(token: Token) -> bool:
    """True for a word that heads the name of a body, a treaty or a meeting."""
    return token.lower_ in lexicon().mentions.names.body_heads


def _name_around(head: Token, sentence: TokenSpan, registry: Registry) -> Name | None:
    doc = head.doc
    start, end = _grow_left(head, sentence.start), _grow_right(head, sentence.end)
    start = start_after_owner(doc[start:end], registry)
    if end - start < 2 and head.lower_ not in lexicon().mentions.names.sole_heads:
        return None
    known = known_entity(doc[start:end], sentence.start, registry)
    if known is not None:
        return Name(start, end, known, known=True)
    country, rest = leading_country(doc[start:end], registry)
    if country is None:
        country, end = _trailing_country(doc[start:end], registry)
    else:
        start = rest
    known = known_entity(doc[start:end], sentence.start, registry) if country is None else None
    entity = known or known_body(doc[start:end].text, country, registry)
    return Name(start, end, entity, known=known is not None)


def body_of_country(phrase: TokenSpan, registry: Registry) -> Entity | None:
    """The body of a name that holds its country: 'Thai Ministry of Foreign Affairs', 'Ministry of Justice of Kenya'."""
    end = phrase.end
    country, start = leading_country(phrase, registry)
    if country is None:
        country, end = _trailing_country(phrase, registry)
    rest = phrase.doc[start:end]
    if country is None or not any(is_body_head(token) for token in rest):
        return None
    body = known_body(rest.text, country, registry)
    return body if body.type is EntityType.GOVERNMENT_BODY else None


# ---- the extent of a name


def _is_title_of_person(token: Token, limit: int) -> bool:
    """'Police Chief Listyo Sigit Prabowo', 'Council President Charles Michel': a person, not a body."""
    after = token.doc[token.i + 1 : min(limit, token.i + 3)]
    if len(after) < 2:
        return False
    return after[0].is_title and after[0].lower_ in lexicon().actors.titles.roles and after[1].is_title


def _grow_left(token: Token, limit: int) -> int:
    """Where the name of this head begins."""
    start = token.i
    while start > limit:
        before = token.doc[start - 1]
        follows_capital = start - 1 > limit and token.doc[start - 2].text[:1].isupper()
        if follows_capital and ((before.text == "-" and not before.whitespace_) or before.tag_ == "POS"):
            start -= 2  # 'Anti-Crime Commission', "Kenya's Ministry"
        elif before.text[:1].isupper() and before.pos_ in {"PROPN", "ADJ", "NOUN"} and before.dep_ != "ROOT":
            start -= 1
        elif before.lower_ == "and" and _first_part(before, limit) < before.i:
            return _first_part(before, limit)
        else:
            break
    return start


def _first_part(conjunction: Token, limit: int) -> int:
    """Where "the Securities and Exchange Commission" begins: one article for both parts; else the conjunction."""
    doc, start = conjunction.doc, conjunction.i
    while start > limit and doc[start - 1].text[:1].isupper() and doc[start - 1].pos_ in {"PROPN", "ADJ", "NOUN"}:
        start -= 1
    has_article = start > limit and doc[start - 1].lower_ == "the"
    is_other = any(t.ent_type_ in {"GPE", "PERSON"} or is_body_head(t) for t in doc[start : conjunction.i])
    return start if has_article and not is_other else conjunction.i


def _grow_right(token: Token, limit: int) -> int:
    """Where the name of this head ends."""
    doc, words = token.doc, lexicon().mentions.names
    end = token.i + 1
    if token.head.i == token.i - 1 and token.dep_ == "compound":
        return end
    while end < limit:
        is_capitalised = doc[end].text[:1].isupper() and doc[end].pos_ in {"PROPN", "NOUN", "ADJ"}
        is_inner = doc[end].lower_ in words.inner_words and _capital_follows(doc[end], limit)
        is_number = token.lower_ in words.numbered and VERSION.fullmatch(doc[end].text) and end > token.i + 1
        if not (is_capitalised or is_inner or is_number):
            break
        end += 1
    return end


def _capital_follows(word: Token, limit: int) -> bool:
    """Whether an inner word is followed by more of the name; "and" only if no other body or place follows it."""
    if word.i + 1 >= limit or word.nbor().ent_type_ in {"DATE", "TIME"}:
        return False  # 'Parliament on Tuesday'
    following, words = word.nbor(), lexicon().mentions.names
    if word.lower_ == "the":
        return word.doc[word.i - 1].lower_ in words.inner_words and following.text[:1].isupper()
    if following.lower_ == "the" and following.i + 1 < limit:
        return word.lower_ in {"of", "for"} and following.nbor().text[:1].isupper()
    if word.lower_ in {"in", "to"}:
        return False
    if word.lower_ == "and" and following.i + 1 < limit:
        ahead = {t.lower_ for t in word.doc[following.i : min(limit, following.i + 4)] if t.text[:1].isupper()}
        is_other = ahead & words.body_heads or following.ent_type_ in {"GPE", "PERSON"}
        return following.text[:1].isupper() and not is_other
    return following.text[:1].isupper()


def _trailing_country(phrase: TokenSpan, registry: Registry) -> tuple[Entity | None, int]:
    """The country at the end of a body's name ('Ministry of Justice of Kenya'), and where the name without it ends."""
    for index in range(len(phrase) - 2, 0, -1):
        if phrase[index].lower_ == "of":
            rest = phrase[index + 1 :]
            country = if_country(registry.find(rest.text)) or _country_of_parent(rest, registry)
            if country is not None and any(is_body_head(token) for token in phrase[:index]):
                return country, phrase.start + index
    return None, phrase.end


def _country_of_parent(phrase: TokenSpan, registry: Registry) -> Entity | None:
    """The country of the parent in 'Joint Economic Committee of the US Congress'."""
    words = phrase[1:] if phrase[0].lower_ == "the" else phrase
    country, start = leading_country(words, registry)
    rest = words.doc[start : words.end]
    return country if len(rest) == 1 and is_body_head(rest[0]) else None


# ---- the entity of a body


def canonical_body(text: str) -> str:
    """One form for the names of a ministry: 'Foreign Ministry' becomes 'Ministry of Foreign Affairs'."""
    words = text.split()
    if len(words) == 2 and words[1] in {"Ministry", "Department"}:
        portfolio = "Foreign Affairs" if words[0] == "Foreign" else words[0]
        return f"Ministry of {portfolio}" if words[1] == "Ministry" else text
    return text


def is_generic_body(text: str) -> bool:
    """True for a name that every country may have ('Ministry of Justice', 'National Police Agency')."""
    words, names = re.findall(r"[^\W\d_]+", text.casefold()), lexicon().mentions.names
    general = lexicon().actors.generic
    return all(word in names.body_heads or word in names.inner_words or word in general for word in words)


def body_entity(text: str, country: Entity | None) -> Entity:
    """The entity of a body, with its country in brackets if it is known: 'Ministry of Justice (Kenya)'."""
    canonical = canonical_body(text)
    kind = type_of_name(canonical, "ORG")
    if kind in {EntityType.EVENT, EntityType.LAW}:
        label = text if country is None else f"{country.label} {text}"
        return Entity(thing_id(label), label, kind)
    label = canonical if country is None else f"{canonical} ({country.label})"
    return Entity(actor_id(label), label, kind, None if country is None else country.id)


def known_body(text: str, country: Entity | None, registry: Registry) -> Entity:
    """The body of a country, as the registry has it if it does: 'State Department' is 'Department of State'."""
    entity = body_entity(text, country)
    known = None if country is None else registry.find(entity.label)
    return known or entity
