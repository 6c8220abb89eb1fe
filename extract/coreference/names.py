"""Names in a sentence: registry entries, model entities, ministries and bodies of a country, acronyms.

A *name* is a token range with what is known of it before the context of the document is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Doc, Token, TokenSpan
from ontology.identity import actor_id, place_id, thing_id
from ontology.model import Entity, EntityType
from ontology.registry import Registry

LONGEST_NAME = 9
LONGEST_PERSON = 4
PERSON_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "poss", "appos", "conj", "ROOT"})
NAMED_LABELS = frozenset({"PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
INNER_WORDS = frozenset({"of", "for", "on", "and", "against", "the", "to", "&", "in", "de"})
BODY_HEADS = frozenset(
    """ministry department office bureau agency commission authority council committee court police parliament congress
    senate treasury directorate service force center centre secretariat convention protocol declaration declarations
    agreement treaty summit conference statement operation partnership task""".split()
)
NO_NOUNS = frozenset({"AUX", "VERB", "PRON", "ADP", "ADV", "SCONJ", "CCONJ", "DET", "PART"})
NUMBERED, VERSION = frozenset({"operation", "phase", "protocol"}), re.compile(r"\d(?:\.\d)?|[IVX]{1,4}")
"""'Operation Serengeti 2.0' is another one than 'Operation Serengeti'."""
PLACE_ROLES = frozenset({"in", "at", "near", "from", "across", "into", "within", "throughout", "outside", "around"})


@dataclass(frozen=True, slots=True)
class Name:
    """A name: its tokens, the entity it is taken for, and whether that entity is known (not guessed from shape)."""

    start: int
    end: int
    entity: Entity
    known: bool
    guessed: bool = False
    """True for capitalised words that the model gives no label."""

    def head(self, doc: Doc) -> Token:
        """Its head noun; its last word where the parser takes a word of it for no noun ("Do Hung Viet")."""
        root = doc[self.start : self.end].root
        return root if root.pos_ not in NO_NOUNS else doc[self.end - 1]

    def covers(self, token: Token) -> bool:
        """True if the token is one of the name's."""
        return self.start <= token.i < self.end


def names(sentence: TokenSpan, registry: Registry) -> list[Name]:
    """The names of a sentence, longest first where they overlap, in reading order."""
    found = sorted(
        [
            *_registered(sentence, registry),
            *_bodies(sentence, registry),
            *_entities(sentence, registry),
            *_titled(sentence),
            *_surnamed(sentence),
            *_unlabelled(sentence, registry),
        ],
        key=lambda name: (name.start - name.end, not name.known, name.start),
    )
    taken: set[int] = set()
    kept = []
    for name in found:
        tokens = range(name.start, name.end)
        if not taken.intersection(tokens):
            taken.update(tokens)
            kept.append(name)
    return sorted(kept, key=lambda name: name.start)


NamesOf = Mapping[int, Sequence[Name]]
"""The names of each sentence of a document, by its index."""


def name_at(names_of: NamesOf, parsed: ParsedSentence, token: Token) -> Name | None:
    """The name of its sentence that a token belongs to."""
    for name in names_of[parsed.sentence.index]:
        if name.covers(token):
            return name
    return None


def _registered(sentence: TokenSpan, registry: Registry) -> Iterator[Name]:
    """Longest registry names; a single common word only if the tagger takes it for a name."""
    doc = sentence.doc
    index = sentence.start
    while index < sentence.end:
        reach = registry.reach(doc[index].text)
        name = _longest(sentence, index, reach, registry) if reach else None
        if name is not None:
            yield name
        index = index + 1 if name is None else name.end


def _longest(sentence: TokenSpan, start: int, reach: int, registry: Registry) -> Name | None:
    """The longest registry name that begins at this token and has at most so many characters."""
    doc, first = sentence.doc, sentence.doc[start]
    farthest = first.idx + reach
    owner = _country_before(doc, start, sentence.start, registry)
    for end in range(min(sentence.end, start + LONGEST_NAME), start, -1):
        last = doc[end - 1]
        if last.idx >= farthest or last.is_punct or last.tag_ == "POS":
            continue
        entity = _owned(doc[start:end].text, owner, registry)
        if entity is not None and (end - start > 1 or first.pos_ in {"PROPN", "NOUN", "ADJ", "X"}):
            return Name(start, end, entity, known=True)
    return None


def _known(words: TokenSpan, first: int, registry: Registry) -> Entity | None:
    """The registry's entity of a name, read with the country before it."""
    return _owned(words.text, _country_before(words.doc, words.start, first, registry), registry)


