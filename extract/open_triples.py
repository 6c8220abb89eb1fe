"""Open information extraction: every clause as (subject, relation, object) in the words of the text.

Each conjunct gives a triple, and each step of a chain of prepositions another one ("became justice", "became justice
of -> the Court"), as in BenchIE (Gashteovski et al. 2022) and ClausIE (Del Corro & Gemulla 2013). Nothing is
lemmatised, resolved or inferred: contiguous words keep their spacing, others are joined by one space.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.lexicon.loader import lexicon
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import (
    children,
    conjuncts,
    direct_objects,
    grammatical_subjects,
    is_passive,
    is_verb,
)
from extract.syntax.speech import is_speech
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

MAX_STEPS = 3
"""Steps of a chain of prepositions."""
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
"""By kind of object, the share of triples that BenchIE, a benchmark of exact matches, counts as right.

BenchIE has no facts from appositions and possessives, so their low figure does not mean that they are wrong."""
COMPLEMENTS = frozenset({"attr", "acomp", "oprd"})
INTERROGATIVE = frozenset({"WP", "WDT", "WRB"})
PLACES = frozenset({"in", "at", "on"})
TripleStep = tuple[list[Token], list[Token], str]
"""The words of the relation, the words of the object, and the kind of the object (a key of `CONFIDENCE`)."""


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """A clause in the words of the text, and the rule that found it."""

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
    """True if the verb heads a clause of its own; the gerund of 'accused Ann of lying' does, other gerunds do not."""
    if verb.dep_ == "pcomp":
        return verb.head.head.lemma_ in lexicon().syntax.accusing_verbs
    return verb.dep_ != "xcomp" and verb.lower_ not in lexicon().open_triples.prepositional_participles


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
    """The words of each subject, which may be a clause; without possessive and object pronouns."""
    nouns = [*children(verb, "expl"), *grammatical_subjects(verb)]
    nouns = [noun for noun in nouns if noun.tag_ != "PRP$" and "Acc" not in noun.morph.get("Case", [])]
    clauses = [] if nouns else children(verb, "csubj", "csubjpass")
    return [*map(noun_words, nouns), *map(clause_words, clauses)]


def _of_noun(noun: Token) -> Iterator[ClauseRow]:
    """Clauses with an understood verb: "is" in 'Arminius, leader of the Cherusci', "has" in 'Georgia's bid'."""
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
    """Auxiliaries, negation, particle and verb; a coordinated verb of the same form shares the auxiliaries."""
    own = _verb_words(verb)
    is_same_form = verb.dep_ == "conj" and verb.tag_ == verb.head.tag_ and verb.tag_ in {"VBN", "VB", "VBG"}
    if is_same_form and not children(verb, "aux", "auxpass", "nsubj", "nsubjpass"):
        own += [c for c in children(verb.head, "aux", "auxpass") if c.i < verb.head.i]
    return sorted([t for t in own if t.tag_ != "TO"], key=lambda t: t.i)


def _verb_words(verb: Token) -> list[Token]:
    own = [c for c in verb.children if c.dep_ in {"aux", "auxpass", "neg", "prt"}]
    return sorted([*own, verb], key=lambda t: t.i)


def _arguments(verb: Token, relation: list[Token]) -> Iterator[TripleStep]:
    """The steps of a verb: objects, complements, prepositional phrases, infinitives and clauses.

    None of a verb that the relation has already: the object of an infinitive may be the noun that the infinitive
    follows, so that a walk from one to the other would not end.
    """
    if relation.count(verb) > 1:
        return
    objects = [] if is_passive(verb) else [noun for noun in direct_objects(verb) if not _is_asked_for(noun, verb)]
    complements = [c for child in children(verb, *COMPLEMENTS) for c in conjuncts(child)]
    adjectives = [noun for noun in complements if noun.pos_ == "ADJ" and _infinitives(noun, "xcomp")]
    for noun in adjectives:
        yield from _of_adjective(verb, noun, relation)
    for noun in [*objects, *complements]:
        if noun not in adjectives:
            yield relation, noun_words(noun), "object" if noun in objects else "complement"
            yield from _of_argument(noun, relation)
    lead = [*relation, *(noun_words((objects or complements)[0]) if objects or complements else [])]
    if not adjectives:
        yield from _beside(verb, lead)
    if lead == relation:
        yield from _manner(verb, relation)
    for clause in _infinitives(verb, "xcomp", bare=True):
        yield from _arguments(clause, [*lead, *_infinitive(clause)])
    for child in children(verb, "ccomp"):
        yield from _content(verb, child, relation)
    if verb.dep_ == "parataxis" and is_speech(verb) and lead == relation and not children(verb, "ccomp"):
        speech = set(verb.subtree)  # "The buyers , these analysts added , could be ..."
        yield relation, trimmed([t for t in verb.head.subtree if t not in speech]), "clause"


