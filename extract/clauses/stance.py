"""How a clause is meant: denied, planned, possible, a duty, alleged, and who says so.

The reading starts at the clause's verb and walks up through the verbs that govern it; each adds what
`lexicon/governors.toml` and `lexicon/context.toml` say of it. What is not said is asserted.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.lexicon.loader import Governor, lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import (
    CONTROL_NOUNS,
    agents,
    children,
    first_conjunct,
    grammatical_subjects,
    is_passive,
    is_purpose,
    is_verb,
    possessors,
)
from ontology.model import Modality, Polarity

GOVERNED = frozenset({"xcomp", "ccomp", "acomp", "oprd"})
QUOTES = frozenset('"“”«»„')
QUOTING = frozenset({"quote", "cite", "hear", "record"})
"""Verbs whose passive has the speaker as its subject: "was quoted as saying"."""
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Stance:
    """How a clause is meant. `speaker` is the head noun of the one who says it."""

    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    alleged: bool = False
    speaker: Token | None = None


@dataclass(slots=True)
class _Reading:
    negated: bool = False
    modality: Modality = Modality.ASSERTED
    alleged: bool = False
    speaker: Token | None = None

    def weaken(self, modality: Modality | None) -> None:
        if modality is not None and self.modality is Modality.ASSERTED:
            self.modality = modality


def governor_key(verb: Token) -> str:
    """The lexicon's name of a governing verb: 'plan', 'be set', 'call on', 'be expected'."""
    if verb.lemma_ == "be":
        adjectives = [c for c in verb.children if c.dep_ in {"acomp", "oprd"} or (c.dep_ == "prep" and c.tag_ == "JJ")]
        return f"be {adjectives[0].lemma_}" if adjectives else "be"
    if verb.lemma_ == "have" and any(child.lower_ == "yet" for child in verb.children):
        return "have yet"
    if is_passive(verb):
        passive = f"be {verb.lower_}"
        if passive in lexicon().governors:
            return passive
    for child in verb.children:
        if child.dep_ in {"prt", "prep"} and f"{verb.lemma_} {child.lower_}" in lexicon().governors:
            return f"{verb.lemma_} {child.lower_}"
    return verb.lemma_


def governor_of(verb: Token) -> Governor | None:
    """What the lexicon says of a verb that takes a clause; None where it says nothing."""
    return lexicon().governors.get(governor_key(verb))


def governing_verb(verb: Token) -> Token | None:
    """The verb whose complement this verb is, through adjectives, prepositions and joined verbs."""
    head = verb.head
    between = {token.text for token in verb.doc[min(verb.i, head.i) : max(verb.i, head.i)]}
    if ";" in between or (":" in between and head.lemma_ == "be"):
        return None  # two sentences in one: "It was not the first: Peru had signed before."
    if verb.dep_ == "conj" and is_verb(head):
        return governing_verb(head)
    if verb.dep_ in GOVERNED or (verb.dep_ == "advcl" and governor_of(head) is not None and _to_infinitive(verb)):
        return head if is_verb(head) else head.head if is_verb(head.head) and head != verb else None
    if verb.dep_ == "pcomp" and is_verb(head.head):
        return head.head
    return None


def stance(verb: Token) -> Stance:
    """How the clause of this verb is meant."""
    reading = _Reading()
    _local(verb, reading)
    _upward(verb, reading, 0)
    if reading.speaker is None:
        reading.speaker = according_to(verb) or quoted_speaker(verb)
    return Stance(
        Polarity.NEGATED if reading.negated else Polarity.AFFIRMED,
        reading.modality,
        reading.alleged,
        reading.speaker,
    )


