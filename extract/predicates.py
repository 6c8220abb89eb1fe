"""Clauses to predicates: which action a verb or event noun stands for, who does it, and to what.

Light verbs ("impose sanctions on"), idioms ("be in charge of"), control verbs ("propose to host") and event
nouns ("China's request") are read here; the word lists are in `extract/lexicon`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from extract.arguments import (
    RELATIVE_TAGS,
    Oblique,
    agents,
    children,
    conjuncts,
    direct_objects,
    first_conjunct,
    is_passive,
    is_verb,
    logical_subjects,
    obliques,
    patients,
    possessors,
)
from extract.context import governing_verb, governor_key, governor_of, is_speech
from extract.rules import Idiom, lexicon
from ontology.actions import ActionScheme
from ontology.model import ACTOR_TYPES, EntityType, Modality

TARGET_PREPOSITIONS = (
    "with",
    "against",
    "on",
    "upon",
    "to",
    "for",
    "into",
    "over",
    "at",
    "in",
    "from",
    "about",
    "of",
    "towards",
    "toward",
    "after",
)
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
PARTY_PREPOSITIONS = frozenset({"to", "with", "against", "from", "for", "toward", "towards", "at"})
NOUN_PARTY_PREPOSITIONS = (PARTY_PREPOSITIONS | {"on", "of", "by", "between", "among"}) - {
    "from"
}  # "workers from India" is where they come from
PLAIN_PARTY = frozenset({"of", "by", "between", "among"})
"""Prepositions that the verb's own label would not bear: 'rejects a call by Peru' is rejects -> Peru."""
ANNOUNCED_AHEAD = frozenset({"meet", "discuss", "visit", "host"})
"""What is announced before it is done; an announced arrest or agreement is there."""
MAX_PARTY_DEPTH = 1
TIME_ENTITIES = frozenset({"DATE", "TIME"})
PLACE_PREPOSITIONS = frozenset({"in", "at", "on", "near", "from", "across", "within", "throughout"})
WHERE_PREPOSITIONS = frozenset({"in", "at", "near", "across", "within", "throughout"})
PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
EVENTLESS = frozenset(
    {
        "be",
        "act",
        "use",
        "have",
        "do",
        "become",
        "seem",
        "appear",
        "remain",
        "mean",
        "include",
        "involve",
        "contain",
        "cost",
        "last",
        "go",
        "come",
    }
)
CONFIDENCE = {
    "active": 0.96,
    "passive": 0.97,
    "control-verb": 0.97,
    "light-verb": 0.97,
    "idiom": 0.91,
    "relative-clause": 0.97,
    "participle": 0.97,
    "purpose-clause": 0.7,
    "gerund": 0.92,
    "nominal-event": 0.83,
    "party": 0.68,
    "demand": 0.7,
}
"""How often a rule's claims are right where nothing is unsure of who is meant: see `bench/reliability.py`."""
UNTRIED = 0.7
"""The confidence of a rule whose claims nobody has judged yet."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is acted on: its head noun, and a label of its own where the words need one."""

    head: Token
    label: str | None = None
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """Who an act on a thing concerns: 'gave a grant TO Tanzania', 'lifted the ban ON Iran', 'backed PERU'S plan'."""

    noun: Token
    preposition: str | None


@dataclass(frozen=True, slots=True)
class Predicate:
    """An action with its arguments as nouns of the sentence."""

    lemma: str
    verb: Token
    """The verb whose context says how the act is meant."""
    tokens: tuple[Token, ...]
    subjects: tuple[Token, ...]
    targets: tuple[Target, ...]
    rule: str
    modality: Modality | None = None
    back_reference: Token | None = None
    """A definite event noun ("the proposal") that takes up what was said before."""
    parties: tuple[Party, ...] = ()


def predicates(sentence: TokenSpan, scheme: ActionScheme) -> Iterator[Predicate]:
    """The predicates of a sentence in reading order."""
    used: set[int] = set()
    for token in sentence:
        if is_verb(token):
            for predicate in _of_verb(token, scheme):
                used.update(t.i for t in predicate.tokens)
                yield replace(predicate, parties=tuple(_parties(predicate)))
    for token in sentence:
        if token.pos_ == "NOUN" and token.i not in used and token.lemma_ in lexicon().nominals:
            yield from _of_noun(token)


