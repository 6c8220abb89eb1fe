"""Named entity recognition: the names of a sentence from the registry, the model's labels and the rules of `names`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.coreference.names.bodies import body_names, body_of_country, company_names
from extract.coreference.names.coined import coined_names
from extract.coreference.names.entity_types import entity_of_name
from extract.coreference.names.laws import law_names
from extract.coreference.names.lookup import (
    country_before,
    entity_of_owner,
    entity_with_country,
    known_entity,
    start_after_owner,
)
from extract.coreference.names.name import NAMED_LABELS, Name
from extract.coreference.names.offices import office_names
from extract.coreference.names.persons import (
    evident_names,
    is_name_suffix,
    lookalike_names,
    nicknamed_names,
    particle_names,
    surnamed_names,
    titled_names,
    unlabelled_names,
    with_surname,
)
from extract.coreference.names.scope import is_class_name, is_class_noun
from extract.coreference.names.titles import has_personal_title, is_personal_title, is_rank, is_title
from extract.lexicon.loader import is_feminine_name, lexicon
from extract.parsing.tokens import Doc, Token, TokenSpan
from extract.syntax.arguments import is_inclusive
from ontology.identifiers import actor_id
from ontology.model import ACTOR_TYPES, Entity, EntityType
from ontology.registry import Registry

MAX_NAME_WORDS = 9
GUESSED = frozenset({EntityType.INTERNATIONAL_ORGANISATION, EntityType.COMPANY})
"""Types of organisations that the words of their name do not tell."""


def recognise_names(sentence: TokenSpan, registry: Registry) -> list[Name]:
    """The names of a sentence in reading order; of overlapping candidates the longest, then a known one."""
    candidates = sorted(
        [
            *_registered_names(sentence, registry),
            *body_names(sentence, registry),
            *company_names(sentence),
            *law_names(sentence),
            *office_names(sentence),
            *lookalike_names(sentence),
            *nicknamed_names(sentence),
            *particle_names(sentence),
            *coined_names(sentence, registry),
            *evident_names(sentence),
            *_labelled_names(sentence, registry),
            *titled_names(sentence),
            *surnamed_names(sentence),
            *unlabelled_names(sentence, registry),
        ],
        key=lambda name: (name.start - name.end, not name.known, name.start),
    )
    taken: set[int] = set()
    chosen = []
    for name in candidates:
        tokens = range(name.start, name.end)
        if not taken.intersection(tokens):
            taken.update(tokens)
            chosen.append(name)
    return sorted(chosen, key=lambda name: name.start)


def _registered_names(sentence: TokenSpan, registry: Registry) -> Iterator[Name]:
    """The longest registry names, from left to right."""
    doc = sentence.doc
    index = sentence.start
    while index < sentence.end:
        reach = registry.reach(doc[index].text)
        name = _longest(sentence, index, reach, registry) if reach else None
        if name is not None:
            yield name
        index = index + 1 if name is None else name.end


def _longest(sentence: TokenSpan, start: int, reach: int, registry: Registry) -> Name | None:
    """The longest registry name from this token on, at most `reach` characters long.

    A single common word counts only if the tagger takes it for a noun or an adjective.
    """
    doc, first = sentence.doc, sentence.doc[start]
    limit = first.idx + reach
    owner = country_before(doc, start, sentence.start, registry)
    for end in range(min(sentence.end, start + MAX_NAME_WORDS), start, -1):
        last = doc[end - 1]
        if last.idx >= limit or last.is_punct or last.tag_ == "POS":
            continue
        entity = entity_of_owner(doc.text[first.idx : last.idx + len(last.text)], owner, registry)
        if entity is not None and (end - start > 1 or first.pos_ in {"PROPN", "NOUN", "ADJ", "X"}):
            return Name(start, end, entity, known=True)
    return None


def _labelled_names(sentence: TokenSpan, registry: Registry) -> Iterator[Name]:
    """The entities that the model labels, with corrected bounds and types."""
    for ent in sentence.ents:
        for part in _parts(ent) if ent.label_ in NAMED_LABELS else ():
            name = _labelled_name(part, sentence.start, registry)
            if name is not None:
                yield name


def _parts(ent: TokenSpan) -> list[TokenSpan]:
    """The names that the model labels as one: after 'the firms' or 'Coral Trust, …' two names, 'Altair and Boreal'."""
    joints = [token.i for token in ent[1:-1] if token.lower_ == "and"]
    if ent.label_ != "ORG" or len(joints) != 1 or not (_class_noun_before(ent) or _is_end_of_list(ent)):
        return [ent]
    return [ent.doc[ent.start : joints[0]], ent.doc[joints[0] + 1 : ent.end]]


def _class_noun_before(ent: TokenSpan) -> bool:
    """True after a plural that says what the two are: 'the firms', 'the banks'."""
    noun = ent.doc[max(0, ent.start - 1)]
    is_plural = noun.tag_ == "NNS" and noun.i < ent.start
    return is_plural and lexicon().actors.types.get(noun.lemma_.lower()) in ACTOR_TYPES


def _is_end_of_list(ent: TokenSpan) -> bool:
    """True after 'Coral Trust,' where the first name is a conjunct and no other conjunction follows."""
    doc, before = ent.doc, ent.doc[max(0, ent.start - 2) : ent.start]
    if len(before) < 2 or before[1].text != "," or before[0].pos_ != "PROPN":
        return False
    after = [token.lower_ for token in doc[ent.end : ent.end + 2]]
    return any(token.dep_ == "conj" for token in ent) and not {"and", "or"} & set(after)


def _labelled_name(ent: TokenSpan, sentence_start: int, registry: Registry) -> Name | None:
    start, end = _trimmed(ent)
    start = start_after_owner(ent.doc[start:end], registry)
    if start >= end or not any(t.text[:1].isupper() for t in ent.doc[start:end]):
        return None
    words = ent.doc[start:end]
    known = known_entity(words, sentence_start, registry) or entity_with_country(words, registry)
    if _is_government(words, registry):
        return None  # "the Government of Nepal" is a noun with its country
    if registry.country_of(words.text) is not None and (known is None or ent.label_ == "NORP"):
        return None  # "Thai" alone is a modifier, which `countries` reads
    if known is None and _are_several(words.text, registry):
        return None  # "Europol, Interpol" as one organisation
    if known is None and _label(ent) == "PERSON" and is_class_name(words.text) and is_class_noun(words[-1].lower_):
        return None  # "Special Agent", but not "Bill"
    entity = known or body_of_country(words, registry) or _company(words) or entity_of_name(words.text, _label(ent))
    return Name(
        start, end, entity if known is not None else _of_known_body(words, entity, registry), known=known is not None
    )


def _of_known_body(words: TokenSpan, entity: Entity, registry: Registry) -> Entity:
    """'FBI Denver' and 'IRS Cyber Unit' are government bodies, as the first word of the name is."""
    first = registry.find(words[0].text) if len(words) > 1 and entity.type in GUESSED else None
    if first is None or first.type is not EntityType.GOVERNMENT_BODY:
        return entity
    return Entity(entity.id, entity.label, first.type, first.country)


def _company(words: TokenSpan) -> Entity | None:
    """The company that the noun before a name says it is: 'the firm Delta Shipping'; None for any other name."""
    root, noun = _first_of_list(words), words.doc[max(0, words.start - 1)]
    noun = root.head if root is not words.root else noun
    is_member = root.dep_ == "pobj" and is_inclusive(root.head)  # "banks including Krungsan"
    noun = root.head.head if is_member else noun
    is_beside = (noun is root.head and root.dep_ == "appos") or (noun.head is root and noun.dep_ == "compound")
    is_beside = is_beside or is_member
    is_company = lexicon().actors.types.get(noun.lemma_.lower()) is EntityType.COMPANY
    if not (is_beside and is_company and noun.pos_ == "NOUN" and noun.i < words.start):
        return None
    return Entity(actor_id(words.text), words.text, EntityType.COMPANY)


def _first_of_list(words: TokenSpan) -> Token:
    """The first name of the list that a name is in: 'Altair Trade' for 'Boreal Tech' in 'the firms Altair Trade and …'.

    The parser may join a later name to the noun before the list. The head of the name itself if there is no such noun.
    """
    token = words.root
    while token.dep_ == "conj" and token.head.pos_ in {"PROPN", "NOUN"}:
        token = token.head
    if token.dep_ == "pobj" and is_inclusive(token.head):
        return token
    if token.pos_ == "NOUN" and token.tag_ == "NNS":
        token = next((child for child in token.rights if child.dep_ == "appos" and child.i < words.start), token)
    is_after = token.dep_ == "appos" and token.head.tag_ == "NNS" and token.head.i < token.i
    between = token.doc[token.head.i + 1 : words.start] if is_after else ()
    return token if is_after and all(t.pos_ == "PROPN" or t.lower_ in {",", "and"} for t in between) else words.root


def _are_several(text: str, registry: Registry) -> bool:
    """True for names that the model takes for one: 'Europol, Interpol', 'Laos & Fiji', 'Ann Holt & Eve Tan'."""
    if any(registry.find(part) is not None for part in text.split(",")[:-1]):
        return True
    parts = [part.strip() for part in re.split(r" & |/", text)]
    if len(parts) == 1:
        return False
    are_persons = all(len(part.split()) > 1 and is_feminine_name(part.split()[0]) is not None for part in parts)
    return are_persons or all(registry.find(part) is not None for part in parts)


def _label(ent: TokenSpan) -> str:
    """The model's label, corrected for 'Ms Hale', 'Mr Justice Holt' and 'the former president, Ines Keller'."""
    is_titled = has_personal_title(ent[0]) or (len(ent) > 1 and (is_personal_title(ent[0]) or is_rank(ent[0])))
    is_titled = is_titled or any(token.text.endswith(".") and is_title(token) for token in ent[:-1])  # "Police Gen. Li"
    return "PERSON" if is_titled or _is_beside_office(ent) else ent.label_


