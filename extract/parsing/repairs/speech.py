"""Repairs of what the parser misreads around verbs of saying: their subjects, and the clauses they stand within."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from extract.lexicon.loader import lexicon
from extract.parsing.heads import heads_above

if TYPE_CHECKING:
    from extract.parsing.tokens import Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
OPENINGS = frozenset({"csubj", "advcl"})
PLACES = frozenset({"GPE", "LOC", "FAC", "DATE"})
RELATIVE = frozenset({"WDT", "WP"})
PARTICIPLES = frozenset({"VBG", "VBN"})
PAST = frozenset({"VBD", "VBN"})
MAX_PHRASE = 10
"""Tokens before a verb in which its relative pronoun is looked for, and after it in which its own words are."""


def free_speaker(tokens: Sequence[Token], noun: Token) -> None:
    """Mend 'Speaking to reporters in Quito, the minister, Ana Diaz, said': the speaker is taken for an apposition.

    The parser puts the speaker, or only the name beside the speaker, below the participle at the start.
    """
    opening = _opening_above(noun)
    if opening is None or noun.pos_ not in {"NOUN", "PROPN"} or noun.ent_type_ in PLACES:
        return
    saying = opening.head
    subject = next((t for t in tokens[opening.i : saying.i] if t.head is saying and t.dep_ in SUBJECTS), None)
    if subject is None and _follows_comma(tokens, noun):
        noun.dep_, noun.head, opening.dep_ = "nsubj", saying, "advcl"
    elif subject is not None and noun.dep_ == "appos" and noun.head.i < subject.i < noun.i:
        noun.head = subject


def _opening_above(noun: Token) -> Token | None:
    """The participle that opens a sentence of saying and that a noun stands below."""
    for token, above in pairwise((noun, *heads_above(noun))):
        is_saying = above.lemma_ in lexicon().stance.speech and above.i > noun.i
        if token.tag_ in PARTICIPLES and token.dep_ in OPENINGS and is_saying:
            return token if token.i < noun.i else None
    return None


def _follows_comma(tokens: Sequence[Token], noun: Token) -> bool:
    """True if a comma stands before the noun with its words."""
    start = noun.i
    while start > 0 and tokens[start - 1].head is noun:
        start -= 1
        if tokens[start].text == ",":
            return True
    return start > 0 and tokens[start - 1].text == ","


def give_speaker(tokens: Sequence[Token], noun: Token) -> None:
    """Mend 'Togo, the opposition claims, sold it', where "the opposition claims" is taken for a noun phrase."""
    saying, place = noun.head, noun.head.head
    own = [token for token in tokens[: saying.i] if token.head is saying]
    after = tokens[saying.i + 1 : saying.i + 2]
    is_finite = saying.tag_ in {"VBZ", "VBP", "VBD"}
    is_aside = saying.dep_ == "appos" and place.dep_ in SUBJECTS and (is_finite or _is_misread(saying, place))
    if noun.i + 1 != saying.i or any(token.dep_ in SUBJECTS for token in own):
        return
    if not after or after[0].text not in {",", "."} or not (is_aside or (is_finite and saying.dep_ == "ROOT")):
        return
    for token in own:
        if token.dep_ in {"det", "poss", "amod", "compound"} and token is not noun:
            token.head = noun
    noun.dep_ = "nsubj"
    if is_aside:
        saying.pos_, saying.dep_, saying.head = "VERB", "parataxis", place.head


def _is_misread(saying: Token, place: Token) -> bool:
    """True for the plural noun "claims" beside a noun that is no claim."""
    return saying.tag_ == "NNS" and place.lemma_.lower() not in lexicon().content_nouns


def free_embedded(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'the man who police say robbed banks', where the parser reads "robbed banks" as a thing that is said."""
    noun = verb.head
    saying = noun.head
    if verb.tag_ not in PAST or noun.dep_ != "dobj" or saying.lemma_ not in lexicon().stance.speech:
        return
    pronoun = _relative_of(tokens, saying) if saying.dep_ == "relcl" and saying.i + 1 == verb.i else None
    if pronoun is not None:
        _make_finite(verb, noun, "ccomp", saying)
        _move_to_content(tokens, saying, verb, pronoun)
    elif saying.dep_ == "appos" and saying.i + 2 == verb.i and tokens[saying.i + 1].text == ",":
        _free_from_aside(tokens, saying, verb, noun)


