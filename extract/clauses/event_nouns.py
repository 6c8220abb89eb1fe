"""Acts that a noun names: idioms ("be in charge of"), light verbs ("impose sanctions on"), "the arrest of X"."""

from __future__ import annotations

from collections.abc import Iterator

from extract.clauses.predicate import TIME_ENTITIES, Predicate, Target, is_setting, verb_tokens, with_particle
from extract.lexicon.loader import Idiom, lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import (
    RELATIVE_TAGS,
    children,
    conjuncts,
    direct_objects,
    is_passive,
    is_verb,
    logical_subjects,
    obliques,
    patients,
)
from ontology.model import Modality

ANNOUNCED_AHEAD = frozenset({"meet", "discuss", "visit", "host"})
"""What is announced before it is done; an announced arrest or agreement is there."""
NOMINAL_TARGETS = (
    "of",
    "on",
    "against",
    "with",
    "to",
    "into",
    "for",
    "over",
    "between",
    "from",
    "about",
)


def idiom_predicates(verb: Token) -> list[Predicate] | None:
    """What a verb with a fixed noun stands for; an empty list where it says nothing, None if it is no idiom."""
    names = {verb.lemma_, with_particle(verb)}
    for idiom in lexicon().idioms:
        if not names.isdisjoint(idiom.verbs):
            noun = _idiom_noun(verb, idiom)
            if noun is not None and not _is_of_object(verb, noun, idiom):
                return [_idiom_predicate(verb, noun, idiom)] if idiom.action else []
    return None


def _idiom_noun(verb: Token, idiom: Idiom) -> Token | None:
    if idiom.via == "object":
        nouns = patients(verb) if is_passive(verb) else children(verb, "dobj")
    elif idiom.via == "complement":
        nouns = children(verb, "attr", "oprd")
    elif idiom.via == "particle":
        nouns = children(verb, "advmod", "prt", "npadvmod")
    else:
        nouns = [o.noun for o in obliques(verb) if o.preposition == idiom.via]
    for noun in nouns:
        if noun.lemma_.lower() in idiom.nouns:
            return noun
    return None


def _is_of_object(verb: Token, noun: Token, idiom: Idiom) -> bool:
    """'She named Ann as the leader of the team': who leads is Ann, and what she did is to name her."""
    is_about_object = idiom.via not in {"object", "complement", "particle"} and not is_passive(verb)
    return is_about_object and bool(patients(verb)) and bool(_nominal_targets(noun, idiom.target))


def _idiom_predicate(verb: Token, noun: Token, idiom: Idiom) -> Predicate:
    targets = _nominal_targets(noun, idiom.target) or _verb_targets(verb, idiom.target)
    subjects = logical_subjects(verb)
    if idiom.via not in {"object", "complement"}:
        own = patients(verb)
        if is_passive(verb) and not subjects and targets:
            subjects = own  # "X was assigned as the main agency in ...": X is the one who acts
        elif not targets:
            targets = [Target(n) for n in own]
    return Predicate(
        lemma=idiom.action,
        verb=verb,
        tokens=(*verb_tokens(verb), noun),
        subjects=tuple(subjects),
        targets=tuple(targets),
        rule="idiom",
    )


def light_verb_predicate(verb: Token) -> Predicate | None:
    """'impose sanctions on X', 'the proposal was made by X'."""
    if with_particle(verb) not in lexicon().light_verbs:
        return None
    passive = is_passive(verb)
    if passive and not logical_subjects(verb):
        return None  # "the arrest of X by Y was announced": the noun has its own agent, or nobody
    for noun in patients(verb):
        action = lexicon().nominals.get(noun.lemma_.lower())
        if action is None or noun.pos_ != "NOUN" or _owned_by_another(noun):
            continue
        first = ("with", "between") if action in lexicon().context.reciprocal else ()
        targets = _nominal_targets(noun, (*first, *NOMINAL_TARGETS)) or _verb_targets(verb, NOMINAL_TARGETS[1:])
        targets = targets or _nominal_targets(noun, ("in",)) or _verb_targets(verb, ("in",))
        targets = targets or [Target(asked) for asked in _asked_in_noun(noun)]
        definite = any(c.lower_ in {"the", "this", "that"} for c in children(noun, "det"))
        return Predicate(
            lemma=action,
            verb=verb,
            tokens=(*verb_tokens(verb), noun),
            subjects=tuple(logical_subjects(verb)),
            targets=tuple(targets) or (Target(noun),),
            rule="light-verb",
            modality=Modality.PLANNED if verb.lemma_ == "announce" and action in ANNOUNCED_AHEAD else None,
            back_reference=noun if passive and definite and not targets else None,
        )
    return None


