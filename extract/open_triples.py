"""Open information extraction: every clause as (subject, relation, object) in the words of the text.

One line per conjunct; a prepositional chain gives one line per step ("became justice", "became justice of ->
the Court"), as in Gashteovski et al., BenchIE (2022) and Del Corro & Gemulla, ClausIE (2013). Nothing is
lemmatised, resolved or inferred: a stretch keeps its own spacing, stretches are joined by one space.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.clauses.stance import is_speech
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import (
    ACCUSING,
    children,
    conjuncts,
    direct_objects,
    grammatical_subjects,
    is_passive,
    is_verb,
)
from extract.syntax.surface import (
    base_words,
    clause_words,
    in_name,
    noun_words,
    phrase_words,
    text_of,
    trimmed,
    words_of,
)
from ontology.model import OpenTriple

CHAIN = 3
CONFIDENCE = {
    "object": 0.8,
    "complement": 0.6,
    "preposition": 0.75,
    "noun-preposition": 0.65,
    "gerund": 0.7,
    "clause": 0.55,
    "adverbial": 0.65,
    "apposition": 0.1,
    "possessive": 0.1,
}
"""By the kind of its object, the share of open triples that a benchmark of exact matches (BenchIE) finds right.

BenchIE holds no apposition or possessive for a fact: their figure says so, not that they are wrong."""
DISCOURSE = frozenset(
    {"example", "instance", "particular", "general", "principle", "fact", "addition", "turn", "part", "course"}
)
"""Nouns that alone after a preposition say nothing of the act: "for example", "in principle"."""
COMPLEMENTS = frozenset({"attr", "acomp", "oprd"})
INTERROGATIVE = frozenset({"WP", "WDT", "WRB"})
GOALS = frozenset({"to", "into", "onto", "for", "with", "from", "through"})
"""Prepositions whose phrase completes a verb without object; what follows it is said of both."""
BEFORE_OF = frozenset({"instead", "because", "out", "ahead", "inside", "outside", "regardless", "irrespective"})
PLACES = frozenset({"in", "at", "on"})
PREPOSITIONAL = frozenset({"depending", "including", "regarding", "concerning", "according", "following", "owing"})
"""Participles that stand for a preposition."""
COMPLEX_PREPOSITIONS = frozenset(
    {
        f"{first} {noun}"
        for first, nouns in {
            "in": "addition aid accordance case charge comparison compliance conflict conjunction connection contact "
            "contrast exchange favor favour front honor honour lieu light line memory need place proportion protest "
            "pursuit reference regard relation reply respect response return search spite support terms view",
            "on": "account behalf grounds part pain top",
            "by": "means virtue way",
            "with": "reference regard respect",
            "for": "fear lack want",
            "at": "odds variance",
        }.items()
        for noun in nouns.split()
    }
)
"""Prepositions of three words, without their last: "in relation to". Source: Quirk et al. (1985), 9.12."""


Step = tuple[list[Token], list[Token], str]


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """One clause in surface words, and the rule that found it."""

    subject: str
    relation: str
    object: str
    rule: str


def clause_rows(parsed: ParsedSentence, *, nominal: bool = False) -> list[ClauseRow]:
    """The distinct clauses of a sentence in reading order; `nominal` adds appositions and possessives."""
    rows: dict[ClauseRow, None] = {}
    for token in parsed.span:
        if is_verb(token) and _is_clause(token):
            for row in _of_verb(token):
                rows.setdefault(row)
        elif nominal and token.pos_ in {"NOUN", "PROPN"}:
            for row in _of_noun(token):
                rows.setdefault(row)
    return list(rows)


def _is_clause(verb: Token) -> bool:
    """True unless the verb only goes on with another's clause; 'accused Ann of lying': Ann lies, so it does not."""
    if verb.dep_ == "pcomp":
        return verb.head.head.lemma_ in ACCUSING
    return verb.dep_ != "xcomp" and verb.lower_ not in PREPOSITIONAL


def open_triples(document: str, parsed: ParsedSentence, *, nominal: bool = False) -> Iterator[OpenTriple]:
    """The open triples of a sentence."""
    for row in clause_rows(parsed, nominal=nominal):
        share = CONFIDENCE[row.rule.partition(":")[2]]
        yield OpenTriple(document, parsed.sentence, row.subject, row.relation, row.object, row.rule, share)


