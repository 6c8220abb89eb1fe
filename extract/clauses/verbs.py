"""The predicates of a sentence: the action of each verb and event noun, its actors and its targets.

Handles plain verbs, control verbs ("propose to host") and verbs with a preposition; `event_nouns` handles idioms, light
verbs and event nouns. The word lists are in `extract/lexicon`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.clauses.conditions import is_condition
from extract.clauses.event_nouns import (
    event_agents,
    event_noun_predicates,
    idiom_predicates,
    light_verb_predicate,
    partnership_predicate,
)
from extract.clauses.governing import governing_verb, governor_of, marks_of_subject
from extract.clauses.participants import other_participants
from extract.clauses.predicate import (
    Predicate,
    Target,
    is_setting,
    verb_tokens,
    with_particle,
)
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token, TokenSpan
from extract.syntax.arguments import (
    Oblique,
    children,
    conjuncts,
    first_conjunct,
    is_passive,
    is_verb,
    logical_subjects,
    object_predicate,
    obliques,
    patients,
)
from extract.syntax.speech import is_medium, is_speech
from ontology.actions import ActionScheme
from ontology.model import Modality


def predicates(sentence: TokenSpan, scheme: ActionScheme) -> Iterator[Predicate]:
    """The predicates of a sentence in reading order."""
    used: set[int] = set()
    for token in sentence:
        if is_verb(token):
            for predicate in _of_verb(token, scheme):
                used.update(t.i for t in predicate.tokens)
                yield replace(predicate, participants=tuple(other_participants(predicate)))
    for token in sentence:
        partnership = partnership_predicate(token) if token.pos_ == "NOUN" else None
        if partnership is not None:
            yield partnership
        elif token.pos_ == "NOUN" and token.i not in used and token.lemma_ in lexicon().event_nouns.nouns:
            yield from event_noun_predicates(token)


def _of_verb(verb: Token, scheme: ActionScheme) -> Iterator[Predicate]:
    idiom = idiom_predicates(verb)
    if idiom is not None:
        yield from idiom
        return
    if verb.lemma_ in lexicon().predicates.eventless and not _is_event(verb, scheme):
        return
    if _is_absorbed(verb) or _is_result(verb):
        return
    threat = _conditional_threat(verb, scheme)
    if threat is not None:
        yield threat
    light = light_verb_predicate(verb)
    if light is not None:
        yield light
        return
    complement = _complement(verb)
    rule = governor_of(verb)
    if complement is not None and rule is not None:
        if rule.claim == "governor":
            yield _promoted(verb, complement)
            return
        gives = rule.control != "object" and children(verb, "dobj") and complement.dep_ != "ccomp"
        if (rule.claim == "inner" and not gives) or not _has_addressee(verb):
            return  # but "pledged $50 million to help" is a pledge of its own
    plain = _plain(verb, scheme)
    if plain is not None:
        asks = rule is not None and rule.attributed and rule.modality is Modality.OBLIGATED
        addressed = _asked_in_clause(verb) if asks and not plain.targets else []
        yield replace(plain, targets=tuple(Target(noun) for noun in addressed)) if addressed else plain


def _is_event(verb: Token, scheme: ActionScheme) -> bool:
    """True if an eventless verb is an action with its particle or preposition: 'went after the gang'."""
    lemma = with_particle(verb)
    names = [lemma, *(f"{lemma} {child.lower_}" for child in children(verb, "prep"))]
    return any(" " in name and name in scheme.lemmas for name in names) or bool(scheme.concept_of(lemma))


def _is_result(verb: Token) -> bool:
    """True for 'which led to the arrest of two men', nobody's act; not for "led a delegation to Hanoi"."""
    names = (f"{with_particle(verb)} {child.lower_}" for child in children(verb, "prep", "prt"))
    return any(name in lexicon().predicates.results for name in names) and not patients(verb)


def _asked_in_clause(verb: Token) -> list[Token]:
    """Those of whom an act is asked: the subject in 'demanded that Kenya sign', 'called for Kenya to sign'."""
    clauses = [
        clause
        for clause in children(verb, "ccomp", "advcl")
        if is_verb(clause) and (marks_of_subject(clause) or (clause.dep_ == "ccomp" and clause.lemma_ != "be"))
    ]
    return [noun for clause in clauses for child in children(clause, "nsubj") for noun in conjuncts(child)]


