"""Conduct of people who are charged and not convicted: alleged in the whole document, not only where it says so.

In: the parsed sentences of a document, what their nouns refer to, and its claims. Out: the claims, with the conduct of
the accused marked as alleged. Acts of investigators and courts stay what they are; so does the conduct of those whose
guilt the document states: by a plea, a confession, a conviction or a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from extract.coreference.resolver import Resolver
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import children, logical_subjects, patients, possessors
from ontology.model import Claim, EntityType

ALLEGE, GUILTY, PLEA = "allege", "guilty", "plea"
COURT_CLASSES = frozenset({"convict", "extradite", "investigate", "prosecute"})
"""Acts of investigators and courts."""
OFFICIAL_CLASSES = COURT_CLASSES | {"establish"}
"""These and foundings: what somebody founded is told of the accused as of anybody else."""
BACKGROUND = "relative-clause"
"""The rule whose claims on a named person tell of the person: 'Chen Bo, who chairs the bank'."""
REACH = 8
"""Sentences over which a charge speaks of "the conspirators": a roundup tells of other cases further on."""
ACCUSED_TYPES = frozenset({EntityType.PERSON, EntityType.GROUP, EntityType.CRIMINAL_GROUP, EntityType.COMPANY})


@dataclass(slots=True)
class Proceedings:
    """What a document says of legal proceedings.

    `accused`, `guilty`: ids of entities. `steps`: in reading order, the number of a sentence that says that somebody is
    accused or guilty, and whether it proves guilt.
    """

    accused: set[str] = field(default_factory=set)
    guilty: set[str] = field(default_factory=set)
    steps: list[tuple[int, bool]] = field(default_factory=list)

    def is_accused(self, claim: Claim) -> bool:
        """True if the acts of an actor are alleged: it is accused, or named by a noun for those who are accused."""
        actor, head = claim.actor.entity, claim.actor.head_lemma
        if actor.id in self.guilty or actor.type not in ACCUSED_TYPES:
            return False
        if actor.id in self.accused:
            return claim.rule != BACKGROUND
        is_called = actor.type is EntityType.CRIMINAL_GROUP or head in lexicon().proceedings.accused_nouns
        return is_called and self._is_unproven(claim.sentence.index)

    def _is_unproven(self, sentence: int) -> bool:
        """True if the last step up to a sentence, or else the first one of the document, is a charge."""
        if not self.steps:
            return False
        at, is_proof = ([step for step in self.steps if step[0] <= sentence] or self.steps[:1])[-1]
        return not is_proof and abs(sentence - at) <= REACH


def with_alleged_conduct(
    claims: Iterable[Claim], sentences: Sequence[ParsedSentence], resolver: Resolver
) -> Iterator[Claim]:
    """The claims, those on the conduct of the accused marked as alleged."""
    proceedings = proceedings_of(sentences, resolver)
    for claim in claims:
        is_alleged = _is_conduct(claim) and proceedings.is_accused(claim)
        yield replace(claim, alleged=True) if is_alleged else claim


def _is_conduct(claim: Claim) -> bool:
    """True for an act that a charge can be about: no step of the proceedings, and nothing that courts do."""
    words = lexicon().proceedings
    head = None if claim.target is None else claim.target.head_lemma
    is_step = claim.action.lemma.split()[0] in words.procedural or head in words.procedural_nouns
    return not is_step and claim.action.class_ not in OFFICIAL_CLASSES


def proceedings_of(sentences: Sequence[ParsedSentence], resolver: Resolver) -> Proceedings:
    """Who is accused in a document, and whose guilt it states."""
    words, stance, found = lexicon().proceedings, lexicon().stance, Proceedings()
    hedges = stance.alleged_adjectives | stance.alleged_adverbs | {ALLEGE}
    is_hedged = any(token.lemma_.lower() in hedges for parsed in sentences for token in parsed.span)
    accusing = words.charging_verbs | (words.arresting_verbs if is_hedged else frozenset())
    for parsed in sentences:
        for token in parsed.span:
            lemma = token.lemma_.lower()
            if token.pos_ == "VERB" and lemma in accusing:
                is_price = len(children(token, "dative", "dobj")) > 1  # "charged Kok An a fee"
                accused = set() if is_price else set(_ids(parsed, patients(token), resolver))
                found.accused |= accused
                found.steps += [(parsed.sentence.index, False)] if accused else []
            elif token.pos_ == "NOUN" and lemma in words.charging_nouns:
                found.steps.append((parsed.sentence.index, False))
            proven = _guilty(token, lemma)
            if proven is not None:
                found.guilty.update(_ids(parsed, proven, resolver))
                found.steps.append((parsed.sentence.index, True))
    for parsed in sentences:
        for token in parsed.span:
            if token.pos_ == "VERB" and token.lemma_.lower() in words.confessing_verbs:
                found.guilty |= found.accused & set(_ids(parsed, logical_subjects(token), resolver))
    found.steps.sort()  # "pleaded guilty to an indictment that charges ..." proves guilt
    return found


def _guilty(token: Token, lemma: str) -> list[Token] | None:
    """Those whose guilt a word states; None for a word that states none."""
    words = lexicon().proceedings
    if token.pos_ == "VERB" and lemma in words.proving_verbs:
        return patients(token)
    if token.pos_ == "VERB" and lemma in words.pleading_verbs and _is_guilty(token):
        return logical_subjects(token) if lemma == "plead" else patients(token)
    if token.pos_ == "NOUN" and (lemma in words.proving_nouns or (lemma == PLEA and _is_guilty(token))):
        return possessors(token)
    return None


def _is_guilty(word: Token) -> bool:
    """True if "guilty", and not "not guilty", belongs to a word."""
    plain = [child for child in word.children if child.lower_ == GUILTY and not children(child, "neg")]
    return bool(plain) and not children(word, "neg")


def _ids(parsed: ParsedSentence, nouns: Iterable[Token], resolver: Resolver) -> Iterator[str]:
    for noun in nouns:
        reference = resolver.reference(parsed, noun)
        if reference is not None:
            yield from (entity.id for entity in reference.entities)
