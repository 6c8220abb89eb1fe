"""Open information extraction: every clause as (subject, relation, object) in the words of the text.

One line per conjunct; a prepositional chain gives one line per step ("became justice", "became justice of ->
the Court"), as in Gashteovski et al., BenchIE (2022) and Del Corro & Gemulla, ClausIE (2013). Nothing is
lemmatised, resolved or inferred: a stretch keeps its own spacing, stretches are joined by one space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from extract.arguments import (
    conjuncts,
    direct_objects,
    grammatical_subjects,
    is_passive,
    is_verb,
)
from extract.parsing import ParsedSentence
from extract.predicates import CONFIDENCE
from ontology.model import OpenTriple

CLAUSAL = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "appos", "conj", "cc"})
CHAIN = 3
COMPLEMENTS = frozenset({"attr", "acomp", "oprd"})


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause in surface words, and the rule that found it."""

    subject: str
    relation: str
    object: str
    rule: str


def clause_rows(parsed: ParsedSentence) -> list[ClauseRow]:
    """The distinct clauses of a sentence in reading order."""
    rows: dict[ClauseRow, None] = {}
    for token in parsed.span:
        if is_verb(token) and token.dep_ not in {"xcomp", "pcomp"}:
            for row in _of_verb(token):
                rows.setdefault(row)
    return list(rows)


def open_triples(document: str, parsed: ParsedSentence) -> Iterator[OpenTriple]:
    """The open triples of a sentence."""
    for row in clause_rows(parsed):
        confidence = CONFIDENCE.get(row.rule, 0.7)
        yield OpenTriple(document, parsed.sentence, row.subject, row.relation, row.object, row.rule, confidence)


def _of_verb(verb: Token) -> Iterator[ClauseRow]:
    rule = _rule(verb)
    for subject in grammatical_subjects(verb):
        words = _noun_words(subject)
        for relation, argument in _arguments(verb, _relation(verb)):
            if argument and not set(argument) & set(words):
                yield ClauseRow(text_of(words), text_of(relation), text_of(argument), rule)


def _rule(verb: Token) -> str:
    if verb.dep_ == "relcl":
        return "relative-clause"
    if verb.dep_ in {"acl", "advcl"}:
        return "participle"
    return "passive" if is_passive(verb) else "active"


def _relation(verb: Token) -> list[Token]:
    """Auxiliaries, negation, particle and verb; the auxiliaries of a joined verb are its own only."""
    own = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "prt"} and c.tag_ != "TO"]
    return sorted([*own, verb], key=lambda t: t.i)


def _arguments(verb: Token, relation: list[Token]) -> Iterator[tuple[list[Token], list[Token]]]:
    """(relation, object) pairs: objects, complements, prepositional steps, infinitives, clauses."""
    objects = [] if is_passive(verb) else direct_objects(verb)
    for noun in objects:
        yield relation, _noun_words(noun)
        yield from _chain(noun, [*relation, *_base_words(noun)])
    for child in verb.children:
        if child.dep_ in COMPLEMENTS:
            for complement in conjuncts(child):
                yield relation, _noun_words(complement)
                yield from _chain(complement, [*relation, *_base_words(complement)])
        elif child.dep_ in {"prep", "agent"} and child.pos_ in {"ADP", "SCONJ"}:
            lead = [*relation, *(_base_words(objects[0]) if objects else [])]
            yield from _step(child, lead)
        elif child.dep_ == "xcomp" and is_verb(child):
            yield from _arguments(child, [*relation, *_infinitive(child)])
        elif child.dep_ == "ccomp":
            yield relation, _clause_words(child)


def _infinitive(verb: Token) -> list[Token]:
    return sorted([*(c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "prt"}), verb], key=lambda t: t.i)


def _chain(noun: Token, relation: list[Token], depth: int = 0) -> Iterator[tuple[list[Token], list[Token]]]:
    if depth >= CHAIN:
        return
    for child in noun.rights:
        if child.dep_ == "prep":
            yield from _step(child, relation, depth + 1)


def _step(preposition: Token, relation: list[Token], depth: int = 0) -> Iterator[tuple[list[Token], list[Token]]]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            for noun in conjuncts(child):
                yield [*relation, preposition], _noun_words(noun)
                yield from _chain(noun, [*relation, preposition, *_base_words(noun)], depth)
        elif child.dep_ == "pcomp":
            yield [*relation, preposition], _clause_words(child)


def _noun_words(noun: Token) -> list[Token]:
    """A noun with its modifiers and prepositional phrases, without clauses, appositions and conjuncts."""
    return _words(noun, CLAUSAL)


def _base_words(noun: Token) -> list[Token]:
    return _words(noun, CLAUSAL | {"prep"})


def _clause_words(verb: Token) -> list[Token]:
    return _trim([t for t in verb.subtree if not t.is_space])


def _words(head: Token, without: frozenset[str] | set[str]) -> list[Token]:
    found = [head]
    for child in head.children:
        if child.dep_ in without or (child.dep_ == "punct" and child.i > head.i):
            continue
        found.extend(_words(child, frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "appos"})))
    return _trim(sorted(found, key=lambda t: t.i))


def _trim(tokens: list[Token]) -> list[Token]:
    while tokens and (tokens[0].is_punct or tokens[0].is_space) and tokens[0].text not in {"$", "£", "€", "("}:
        tokens = tokens[1:]
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space) and tokens[-1].text not in {")", "%"}:
        tokens = tokens[:-1]
    return tokens


def text_of(tokens: Sequence[Token]) -> str:
    """The words as they stand: contiguous stretches keep their spacing, others are joined by a space."""
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
