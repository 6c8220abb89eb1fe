"""Reported speech in the parse: verbs of saying, their speakers, and quotation marks."""

from __future__ import annotations

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import agents, grammatical_subjects, is_passive

OPENING, CLOSING, STRAIGHT = frozenset("“«„"), frozenset("”»"), '"'
QUOTATION_MARKS = OPENING | CLOSING | {STRAIGHT}
QUOTING = frozenset({"quote", "cite", "hear", "record"})
"""Verbs whose passive subject is the speaker: "was quoted as saying"."""


def is_speech(verb: Token) -> bool:
    """True for a verb of saying or thinking, with its particle where it has one."""
    particles = [child.lower_ for child in verb.children if child.dep_ == "prt"]
    names = [f"{verb.lemma_} {particle}" for particle in particles] + [verb.lemma_]
    return any(name in lexicon().stance.speech for name in names)


def speakers(verb: Token) -> list[Token]:
    """The speakers of a speech verb: X in 'X was quoted as saying', the host in 'X was invited to speak'."""
    if is_passive(verb) and verb.lemma_ not in QUOTING:
        return agents(verb)
    return grammatical_subjects(verb) or agents(verb)


def is_quoted(token: Token) -> bool:
    """True inside quotation marks: an odd number of them before the token in its sentence."""
    return sum(t.text in QUOTATION_MARKS for t in token.doc[token.sent.start : token.i]) % 2 == 1