def _of_verb(verb: Token) -> Iterator[ClauseRow]:
    rule = _rule(verb)
    for words in _subjects(verb):
        for relation, argument, kind in _arguments(verb, _relation(verb)):
            if argument and not set(argument) & set(words):
                yield ClauseRow(text_of(words), text_of(relation), text_of(argument), f"{rule}:{kind}")


def _subjects(verb: Token) -> list[list[Token]]:
    """The words of each subject, a clause's where it is a clause; no possessive or object pronoun."""
    nouns = [*children(verb, "expl"), *grammatical_subjects(verb)]
    nouns = [noun for noun in nouns if noun.tag_ != "PRP$" and "Acc" not in noun.morph.get("Case", [])]
    clauses = [] if nouns else children(verb, "csubj", "csubjpass")
    return [*map(noun_words, nouns), *map(clause_words, clauses)]


def _of_noun(noun: Token) -> Iterator[ClauseRow]:
    """'Arminius, leader of the Cherusci' is that; 'Georgia's bid': Georgia has it. The verbs are understood."""
    head = noun.head
    if noun.dep_ == "appos" and head.pos_ in {"NOUN", "PROPN"}:
        yield ClauseRow(text_of(noun_words(head)), "is", text_of(noun_words(noun)), "nominal:apposition")
    if noun.dep_ == "poss" and head.pos_ == "NOUN":
        owner = [t for t in noun_words(noun) if t.dep_ != "case"]
        owned = set(noun_words(head)) - set(noun.subtree)
        rest = trimmed(sorted(owned, key=lambda t: t.i))
        yield ClauseRow(text_of(owner), "has", text_of(rest), "nominal:possessive")


def _rule(verb: Token) -> str:
    if verb.dep_ == "relcl":
        return "relative-clause"
    if verb.dep_ in {"acl", "advcl"}:
        return "participle"
    return "passive" if is_passive(verb) else "active"


def _relation(verb: Token) -> list[Token]:
    """Auxiliaries, negation, particle and verb; a joined verb of the same form shares those of the first."""
    own = _verb_words(verb)
    alike = verb.dep_ == "conj" and verb.tag_ == verb.head.tag_ and verb.tag_ in {"VBN", "VB", "VBG"}
    if alike and not children(verb, "aux", "auxpass", "nsubj", "nsubjpass"):
        own += [c for c in children(verb.head, "aux", "auxpass") if c.i < verb.head.i]
    return sorted([t for t in own if t.tag_ != "TO"], key=lambda t: t.i)


def _verb_words(verb: Token) -> list[Token]:
    own = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "prt"}]
    return sorted([*own, verb], key=lambda t: t.i)


def _arguments(verb: Token, relation: list[Token]) -> Iterator[Step]:
    """(relation, object) pairs: objects, complements, prepositional steps, infinitives, clauses."""
    objects = [] if is_passive(verb) else [noun for noun in direct_objects(verb) if not _is_asked_for(noun, verb)]
    complements = [c for child in children(verb, *COMPLEMENTS) for c in conjuncts(child)]
    able = [noun for noun in complements if noun.pos_ == "ADJ" and _infinitives(noun, "xcomp")]
    for noun in able:
        yield from _able(verb, noun, relation)
    for noun in [*objects, *complements]:
        if noun not in able:
            yield relation, noun_words(noun), "object" if noun in objects else "complement"
            yield from _of_argument(noun, relation)
    lead = [*relation, *(noun_words((objects or complements)[0]) if objects or complements else [])]
    if not able:
        yield from _beside(verb, lead)
    if lead == relation:
        yield from _manner(verb, relation)
    for clause in _infinitives(verb, "xcomp", bare=True):
        yield from _arguments(clause, [*lead, *_infinitive(clause)])
    for child in children(verb, "ccomp"):
        yield from _content(verb, child, relation)
    if verb.dep_ == "parataxis" and is_speech(verb) and lead == relation and not children(verb, "ccomp"):
        said = set(verb.subtree)  # "The buyers , these analysts added , could be ..."
        yield relation, trimmed([t for t in verb.head.subtree if t not in said]), "clause"


