"""Surface text: the words of nouns, phrases and clauses as the text has them."""

from __future__ import annotations

from collections.abc import Sequence

from extract.parsing.tokens import Token
from extract.syntax.arguments import children

CLAUSAL = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "appos", "conj", "cc"})
NOUN_COMPLEMENTS = frozenset({"of", "for", "between"})
"""Prepositions whose phrase belongs to the noun; other phrases are separate steps of an open triple."""
JOINTS = frozenset({"-", "–", "/", "&", "'", "’", "``", "''", '"', "."})


def in_name(noun: Token, preposition: Token) -> bool:
    """True for a preposition inside a name, which is not split: 'University of Connecticut'."""
    return bool(noun.ent_type_) and preposition.ent_iob_ == "I" and preposition.ent_type_ == noun.ent_type_


def noun_words(noun: Token) -> list[Token]:
    """A noun with its modifiers and complements, without other phrases, clauses and conjuncts."""
    words = set(words_of(noun, CLAUSAL | {"prep"}))
    for child in noun.rights:
        if child.dep_ == "prep" and (child.lower_ in NOUN_COMPLEMENTS or in_name(noun, child)):
            words.update(phrase_words(child))
    return trimmed(sorted(words, key=lambda t: t.i))


def phrase_words(preposition: Token) -> list[Token]:
    """A preposition with its noun, or a gerund after "of"; empty without either."""
    nouns = [word for noun in children(preposition, "pobj") for word in noun_words(noun)]
    gerunds = [w for clause in children(preposition, "pcomp") for w in clause_words(clause)]
    gerunds = gerunds if preposition.lower_ == "of" else []
    return [preposition, *nouns, *gerunds] if nouns or gerunds else []


def base_words(noun: Token) -> list[Token]:
    """A noun with its modifiers, without prepositional phrases."""
    return words_of(noun, CLAUSAL | {"prep", "xcomp"})


def clause_words(verb: Token) -> list[Token]:
    """The words of a clause."""
    return trimmed([t for t in verb.subtree if not t.is_space])


def words_of(head: Token, without: frozenset[str] | set[str]) -> list[Token]:
    """A word with its dependents, except those with the labels `without`; dates and compounds are kept whole."""
    words = [head]
    for child in head.children:
        if child.dep_ in without or (child.dep_ == "punct" and child.i > head.i):
            continue
        words.extend(words_of(child, frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "appos"})))
    return trimmed(_joined(sorted({*words, *_rest_of_date(head)}, key=lambda t: t.i)))


def _rest_of_date(head: Token) -> list[Token]:
    """The rest of a date, which is kept whole however it is parsed: 'December 31 , 1963'."""
    if head.ent_type_ != "DATE":
        return []
    end = head.i + 1
    while end < len(head.doc) and head.doc[end].ent_iob_ == "I" and head.doc[end].pos_ in {"NUM", "PUNCT"}:
        end += 1
    return list(head.doc[head.i : end])


def _joined(tokens: list[Token]) -> list[Token]:
    """The tokens with the hyphens, ampersands and quotation marks between them."""
    inside = {token.i for token in tokens}
    doc = tokens[0].doc
    gaps = [doc[i + 1] for i in inside if i + 2 in inside and i + 1 not in inside and doc[i + 1].text in JOINTS]
    return sorted([*tokens, *gaps], key=lambda token: token.i)


def trimmed(tokens: list[Token]) -> list[Token]:
    """The tokens without quotation marks and punctuation at the ends."""
    while tokens and _is_edge(tokens[0]) and tokens[0].text not in {"$", "£", "€", "("}:
        tokens = tokens[1:]
    while tokens and _is_edge(tokens[-1]) and tokens[-1].text not in {")", "%"}:
        tokens = tokens[:-1]
    return tokens


def _is_edge(token: Token) -> bool:
    return token.is_punct or token.is_space or token.is_quote or token.text == "``"


def text_of(tokens: Sequence[Token]) -> str:
    """The text of the tokens: contiguous ones keep their spacing, others are joined by a space."""
    parts: list[str] = []
    run: list[Token] = []
    for token in tokens:
        if run and token.i != run[-1].i + 1:
            parts.append(_run_text(run))
            run = []
        run.append(token)
    if run:
        parts.append(_run_text(run))
    return " ".join(" ".join(parts).split())


def _run_text(run: Sequence[Token]) -> str:
    return "".join(t.text_with_ws for t in run).strip()