def _of_adjective(verb: Token, adjective: Token, relation: list[Token]) -> Iterator[TripleStep]:
    """The infinitive of an adjective: 'were able to reinforce the hotel'. Phrases after it belong to the infinitive."""
    for clause in _infinitives(adjective, "xcomp"):
        longer = [*relation, *base_words(adjective), *_infinitive(clause)]
        yield from _arguments(clause, longer)
        yield from _beside(verb, [*longer, *_first_object(clause)])


def _of_argument(noun: Token, relation: list[Token]) -> Iterator[TripleStep]:
    """The steps that continue from an object: its phrases and participles ("deals with cases involving drugs")."""
    yield from _chain(noun, [*relation, *base_words(noun)])
    for clause in _participles(noun):
        if clause in relation:
            continue  # "the pact that they signed": the clause whose object the noun is
        yield from _arguments(clause, [*relation, *base_words(noun), *_verb_words(clause)])


def _is_asked_for(noun: Token, verb: Token) -> bool:
    """True for the object of an indirect question: 'how much it would invest'."""
    return noun.i < verb.i and noun.head == verb and any(t.tag_ in INTERROGATIVE for t in noun.subtree)


def _participles(noun: Token) -> list[Token]:
    return [c for c in children(noun, "acl") if is_verb(c) and c.tag_ in {"VBG", "VBN"} and c.i > noun.i]


def _beside(verb: Token, lead: list[Token]) -> Iterator[TripleStep]:
    """The steps beside the object: prepositional phrases and adverbial nouns."""
    has_object = lead[-1:] != [verb]
    for child in [*verb.children, *_shared_phrases(verb)]:
        if child.dep_ in {"prep", "agent"} and child.pos_ in {"ADP", "SCONJ", "VERB"}:
            yield from _step(child, lead)
            if not has_object and _is_essential(child) and child.i > verb.i:
                lead = [*lead, *phrase_words(child)]  # "headed for Wall Street in 1980"
        elif child.dep_ == "advmod" and child.i > verb.i:
            for preposition in children(child, "prep"):  # "called back to duty"
                yield from _step(preposition, [*lead, child])
        elif child.dep_ == "npadvmod" and child.pos_ in {"NOUN", "PROPN"}:
            yield lead, noun_words(child), "adverbial"  # "was abandoned several years later"


def _is_essential(preposition: Token) -> bool:
    """True for a phrase that completes a verb without object: a goal, an agent, a place; not a time."""
    if preposition.dep_ == "agent" or preposition.lower_ in lexicon().open_triples.goal_prepositions:
        return True
    is_time = any(noun.ent_type_ in {"DATE", "TIME"} for noun in children(preposition, "pobj"))
    return preposition.lower_ in PLACES and not is_time


def _shared_phrases(verb: Token) -> list[Token]:
    """The phrases after coordinated verbs, which belong to the first verb too: 'were mobilised and recalled in May'."""
    joined = [c for c in children(verb, "conj") if is_verb(c) and c.tag_ == verb.tag_]
    is_bare = all(child.dep_ in {"punct", "cc", "conj", "advmod"} for child in verb.rights)
    if not joined or not is_bare or children(joined[0], "nsubj", "nsubjpass", "dobj", "aux", "auxpass", "agent"):
        return []
    return [] if not is_passive(verb) and direct_objects(verb) else children(joined[0], "prep")


def _manner(verb: Token, relation: list[Token]) -> Iterator[TripleStep]:
    """The adverb of a verb without any other argument: "recovered quickly"."""
    if not children(verb, "prep", "agent", "xcomp", "ccomp", "npadvmod"):
        for child in children(verb, "advmod"):
            if child.i > verb.i:
                yield relation, words_of(child, frozenset({"prep", "advcl"})), "adverbial"


def _first_object(verb: Token) -> list[Token]:
    objects = [] if is_passive(verb) else direct_objects(verb)
    return noun_words(objects[0]) if objects else []


def _content(verb: Token, clause: Token, relation: list[Token]) -> Iterator[TripleStep]:
    """The clause that a verb governs; 'help Armenia reassure investors' continues with the verb of the clause."""
    subjects = children(clause, "nsubj")
    is_small_clause = clause.tag_ == "VB" or any("Acc" in noun.morph.get("Case", []) for noun in subjects)
    if subjects and is_small_clause and not children(clause, "aux", "mark"):
        yield relation, noun_words(subjects[0]), "object"
        for joined in _joined_verbs(clause):
            yield from _arguments(joined, [*relation, *noun_words(subjects[0]), *_verb_words(joined)])
    elif clause.i > verb.i or is_speech(verb):
        for words in _contents(clause):
            yield relation, words, "clause"


