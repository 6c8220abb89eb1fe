"""Whether the words of a clause itself deny what it tells: "not", "no country", "without", "almost"."""

from __future__ import annotations

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import children

EXCLUDING = frozenset({"instead of", "rather than", "far from", "lieu of", "place of"})
"""Prepositions that deny the verb after them."""


def is_negated(verb: Token) -> bool:
    """Whether the clause of a verb negates it: 'did not sign', 'no country signed', 'almost signed'."""
    words = lexicon().stance
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in words.negators:
            if _says_more(child) or _comes_before(verb, child):
                continue
            return True
        if child.lower_ == "longer" and any(grand.lower_ == "no" for grand in child.children):
            return True
        is_end = child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}
        if is_end and (child.lower_ in words.negative_subjects or has_negative_determiner(child)):
            return True
    return _is_excluded(verb) or _is_near(verb)


def has_negative_determiner(noun: Token) -> bool:
    """True in 'no plan', 'neither country', 'neither Peru nor Chile'."""
    before = children(noun, "det", "preconj")
    return any(child.lower_ in lexicon().stance.negative_determiners for child in before)


def _says_more(negation: Token) -> bool:
    """True for the "not" of 'not only': what follows it is so, and more."""
    after = negation.doc[negation.i + 1 : negation.i + 2]
    return any(token.lower_ in lexicon().stance.only for token in after)


def _comes_before(verb: Token, negation: Token) -> bool:
    """True in 'had hardly signed it when Peru left': what was done right before something else."""
    if negation.lower_ not in lexicon().stance.just_before or "had" not in {t.lower_ for t in children(verb, "aux")}:
        return False
    after = verb.doc[verb.i + 1 : verb.sent.end]
    return any(token.lower_ in {"when", "before", "than"} for token in after)


def _is_excluded(verb: Token) -> bool:
    """True after "without", "instead of", "rather than" and "far from"."""
    before = " ".join(token.lower_ for token in verb.doc[max(0, verb.left_edge.i - 2) : verb.i])
    if verb.dep_ == "pcomp":
        opening = " ".join(token.lower_ for token in verb.doc[max(0, verb.head.i - 1) : verb.head.i + 1])
        return verb.head.lower_ == "without" or opening in EXCLUDING
    return verb.tag_ in {"VB", "VBG"} and before.startswith(("instead of", "rather than"))


def _is_near(verb: Token) -> bool:
    """True in 'almost signed', 'all but signed': not done."""
    before = [token.lower_ for token in verb.doc[max(0, verb.i - 2) : verb.i]]
    return before == ["all", "but"] or (before[-1:] != [] and before[-1] in lexicon().stance.nearly)