def _owned(text: str, owner: Entity | None, registry: Registry) -> Entity | None:
    """The registry's entity of a name after its owner's: "India's CBI", but no FBI in "the Thai FBI"."""
    entity = registry.find(text)
    is_general = entity is not None and (entity.type is not EntityType.GOVERNMENT_BODY or entity.country is None)
    return entity if is_general or owner is None else _of_country(text, owner, registry)


def _led(phrase: TokenSpan, registry: Registry) -> Entity | None:
    """'UK NCA', 'US FBI' as one name: the registry's body of that country."""
    country, start = _leading_country(phrase, registry)
    return None if country is None else _of_country(phrase.doc[start : phrase.end].text, country, registry)


def _after_owner(phrase: TokenSpan, registry: Registry) -> int:
    """Where a known name begins after its owner's: "the Treasury Department's Office of Foreign Assets Control"."""
    owners = [token.i + 1 for token in phrase if token.tag_ == "POS"]
    known = owners and _known(phrase.doc[owners[-1] : phrase.end], phrase.start, registry) is not None
    return owners[-1] if known else phrase.start


def _of_country(text: str, country: Entity, registry: Registry) -> Entity | None:
    """The registry's body of this name that belongs to the country; acronyms of many stand there as 'CBI (India)'."""
    found = (registry.find(f"{text} ({country.label})"), registry.find(text))
    return next((entity for entity in found if entity is not None and entity.country == country.id), None)


def _country_before(doc: Doc, end: int, first: int, registry: Registry) -> Entity | None:
    """The country whose adjective or possessive ends before a token: 'Ghanaian', 'South Korea's'."""
    if end == first:
        return None
    is_possessive = doc[end - 1].tag_ == "POS"
    end -= is_possessive
    for start in range(max(first, end - 3), end):
        text = doc[start:end].text
        country = registry.country_of(text) or (_if_country(registry.find(text)) if is_possessive else None)
        if country is not None:
            return country
    return None


def _entities(sentence: TokenSpan, registry: Registry) -> Iterator[Name]:
    for ent in sentence.ents:
        if ent.label_ not in NAMED_LABELS:
            continue
        start, end = _trim(ent)
        start = _after_owner(ent.doc[start:end], registry)
        if start >= end or not any(t.text[:1].isupper() for t in ent.doc[start:end]):
            continue
        text = ent.doc[start:end].text
        known = _known(ent.doc[start:end], sentence.start, registry) or _led(ent.doc[start:end], registry)
        if registry.country_of(text) is not None and (known is None or ent.label_ == "NORP"):
            continue  # "Thai" alone is a modifier; `resolution` reads it
        if known is None and any(registry.find(part) is not None for part in text.split(",")[:-1]):
            continue  # "Europol, Interpol" as one organisation
        entity = known or _body_of_country(ent.doc[start:end], registry) or entity_of_name(text, ent.label_)
        yield Name(start, end, entity, known=known is not None)


def _body_of_country(phrase: TokenSpan, registry: Registry) -> Entity | None:
    """'Thai Ministry of Foreign Affairs', 'Ministry of Public Security of China' as one name: of that country."""
    end = phrase.end
    country, start = _leading_country(phrase, registry)
    if country is None:
        country, end = _trailing_country(phrase, registry)
    rest = phrase.doc[start:end]
    if country is None or not any(token.lower_ in BODY_HEADS for token in rest):
        return None
    body = known_body(rest.text, country, registry)
    return body if body.type is EntityType.GOVERNMENT_BODY else None


def _trim(ent: TokenSpan) -> tuple[int, int]:
    start, end = ent.start, ent.end
    titles = lexicon().actors.titles
    while start < end and (ent.doc[start].lower_ in {"the", "a", "an"} or ent.doc[start].is_punct):
        start += 1
    if ent.label_ == "PERSON":
        while start < end - 1 and ent.doc[start].lower_ in titles:
            start += 1
        commas = [index for index in range(start + 1, end) if ent.doc[index].text == ","]
        end = commas[0] if commas else end  # "Ann Holt, the minister of trade" as one name
        while end > start + 1 and ent.doc[end - 1].lower_.strip(".") in lexicon().actors.after:
            end -= 1
        start = _with_surname(ent.doc, start, ent.sent.start)
    opened = [index for index in range(start, end) if ent.doc[index].text == "("]
    if opened and ")" not in {token.text for token in ent.doc[opened[-1] : end]}:
        end = opened[-1]  # 'Pacific Network (PNET' is a name and the beginning of its acronym
    while end > start and (ent.doc[end - 1].tag_ == "POS" or ent.doc[end - 1].is_punct or ent.doc[end - 1].is_space):
        end -= 1
    return start, end


