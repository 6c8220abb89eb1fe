"""The mentions of a document so far, and the antecedents that "it", "they" and definite noun phrases find there.

An antecedent must agree in number, kind and distance; otherwise the mention stays unresolved. Candidates are ranked
by recency and grammatical role (Lappin & Leass 1994).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field

from extract.coreference.exclusions import accuses_who_denies, is_actor_verb, is_described_later
from extract.lexicon.actor_words import Anaphor
from extract.lexicon.clause_words import Preference
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from ontology.model import Entity, EntityType, MentionKind

PRONOUN_WINDOW = 3
"""Sentences back that a pronoun may refer."""
NOMINAL_WINDOW = 12
"""Sentences back that a noun phrase such as "the ministry" may refer."""
RECENCY_PENALTY = 2.0
"""Salience that a mention loses with each sentence."""
CONJUNCT_PENALTY = 2.5
"""Salience that a member of a coordination loses: "it" does not mean one of "the United States and Britain"."""
PARALLEL_WEIGHT = 1.5
"""Salience that a mention gains in the role of the pronoun."""
MARGIN = 1.0
"""Salience by which the antecedent of a definite noun phrase must surpass the others that fit."""
ROLE_WEIGHTS = {
    "nsubj": 3.0,
    "nsubjpass": 3.0,
    "agent": 2.5,
    "dobj": 2.0,
    "poss": 1.5,
    "dative": 1.5,
    "pobj": 1.0,
    "appos": 1.0,
}
PLURAL = {"they", "them", "their", "theirs"}
NEUTER = {"it", "its", "itself"}
PLURAL_NOUNS = frozenset({"police", "personnel"})
"""Plurals without -s."""
OBJECT_PRONOUNS = {"him", "her", "them", "it"}
COLLECTIVE = frozenset(
    {
        EntityType.GROUP,
        EntityType.CRIMINAL_GROUP,
        EntityType.GOVERNMENT_BODY,
        EntityType.COMPANY,
        EntityType.INTERNATIONAL_ORGANISATION,
    }
)


@dataclass(frozen=True, slots=True)
class EntityReference:
    """What a mention refers to: one entity, or several for a coordination.

    `kind` says whether the mention is a name, a nominal or a pronoun, `certainty` (0 to 1) how sure the resolution is,
    and `head` is the head token of the words that name the entity.
    """

    entities: tuple[Entity, ...]
    kind: MentionKind
    certainty: float
    head: Token


@dataclass(frozen=True, slots=True)
class DiscourseMention:
    """A resolved mention in the history of the document, with what decides whether it can be an antecedent.

    `verb` is the position of the verb that the mention is an argument of; `is_conjunct` is True for a member of a
    coordination.
    """

    sentence: int
    position: int
    role: str
    reference: EntityReference
    plural: bool
    verb: int
    is_conjunct: bool


@dataclass(slots=True)
class Discourse:
    """The mentions of a document so far, in reading order (`history`).

    `placed` holds the ids of bodies of which the text names the place but no country: "police in Cebu".
    """

    history: list[DiscourseMention] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)

    def add(self, sentence: int, token: Token, reference: EntityReference) -> None:
        """Add the mention at `token` to the history."""
        plural = len(reference.entities) > 1 or "Plur" in token.morph.get("Number", [])
        conjunct = token.dep_ == "conj" or any(child.dep_ == "conj" for child in token.children)
        verb = _verb_position(token)
        self.history.append(DiscourseMention(sentence, token.i, role_of(token), reference, plural, verb, conjunct))

    def pronoun(self, token: Token, sentence: int) -> EntityReference | None:
        """The reference of "they" or "it"; None if nothing fits. For "he" and "she" see `pronouns`."""
        word = token.lower_
        if word == "themselves":
            return None  # what several do to themselves none does to another
        if word in PLURAL:
            return self._most_salient(token, sentence, _is_plural) or self._most_salient(
                token, sentence, _is_collective
            )
        if word in NEUTER:
            return self._most_salient(token, sentence, _is_neuter)
        return None

    def implied_target(self, types: frozenset[EntityType], sentence: int, position: int) -> Entity | None:
        """The last entity of these types mentioned before a token: the target of a verb that names none."""
        for mention in self._before(sentence + 1):
            if (mention.sentence, mention.position) >= (sentence, position):
                continue
            if sentence - mention.sentence > NOMINAL_WINDOW:
                return None
            if len(mention.reference.entities) == 1 and mention.reference.entities[0].type in types:
                return mention.reference.entities[0]
        return None

    def definite(self, token: Token, sentence: int, anaphor: Anaphor) -> EntityReference | None:
        """The antecedent of "the ministry": a fitting name that holds the noun, else the most salient fitting mention.

        None if another one fits about as well.
        """
        mentions = [m for m in self._recent(token, sentence) if len(m.reference.entities) == 1]
        number = token.morph.get("Number", [])
        fitting = [
            m
            for m in mentions
            if _fits(m.reference.entities[0], anaphor) and not (_is_nominal(m) and m.plural and number == ["Sing"])
        ]
        if not fitting:
            return None
        rank = {id(m): (_is_nominal(m), not _name_holds(m, token.lemma_.lower())) for m in fitting}
        best = min(fitting, key=lambda m: (rank[id(m)], -_salience(m, sentence)))
        if _has_rival(best, [m for m in fitting if rank[id(m)] == rank[id(best)]], sentence):
            return None
        if any(_is_of_another_state(m, best) for m in fitting if best.sentence - m.sentence <= PRONOUN_WINDOW):
            return None
        return EntityReference(best.reference.entities, MentionKind.NOMINAL, 0.8 * best.reference.certainty, token)

    def same_body(self, token: Token, sentence: int) -> EntityReference | None:
        """The body of a country that the same noun mentioned shortly before: "police" after "Peruvian police"."""
        near = [m for m in self._recent(token, sentence) if sentence - m.sentence <= PRONOUN_WINDOW]
        same = [m for m in near if _is_body_of(m, token.lemma_.lower(), self.placed) and _is_alike(m, token)]
        if not same or any(_is_of_another_state(m, same[0]) for m in same):
            return None
        named_so = [m for m in near if m.reference.head.lemma_.lower() == token.lemma_.lower() and not m.plural]
        if _has_rival(same[0], named_so, sentence):
            return None
        best = same[0].reference
        return EntityReference(best.entities, MentionKind.NOMINAL, 0.8 * best.certainty, token)

    def same_head(self, token: Token, sentence: int) -> EntityReference | None:
        """The last mention with the same head noun: "the conference" after "an international conference"."""
        is_one = "Sing" in token.morph.get("Number", [])
        for mention in self._recent(token, sentence):
            if is_one and mention.plural:
                continue
            if mention.reference.head.lemma_ == token.lemma_ and mention.reference.head.pos_ in {
                "NOUN",
                "PROPN",
            }:
                return EntityReference(
                    mention.reference.entities, MentionKind.NOMINAL, 0.8 * mention.reference.certainty, token
                )
        return None

    def mentions_other(self, token: Token, sentence: int, entity: Entity) -> bool:
        """True if somebody else was called by the same noun shortly before: "a banker" who is not this banker."""
        return any(
            mention.reference.head.lemma_ == token.lemma_ and entity not in mention.reference.entities
            for mention in self._recent(token, sentence)
        )

    def group_of(
        self, token: Token, sentence: int, types: frozenset[EntityType], number: int
    ) -> EntityReference | None:
        """The last coordination of `number` entities of these types, else those that one sentence mentions.

        The antecedent of "the two countries".
        """
        named: dict[Entity, int] = {}
        for mention in self._recent(token, sentence):
            entities = tuple(dict.fromkeys(mention.reference.entities))
            if len(entities) == number and all(entity.type in types for entity in entities):
                return EntityReference(entities, MentionKind.NOMINAL, 0.8 * mention.reference.certainty, token)
            if sentence - mention.sentence <= PRONOUN_WINDOW:
                named.update((e, mention.sentence) for e in entities if e.type in types and e not in named)
        nearest = max(named.values(), default=-1)
        group = tuple(sorted((e for e, at in named.items() if at == nearest), key=lambda e: e.id))
        return EntityReference(group, MentionKind.NOMINAL, 0.6, token) if len(group) == number else None

    def persons(self, token: Token, sentence: int) -> Iterator[Entity]:
        """The persons that a nominal may refer to, the last mentioned first."""
        for mention in self._recent(token, sentence):
            entities = mention.reference.entities
            if len(entities) == 1 and entities[0].type is EntityType.PERSON and not entities[0].is_unnamed:
                yield entities[0]

    def _most_salient(
        self, token: Token, sentence: int, fits: Callable[[DiscourseMention], bool]
    ) -> EntityReference | None:
        near = self._near(sentence)
        barred = {entity for m in near if _is_bound(token, m, sentence) for entity in m.reference.entities}
        barred |= {e for m in near if accuses_who_denies(m.reference.head, token) for e in m.reference.entities}
        candidates = [m for m in near if fits(m) and not barred.intersection(m.reference.entities)]
        candidates = _likely(token, candidates)
        preference = preference_of(token)
        if preference is not None:
            fitting = [m for m in candidates if m.reference.entities[0].type in preference.types]
            is_thing = preference.inanimate and token.lower_ in NEUTER
            if is_thing:
                similar = [m for m in candidates if _had_similar(m, preference)]
                fitting = fitting or similar or [m for m in candidates if _is_parallel_thing(m, token, preference)]
            candidates = fitting if fitting or is_thing else candidates
        if not candidates:
            return None
        best = max(candidates, key=lambda m: (_salience(m, sentence) + _parallel(m, token), m.position))
        rivals = {m.reference.entities for m in candidates} - {best.reference.entities}
        certainty = 0.9 if not rivals else 0.75
        return EntityReference(
            best.reference.entities, MentionKind.PRONOUN, certainty * best.reference.certainty, token
        )

    def since(self, sentence: int) -> list[DiscourseMention]:
        """The mentions from a sentence on."""
        return self.history[bisect_left(self.history, sentence, key=lambda mention: mention.sentence) :]

    def _recent(self, token: Token, sentence: int) -> Iterator[DiscourseMention]:
        """The mentions that a nominal may refer to, the last first: none that is an argument of the same verb."""
        clause = None if token.dep_ == "poss" else clause_of(token)
        for mention in self._before(sentence + 1):
            if sentence - mention.sentence > NOMINAL_WINDOW:
                return
            if mention.sentence < sentence or clause is None or clause_of(mention.reference.head) != clause:
                yield mention

    def _near(self, sentence: int) -> list[DiscourseMention]:
        return self.since(sentence - PRONOUN_WINDOW)

    def _before(self, sentence: int) -> Iterator[DiscourseMention]:
        """The mentions of the sentences before this one, the last first."""
        for index in range(bisect_left(self.history, sentence, key=lambda mention: mention.sentence) - 1, -1, -1):
            yield self.history[index]


def _likely(token: Token, candidates: list[DiscourseMention]) -> list[DiscourseMention]:
    """Those of the candidates, if any, that can do the act and are not described after the pronoun."""
    actors = [m for m in candidates if is_actor_verb(token) and all(e.is_actor for e in m.reference.entities)]
    likely = actors or candidates
    others = [m for m in likely if not any(is_described_later(token, e) for e in m.reference.entities)]
    return others or likely


def preference_of(token: Token) -> Preference | None:
    """The selectional preference of the verb that governs an object; None if the lexicon has none."""
    if token.dep_ == "pobj":
        return lexicon().preferences.get(f"{token.head.head.lemma_} {token.head.lower_}")
    return lexicon().preferences.get(token.head.lemma_) if token.dep_ in {"dobj", "nsubjpass"} else None


def _had_similar(mention: DiscourseMention, preference: Preference) -> bool:
    """True for a thing that was the object of a similar verb: "did not sign the plan" before "signed it"."""
    entity, head = mention.reference.entities[0], mention.reference.head
    while head.dep_ == "conj":
        head = head.head
    earlier = preference_of(head)
    is_thing = not entity.is_actor and entity.type is not EntityType.PLACE
    return is_thing and earlier is not None and bool(earlier.types & preference.types)


def _is_parallel_thing(mention: DiscourseMention, token: Token, preference: Preference) -> bool:
    """True for "the plan" in 'Peru backed the plan. Chile endorsed it': an object that no actor is."""
    entity = mention.reference.entities[0]
    is_thing = not entity.is_actor and entity.type is not EntityType.PLACE
    return is_thing and not preference.implied and token.dep_ == mention.role == "dobj"


def role_of(token: Token) -> str:
    """The dependency label of a noun, "agent" in a by-phrase; a conjunct has the role of the first noun."""
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return "agent"
    return str(token.dep_)


def clause_of(token: Token) -> Token:
    """The nearest verb above a noun; the root if there is none."""
    while token.head != token:
        token = token.head
        if token.pos_ in {"VERB", "AUX"}:
            break
    return token


def _verb_position(token: Token) -> int:
    current = token
    while current.dep_ == "conj" or current.dep_ in {"pobj", "prep", "agent"}:
        if current.head == current:
            break
        current = current.head
    return current.head.i if current.dep_ in {"nsubj", "nsubjpass", "dobj", "dative"} else current.i


def _salience(mention: DiscourseMention, sentence: int) -> float:
    weight = ROLE_WEIGHTS.get(mention.role, 0.5) - RECENCY_PENALTY * (sentence - mention.sentence)
    return weight - CONJUNCT_PENALTY if mention.is_conjunct and len(mention.reference.entities) == 1 else weight


def _has_rival(best: DiscourseMention, mentions: Iterable[DiscourseMention], sentence: int) -> bool:
    """Whether one of the mentions is of another entity and about as salient as the best."""
    others = (m for m in mentions if m.reference.entities != best.reference.entities)
    return any(_salience(best, sentence) - _salience(m, sentence) < MARGIN for m in others)


def _parallel(mention: DiscourseMention, token: Token) -> float:
    """Parallelism: "it" as an object is rather what another verb has as its object than a subject."""
    is_object = token.dep_ == "dobj" and mention.role in {"dobj", "nsubjpass"}
    return PARALLEL_WEIGHT if is_object and token.lower_ in OBJECT_PRONOUNS else 0.0


def _is_bound(token: Token, mention: DiscourseMention, sentence: int) -> bool:
    """Binding: an object pronoun does not refer to the subject of its own verb ("X arrested him").

    "it" does not refer to the country of an official who is that subject either ('Peru's minister praised it').
    """
    if mention.sentence == sentence and token.lower_ == "it" and mention.role == "poss":
        owned = mention.reference.head.head
        is_country = mention.reference.entities[0].type is EntityType.COUNTRY
        return is_country and owned.dep_ in {"nsubj", "nsubjpass"} and token.head is owned.head
    same_verb = mention.sentence == sentence and mention.verb == _verb_position(token)
    return same_verb and token.lower_ in OBJECT_PRONOUNS and mention.role in {"nsubj", "nsubjpass"}


def _is_plural(mention: DiscourseMention) -> bool:
    entities = mention.reference.entities
    if len(entities) > 1:
        return all(e.is_actor for e in entities)
    return (
        (mention.plural or mention.reference.head.lemma_.lower() in PLURAL_NOUNS)
        and entities[0].type is not EntityType.COUNTRY
        and (entities[0].is_actor or mention.role in ROLE_WEIGHTS)
    )


def _is_collective(mention: DiscourseMention) -> bool:
    entities, head = mention.reference.entities, mention.reference.head
    is_one_person = not mention.plural and head.lemma_.lower() in lexicon().person_nouns
    return len(entities) == 1 and entities[0].type in COLLECTIVE and not is_one_person


def _is_neuter(mention: DiscourseMention) -> bool:
    entities = mention.reference.entities
    return len(entities) == 1 and not mention.plural and entities[0].type is not EntityType.PERSON


def _name_holds(mention: DiscourseMention, word: str) -> bool:
    entity = mention.reference.entities[0]  # "the kingdom" is not above all the United Kingdom
    return entity.type is not EntityType.COUNTRY and word in entity.label.casefold().split()


def _is_body_of(mention: DiscourseMention, lemma: str, placed: Collection[str]) -> bool:
    """True for a body with this head noun, of which the text says the country or the place."""
    entities = mention.reference.entities
    is_placed = len(entities) == 1 and (entities[0].country is not None or entities[0].id in placed)
    return is_placed and mention.reference.head.lemma_.lower() == lemma


def _is_alike(mention: DiscourseMention, token: Token) -> bool:
    """False for "the central bank" after "the Lao bank": the word before the noun tells what it is."""
    pairs = [(noun.nbor(-1).lower_ if noun.i else "", noun) for noun in (mention.reference.head, token)]
    compounds = [before for before, noun in pairs if f"{before} {noun.lemma_.lower()}" in lexicon().actors.compounds]
    return not compounds or compounds == [before for before, _ in pairs]


def _is_of_another_state(mention: DiscourseMention, other: DiscourseMention) -> bool:
    """True for states, or bodies of states, of two countries: "the government" after "Kenya sued Fiji" is neither's."""
    first, second = (m.reference.entities[0] for m in (mention, other))
    states = [e.id if e.type is EntityType.COUNTRY else e.country for e in (first, second)]
    return None not in states and states[0] != states[1] and first.type is second.type


def _is_nominal(mention: DiscourseMention) -> bool:
    return mention.reference.kind is not MentionKind.NAME


def _fits(entity: Entity, anaphor: Anaphor) -> bool:
    if entity.type not in anaphor.types or (entity.type is EntityType.PERSON and entity.is_unnamed):
        return False
    words = set(entity.label.casefold().replace("(", " ").replace(")", " ").split())
    return words.isdisjoint(anaphor.other) and (not anaphor.name or bool(words & anaphor.name))
