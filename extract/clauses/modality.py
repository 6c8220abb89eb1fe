"""What the clause of a verb says of its modality and allegation: auxiliaries, adverbs, conditions, aims, purposes.

In: a verb of a parsed sentence. Out: its own modality; what its governors say is not looked at here (see `stance`).
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.clauses.aims import has_to, is_aim
from extract.clauses.conditions import is_hypothetical, is_left_open, is_mandative
from extract.clauses.governing import governing
from extract.lexicon.clause_words import Veridicality
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import children, first_conjunct, is_purpose, is_verb
from ontology.model import Modality


def own_modality(verb: Token) -> Modality | None:
    """The modality that the clause itself gives: condition, auxiliary, headline infinitive, aim."""
    modality = modality_of_auxiliaries(verb)
    if is_left_open(verb):
        return Modality.POSSIBLE
    if modality is not None:
        return modality
    if is_mandative(verb):
        return Modality.OBLIGATED
    if verb.dep_ == "ROOT" and has_to(verb) and children(verb, "nsubj", "nsubjpass"):
        return Modality.PLANNED  # a headline: "Malaysia to host summit"
    if is_aim(verb):
        above = governing(first_conjunct(verb))
        if above is None or above.rule is None:
            return Modality.PLANNED
    return _modality_of_purpose(verb)


def _modality_of_purpose(verb: Token) -> Modality | None:
    """Of the clause of a noun of purpose, or of control without an entry of its own: 'in order to pay'."""
    noun = verb.head.head if verb.dep_ == "pcomp" else verb.head
    is_control = noun.lemma_ in lexicon().syntax.control_nouns and noun.lemma_ not in lexicon().content_nouns
    if (is_control or is_purpose(noun)) and (verb.dep_ == "pcomp" or (verb.dep_ == "acl" and has_to(verb))):
        return Modality.PLANNED
    rule = _rule_of_event_noun(verb)
    return None if rule is None else rule.modality


def _rule_of_event_noun(verb: Token) -> Veridicality | None:
    """What the verb of an event noun says of its clause: 'its demand that Chile sign'."""
    noun = verb.head
    if verb.dep_ != "acl" or not children(verb, "mark", "aux") or not children(verb, "nsubj", "nsubjpass"):
        return None
    return lexicon().governors.get(lexicon().event_nouns.nouns.get(noun.lemma_.lower(), ""))


def owner_of_auxiliaries(verb: Token) -> Token | None:
    """The verb whose auxiliaries a coordinated verb shares: 'was not charged, fined or sued'; None if it has its own.

    The list ends at the last auxiliary or "not" before it: 'will sign it, not sell it and leave'.
    """
    owner = verb
    while owner.dep_ == "conj" and is_verb(owner.head) and _shares_auxiliaries(owner):
        owner = owner.head
        if children(owner, "aux", "auxpass", "neg"):
            break
    return None if owner == verb else owner


def is_contrasted(verb: Token) -> bool:
    """True in 'was not arrested but deported'."""
    return any(word.lower_ == "but" and word.i < verb.i for word in children(verb.head, "cc"))


def _shares_auxiliaries(verb: Token) -> bool:
    own = children(verb, "aux", "auxpass", "nsubj", "nsubjpass")
    return not own and verb.tag_ in {"VB", "VBN", "VBG"}


def verbs_before(verb: Token) -> Iterator[Token]:
    """The verbs before a coordinated verb whose subject it shares: 'allegedly ran it and laundered the money'."""
    while verb.dep_ == "conj" and is_verb(verb.head) and not children(verb, "nsubj", "nsubjpass"):
        verb = verb.head
        yield verb


def has_auxiliary(verb: Token) -> bool:
    """True if the verb has an auxiliary of its own."""
    return bool(children(verb, "aux", "auxpass"))


def is_alleged(verb: Token) -> bool:
    """Whether an adverb of the verb marks it as an allegation or as what it looks like."""
    adverbs = lexicon().stance.alleged_adverbs | lexicon().stance.seeming_adverbs
    return any(child.lower_ in adverbs for child in verb.children)


def modality_of_auxiliaries(verb: Token) -> Modality | None:
    """What the auxiliaries say; "would" says that an act is possible where a condition or a draft stands behind it."""
    modality = _auxiliary_modality(verb)
    return Modality.POSSIBLE if modality is Modality.PLANNED and is_hypothetical(verb) else modality


def _auxiliary_modality(verb: Token) -> Modality | None:
    words = lexicon().stance
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if auxiliaries & words.obligated_auxiliaries:
        return Modality.OBLIGATED
    is_counterfactual = "have" in auxiliaries and not auxiliaries.isdisjoint(words.conditional_auxiliaries)
    if auxiliaries & words.possible_auxiliaries or is_counterfactual:  # "would have signed" has not signed
        return Modality.POSSIBLE
    if auxiliaries & words.planned_auxiliaries:
        return Modality.PLANNED
    return None