def _asked_in_noun(noun: Token) -> list[Token]:
    """'its demand that Chile sign': of whom it is asked."""
    called = [c for c in children(noun.head, "advcl") if any(m.lower_ == "for" for m in children(c, "mark"))]
    clauses = [*children(noun, "acl"), *children(noun.head, "ccomp"), *called]
    subjects = [subject for clause in clauses for subject in children(clause, "nsubj")]
    return [subject for subject in subjects if subject.tag_ not in RELATIVE_TAGS and subject.lower_ != "that"]


def _owned_by_another(noun: Token) -> bool:
    """'stressed Kenya's commitment': the commitment is Kenya's, not the speaker's."""
    return any(owner.tag_ not in {"PRP$", "WP$"} for owner in children(noun, "poss"))


def _nominal_targets(noun: Token, prepositions: tuple[str, ...]) -> list[Target]:
    """What an event noun is about: 'sanctions on X', 'commitment to tackling X', 'agency in preparing for X'."""
    for preposition in prepositions:
        found: list[Target] = []
        for child in noun.children:
            if child.lower_ == preposition and child.dep_ in {"prep", "agent"}:
                found.extend(_targets_of(child))
                found.extend(
                    t for joined in children(child, "conj") if joined.pos_ == "ADP" for t in _targets_of(joined)
                )
        if found:
            return [t for t in found if t.head.ent_type_ not in TIME_ENTITIES]
    return []


def _verb_targets(verb: Token, prepositions: tuple[str, ...]) -> list[Target]:
    for preposition in prepositions:
        found = [Target(o.noun) for o in obliques(verb) if o.preposition == preposition and not is_setting(o)]
        found += [
            t
            for c in children(verb, "prep")
            if c.lower_ == preposition
            for p in children(c, "pcomp")
            for t in _gerund_target(p)
        ]
        if found:
            return found
    return []


def _targets_of(preposition: Token) -> Iterator[Target]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield from (Target(noun) for noun in conjuncts(child))
        elif child.dep_ == "pcomp" and is_verb(child):
            yield from _gerund_target(child)


def _gerund_target(gerund: Token) -> list[Target]:
    """'preparing for the conference' as a thing: 'preparation for the conference'; else what the gerund acts on."""
    noun = _nominalisation(gerund.lemma_)
    if noun is not None:
        tail = gerund.doc[gerund.i + 1 : gerund.right_edge.i + 1]
        words = [t for t in tail if not t.is_punct or t.nbor(-1).i == t.i]
        joint = "" if children(gerund, "prep") and tail and tail[0].pos_ == "ADP" else "of "
        return (
            [Target(gerund, f"{noun} {joint}{tail.text}".strip(), (gerund, *words))] if tail else [Target(gerund, noun)]
        )
    inner = [o for c in gerund.children if c.dep_ == "prep" for p in children(c, "pcomp") for o in _gerund_target(p)]
    return inner or [Target(n) for n in direct_objects(gerund)] or [Target(o.noun) for o in obliques(gerund)]


def _nominalisation(lemma: str) -> str | None:
    if lemma != "prepare":
        return None
    nouns = [noun for noun, verb in lexicon().nominals.items() if verb == lemma]
    return nouns[0] if nouns else None


def event_noun_predicates(noun: Token) -> Iterator[Predicate]:
    """'Beijing's request', 'the arrest of Y by X': only with an agent that the text gives."""
    if noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_ in lexicon().ending:
        return
    owners = [o for o in children(noun, "poss") if o.tag_ != "WP$"]
    below = [t.head for t in _nominal_targets(noun, ("of",))]
    by = [o.noun for part in (noun, *below) for o in obliques(part) if o.preposition == "by"]
    between = [t.head for t in _nominal_targets(noun, ("between",))]
    actors = by or [n for owner in owners for n in conjuncts(owner)] or (between if len(between) > 1 else [])
    targets = [] if actors == between else _nominal_targets(noun, NOMINAL_TARGETS)
    if not actors or (not targets and actors != between):
        return
    verb = noun
    while verb.head != verb and not is_verb(verb):
        verb = verb.head
    yield Predicate(
        lemma=lexicon().nominals[noun.lemma_],
        verb=verb,
        tokens=(noun,),
        subjects=tuple(actors),
        targets=tuple(targets),
        rule="nominal-event",
        modality=Modality.PLANNED
        if lexicon().nominals[noun.lemma_] in {"commit", "plan", "pledge", "promise", "vow", "propose", "offer"}
        else None,
    )
