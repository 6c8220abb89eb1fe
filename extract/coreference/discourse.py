"""What has been mentioned so far in a document, and what a pronoun or "the ministry" takes up.

A reference is taken up only where number, kind and distance allow it; else it stays unresolved. Ranking
follows the usual cues of rule-based anaphora resolution (recency and grammatical role; Lappin & Leass 1994).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from extract.lexicon.loader import Anaphor, Preference, lexicon
from extract.parsing.tokens import Token
from ontology.model import Entity, EntityType, MentionKind

WINDOW = 3  # sentences back that a pronoun may reach
DESCRIPTION_WINDOW = 12  # sentences back that "the ministry" may reach
RECENCY = 2.0
JOINT = 2.5
"""What one member of a coordination loses: "the United States and Britain" together are "they", neither is "it"."""
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
PLURAL = {"they", "them", "their", "theirs", "themselves"}
NEUTER = {"it", "its", "itself"}
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
class Referent:
    """What a noun or pronoun stands for: one entity, or several for a coordination. `certainty` is 0 to 1."""

    entities: tuple[Entity, ...]
    kind: MentionKind
    certainty: float
    head: Token


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A mention in the history: where it stands, in which role, and what it names."""

    sentence: int
    position: int
    role: str
    referent: Referent
    plural: bool
    verb: int
    joint: bool
    """True for a member of a coordination."""


@dataclass(slots=True)
class Discourse:
    """The mentions of a document so far, in reading order."""

    history: list[Mentioned] = field(default_factory=list)
    placed: set[str] = field(default_factory=set)
    """Ids of bodies of which the text says in what place they are, and no country: "police in Cebu"."""

    def add(self, sentence: int, token: Token, referent: Referent) -> None:
        """Remember a mention."""
        plural = len(referent.entities) > 1 or "Plur" in token.morph.get("Number", [])
        joint = token.dep_ == "conj" or any(child.dep_ == "conj" for child in token.children)
        verb = _verb_position(token)
        self.history.append(Mentioned(sentence, token.i, role_of(token), referent, plural, verb, joint))

    def pronoun(self, token: Token, sentence: int) -> Referent | None:
        """The referent of "they" or "it", or None where nothing fits (for "he" and "she" see `pronouns`)."""
        word = token.lower_
        if word in PLURAL:
            return self._best(token, sentence, _is_plural) or self._best(token, sentence, _is_collective)
        if word in NEUTER:
            return self._best(token, sentence, _is_neuter)
        return None

    def implied(self, types: frozenset[EntityType], sentence: int, position: int) -> Entity | None:
        """The last entity of these types named before a token, where a verb leaves its target unsaid."""
        for mention in self._before(sentence + 1):
            if (mention.sentence, mention.position) >= (sentence, position):
                continue
            if sentence - mention.sentence > DESCRIPTION_WINDOW:
                return None
            if len(mention.referent.entities) == 1 and mention.referent.entities[0].type in types:
                return mention.referent.entities[0]
        return None

    def description(self, token: Token, sentence: int, anaphor: Anaphor) -> Referent | None:
        """What "the ministry" takes up: of the names that fit one with that word in it, else the last of them."""
        mentions = [m for m in self._recent(token, sentence) if len(m.referent.entities) == 1]
        number = token.morph.get("Number", [])
        fitting = [
            m
            for m in mentions
            if _fits(m.referent.entities[0], anaphor) and not (_is_description(m) and m.plural and number == ["Sing"])
        ]
        if not fitting:
            return None
        best = min(fitting, key=lambda m: (_is_description(m), not _bears(m, token.lemma_.lower())))
        return Referent(best.referent.entities, MentionKind.NOMINAL, 0.8 * best.referent.certainty, token)

    def same_body(self, token: Token, sentence: int) -> Referent | None:
        """The body of a country that the same bare noun named a little before: "police" after "Peruvian police"."""
        for mention in self._recent(token, sentence):
            if sentence - mention.sentence > WINDOW:
                return None
            entities = mention.referent.entities
            same = mention.referent.head.lemma_.lower() == token.lemma_.lower()
            if same and len(entities) == 1 and (entities[0].country is not None or entities[0].id in self.placed):
                return Referent(entities, MentionKind.NOMINAL, 0.8 * mention.referent.certainty, token)
        return None

    def same_head(self, token: Token, sentence: int) -> Referent | None:
        """The last thing named by the same noun: "the conference" after "an international conference"."""
        for mention in self._recent(token, sentence):
            if mention.referent.head.lemma_ == token.lemma_ and mention.referent.head.pos_ in {
                "NOUN",
                "PROPN",
            }:
                return Referent(mention.referent.entities, MentionKind.NOMINAL, 0.8 * mention.referent.certainty, token)
        return None

    def together(self, token: Token, sentence: int, types: frozenset[EntityType], number: int) -> Referent | None:
        """As many of these types as were last named together, else as one sentence has named."""
        named: dict[Entity, int] = {}
        for mention in self._recent(token, sentence):
            entities = tuple(dict.fromkeys(mention.referent.entities))
            if len(entities) == number and all(entity.type in types for entity in entities):
                return Referent(entities, MentionKind.NOMINAL, 0.8 * mention.referent.certainty, token)
            if sentence - mention.sentence <= WINDOW:
                named.update((e, mention.sentence) for e in entities if e.type in types and e not in named)
        nearest = max(named.values(), default=-1)
        group = tuple(sorted((e for e, at in named.items() if at == nearest), key=lambda e: e.id))
        return Referent(group, MentionKind.NOMINAL, 0.6, token) if len(group) == number else None

    def persons(self, token: Token, sentence: int) -> Iterator[Entity]:
        """The persons that a description may take up, the last first."""
        for mention in self._recent(token, sentence):
            entities = mention.referent.entities
            if len(entities) == 1 and entities[0].type is EntityType.PERSON:
                yield entities[0]

    def _best(self, token: Token, sentence: int, fits: Callable[[Mentioned], bool]) -> Referent | None:
        near = self._near(sentence)
        own = {entity for m in near if _bound(token, m, sentence) for entity in m.referent.entities}
        candidates = [m for m in near if fits(m) and not own.intersection(m.referent.entities)]
        wanted = preference_of(token)
        if wanted is not None:
            fitting = [m for m in candidates if m.referent.entities[0].type in wanted.types]
            is_thing = wanted.inanimate and token.lower_ in NEUTER
            candidates = fitting or ([m for m in candidates if _is_like(m, wanted)] if is_thing else candidates)
        if not candidates:
            return None
        best = max(candidates, key=lambda m: (_salience(m, sentence), m.position))
        rivals = {m.referent.entities for m in candidates} - {best.referent.entities}
        certainty = 0.9 if not rivals else 0.75
        return Referent(best.referent.entities, MentionKind.PRONOUN, certainty * best.referent.certainty, token)

    def since(self, sentence: int) -> list[Mentioned]:
        """The mentions of a sentence and of those after it."""
        return self.history[bisect_left(self.history, sentence, key=lambda mention: mention.sentence) :]

    def _recent(self, token: Token, sentence: int) -> Iterator[Mentioned]:
        """The mentions that a description may take up, the last first: none that depends on the same verb."""
        clause = None if token.dep_ == "poss" else _clause(token)
        for mention in self._before(sentence + 1):
            if sentence - mention.sentence > DESCRIPTION_WINDOW:
                return
            if mention.sentence < sentence or clause is None or _clause(mention.referent.head) != clause:
                yield mention

    def _near(self, sentence: int) -> list[Mentioned]:
        return self.since(sentence - WINDOW)

    def _before(self, sentence: int) -> Iterator[Mentioned]:
        """The mentions of the sentences before this one, the last first."""
        for index in range(bisect_left(self.history, sentence, key=lambda mention: mention.sentence) - 1, -1, -1):
            yield self.history[index]


