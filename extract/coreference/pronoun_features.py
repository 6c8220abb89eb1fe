"""The cues that speak for or against a person at a pronoun: each is a name that has a weight in `pronouns.toml`.

Most begin with how the pronoun stands: subject, owner ("his"), object or self. "Here" is the pronoun's own sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extract.coreference.persons import Past, People, PersonMention, Profile
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from ontology.model import Entity

FEMININE = frozenset({"she", "her", "hers", "herself"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
LINKS = frozenset({"conj", "advcl", "ccomp", "relcl", "xcomp"})
CLAUSES = frozenset({"VERB", "AUX"})
BESIDE = frozenset({"appos", "compound", "nmod", "conj"})
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
LOWEST_RANK, FARTHEST, LONGEST_PATH = 3, 3, 7


@dataclass(slots=True, eq=False)
class Candidate:
    """A person that a pronoun may stand for: the mentions before it, and those after it in its sentence."""

    entity: Entity
    profile: Profile
    before: list[PersonMention] = field(default_factory=list)
    after: list[PersonMention] = field(default_factory=list)

    @property
    def nearest(self) -> PersonMention:
        """The last mention before the pronoun, else the first after it."""
        return self.before[-1] if self.before else self.after[0]


class Scene:
    """A pronoun with everyone it may stand for, and the pronouns before it that were resolved."""

    def __init__(
        self, pronoun: Token, sentence: int, found: Sequence[Candidate], people: People, past: Sequence[Past]
    ) -> None:
        self.pronoun = pronoun
        self.sentence = sentence
        self.people = people
        self.found = found
        self.kind = kind_of(pronoun)
        self.past = [one for one in past if is_feminine(one.token) == is_feminine(pronoun)]

    def cues(self, candidate: Candidate) -> tuple[str, ...]:
        """The cues of one of those found, each once."""
        groups = (self._place, self._syntax, self._sentence_before, self._rivals, self._history, self._gender)
        here = [cue for group in groups for cue in group(candidate)]
        return tuple(dict.fromkeys([*here, *candidate.profile.cues]))

    # ---- where the name and the pronoun stand

    def _place(self, candidate: Candidate) -> Iterator[str]:
        name, role = candidate.nearest.token, role_of(candidate.nearest.token)
        yield "candidate"
        yield f"{role} of {_clause(name).lemma_}"
        if name.dep_ == "pobj":
            yield f"after {name.head.lower_}"
        if candidate.before:
            yield f"{self.kind} {min(self.sentence - candidate.nearest.sentence, FARTHEST)} after"
            yield f"{self.kind} after {role} {self._where(candidate)}"
        else:
            yield f"{self.kind} before its name"
            if role == "subject" and _is_fronted(self.pronoun, name):
                yield "fronted before the subject"
        if candidate.before and (name.dep_ == "conj" or any(child.dep_ == "conj" for child in name.children)):
            yield "one of several"
        if candidate.before and candidate.after:
            yield f"{self.kind} named again here"
            if any(_clause(mention.token) == _clause(self.pronoun) for mention in candidate.after):
                yield f"{self.kind} named again in the clause"

    def _syntax(self, candidate: Candidate) -> Iterator[str]:
        """How the clause of the pronoun hangs together with the names of its sentence."""
        here = [mention.token for mention in candidate.before if self._is_here(mention)]
        if not here:
            return
        kind, verb = self.kind, _clause(self.pronoun)
        yield f"{kind} path {min(_path(self.pronoun, candidate.nearest.token), LONGEST_PATH)}"
        subjects = {_first_conjunct(token).i for token in here if role_of(token) == "subject"}
        yield from self._subject_above(subjects)
        while verb.dep_ not in {"relcl", "ROOT"} and verb.head != verb:
            verb = verb.head
        if verb.dep_ == "relcl" and verb.head in here:
            yield f"{kind} in its relative clause"
        if any(self._opens(mention) for mention in candidate.before if self._is_here(mention)):
            yield f"{kind} opens this"

    def _subject_above(self, subjects: set[int]) -> Iterator[str]:
        """Whether one of these words is the subject of the pronoun's clause, or of one that it depends on."""
        verb, steps = _clause(self.pronoun), 0
        own = _subject_of(verb)
        if own is not None and own.i in subjects:
            yield f"{self.kind} in the clause of the subject"
        while verb.head != verb and steps < 4:
            link, verb, steps = verb.dep_, _clause(verb), steps + 1
            above = _subject_of(verb)
            if above is not None and above.i in subjects:
                yield f"{self.kind} below the subject by {link if link in LINKS else 'other'}"
                return

    def _sentence_before(self, candidate: Candidate) -> Iterator[str]:
        """The main subject of the sentence before goes on as the next one's (centering)."""
        if not candidate.before or self._is_here(candidate.nearest):
            return
        there = [mention.token for mention in candidate.before if mention.sentence == self.sentence - 1]
        if any(role_of(token) == "subject" and _clause(token).dep_ == "ROOT" for token in there):
            yield f"{self.kind} after the main subject"

    # ---- beside the other candidates

    def _rivals(self, candidate: Candidate) -> Iterator[str]:
        rank = self._ranks.get(candidate.entity.id)
        if rank is None:
            return
        yield f"rank {min(rank, LOWEST_RANK)}"
        if self._times(candidate) == self._most:
            yield "most named"

    @cached_property
    def _ranks(self) -> dict[str, int]:
        """By id those named before the pronoun who may be of its gender, the nearest first."""
        fitting = [one for one in self.found if one.before and self._agrees(one) is not False]
        fitting.sort(key=lambda one: one.nearest.place, reverse=True)
        return {one.entity.id: rank for rank, one in enumerate(fitting)}

    @cached_property
    def _most(self) -> int:
        """How often the one of them is named who is named most."""
        return max(self._times(one) for one in self.found if one.entity.id in self._ranks)

    # ---- in the whole text

    def _history(self, candidate: Candidate) -> Iterator[str]:
        yield f"named {min(self._times(candidate), 4)} times"
        if candidate.entity.id == self.people.first:
            yield "first named"
        if not self.past:
            return
        last = self.past[-1]
        ago = self.sentence - last.sentence
        near = "here" if ago == 0 else "just before" if ago == 1 else "earlier"
        if last.entity.id == candidate.entity.id:
            yield f"{self.kind} as the last pronoun {near}"
        elif candidate.nearest.sentence < last.sentence or not candidate.before:
            yield f"last pronoun {near} was another since"

    def _times(self, candidate: Candidate) -> int:
        return len(candidate.before) + self._taken_up[candidate.entity.id]

    @cached_property
    def _taken_up(self) -> Counter[str]:
        """By id, how many pronouns before this one stand for a person."""
        return Counter(one.entity.id for one in self.past)

    def _gender(self, candidate: Candidate) -> Iterator[str]:
        agrees = self._agrees(candidate)
        if agrees is not None:
            yield f"{'same' if agrees else 'other'} gender by {candidate.profile.gender_by}"
        if self._same_gender == [candidate]:
            yield "only one of the gender"

    @cached_property
    def _same_gender(self) -> list[Candidate]:
        return [candidate for candidate in self.found if self._agrees(candidate)]

    def _agrees(self, candidate: Candidate) -> bool | None:
        """Whether a person has the gender of the pronoun; None if the text does not tell."""
        feminine = candidate.profile.feminine
        return None if feminine is None else feminine == is_feminine(self.pronoun)

    # ---- helpers

    def _is_here(self, mention: PersonMention) -> bool:
        return mention.sentence == self.sentence

    def _where(self, candidate: Candidate) -> str:
        return "here" if self._is_here(candidate.nearest) else "earlier"

    def _opens(self, mention: PersonMention) -> bool:
        """True if no other person's name stands before it in its sentence."""
        here = self.people.mentions(mention.sentence, mention.sentence)
        return all(one.place >= mention.place for one in here if self.people.profile(one.entity).sure)