def _of_verb(verb: Token, scheme: ActionScheme) -> Iterator[Predicate]:
    idiom = _idiom(verb)
    if idiom is not None:
        yield from idiom
        return
    if verb.lemma_ in EVENTLESS and not _is_event(verb, scheme):
        return
    if _absorbed(verb):
        return
    light = _light(verb)
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
    """True if a verb of little meaning is an action with its particle or preposition: 'went after the gang'."""
    lemma = _with_particle(verb)
    names = [lemma, *(f"{lemma} {child.lower_}" for child in children(verb, "prep"))]
    return any(" " in name and name in scheme.lemmas for name in names) or bool(scheme.concept_of(lemma))


def _asked_in_clause(verb: Token) -> list[Token]:
    """'demanded that Kenya sign', 'accused ...': the one of whom it is asked is the subject of the clause."""
    clauses = [clause for clause in children(verb, "ccomp") if is_verb(clause) and clause.lemma_ != "be"]
    return [noun for clause in clauses for child in children(clause, "nsubj") for noun in conjuncts(child)]


def _has_addressee(verb: Token) -> bool:
    """True if the governor has a party of its own: 'helped Moldova to investigate', 'called on states to join'."""
    names = lexicon().governors
    addressed = [o for o in obliques(verb) if f"{verb.lemma_} {o.preposition}" in names or not _is_setting(o)]
    return bool(patients(verb) or addressed) or is_passive(verb)


def _complement(verb: Token) -> Token | None:
    """The infinitive or gerund that the verb governs."""
    for child in verb.children:
        is_clause = child.dep_ in {"xcomp", "ccomp"} or (child.dep_ == "advcl" and governor_of(verb) is not None)
        if is_clause and any(grand.tag_ == "TO" for grand in child.children):
            return child
    return None


def _absorbed(verb: Token) -> bool:
    """An infinitive that its governor has taken over ("propose to host")."""
    governor = governing_verb(verb)
    if governor is None or verb.dep_ not in {"xcomp", "advcl", "conj"}:
        return False
    rule = governor_of(governor)
    return rule is not None and rule.claim == "governor" and not children(verb, "nsubj", "nsubjpass")


def _promoted(verb: Token, complement: Token) -> Predicate:
    """'propose to host a conference': the offer is the act, what is offered its target."""
    inner = [complement, *[c for c in children(complement, "conj") if is_verb(c)]]
    targets = [noun for clause in inner for noun in _nouns_acted_on(clause)]
    return Predicate(
        lemma=_with_particle(verb),
        verb=verb,
        tokens=(*_verb_tokens(verb), *_verb_tokens(complement)),
        subjects=tuple(logical_subjects(verb)),
        targets=tuple(Target(noun) for noun in targets),
        rule="control-verb",
        modality=Modality.PLANNED,
    )


def _parties(predicate: Predicate) -> Iterator[Party]:
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


def _nouns_acted_on(verb: Token) -> list[Token]:
    nouns = patients(verb)
    return nouns or [o.noun for o in _ranked(verb, obliques(verb), None)]


def _plain(verb: Token, scheme: ActionScheme) -> Predicate | None:
    passive = is_passive(verb)
    subjects = logical_subjects(verb)
    nouns = patients(verb)
    lemma = _with_particle(verb)
    prepositions: tuple[Token, ...] = ()
    found = obliques(verb)
    if not nouns or (passive and not subjects):
        nouns = nouns if passive else []
        if not nouns:
            lemma, nouns, prepositions = _prepositional(verb, lemma, found, scheme)
    elif not passive:
        nouns = [*nouns, *[o.noun for o in found if o.preposition in {"along with", "together with"}]]
    if is_speech(verb) and children(verb, "ccomp") and not nouns:
        return _demand(verb, subjects)
    return Predicate(
        lemma=lemma,
        verb=verb,
        tokens=(*_verb_tokens(verb), *prepositions),
        subjects=tuple(subjects),
        targets=tuple(Target(noun) for noun in nouns),
        rule=_rule_of(verb, passive),
    )


def _demand(verb: Token, subjects: list[Token]) -> Predicate | None:
    """'said that Chile must return the ship' asks it of Chile."""
    clauses = [c for c in children(verb, "ccomp") if any(aux.lower_ == "must" for aux in children(c, "aux"))]
    asked = [noun for clause in clauses for child in children(clause, "nsubj") for noun in conjuncts(child)]
    if not asked:
        return None
    targets = tuple(Target(noun) for noun in asked)
    return Predicate("demand", verb, _verb_tokens(verb), tuple(subjects), targets, "demand")


