"""Reported speech in the parse: verbs of saying, their speakers, and quotation marks."""

from __future__ import annotations

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import agents, children, grammatical_subjects, is_passive, obliques

OPENING, CLOSING, STRAIGHT = frozenset("“«„"), frozenset("”»"), '"'
QUOTATION_MARKS = OPENING | CLOSING | {STRAIGHT}
OPENING_SINGLE, CLOSING_SINGLE, STRAIGHT_SINGLE = "‘", "’", "'"
QUOTING = frozenset({"quote", "cite", "hear", "record"})
"""Verbs whose passive subject is the speaker: "was quoted as saying"."""
ISSUING = frozenset({"by", "from", "of"})
"""Prepositions before the one who issues a publication."""


def is_speech(verb: Token) -> bool:
    """True for a verb of saying or thinking, with its particle where it has one."""
    particles = [child.lower_ for child in verb.children if child.dep_ == "prt"]
    names = [f"{verb.lemma_} {particle}" for particle in particles] + [verb.lemma_]
    return any(name in lexicon().stance.speech for name in names)


def speakers(verb: Token) -> list[Token]:
    """The speakers of a speech verb: X in 'X was quoted as saying', the host in 'X was invited to speak'."""
    if (is_passive(verb) or _is_reduced(verb)) and verb.lemma_ not in QUOTING:
        return agents(verb)
    return grammatical_subjects(verb) or agents(verb)


def _is_reduced(verb: Token) -> bool:
    """True for a passive without its auxiliary: 'three men stand accused', 'charged with theft, Chen fled'."""
    is_adjunct = verb.dep_ in {"advcl", "acomp", "oprd", "xcomp"}
    return verb.tag_ == "VBN" and is_adjunct and not children(verb, "aux", "auxpass", "nsubj")


def sources(according: Token) -> list[Token]:
    """The nouns of 'according to Interpol'."""
    return [noun for to in children(according, "prep") for noun in children(to, "pobj")]


def issuer(noun: Token) -> Token:
    """Who speaks in a publication: X in 'a statement by X', 'X's report', 'a study published by X'; else the noun."""
    if noun.lemma_.lower() not in lexicon().stance.publications:
        return noun
    owners = [owner for owner in children(noun, "poss") if owner.tag_ != "PRP$"]
    owners += [oblique.noun for oblique in obliques(noun) if oblique.preposition in ISSUING]
    owners += [agent for clause in children(noun, "acl") for agent in agents(clause)]
    return owners[0] if owners else noun


def is_medium(noun: Token) -> bool:
    """True for where something is said: "on television", "on X", also at the end of a sentence, where it is "X."."""
    is_after_on = noun.dep_ == "pobj" and noun.head.lower_ == "on"
    return is_after_on and noun.lemma_.lower().removesuffix(".") in lexicon().predicates.media


def is_quoted(token: Token) -> bool:
    """True inside quotation marks: an odd number of double ones, or an open single one, before it in its sentence."""
    before = token.doc[token.sent.start : token.i]
    single = [is_opening_single(t) for t in before if is_opening_single(t) or is_closing_single(t)]
    return sum(t.text in QUOTATION_MARKS for t in before) % 2 == 1 or single[-1:] == [True]


def is_opening_single(token: Token) -> bool:
    """True for a single mark before a quotation; not for an apostrophe."""
    return token.text == OPENING_SINGLE or (token.text == STRAIGHT_SINGLE and token.tag_ == "``")


def is_closing_single(token: Token) -> bool:
    """True for a single mark at the end of a quotation; not for an apostrophe. A straight one stands after a stop."""
    if token.text == STRAIGHT_SINGLE:
        return token.tag_ == "''" and token.i > 0 and token.doc[token.i - 1].is_punct
    return token.text == CLOSING_SINGLE and token.tag_ != "POS"