def _with_surname(doc: Doc, start: int, first: int) -> int:
    """'To Lam', 'Do Hung Viet': a first word that looks like a small word of English, before a name with no comma."""
    before = doc[start - 1] if start > first else None
    is_surname = before is not None and before.is_title and before.lower_ in lexicon().actors.surnames
    return start - 1 if is_surname and doc[start].text[:1].isupper() else start


def entity_of_name(text: str, label: str) -> Entity:
    """The entity of a name that the registry does not know: its type from the model's label and the name's words."""
    kind = type_of_name(text, label)
    if kind is EntityType.PLACE:
        return Entity(place_id(text), text, kind)
    if kind in {EntityType.EVENT, EntityType.LAW, EntityType.THING}:
        return Entity(thing_id(text), text, kind)
    return Entity(actor_id(text), text, kind)


def type_of_name(text: str, label: str) -> EntityType:
    """Type of a name by its telling words (the last first), else by the model's label."""
    words = text.casefold().replace(".", "").split()
    if label in {"PERSON", "NORP"} and not set(words[-1:]) & set(lexicon().actors.name_words):
        return EntityType.PERSON if label == "PERSON" else EntityType.GROUP
    head = _head_words(words)
    for word in head:
        kind = lexicon().actors.name_words.get(word)
        if kind is not None and not (label in {"GPE", "LOC"} and kind is not EntityType.PLACE):
            return kind
    by_label = {
        "GPE": EntityType.PLACE,
        "LOC": EntityType.PLACE,
        "FAC": EntityType.PLACE,
        "EVENT": EntityType.EVENT,
        "LAW": EntityType.LAW,
        "ORG": EntityType.COMPANY if len(words) == 1 else EntityType.INTERNATIONAL_ORGANISATION,
    }
    return by_label.get(label, EntityType.THING)


def _head_words(words: list[str]) -> list[str]:
    """The words that may be the head: before the first 'of/on/for/against', last first."""
    for index, word in enumerate(words):
        if word in {"of", "on", "for", "against", "in", "to"} and index:
            return list(reversed(words[:index]))
    return list(reversed(words))


def _bodies(sentence: TokenSpan, registry: Registry) -> Iterator[Name]:
    """'Thai Ministry of Foreign Affairs', 'U.S. Treasury Department', 'Bangkok Joint Statement'."""
    doc = sentence.doc
    for token in sentence:
        if token.lower_ not in BODY_HEADS or not token.text[:1].isupper() or token.pos_ not in {"PROPN", "NOUN"}:
            continue
        if _is_of_title(token, sentence.end):
            continue
        start, end = _grow_left(token, sentence.start), _grow_right(token, sentence.end)
        start = _after_owner(doc[start:end], registry)
        if end - start < 2 and token.lower_ not in {"treasury", "congress", "parliament", "senate"}:
            continue
        text = doc[start:end].text
        known = _known(doc[start:end], sentence.start, registry)
        if known is not None:
            yield Name(start, end, known, known=True)
            continue
        country, first = _leading_country(doc[start:end], registry)
        if country is None:
            country, end = _trailing_country(doc[start:end], registry)
        else:
            start = first
        text = doc[start:end].text
        known = _known(doc[start:end], sentence.start, registry) if country is None else None
        yield Name(start, end, known or known_body(text, country, registry), known=known is not None)


def _is_of_title(token: Token, limit: int) -> bool:
    """'Police Chief Listyo Sigit Prabowo', 'Council President Charles Michel': a person, not a body."""
    after = token.doc[token.i + 1 : min(limit, token.i + 3)]
    return len(after) == 2 and after[0].is_title and after[0].lower_ in lexicon().actors.roles and after[1].is_title


def _grow_left(token: Token, limit: int) -> int:
    start = token.i
    while start > limit:
        before = token.doc[start - 1]
        if (
            before.text == "-"
            and start - 1 > limit
            and token.doc[start - 2].text[:1].isupper()
            and not before.whitespace_
        ):
            start -= 2  # 'Anti-Crime Commission'
        elif before.tag_ == "POS" and start - 1 > limit and token.doc[start - 2].text[:1].isupper():
            start -= 2
        elif before.text[:1].isupper() and before.pos_ in {"PROPN", "ADJ", "NOUN"} and before.dep_ != "ROOT":
            start -= 1
        elif before.lower_ == "and" and _first_part(before, limit) < before.i:
            return _first_part(before, limit)
        else:
            break
    return start


