"""Lists of names, which the parser takes for appositions: "Ann Holt, 34, Bo Li, a banker, and Carl Tan".

No person is another's apposition, so the next name after a comma is a conjunct. So is one after the noun that says who
it is ("Ann Holt, the dealer Bo Li").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.lexicon.loader import lexicon
from ontology.countries import is_country_name

if TYPE_CHECKING:
    from extract.parsing.tokens import Token

MISREAD = frozenset({"appos", "npadvmod"})
MODIFIERS = frozenset({"compound", "nmod"})
AGE = re.compile(r"[1-9]\d")


def join_names(tokens: Sequence[Token]) -> None:
    """Make the names of such a list conjuncts. Heads and labels must be set; children are not asked for."""
    for token in tokens:
        if token.pos_ == "PROPN" and token.dep_ in MODIFIERS:
            _join_by_stroke(token, tokens)
        elif token.tag_ == "VB" and token.dep_ == "conj" and token.lemma_.lower() in lexicon().person_nouns:
            _join_occupation(token, tokens)
        elif token.pos_ == "PROPN" and token.dep_ == "conj" and token.head.pos_ == "VERB":
            _join_object(token, tokens)
        elif token.pos_ in {"PROPN", "NOUN"} and token.dep_ == "conj" and _is_described(token.head, tokens):
            token.head = token.head.head
        elif token.dep_ == "appos" and token.pos_ == "NOUN" and _is_described_name(token, tokens):
            before = token.head  # a name, or another such noun: "the dealer Bo Li, the broker Al Roy"
            token.head, token.dep_ = before.head if before.dep_ == "appos" else before, "conj"
        elif token.dep_ in MISREAD and _is_listed_country(token, tokens):
            token.dep_ = "conj"
        elif _is_person(token, tokens) and token.dep_ in MISREAD | {"conj"} and token.head.i < token.i:
            _join_person(token, tokens)


def _join_person(token: Token, tokens: Sequence[Token]) -> None:
    start = token.i
    while start and (tokens[start].ent_iob_ == "I" or _is_part(tokens[start - 1], token)):
        start -= 1
    before = tokens[start - 1].lower_ if start else ""
    if _is_person(token.head, tokens) and token.dep_ in MISREAD and before == ",":
        token.dep_ = "conj"
    elif before in {",", "and"} and _describes_person(token.head, tokens):
        token.head, token.dep_ = token.head.head, "conj"


def _is_listed_country(token: Token, tokens: Sequence[Token]) -> bool:
    """True for "Fiji" in "Laos, Fiji and Peru", not for that in "Suva, Fiji"."""
    are_countries = is_country_name(token.text) and is_country_name(token.head.text)
    is_beside = token.i == token.head.i + 2 and tokens[token.i - 1].text == ","
    return are_countries and is_beside and any(t.head is token and t.dep_ == "conj" for t in tokens[token.i + 1 :])


def _is_part(word: Token, name: Token) -> bool:
    """True for a word of a name before its last: "Sergeant", "Ana" in "Sergeant Ana Sow"."""
    return word.head is name and word.dep_ == "compound" and word.pos_ == "PROPN"


def _is_person(token: Token, tokens: Sequence[Token]) -> bool:
    if token.pos_ != "PROPN" or token.lower_.rstrip(".") in lexicon().actors.titles.generations:  # "Henry Tan, Jr."
        return False
    return token.ent_type_ == "PERSON" or has_age(tokens, token.i + 1)


def has_age(tokens: Sequence[Token], end: int) -> bool:
    """True before ", 45," and "(45)", which give the age of a person whose name ends here."""
    after = [token.text for token in tokens[end : end + 3]]
    if len(after) < 3 or not AGE.fullmatch(after[1]):  # a mark on each side
        return False
    return (after[0] == "(" and after[2] == ")") or (after[0] == "," and after[2] in {",", ".", ";", "and"})


def _describes_person(noun: Token, tokens: Sequence[Token]) -> bool:
    """True for "banker" in "Ann Holt, a banker"."""
    person = noun.head
    is_apposed = noun.pos_ == "NOUN" and noun.dep_ == "appos" and _is_person(person, tokens) and person.i < noun.i
    return is_apposed and any(token.lower_ in {"a", "an"} for token in tokens[person.i + 1 : noun.i])


def _is_described(name: Token, tokens: Sequence[Token]) -> bool:
    """True for "Bo Li" in "the broker Bo Li and the company Orion": the list goes on after the broker."""
    noun = name.head
    is_apposed = name.dep_ == "appos" and name.pos_ == "PROPN" and noun.pos_ == "NOUN" and noun.i < name.i
    return is_apposed and all(token.head is name for token in tokens[noun.i + 1 : name.i])


def _is_described_name(noun: Token, tokens: Sequence[Token]) -> bool:
    """True for "dealer" in "Ann Holt, the dealer Bo Li": the name after the noun is another one than that before."""
    if noun.head.i > noun.i or not noun.head.ent_type_ or noun.lemma_.lower() not in lexicon().person_nouns:
        return False
    names = [t for t in tokens[noun.i + 1 : noun.i + 5] if t.head is noun and t.dep_ == "appos"]
    between = tokens[noun.i + 1 : names[0].i] if names else ()
    is_person = bool(names) and names[0].pos_ == "PROPN" and names[0].ent_type_ in {"", "PERSON"}
    return is_person and all(token.head is names[0] for token in between)


def _join_occupation(word: Token, tokens: Sequence[Token]) -> None:
    """Mend "judge Ann Holt and engineer Bo Li", where the parser takes what the last person does for a verb."""
    name = next((t for t in tokens[word.i + 1 : word.i + 5] if t.head is word and t.dep_ == "dobj"), None)
    above = word.head
    if above.tag_ in {"VBD", "VBZ"}:  # a bare form is not coordinate with it
        above = next((t for t in tokens[above.i + 1 : word.i] if t.head is above and t.dep_ == "dobj"), above)
    has_auxiliary = any(t.head is word and t.dep_ == "aux" for t in tokens[above.i : word.i])
    if name is None or has_auxiliary or {name.pos_, above.pos_} != {"PROPN"}:
        return
    name.head, name.dep_ = above, "conj"
    word.head, word.dep_, word.pos_, word.tag_ = name, "compound", "NOUN", "NN"


def _join_object(name: Token, tokens: Sequence[Token]) -> None:
    """Mend "charged Ann Holt, named “Ace,” and Bo Li", where the parser joins the last name to the verb."""
    objects = [token for token in tokens[name.head.i + 1 : name.i] if token.head is name.head and token.dep_ == "dobj"]
    if objects and objects[-1].pos_ == "PROPN":
        name.head = objects[-1]


def _join_by_stroke(name: Token, tokens: Sequence[Token]) -> None:
    """Mend "Japan/Kenya signed", where the parser takes the first name for a modifier of the second.

    One name of such a row belongs to the rest of the sentence; the parser hangs the others on it or on each other.
    """
    row = _row(name, tokens)
    outer = [token for token in row if token.head is token or token.head not in row]
    if len(row) == 1 or len(outer) != 1 or outer[0].dep_ in MODIFIERS or any(one.pos_ != "PROPN" for one in row):
        return
    first, last = row[0], outer[0]
    first.head, first.dep_ = (first if last.head is last else last.head), last.dep_
    for token in row[1:]:
        token.head, token.dep_ = first, "conj"


def _row(name: Token, tokens: Sequence[Token]) -> Sequence[Token]:
    """The words from this one on that strokes part: "Japan/Kenya/Fiji"."""
    end = name.i + 1
    while end + 1 < len(tokens) and tokens[end].text == "/":
        end += 2
    return tokens[name.i : end : 2]
