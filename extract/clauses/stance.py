"""The stance of a clause: polarity (negated or not), modality (planned, possible, obligated), allegation and source.

Starts at the verb of the clause and walks up through the verbs that govern it; each contributes what
`lexicon/governors.toml` and `lexicon/stance.toml` say of it. A clause without any such word is affirmed and asserted.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.clauses.aims import has_to, is_aim
from extract.lexicon.clause_words import Governor
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import children, first_conjunct, is_passive, is_purpose, is_verb, possessors
from extract.syntax.speech import is_quoted, is_speech, speakers
from ontology.model import Modality, Polarity

GOVERNED = frozenset({"xcomp", "ccomp", "acomp", "oprd"})
MAX_DEPTH = 12
"""Governing verbs above a clause that are read."""


@dataclass(frozen=True, slots=True)
class Stance:
    """How a clause is meant; `speaker` is the head noun of the one to whom the text attributes it."""

    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    alleged: bool = False
    speaker: Token | None = None


@dataclass(slots=True)
class _StanceBuilder:
    """The stance found so far on the way up from the verb."""

    negated: bool = False
    modality: Modality = Modality.ASSERTED
    alleged: bool = False
    speaker: Token | None = None

    def weaken(self, modality: Modality | None) -> None:
        """Set the modality unless a word nearer to the verb has set one."""
        if modality is not None and self.modality is Modality.ASSERTED:
            self.modality = modality


def governor_key(verb: Token) -> str:
    """The key of a governing verb in the lexicon: 'plan', 'be set', 'call on', 'be expected'."""
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
    """What the lexicon says of a verb that takes a clause; None if it has no entry."""
    return lexicon().governors.get(governor_key(verb))


def governing_verb(verb: Token) -> Token | None:
    """The verb whose complement this verb is, also through adjectives, prepositions and coordination."""
    head = verb.head
    between = {token.text for token in verb.doc[min(verb.i, head.i) : max(verb.i, head.i)]}
    if ";" in between or (":" in between and head.lemma_ == "be"):
        return None  # two sentences in one: "It was not the first: Peru had signed before."
    if verb.dep_ == "conj" and is_verb(head):
        return governing_verb(head)
    if verb.dep_ in GOVERNED or (verb.dep_ == "advcl" and governor_of(head) is not None and has_to(verb)):
        return head if is_verb(head) else head.head if is_verb(head.head) and head != verb else None
    if verb.dep_ == "pcomp" and is_verb(head.head):
        return head.head
    return None


def stance(verb: Token) -> Stance:
    """How the clause of this verb is meant."""
    builder = _StanceBuilder()
    _add_dependents(verb, builder)
    _add_governors(verb, builder, 0)
    if _is_charged(verb):
        builder.alleged = True
    if builder.speaker is None:
        builder.speaker = according_to(verb) or quoted_speaker(verb)
    return Stance(
        Polarity.NEGATED if builder.negated else Polarity.AFFIRMED,
        builder.modality,
        builder.alleged,
        builder.speaker,
    )


def _add_dependents(verb: Token, builder: _StanceBuilder) -> None:
    """Add what the verb's own dependents say; a coordinated verb shares the auxiliaries of the first."""
    words = lexicon().stance
    if _negated(verb):
        builder.negated = not builder.negated
    if any(child.dep_ == "mark" and child.lower_ in words.hypothetical_marks for child in verb.children):
        builder.weaken(Modality.POSSIBLE)  # "whether Peru would sign" leaves it open
    builder.weaken(_auxiliary_modality(verb))
    if verb.dep_ == "ROOT" and has_to(verb) and children(verb, "nsubj", "nsubjpass"):
        builder.weaken(Modality.PLANNED)  # a headline: "Malaysia to host summit"
    if any(child.lower_ in words.alleged_adverbs for child in verb.children):
        builder.alleged = True
    aim = first_conjunct(verb)
    if is_aim(verb) and not (aim.dep_ in {"advcl", "xcomp"} and governor_of(aim.head) is not None):
        builder.weaken(Modality.PLANNED)
    _add_noun(verb, builder)
    if verb.dep_ == "conj" and any(c.lower_ == "nor" and c.i < verb.i for c in verb.head.children):
        builder.negated = True
    if verb.dep_ == "conj" and is_verb(verb.head) and _shares_auxiliaries(verb):
        builder.weaken(_auxiliary_modality(verb.head))
        if any(child.dep_ == "aux" for child in verb.head.children) and _negated(verb.head):
            builder.negated = True


def _add_noun(verb: Token, builder: _StanceBuilder) -> None:
    """Add what the noun says that a clause depends on: 'its refusal to pay', 'in a bid to pay', 'its demand that'."""
    noun = verb.head.head if verb.dep_ == "pcomp" else verb.head
    if (noun.lemma_ in lexicon().syntax.control_nouns or is_purpose(noun)) and (
        verb.dep_ == "pcomp" or (verb.dep_ == "acl" and has_to(verb))
    ):
        builder.weaken(Modality.PLANNED)
        builder.negated ^= noun.lemma_ in {"refusal", "failure"}
    if verb.dep_ == "acl" and children(verb, "mark", "aux"):
        _add_content_of_noun(verb, builder)


def _add_content_of_noun(verb: Token, builder: _StanceBuilder) -> None:
    """Add what the verb of an event noun says of its clause.

    Examples: 'its demand that Chile sign', 'the allegation that Peru paid'.
    """
    noun = verb.head
    rule = lexicon().governors.get(lexicon().event_nouns.nouns.get(noun.lemma_.lower(), ""))
    if rule is None or not children(verb, "nsubj", "nsubjpass"):
        return
    _add_rule(rule, builder)
    is_own = bool(children(noun, "poss")) or noun.head.lemma_ in lexicon().event_nouns.light_verbs
    if rule.attributed and builder.speaker is None and is_own:
        builder.speaker = _first(possessors(noun))


