"""Repairs of what the parser joins wrongly: coordinate verbs, and members of lists."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.parsing.heads import heads_above, is_below

if TYPE_CHECKING:
    from extract.parsing.tokens import Token

CONTRAST = "contrast"
"""The label of a noun or phrase that a clause excludes: "Laos" in 'Thailand signed the pact, not Laos'."""
FINITE = frozenset({"VBD", "VBZ", "VBN"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
LISTING = frozenset({"of", "with", "by", "for"})
"""Prepositions before gerunds whose list is not taken for participles of the clause."""
COUNTRY = "GPE"
MAX_PHRASE = 10
"""Tokens before a verb in which its "to" or modal is looked for, and after it in which its own words are."""


def join(tokens: Sequence[Token], conjunct: Token) -> None:
    """Attach a coordinate verb to the verb whose form it shares, and a country to the whole name before it."""
    if _is_bare_beside(conjunct):
        _join_infinitive(tokens, conjunct)
    elif conjunct.head.tag_ == "VB" and (conjunct.tag_ in {"VBD", "VBZ"} or _has_modal(tokens, conjunct)):
        _join_finite(tokens, conjunct)
    elif conjunct.pos_ == "ADP":
        join_phrase(tokens, conjunct)
    elif conjunct.ent_type_ == COUNTRY:
        _leave_name(conjunct)
    elif conjunct.tag_ in {"VBD", "VBZ"}:
        _give_subject(tokens, conjunct)


def _give_subject(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'Ghana bought a ship and Togo sold it', where the second subject is joined to the first object.

    Nothing stands between that noun and its verb, which has no other subject: two verbs of one subject would have a
    comma or a conjunction between them.
    """
    noun = tokens[verb.i - 1]
    is_joined = noun.dep_ == "conj" and noun.pos_ in {"NOUN", "PROPN"} and verb.i > noun.head.i > verb.head.i
    above = noun.head.head if noun.head.dep_ == "dobj" else noun.head.head.head
    if not is_joined or noun.head.dep_ not in {"dobj", "pobj"} or above is not verb.head:
        return
    if any(token.head is verb and token.dep_ in SUBJECTS for token in tokens[verb.head.i : verb.i]):
        return
    if any(token.head is noun.head and token.dep_ == "conj" for token in tokens[noun.head.i : noun.i]):
        return
    for token in tokens[noun.head.i + 1 : noun.i]:
        if token.head is noun.head and token.dep_ == "cc":
            token.head = verb.head
    noun.head, noun.dep_ = verb, "nsubj"


def _is_bare_beside(conjunct: Token) -> bool:
    """True for a bare form that shares no form with the verb it is joined to: 'had to pay it and sell the ship'."""
    if conjunct.head.tag_ == "VBP":
        return conjunct.tag_ == "VB"
    return conjunct.tag_ in {"VB", "VBP"} and conjunct.head.tag_ in FINITE


