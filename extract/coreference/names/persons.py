"""Person names that the model misses: after a title, with an unusual surname, recognised by capitals alone."""

from __future__ import annotations

from collections.abc import Iterator

from extract.coreference.names.bodies import is_body_head
from extract.coreference.names.name import Name
from extract.coreference.names.titles import has_personal_title, is_rank, is_title
from extract.lexicon.loader import is_feminine_name, lexicon
from extract.parsing.lists import has_age
from extract.parsing.tokens import Doc, Token, TokenSpan
from ontology.identifiers import actor_id
from ontology.model import Entity, EntityType
from ontology.registry import Registry

MAX_PERSON_WORDS = 4
ARGUMENT_ROLES = frozenset({"nsubj", "nsubjpass", "dobj", "dative", "pobj", "poss", "appos", "conj", "ROOT"})
AMBIGUOUS_TITLES = frozenset({"state", "police", "general"})
"""Titles that are more often the first word of another name: "State Department"."""


def person_entity(text: str) -> Entity:
    """The entity of a person's name."""
    return Entity(actor_id(text), text, EntityType.PERSON)


def titled_names(sentence: TokenSpan) -> Iterator[Name]:
    """A capitalised run after a title is a person, labelled or not: 'Minister Sihasak Phuangketkeow'."""
    doc = sentence.doc
    index = sentence.start
    while index < sentence.end:
        token = doc[index]
        index += 1
        if token.text[:1].isupper() and is_title(token) and token.lower_ not in AMBIGUOUS_TITLES:
            start, end = _run_after_title(sentence, index)
            start = with_surname(doc, start, sentence.start)
            is_person = end - start >= 2 or (end > start and has_personal_title(token.nbor()))
            if end - start == 1 and is_rank(doc[start - 1]):
                start, is_person = start - 1, True  # "Prince Royce"
            if is_person and doc[start].text != "Ministry":
                yield Name(start, end, person_entity(doc[start:end].text), known=False)
            index = max(end, index)


def _run_after_title(sentence: TokenSpan, start: int) -> tuple[int, int]:
    """The capitalised run that begins at this token, without further titles before it and suffixes after it."""
    doc = sentence.doc
    while start < sentence.end and is_title(doc[start]) and doc[start].text[:1].isupper():
        start += 1
    end = start
    while end < sentence.end and doc[end].text[:1].isupper() and doc[end].pos_ == "PROPN":
        end += 1
    if end == start and _is_misread(doc, end, sentence.end):  # "Oknha Try Pheap"
        return start, _run_after_title(sentence, start + 1)[1]
    while end - start > 2 and is_name_suffix(doc[end - 1]):
        end -= 1
    return start, end


def _is_misread(doc: Doc, index: int, limit: int) -> bool:
    """True for a capitalised verb after an honorific and before a proper noun, if no headline has its capitals."""
    if index + 1 >= limit or not doc[index].is_title or not doc[index + 1].is_title or not index:
        return False
    is_honorific = doc[index - 1].lower_ in lexicon().actors.titles.honorifics
    return is_honorific and doc[index].pos_ == "VERB" and doc[index + 1].pos_ == "PROPN"


def is_name_suffix(token: Token) -> bool:
    """True for letters after a person's name: "SC", "PhD"."""
    return token.lower_.strip(".") in lexicon().actors.titles.suffixes


def with_surname(doc: Doc, start: int, sentence_start: int) -> int:
    """The start of 'To Lam', 'Do Hung Viet': one token earlier if a capitalised small word of English stands there."""
    before = doc[start - 1] if start > sentence_start else None
    is_surname = before is not None and before.is_title and before.lower_ in lexicon().actors.titles.surnames
    return start - 1 if is_surname and doc[start].text[:1].isupper() else start