def _is_beside_office(ent: TokenSpan) -> bool:
    """True for a name of several words right after a noun for a person, or in apposition to an office.

    After a known first name, also in apposition to any person.
    """
    root, words = ent.root, lexicon()
    office = root.head.lemma_.lower()
    before = ent.doc[ent.start - 1] if ent.start else root
    if before.tag_ == "NN" and before.dep_ == "compound" and before.lemma_ in words.person_nouns and len(ent) > 1:
        return before.head == root and ent.label_ in {"ORG", "GPE", "NORP"}  # "lawmaker Rangsiman Chaiyo"
    if root.dep_ != "appos" or root.i < root.head.i or len(ent) < 2 or ent.label_ not in {"ORG", "GPE", "NORP"}:
        return False
    is_known_first_name = office in words.person_nouns and is_feminine_name(ent[0].text) is not None
    return (before.text == "," or before == root.head) and (office in words.actors.titles.roles or is_known_first_name)


def _with_first_words(doc: Doc, start: int, sentence_start: int) -> int:
    """Where a person's name begins if the label leaves out its first words: 'Ruben Castillo Jr.'."""
    words = lexicon().actors
    while start > sentence_start:
        before = doc[start - 1]
        is_part = before.pos_ == "PROPN" and before.dep_ == "compound" and before.is_title and not before.ent_type_
        if not is_part or not before.is_alpha or is_title(before) or before.lower_ in words.name_words:
            break
        start -= 1
    return start