def _join_infinitive(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'committed to work to uphold principles, protect rights': a bare form is coordinate with an infinitive."""
    own = [token for token in tokens[verb.head.i : verb.i] if token.head is verb]
    if any(token.dep_ in SUBJECTS or (token.dep_ == "aux" and token.tag_ != "TO") for token in own):
        return
    for before in reversed(tokens[verb.head.i + 1 : verb.i]):
        is_infinitive = before.tag_ == "VB" and before.dep_ != "conj" and before.head is not before
        has_to = any(token.head is before and token.tag_ in {"TO", "MD"} for token in tokens[verb.head.i : before.i])
        if is_infinitive and has_to and not is_below(before, verb):
            verb.head, verb.tag_ = before, "VB"
            return


def join_headline(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'EU blacklists a general, freezes assets', where the second verb is taken for the content of the first."""
    above = verb.head
    if verb.tag_ != above.tag_ or verb.tag_ not in {"VBZ", "VBD"} or verb.i <= above.i:
        return
    own = {token.dep_ for token in tokens[above.i + 1 : verb.i + MAX_PHRASE] if token.head is verb}
    objects = [token for token in tokens[above.i : verb.i] if token.head is above and token.dep_ == "dobj"]
    if objects and tokens[verb.i - 1].text == "," and not own & (SUBJECTS | {"mark", "expl"}):
        verb.dep_ = "conj"


def _join_finite(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'urged Kenya to free the men and called on Chad': a finite form is no conjunct of an infinitive.

    So too 'would allow Kenya to free the men and would fine Chad'.
    """
    above = verb.head
    before = tokens[max(0, above.i - MAX_PHRASE) : above.i]
    has_to = any(token.head is above and token.tag_ == "TO" for token in before)
    if has_to:
        chain = (above, *heads_above(above))
        above = next((one for one in chain if one.tag_ != "VB" or _has_modal(tokens, one)), chain[-1])
    if above.tag_ in {"VBD", "VBZ", "VBP"} or _has_modal(tokens, above):
        verb.head = above


def join_adjunct(tokens: Sequence[Token], verb: Token) -> None:
    """Attach a member of a list of participles or gerunds that the parser takes for an adjunct of the clause.

    'The men were not arrested, questioned or fined', 'accused of arming rebels, training them and hiding arms'.
    """
    is_list = any(token.head is verb and token.dep_ == "conj" and token.tag_ == verb.tag_ for token in tokens[verb.i :])
    if not is_list or tokens[verb.i - 1].text != ",":
        return
    if verb.tag_ == verb.head.tag_ == "VBN" and verb.i == verb.head.i + 2:
        verb.dep_ = "conj"
    elif verb.tag_ == "VBG":
        _join_gerund(tokens, verb)


def _join_gerund(tokens: Sequence[Token], gerund: Token) -> None:
    """Join a gerund to the one after the last "of", "with", "by" or "for" before it."""
    above = gerund.head
    for before in reversed(tokens[above.i + 1 : gerund.i]):
        if before.dep_ == "pcomp" and before.tag_ == "VBG" and is_below(before, above):
            if before.head.lower_ in LISTING:
                gerund.head, gerund.dep_ = before, "conj"
            return


def _has_modal(tokens: Sequence[Token], verb: Token) -> bool:
    """True for the verb of "would sign"."""
    return any(token.head is verb and token.tag_ == "MD" for token in tokens[max(0, verb.i - MAX_PHRASE) : verb.i])


def join_phrase(tokens: Sequence[Token], preposition: Token) -> None:
    """Mend 'held on charges of smuggling gold and of bribing guards', where "of" is joined to "on" or to "held"."""
    above = preposition.head
    if above.dep_ == "pcomp" and above.head.lower_ == preposition.lower_:
        preposition.head, preposition.dep_ = above.head, "conj"
    if preposition.head.lower_ == preposition.lower_:
        return
    for before in reversed(tokens[above.i + 1 : preposition.i]):
        if before.lower_ == preposition.lower_ and before.pos_ == "ADP" and is_below(before, above):
            preposition.head, preposition.dep_ = before, "conj"
            return


def exclude_phrase(tokens: Sequence[Token], preposition: Token) -> None:
    """Mark a denied phrase, and mend 'sold to Peru by Iran, not by Chad', where "by Iran" is put below "Peru"."""
    above = preposition.head
    tokens[preposition.i - 1].head = preposition
    for before in reversed(tokens[above.i + 1 : preposition.i]):
        if before.lower_ == preposition.lower_ and before.pos_ == "ADP":
            if preposition.dep_ != "conj" and is_below(before, above):
                before.head, before.dep_ = above, preposition.dep_
            break
    preposition.dep_ = CONTRAST


def _leave_name(token: Token) -> None:
    """Mend 'the Republic of Korea and Romania', where Romania is joined to the last word of the name before it."""
    last = token.head
    of = last.head
    if last.dep_ == "pobj" and of.lower_ == "of" and {last.ent_type_, of.ent_type_, of.head.ent_type_} == {COUNTRY}:
        token.head = of.head
