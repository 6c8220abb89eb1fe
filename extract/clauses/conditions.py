"""Clauses with "would" that say what is open: under a condition contrary to fact, or of a text that is not in force."""

from __future__ import annotations

from extract.clauses.governing import is_inverted
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import children

PAST = frozenset({"VBD", "VBN"})


def is_hypothetical(verb: Token) -> bool:
    """True for the "would" of 'if it were attacked, Peru would invoke it' and 'the bill would let Peru deport them'."""
    words = lexicon().stance
    if not any(child.lower_ in words.conditional_auxiliaries for child in children(verb, "aux")):
        return False
    texts = [*children(verb, "nsubj"), *(noun for prep in children(verb, "prep") for noun in _below_under(prep))]
    if any(noun.lemma_.lower() in words.draft_texts for noun in texts):
        return True
    return any(_is_contrary(clause) for clause in children(verb, "advcl", "ccomp"))


def _below_under(preposition: Token) -> list[Token]:
    return children(preposition, "pobj") if preposition.lower_ == "under" else []


def _is_contrary(clause: Token) -> bool:
    """True for 'if it were attacked', 'were it not for the tip', 'had Peru known'."""
    has_if = any(mark.lower_ in {"if", "unless"} for mark in children(clause, "mark"))
    in_past = clause.tag_ in PAST or any(aux.tag_ in PAST for aux in children(clause, "aux", "auxpass"))
    subjects = children(clause, "nsubj", "nsubjpass")
    opens = clause.lower_ == "were" and bool(subjects) and clause.i < subjects[0].i
    return (has_if and in_past) or opens or is_inverted(clause)
