"""Repairs of noun phrases that the parser parts: "a guard of Minister Vo Hai", "a son of the tycoon Kith Nam"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.lexicon.loader import lexicon
from extract.parsing.heads import heads_above, is_below
from ontology.model import EntityType

if TYPE_CHECKING:
    from extract.parsing.tokens import Token

PLURALS = frozenset({"NNS", "NNPS"})
GROUP_ROLES = frozenset({"nsubj", "nsubjpass", "dobj"})
RELATIVE = frozenset({"WDT", "WP"})
MAX_PHRASE = 10
"""Tokens after a verb in which its object is looked for, and before a name in which its title is."""
PARTS_OF_TITLE = frozenset({"ADP", "ADJ", "DET", "PART", "PROPN"})
PERSONAL = frozenset({"", "PERSON", "ORG", "GPE", "NORP"})
"""Labels that the name of a person may have, rightly or not."""


def join_prefix(tokens: Sequence[Token], prefix: Token) -> None:
    """Mend 'freed the ex-governor', where the parser takes "ex", the hyphen and "governor" for three objects."""
    hyphen, noun = (*tokens[prefix.i + 1 : prefix.i + 3], prefix, prefix)[:2]
    if hyphen.text != "-" or noun.pos_ not in {"NOUN", "PROPN"} or noun is prefix:
        return
    if prefix.head not in {hyphen, noun}:
        noun.head, noun.dep_ = prefix.head, prefix.dep_
    for token in tokens:
        if token.head in {prefix, hyphen} and token not in {prefix, hyphen, noun}:
            token.head = noun
    prefix.head = hyphen.head = noun
    prefix.dep_ = hyphen.dep_ = "compound"


def attach_subject(tokens: Sequence[Token], noun: Token) -> bool:
    """Attach a second subject of a verb to the preposition or the noun for a person that it stands behind.

    No verb has two subjects side by side: in 'A guard of Minister Vo Hai smuggled gold' the guard is the subject.
    """
    if _rejoin_name(tokens, noun):
        return True
    first = next((token for token in tokens[: noun.i] if token.head is noun.head and token.dep_ == noun.dep_), None)
    if first is None or first is noun.head:
        return False
    before = _before_phrase(tokens, noun)
    if before is None or before.i < first.i:
        return False
    if before.dep_ == "prep" and not _has_object(tokens, before):
        noun.head, noun.dep_ = before, "pobj"
        return True
    return _join_person(tokens, before, noun)


def _rejoin_name(tokens: Sequence[Token], last: Token) -> bool:
    """Mend 'Guards of singer Pham Quoc Bao beat a man', where the last word alone of the name is the subject."""
    of = _before_phrase(tokens, last)
    owner = last if of is None or of.dep_ != "prep" else of.head
    if of is not None and owner.head is last and owner.pos_ == "NOUN" and not _has_object(tokens, of):
        owner.dep_, owner.head = last.dep_, last.head
        last.dep_, last.head = "pobj", of
        return True
    before = tokens[last.i - 1] if last.i else last
    owner = before.head.head
    is_parted = last.ent_iob_ == "I" and before.dep_ == "pobj" and owner.head is last and owner.i < before.head.i
    if not is_parted or owner.pos_ != "NOUN":
        return False
    owner.dep_, owner.head = last.dep_, last.head
    last.dep_, last.head = "pobj", before.head
    for token in tokens[before.head.i + 1 : last.i]:
        if token.head is before or token is before:
            token.head = last
    before.dep_ = "compound"
    return True


def raise_main_verb(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'The court jailed Gen. Ann Holt, Bo Li and Al Roy', where the main verb is taken for a participle.

    A participle after its noun has an object only if it is one of giving.
    """
    noun = verb.head
    if any(token.head is verb for token in tokens[noun.i : verb.i]):
        return  # a subject or an auxiliary of its own
    is_root = verb.dep_ == "acl" and noun.dep_ == "ROOT" and noun.pos_ in {"NOUN", "PROPN"} and noun.i < verb.i
    if not is_root or verb.tag_ not in {"VBD", "VBN"} or verb.lemma_ in lexicon().syntax.giving_verbs:
        return
    after = tokens[verb.i + 1 : verb.i + MAX_PHRASE]
    own = next(
        (token for token in after if token.head is verb and token.dep_ == "dobj" and token.tag_ not in RELATIVE), None
    )
    if own is None:
        return
    verb.pos_, verb.tag_, verb.dep_, verb.head = "VERB", "VBD", "ROOT", verb
    noun.dep_, noun.head = "nsubj", verb
    for token in tokens[verb.i + 1 :]:
        if token.head is noun:
            is_listed = token.dep_ == "appos" and token.i > own.i
            token.head, token.dep_ = (own, "conj") if is_listed else (verb, token.dep_)