def _first_part(joint: Token, limit: int) -> int:
    """Where "the Securities and Exchange Commission" begins: one article for both parts; else the joint."""
    doc, start = joint.doc, joint.i
    while start > limit and doc[start - 1].text[:1].isupper() and doc[start - 1].pos_ in {"PROPN", "ADJ", "NOUN"}:
        start -= 1
    has_article = start > limit and doc[start - 1].lower_ == "the"
    is_other = any(t.ent_type_ in {"GPE", "PERSON"} or t.lower_ in BODY_HEADS for t in doc[start : joint.i])
    return start if has_article and not is_other else joint.i


def _grow_right(token: Token, limit: int) -> int:
    doc = token.doc
    end = token.i + 1
    if token.head.i == token.i - 1 and token.dep_ == "compound":
        return end
    while end < limit:
        if (
            (doc[end].text[:1].isupper() and doc[end].pos_ in {"PROPN", "NOUN", "ADJ"})
            or (doc[end].lower_ in INNER_WORDS and _capital_follows(doc[end], limit))
            or (token.lower_ in NUMBERED and VERSION.fullmatch(doc[end].text) and end > token.i + 1)
        ):
            end += 1
        else:
            break
    return end


def _capital_follows(word: Token, limit: int) -> bool:
    """An inner word of a name is followed by a capital; 'and' joins names unless the next is no body itself."""
    if word.i + 1 >= limit or word.nbor().ent_type_ in {"DATE", "TIME"}:
        return False  # 'Parliament on Tuesday'
    following = word.nbor()
    if word.lower_ == "the":
        return word.doc[word.i - 1].lower_ in INNER_WORDS and following.text[:1].isupper()
    if following.lower_ == "the" and following.i + 1 < limit:
        return word.lower_ == "of" and following.nbor().text[:1].isupper()
    if word.lower_ in {"in", "to"}:
        return False
    if word.lower_ == "and" and following.i + 1 < limit:
        ahead = {t.lower_ for t in word.doc[following.i : min(limit, following.i + 4)] if t.text[:1].isupper()}
        return following.text[:1].isupper() and not ahead & BODY_HEADS and following.ent_type_ not in {"GPE", "PERSON"}
    return following.text[:1].isupper()


def _leading_country(phrase: TokenSpan, registry: Registry) -> tuple[Entity | None, int]:
    """A country's name or adjective at the head of a body's name: 'Thai', 'U.S.', 'South Korea's'."""
    for length in (3, 2, 1):
        if length >= len(phrase):
            continue
        lead = phrase[:length]
        text = lead.text.removesuffix("'s").removesuffix("’s").strip()
        country = registry.country_of(text) or _if_country(registry.find(text))
        if country is not None:
            return country, phrase.start + length
    return None, phrase.start


def _trailing_country(phrase: TokenSpan, registry: Registry) -> tuple[Entity | None, int]:
    """The country at the end of a body's name ('Ministry of Justice of Kenya'), and where the name without it ends."""
    for index in range(len(phrase) - 2, 0, -1):
        if phrase[index].lower_ == "of":
            country = _if_country(registry.find(phrase[index + 1 :].text)) or _of_body(phrase[index + 1 :], registry)
            if country is not None and any(token.lower_ in BODY_HEADS for token in phrase[:index]):
                return country, phrase.start + index
    return None, phrase.end


def _of_body(phrase: TokenSpan, registry: Registry) -> Entity | None:
    """The country of the parent in 'Joint Economic Committee of the US Congress'."""
    words = phrase[1:] if phrase[0].lower_ == "the" else phrase
    country, start = _leading_country(words, registry)
    rest = words.doc[start : words.end]
    return country if len(rest) == 1 and rest[0].lower_ in BODY_HEADS else None


def _if_country(entity: Entity | None) -> Entity | None:
    return entity if entity is not None and entity.type is EntityType.COUNTRY else None


def canonical_body(text: str) -> str:
    """'Foreign Ministry' is the 'Ministry of Foreign Affairs', 'Health Ministry' the 'Ministry of Health'."""
    words = text.split()
    if len(words) == 2 and words[1] in {"Ministry", "Department"}:
        matter = "Foreign Affairs" if words[0] == "Foreign" else words[0]
        return f"Ministry of {matter}" if words[1] == "Ministry" else text
    return text


