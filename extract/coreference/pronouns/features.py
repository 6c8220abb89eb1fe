"""Features of a candidate antecedent of a pronoun; their weights are in `lexicon/pronouns.toml`.

A feature is a string. Most begin with the role of the pronoun: subject, owner ("his"), object or self. "Here" is the
pronoun's own sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extract.coreference.pronouns.persons import PersonMention, PersonProfile, Persons, ResolvedPronoun
from extract.lexicon.loader import is_feminine_word, lexicon
from extract.parsing.tokens import Token
from ontology.model import Entity

FEMININE = frozenset({"she", "her", "hers", "herself"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
LINKS = frozenset({"conj", "advcl", "ccomp", "relcl", "xcomp", "acl"})
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
MAX_RANK, MAX_SENTENCES, MAX_PATH, MAX_COUNT, MAX_STEPS = 3, 3, 7, 4, 4
"""Counts above these are treated as these."""


@dataclass(slots=True, eq=False)
class Candidate:
    """A person that a pronoun may refer to: the mentions before the pronoun, and those after it in its sentence."""

    entity: Entity
    profile: PersonProfile
    before: list[PersonMention] = field(default_factory=list)
    after: list[PersonMention] = field(default_factory=list)

    @property
    def nearest(self) -> PersonMention:
        """The last mention before the pronoun, else the first after it."""
        return self.before[-1] if self.before else self.after[0]


class PronounContext:
    """A pronoun in its document: computes the features of each candidate.

    `sentence` is the index of the pronoun's sentence, `candidates` are all persons it may refer to, `persons` those of
    the document, and `resolved` the pronouns resolved before it.
    """

    def __init__(
        self,
        pronoun: Token,
        sentence: int,
        candidates: Sequence[Candidate],
        persons: Persons,
        resolved: Sequence[ResolvedPronoun],
    ) -> None:
        self.pronoun = pronoun
        self.sentence = sentence
        self.candidates = candidates
        self.persons = persons
        self.role = pronoun_role(pronoun)
        self.resolved = [earlier for earlier in resolved if is_feminine(earlier.token) == is_feminine(pronoun)]

    def features(self, candidate: Candidate) -> tuple[str, ...]:
        """The features of a candidate, each once."""
        groups = (self._place, self._syntax, self._sentence_before, self._rivals, self._history, self._gender)
        here = [feature for group in groups for feature in group(candidate)]
        return tuple(dict.fromkeys([*here, *candidate.profile.features]))

    # ---- the places of the name and the pronoun

    def _place(self, candidate: Candidate) -> Iterator[str]:
        name, role = candidate.nearest.token, role_of(candidate.nearest.token)
        yield "candidate"
        yield f"{role} of {_clause(name).lemma_}"
        if name.dep_ == "pobj":
            yield f"after {name.head.lower_}"
        if role == "owner":
            owned = "person" if name.head.lemma_.lower() in lexicon().person_nouns else "thing"
            yield f"{self.role} after the owner of a {owned} {self._where(candidate)}"
        if candidate.before:
            yield f"{self.role} {min(self.sentence - candidate.nearest.sentence, MAX_SENTENCES)} after"
            yield f"{self.role} after {role} {self._where(candidate)}"
        else:
            yield f"{self.role} before its name"
            if role == "subject" and _is_fronted(self.pronoun, name):
                yield "fronted before the subject"
        if candidate.before and (name.dep_ == "conj" or any(child.dep_ == "conj" for child in name.children)):
            yield "one of several"
        if candidate.before and candidate.after:
            yield f"{self.role} named again here"
            if any(_clause(mention.token) == _clause(self.pronoun) for mention in candidate.after):
                yield f"{self.role} named again in the clause"

    def _syntax(self, candidate: Candidate) -> Iterator[str]:
        """How the clause of the pronoun is related to the mentions of the candidate in its sentence."""
        here = [mention.token for mention in candidate.before if self._is_here(mention)]
        if not here:
            return
        verb = _clause(self.pronoun)
        yield f"{self.role} path {min(_path(self.pronoun, candidate.nearest.token), MAX_PATH)}"
        subjects = {_argument(token).i for token in here if role_of(token) == "subject"}
        yield from self._subject_above(subjects)
        while verb.dep_ not in {"relcl", "ROOT"} and verb.head != verb:
            verb = verb.head
        if verb.dep_ == "relcl" and verb.head in here:
            yield f"{self.role} in its relative clause"
        if any(self._opens(mention) for mention in candidate.before if self._is_here(mention)):
            yield f"{self.role} opens this"

    def _subject_above(self, subjects: set[int]) -> Iterator[str]:
        """Whether one of these tokens is the subject of the pronoun's clause, or of a clause above it."""
        verb, steps = _clause(self.pronoun), 0
        own = _subject_of(verb)
        if own is not None and own.i in subjects:
            yield f"{self.role} in the clause of the subject"
        while verb.head != verb and steps < MAX_STEPS:
            link, verb, steps = verb.dep_, _clause(verb), steps + 1
            above = _subject_of(verb)
            if above is not None and above.i in subjects:
                yield f"{self.role} below the subject by {link if link in LINKS else 'other'}"
                if link == "ccomp" and verb.lemma_ in lexicon().stance.speech:
                    yield f"{self.role} in what the subject says"
                return

    def _sentence_before(self, candidate: Candidate) -> Iterator[str]:
        """Centering: the subject of the main clause tends to remain the centre of the next sentence."""
        if not candidate.before or self._is_here(candidate.nearest):
            return
        there = [mention.token for mention in candidate.before if mention.sentence == self.sentence - 1]
        if any(role_of(token) == "subject" and _clause(token).dep_ == "ROOT" for token in there):
            yield f"{self.role} after the main subject"

    # ---- comparison with the other candidates

    def _rivals(self, candidate: Candidate) -> Iterator[str]:
        rank = self._ranks.get(candidate.entity.id)
        if rank is None:
            return
        yield f"rank {min(rank, MAX_RANK)}"
        yield f"{self.role} rank {min(rank, MAX_RANK)} {self._where(candidate)}"
        if role_of(candidate.nearest.token) == "subject":
            yield f"subject rank {min(self._later_subjects(candidate), MAX_RANK)}"
        if self._mention_count(candidate) == self._most_mentions:
            yield "most named"

    @cached_property
    def _ranks(self) -> dict[str, int]:
        """By id, the rank of the candidates before the pronoun whose gender may agree; 0 is the nearest."""
        agreeing = [
            candidate for candidate in self.candidates if candidate.before and self._agrees(candidate) is not False
        ]
        agreeing.sort(key=lambda candidate: candidate.nearest.place, reverse=True)
        return {candidate.entity.id: rank for rank, candidate in enumerate(agreeing)}

    def _later_subjects(self, candidate: Candidate) -> int:
        """The number of other ranked candidates that are a subject after this one."""
        return sum(
            other.nearest.place > candidate.nearest.place and role_of(other.nearest.token) == "subject"
            for other in self.candidates
            if other.entity.id in self._ranks
        )

    @cached_property
    def _most_mentions(self) -> int:
        """The largest number of mentions among the ranked candidates."""
        return max(
            self._mention_count(candidate) for candidate in self.candidates if candidate.entity.id in self._ranks
        )

    # ---- the whole document

    def _history(self, candidate: Candidate) -> Iterator[str]:
        yield f"named {min(self._mention_count(candidate), MAX_COUNT)} times"
        if candidate.entity.id == self.persons.first_named:
            yield "first named"
        if not self.resolved:
            return
        last = self.resolved[-1]
        ago = self.sentence - last.sentence
        near = "here" if ago == 0 else "just before" if ago == 1 else "earlier"
        if last.entity.id == candidate.entity.id:
            yield f"{self.role} as the last pronoun {near}"
        elif candidate.nearest.sentence < last.sentence or not candidate.before:
            yield f"last pronoun {near} was another since"

    def _mention_count(self, candidate: Candidate) -> int:
        """Mentions before the pronoun, pronouns included."""
        return len(candidate.before) + self._pronoun_counts[candidate.entity.id]

    @cached_property
    def _pronoun_counts(self) -> Counter[str]:
        """By id, the number of earlier pronouns that refer to a person."""
        return Counter(earlier.entity.id for earlier in self.resolved)

    def _gender(self, candidate: Candidate) -> Iterator[str]:
        agrees = self._agrees(candidate)
        if agrees is not None:
            yield f"{'same' if agrees else 'other'} gender by {candidate.profile.gender_by}"
        if self._same_gender == [candidate]:
            yield "only one of the gender"

    @cached_property
    def _same_gender(self) -> list[Candidate]:
        return [candidate for candidate in self.candidates if self._agrees(candidate)]

    def _agrees(self, candidate: Candidate) -> bool | None:
        """Whether the candidate has the gender of the pronoun; None if the document does not tell."""
        feminine = candidate.profile.feminine
        return None if feminine is None else feminine == is_feminine(self.pronoun)

    # ---- helpers

    def _is_here(self, mention: PersonMention) -> bool:
        return mention.sentence == self.sentence

    def _where(self, candidate: Candidate) -> str:
        return "here" if self._is_here(candidate.nearest) else "earlier"

    def _opens(self, mention: PersonMention) -> bool:
        """True if no certain person is mentioned before it in its sentence."""
        here = self.persons.mentions(mention.sentence, mention.sentence)
        return all(other.place >= mention.place for other in here if self.persons.profile(other.entity).certain)


