"""Clauses that are open or demanded by their own form: conditions, "perhaps", texts not in force, the subjunctive."""

from __future__ import annotations

from extract.clauses.governing import is_inverted
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import children, first_conjunct, is_verb

PAST = frozenset({"VBD", "VBN"})
CONDITIONAL = frozenset({"if", "unless", "whether"})
LONGEST_PHRASE = 4
"""Words of the longest group of words that begins a condition."""


def is_left_open(verb: Token) -> bool:
    """True for a condition ('if Peru signs', 'had Peru signed', 'provided that Peru signs') and with "perhaps"."""
    words = lexicon().stance
    has_mark = any(mark.lower_ in words.hypothetical_marks for mark in children(verb, "mark"))
    has_adverb = any(child.lower_ in words.possible_adverbs for child in verb.children)
    return has_mark or has_adverb or is_inverted(verb) or _follows_condition(verb) or _continues_condition(verb)


def is_condition(verb: Token) -> bool:
    """True for the clause in 'if Peru signs' and 'unless Peru signs'."""
    return any(mark.lower_ in {"if", "unless"} for mark in children(verb, "mark"))


def _continues_condition(verb: Token) -> bool:
    """True for the second verb of 'if Peru sells it and Chile buys it'; not after a comma with a subject of its own."""
    above = verb.head
    if verb.dep_ != "conj" or not is_verb(above):
        return False
    has_comma = any(token.text == "," and token.head == above for token in verb.doc[above.i : verb.i])
    if has_comma and children(verb, "nsubj", "nsubjpass"):
        return False
    has_if = any(mark.lower_ in CONDITIONAL for mark in children(above, "mark"))
    return has_if or is_inverted(above) or _follows_condition(above) or _continues_condition(above)


def _follows_condition(verb: Token) -> bool:
    """True after a group of words like "provided that" or "in case"."""
    subjects = children(verb, "nsubj", "nsubjpass")
    if not subjects:
        return False
    start = subjects[0].left_edge.i
    before = [token.lower_ for token in verb.doc[max(verb.sent.start, start - LONGEST_PHRASE) : start]]
    phrases = lexicon().stance.hypothetical_phrases
    return any(" ".join(before[at:]) in phrases for at in range(len(before)))


def is_mandative(verb: Token) -> bool:
    """True for the base form in 'insisted that Iraq disband the militia'; not in 'insisted that they pay'."""
    first = first_conjunct(verb)
    subjects = children(first, "nsubj", "nsubjpass")
    if first.dep_ != "ccomp" or first.head.lemma_ not in lexicon().stance.mandative or not subjects:
        return False
    is_singular = subjects[0].tag_ in {"NN", "NNP"} and not children(subjects[0], "conj")
    return verb.tag_ == "VB" or (verb.tag_ == "VBP" and is_singular)


def is_hypothetical(verb: Token) -> bool:
    """True for the "would" of 'if it were attacked, Peru would invoke it' and 'the bill would let Peru deport them'."""
    words = lexicon().stance
    if not any(child.lower_ in words.conditional_auxiliaries for child in children(verb, "aux")):
        return False
    subjects = children(verb, "nsubj") or children(first_conjunct(verb), "nsubj")
    texts = [*subjects, *(noun for prep in children(verb, "prep") for noun in _below_under(prep))]
    if any(map(_is_draft, texts)):
        return True
    return any(_is_contrary(clause) for clause in children(verb, "advcl", "ccomp"))


def _is_draft(noun: Token) -> bool:
    """True for a text that is not in force: a bill, a draft law, proposed rules."""
    words = lexicon().stance
    has_modifier = any(child.lower_ in words.draft_modifiers for child in children(noun, "amod", "compound", "nmod"))
    return noun.lemma_.lower() in words.draft_texts or has_modifier


def _below_under(preposition: Token) -> list[Token]:
    return children(preposition, "pobj") if preposition.lower_ == "under" else []


def _is_contrary(clause: Token) -> bool:
    """True for 'if it were attacked', 'were it not for the tip', 'had Peru known'."""
    has_if = any(mark.lower_ in {"if", "unless"} for mark in children(clause, "mark"))
    in_past = clause.tag_ in PAST or any(aux.tag_ in PAST for aux in children(clause, "aux", "auxpass"))
    subjects = children(clause, "nsubj", "nsubjpass")
    opens = clause.lower_ == "were" and bool(subjects) and clause.i < subjects[0].i
    return (has_if and in_past) or opens or is_inverted(clause)
