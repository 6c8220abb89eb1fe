"""Whom "he" and "she" stand for: the persons named near the pronoun, weighed by cues of syntax and discourse.

Each cue is a yes or no; a candidate's score is the sum of the weights of its cues (`lexicon/pronouns.toml`), and
"nobody named here" is a candidate too, with score 0. The cues are those of rule-based anaphora resolution: recency,
grammatical role, parallelism, binding (Hobbs 1978; Lappin & Leass 1994), and the pronouns already resolved. The
weights are those of a log-linear model (Denis & Baldridge 2008): `bench/pronouns.py` fits them anew.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from extract.rules import lexicon
from ontology.model import Entity

REACH = 6
"""Sentences back that a name may stand before its pronoun."""
FEMININE = frozenset({"she", "her", "hers", "herself"})
PERSONAL = FEMININE | {"he", "him", "his", "himself"}
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
LINKS = frozenset({"conj", "advcl", "ccomp", "relcl", "xcomp"})
CLAUSES = frozenset({"VERB", "AUX"})
ROLES = {
    "nsubj": "subject",
    "nsubjpass": "subject",
    "dobj": "object",
    "dative": "object",
    "pobj": "oblique",
    "agent": "oblique",
    "poss": "owner",
    "appos": "apposition",
    "compound": "modifier",
    "nmod": "modifier",
}


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A name or description of a person, at a noun of a sentence."""

    sentence: int
    token: Token
    entity: Entity
    named: bool = True
    """False for a description: "the president"."""
    certain: bool = True
    """False for a capitalised word that the model does not take for a person's name."""


@dataclass(slots=True)
class Candidate:
    """A person that a pronoun may stand for: the mentions before it, and those after it in its sentence."""

    entity: Entity
    before: list[PersonMention] = field(default_factory=list)
    after: list[PersonMention] = field(default_factory=list)

    @property
    def nearest(self) -> PersonMention:
        """The last mention before the pronoun, else the first after it."""
        return self.before[-1] if self.before else self.after[0]


@dataclass(frozen=True, slots=True)
class Past:
    """A pronoun that was resolved: where it stands, its gender, and whom it stands for."""

    sentence: int
    token: Token
    entity: Entity


def best(
    pronoun: Token, sentence: int, mentions: Sequence[PersonMention], past: Sequence[Past]
) -> tuple[Candidate, float] | None:
    """The likeliest person with the probability that it is meant; None if nobody named here is likelier."""
    scored = [(score(cues), candidate) for candidate, cues in options(pronoun, sentence, mentions, past)]
    if not scored:
        return None
    top, chosen = max(scored, key=lambda pair: (pair[0], pair[1].nearest.sentence, pair[1].nearest.token.i))
    if top <= 0:
        return None
    return chosen, 1 / (math.exp(-top) + sum(math.exp(other - top) for other, _ in scored))


def score(cues: Sequence[str], weights: Mapping[str, float] | None = None) -> float:
    """The sum of the weights of the cues; a cue without a weight counts nothing."""
    table = lexicon().pronouns.weights if weights is None else weights
    return sum(table.get(cue, 0.0) for cue in cues)


def options(
    pronoun: Token, sentence: int, mentions: Sequence[PersonMention], past: Sequence[Past]
) -> list[tuple[Candidate, tuple[str, ...]]]:
    """Every person that the pronoun may stand for by the rules of binding, with its cues."""
    found = _candidates(pronoun, sentence, mentions)
    order = sorted((c for c in found if c.before), key=lambda c: (c.nearest.sentence, c.nearest.token.i), reverse=True)
    ranks = {c.entity.id: rank for rank, c in enumerate(order)}
    first = mentions[0].entity.id if mentions else ""
    earlier = [
        one for one in past if sentence - one.sentence <= REACH and is_feminine(one.token) == is_feminine(pronoun)
    ]
    genders = _genders(mentions, past)
    kind = _kind(pronoun)
    result = []
    for candidate in found:
        cues = [
            "candidate",
            *_place_cues(pronoun, sentence, candidate, kind),
            *_discourse_cues(sentence, candidate, earlier, kind),
        ]
        rank = ranks.get(candidate.entity.id)
        if rank is not None:
            cues.append(f"rank {min(rank, 3)}")
        if candidate.entity.id == first:
            cues.append("first named")
        gender = genders.get(candidate.entity.id)
        if gender is not None:
            cues.append("same gender" if gender == is_feminine(pronoun) else "other gender")
        result.append((candidate, tuple(cues)))
    return result


def is_feminine(pronoun: Token) -> bool:
    """True for she, her, hers and herself."""
    return pronoun.lower_ in FEMININE


def _candidates(pronoun: Token, sentence: int, mentions: Sequence[PersonMention]) -> list[Candidate]:
    found: dict[str, Candidate] = {}
    barred = set()
    for mention in mentions:
        if not sentence - REACH <= mention.sentence <= sentence:
            continue
        here = mention.sentence == sentence
        if here and _is_barred(pronoun, mention.token):
            barred.add(mention.entity.id)
            continue
        candidate = found.setdefault(mention.entity.id, Candidate(mention.entity))
        (candidate.after if here and mention.token.i > pronoun.i else candidate.before).append(mention)
    for candidate in found.values():
        candidate.before.sort(key=_position)
        candidate.after.sort(key=_position)
    return [found[key] for key in found if key not in barred]


def _position(mention: PersonMention) -> tuple[int, int]:
    return mention.sentence, mention.token.i