def _make_finite(verb: Token, noun: Token, label: str, above: Token) -> None:
    """Make a finite verb with an object of a participle and its noun."""
    verb.pos_, verb.tag_, verb.dep_, verb.head = "VERB", "VBD", label, above
    noun.head = verb


def _free_from_aside(tokens: Sequence[Token], saying: Token, verb: Token, noun: Token) -> None:
    """Mend 'The mayor, the charge sheet alleges, diverted funds', where "diverted funds" is what is alleged."""
    subject = saying.head
    is_root = subject.head is subject
    _make_finite(verb, noun, subject.dep_, verb if is_root else subject.head)
    subject.dep_, subject.head = "nsubj", verb
    saying.dep_, saying.head = "parataxis", verb
    _move_conjuncts(tokens, saying, verb)


def give_relative(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'the man who police say robbed two banks': "who" is the subject of the robbing, not of the saying."""
    saying = verb.head
    if verb.i < saying.i or saying.lemma_ not in lexicon().stance.speech:
        return
    pronoun = _relative_of(tokens, saying)
    own = {t.dep_ for t in tokens[saying.i : verb.i] if t.head is verb}
    is_open = not own & (SUBJECTS | {"mark", "aux"}) and verb.tag_ not in {"VB", "VBG"}
    if pronoun is not None and is_open:
        verb.dep_ = "ccomp"
        verb.tag_ = "VBD" if verb.tag_ == "VBN" and "auxpass" not in own else verb.tag_
        _move_to_content(tokens, saying, verb, pronoun)


def _relative_of(tokens: Sequence[Token], saying: Token) -> Token | None:
    """The relative pronoun of a verb of saying that has another subject, after the pronoun."""
    before = [token for token in tokens[max(0, saying.i - MAX_PHRASE) : saying.i] if token.head is saying]
    pronoun = next((token for token in before if token.tag_ in RELATIVE or token.lower_ == "that"), None)
    has_subject = any(token.dep_ in SUBJECTS and token is not pronoun for token in before)
    return pronoun if has_subject else None


def _move_to_content(tokens: Sequence[Token], saying: Token, verb: Token, pronoun: Token) -> None:
    """Give what is said the relative pronoun as its subject, and the verbs that are joined to the saying."""
    is_passive = any(token.head is verb and token.dep_ == "auxpass" for token in tokens[saying.i : verb.i])
    pronoun.head, pronoun.dep_ = verb, "nsubjpass" if is_passive else "nsubj"
    _move_conjuncts(tokens, saying, verb)


def _move_conjuncts(tokens: Sequence[Token], saying: Token, verb: Token) -> None:
    """Give a verb the phrases and verbs after it that are joined to the verb of saying."""
    for token in tokens[saying.i + 1 :]:
        if token.head is saying and (token.dep_ == "conj" or (token.dep_ in {"cc", "prep"} and token.i > verb.i)):
            token.head = verb


def free_source(tokens: Sequence[Token], verb: Token) -> bool:
    """Mend 'Bo Li bribed a mayor, prosecutors allege', where the verb of saying is taken for a second act."""
    above = verb.head
    if verb.lemma_ not in lexicon().stance.speech or verb.i < above.i:
        return False
    own = [token for token in tokens[above.i + 1 : verb.i + MAX_PHRASE] if token.head is verb]
    subject = next((token for token in own if token.dep_ == "nsubj" and token.i < verb.i), None)
    if subject is None or {token.dep_ for token in own} & {"dobj", "ccomp", "xcomp", "cc", "mark"}:
        return False
    between = [token for token in tokens[above.i + 1 : subject.i] if token.head in (above, verb)]
    chain = (above, *heads_above(above))
    above = next((one for one in chain if one.dep_ != "conj"), chain[-1])
    if above.dep_ != "ROOT" or "," not in {token.text for token in tokens[verb.head.i : subject.i]}:
        return False
    if any(token.dep_ == "cc" for token in between):
        return False
    verb.dep_, verb.head = "ROOT", verb
    above.dep_, above.head = "ccomp", verb
    comma = next(token for token in reversed(tokens[: subject.i]) if token.text == ",")
    comma.head = verb
    return True