def is_feminine(pronoun: Token) -> bool:
    """True for she, her, hers and herself."""
    return pronoun.lower_ in FEMININE


def is_barred(pronoun: Token, name: Token) -> bool:
    """Binding rules: arguments of one verb are different persons, and "her friend Ann" is not "her"."""
    first = _first_conjunct(name)
    if pronoun.dep_ == "poss":
        owned = pronoun.head
        is_person = is_feminine_word(owned.lower_) is not None or owned.lemma_.lower() in lexicon().person_nouns
        return owned == first or (is_person and _stands_beside(name, owned))
    if "self" in pronoun.lower_:
        return False
    if first.head == pronoun.head and {first.dep_, pronoun.dep_} & SUBJECTS:
        return True
    return first == pronoun or first == _first_conjunct(pronoun)


def pronoun_role(pronoun: Token) -> str:
    """The role of the pronoun: subject, owner, self, else object."""
    if "self" in pronoun.lower_:
        return "self"
    role = role_of(pronoun)
    return role if role in {"subject", "owner"} else "object"


def role_of(token: Token) -> str:
    """The grammatical role of a noun, in one word."""
    return ROLES.get(_argument(token).dep_, "other")


def _argument(name: Token) -> Token:
    """The first conjunct of a name, or the office that the name stands beside: 'the mayor, Ann Holt, said'."""
    first = _first_conjunct(name)
    is_office = first.dep_ == "appos" and first.i > first.head.i and first.head.pos_ == "NOUN"
    return _first_conjunct(first.head) if is_office else first


