"""Uncertain names: capitalised words that may name a person although the model labels them otherwise or not at all.

"Alice" as a company, "Gavin" as a place. They are candidates for "he" and "she" and nothing else; a pronoun that
refers to one is evidence that it names a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from extract.coreference.names.bodies import is_body_head
from extract.coreference.names.name import Name
from extract.coreference.names.titles import is_title
from extract.lexicon.loader import is_feminine_name, lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token, TokenSpan
from ontology.model import EntityType
from ontology.registry import Registry

MAX_WORDS = 6
VALUE_LABELS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"})
PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
MODIFIERS = frozenset({"amod", "compound", "nmod"})
COMMON_NOUNS = frozenset({"NN", "NNS"})
MISTAGGED = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
"""Parts of speech that the tagger gives to unknown names: "Cally follows him", with "Cally" as an adverb."""


def proper_words(sentences: Sequence[ParsedSentence]) -> frozenset[str]:
    """Proper nouns of the document that do not stand at the beginning of a sentence, where anything is capitalised."""
    return frozenset(
        token.text
        for parsed in sentences
        for token in parsed.span[1:]
        if token.pos_ == "PROPN" and token.text[:1].isupper() and not token.nbor(-1).is_punct
    )


def uncertain_names(
    parsed: ParsedSentence, names: Sequence[Name], proper: Collection[str], registry: Registry
) -> Iterator[TokenSpan]:
    """The capitalised runs of a sentence that may name a person.

    Leaves out what `names` cover with a known entity, a person, or a body; `proper` is the result of `proper_words`.
    """
    doc, index = parsed.span.doc, parsed.span.start
    settled = [n for n in names if n.known or n.entity.type is EntityType.PERSON or _is_body(doc[n.start : n.end])]
    taken = {position for name in settled for position in range(name.start, name.end)}
    while index < parsed.span.end:
        if index in taken or not doc.tokens[index].text[:1].isupper():
            index += 1
            continue
        end = _run_end(doc[index], parsed.span.end, taken, proper)
        run = doc[index:end]
        is_known = registry.find(run.text) is not None or _is_seat(run, registry)
        is_known = is_known or registry.country_of(run.text) is not None  # "the Thai police"
        if 0 < end - index <= MAX_WORDS and not (is_known or _is_body(run) or _is_place(run) or _is_modifier(run)):
            yield run
        index = max(end, index + 1)


def _run_end(first: Token, limit: int, taken: Collection[int], proper: Collection[str]) -> int:
    """Where the run of name words from this token on ends; the token's own index if it is no name word."""
    doc, index = first.doc.tokens, first.i
    particles = lexicon().mentions.names.particles
    while index < limit and index not in taken:
        begins_another = index > first.i and doc[index].ent_iob_ == "B" and doc[index - 1].ent_type_
        if begins_another or not _is_name_word(doc[index], proper):
            break
        index += 1
        if index + 1 < limit and doc[index].text == "-" and not doc[index - 1].whitespace_ + doc[index].whitespace_:
            index += 2  # the second half of a double name may begin with a small letter
        ahead = index
        while ahead < limit and doc[ahead].text in particles:
            ahead += 1
        if ahead < limit and ahead not in taken and _is_name_word(doc[ahead], proper):
            index = ahead
    return index


def _is_name_word(token: Token, proper: Collection[str]) -> bool:
    text = token.text
    if not text[:1].isupper() or not any(c.islower() for c in text) or token.ent_type_ in VALUE_LABELS:
        return False
    if is_title(token) or token.pos_ not in MISTAGGED | {"PROPN"}:
        return False
    if token.pos_ == "PROPN":
        return True
    is_first = token.i == token.sent.start or token.nbor(-1).is_punct
    is_attested = text in proper or token.ent_type_ or is_feminine_name(text) is not None
    return token.ent_type_ != "NORP" and (not is_first or bool(is_attested))


def _is_body(run: TokenSpan) -> bool:
    words = lexicon().actors.name_words
    return any(token.lower_ in words or is_body_head(token) for token in run)


def _is_modifier(run: TokenSpan) -> bool:
    """True for "Twitter" in 'the Twitter handle', "Assistant" in 'Assistant Director'."""
    head, modified = run.root, run.root.head
    is_common = modified.tag_ in COMMON_NOUNS or is_title(modified)
    return head.dep_ in MODIFIERS and modified.i >= run.end and is_common


def _is_seat(run: TokenSpan, registry: Registry) -> bool:
    """'Washington sanctioned the tycoon and his son': a capital that the model labels as a place is no person."""
    return len(run) == 1 and run[0].ent_type_ == "GPE" and registry.government_seat(run.text) is not None


def _is_place(run: TokenSpan) -> bool:
    """'flew to Harbin': both the label and the preposition say that it is a place."""
    head = run.root
    prepositions = lexicon().mentions.places.prepositions
    return head.ent_type_ in PLACE_LABELS and head.dep_ == "pobj" and head.head.lower_ in prepositions | {"to"}
