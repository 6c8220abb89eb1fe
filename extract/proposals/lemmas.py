"""Whether the words of an action support a proposed lemma, and which lemma the rules give to them.

A lemma is supported by a form of its verb, by a noun of the same act ("sale" of sell), by the noun of a light verb
("war" of wage war), and by "did" if its verb stands in the same sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.clauses.predicate import with_particle
from extract.clauses.verbs import predicates
from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from ontology.actions import ActionScheme

STEM = 4
"""Letters that a lemma shares with the word it is the base form of, at least."""
EMPTY = frozenset({"be", "have", "do"})
"""Verbs that name no act without another word."""
CONTENT = frozenset({"VERB", "AUX", "NOUN", "PROPN", "ADJ"})


def is_supported(lemma: str, tokens: Sequence[Token], actions: ActionScheme) -> bool:
    """True if the words of an action may be forms of a lemma, or a noun or verb of the same act."""
    if any(_is_form(token, lemma, actions) for token in tokens):
        return True
    is_elliptic = {token.lemma_ for token in tokens if token.dep_ != "neg"} == {"do"}
    verbs = (token for token in tokens[0].sent if token.pos_ == "VERB") if is_elliptic else ()
    return any(verb.lemma_.lower() == lemma for verb in verbs)


def _is_form(token: Token, lemma: str, actions: ActionScheme) -> bool:
    """True if a word may be a form of a lemma, or a noun or verb of the same concept."""
    verb, word = lemma.split(maxsplit=1)[0], token.lemma_.lower()
    words = lexicon().event_nouns
    noun = words.nouns.get(word) or words.irregular.get(word, "")
    if verb in {word, noun, noun.split(" ")[0]} or (len(verb) >= STEM and word[:STEM] == verb[:STEM]):
        return True
    if token.pos_ == "NOUN" and _is_light(lemma.removesuffix(f" {word}")):
        return lemma.endswith(f" {word}")
    concept = actions.concept_of(lemma)
    others = (actions.concept_of(word), actions.concept_of(noun) if noun else None)
    return concept is not None and concept.class_ in {other.class_ for other in others if other is not None}


def _is_light(verb: str) -> bool:
    """True for a verb that only says that the act of its noun is done: 'wage', 'commit', 'engage in'."""
    return not lexicon().event_nouns.enacting.isdisjoint({verb, verb.removesuffix(" in")})


def own_lemma(tokens: Sequence[Token], parsed: ParsedSentence, actions: ActionScheme) -> str | None:
    """The lemma that the rules give to the words of an action; None if they name no act."""
    positions = {token.i for token in tokens if token.pos_ in CONTENT and token.lemma_ not in EMPTY}
    for predicate in predicates(parsed.span, actions):
        heads = {token.i for token in predicate.tokens if token.pos_ in CONTENT and token.lemma_ not in EMPTY}
        if heads and heads <= positions:
            return predicate.lemma
    for token in tokens:
        if token.i in positions and token.pos_ == "VERB":
            return with_particle(token)
    nouns = (lexicon().event_nouns.nouns.get(token.lemma_.lower()) for token in tokens if token.pos_ == "NOUN")
    return next(filter(None, nouns), None)
