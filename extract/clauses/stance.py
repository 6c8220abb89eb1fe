"""The stance of an event: polarity (negated or not), modality (planned, possible, obligated), allegation and source.

It is composed from the top of the sentence down to the event: each governor (`governing`) passes the stance of its own
clause on as its signature says (`lexicon/governors.toml`, `lexicon/content_nouns.toml`), and each clause adds its
negations, auxiliaries and adverbs (`lexicon/stance.toml`). An event under no such word is affirmed and asserted.
Sources: Nairn, Condoravdi & Karttunen 2006 (signatures of implicative verbs); Sauri & Pustejovsky 2009 (sources).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract.clauses.aims import has_to
from extract.clauses.governing import Governing, governing, has_break_between, is_called_false, is_inverted
from extract.clauses.modality import (
    has_auxiliary,
    is_alleged,
    is_contrasted,
    modality_of_auxiliaries,
    own_modality,
    owner_of_auxiliaries,
    verbs_before,
)
from extract.clauses.negation import has_negative_determiner, is_negated
from extract.clauses.sources import (
    according_to,
    is_alleged_beside,
    is_asked_in_quotation,
    is_charged,
    is_charging_document,
    is_hearsay,
    speaker_beside,
)
from extract.lexicon.clause_words import Veridicality
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import RELATIVE_TAGS, children, first_conjunct, is_verb, possessors
from extract.syntax.speech import is_speech, issuer, speakers
from ontology.model import Modality, Polarity

MAX_DEPTH = 12
"""Governors above an event that are read."""


@dataclass(frozen=True, slots=True)
class Stance:
    """How an event is meant; `speaker` is the head noun of the one to whom the text attributes it.

    `is_open` says that it is part of a question, so that it stays possible whatever else is said of it.
    """

    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    alleged: bool = False
    speaker: Token | None = None
    is_open: bool = False

    @property
    def is_negated(self) -> bool:
        """Whether the event is denied."""
        return self.polarity is Polarity.NEGATED

    def with_polarity(self, *, negated: bool) -> Stance:
        """The same with another polarity."""
        return replace(self, polarity=Polarity.NEGATED if negated else Polarity.AFFIRMED)

    def weakened(self, modality: Modality | None) -> Stance:
        """The same with a modality that stands nearer to the event, if there is one."""
        return self if modality is None or self.is_open else replace(self, modality=modality)


OPEN = Stance(modality=Modality.POSSIBLE, is_open=True)


def stance(event: Token) -> Stance:
    """How the event of a verb or event noun is meant."""
    meant = _composed(event, 0)
    verb = _clause_of(event)
    if is_asked_in_quotation(verb):
        meant = replace(OPEN, speaker=meant.speaker)
    if is_charged(verb) or is_alleged_beside(verb):
        meant = replace(meant, alleged=True)
    if meant.modality is Modality.ASSERTED and _is_bare(event):
        meant = meant.weakened(Modality.PLANNED)
    if meant.speaker is None:
        meant = replace(meant, speaker=according_to(verb) or speaker_beside(verb))
    if meant.speaker is None:
        return meant
    return replace(meant, speaker=issuer(meant.speaker), alleged=meant.alleged or is_hearsay(meant.speaker))


@dataclass(frozen=True, slots=True)
class StanceStep:
    """A word on the way from the top of a sentence to an event, why it counts, and the stance of its own clause."""

    word: str
    reason: str
    stance: Stance


def stance_steps(event: Token) -> list[StanceStep]:
    """How the stance of an event is composed: a step for each word from the top of the sentence down to it."""
    steps: list[StanceStep] = []
    word, above = event, governing(event)
    while above is not None and len(steps) < MAX_DEPTH:
        steps.append(StanceStep(word.text, _reason(above), _composed(word, 0)))
        word, above = above.word, governing(above.word)
    steps.append(StanceStep(word.text, "nothing stands above it", _composed(word, 0)))
    return steps[::-1]


def _reason(above: Governing) -> str:
    """What the word above says of an event, in words."""
    if above.question:
        return f"asked: {above.word.text!r} leaves it open"
    if above.reported:
        return f"content of {above.word.text!r}: somebody says so"
    rule = above.rule
    if rule is None:
        return f"under {above.word.text!r}: it shares its stance"
    signature = f" ({rule.signature})" if rule.signature else ""
    return f"under {above.word.text!r}{signature}: {rule.reason}"


def _is_bare(verb: Token) -> bool:
    """True for a base form that nothing says to be done: no subject, no auxiliary, no governor of a done act.

    Wherever the parser puts it, the "to" or "will" that it belongs to stands further away: 'will (i) seize assets'.
    """
    first = first_conjunct(verb)
    has_own = bool(children(verb, "nsubj", "nsubjpass", "aux", "auxpass")) or _shares_do(verb)
    return verb.tag_ == "VB" and not has_own and governing(verb) is None and first.tag_ in {"VB", "NN", "NNP", "JJ"}


def _shares_do(verb: Token) -> bool:
    """True for the last verb of 'did not sign, sell or burn it'."""
    owner = owner_of_auxiliaries(verb)
    return owner is not None and any(aux.lemma_ == "do" for aux in children(owner, "aux"))


def _composed(event: Token, depth: int) -> Stance:
    """The stance of an event: what its governor passes on, then what its own clause adds."""
    above = governing(event) if depth < MAX_DEPTH else None
    passed = _of_sentence(event, depth) if above is None else _passed_on(event, above, depth)
    if above is None and is_verb(event):
        passed = replace(passed, speaker=_speaker_above(event) or passed.speaker)
        if _accompanies(event):
            passed = passed.weakened(_composed(first_conjunct(event).head, depth + 1).modality)
    if is_verb(event):
        return _with_clause(event, passed)
    return passed.with_polarity(negated=True) if above is None and has_negative_determiner(event) else passed


def _accompanies(verb: Token) -> bool:
    """True for a participle that says how the main verb is done: 'will visit Peru, promoting trade'."""
    first = first_conjunct(verb)
    is_after = is_verb(first.head) and first.head.i < first.i
    return first.dep_ == "advcl" and first.tag_ == "VBG" and is_after and not children(first, "nsubj", "mark")


def _clause_of(event: Token) -> Token:
    while not is_verb(event) and event.head != event:
        event = event.head
    return event


# ---- governors


def _passed_on(event: Token, above: Governing, depth: int) -> Stance:
    context = _composed(above.word, depth + 1)
    speaker = _speaker_of(above) or context.speaker
    if above.question:
        return Stance(modality=Modality.POSSIBLE, speaker=speaker, is_open=True)
    if is_called_false(above.word) and (above.reported or (above.rule is not None and above.rule.attributed)):
        is_denied = above.rule is not None and above.rule.sign(negated=False) == "-"  # "falsely denied that Laos paid"
        return Stance(speaker=speaker).with_polarity(negated=not is_denied)
    if above.reported and not _is_open_content(event, above):
        # what is said has a stance of its own; what is not said stays open
        is_told = not context.is_negated or above.word.lemma_ in lexicon().stance.factive
        modality = Modality.ASSERTED if is_told else Modality.POSSIBLE
        is_hint = above.word.lemma_ in lexicon().stance.hinting
        alleged = context.alleged or is_hint or is_charging_document(speaker)
        return Stance(modality=modality, alleged=alleged, speaker=speaker)
    return replace(_signed(context, above.rule), speaker=speaker)


def _is_open_content(event: Token, above: Governing) -> bool:
    """True for what a speech verb does not report as so: an infinitive, a wish, the content of doubt or denial."""
    rule = above.rule
    if rule is None:
        return False
    if has_to(event) or (event.tag_ == "VB" and not has_auxiliary(event)):
        return True  # "promised to sign", "suggested that Peru sign"
    is_wish = above.word.lemma_ in lexicon().stance.wishing
    return is_wish or rule.alleged or rule.modality is Modality.POSSIBLE or rule.sign(negated=False) == "-"


def _signed(context: Stance, rule: Veridicality | None) -> Stance:
    """What a governor with this rule passes on, given its own stance."""
    if rule is None:
        return context
    sign = rule.sign(negated=context.is_negated)
    if sign == "o":
        is_against = rule.sign(negated=False) == "-"  # who did not prevent it, or did not deny it, leaves it open
        passed = context.with_polarity(negated=context.is_negated and not is_against)
        passed = passed.weakened(rule.modality or Modality.POSSIBLE)
    else:
        passed = context.with_polarity(negated=sign == "-")
    return replace(passed, alleged=passed.alleged or rule.alleged)


def _speaker_of(above: Governing) -> Token | None:
    """The one who answers for what the governor passes on."""
    word, rule = above.word, above.rule
    if not is_verb(word):
        is_own = bool(children(word, "poss")) or word.head.lemma_ in lexicon().event_nouns.light_verbs
        return next(iter(possessors(word)), None) if rule is not None and rule.attributed and is_own else None
    is_told = above.reported and not (word.lemma_ == "say" and is_negated(word))
    attributed = rule is not None and rule.attributed
    return next(iter(speakers(word)), None) if is_told or attributed else None


def _speaker_above(verb: Token) -> Token | None:
    """The speaker of the reported speech that a relative or adverbial clause stands in."""
    token = verb
    while token.head != token:
        parent = token.head
        if has_break_between(token, parent):
            return None
        if token.dep_ == "ccomp" and is_verb(parent) and is_speech(parent) and not is_inverted(parent):
            return next(iter(speakers(parent)), None)
        token = parent
    return None


def _of_sentence(event: Token, depth: int) -> Stance:
    """The stance at the top of a sentence or relative clause."""
    verb = _clause_of(event)
    first = first_conjunct(verb)
    if _is_of_whoever(first):
        return OPEN
    if first.dep_ in {"relcl", "acl"}:
        return OPEN if _is_of_open_kind(first) else _presupposed(first, depth)
    words = [token for token in verb.sent if not token.is_quote and not token.is_space]
    return OPEN if words[-1:] and (words[-1].text == "?" or _asks(words)) else Stance()


def _asks(words: list[Token]) -> bool:
    """True for a question without its mark: 'Did Laos free them', 'Why did Laos free them'."""
    rest = words[1:] if words[0].tag_ in {"WRB", "WP", "WDT"} else words
    first = next(iter(rest), words[0])
    is_condition = len(rest) == len(words) and first.lower_ in lexicon().stance.inverted_auxiliaries
    subjects = children(first.head, "nsubj", "nsubjpass") if first.dep_ in {"aux", "auxpass"} else []
    return not is_condition and bool(subjects) and first.i < subjects[0].i and first.head.dep_ == "ROOT"


def _is_of_open_kind(verb: Token) -> bool:
    """True in 'would punish officials who protect gangs': a kind of actor of whom nothing is said to be done yet."""
    noun = verb.head
    is_those = noun.lower_ == "those" and noun.dep_ in {"nsubj", "nsubjpass"}
    is_kind = (is_those or _is_bare_plural(noun)) and _is_present(verb)
    if verb.dep_ != "relcl" or not (is_kind or _is_any(noun)):
        return False
    outer = _clause_of(noun)
    if not is_verb(outer) or outer == verb:
        return False
    modality = _composed(outer, MAX_DEPTH - 2).modality
    if modality is Modality.PLANNED and children(noun, "amod"):
        return False  # "will hold corrupt officials who protect gangs": some are known
    return modality is not Modality.ASSERTED


def _is_any(noun: Token) -> bool:
    """True for 'any company', 'anyone': whoever it may be."""
    words = lexicon().stance.free_choice
    return noun.lower_ in words or any(child.lower_ in words for child in children(noun, "det"))


def _is_bare_plural(noun: Token) -> bool:
    return noun.tag_ == "NNS" and not children(noun, "det", "poss", "nummod")


def _is_present(verb: Token) -> bool:
    """True for the present and the perfect: 'who protect gangs', 'that have not reported it'."""
    auxiliaries = children(verb, "aux", "auxpass")
    return verb.tag_ in {"VBP", "VBZ"} or any(aux.tag_ in {"VBP", "VBZ"} for aux in auxiliaries)


def _is_of_whoever(verb: Token) -> bool:
    """True for a clause that is itself the subject: 'Whoever sells weapons will be punished'."""
    is_subject = verb.dep_ in {"csubj", "csubjpass"}
    return is_subject and any(child.lower_ in lexicon().stance.free_choice for child in children(verb, "nsubj"))


def _presupposed(verb: Token, depth: int) -> Stance:
    """Of a relative clause: in 'urged Peru to jail the men who robbed it', the one who asks alleges the robbery."""
    outer = _clause_of(verb.head)
    does = any(child.tag_ in RELATIVE_TAGS for child in children(verb, "nsubj"))
    if not does or not is_verb(outer) or outer == verb or depth >= MAX_DEPTH:
        return Stance()
    meant, above = _composed(outer, depth + 1), governing(outer)
    is_alleged = meant.alleged and above is not None and not above.reported
    is_demand = meant.modality is Modality.OBLIGATED and outer.lemma_ in lexicon().stance.punishing
    return Stance(alleged=True, speaker=meant.speaker) if is_alleged or is_demand else Stance()


# ---- the clause of the event


def _with_clause(verb: Token, passed: Stance) -> Stance:
    """Add what the verb's own dependents say; a coordinated verb shares the auxiliaries of the first."""
    owner = owner_of_auxiliaries(verb)
    modality = own_modality(verb) or (None if owner is None else modality_of_auxiliaries(owner))
    is_shared = owner is not None and has_auxiliary(owner) and is_negated(owner) and not is_contrasted(verb)
    flips = [is_negated(verb), is_shared]
    negated = passed.is_negated ^ flips[0]
    if flips[1] or (verb.dep_ == "conj" and any(c.lower_ == "nor" and c.i < verb.i for c in verb.head.children)):
        negated = True
    alleged = passed.alleged or is_alleged(verb) or any(map(is_alleged, verbs_before(verb)))
    meant = replace(passed.weakened(modality), alleged=alleged)
    return meant.with_polarity(negated=negated)