def _able(verb: Token, adjective: Token, relation: list[Token]) -> Iterator[Step]:
    """'were able to reinforce the hotel': what stands beside "able" belongs to what they are able to."""
    for clause in _infinitives(adjective, "xcomp"):
        inner = [*relation, *base_words(adjective), *_infinitive(clause)]
        yield from _arguments(clause, inner)
        yield from _beside(verb, [*inner, *_first_object(clause)])


def _of_argument(noun: Token, relation: list[Token]) -> Iterator[Step]:
    """The steps that go on from an object: its phrases, and its participles ("deals with cases involving drugs")."""
    yield from _chain(noun, [*relation, *base_words(noun)])
    for clause in _participles(noun):
        if clause in relation:
            continue  # "the pact that they signed": it is the object of what hangs on it
        yield from _arguments(clause, [*relation, *base_words(noun), *_verb_words(clause)])


def _is_asked_for(noun: Token, verb: Token) -> bool:
    """'how much it would invest'."""
    return noun.i < verb.i and noun.head == verb and any(t.tag_ in INTERROGATIVE for t in noun.subtree)


def _participles(noun: Token) -> list[Token]:
    return [c for c in children(noun, "acl") if is_verb(c) and c.tag_ in {"VBG", "VBN"} and c.i > noun.i]


def _beside(verb: Token, lead: list[Token]) -> Iterator[Step]:
    """What stands beside the object: prepositional phrases and adverbial nouns."""
    complete = lead[-1:] != [verb]
    for child in [*verb.children, *_shared_phrases(verb)]:
        if child.dep_ in {"prep", "agent"} and child.pos_ in {"ADP", "SCONJ", "VERB"}:
            yield from _step(child, lead)
            if not complete and _is_essential(child) and child.i > verb.i:
                lead = [*lead, *phrase_words(child)]  # "headed for Wall Street in 1980"
        elif child.dep_ == "advmod" and child.i > verb.i:
            for preposition in children(child, "prep"):  # "called back to duty"
                yield from _step(preposition, [*lead, child])
        elif child.dep_ == "npadvmod" and child.pos_ in {"NOUN", "PROPN"}:
            yield lead, noun_words(child), "adverbial"  # "was abandoned several years later"


def _is_essential(preposition: Token) -> bool:
    """True for a phrase that completes a verb without object: a goal, an agent, a place; not a time."""
    if preposition.dep_ == "agent" or preposition.lower_ in GOALS:
        return True
    timed = any(noun.ent_type_ in {"DATE", "TIME"} for noun in children(preposition, "pobj"))
    return preposition.lower_ in PLACES and not timed


def _shared_phrases(verb: Token) -> list[Token]:
    """'were mobilised and recalled in May': what stands after the last of the joined verbs is the first's too."""
    joined = [c for c in children(verb, "conj") if is_verb(c) and c.tag_ == verb.tag_]
    alone = all(child.dep_ in {"punct", "cc", "conj", "advmod"} for child in verb.rights)
    if not joined or not alone or children(joined[0], "nsubj", "nsubjpass", "dobj", "aux", "auxpass", "agent"):
        return []
    return [] if not is_passive(verb) and direct_objects(verb) else children(joined[0], "prep")


def _manner(verb: Token, relation: list[Token]) -> Iterator[Step]:
    """The adverb that completes a verb without any other argument: "recovered quickly"."""
    if not children(verb, "prep", "agent", "xcomp", "ccomp", "npadvmod"):
        for child in children(verb, "advmod"):
            if child.i > verb.i:
                yield relation, words_of(child, frozenset({"prep", "advcl"})), "adverbial"


def _first_object(verb: Token) -> list[Token]:
    objects = [] if is_passive(verb) else direct_objects(verb)
    return noun_words(objects[0]) if objects else []


def _content(verb: Token, clause: Token, relation: list[Token]) -> Iterator[Step]:
    """The clause that a verb governs; 'help Armenia reassure investors' goes on with its verb."""
    subjects = children(clause, "nsubj")
    small = clause.tag_ == "VB" or any("Acc" in noun.morph.get("Case", []) for noun in subjects)
    if subjects and small and not children(clause, "aux", "mark"):
        yield relation, noun_words(subjects[0]), "object"
        for joined in _joined_verbs(clause):
            yield from _arguments(joined, [*relation, *noun_words(subjects[0]), *_verb_words(joined)])
    elif clause.i > verb.i or is_speech(verb):
        for words in _contents(clause):
            yield relation, words, "clause"


