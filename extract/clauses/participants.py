"""The parties that an act concerns beside its target: 'gave a grant TO Tanzania', 'rejected a call BY Peru'."""

from __future__ import annotations

from collections.abc import Iterator

from extract.clauses.predicate import Party, Predicate
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import children, conjuncts, is_verb, obliques
from ontology.model import ACTOR_TYPES

PARTY_PREPOSITIONS = frozenset({"to", "with", "against", "from", "for", "toward", "towards", "at"})
NOUN_PARTY_PREPOSITIONS = (PARTY_PREPOSITIONS | {"on", "of", "by", "between", "among"}) - {
    "from"
}  # "workers from India" is where they come from
PLAIN_PARTY = frozenset({"of", "by", "between", "among"})
"""Prepositions that the verb's own label would not bear: 'rejects a call by Peru' is rejects -> Peru."""
MAX_PARTY_DEPTH = 1


def parties(predicate: Predicate) -> Iterator[Party]:
    """The parties beside the target, from the verb (also the one it governs) and from the nouns it acts on."""
    verbs = [predicate.verb]
    if predicate.rule == "control-verb":
        verbs += [
            t for t in predicate.tokens if t != predicate.verb and is_verb(t) and t.dep_ in {"xcomp", "advcl", "ccomp"}
        ]
    for verb in verbs:
        yield from _recipients(verb)
        for oblique in obliques(verb):
            if oblique.preposition in PARTY_PREPOSITIONS:
                yield Party(oblique.noun, oblique.preposition)
                if oblique.noun.lemma_ in lexicon().nominals:  # "mobilised reservists for a war against Peru"
                    yield from (
                        Party(o.noun, o.preposition) for o in obliques(oblique.noun) if o.preposition == "against"
                    )
    for target in predicate.targets:
        yield from _parties_of_noun(target.head, depth=0)


def _recipients(verb: Token) -> Iterator[Party]:
    for child in children(verb, "dative"):
        if child.pos_ == "ADP":
            yield from (Party(n, child.lower_) for p in children(child, "pobj") for n in conjuncts(p))
        else:
            yield from (Party(noun, "to") for noun in conjuncts(child))


def _parties_of_noun(noun: Token, depth: int) -> Iterator[Party]:
    if noun.lemma_.lower() in lexicon().nominals:  # "rejected a call by Peru", "dismissed the Peruvian offer"
        yield from (Party(o.noun, None) for o in obliques(noun) if o.preposition in {"by", "from"})
        yield from (Party(child, None) for child in noun.lefts if child.dep_ in {"amod", "compound", "nmod"})
    yield from (Party(n, None) for owner in children(noun, "poss") if owner.tag_ != "PRP$" for n in conjuncts(owner))
    people = lexicon().actors.types.get(noun.lemma_.lower()) in ACTOR_TYPES
    for oblique in obliques(noun):
        if oblique.preposition == "with" and oblique.noun.lemma_ in lexicon().nominals:
            continue  # "a team with the support of Eurojust"
        if oblique.preposition in NOUN_PARTY_PREPOSITIONS or (oblique.preposition == "from" and not people):
            yield Party(oblique.noun, None if oblique.preposition in PLAIN_PARTY else oblique.preposition)
            if depth < MAX_PARTY_DEPTH:
                yield from _parties_of_noun(oblique.noun, depth + 1)