def _contents(clause: Token) -> list[list[Token]]:
    """The words of a clause, and of each clause with its own subject that is coordinated with it."""
    joined = [child for child in children(clause, "conj") if is_verb(child)]
    others = {t for child in [*joined, *(children(clause, "cc") if joined else [])] for t in child.subtree}
    own = [c for c in joined if children(c, "nsubj", "nsubjpass", "expl")]
    return [trimmed([t for t in clause.subtree if not t.is_space and t not in others]), *map(clause_words, own)]


def _infinitives(head: Token, label: str, *, bare: bool = False) -> list[Token]:
    """The infinitives below a word and those coordinated with them; `bare` admits other clauses without subject."""
    verbs = [child for child in children(head, label) if is_verb(child)]
    infinitives = [verb for verb in verbs if bare or any(child.tag_ == "TO" for child in verb.children)]
    return [joined for verb in infinitives for joined in _joined_verbs(verb)]


def _infinitive(verb: Token) -> list[Token]:
    """The verb with its "to"; a coordinated infinitive shares that of the first."""
    shared = [c for c in verb.head.children if c.tag_ == "TO"] if verb.dep_ == "conj" and verb.tag_ == "VB" else []
    own = _verb_words(verb)
    return own if any(t.tag_ == "TO" for t in own) else [*shared, *own]


def _joined_verbs(verb: Token) -> list[Token]:
    return [verb, *[c for c in children(verb, "conj") if is_verb(c) and not children(c, "nsubj", "nsubjpass")]]


def _chain(noun: Token, relation: list[Token], depth: int = 0) -> Iterator[TripleStep]:
    """The phrases after a noun, each a step; an of-phrase before another phrase is kept with the noun."""
    if depth >= MAX_STEPS:
        return
    for clause in _infinitives(noun, "acl"):  # "was the last raider to enter Australian waters"
        own = noun_words(noun) if depth == 0 else base_words(noun)
        yield from _arguments(clause, [*relation[: len(relation) - len(base_words(noun))], *own, *_infinitive(clause)])
    for child in noun.rights:
        if child.dep_ == "prep" and not in_name(noun, child):
            yield from _step(child, relation, depth + 1)
            if child.lower_ == "of":
                relation = [*relation, *phrase_words(child)]


def _step(preposition: Token, relation: list[Token], depth: int = 0) -> Iterator[TripleStep]:
    relation = [*relation, *_first_of_compound(preposition)]
    for child in preposition.children:
        if child.dep_ == "prep" and child.i == preposition.i + 1:
            yield from _step(child, [*relation, preposition], depth)
        if child.dep_ == "pobj" and not _is_discourse(child):
            second = _rest_of_preposition(preposition, child)
            if second is not None:  # "in relation to direct taxes"
                yield from _step(second, [*relation, preposition, child], depth)
                continue
            for noun in conjuncts(child):
                yield [*relation, preposition], noun_words(noun), "noun-preposition" if depth else "preposition"
                yield from _chain(noun, [*relation, preposition, *base_words(noun)], depth)
        elif child.dep_ == "pcomp":
            yield from _gerund(child, [*relation, preposition], depth)


def _gerund(verb: Token, relation: list[Token], depth: int) -> Iterator[TripleStep]:
    """The arguments of a gerund ('accused Dow Jones of using unfair means'), or all of it if it has none."""
    longer = [*relation, *_verb_words(verb)]
    steps = list(_arguments(verb, longer)) if verb.tag_ == "VBG" and depth < MAX_STEPS else []
    yield from ((words, argument, "gerund") for words, argument, _ in steps)
    if not steps:
        yield relation, clause_words(verb), "gerund"


def _is_discourse(noun: Token) -> bool:
    return noun.lower_ in lexicon().open_triples.discourse_nouns and not any(True for _ in noun.children)


def _first_of_compound(preposition: Token) -> list[Token]:
    """The "instead" of "instead of" if the parser attaches only the "of" to the verb."""
    before = preposition.doc[preposition.i - 1] if preposition.lower_ == "of" and preposition.i else None
    if before is None or before.lower_ not in lexicon().open_triples.before_of or before == preposition.head:
        return []
    return [before]


def _rest_of_preposition(preposition: Token, noun: Token) -> Token | None:
    """The second preposition of "in relation to", "on behalf of"."""
    if noun.lower_ not in lexicon().open_triples.complex_prepositions.get(preposition.lower_, ()):
        return None
    return next((child for child in noun.rights if child.dep_ == "prep"), None)
