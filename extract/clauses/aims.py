"""Aims: acts that a sentence names as the purpose of another act, and that it does not say to be done.

'Ministers met TO DISCUSS fraud', 'an effort TO COUNTER ransomware', 'signed an order to modernise defences by
PROTECTING networks', 'committed to FOSTERING partnerships'.
"""

from __future__ import annotations

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import RELATIVE_TAGS, children, first_conjunct, is_verb

MAX_DEPTH = 4
"""Clauses above that are read."""


def is_aim(verb: Token, depth: int = 0) -> bool:
    """True for an infinitive of purpose or of a noun, for the verbs that share its "to", and for what serves it.

    True also for the infinitive that a verb governs; what such a verb says of it is in `lexicon/governors.toml`.
    """
    first = first_conjunct(verb)
    if first != verb and verb.tag_ in {"VB", first.tag_} and not children(verb, "nsubj", "aux"):
        verb = first
    if has_to(verb):
        return (_is_purpose(first) or _is_beside_purpose(first)) and not is_perfect(verb)
    if verb.tag_ != "VBG" or depth >= MAX_DEPTH or verb.dep_ not in {"advcl", "pcomp"}:
        return False
    if verb.dep_ == "pcomp" and verb.head.lower_ == "to":
        return verb.head.head.lemma_.lower() in lexicon().stance.committing
    above = verb.head if verb.dep_ == "advcl" else verb.head.head
    if verb.dep_ == "advcl" and above.lemma_.lower() in lexicon().stance.committing:
        return True  # 'committed to fostering trade, fighting crime and ...'
    serves = verb.dep_ == "advcl" or verb.head.lower_ in {"by", "through"}
    return serves and is_verb(above) and above.i < verb.i and is_aim(above, depth + 1)


def _is_beside_purpose(verb: Token) -> bool:
    """True for 'in support of these efforts and to help Peru'."""
    return verb.dep_ == "conj" and verb.head.pos_ == "ADP"


def has_to(verb: Token) -> bool:
    """True for an infinitive with its own "to"."""
    return any(child.tag_ == "TO" for child in verb.children)


def is_perfect(verb: Token) -> bool:
    """True for 'was found to have paid': what is over is no aim."""
    return verb.tag_ in {"VBN", "VBD"} and any(child.lower_ == "have" for child in children(verb, "aux"))


def _is_purpose(verb: Token) -> bool:
    head = verb.head
    is_relative = verb.dep_ == "relcl" and any(child.tag_ in RELATIVE_TAGS for child in verb.children)
    if verb.dep_ in {"acl", "relcl"} and not is_relative:  # but "the first country to sign" has signed
        is_ranked = any(child.ent_type_ == "ORDINAL" or child.tag_ == "JJS" for child in head.children)
        noun = head.lemma_.lower()
        is_ranked = is_ranked and noun not in lexicon().content_nouns and noun not in lexicon().stance.means
        return head.pos_ in {"NOUN", "PROPN"} and not is_ranked and noun not in lexicon().stance.done_nouns
    return verb.dep_ in {"advcl", "xcomp"} and head.lemma_ not in lexicon().stance.using
