"""Tables of verbs, event nouns and prepositions: how a clause becomes a predicate, and how it is meant."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, StrictBool

from ontology.data_files import DataTable
from ontology.model import EntityType, Modality

Signature = Literal["+|-", "+|+", "+|o", "-|+", "-|-", "-|o", "o|o", "o|+", "o|-"]
"""What a governor says of what it governs, affirmed | negated: + done, - not done, o open (Nairn et al. 2006)."""


class Veridicality(DataTable):
    """What a governor says of the act or content that it governs."""

    lemmas: tuple[str, ...]
    signature: Signature | None = None
    modality: Modality | None = None
    alleged: StrictBool = False
    attributed: StrictBool = False
    reason: str

    def sign(self, *, negated: bool) -> str:
        """The part of the signature for an affirmed or a negated governor: "+", "-" or "o"."""
        signature = self.signature or ("+|-" if self.modality is None else "o|o")
        return signature[2 if negated else 0]


class Governor(Veridicality):
    """How a verb or adjective that takes a clause changes what the clause means (`governors.toml`)."""

    objects: frozenset[str] = frozenset()
    claim: Literal["governor", "inner", "both"]
    gerund: StrictBool = False
    control: Literal["subject", "object"] | None = None


class Governors(DataTable):
    """The file `governors.toml`."""

    governor: tuple[Governor, ...]


class ContentNoun(Veridicality):
    """What a noun says of its clause, infinitive or gerund (`content_nouns.toml`)."""


class ContentNouns(DataTable):
    """The file `content_nouns.toml`."""

    noun: tuple[ContentNoun, ...]


class Idiom(DataTable):
    """A verb with a fixed noun that together stand for one action (`idioms.toml`)."""

    verbs: frozenset[str] = Field(alias="verb")
    nouns: frozenset[str] = Field(alias="noun")
    via: str
    action: str
    target: tuple[str, ...]
    reason: str


class ObjectPredicate(DataTable):
    """Verbs that say what their object is: "called the accord a milestone"."""

    verbs: frozenset[str]
    action: str
    besides: frozenset[str]


class Idioms(DataTable):
    """The file `idioms.toml`."""

    idiom: tuple[Idiom, ...]
    object_predicate: ObjectPredicate


class Preference(DataTable):
    """The entity types that a verb takes as its target (`preferences.toml`)."""

    lemmas: tuple[str, ...]
    types: frozenset[EntityType]
    implied: StrictBool
    inanimate: StrictBool
    reason: str


class Preferences(DataTable):
    """The file `preferences.toml`."""

    preference: tuple[Preference, ...]


class EventNouns(DataTable):
    """Event nouns with the verbs they stand for, and the verbs that go with them (`event_nouns.toml`)."""

    nouns: dict[str, str]
    irregular: dict[str, str]
    light_verbs: frozenset[str]
    enacting: frozenset[str]
    vague: frozenset[str]
    ending: frozenset[str]
    planned: frozenset[str]
    announced_ahead: frozenset[str]
    partnership: frozenset[str]
    support: frozenset[str]
    accompanying: frozenset[str]


class Prepositions(DataTable):
    """Prepositions by what they introduce; where the order matters, the likeliest comes first."""

    targets: tuple[str, ...]
    event_noun_targets: tuple[str, ...]
    participants: frozenset[str]
    noun_participants: frozenset[str]
    places: frozenset[str]
    where: frozenset[str]
    topics: frozenset[str]


class PredicateWords(DataTable):
    """Verbs and prepositions by which a clause becomes a predicate with targets (`predicates.toml`)."""

    eventless: frozenset[str]
    results: frozenset[str]
    reciprocal: frozenset[str]
    joint: frozenset[str]
    separate: frozenset[str]
    intransitive: frozenset[str]
    media: frozenset[str]
    exclusions: frozenset[str]
    judging: frozenset[str]
    audiences: frozenset[str]
    prepositions: Prepositions


class ProceedingWords(DataTable):
    """Words of legal proceedings (`proceedings.toml`)."""

    charging_verbs: frozenset[str]
    charging_nouns: frozenset[str]
    arresting_verbs: frozenset[str]
    proving_verbs: frozenset[str]
    proving_nouns: frozenset[str]
    pleading_verbs: frozenset[str]
    confessing_verbs: frozenset[str]
    accused_nouns: frozenset[str]
    procedural: frozenset[str]
    procedural_nouns: frozenset[str]


class StanceWords(DataTable):
    """Words for negation, modality, allegation and reported speech (`stance.toml`)."""

    speech: frozenset[str]
    negators: frozenset[str]
    negative_determiners: frozenset[str]
    negative_subjects: frozenset[str]
    planned_auxiliaries: frozenset[str]
    possible_auxiliaries: frozenset[str]
    obligated_auxiliaries: frozenset[str]
    conditional_auxiliaries: frozenset[str]
    factive: frozenset[str]
    hinting: frozenset[str]
    wishing: frozenset[str]
    nearly: frozenset[str]
    just_before: frozenset[str]
    only: frozenset[str]
    alleged_adverbs: frozenset[str]
    alleged_adjectives: frozenset[str]
    seeming_adverbs: frozenset[str]
    possible_adverbs: frozenset[str]
    false_adverbs: frozenset[str]
    false_adjectives: frozenset[str]
    unverified_adjectives: frozenset[str]
    proceedings: frozenset[str]
    mandative: frozenset[str]
    draft_texts: frozenset[str]
    draft_modifiers: frozenset[str]
    punishing: frozenset[str]
    hypothetical_phrases: frozenset[str]
    hypothetical_marks: frozenset[str]
    inverted_auxiliaries: frozenset[str]
    inverting: frozenset[str]
    question_marks: frozenset[str]
    free_choice: frozenset[str]
    committing: frozenset[str]
    attempting: frozenset[str]
    using: frozenset[str]
    done_nouns: frozenset[str]
    means: frozenset[str]
    charging_documents: frozenset[str]
    charging_officials: frozenset[str]
    publications: frozenset[str]
    doubtful_words: frozenset[str]
    doubtful_stems: frozenset[str]


class SyntaxWords(DataTable):
    """Words that decide who does the act of an infinitive or gerund (`syntax.toml`)."""

    control_nouns: frozenset[str]
    gerund_control_nouns: frozenset[str]
    purpose_nouns: frozenset[str]
    subject_control_verbs: frozenset[str]
    accusing_verbs: frozenset[str]
    penalties: frozenset[str]
    of_verbs: frozenset[str]
    addressing_verbs: frozenset[str]
    giving_verbs: frozenset[str]
    function_words: frozenset[str]
    counting_nouns: frozenset[str]
    attributive_nouns: frozenset[str]
    compound_heads: frozenset[str]
    bare_infinitive_verbs: frozenset[str]


class OpenTripleWords(DataTable):
    """Words that shape open triples (`open_triples.toml`)."""

    discourse_nouns: frozenset[str]
    goal_prepositions: frozenset[str]
    before_of: frozenset[str]
    prepositional_participles: frozenset[str]
    complex_prepositions: dict[str, frozenset[str]]


class LemmaCorrections(DataTable):
    """Forms whose base form the pipeline gets wrong (`lemmas.toml`): base form to forms, and verbs to drop."""

    verbs: dict[str, tuple[str, ...]]
    nouns: dict[str, tuple[str, ...]]
    rare: frozenset[str]