def _conditional_threat(verb: Token, scheme: ActionScheme) -> Predicate | None:
    """'threatened to stop the talks if Chile sends troops' threatens Chile: who is to do or not to do something."""
    concept = scheme.concept_of(verb.lemma_)
    if concept is None or concept.plover != "THREATEN" or is_passive(verb) or patients(verb):
        return None
    contents = children(verb, "xcomp", "ccomp")
    conditions = [clause for word in (verb, *contents) for clause in children(word, "advcl") if is_condition(clause)]
    threatened = [noun for clause in conditions for child in children(clause, "nsubj") for noun in conjuncts(child)]
    if not contents or not threatened:
        return None
    targets = tuple(map(Target, threatened))
    subjects = tuple(logical_subjects(verb))
    return Predicate(verb.lemma_, verb, verb_tokens(verb), subjects, targets, "threat", modality=Modality.ASSERTED)


def _has_addressee(verb: Token) -> bool:
    """True if a governing verb has its own object: 'helped Moldova to investigate', 'called on states to join'."""
    names = lexicon().governors
    addressed = any(f"{verb.lemma_} {o.preposition}" in names or not is_setting(o) for o in obliques(verb))
    asked = any(marks_of_subject(clause) for clause in children(verb, "advcl", "ccomp"))
    return addressed or asked or bool(patients(verb)) or is_passive(verb)


def _complement(verb: Token) -> Token | None:
    """The infinitive or gerund that the verb governs."""
    for child in verb.children:
        is_clause = child.dep_ in {"xcomp", "ccomp"} or (child.dep_ == "advcl" and governor_of(verb) is not None)
        if is_clause and any(grand.tag_ == "TO" for grand in child.children):
            return child
    return None


def _is_absorbed(verb: Token) -> bool:
    """True for an infinitive whose governor makes the claim ("propose to host")."""
    governor = governing_verb(verb)
    if governor is None or verb.dep_ not in {"xcomp", "advcl", "conj"}:
        return False
    rule = governor_of(governor)
    return rule is not None and rule.claim == "governor" and not children(verb, "nsubj", "nsubjpass")


def _promoted(verb: Token, complement: Token) -> Predicate:
    """'propose to host a conference': the proposal is the act, and the objects of the infinitive are its targets."""
    infinitives = [complement, *[c for c in children(complement, "conj") if is_verb(c)]]
    targets = [noun for infinitive in infinitives for noun in _nouns_acted_on(infinitive)]
    return Predicate(
        lemma=with_particle(verb),
        verb=verb,
        tokens=(*verb_tokens(verb), *verb_tokens(complement)),
        subjects=tuple(logical_subjects(verb)),
        targets=tuple(Target(noun) for noun in targets),
        rule="control-verb",
        modality=Modality.PLANNED,
    )


def _nouns_acted_on(verb: Token) -> list[Token]:
    nouns = patients(verb)
    return nouns or [o.noun for o in _ranked(verb, obliques(verb), None)]


def _plain(verb: Token, scheme: ActionScheme) -> Predicate | None:
    """The predicate of a verb with its object or with the noun after its preposition."""
    passive = is_passive(verb)
    subjects = _who_harms(verb, logical_subjects(verb), scheme)
    nouns = [noun for noun in patients(verb) if not _is_reflexive(noun)]
    if verb.lemma_ in lexicon().syntax.addressing_verbs:  # "told a news conference"
        unheard = lexicon().predicates.audiences | lexicon().predicates.media
        nouns = [noun for noun in nouns if noun.lemma_.lower() not in unheard]
    lemma = with_particle(verb)
    prepositions: tuple[Token, ...] = ()
    verb_obliques = obliques(verb)
    if not nouns or (passive and not subjects):
        nouns = nouns if passive else []
        if not nouns:
            lemma, nouns, prepositions = _prepositional(verb, lemma, verb_obliques, scheme)
    elif not passive:
        nouns = [*nouns, *[o.noun for o in verb_obliques if o.preposition in {"along with", "together with"}]]
    if is_speech(verb) and children(verb, "ccomp") and not nouns:
        return _demand(verb, subjects)
    describes = object_predicate(verb) is not None
    return Predicate(
        lemma=lexicon().object_predicate.action if describes else lemma,
        verb=verb,
        tokens=(*verb_tokens(verb), *prepositions),
        subjects=tuple(subjects),
        targets=tuple(Target(noun) for noun in nouns),
        rule=_rule_of(verb, passive),
    )


