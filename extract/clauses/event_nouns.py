"""Predicates of nouns: idioms ("be in charge of"), light verbs ("impose sanctions on"), "Peru's sanctions on X"."""

from __future__ import annotations

from collections.abc import Iterator

from extract.clauses.predicate import TIME_ENTITIES, Predicate, Target, is_event, is_setting, verb_tokens, with_particle
from extract.lexicon.clause_words import Idiom
from extract.lexicon.loader import lexicon
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

NATIONAL = frozenset({"NORP", "GPE", "ORG"})
"""Entity labels of modifiers that say whose act a noun tells."""


def idiom_predicates(verb: Token) -> list[Predicate] | None:
    """The predicate of a verb with a fixed noun; an empty list if the idiom means no act, None if there is no idiom."""
    for idiom, noun in _idioms(verb):
        return [_idiom_predicate(verb, noun, idiom)] if idiom.action else []
    return None


def idiom_nouns(verb: Token) -> list[Token]:
    """The fixed nouns of the idioms of a verb: "part" in 'took part'."""
    return [noun for _, noun in _idioms(verb)]


def _idioms(verb: Token) -> Iterator[tuple[Idiom, Token]]:
    names = {verb.lemma_, with_particle(verb)}
    for idiom in lexicon().idioms:
        noun = None if names.isdisjoint(idiom.verbs) else _idiom_noun(verb, idiom)
        if noun is not None and not _is_of_object(verb, noun, idiom):
            yield idiom, noun


def _idiom_noun(verb: Token, idiom: Idiom) -> Token | None:
    """The noun of the idiom, where the idiom says that it depends on the verb."""
    if idiom.via == "object":
        nouns = patients(verb) if is_passive(verb) else children(verb, "dobj")
    elif idiom.via == "complement":
        nouns = children(verb, "attr", "oprd")
    elif idiom.via == "particle":
        nouns = children(verb, "advmod", "prt", "npadvmod")
    else:
        # the parser may hang the phrase on the object: "hit the bank with sanctions"
        heads = (verb, *children(verb, "dobj"))
        nouns = [o.noun for head in heads for o in obliques(head) if o.preposition == idiom.via]
    for noun in nouns:
        if noun.lemma_.lower() in idiom.nouns:
            return noun
    return None


def _is_of_object(verb: Token, noun: Token, idiom: Idiom) -> bool:
    """True for 'She named Ann as the leader of the team': the noun describes the object, and naming is the act."""
    has_other_noun = idiom.via not in {"object", "complement", "particle"} and not is_passive(verb)
    return has_other_noun and bool(patients(verb)) and bool(_nominal_targets(noun, idiom.target))


def _idiom_predicate(verb: Token, noun: Token, idiom: Idiom) -> Predicate:
    targets = _nominal_targets(noun, idiom.target) or _verb_targets(verb, idiom.target, events=True)
    subjects = logical_subjects(verb)
    if idiom.via not in {"object", "complement"}:
        own = patients(verb)
        if is_passive(verb) and not subjects and targets:
            subjects = own  # "X was assigned as the main agency in ...": X acts
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
    if with_particle(verb) not in lexicon().event_nouns.light_verbs:
        return None
    prepositions, passive = lexicon().predicates.prepositions.event_noun_targets, is_passive(verb)
    if passive and not logical_subjects(verb):
        return None  # "the arrest of X by Y was announced": the noun has its own agent, or nobody
    for noun in patients(verb):
        action = lexicon().event_nouns.nouns.get(noun.lemma_.lower())
        if action is None or noun.pos_ != "NOUN" or _owned_by_another(noun):
            continue
        first = ("with", "between") if action in lexicon().predicates.reciprocal else ()
        targets = _nominal_targets(noun, (*first, *prepositions)) or _verb_targets(verb, prepositions[1:])
        targets = targets or _nominal_targets(noun, ("in",)) or _verb_targets(verb, ("in",))
        targets = targets or [Target(asked) for asked in _asked_in_noun(noun)]
        is_ahead = verb.lemma_ == "announce" and action in lexicon().event_nouns.announced_ahead
        definite = any(c.lower_ in {"the", "this", "that"} for c in children(noun, "det"))
        return Predicate(
            lemma=action,
            verb=verb,
            tokens=(*verb_tokens(verb), noun),
            subjects=tuple(logical_subjects(verb)),
            targets=tuple(targets) or (Target(noun),),
            rule="light-verb",
            modality=Modality.PLANNED if is_ahead or _is_offer(verb) else None,
            back_reference=noun if passive and definite and not targets else None,
        )
    return None


def _is_offer(verb: Token) -> bool:
    """True in 'offered training': the act of the noun is not done yet."""
    rule = lexicon().governors.get(verb.lemma_)
    return rule is not None and rule.modality is Modality.PLANNED and verb.lemma_ in rule.objects


