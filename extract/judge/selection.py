"""Chooses which candidate claims of a sentence are kept: those above the threshold that contradict no better one."""

from __future__ import annotations

from collections.abc import Iterable

from extract.clauses.governing import governor_of
from extract.judge.triples import LIGHT_VERB, PARTY, THREAT, CandidateClaim
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import RELATIVE_TAGS, children, is_named_member, is_verb
from extract.syntax.coordination import Lists
from extract.syntax.speech import is_medium, is_speech
from ontology.model import ACTOR_TYPES, Entity, EntityType

PARTIES = ACTOR_TYPES - {EntityType.GROUP}
VAGUE = frozenset({"other", "state"})
"""Classes without a meaning of their own: two such verbs may say one act."""
PROPOSED = 0.2
"""Advantage of claims that a rule proposes: rules know constructions that annotators seldom mark."""
PROPOSED_LIGHT_VERB = 1.5
"""The same for light verbs: "impose sanctions on X" is to sanction X, and not to impose sanctions."""
PROPOSED_LIGHT_VERB_ON_PARTY = 2.5
"""The same where its target is somebody: 'opened an investigation against Peru' investigates Peru."""
IDIOM_MARGIN = 0.5
"""How much lower the threshold of idioms is: an idiom may give its nouns other roles than its verb does."""
FURTHER_MARGIN = 1.0
"""The same for further participants, whose links compete with those of the target itself."""
ADVERSE_PRIOR = 3.0
"""In favour of further participants of acts against somebody: 'rejected a Peruvian request' rejects Peru. The annotated
press releases hardly contain them; political news is full of them."""
ADVERSE = frozenset(
    {"reject", "deny", "condemn", "accuse", "urge", "request", "warn", "sanction", "attack", "seize", "ban", "other"}
)
"""Classes of acts that are done against somebody, or demand something; `other` holds protests and use of force."""
RARE_PRIOR = 1.2
"""In favour of constructions that the annotated documents hardly contain, or whose claims annotators leave out: the
clause on an object with both parties named ('the man whom Kenya deported'), and 'in coordination with X'."""
THREAT_PRIOR = 2.5
"""In favour of the one on whose acts a threat depends: 'threatened to leave unless Chile pays' threatens Chile."""
JOINT_PRIOR = 3.0
"""In favour of what two actors agree on with each other: 'Peru and Chile signed a treaty'."""
MEMBER_PRIOR = 2.5
"""In favour of a name after "including": what is said of the group is said of it, wherever it stands."""


def select(candidates: Iterable[CandidateClaim], threshold: float, lists: Lists) -> list[CandidateClaim]:
    """The candidates from `threshold` up that do not contradict a better one, best first.

    Candidates that are equally good stay in the order given.
    """
    chosen: list[CandidateClaim] = []
    likely = [one for one in candidates if _weighed(one) + (prior(one) or _margin(one)) >= threshold]
    possible = [one for one in likely if not is_impossible(one)]
    for one in sorted(possible, key=lambda claim: -_weighed(claim)):
        if not any(exclude(other, one, lists) for other in chosen):
            chosen.append(one)
    return chosen


def _weighed(claim: CandidateClaim) -> float:
    """The log odds with the advantage of claims that a rule proposes."""
    if claim.proposal is None:
        return claim.score
    if claim.proposal.claim.rule != LIGHT_VERB:
        return claim.score + PROPOSED
    return claim.score + (PROPOSED_LIGHT_VERB_ON_PARTY if _is_on_party(claim) else PROPOSED_LIGHT_VERB)


def _is_on_party(claim: CandidateClaim) -> bool:
    """True if the target is somebody, and not where the act happens: "carried out attacks in Russia"."""
    noun = claim.target_noun
    is_actor = claim.target is not None and claim.target.type in ACTOR_TYPES
    return is_actor and (noun is None or noun.head.lower_ != "in")


def prior(claim: CandidateClaim) -> float:
    """Log odds in favour of a claim of a construction that the annotated documents hardly contain; 0 for other claims.

    The judge could not learn from them how often such claims are right. The confidence includes this prior.
    """
    if claim.proposal is None:
        return 0.0
    if is_of_member(claim):
        return MEMBER_PRIOR
    if claim.proposal.claim.rule == THREAT:
        return THREAT_PRIOR
    if is_object_relative(claim) or is_partnership(claim):
        return RARE_PRIOR
    if is_joint(claim):
        return JOINT_PRIOR
    return ADVERSE_PRIOR if is_further(claim) and claim.action.class_ in ADVERSE else 0.0