def is_feminine(pronoun: Token) -> bool:
    """True for she, her, hers and herself."""
    return pronoun.lower_ in FEMININE


def is_barred(pronoun: Token, name: Token) -> bool:
    """Binding: arguments of one verb are different persons, and "her friend Ann" is not "her"."""
    first = _first_conjunct(name)
    if pronoun.dep_ == "poss":
        owned = pronoun.head
        return owned == first or (owned.lower_ in lexicon().pronouns.genders and _stands_beside(name, owned))
    if "self" in pronoun.lower_:
        return False
    if first.head == pronoun.head and {first.dep_, pronoun.dep_} & SUBJECTS:
        return True
    return first == pronoun or first == _first_conjunct(pronoun)


def kind_of(pronoun: Token) -> str:
    """How the pronoun stands: subject, owner, self, else object."""
    if "self" in pronoun.lower_:
        return "self"
    role = role_of(pronoun)
    return role if role in {"subject", "owner"} else "object"


def role_of(token: Token) -> str:
    """The grammatical role of a noun, in one word."""
    return ROLES.get(_first_conjunct(token).dep_, "other")


def _stands_beside(name: Token, noun: Token) -> bool:
    """'his wife, Ann', 'her friends Ann and Bea': the name is another word for the noun."""
    while name != noun and name.dep_ in BESIDE:
        name = name.head
    return name == noun


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj":
        token = token.head
    return token


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


def _is_fronted(pronoun: Token, name: Token) -> bool:
    """'After she left, Ann ...': the clause or phrase of the pronoun hangs on the verb of the name."""
    verb, token = _clause(name), pronoun
    while token.head not in (verb, token):
        token = token.head
    return token.head == verb and token.dep_ in {"advcl", "prep"} and token.i < name.i


def _path(one: Token, other: Token) -> int:
    """Steps in the parse from one word of a sentence to another."""
    above = {token.i: steps for steps, token in enumerate((one, *one.ancestors))}
    for steps, token in enumerate((other, *other.ancestors)):
        if token.i in above:
            return steps + above[token.i]
    return LONGEST_PATH