def _asked_in_noun(noun: Token) -> list[Token]:
    """Those of whom an act is asked: 'its demand that Chile sign'."""
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
        targets: list[Target] = []
        for child in noun.children:
            if child.lower_ == preposition and child.dep_ in {"prep", "agent"}:
                targets.extend(_targets_of(child))
                targets.extend(
                    t for joined in children(child, "conj") if joined.pos_ == "ADP" for t in _targets_of(joined)
                )
        if targets:
            return [t for t in targets if t.head.ent_type_ not in TIME_ENTITIES]
    return []


def _verb_targets(verb: Token, prepositions: tuple[str, ...], *, events: bool = False) -> list[Target]:
    """The targets after the first of these prepositions that the verb has; with `events` also 'part in the summit'."""
    for preposition in prepositions:
        targets = [
            Target(o.noun)
            for o in obliques(verb)
            if o.preposition == preposition
            and (not is_setting(o) or (events and is_event(o.noun)))
            and partnership_predicate(o.noun) is None
        ]
        targets += [
            t
            for c in children(verb, "prep")
            if c.lower_ == preposition
            for p in children(c, "pcomp")
            for t in _gerund_target(p)
        ]
        if targets:
            return targets
    return []


def _targets_of(preposition: Token) -> Iterator[Target]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield from (Target(noun) for noun in conjuncts(child))
        elif child.dep_ == "pcomp" and is_verb(child):
            yield from _gerund_target(child)


def _gerund_target(gerund: Token) -> list[Target]:
    """'preparing for the conference' as the thing 'preparation for the conference'; else what the gerund acts on."""
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
    nouns = [noun for noun, verb in lexicon().event_nouns.nouns.items() if verb == lemma]
    return nouns[0] if nouns else None


def event_noun_predicates(noun: Token) -> Iterator[Predicate]:
    """'Beijing's request', 'the arrest of Y by X': only if the text gives an actor and a target."""
    if noun.dep_ in {"dobj", "nsubjpass"} and noun.head.lemma_ in lexicon().event_nouns.ending:
        return
    owners = [o for o in children(noun, "poss") if o.tag_ != "WP$"]
    by = _by(noun)
    between = [t.head for t in _nominal_targets(noun, ("between",))]
    actors = by or [n for owner in owners for n in conjuncts(owner)] or (between if len(between) > 1 else [])
    actors = actors or _national_modifiers(noun)
    prepositions = lexicon().predicates.prepositions.event_noun_targets
    targets = [] if actors == between else _nominal_targets(noun, prepositions)
    if not actors or (not targets and actors != between):
        return
    verb = noun
    while verb.head != verb and not is_verb(verb):
        verb = verb.head
    lemma = lexicon().event_nouns.nouns[noun.lemma_]
    yield Predicate(
        lemma=lemma,
        verb=verb,
        tokens=(noun,),
        subjects=tuple(actors),
        targets=tuple(targets),
        rule="nominal-event",
        modality=Modality.PLANNED if lemma in lexicon().event_nouns.planned else None,
    )


def event_agents(noun: Token) -> list[Token]:
    """Who does what an event noun tells: 'the attack by Peru', "Peru's attack", 'the Peruvian army attack'."""
    if noun.lemma_.lower() not in lexicon().event_nouns.nouns:
        return []
    owners = [owner for child in children(noun, "poss") if child.tag_ != "WP$" for owner in conjuncts(child)]
    before = [noun, *children(noun, "compound")]
    modifiers = [modifier for word in before for modifier in _national_modifiers(word)]
    return _by(noun) or owners or modifiers


def _by(noun: Token) -> list[Token]:
    """Those after "by", which the parser may attach below: 'the killing of ten men by the army'."""
    below = [target.head for target in _nominal_targets(noun, ("of",))]
    return [o.noun for part in (noun, *below) for o in obliques(part) if o.preposition == "by"]


def _national_modifiers(noun: Token) -> list[Token]:
    """The adjective or name of a nation or body in 'the Peruvian attack on Chile'; not of a place: "the Gulf war"."""
    modifiers = [child for child in noun.lefts if child.dep_ in {"amod", "compound", "nmod"}]
    return [child for child in modifiers if child.ent_type_ in NATIONAL or child.pos_ == "PROPN"]


def partnership_predicate(noun: Token) -> Predicate | None:
    """'arrested X in coordination with Interpol', 'with the support of the FBI': who acts cooperates with them."""
    words, lemma = lexicon().event_nouns, noun.lemma_.lower()
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.lower_ not in words.accompanying:
        return None
    partners = [o.noun for o in obliques(noun) if lemma in words.partnership and o.preposition == "with"]
    if lemma in words.support and preposition.lower_ != "in":
        partners += [o.noun for o in obliques(noun) if o.preposition in {"of", "from"}]
    verb = preposition.head if is_verb(preposition.head) else preposition.head.head
    if not partners or not is_verb(verb):
        return None
    return Predicate(
        lemma="cooperate with",
        verb=verb,
        tokens=(noun,),
        subjects=tuple(logical_subjects(verb)),
        targets=tuple(map(Target, partners)),
        rule="partnership",
    )