def attach_name(tokens: Sequence[Token], name: Token) -> bool:
    """Attach a name to the noun for a person right before it: "tycoon" in 'the wife of the tycoon Kith Nam'."""
    noun = _before_phrase(tokens, name)
    if noun is None or noun is name.head or noun.i < name.head.i or name.ent_type_ not in PERSONAL:
        return False
    return _join_person(tokens, noun, name)


def raise_name(tokens: Sequence[Token], first: Token) -> None:
    """Mend 'Special Agent in Charge Ann Holt said' and 'Attorney for Maryland Ann Holt said': it is she who said so.

    The parser reads the name, of which `first` is the first word, as a part of the title.
    """
    preposition = _preposition_of_title(tokens, first)
    if preposition is None:
        return
    title, end = tokens[preposition.i - 1], first.i + 1
    while end < len(tokens) and tokens[end].ent_iob_ == "I":
        end += 1
    words = tokens[first.i : end]
    name = next((word for word in words if word.head not in words), first)
    if name.head not in tokens[title.i : first.i]:
        return
    name.dep_, name.head = title.dep_, name if title.head is title else title.head
    title.dep_, title.head = "compound", name
    for token in tokens[preposition.i + 1 :]:
        if token.head is name and token.i < first.i:
            token.dep_, token.head = "pobj", preposition
        elif token.head is title:
            token.head = name


def _preposition_of_title(tokens: Sequence[Token], first: Token) -> Token | None:
    """The "in" of "Agent in Charge" or the "for" of "Attorney for Maryland" before the first word of a name."""
    for token in reversed(tokens[max(1, first.i - MAX_PHRASE) : first.i]):
        is_charge = token.lower_ == "in" and tokens[token.i + 1].text == "Charge"
        is_for = token.lower_ == "for" and token.i + 1 < first.i  # not "the Minister for Law"
        if (is_charge or is_for) and tokens[token.i - 1].tag_ == "NNP":
            return token
        if token.pos_ not in PARTS_OF_TITLE:
            break
    return None


def attach_members(tokens: Sequence[Token], including: Token) -> None:
    """Attach "including" to the group it says more of: 'Six people were arrested on Friday, including Bo Li'.

    The parser often joins it to the verb or to the last noun.
    """
    above = including.head
    if including.lower_ != "including" or above.tag_ in PLURALS or including.i < above.i:
        return
    chain = (above, *heads_above(above))
    above = next((one for one in chain if one.dep_ not in {"pobj", "prep", "dobj"}), chain[-1])
    member = next((token for token in tokens[including.i + 1 :] if token.head is including), None)
    groups = [token for token in tokens[: including.i] if token.head is above and token.dep_ in GROUP_ROLES]
    fitting = [
        token for token in groups if token.tag_ in PLURALS and member is not None and _may_include(token, member)
    ]
    if len(fitting) == 1:
        including.head = fitting[0]


def _may_include(group: Token, member: Token) -> bool:
    """True for states and a country, and for any other group and a name that is none."""
    states = lexicon().actors.joint
    are_states = states.get(group.lemma_.lower()) == frozenset({EntityType.COUNTRY})
    return are_states is (member.ent_type_ == "GPE")


def _join_person(tokens: Sequence[Token], noun: Token, name: Token) -> bool:
    """Make the noun a part of the name's phrase, as in all 'of the tycoon Kith Nam' that the parser reads rightly."""
    is_person = noun.dep_ == "pobj" and noun.pos_ == "NOUN" and noun.lemma_.lower() in lexicon().person_nouns
    if not is_person or noun.tag_ == "NNS" or name.pos_ != "PROPN" or is_below(noun, name):
        return False
    name.head, name.dep_ = noun.head, noun.dep_
    noun.dep_ = "compound"
    for token in tokens[noun.head.i + 1 : noun.i + 1]:
        if token is noun or token.head is noun:
            token.head = name
    return True


def _before_phrase(tokens: Sequence[Token], noun: Token) -> Token | None:
    """The token before the first word that belongs to a noun."""
    start = noun.i
    while start and tokens[start - 1].head in tokens[start : noun.i + 1]:
        start -= 1
    return tokens[start - 1] if start else None


def _has_object(tokens: Sequence[Token], preposition: Token) -> bool:
    return any(token.head is preposition for token in tokens[preposition.i + 1 :])
