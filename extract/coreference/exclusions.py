"""What rules an antecedent of "it" or "they" out: grammar, and what the verbs around the pronoun mean."""

from __future__ import annotations

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from ontology.actions import scheme
from ontology.model import Entity

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
ACTS = frozenset(
    """meet agree request accuse deny investigate arrest rescue repatriate extradite seize prosecute convict""".split()
)
"""Classes of acts that no thing does."""
ACCUSATIONS = frozenset({"accuse", "condemn"})
REJECTING = frozenset({"reject", "dismiss", "rebuff"})
CHARGES = frozenset({"accusation", "allegation", "charge", "claim", "criticism", "complaint", "it", "them", "this"})
"""What is rejected by the one who is accused."""
DEFINITE = frozenset({"the", "that", "this"})


def is_actor_verb(pronoun: Token) -> bool:
    """True for the subject of an act that no thing does: 'they raided the villa'."""
    return pronoun.dep_ == "nsubj" and scheme().action(pronoun.head.lemma_).class_ in ACTS


def is_described_later(pronoun: Token, entity: Entity) -> bool:
    """True if the clause of a subject pronoun names or describes the entity after it (Principle C; Chomsky 1981).

    In 'it froze the firm's accounts', "it" is not the firm.
    """
    if pronoun.dep_ not in SUBJECTS:
        return False
    later = (token for token in pronoun.head.subtree if token.i > pronoun.i)
    return any(_describes(token, entity) for token in later)


def _describes(token: Token, entity: Entity) -> bool:
    anaphor = lexicon().actors.anaphora.get(token.lemma_.lower())
    if token.pos_ != "NOUN" or anaphor is None or entity.type not in anaphor.types or anaphor.name:
        return False
    before = [child for child in token.children if child.i < token.i]
    return len(before) == 1 and before[0].lower_ in DEFINITE


def accuses_who_denies(mention: Token, pronoun: Token) -> bool:
    """True if the mention accuses and the pronoun denies: 'Kenya accused Togo of fraud. Its minister denied it'."""
    accuser, denier = _owned(mention), _owned(pronoun)
    if accuser.dep_ != "nsubj" or denier.dep_ != "nsubj" or not _denies(denier.head):
        return False
    return scheme().action(accuser.head.lemma_).class_ in ACCUSATIONS


def _denies(verb: Token) -> bool:
    """True for "denied", and for "rejected" with a charge as its object."""
    if scheme().action(verb.lemma_).class_ == "deny":
        return True
    objects = (child.lemma_.lower() for child in verb.children if child.dep_ == "dobj")
    return verb.lemma_ in REJECTING and not CHARGES.isdisjoint(objects)


def _owned(token: Token) -> Token:
    """The noun that the token owns, directly or not; the token itself if it owns none."""
    while token.dep_ in {"poss", "conj", "compound", "amod"} and token.head is not token:
        token = token.head
    return token
