"""Other participants of an act, beside actor and target: 'gave a grant TO Tanzania', 'rejected a call BY Peru'."""

from __future__ import annotations

from collections.abc import Iterator

from extract.clauses.event_nouns import event_agents
from extract.clauses.predicate import OtherParticipant, Predicate, is_event
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import Oblique, children, conjuncts, is_verb, obliques
from ontology.model import ACTOR_TYPES

LABEL_KEEPS = frozenset({"of", "by", "between", "among"})
"""Prepositions that do not become part of the action's label: 'rejects a call by Peru' is rejects -> Peru."""
MAX_DEPTH = 1
"""Nouns below the target that are searched for participants."""


def other_participants(predicate: Predicate) -> Iterator[OtherParticipant]:
    """The other participants of a predicate: of its verb, of the verb that it governs, and of its target nouns."""
    prepositions = lexicon().predicates.prepositions.participants
    verbs = [predicate.verb]
    if predicate.rule == "control-verb":
        verbs += [
            t for t in predicate.tokens if t != predicate.verb and is_verb(t) and t.dep_ in {"xcomp", "advcl", "ccomp"}
        ]
    is_exclusion = predicate.lemma in lexicon().predicates.exclusions
    for verb in verbs:
        yield from _recipients(verb)
        for oblique in obliques(verb):
            is_left = is_exclusion and _is_left_thing(oblique)
            if oblique.preposition in prepositions and not is_left and not _follows_relative(oblique.noun):
                yield OtherParticipant(oblique.noun, oblique.preposition)
                if _is_act(oblique.noun):  # "mobilised reservists for a war against Peru"
                    yield from (
                        OtherParticipant(o.noun, o.preposition)
                        for o in obliques(oblique.noun)
                        if o.preposition == "against"
                    )
    is_judgement = predicate.lemma in lexicon().predicates.judging
    for target in predicate.targets:
        if is_judgement and target.head.lemma_.lower() in lexicon().event_nouns.nouns:
            yield from (OtherParticipant(noun, None) for noun in event_agents(target.head))
        else:
            yield from _of_noun(target.head, depth=0, is_exclusion=is_exclusion)


def _recipients(verb: Token) -> Iterator[OtherParticipant]:
    """Indirect objects: 'gave Tanzania a grant', 'gave a grant to Tanzania'."""
    for child in children(verb, "dative"):
        if child.pos_ == "ADP":
            yield from (OtherParticipant(n, child.lower_) for p in children(child, "pobj") for n in conjuncts(p))
        else:
            yield from (OtherParticipant(noun, "to") for noun in conjuncts(child))


def _is_act(noun: Token) -> bool:
    return noun.lemma_.lower() in lexicon().event_nouns.nouns or is_event(noun)


def _is_left_thing(oblique: Oblique) -> bool:
    """True for "from the Thai market", which somebody may no longer enter; not for the name in "from Thailand"."""
    return oblique.preposition == "from" and oblique.noun.pos_ == "NOUN"


def _of_noun(noun: Token, depth: int, *, is_exclusion: bool = False) -> Iterator[OtherParticipant]:
    """The participants in the phrase of a noun, and of the nouns below it down to `MAX_DEPTH`."""
    if _is_relative(noun):
        return
    if noun.lemma_.lower() in lexicon().event_nouns.nouns:  # "rejected a call by Peru", "dismissed the Peruvian offer"
        yield from (OtherParticipant(o.noun, None) for o in obliques(noun) if o.preposition in {"by", "from"})
        yield from (OtherParticipant(child, None) for child in noun.lefts if child.dep_ in {"amod", "compound", "nmod"})
    yield from (
        OtherParticipant(n, None) for owner in children(noun, "poss") if owner.tag_ != "PRP$" for n in conjuncts(owner)
    )
    prepositions = lexicon().predicates.prepositions.noun_participants
    are_people = lexicon().actors.types.get(noun.lemma_.lower()) in ACTOR_TYPES  # "workers from India": their origin
    for oblique in obliques(noun):
        if oblique.preposition == "with" and oblique.noun.lemma_ in lexicon().event_nouns.nouns:
            continue  # "a team with the support of Eurojust"
        if is_exclusion and _is_left_thing(oblique):
            continue
        if oblique.preposition in prepositions or (oblique.preposition == "from" and not are_people):
            yield OtherParticipant(oblique.noun, None if oblique.preposition in LABEL_KEEPS else oblique.preposition)
            if depth < MAX_DEPTH:
                yield from _of_noun(oblique.noun, depth + 1)


def _is_relative(noun: Token) -> bool:
    """True for "two brothers of Chen Zhi": what is done to relatives and aides of a person is not done to him."""
    if noun.lemma_.lower() in lexicon().mentions.nominals.relatives:
        return True
    owners = [*children(noun, "poss"), *(o.noun for o in obliques(noun) if o.preposition == "of")]
    is_person = noun.lemma_.lower() in lexicon().person_nouns
    return is_person and bool(owners) and all(owner.ent_type_ == "PERSON" for owner in owners)


def _follows_relative(noun: Token) -> bool:
    """True for Hun Sen in "sanctioned an aide to Hun Sen", whom the parser attaches to the verb."""
    preposition = noun.head
    before = preposition.doc[preposition.i - 1] if preposition.i else preposition
    return before.lemma_.lower() in lexicon().mentions.nominals.relatives and preposition.lower_ in {"to", "of", "for"}