def _stands_beside(name: Token, noun: Token) -> bool:
    """True if a name denotes what the noun does: 'his wife, Ann', 'her friends Ann and Bea'."""
    while name != noun and name.dep_ in BESIDE:
        name = name.head
    return name == noun


def _first_conjunct(token: Token) -> Token:
    while token.dep_ == "conj":
        token = token.head
    return token


def _clause(token: Token) -> Token:
    """The verb of the clause that contains a token."""
    while token.head != token:
        token = token.head
        if token.pos_ in CLAUSES:
            return token
    return token


def _subject_of(verb: Token) -> Token | None:
    """The subject of a verb, its own or that of the verb it is coordinated with."""
    while True:
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                return child
        if verb.dep_ not in {"conj", "xcomp"} or verb.head == verb:
            return None
        verb = verb.head


def _is_fronted(pronoun: Token, name: Token) -> bool:
    """'After she left, Ann ...': the clause or phrase of the pronoun depends on the verb of the name."""
    verb, token = _clause(name), pronoun
    while token.head not in (verb, token):
        token = token.head
    return token.head == verb and token.dep_ in {"advcl", "prep"} and token.i < name.i


def _path(token: Token, other: Token) -> int:
    """The number of steps in the parse tree from one token of a sentence to another."""
    above = {ancestor.i: steps for steps, ancestor in enumerate((token, *token.ancestors))}
    for steps, ancestor in enumerate((other, *other.ancestors)):
        if ancestor.i in above:
            return steps + above[ancestor.i]
    return MAX_PATH