def _is_barred(pronoun: Token, name: Token) -> bool:
    """Binding: arguments of one verb are different persons, and "her friend Ann" is not "her"."""
    first = _first_conjunct(name)
    if pronoun.dep_ == "poss":
        return pronoun.head == first or (pronoun.head.is_ancestor(name) and not _clause_between(name, pronoun.head))
    if "self" in pronoun.lower_:
        return False
    if first.head == pronoun.head and {first.dep_, pronoun.dep_} & SUBJECTS:
        return True
    return first == pronoun or first == _first_conjunct(pronoun)


def _clause_between(token: Token, top: Token) -> bool:
    while token not in (top, token.head):
        if token.pos_ in CLAUSES:
            return True
        token = token.head
    return False


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj":
        token = token.head
    return token


def _role(token: Token) -> str:
    token = _first_conjunct(token)
    return ROLES.get(token.dep_, "other")


def _kind(pronoun: Token) -> str:
    """How the pronoun stands: subject, owner, self, else object."""
    if "self" in pronoun.lower_:
        return "self"
    role = _role(pronoun)
    return role if role in {"subject", "owner"} else "object"


def _clause(token: Token) -> Token:
    """The verb of the clause that a word stands in."""
    while token.head != token:
        token = token.head
        if token.pos_ in CLAUSES:
            return token
    return token


def _subject_of(verb: Token) -> Token | None:
    """The subject of a verb, of its own or shared with the verb that it is joined to."""
    while True:
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                return child
        if verb.dep_ not in {"conj", "xcomp"} or verb.head == verb:
            return None
        verb = verb.head


def _place_cues(pronoun: Token, sentence: int, candidate: Candidate, kind: str) -> Iterator[str]:
    nearest = candidate.nearest
    distance = sentence - nearest.sentence
    role = _role(nearest.token)
    if not candidate.before:
        yield f"{kind} before its name"
        if _clause(nearest.token).is_ancestor(pronoun) and role == "subject" and _is_fronted(pronoun, nearest.token):
            yield "fronted before the subject"
        return
    yield f"{kind} {min(distance, 3)} after"
    yield f"{kind} after {role} {'here' if distance == 0 else 'earlier'}"
    if not nearest.certain:
        yield "not known as a name"
    if nearest.token.dep_ == "conj" or any(child.dep_ == "conj" for child in nearest.token.children):
        yield "one of several"
    if role == "owner" and _role(nearest.token.head) == "subject":
        yield "owner of the subject"
    if distance == 0:
        yield from _syntax_cues(pronoun, candidate, kind)
    elif distance == 1 and any(
        m.sentence == nearest.sentence and _role(m.token) == "subject" and _clause(m.token).dep_ == "ROOT"
        for m in candidate.before
    ):
        yield f"{kind} after the main subject"


def _is_fronted(pronoun: Token, name: Token) -> bool:
    """'After she left, Ann ...': the clause or phrase of the pronoun hangs on the verb of the name."""
    verb, token = _clause(name), pronoun
    while token.head not in (verb, token):
        token = token.head
    return token.head == verb and token.dep_ in {"advcl", "prep"} and token.i < name.i


def _syntax_cues(pronoun: Token, candidate: Candidate, kind: str) -> Iterator[str]:
    """How the clause of the pronoun hangs together with the names of its sentence."""
    here = [m.token for m in candidate.before if m.sentence == candidate.nearest.sentence]
    subjects = {_first_conjunct(token).i for token in here if _role(token) == "subject"}
    verb = _clause(pronoun)
    steps = 0
    own = _subject_of(verb)
    if own is not None and own.i in subjects:
        yield f"{kind} in the clause of the subject"
    while verb.head != verb and steps < 4:
        link = verb.dep_
        verb = _clause(verb)
        steps += 1
        above = _subject_of(verb)
        if above is not None and above.i in subjects:
            yield f"{kind} below the subject by {link if link in LINKS else 'other'}"
            break
    if any(token.dep_ == "pobj" and _clause(token) == _clause(pronoun) for token in here):
        yield f"{kind} beside an oblique"
    if any(_first_conjunct(token).dep_ == "dobj" and _clause(token) == _clause(pronoun) for token in here):
        yield f"{kind} beside the object"
    for token in here:
        clause = _clause(pronoun)
        while clause.dep_ not in {"relcl", "ROOT"} and clause.head != clause:
            clause = clause.head
        if clause.dep_ == "relcl" and clause.head == token:
            yield f"{kind} in its relative clause"
            break


def _discourse_cues(sentence: int, candidate: Candidate, past: Sequence[Past], kind: str) -> Iterator[str]:
    times = len(candidate.before) + sum(one.entity.id == candidate.entity.id for one in past)
    yield f"named {min(times, 4)} times"
    if past:
        last = past[-1]
        near = "here" if last.sentence == sentence else "just before" if sentence - last.sentence == 1 else "earlier"
        if last.entity.id == candidate.entity.id:
            yield f"{kind} as the last pronoun {near}"
        elif candidate.nearest.sentence < last.sentence or not candidate.before:
            yield f"last pronoun {near} was another since"


def _genders(mentions: Sequence[PersonMention], past: Sequence[Past]) -> dict[str, bool]:
    """By entity, whether a title, a word of kin or the first pronoun makes it feminine."""
    found: dict[str, bool] = {}
    for one in past:
        found.setdefault(one.entity.id, is_feminine(one.token))
    words = lexicon().pronouns.genders
    for mention in mentions:
        name = mention.token
        near = [name.doc[name.left_edge.i - 1]] if name.left_edge.i else []
        for word in (*near, *name.lefts, *name.children, *([name.head] if name.dep_ == "appos" else [])):
            if word.lower_ in words and word.dep_ != "poss":
                found.setdefault(mention.entity.id, words[word.lower_] == "feminine")
    return found