def surnamed_names(sentence: TokenSpan) -> Iterator[Name]:
    """'leader To Lam': a capitalised small word inside a sentence, right before a proper noun, is a surname."""
    if not any(token.is_lower and token.pos_ in {"VERB", "AUX"} for token in sentence):
        return  # a headline in capitals
    for token in sentence[1:-1]:
        if token.is_title and token.lower_ in lexicon().actors.titles.surnames and not token.nbor(-1).is_punct:
            end = token.i + 1
            while end < sentence.end and sentence.doc[end].is_title and sentence.doc[end].pos_ == "PROPN":
                end += 1
            if 1 < end - token.i <= MAX_PERSON_WORDS:
                yield Name(token.i, end, person_entity(sentence.doc[token.i : end].text), known=False)


def lookalike_names(sentence: TokenSpan) -> Iterator[Name]:
    """'accused So of bribery': a function word that the parser reads as a name is a person's, whatever the label."""
    for token in sentence:
        if token.is_title and token.pos_ == "PROPN" and token.lower_ in lexicon().mentions.names.lookalikes:
            yield Name(token.i, token.i + 1, person_entity(token.text), known=False)


def evident_names(sentence: TokenSpan) -> Iterator[Name]:
    """Persons by what stands beside the name, whatever its label: 'Mwila Banda, 45', 'Olivia Hale, a journalist'."""
    for start, end in _full_name_runs(sentence):
        if has_age(sentence.doc.tokens, end) or _is_beside_person(sentence.doc, start, end):
            yield Name(start, end, person_entity(sentence.doc[start:end].text), known=False)


def _full_name_runs(sentence: TokenSpan) -> Iterator[tuple[int, int]]:
    """The runs of two to four capitalised proper nouns, without titles and the heads of other names."""
    tokens, index = sentence.doc.tokens, sentence.start
    while index < sentence.end:
        end = index
        while end < sentence.end and _is_name_word(tokens[end]):
            end += 1
        while index < end and is_title(tokens[index]):
            index += 1
        words = tokens[index:end]
        is_other = any(token.lower_ in lexicon().actors.name_words or is_body_head(token) for token in words[:-1])
        if 1 < len(words) <= MAX_PERSON_WORDS and not is_other and not is_body_head(words[-1]):
            yield index, end
        index = max(end, index + 1)


def _is_name_word(token: Token) -> bool:
    return token.pos_ == "PROPN" and token.is_title and token.ent_type_ != "DATE"


def _is_beside_person(doc: Doc, start: int, end: int) -> bool:
    """True for a known first name beside "&", kin, or a noun for a person, or before a surname that is also a place."""
    if is_feminine_name(doc[start].text) is None or end == len(doc):
        return False
    if _has_surname_of_place(doc[start:end].root, doc[start]):
        return True
    is_joined = "&" in {doc[end].text, doc[max(0, start - 1)].text}
    return is_joined or _has_kin(doc, start, end) or _is_described(doc, start, end)


def _has_kin(doc: Doc, start: int, end: int) -> bool:
    """True if a person of the same sentence has the same family name."""
    others = (token for token in doc[start:end].root.sent if not start <= token.i < end)
    return any(token.ent_type_ == "PERSON" and token.text == doc[end - 1].text for token in others)


def _is_described(doc: Doc, start: int, end: int) -> bool:
    """True in apposition to a noun for a person, either way round, and after "an uncle of"."""
    root, persons = doc[start:end].root, lexicon().person_nouns
    apposed = [child for child in root.children if child.dep_ == "appos" and child.i > end and doc[end].text == ","]
    if any(child.lemma_.lower() in persons for child in apposed):
        return True
    if root.dep_ == "pobj" and root.head.lower_ == "of":
        return root.head.head.lemma_.lower() in lexicon().mentions.nominals.relatives
    is_after = root.dep_ == "appos" and root.head.i < start and doc[start - 1].text == ","
    return is_after and root.head.lemma_.lower() in persons


def _has_surname_of_place(surname: Token, first: Token) -> bool:
    """True for 'Ana Lima', of which only the second word has a label, that of a place."""
    is_place = surname.ent_type_ == "GPE" and surname.ent_iob_ == "B" and surname.i == first.i + 1
    return is_place and first.head is surname and first.dep_ == "compound" and not first.ent_type_