def _shares_auxiliaries(verb: Token) -> bool:
    own = children(verb, "aux", "auxpass", "nsubj", "nsubjpass")
    return not own and verb.tag_ in {"VB", "VBN", "VBG"}


def _negated(verb: Token) -> bool:
    words = lexicon().stance
    for child in verb.children:
        if child.dep_ == "neg" or child.lower_ in words.negators:
            return True
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"}:
            if child.lower_ in words.negative_subjects:
                return True
            if any(grand.dep_ == "det" and grand.lower_ in words.negative_determiners for grand in child.children):
                return True
        if child.dep_ == "prep" and child.lower_ == "without" and verb.dep_ == "pcomp":
            return True
    return verb.dep_ == "pcomp" and verb.head.lower_ == "without"


def _auxiliary_modality(verb: Token) -> Modality | None:
    words = lexicon().stance
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if auxiliaries & words.obligated_auxiliaries:
        return Modality.OBLIGATED
    if auxiliaries & words.possible_auxiliaries:
        return Modality.POSSIBLE
    if auxiliaries & words.planned_auxiliaries:
        return Modality.PLANNED
    return None


def _add_governors(verb: Token, builder: _StanceBuilder, depth: int) -> None:
    """Add what the governing verbs say, from the nearest upward."""
    governor = governing_verb(verb)
    if governor is None:
        _find_speaker_of_clause(verb, builder, depth)
        return
    rule = governor_of(governor)
    speech = is_speech(governor) and (verb.dep_ == "ccomp" or _conj_of_ccomp(verb))
    is_question = _is_question(verb)
    if is_question:
        builder.modality = Modality.POSSIBLE
    elif rule is not None and not (speech and governor.lemma_ != "deny" and not has_to(verb)):
        _add_rule(rule, builder)
    unreported = speech and governor.lemma_ == "say" and _negated(governor)
    if (speech or (rule is not None and rule.attributed)) and builder.speaker is None and not unreported:
        builder.speaker = _first(speakers(governor))
    if depth < MAX_DEPTH:
        if speech or is_question:
            _find_speaker_above(governor, builder, depth)
        else:
            _add_governor(governor, builder)
            _add_governors(governor, builder, depth + 1)


def _is_question(verb: Token) -> bool:
    """True in 'has not decided whether to sign or ratify it': an open question is neither asserted nor denied."""
    marks = children(first_conjunct(verb), "mark") if not children(verb, "nsubj", "nsubjpass", "mark") else []
    return any(mark.lower_ in lexicon().stance.question_marks for mark in (*children(verb, "mark"), *marks))


def _add_rule(rule: Governor, builder: _StanceBuilder) -> None:
    builder.weaken(rule.modality)
    builder.negated ^= rule.negated
    if rule.alleged:
        builder.alleged = True


def _add_governor(governor: Token, builder: _StanceBuilder) -> None:
    if _negated(governor):
        builder.negated = not builder.negated
    builder.weaken(_auxiliary_modality(governor))


def _conj_of_ccomp(verb: Token) -> bool:
    while verb.dep_ == "conj" and is_verb(verb.head):
        verb = verb.head
    return verb.dep_ == "ccomp"


def _find_speaker_above(verb: Token, builder: _StanceBuilder, depth: int) -> None:
    """Above a speech verb only the speaker matters: the stance of the speech is not that of its content."""
    if depth < MAX_DEPTH and builder.speaker is None:
        _find_speaker_of_clause(verb, builder, depth + 1)


def _find_speaker_of_clause(verb: Token, builder: _StanceBuilder, depth: int) -> None:
    """Attribute a relative or adverbial clause inside reported speech to the speaker."""
    if builder.speaker is not None or depth > MAX_DEPTH:
        return
    token = verb
    while token.head != token:
        parent = token.head
        if token.dep_ == "ccomp" and is_verb(parent) and is_speech(parent):
            builder.speaker = _first(speakers(parent))
            return
        token = parent


def according_to(verb: Token) -> Token | None:
    """The noun after 'according to' in the clause or in a clause above it."""
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


def _is_charged(verb: Token) -> bool:
    """True for what a charging document says: 'according to the indictment', 'as alleged in the complaint'."""
    document = according_to(verb)
    if document is not None and document.lemma_.lower() in lexicon().stance.charging_documents:
        return True
    for token in (verb, *verb.ancestors):
        for clause in children(token, "advcl"):
            if clause != verb and any(mark.lower_ == "as" for mark in children(clause, "mark")):
                nouns = {noun.lemma_.lower() for prep in children(clause, "prep") for noun in children(prep, "pobj")}
                if clause.lemma_ == "allege" or not nouns.isdisjoint(lexicon().stance.charging_documents):
                    return True
        if token.dep_ in {"ccomp", "relcl"}:
            break
    return False


def quoted_speaker(verb: Token) -> Token | None:
    """The subject of a speech verb beside the clause: after a quotation, or after a comma."""
    root = verb
    while root.head != root and root.dep_ not in {"relcl", "acl"}:
        for child in root.children:
            if child.dep_ == "parataxis" and is_speech(child):
                return _first(speakers(child))
        root = root.head
    for child in root.children:
        is_beside = child.dep_ == "parataxis" or (child.dep_ == "conj" and is_quoted(verb) and not is_quoted(child))
        if is_beside and child != verb and is_speech(child):
            return _first(speakers(child))
    return None


def _first(tokens: list[Token]) -> Token | None:
    return tokens[0] if tokens else None