def _prepositional(
    verb: Token, lemma: str, found: list[Oblique], scheme: ActionScheme
) -> tuple[str, list[Token], tuple[Token, ...]]:
    """'cooperate with Cambodia': the object of the preposition that completes the verb."""
    ranked = _ranked(verb, found, scheme)
    if not ranked:
        inherited = _ranked(verb, _governor_obliques(verb), scheme)
        return lemma, [o.noun for o in inherited], ()
    preposition = ranked[0].preposition
    nouns = [o.noun for o in ranked if o.preposition == preposition]
    whole = f"{lemma} {preposition}"
    tokens = tuple(c for c in verb.children if c.lower_ == preposition and c.dep_ == "prep")
    return (whole if whole in scheme.lemmas else lemma), nouns, tokens


def _governor_obliques(verb: Token) -> list[Oblique]:
    """'agreed with Tonga to cooperate': the partner hangs on the governor."""
    governor = governing_verb(verb)
    if governor is None or verb.dep_ != "xcomp":
        return []
    return [o for o in obliques(governor) if o.preposition == "with"]


def _ranked(verb: Token, found: list[Oblique], scheme: ActionScheme | None) -> list[Oblique]:
    """Obliques that can be targets, the one that belongs to the verb first."""
    lemma = _with_particle(verb)
    belonging = set() if scheme is None else scheme.lemmas
    usable = [
        o
        for o in found
        if o.preposition in TARGET_PREPOSITIONS and (f"{lemma} {o.preposition}" in belonging or not _is_setting(o))
    ]

    def rank(oblique: Oblique) -> tuple[bool, int]:
        known = scheme is not None and f"{lemma} {oblique.preposition}" in scheme.lemmas
        return (not known, TARGET_PREPOSITIONS.index(oblique.preposition))

    return sorted(usable, key=rank)


def is_event(noun: Token) -> bool:
    """True for a conference, ceremony or the like: 'signed at the ceremony' is where, not what."""
    return lexicon().actors.types.get(noun.lemma_.lower()) is EntityType.EVENT


def _is_setting(oblique: Oblique) -> bool:
    """A time or a place is where the act happens, not what it is done to."""
    if oblique.noun.ent_type_ in TIME_ENTITIES:
        return True
    if oblique.preposition in {"at", "during", "in"} and is_event(oblique.noun):
        return True
    return oblique.preposition in PLACE_PREPOSITIONS and oblique.noun.ent_type_ in PLACE_ENTITIES


def _rule_of(verb: Token, passive: bool) -> str:
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


def _with_particle(verb: Token) -> str:
    particles = [c.lower_ for c in verb.children if c.dep_ == "prt" and not _before_number(c)]
    return " ".join([verb.lemma_.lower(), *particles])


def _before_number(particle: Token) -> bool:
    """'kidnapped up to 16 advisers': the parser takes "up" for a particle."""
    after = particle.doc[particle.i + 1 : particle.i + 3]
    return len(after) == 2 and after[0].lower_ == "to" and after[1].like_num


def _verb_tokens(verb: Token) -> tuple[Token, ...]:
    own = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "prt"} and abs(c.i - verb.i) <= 6]
    return tuple(sorted([*own, verb], key=lambda token: token.i))


# ---- idioms and light verbs


def _idiom(verb: Token) -> list[Predicate] | None:
    names = {verb.lemma_, _with_particle(verb)}
    for idiom in lexicon().idioms:
        if not names.isdisjoint(idiom.verbs):
            noun = _idiom_noun(verb, idiom)
            if noun is not None:
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
        tokens=(*_verb_tokens(verb), noun),
        subjects=tuple(subjects),
        targets=tuple(targets),
        rule="idiom",
    )


def _light(verb: Token) -> Predicate | None:
    """'impose sanctions on X', 'the proposal was made by X'."""
    if _with_particle(verb) not in lexicon().light_verbs:
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
            tokens=(*_verb_tokens(verb), noun),
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
        found = [Target(o.noun) for o in obliques(verb) if o.preposition == preposition and not _is_setting(o)]
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


def _of_noun(noun: Token) -> Iterator[Predicate]:
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


__all__ = ["CONFIDENCE", "Predicate", "Target", "agents", "governor_key", "possessors", "predicates"]