def _local(verb: Token, reading: _Reading) -> None:
    """Cues among the verb's own dependents; a joined verb shares the auxiliaries of the first."""
    context = lexicon().context
    if _negated(verb):
        reading.negated = not reading.negated
    if any(child.dep_ == "mark" and child.lower_ in context.hypothetical_marks for child in verb.children):
        reading.weaken(Modality.POSSIBLE)  # "whether Peru would sign" leaves it open
    reading.weaken(_auxiliary_modality(verb))
    if verb.dep_ == "ROOT" and _to_infinitive(verb) and children(verb, "nsubj", "nsubjpass"):
        reading.weaken(Modality.PLANNED)  # a headline: "Malaysia to host summit"
    if any(child.lower_ in context.alleged_adverbs for child in verb.children):
        reading.alleged = True
    if verb.dep_ == "advcl" and _to_infinitive(verb) and governor_of(verb.head) is None:
        reading.weaken(Modality.PLANNED)
    _cues_of_noun(verb, reading)
    if verb.dep_ == "conj" and any(c.lower_ == "nor" and c.i < verb.i for c in verb.head.children):
        reading.negated = True
    if verb.dep_ == "conj" and is_verb(verb.head) and _shares_auxiliaries(verb):
        reading.weaken(_auxiliary_modality(verb.head))
        if any(child.dep_ == "aux" for child in verb.head.children) and _negated(verb.head):
            reading.negated = True


def _cues_of_noun(verb: Token, reading: _Reading) -> None:
    """What the noun that a clause hangs on says of it: 'its refusal to pay', 'in a bid to pay', 'its demand that'."""
    noun = verb.head.head if verb.dep_ == "pcomp" else verb.head
    if (noun.lemma_ in CONTROL_NOUNS or is_purpose(noun)) and (
        verb.dep_ == "pcomp" or (verb.dep_ == "acl" and _to_infinitive(verb))
    ):
        reading.weaken(Modality.PLANNED)
        reading.negated ^= noun.lemma_ in {"refusal", "failure"}
    if verb.dep_ == "acl" and children(verb, "mark", "aux"):
        _content_of_noun(verb, reading)


def _content_of_noun(verb: Token, reading: _Reading) -> None:
    """'its demand that Chile sign', 'the allegation that Peru paid': what the noun's verb would say of its clause."""
    noun = verb.head
    rule = lexicon().governors.get(lexicon().nominals.get(noun.lemma_.lower(), ""))
    if rule is None or not children(verb, "nsubj", "nsubjpass"):
        return
    _apply(rule, noun, reading)
    is_own = bool(children(noun, "poss")) or noun.head.lemma_ in lexicon().light_verbs
    if rule.attributed and reading.speaker is None and is_own:
        reading.speaker = _first(possessors(noun))


def _shares_auxiliaries(verb: Token) -> bool:
    own = children(verb, "aux", "auxpass", "nsubj", "nsubjpass")
    return not own and verb.tag_ in {"VB", "VBN", "VBG"}


def _to_infinitive(verb: Token) -> bool:
    return any(child.tag_ == "TO" for child in verb.children)


def _negated(verb: Token) -> bool:
    context = lexicon().context
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in context.negators:
            return True
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}:
            if child.lower_ in context.negative_subjects:
                return True
            if any(grand.dep_ == "det" and grand.lower_ in context.negative_determiners for grand in child.children):
                return True
        if child.dep_ == "prep" and child.lower_ == "without" and verb.dep_ == "pcomp":
            return True
    return verb.dep_ == "pcomp" and verb.head.lower_ == "without"


def _auxiliary_modality(verb: Token) -> Modality | None:
    context = lexicon().context
    words = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if words & context.obligated_auxiliaries:
        return Modality.OBLIGATED
    if words & context.possible_auxiliaries:
        return Modality.POSSIBLE
    if words & context.planned_auxiliaries:
        return Modality.PLANNED
    return None


def _upward(verb: Token, reading: _Reading, depth: int) -> None:
    governor = governing_verb(verb)
    if governor is None:
        _ancestral_speaker(verb, reading, depth)
        return
    rule = governor_of(governor)
    speech = is_speech(governor) and (verb.dep_ == "ccomp" or _conj_of_ccomp(verb))
    is_question = _is_question(verb)
    if is_question:
        reading.modality = Modality.POSSIBLE
    elif rule is not None and not (speech and governor.lemma_ != "deny" and not _to_infinitive(verb)):
        _apply(rule, governor, reading)
    unsaid = speech and governor.lemma_ == "say" and _negated(governor)
    if (speech or (rule is not None and rule.attributed)) and reading.speaker is None and not unsaid:
        reading.speaker = _first(speakers(governor))
    if depth < MAX_DEPTH:
        if speech or is_question:
            _upward_speakers_only(governor, reading, depth)
        else:
            _local_of_governor(governor, reading)
            _upward(governor, reading, depth + 1)