def _who_harms(verb: Token, subjects: list[Token], scheme: ActionScheme) -> list[Token]:
    """The subjects; of an attack those who made it: Peru in 'the Peruvian attack killed six men'."""
    concept = scheme.concept_of(verb.lemma_)
    if concept is None or concept.plover != "ASSAULT":
        return subjects
    return [noun for subject in subjects for noun in event_agents(subject) or [subject]]


def _is_reflexive(noun: Token) -> bool:
    """True for "themselves" in 'distanced themselves from the report', which is about the report."""
    return noun.tag_ == "PRP" and noun.lower_.endswith(("self", "selves"))


def _demand(verb: Token, subjects: list[Token]) -> Predicate | None:
    """'said that Chile must return the ship' asks it of Chile."""
    clauses = [c for c in children(verb, "ccomp") if any(aux.lower_ == "must" for aux in children(c, "aux"))]
    asked = [noun for clause in clauses for child in children(clause, "nsubj") for noun in conjuncts(child)]
    if not asked:
        return None
    targets = tuple(Target(noun) for noun in asked)
    return Predicate("demand", verb, verb_tokens(verb), tuple(subjects), targets, "demand")


def _prepositional(
    verb: Token, lemma: str, verb_obliques: list[Oblique], scheme: ActionScheme
) -> tuple[str, list[Token], tuple[Token, ...]]:
    """'cooperate with Cambodia': the lemma with its preposition, the nouns after it, and the preposition."""
    ranked = _ranked(verb, verb_obliques, scheme)
    if not ranked:
        inherited = _ranked(verb, _governor_obliques(verb), scheme)
        return lemma, [o.noun for o in inherited], ()
    preposition = ranked[0].preposition
    nouns = [o.noun for o in ranked if o.preposition == preposition]
    with_preposition = f"{lemma} {preposition}"
    tokens = tuple(c for c in verb.children if c.lower_ == preposition and c.dep_ == "prep")
    return (with_preposition if with_preposition in scheme.lemmas else lemma), nouns, tokens


def _governor_obliques(verb: Token) -> list[Oblique]:
    """The partner in 'agreed with Tonga to cooperate', which depends on the governing verb."""
    governor = governing_verb(verb)
    if governor is None or verb.dep_ != "xcomp":
        return []
    return [o for o in obliques(governor) if o.preposition == "with"]


def _ranked(verb: Token, candidates: list[Oblique], scheme: ActionScheme | None) -> list[Oblique]:
    """The obliques that can be targets; first those whose preposition is part of an action of the scheme."""
    lemma, order = with_particle(verb), lexicon().predicates.prepositions.targets
    if is_speech(verb):  # 'said in a statement', 'announced on television'
        words = lexicon().predicates
        candidates = [o for o in candidates if o.preposition in words.prepositions.topics]
        candidates = [o for o in candidates if not is_medium(o.noun)]
    lemmas = set() if scheme is None else scheme.lemmas
    usable = [
        o for o in candidates if o.preposition in order and (f"{lemma} {o.preposition}" in lemmas or not is_setting(o))
    ]

    def rank(oblique: Oblique) -> tuple[bool, int]:
        return f"{lemma} {oblique.preposition}" not in lemmas, order.index(oblique.preposition)

    return sorted(usable, key=rank)


def _rule_of(verb: Token, passive: bool) -> str:
    """The name of the rule: the kind of clause that the verb heads."""
    first = first_conjunct(verb)
    if first.dep_ == "relcl":
        return "relative-clause"
    if first.dep_ == "acl" or (first.dep_ == "advcl" and first.tag_ in {"VBG", "VBN"}):
        return "participle"
    if first.dep_ == "advcl" and any(c.tag_ == "TO" for c in first.children):
        return "purpose-clause"
    if first.dep_ == "pcomp":
        return "gerund"
    if governing_verb(verb) is not None and first.dep_ == "xcomp":
        return "control-verb"
    return "passive" if passive else "active"
