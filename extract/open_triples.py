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
    children,
    conjuncts,
    direct_objects,
    grammatical_subjects,
    is_passive,
    is_verb,
)
from extract.parsing import ParsedSentence
from ontology.model import OpenTriple

CLAUSAL = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "appos", "conj", "cc"})
CHAIN = 3
CONFIDENCE = {
    "object": 0.7,
    "complement": 0.6,
    "preposition": 0.65,
    "noun-preposition": 0.55,
    "gerund": 0.65,
    "clause": 0.35,
    "adverbial": 0.35,
}
"""By the kind of its object, the share of open triples that a benchmark of exact matches (BenchIE) finds right."""
NOUN_COMPLEMENTS = frozenset({"of", "for", "between"})
"""Prepositions whose phrase belongs to the noun; other phrases are steps of their own."""
JOINTS = frozenset({"-", "–", "/", "&", "'", "’", "``", "''", '"', "."})
DISCOURSE = frozenset({"example", "instance"})
"""Nouns of phrases that say nothing of the act: "for example"."""
COMPLEMENTS = frozenset({"attr", "acomp", "oprd"})


Step = tuple[list[Token], list[Token], str]


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
        share = CONFIDENCE[row.rule.partition(":")[2]]
        yield OpenTriple(document, parsed.sentence, row.subject, row.relation, row.object, row.rule, share)


def _of_verb(verb: Token) -> Iterator[ClauseRow]:
    rule = _rule(verb)
    for subject in [*children(verb, "expl"), *grammatical_subjects(verb)]:
        words = _noun_words(subject)
        for relation, argument, kind in _arguments(verb, _relation(verb)):
            if argument and not set(argument) & set(words):
                yield ClauseRow(text_of(words), text_of(relation), text_of(argument), f"{rule}:{kind}")


def _rule(verb: Token) -> str:
    if verb.dep_ == "relcl":
        return "relative-clause"
    if verb.dep_ in {"acl", "advcl"}:
        return "participle"
    return "passive" if is_passive(verb) else "active"


def _relation(verb: Token) -> list[Token]:
    """Auxiliaries, negation, particle and verb; the auxiliaries of a joined verb are its own only."""
    own = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "prt"} and c.tag_ != "TO"]
    if (
        verb.dep_ == "conj"
        and verb.tag_ in {"VBN", "VB", "VBG"}
        and not children(verb, "aux", "auxpass", "nsubj", "nsubjpass")
    ):
        own += [c for c in verb.head.children if c.dep_ in {"aux", "auxpass"} and c.tag_ != "TO" and c.i < verb.head.i]
    return sorted([*own, verb], key=lambda t: t.i)


def _arguments(verb: Token, relation: list[Token]) -> Iterator[Step]:
    """(relation, object) pairs: objects, complements, prepositional steps, infinitives, clauses."""
    objects = [] if is_passive(verb) else direct_objects(verb)
    complements = [c for child in children(verb, *COMPLEMENTS) for c in conjuncts(child)]
    for noun in [*objects, *complements]:
        inner = [clause for clause in children(noun, "xcomp") if is_verb(clause)]
        if noun.pos_ == "ADJ" and inner:
            for clause in inner:  # "were able to reinforce the hotel"
                for joined in [clause, *[c for c in children(clause, "conj") if is_verb(c)]]:
                    yield from _arguments(joined, [*relation, *_base_words(noun), *_infinitive(clause)[:-1], joined])
            continue
        yield relation, _noun_words(noun), "object" if noun in objects else "complement"
        yield from _chain(noun, [*relation, *_base_words(noun)])
    lead = [*relation, *(_base_words((objects or complements)[0]) if objects or complements else [])]
    for child in verb.children:
        if child.dep_ in {"prep", "agent"} and child.pos_ in {"ADP", "SCONJ"}:
            yield from _step(child, lead)
        elif child.dep_ == "npadvmod" and child.pos_ in {"NOUN", "PROPN"}:
            yield lead, _noun_words(child), "adverbial"  # "was abandoned several years later"
        elif child.dep_ == "xcomp" and is_verb(child):
            yield from _arguments(child, [*relation, *_infinitive(child)])
        elif child.dep_ == "ccomp":
            yield relation, _clause_words(child), "clause"


def _infinitive(verb: Token) -> list[Token]:
    return sorted([*(c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "prt"}), verb], key=lambda t: t.i)


def _chain(noun: Token, relation: list[Token], depth: int = 0) -> Iterator[Step]:
    if depth >= CHAIN:
        return
    for child in noun.rights:
        if child.dep_ == "prep":
            yield from _step(child, relation, depth + 1)


def _step(preposition: Token, relation: list[Token], depth: int = 0) -> Iterator[Step]:
    for child in preposition.children:
        if child.dep_ == "pobj" and child.lower_ not in DISCOURSE:
            for noun in conjuncts(child):
                yield [*relation, preposition], _noun_words(noun), "noun-preposition" if depth else "preposition"
                yield from _chain(noun, [*relation, preposition, *_base_words(noun)], depth)
        elif child.dep_ == "pcomp":
            yield [*relation, preposition], _clause_words(child), "gerund"


def _noun_words(noun: Token) -> list[Token]:
    """A noun with its modifiers and the phrases that complete it; no other phrases, clauses and conjuncts."""
    found = set(_words(noun, CLAUSAL | {"prep"}))
    for child in noun.rights:
        if child.dep_ == "prep" and child.lower_ in NOUN_COMPLEMENTS:
            found.add(child)
            found.update(word for noun in children(child, "pobj") for word in _noun_words(noun))
    return _trim(sorted(found, key=lambda t: t.i))


def _base_words(noun: Token) -> list[Token]:
    return _words(noun, CLAUSAL | {"prep", "xcomp"})


def _clause_words(verb: Token) -> list[Token]:
    return _trim([t for t in verb.subtree if not t.is_space])


def _words(head: Token, without: frozenset[str] | set[str]) -> list[Token]:
    found = [head]
    for child in head.children:
        if child.dep_ in without or (child.dep_ == "punct" and child.i > head.i):
            continue
        found.extend(_words(child, frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "appos"})))
    return _trim(_joined(sorted(found, key=lambda t: t.i)))


def _joined(tokens: list[Token]) -> list[Token]:
    """With the hyphens, ampersands and quotation marks that stand between words that belong together."""
    inside = {token.i for token in tokens}
    doc = tokens[0].doc
    gaps = [doc[i + 1] for i in inside if i + 2 in inside and i + 1 not in inside and doc[i + 1].text in JOINTS]
    return sorted([*tokens, *gaps], key=lambda token: token.i)


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