def _margin(claim: CandidateClaim) -> float:
    """How much less than the threshold is enough for a claim; nothing for one that no rule proposes."""
    if is_further(claim):
        return FURTHER_MARGIN if claim.target is not None and _is_party(claim.target) else 0.0
    return IDIOM_MARGIN if is_idiom(claim) else 0.0


def is_of_member(claim: CandidateClaim) -> bool:
    """True for a claim of a member of the group that does it, or to which it is done: 'six people, including Bo Li'."""
    return any(noun is not None and is_named_member(noun) for noun in (claim.actor_noun, claim.target_noun))


def is_object_relative(claim: CandidateClaim) -> bool:
    """True for what a rule proposes from a relative clause on the object: 'the man whom Kenya deported'."""
    verb, actor, target = claim.token, claim.actor_noun, claim.target_noun
    if claim.proposal is None or actor is None or target is None:
        return False
    is_relative = verb.dep_ == "relcl" and verb.head.i == target.i
    return is_relative and actor.dep_ == "nsubj" and actor.head.i == verb.i and actor.pos_ != "PRON"


def is_impossible(claim: CandidateClaim) -> bool:
    """True for a claim that no rule proposes and that the grammar excludes."""
    if claim.proposal is not None:
        return False
    return leaves_relative(claim) or speaks_to_audience(claim) or is_of_complement(claim) or is_of_judged_act(claim)


def is_of_judged_act(claim: CandidateClaim) -> bool:
    """True for what somebody only judges: who 'condemned attacks on Benin' attacks nobody."""
    act, actor = claim.token, claim.actor_noun
    if is_verb(act) or act.dep_ != "dobj" or act.head.lemma_ not in lexicon().predicates.judging or actor is None:
        return False
    return actor.i < act.head.i


def is_of_complement(claim: CandidateClaim) -> bool:
    """True for what another verb is about: 'stopped funding gangs' stops none, 'urged him to free them' urges him."""
    verb, target = claim.token, claim.target_noun
    rule = governor_of(verb) if verb.pos_ == "VERB" else None
    if rule is None or target is None:
        return False
    clauses = children(verb, "xcomp", "ccomp", "pcomp")
    if rule.control == "object":
        has_object = bool(children(verb, "dobj")) or any(children(clause, "nsubj") for clause in clauses)
        clauses = [clause for clause in clauses if has_object and clause.tag_ == "VB"]
    else:
        clauses = [clause for clause in clauses if rule.sign(negated=False) == "-" and clause.tag_ == "VBG"]
    return any(clause.i < target.i <= clause.right_edge.i for clause in clauses)


def leaves_relative(claim: CandidateClaim) -> bool:
    """True for a claim that the relative clause of its verb contradicts.

    In 'the man whom Kenya warned sued Fiji' the man is warned: he does not warn, and Fiji is outside the clause.
    """
    verb, actor, target = claim.token, claim.actor_noun, claim.target_noun
    if verb.dep_ != "relcl":
        return False
    objects = [child.tag_ for child in children(verb, "dobj")]
    if not objects or objects[0] not in RELATIVE_TAGS:
        return False
    is_outside = target is not None and target.i != verb.head.i and target.i > verb.right_edge.i
    return is_outside or (actor is not None and actor.i == verb.head.i)


def speaks_to_audience(claim: CandidateClaim) -> bool:
    """True for a claim on words to an audience or through a medium: 'told a news conference', 'wrote on Facebook'."""
    if is_speech(claim.token) and claim.target_noun is not None and is_medium(claim.target_noun):
        return True
    if claim.token.lemma_ not in lexicon().syntax.addressing_verbs:
        return False
    words = lexicon().predicates
    heard = [noun.lemma_.lower() for noun in children(claim.token, "dobj", "dative")]
    return bool(heard) and all(noun in words.audiences | words.media for noun in heard)


def is_further(claim: CandidateClaim) -> bool:
    """True for a claim about a further participant, which a rule proposes beside one about the target."""
    is_party = claim.proposal is not None and claim.proposal.claim.rule == PARTY
    return is_party and claim.target is not None and (_is_party(claim.target) or _has_name(claim.target))


