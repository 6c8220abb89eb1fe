"""Repairs of headlines, of which the parser makes one noun phrase: "Kenya fines bank", "Police arrest banker".

Without articles, a verb that is also a noun looks like a part of a compound. What agrees with the noun before it is the
verb: "fines" after a singular, "arrest" after a plural.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.lexicon.loader import lexicon
from extract.parsing.heads import heads_above
from ontology.actions import scheme

if TYPE_CHECKING:
    from extract.parsing.tokens import Token

NOMINAL = frozenset({"NOUN", "PROPN"})
SINGULAR = frozenset({"NN", "NNP"})
PLURALS = frozenset({"NNS", "NNPS"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
OBJECTS = frozenset({"dobj", "ccomp", "xcomp"})
POLICE = "police"
MAX_WORDS = 16


def raise_headline_verb(tokens: Sequence[Token]) -> None:
    """Make the verb of such a headline its root, with the nouns on both sides."""
    words = [token for token in tokens if not token.is_space]
    if not 2 < len(words) <= MAX_WORDS or words[-1].is_punct:
        return
    if any(token.tag_ in FINITE and token.dep_ not in {"compound", "ROOT"} for token in words):
        return
    verb = next((token for token in words[1:-1] if _may_be_verb(tokens, token)), None)
    target = None if verb is None else _target(tokens, verb)
    if verb is not None and target is not None and target.i > verb.i and not _is_compound(verb, target):
        _raise(tokens, verb, target)


def _may_be_verb(tokens: Sequence[Token], word: Token) -> bool:
    """True for a word that may be a verb, is labelled a noun or a part of one, and agrees with the noun before it."""
    before = tokens[word.i - 1]
    is_part = word.tag_ in {"NN", *PLURALS} or (word.tag_ == "VBZ" and word.dep_ == "compound")
    if not is_part or before.pos_ not in NOMINAL or word.lemma_ not in scheme().lemmas:
        return False
    is_plural = before.tag_ in PLURALS or before.lower_ == POLICE
    is_first = before.i == 0 or tokens[before.i - 1].pos_ in {*NOMINAL, "ADJ"}
    return is_first and before.head in {word, *heads_above(word)} and is_plural is (word.lower_ == word.lemma_)


def _target(tokens: Sequence[Token], word: Token) -> Token | None:
    """The noun that the headline would be about if the word were a part of its name; None if the word is no part."""
    above = word.head
    while above.dep_ == word.dep_ == "compound" and above.head is not above:
        above = above.head
    if word.dep_ == "ROOT":
        return next((token for token in tokens[word.i :] if token.head is word and token.dep_ == "dobj"), None)
    if word.dep_ == "compound" and (above.dep_ == "ROOT" or word.tag_ == "VBZ"):
        return above
    is_bare = above.dep_ == "ROOT" and above.tag_ in {"VB", "VBP"} and above.i == word.i + 1
    has_object = any(token.head is above and token.dep_ in OBJECTS for token in tokens[above.i :])
    is_actor = word.lemma_ in lexicon().actors.types
    return above if word.dep_ == "nsubj" and is_bare and not has_object and not is_actor else None


def _is_compound(verb: Token, target: Token) -> bool:
    """True for 'sanctions chief', 'arms dealer', 'search team', which are compounds also in headlines."""
    if target.ent_type_ or target.pos_ == "PROPN":
        return False
    words = lexicon().syntax
    return verb.lower_ in words.attributive_nouns or (
        verb.lower_ == verb.lemma_ and target.lemma_.lower() in words.compound_heads
    )


def _raise(tokens: Sequence[Token], verb: Token, target: Token) -> None:
    subject, above = tokens[verb.i - 1], target.head
    root = above if above is not target and above.tag_ == "VB" else None
    for token in tokens:
        if token.i < subject.i and token.head in {verb, target}:
            token.head = subject
        elif verb.i < token.i < target.i and token.head is verb:
            token.head = target
    verb.pos_, verb.tag_, verb.dep_, verb.head = "VERB", "VBP" if verb.lower_ == verb.lemma_ else "VBZ", "ROOT", verb
    subject.dep_, subject.head = "nsubj", verb
    if root is not None and root is not verb:  # "orders banks to freeze accounts"
        root.dep_, root.head = "ccomp", verb
        return
    if target.pos_ not in NOMINAL:  # "issues notice for tycoon"
        target.pos_, target.tag_ = "NOUN", "NN"
    target.dep_, target.head = "dobj", verb


def make_object(tokens: Sequence[Token], word: Token) -> bool:
    """Mend 'Japan bans exchange over fraud', where the object is taken for a verb.

    Only verbs such as "help" and "let" have another verb without "to" behind them.
    """
    verb = word.head
    is_bare = word.tag_ in {"VB", "VBP"} and verb.tag_ in {"VBZ", "VBD"} and word.i == verb.i + 1
    own = {token.dep_ for token in tokens[word.i :] if token.head is word}
    if not is_bare or own & {*OBJECTS, "nsubj"} or verb.lemma_ in lexicon().syntax.bare_infinitive_verbs:
        return False
    word.pos_, word.tag_, word.dep_ = "NOUN", "NN", "dobj"
    return True
