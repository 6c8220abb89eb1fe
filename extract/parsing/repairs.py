"""Repairs of systematic mistakes of the parser, made on its tokens before anything reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.lexicon.loader import lexicon

if TYPE_CHECKING:
    from extract.parsing.tokens import Token

CONTRAST = "contrast"
"""The label of a noun that a clause excludes: "Laos" in 'Thailand signed the pact, not Laos'."""
BESIDE = frozenset({"appos", "conj", "npadvmod", "dobj", "dep"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
FINITE = frozenset({"VBD", "VBZ", "VBN"})
MAX_PHRASE = 10
"""Tokens after a preposition in which its object is looked for."""
RELATIVE = frozenset({"WDT", "WP"})


def repair(tokens: Sequence[Token]) -> None:
    """Repair the labels and heads of the tokens of a text, in place, before they are linked."""
    for token in tokens:
        if token.dep_ in BESIDE and token.pos_ in NOMINAL and _is_excluded(tokens, token):
            token.dep_ = CONTRAST
        elif token.dep_ == "conj" and token.tag_ == "VB" and token.head.tag_ in FINITE:
            _join_infinitive(tokens, token)
        elif token.dep_ == "advcl" and token.tag_ == "VBN" and token.head.tag_ == "VBD":
            _join_past_tense(tokens, token)
        elif token.dep_ == "aux" and token.tag_ == "MD":
            _name_modal(tokens, token)
        elif token.dep_ == "compound" and token.head.dep_ == "ROOT" and token.head.tag_ in {"VBZ", "VBD", "VBP"}:
            _name_subject(tokens, token)
        elif token.dep_ == "amod" and token.tag_ == "VBN":
            _free_main_verb(tokens, token)
        elif token.lower_ == "of" and token.dep_ == "prep" and _belongs_to_verb(tokens, token):
            token.head = token.head.head


def _belongs_to_verb(tokens: Sequence[Token], of: Token) -> bool:
    """True in 'accused the company of espionage', not in 'warned the government of Kenya'."""
    noun, words = of.head, lexicon().syntax
    if noun.dep_ != "dobj" or noun.head.lemma_ not in words.of_verbs:
        return False
    if noun.pos_ == "NUM" or noun.lemma_ in words.counting_nouns:
        return False
    objects = [token for token in tokens[of.i + 1 : of.i + MAX_PHRASE] if token.head is of]
    return bool(objects) and not any(token.pos_ == "PROPN" or token.ent_type_ in {"GPE", "NORP"} for token in objects)


def _is_excluded(tokens: Sequence[Token], noun: Token) -> bool:
    """True for a noun phrase after ", not" or "and not"."""
    at = noun.i - 1
    while at >= 0 and tokens[at].head is noun and tokens[at].lower_ != "not":
        at -= 1
    return at > 0 and tokens[at].lower_ == "not" and tokens[at - 1].lower_ in {",", "and", "–", "—", "but"}


def _join_infinitive(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'committed to work to uphold principles, protect rights': a bare form is coordinate with an infinitive."""
    own = [token for token in tokens[verb.head.i : verb.i] if token.head is verb]
    if any(token.dep_ in {"aux", "nsubj", "nsubjpass"} for token in own):
        return
    for before in reversed(tokens[verb.head.i + 1 : verb.i]):
        is_infinitive = before.tag_ == "VB" and before.dep_ != "conj" and before.head is not before
        has_to = any(token.head is before and token.tag_ in {"TO", "MD"} for token in tokens[verb.head.i : before.i])
        if is_infinitive and has_to and not _is_below(before, verb):
            verb.head = before
            return


def _join_past_tense(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'Peru drafted, tabled and defended the bill': right after another verb, a participle is a past tense."""
    is_next = verb.i >= 2 and tokens[verb.i - 1].text == "," and tokens[verb.i - 2] is verb.head
    if is_next and any(token.head is verb and token.dep_ == "conj" and token.tag_ == "VBD" for token in tokens):
        verb.tag_, verb.dep_ = "VBD", "conj"


def _name_modal(tokens: Sequence[Token], modal: Token) -> None:
    """Mend 'Will Hartman met a minister': no past tense follows a modal verb, so that it is a first name."""
    name = tokens[modal.i + 1] if modal.i + 1 < len(tokens) else modal
    is_name = modal.text.istitle() and name.pos_ == "PROPN" and name.dep_ in {"nsubj", "compound"}
    if is_name and modal.head.tag_ in {"VBD", "VBZ"}:
        modal.pos_, modal.tag_, modal.dep_, modal.lemma_ = "PROPN", "NNP", "compound", modal.text
        modal.head = name if name.dep_ == "nsubj" else name.head


def _name_subject(tokens: Sequence[Token], name: Token) -> None:
    """Mend 'EU lifts sanctions', where the parser makes one name of subject and verb."""
    own = [token for token in tokens[: name.head.i] if token.head is name.head]
    if name.pos_ == "PROPN" and name.i < name.head.i and not any(token.dep_ in {"nsubj", "nsubjpass"} for token in own):
        name.dep_ = "nsubj"


def _is_below(token: Token, other: Token) -> bool:
    """Whether a token depends on another, directly or not."""
    while token.head is not token:
        token = token.head
        if token is other:
            return True
    return False


def _free_main_verb(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'The bank that Kenya sanctioned sued Interpol', where the main verb is taken for a participle.

    The relative clause has its object, the pronoun, so that the noun after the participle cannot be one too.
    """
    noun, clause = verb.head, tokens[verb.i - 1] if verb.i else verb
    subject = clause.head
    if noun.dep_ != "dobj" or noun.head is not clause or clause.dep_ != "relcl" or subject.dep_ != "ROOT":
        return
    between = tokens[subject.i : clause.i]
    if any(token.tag_ in RELATIVE and token.dep_ == "dobj" and token.head is clause for token in between):
        verb.pos_, verb.tag_, verb.dep_, verb.head = "VERB", "VBD", "ROOT", verb
        noun.head, subject.head, subject.dep_ = verb, verb, "nsubj"
