"""Offices that stand for whoever holds them: "the Secretary of State", "the Attorney General"."""

from __future__ import annotations

from collections.abc import Iterator

from extract.coreference.names.name import Name
from extract.coreference.names.persons import person_entity
from extract.coreference.names.scope import is_class_word
from extract.coreference.names.titles import is_title
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token, TokenSpan

JOINTS = frozenset({"and", "&", ","})


def office_names(sentence: TokenSpan) -> Iterator[Name]:
    """The capitalised offices of a sentence that are no title of a name after them."""
    for token in sentence:
        if _is_office(token):
            start, end = _start(token, sentence.start), _end(token, sentence.end)
            if not _is_title_of_name(sentence, end):
                text = sentence.doc[start:end].text
                yield Name(start, end, person_entity(text), known=False, office=True)


def _is_office(token: Token) -> bool:
    scope = lexicon().mentions.scope
    if not token.is_title or token.lower_ not in scope.offices or token.tag_ in {"NNS", "NNPS"}:
        return False
    after = token.nbor() if token.i + 1 < len(token.doc) else token
    if token.lower_ == "general":
        return token.i > 0 and token.nbor(-1).is_title and token.nbor(-1).lower_ in scope.generals
    return not (after.is_title and after.lower_ in scope.offices) and after.text not in {"-", "’s", "'s"}


def _start(token: Token, limit: int) -> int:
    """Where the office begins: "Prime Minister", "Health and Human Services Secretary"."""
    doc, start = token.doc, token.i
    while start > limit:
        before = doc[start - 1]
        is_joint = before.lower_ in JOINTS and start - 2 >= limit and _is_modifier(doc[start - 2])
        if not _is_modifier(before) and not (is_joint and before.lower_ == "and"):
            break
        start -= 1
    return start


def _is_modifier(token: Token) -> bool:
    return token.is_title and token.pos_ != "DET" and (is_title(token) or token.lower_ in lexicon().actors.generic)


def _end(token: Token, limit: int) -> int:
    """Where the office ends: "Secretary of Health and Human Services", "Secretary of the Treasury"."""
    doc, end = token.doc, token.i + 1
    index = end
    if index + 1 >= limit or doc[index].lower_ not in {"of", "for"}:
        return end
    index += 2 if doc[index + 1].lower_ == "the" else 1
    while index < limit:
        if doc[index].text[:1].isupper() and is_class_word(doc[index].lower_):
            end = index + 1
        elif doc[index].lower_ not in JOINTS or end == token.i + 1:
            break
        index += 1
    return end


def _is_title_of_name(sentence: TokenSpan, end: int) -> bool:
    """True before "Ann Holt" and "in Charge Ann Holt": the office is said of her."""
    if end >= sentence.end:
        return False
    after = sentence.doc[end]
    in_charge = after.lower_ == "in" and end + 1 < sentence.end and sentence.doc[end + 1].text == "Charge"
    return in_charge or (after.text[:1].isupper() and after.pos_ == "PROPN")