def _is_government(words: TokenSpan, registry: Registry) -> bool:
    """True for "Royal Government of Cambodia" and "the Russian Government"."""
    *modifiers, last = words
    if modifiers and last.lower_ == "government":
        before = words.doc[words.start : last.i].text
        return (
            registry.country_of(before) is not None or registry.find(before) is not None or before.lower() == "federal"
        )
    head = next((token for token in words if token.lower_ == "of"), None)
    if head is None or head.i == words.start or head.nbor(-1).lower_ not in lexicon().actors.government:
        return False
    return registry.find(words.text) is None and registry.find(words.doc[head.i + 1 : words.end].text) is not None


def _trimmed(ent: TokenSpan) -> tuple[int, int]:
    """The bounds of a labelled entity without articles, titles, suffixes, possessives and punctuation."""
    start, end = ent.start, ent.end
    while start < end and (
        ent.doc[start].lower_ in {"the", "a", "an"} or ent.doc[start].is_punct or ent.doc[start].tag_ == "MD"
    ):  # "Will Togo sign?"
        start += 1
    if _label(ent) == "PERSON":
        start, end = _trimmed_person(ent.doc, start, end, ent.sent.start)
    brackets = [index for index in range(start, end) if ent.doc[index].text == "("]
    if brackets and ")" not in {token.text for token in ent.doc[brackets[-1] : end]}:
        end = brackets[-1]  # 'Pacific Network (PNET': the name and half of its acronym
    while end > start and (
        ent.doc[end - 1].tag_ in {"POS", "IN"} or ent.doc[end - 1].is_punct or ent.doc[end - 1].is_space
    ):
        end -= 1
    return start, end


def _trimmed_person(doc: Doc, start: int, end: int, sentence_start: int) -> tuple[int, int]:
    while start < end - 1 and is_title(doc[start]):
        start += 1
    if end - start == 1 and start > sentence_start and is_rank(doc[start - 1]):
        return start - 1, end
    start = _with_first_words(doc, start, sentence_start)
    end = next((index for index in range(start + 1, end) if doc[index].text == ","), end)  # "Ann Holt, the minister"
    while end > start + 1 and is_name_suffix(doc[end - 1]):
        end -= 1
    generation = next((i for i in (end, end + 1) if i < len(doc) and doc[i].text != ","), end)
    if generation < len(doc) and doc[generation].lower_.rstrip(".") in lexicon().actors.titles.generations:
        end = generation + 1  # "Henry Tan, Jr."
    return with_surname(doc, start, sentence_start), end