def _is_party(entity: Entity) -> bool:
    """True for an actor that is no group: a named one, or a body of its kind; not "a banker"."""
    return entity.type in PARTIES and not (entity.type is EntityType.PERSON and entity.is_unnamed)


def _has_name(group: Entity) -> bool:
    """True for a group whose label names somebody: "Peruvian miners"; False for "miners"."""
    return group.type in {EntityType.GROUP, EntityType.PERSON} and any(
        word[0].isupper() for word in group.label.split()
    )


def is_joint(claim: CandidateClaim) -> bool:
    """True for what two subjects of one verb agree on with each other: 'Peru and Chile signed a treaty'."""
    proposal, target = claim.proposal, claim.target_noun
    if proposal is None or target is None or proposal.claim.rule != PARTY or claim.action.class_ != "agree":
        return False
    return any(target.i == subject.i for subject in proposal.predicate.subjects)


def is_idiom(claim: CandidateClaim) -> bool:
    """True for a claim that an idiom proposes: 'was assigned as the main agency in' makes its subject lead."""
    return claim.proposal is not None and claim.proposal.claim.rule == "idiom"


def is_partnership(claim: CandidateClaim) -> bool:
    """True for the cooperation that a phrase beside another act states: 'arrested them in coordination with X'."""
    return claim.proposal is not None and claim.proposal.claim.rule == "partnership"


def exclude(better: CandidateClaim, one: CandidateClaim, lists: Lists) -> bool:
    """True if a claim cannot stand beside a better one of the same sentence.

    A pair of actor and target gets one claim, unless two verbs say two acts: see `_are_two_acts`. An action has one
    group of coordinate actors, and each of them one group of coordinate targets; further participants stand beside
    them.
    """
    if better.ends == one.ends:
        return not _are_two_acts(better, one)
    if is_further(better) or is_further(one):
        return False
    if set(better.anchors).isdisjoint(one.anchors):
        return False
    no_target = better.target is None or one.target is None
    if better.actor.id == one.actor.id and (no_target or _are_apart(better.target_noun, one.target_noun, lists)):
        return True
    return _are_apart(better.actor_noun, one.actor_noun, lists)


def _are_two_acts(better: CandidateClaim, one: CandidateClaim) -> bool:
    """True for acts of two classes of their own by two verbs that one subject binds, on a party or a pronoun.

    They are coordinate ("arrested and extradited him", "built a ship and sold it"), or the second is said of the actor
    of the first: "was arrested by the police, who extradited him". An act that was done and one that was not, or not
    yet, are two in any case: "almost caught the men in April and caught them in May", "offered to pay the men and paid
    them".
    """
    classes = {better.action.class_, one.action.class_}
    verbs = {better.token.i: better.token, one.token.i: one.token}
    is_coordinate = any(verb.dep_ == "conj" and verb.head.i in verbs for verb in verbs.values())
    if len(verbs) == 1:
        return False
    if is_coordinate and _differ_in_status(better, one):
        return True
    is_again = any(noun is not None and noun.pos_ == "PRON" for noun in (better.target_noun, one.target_noun))
    return (
        len(classes - VAGUE) == len(verbs)
        and one.target is not None
        and (_is_party(one.target) or is_again)
        and (is_coordinate or _is_said_of_actor(better, one) or _is_said_of_actor(one, better))
    )


def _differ_in_status(one: CandidateClaim, other: CandidateClaim) -> bool:
    """True for two acts of which one is stated as done and the other is denied, planned, possible or a duty."""
    if one.proposal is None or other.proposal is None:
        return False
    first, second = one.proposal.claim, other.proposal.claim
    return first.polarity is not second.polarity or first.modality is not second.modality


def _is_said_of_actor(first: CandidateClaim, second: CandidateClaim) -> bool:
    """True if the verb of the second is in a relative clause on the actor of the first."""
    actor = first.actor_noun
    return actor is not None and second.token.dep_ == "relcl" and second.token.head.i == actor.i


def _are_apart(one: Token | None, other: Token | None, lists: Lists) -> bool:
    """True for two nouns that are not coordinate; False where one is not known."""
    return one is not None and other is not None and not lists.are_coordinate(one, other)