def _contents(clause: Token) -> list[list[Token]]:
    """The words of a clause and of each clause joined to it that has a subject of its own."""
    joined = [child for child in children(clause, "conj") if is_verb(child)]
    others = {t for child in [*joined, *(children(clause, "cc") if joined else [])] for t in child.subtree}
    own = [c for c in joined if children(c, "nsubj", "nsubjpass", "expl")]
    return [trimmed([t for t in clause.subtree if not t.is_space and t not in others]), *map(clause_words, own)]


def _infinitives(head: Token, label: str, *, bare: bool = False) -> list[Token]:
    """The infinitives under a word, with those joined to them; `bare` takes other subjectless clauses too."""
    found = [child for child in children(head, label) if is_verb(child)]
    found = [verb for verb in found if bare or any(child.tag_ == "TO" for child in verb.children)]
    return [joined for verb in found for joined in _joined_verbs(verb)]


def _infinitive(verb: Token) -> list[Token]:
    """The verb with its "to"; a joined infinitive has that of the first."""
    shared = [c for c in verb.head.children if c.tag_ == "TO"] if verb.dep_ == "conj" and verb.tag_ == "VB" else []
    own = _verb_words(verb)
    return own if any(t.tag_ == "TO" for t in own) else [*shared, *own]


def _joined_verbs(verb: Token) -> list[Token]:
    return [verb, *[c for c in children(verb, "conj") if is_verb(c) and not children(c, "nsubj", "nsubjpass")]]


def _chain(noun: Token, relation: list[Token], depth: int = 0) -> Iterator[Step]:
    """The phrases after a noun, each a step; an of-phrase before another phrase stays with the noun."""
    if depth >= CHAIN:
        return
    for clause in _infinitives(noun, "acl"):  # "was the last raider to enter Australian waters"
        own = noun_words(noun) if depth == 0 else base_words(noun)
        yield from _arguments(clause, [*relation[: len(relation) - len(base_words(noun))], *own, *_infinitive(clause)])
    for child in noun.rights:
        if child.dep_ == "prep" and not in_name(noun, child):
            yield from _step(child, relation, depth + 1)
            if child.lower_ == "of":
                relation = [*relation, *phrase_words(child)]


def _step(preposition: Token, relation: list[Token], depth: int = 0) -> Iterator[Step]:
    relation = [*relation, *_first_of_compound(preposition)]
    for child in preposition.children:
        if child.dep_ == "prep" and child.i == preposition.i + 1:
            yield from _step(child, [*relation, preposition], depth)
        if child.dep_ == "pobj" and not _is_discourse(child):
            inner = _rest_of_preposition(preposition, child)
            if inner is not None:  # "in relation to direct taxes"
                yield from _step(inner, [*relation, preposition, child], depth)
                continue
            for noun in conjuncts(child):
                yield [*relation, preposition], noun_words(noun), "noun-preposition" if depth else "preposition"
                yield from _chain(noun, [*relation, preposition, *base_words(noun)], depth)
        elif child.dep_ == "pcomp":
            yield from _gerund(child, [*relation, preposition], depth)


def _gerund(verb: Token, relation: list[Token], depth: int) -> Iterator[Step]:
    """'accused Dow Jones of using unfair means': the arguments of the gerund, the whole where it has none."""
    inner = [*relation, *_verb_words(verb)]
    steps = list(_arguments(verb, inner)) if verb.tag_ == "VBG" and depth < CHAIN else []
    yield from ((words, argument, "gerund") for words, argument, _ in steps)
    if not steps:
        yield relation, clause_words(verb), "gerund"


def _is_discourse(noun: Token) -> bool:
    return noun.lower_ in DISCOURSE and not any(True for _ in noun.children)


def _first_of_compound(preposition: Token) -> list[Token]:
    """The "instead" of "instead of", where the parser hangs only the "of" on the verb."""
    before = preposition.doc[preposition.i - 1] if preposition.lower_ == "of" and preposition.i else None
    return [before] if before is not None and before.lower_ in BEFORE_OF and before != preposition.head else []


def _rest_of_preposition(preposition: Token, noun: Token) -> Token | None:
    """The second preposition of "in relation to", "on behalf of"."""
    if f"{preposition.lower_} {noun.lower_}" not in COMPLEX_PREPOSITIONS:
        return None
    return next((child for child in noun.rights if child.dep_ == "prep"), None)