def particle_names(sentence: TokenSpan) -> Iterator[Name]:
    """'Siti binti Rahman', 'Van der Berg': a person around a particle, although the model labels a part only."""
    doc, index = sentence.doc, sentence.start + 1
    particles = lexicon().mentions.names.particles
    while index < sentence.end - 1:
        first = index
        while index < sentence.end - 1 and doc[index].text in particles:
            index += 1
        before, after = doc[first - 1], doc[index]
        is_patronymic = doc[first].text in lexicon().mentions.names.patronymics and before.is_title and after.is_title
        if index == first or not (is_patronymic or (_is_name_word(before) and _is_name_word(after))):
            index = max(index, first + 1)
            continue
        start, end = first - 1, index + 1
        while start > sentence.start and _is_name_word(doc[start - 1]) and not is_title(doc[start - 1]):
            start -= 1
        while end < sentence.end and _is_name_word(doc[end]):
            end += 1
        labels = {token.ent_type_ for token in doc[start:end]}
        if doc[first].text in lexicon().mentions.names.patronymics:
            labels = {"PERSON"}
        if "PERSON" in labels and labels <= {"PERSON", "", "NORP"} and end - start <= MAX_PERSON_WORDS + 2:
            yield Name(start, end, person_entity(doc[start:end].text), known=False)
        index = end


def nicknamed_names(sentence: TokenSpan) -> Iterator[Name]:
    """'"Snake" Otieno', 'Luis "El Lobo" Diaz': a nickname in quotation marks before a surname."""
    doc = sentence.doc
    for quote in (token for token in sentence if token.is_quote):
        end = quote.i + 1
        while end < sentence.end and doc[end].is_title and doc[end].pos_ == "PROPN":
            end += 1
        opening = _opening_quote(quote, sentence.start) if quote.i + 1 < end else None
        if opening is None or is_body_head(doc[end - 1]) or doc[end - 1].lower_ in lexicon().actors.name_words:
            continue
        start = opening
        while start > sentence.start and doc[start - 1].is_title and doc[start - 1].pos_ == "PROPN":
            start -= 1
        if start == sentence.start or doc[start - 1].dep_ != "det":
            yield Name(start, end, person_entity(doc[start:end].text), known=False)


def _opening_quote(closing: Token, limit: int) -> int | None:
    """The quotation mark before one or two capitalised words that end at this one."""
    doc, index = closing.doc, closing.i - 1
    while index >= max(limit, closing.i - 2) and doc[index].text[:1].isupper():
        index -= 1
    return index if limit <= index < closing.i - 1 and doc[index].is_quote else None


def unlabelled_names(sentence: TokenSpan, registry: Registry) -> Iterator[Name]:
    """Capitalised proper nouns without a label: guessed to be a person until the document says otherwise."""
    doc, tokens, index = sentence.doc, sentence.doc.tokens, sentence.start
    while index < sentence.end:
        end = index
        while end < sentence.end and _may_be_person(tokens[end]):
            end += 1
        if end == index:
            index += 1
            continue
        text = doc[index:end].text
        if end - index <= MAX_PERSON_WORDS and registry.find(text) is None and _is_argument(doc[index:end]):
            yield Name(index, end, person_entity(text), known=False, guessed=True)
        index = end


def _may_be_person(token: Token) -> bool:
    words = lexicon().actors
    return (
        token.pos_ == "PROPN"
        and token.text[:1].isupper()
        and token.text[1:].islower()
        and not token.ent_type_
        and not is_title(token)
        and token.lower_ not in words.name_words
        and not is_body_head(token)
    )


def _is_argument(run: TokenSpan) -> bool:
    """True for a run that stands as an argument, without an article: "the Rialto" is no person."""
    head = run.root
    has_article = any(child.dep_ in {"det", "amod", "nummod"} for child in head.children)
    follows_label = run.start > run.sent.start and run.doc[run.start - 1].ent_type_ not in {"", "PERSON", "DATE"}
    return head.dep_ in ARGUMENT_ROLES and not has_article and not follows_label