def is_generic_body(text: str) -> bool:
    """True for a name that every country may have ('Ministry of Justice', 'National Police Agency')."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return all(word in BODY_HEADS or word in INNER_WORDS or word in lexicon().actors.generic for word in words)


def body_entity(text: str, country: Entity | None) -> Entity:
    """The entity of a body named by its kind; with its country in brackets where that is known."""
    canonical = canonical_body(text)
    kind = type_of_name(canonical, "ORG")
    if kind in {EntityType.EVENT, EntityType.LAW}:
        label = text if country is None else f"{country.label} {text}"
        return Entity(thing_id(label), label, kind)
    label = canonical if country is None else f"{canonical} ({country.label})"
    return Entity(actor_id(label), label, kind, None if country is None else country.id)


def known_body(text: str, country: Entity | None, registry: Registry) -> Entity:
    """The body of a country: the registry's where it is there, so that 'State Department' is 'Department of State'."""
    entity = body_entity(text, country)
    known = None if country is None else registry.find(entity.label)
    return known or entity


def _titled(sentence: TokenSpan) -> Iterator[Name]:
    """A capitalised run after a title is a person even where the model sees none: 'Minister Sihasak Phuangketkeow'."""
    titles = lexicon().actors.titles
    doc = sentence.doc
    index = sentence.start
    while index < sentence.end:
        token = doc[index]
        if token.text[:1].isupper() and token.lower_ in titles and token.lower_ not in {"state", "police", "general"}:
            start = index + 1
            while start < sentence.end and doc[start].lower_ in titles and doc[start].text[:1].isupper():
                start += 1
            end = start
            while end < sentence.end and doc[end].text[:1].isupper() and doc[end].pos_ == "PROPN":
                end += 1
            while end - start > 2 and doc[end - 1].lower_.strip(".") in lexicon().actors.after:
                end -= 1
            start = _with_surname(doc, start, sentence.start)
            if end - start >= 2 and doc[start].text != "Ministry":
                text = doc[start:end].text
                yield Name(start, end, Entity(actor_id(text), text, EntityType.PERSON), known=False)
            index = max(end, index + 1)
        else:
            index += 1


def _surnamed(sentence: TokenSpan) -> Iterator[Name]:
    """'leader To Lam': a capitalised small word within a sentence, right before a proper noun, is a surname."""
    if not any(token.is_lower and token.pos_ in {"VERB", "AUX"} for token in sentence):
        return  # a headline in capitals
    for token in sentence[1:-1]:
        if token.is_title and token.lower_ in lexicon().actors.surnames and not token.nbor(-1).is_punct:
            end = token.i + 1
            while end < sentence.end and sentence.doc[end].is_title and sentence.doc[end].pos_ == "PROPN":
                end += 1
            if 1 < end - token.i <= LONGEST_PERSON:
                text = sentence.doc[token.i : end].text
                yield Name(token.i, end, Entity(actor_id(text), text, EntityType.PERSON), known=False)


def _unlabelled(sentence: TokenSpan, registry: Registry) -> Iterator[Name]:
    """Capitalised proper nouns that the model gives no label: taken for a person's name until the text says more."""
    doc, tokens, index = sentence.doc, sentence.doc.tokens, sentence.start
    while index < sentence.end:
        end = index
        while end < sentence.end and _may_be_person(tokens[end]):
            end += 1
        if end == index:
            index += 1
            continue
        text = doc[index:end].text
        if end - index <= LONGEST_PERSON and registry.find(text) is None and _stands_alone(doc[index:end]):
            yield Name(index, end, Entity(actor_id(text), text, EntityType.PERSON), known=False, guessed=True)
        index = end


def _may_be_person(token: Token) -> bool:
    words = lexicon().actors
    return (
        token.pos_ == "PROPN"
        and token.text[:1].isupper()
        and token.text[1:].islower()
        and not token.ent_type_
        and token.lower_ not in words.titles
        and token.lower_ not in words.name_words
        and token.lower_ not in BODY_HEADS
    )


def _stands_alone(run: TokenSpan) -> bool:
    """In the place of an argument, with no article: "the Rialto" is no person."""
    head = run.root
    has_article = any(child.dep_ in {"det", "amod", "nummod"} for child in head.children)
    beside = run.start > run.sent.start and run.doc[run.start - 1].ent_type_ not in {"", "PERSON"}
    return head.dep_ in PERSON_ROLES and not has_article and not beside
