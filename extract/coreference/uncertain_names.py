"""Words of a text that may name a person though the model says otherwise: "Alice" as a company, "Gavin" as a place.

They are candidates for "he" and "she" (`pronouns`) and for nothing else: a pronoun that takes one up is the
text's word that it is a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from extract.coreference.names import BODY_HEADS, PLACE_ROLES, Name
from extract.lexicon.loader import is_feminine_name, lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token, TokenSpan
from ontology.model import EntityType
from ontology.registry import Registry

LONGEST = 6
PARTICLES = frozenset("de del della der den di da dos du la le van von bin bint ibn al el ter ten y".split())
"""Words inside a person's name that are written small."""
NO_NAMES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE"})
PLACES = frozenset({"GPE", "LOC", "FAC"})
MISTAGGED = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
"""What the tagger takes a name for that it does not know: "Cally follows him" with an adverb."""


def proper_words(sentences: Sequence[ParsedSentence]) -> frozenset[str]:
    """Proper nouns inside a sentence: their capital is not that of a sentence's first word."""
    return frozenset(
        token.text
        for parsed in sentences
        for token in parsed.span[1:]
        if token.pos_ == "PROPN" and token.text[:1].isupper() and not token.nbor(-1).is_punct
    )


def doubtful_names(
    parsed: ParsedSentence, names: Sequence[Name], proper: Collection[str], registry: Registry
) -> Iterator[TokenSpan]:
    """The runs of a sentence that no name covers which is known, a person's, or typed by its own words."""
    doc, index = parsed.span.doc, parsed.span.start
    settled = [n for n in names if n.known or n.entity.type is EntityType.PERSON or _is_body(doc[n.start : n.end])]
    taken = {position for name in settled for position in range(name.start, name.end)}
    while index < parsed.span.end:
        if index in taken or not doc.tokens[index].text[:1].isupper():
            index += 1
            continue
        end = _run_end(doc[index], parsed.span.end, taken, proper)
        run = doc[index:end]
        if 0 < end - index <= LONGEST and not (registry.find(run.text) or _is_body(run) or _is_place(run)):
            yield run
        index = max(end, index + 1)


def _run_end(first: Token, limit: int, taken: Collection[int], proper: Collection[str]) -> int:
    """Where the run of name words that begins here ends; where it begins if there is none."""
    doc, index = first.doc.tokens, first.i
    while index < limit and index not in taken:
        begins_another = index > first.i and doc[index].ent_iob_ == "B" and doc[index - 1].ent_type_
        if begins_another or not _is_name_word(doc[index], proper):
            break
        index += 1
        if index + 1 < limit and doc[index].text == "-" and not doc[index - 1].whitespace_ + doc[index].whitespace_:
            index += 2  # the second half of a double name may be written small
        ahead = index
        while ahead < limit and doc[ahead].text in PARTICLES:
            ahead += 1
        if ahead < limit and ahead not in taken and _is_name_word(doc[ahead], proper):
            index = ahead
    return index


def _is_name_word(token: Token, proper: Collection[str]) -> bool:
    text = token.text
    if not text[:1].isupper() or not any(c.islower() for c in text) or token.ent_type_ in NO_NAMES:
        return False
    if token.lower_ in lexicon().actors.titles or token.pos_ not in MISTAGGED | {"PROPN"}:
        return False
    if token.pos_ == "PROPN":
        return True
    is_first = token.i == token.sent.start or token.nbor(-1).is_punct
    known = text in proper or token.ent_type_ or is_feminine_name(text) is not None
    return token.ent_type_ != "NORP" and (not is_first or bool(known))


def _is_body(run: TokenSpan) -> bool:
    words = lexicon().actors.name_words
    return any(token.lower_ in words or token.lower_ in BODY_HEADS for token in run)


def _is_place(run: TokenSpan) -> bool:
    """'flew to Harbin': what both the model and the preposition take for a place."""
    head = run.root
    return head.ent_type_ in PLACES and head.dep_ == "pobj" and head.head.lower_ in PLACE_ROLES | {"to"}