def preference_of(token: Token) -> Preference | None:
    """What the verb above an object is done to; None where the lexicon does not say: "signed with it"."""
    if token.dep_ == "pobj":
        return lexicon().preferences.get(f"{token.head.head.lemma_} {token.head.lower_}")
    return lexicon().preferences.get(token.head.lemma_) if token.dep_ in {"dobj", "nsubjpass"} else None


def _is_like(mention: Mentioned, wanted: Preference) -> bool:
    """True for a thing to which something of the same sort was done: "did not sign the plan" before "signed it"."""
    entity, head = mention.referent.entities[0], mention.referent.head
    while head.dep_ == "conj":
        head = head.head
    done = preference_of(head)
    is_thing = not entity.is_actor and entity.type is not EntityType.PLACE
    return is_thing and done is not None and bool(done.types & wanted.types)


def role_of(token: Token) -> str:
    """The grammatical role of a noun; a conjunct has the role of the first noun."""
    while token.dep_ == "conj":
        token = token.head
    if token.dep_ == "pobj" and token.head.dep_ == "agent":
        return "agent"
    return str(token.dep_)


def _clause(token: Token) -> Token:
    """The verb that a noun depends on, at whatever depth; the root where there is none."""
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


def _salience(mention: Mentioned, sentence: int) -> float:
    weight = ROLE_WEIGHTS.get(mention.role, 0.5) - RECENCY * (sentence - mention.sentence)
    return weight - JOINT if mention.joint and len(mention.referent.entities) == 1 else weight


def _bound(token: Token, mention: Mentioned, sentence: int) -> bool:
    """An object pronoun does not take up the subject of its own verb ("X arrested him")."""
    same_verb = mention.sentence == sentence and mention.verb == _verb_position(token)
    return same_verb and token.lower_ in OBJECT_PRONOUNS and mention.role in {"nsubj", "nsubjpass"}


def _is_plural(mention: Mentioned) -> bool:
    entities = mention.referent.entities
    if len(entities) > 1:
        return all(e.is_actor for e in entities)
    return (
        mention.plural
        and entities[0].type is not EntityType.COUNTRY
        and (entities[0].is_actor or mention.role in ROLE_WEIGHTS)
    )


def _is_collective(mention: Mentioned) -> bool:
    entities = mention.referent.entities
    return len(entities) == 1 and entities[0].type in COLLECTIVE


def _is_neuter(mention: Mentioned) -> bool:
    entities = mention.referent.entities
    return len(entities) == 1 and not mention.plural and entities[0].type is not EntityType.PERSON


def _bears(mention: Mentioned, word: str) -> bool:
    entity = mention.referent.entities[0]  # "the kingdom" is not above all the United Kingdom
    return entity.type is not EntityType.COUNTRY and word in entity.label.casefold().split()


def _is_description(mention: Mentioned) -> bool:
    return mention.referent.kind is not MentionKind.NAME


def _fits(entity: Entity, anaphor: Anaphor) -> bool:
    if entity.type not in anaphor.types:
        return False
    words = set(entity.label.casefold().replace("(", " ").replace(")", " ").split())
    return not anaphor.name or bool(words & anaphor.name)