def _is_question(verb: Token) -> bool:
    """True in 'has not decided whether to sign or ratify it': what is not settled is neither done nor denied."""
    marks = children(first_conjunct(verb), "mark") if not children(verb, "nsubj", "nsubjpass", "mark") else []
    return any(mark.lower_ in lexicon().context.question_marks for mark in (*children(verb, "mark"), *marks))


def _apply(rule: Governor, governor: Token, reading: _Reading) -> None:
    reading.weaken(rule.modality)
    reading.negated ^= rule.negated
    if rule.alleged and governor.lemma_ != "charge":
        reading.alleged = True


def _local_of_governor(governor: Token, reading: _Reading) -> None:
    if _negated(governor):
        reading.negated = not reading.negated
    reading.weaken(_auxiliary_modality(governor))


def _conj_of_ccomp(verb: Token) -> bool:
    while verb.dep_ == "conj" and is_verb(verb.head):
        verb = verb.head
    return verb.dep_ == "ccomp"


def _upward_speakers_only(verb: Token, reading: _Reading, depth: int) -> None:
    """Beyond a speech verb only an accusation still colours the content."""
    if depth < MAX_DEPTH and reading.speaker is None:
        _ancestral_speaker(verb, reading, depth + 1)


def _ancestral_speaker(verb: Token, reading: _Reading, depth: int) -> None:
    """A relative or adverbial clause inside reported speech is the speaker's as well."""
    if reading.speaker is not None or depth > MAX_DEPTH:
        return
    token = verb
    while token.head != token:
        parent = token.head
        if token.dep_ == "ccomp" and is_verb(parent) and is_speech(parent):
            reading.speaker = _first(speakers(parent))
            return
        token = parent


def is_speech(verb: Token) -> bool:
    """True for a verb of saying or thinking, with its particle where it has one."""
    particles = [child.lower_ for child in verb.children if child.dep_ == "prt"]
    names = [f"{verb.lemma_} {particle}" for particle in particles] + [verb.lemma_]
    return any(name in lexicon().context.speech for name in names)


def speakers(verb: Token) -> list[Token]:
    """Who says it; for 'X was quoted as saying' it is X, for 'X was invited to speak' the host."""
    if is_passive(verb) and verb.lemma_ not in QUOTING:
        return agents(verb)
    return grammatical_subjects(verb) or agents(verb)


def according_to(verb: Token) -> Token | None:
    """The noun after 'according to' in the clause, or in a clause that it belongs to."""
    token = verb
    while True:
        for child in token.children:
            if child.lower_ == "according":
                nouns = [noun for to in children(child, "prep") for noun in children(to, "pobj")]
                if nouns:
                    return nouns[0]
        if token.head == token:
            return None
        token = token.head


def quoted_speaker(verb: Token) -> Token | None:
    """The subject of a speech verb that is set beside the clause: after a quotation, or after a comma."""
    root = verb
    while root.head != root and root.dep_ not in {"relcl", "acl"}:
        for child in root.children:
            if child.dep_ == "parataxis" and is_speech(child):
                return _first(speakers(child))
        root = root.head
    for child in root.children:
        said = child.dep_ == "parataxis" or (child.dep_ == "conj" and _quoted(verb) and not _quoted(child))
        if said and child != verb and is_speech(child):
            return _first(speakers(child))
    return None


def _quoted(token: Token) -> bool:
    """True inside quotation marks: an odd number of them before the token in its sentence."""
    return sum(t.text in QUOTES for t in token.doc[token.sent.start : token.i]) % 2 == 1


def _first(tokens: list[Token]) -> Token | None:
    return tokens[0] if tokens else None
