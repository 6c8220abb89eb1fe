"""Noun phrases: their extent, their number and their label."""

from __future__ import annotations

from functools import lru_cache

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token, TokenSpan

MODIFIERS = frozenset(
    {
        "amod",
        "compound",
        "nmod",
        "nummod",
        "quantmod",
        "advmod",
        "npadvmod",
        "poss",
        "det",
        "predet",
        "case",
        "punct",
    }
)
MUTUAL = frozenset({"each", "other", "one", "another"})
LABEL_DROPPED = frozenset({"det", "predet"})
MAX_OF_PHRASES = 2
CACHED = 256
"""Nouns whose phrases are kept: those of the latest sentences. Few, because each keeps its document in memory."""
QUOTES = frozenset("\"“”«»„'‘’`")
UNITS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"})
"""Entity labels of measures, whose number is part of the name: no count of things."""


@lru_cache(CACHED)
def base_phrase(head: Token) -> TokenSpan:
    """The noun with its modifiers before it: 'the 28th ASEAN Plus Three Summit'."""
    left = head
    for child in reversed(head.lefts):
        if child.dep_ in MODIFIERS or (child.dep_ in {"cc", "conj"} and child.i > left.i - 2):
            left = child.left_edge if child.i < left.i else left
        else:
            break
    return head.doc[_strip_left(left, head).i : head.i + 1]


def _strip_left(left: Token, head: Token) -> Token:
    while left.i < head.i and (left.is_punct or left.is_space) and left.text not in {"$", "€", "£"}:
        left = left.nbor()
    return left


@lru_cache(CACHED)
def full_phrase(head: Token) -> TokenSpan:
    """The base phrase with its of-phrases: 'victims of human trafficking'."""
    base = base_phrase(head)
    end = base.end
    current = head
    for _ in range(MAX_OF_PHRASES):
        inner = _of_object(current)
        if inner is None or inner.i < end:
            break
        end = max(end, inner.i + 1)
        current = inner
    return _balanced(head.doc[base.start : end])


def _balanced(phrase: TokenSpan) -> TokenSpan:
    """The phrase with the closing bracket of an acronym: 'the European Union (EU)'."""
    doc, texts = phrase.doc, [token.text for token in phrase]
    is_open = texts.count("(") > texts.count(")") and phrase.end < len(doc) and doc[phrase.end].text == ")"
    return doc[phrase.start : phrase.end + 1] if is_open else phrase


def _of_object(head: Token) -> Token | None:
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            for grand in child.children:
                if grand.dep_ == "pobj":
                    return grand
    return None


def is_gerund_thing(token: Token) -> bool:
    """True for a gerund in the place of a noun: 'banned offshore gaming', 'fight phishing'."""
    return token.tag_ == "VBG" and token.dep_ in {"dobj", "pobj"} and not any(c.dep_ == "dobj" for c in token.rights)


def is_mutual(head: Token) -> bool:
    """True for the head of "each other" and "one another"."""
    if head.lower_ not in MUTUAL:
        return False
    words = [token.lower_ for token in head.doc[max(0, head.i - 1) : head.i + 2]]
    pair = words[-2:] if head.lower_ == "one" else words[:2]
    return pair in (["each", "other"], ["one", "another"])


def counted(head: Token) -> Token:
    """The noun that is counted: the pensioners in 'hundreds of pensioners'; else the word itself."""
    if head.pos_ != "NUM" and head.lemma_.lower() not in lexicon().syntax.counting_nouns:
        return head
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of":
            nouns = [noun for noun in child.children if noun.dep_ == "pobj" and noun.tag_ in {"NNS", "NNPS"}]
            if nouns:
                return nouns[0]
    return head


def count_words(head: Token) -> list[Token]:
    """The number before a plural noun with its approximation: 'more than 500' of 'more than 500 suspects'.

    Not a year, an amount of money or a measure: '2025 budgets', '$20 notes', 'three years'.
    """
    if head.tag_ not in {"NNS", "NNPS"} and head.lower_ != "people":
        return []
    if head.ent_type_ in UNITS:
        return []
    counts = [c for c in head.lefts if c.dep_ == "nummod" and c.ent_type_ not in UNITS and c.like_num]
    return sorted((t for count in counts[:1] for t in count.subtree), key=lambda token: token.i)


def quantity_of(head: Token) -> str | None:
    """The quantity of a noun: `1209`, `more than 500`; None without a number."""
    words = " ".join(t.lower_ for t in _words_of_counter(head) or count_words(head))
    return (words.replace(",", "") if words.replace(",", "").isdecimal() else words) or None


def _words_of_counter(head: Token) -> list[Token]:
    """The words of a counting noun: 'hundreds', 'more than 7,000' before 'of pensioners'."""
    counter = head.head.head if head.dep_ == "pobj" and head.head.lower_ == "of" else head
    return [t for t in base_phrase(counter) if t.dep_ != "det"] if counter != head and counted(counter) == head else []


def label_of(phrase: TokenSpan, head: Token) -> str:
    """The phrase as a label, without article, possessive pronoun, quotation marks and count."""
    tokens = list(phrase)
    count = count_words(head)
    while tokens and tokens[0] != head and (_is_dropped(tokens[0]) or tokens[0] in count):
        tokens.pop(0)
    text = "".join(t.text_with_ws for t in tokens).strip()
    return " ".join(text.replace("“", "").replace("”", "").replace('"', "").split()) or head.text


def _is_dropped(token: Token) -> bool:
    return (
        token.dep_ in LABEL_DROPPED
        or token.tag_ in {"PRP$", "DT", "PDT", "POS", "WP$"}
        or token.text in QUOTES
        or token.lower_ == "own"
        or token.is_space
    )


def determiner(head: Token) -> str:
    """The article or demonstrative of a noun in small letters; empty without one."""
    for child in head.lefts:
        if child.dep_ in {"det", "predet"}:
            return str(child.lower_)
    return ""
