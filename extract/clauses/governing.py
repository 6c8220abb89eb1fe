"""What stands above an event: the verb, adjective or noun in whose scope it stands, and what that says of it.

The event is a verb or an event noun. Between it and its governor may stand a preposition ("prevented X from hacking"),
a content noun ("claims that", "on suspicion of") or a copula ("it is false that").
"""

from __future__ import annotations

from dataclasses import dataclass

from extract.clauses.aims import has_to
from extract.lexicon.clause_words import ContentNoun, Governor, Veridicality
from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import (
    RELATIVE_TAGS,
    children,
    direct_objects,
    first_conjunct,
    first_preposition,
    is_passive,
    is_verb,
    penalised,
)
from extract.syntax.speech import is_speech

GOVERNED = frozenset({"xcomp", "ccomp", "acomp", "oprd"})
OBJECTS = frozenset({"dobj", "nsubjpass"})
FINITE_CLAUSES = frozenset({"acl", "relcl", "ROOT"})
PARTS = frozenset({"appos", "conj", "pobj", "prep", "compound", "nmod"})
"""Dependencies of a noun that is part of a longer phrase."""
PLURAL = frozenset({"NNS", "NNPS"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "VB"})
EVALUATING = frozenset({"make", "render", "find", "consider", "deem", "declare", "call"})
"""Verbs whose object and adjective say what a clause is: "made it impossible for Iran to sell oil"."""


COPULAS = frozenset({"be", "remain", "stay", "become", "prove", "seem", "look", "appear", "sound"})
"""Verbs with an adjective that says what a clause is: "it remains doubtful that Iran sold oil"."""
RAISING = frozenset({"seem", "appear"})
"""Verbs whose infinitive is what it looks like, and no purpose: "appears to have paid", "appeared there to pay"."""


@dataclass(frozen=True, slots=True)
class Governing:
    """The word above an event.

    `rule` is what the lexicon says of it, None if it has no entry; `reported` says that the event is the finite content
    of a speech verb, `question` that it is an indirect question.
    """

    word: Token
    rule: Veridicality | None
    reported: bool = False
    question: bool = False


def governing(event: Token) -> Governing | None:
    """The word in whose scope a verb or event noun stands; None at the top of a sentence and in relative clauses."""
    if not is_verb(event):
        return _above_noun(event)
    by_preposition = _above_gerund(event)
    if by_preposition is not None:
        return by_preposition
    noun = _content_noun(event)
    if noun is not None:
        return Governing(noun, _content_rule(noun))
    verb = governing_verb(event)
    if verb is None or is_inverted(verb):
        return None
    rule = governor_of(verb)
    if rule is not None and not _is_complement(event, rule):
        return None
    reported = is_speech(verb) and (event.dep_ == "ccomp" or _is_conjunct_of_content(event))
    return Governing(verb, rule, reported=reported, question=is_question(event))


def _is_complement(event: Token, rule: Governor) -> bool:
    """False in 'stopped to help', 'refused it after signing', 'appeared there to sign': no rule is about these."""
    is_purpose = rule.gerund and has_to(event)
    first = first_conjunct(event)
    is_aside = first.dep_ == "pcomp" and first.head.lower_ != "from" and rule.sign(negated=False) == "-"
    is_aim = first.dep_ == "advcl" and first.head.lemma_ in RAISING
    return not is_purpose and not is_aside and not is_aim


# ---- governing verbs


def governor_key(verb: Token) -> str:
    """The key of a governing verb in the lexicon: 'plan', 'be set', 'call on', 'be expected'."""
    if verb.lemma_ in COPULAS:
        copular = _copular_key(verb)
        if verb.lemma_ == "be" or copular in lexicon().governors:
            return copular
    if verb.lemma_ == "go" and verb.tag_ == "VBG" and not children(verb, "prt"):
        return "be going"
    if verb.lemma_ in EVALUATING:
        judged = [f"be {word.lemma_}" for word in children(verb, "ccomp", "oprd", "acomp") if word.pos_ == "ADJ"]
        if judged and judged[0] in lexicon().governors:
            return judged[0]  # "made it impossible for Iran to sell oil"
    if verb.lemma_ == "have":
        is_open = any(child.lower_ == "yet" for child in verb.children)
        return "have yet" if is_open else "have had" if _is_past_need(verb) else "have"
    if is_passive(verb):
        passive = f"be {verb.lower_}"
        if passive in lexicon().governors:
            return passive
    between = [child for child in verb.children if child.dep_ in {"prt", "prep"}]
    between += [mark for clause in children(verb, "advcl", "ccomp") for mark in marks_of_subject(clause)]
    names = [f"{verb.lemma_} {child.lower_}" for child in between]
    names += [f"{verb.lemma_} somebody"] if direct_objects(verb) else []
    return next((name for name in names if name in lexicon().governors), verb.lemma_)


def _is_past_need(verb: Token) -> bool:
    """True for 'had to close', which closed; not for 'never had to close' and 'said that it had to close'."""
    in_past = verb.tag_ == "VBN" or (verb.tag_ == "VBD" and first_conjunct(verb).dep_ != "ccomp")
    return in_past and any(map(has_to, children(verb, "xcomp"))) and not children(verb, "neg")


def marks_of_subject(infinitive: Token) -> list[Token]:
    """The "for" of 'called for Peru to sign', before the subject of an infinitive."""
    has_own = has_to(infinitive) and children(infinitive, "nsubj", "nsubjpass")
    return [mark for mark in children(infinitive, "mark") if mark.lower_ == "for"] if has_own else []


def _copular_key(verb: Token) -> str:
    adjectives = [c for c in verb.children if c.dep_ in {"acomp", "oprd"} or (c.dep_ == "prep" and c.tag_ == "JJ")]
    if adjectives:
        return f"be {adjectives[0].lemma_}"
    nouns = [f"be a {noun.lemma_.lower()}" for noun in children(verb, "attr")]
    return next((name for name in nouns if name in lexicon().governors), "be")


def governor_of(verb: Token) -> Governor | None:
    """What the lexicon says of a verb that takes a clause; None if it has no entry."""
    return lexicon().governors.get(governor_key(verb))


def governing_verb(verb: Token) -> Token | None:
    """The verb whose complement this verb is, also through adjectives, prepositions and coordination."""
    head = verb.head
    if has_break_between(verb, head):
        return None
    if verb.dep_ == "conj" and is_verb(head):
        return governing_verb(head)
    if _is_evaluated(verb):
        return head.head
    if verb.dep_ in GOVERNED or (verb.dep_ == "advcl" and _is_governed_adjunct(verb)):
        return head if is_verb(head) else head.head if is_verb(head.head) and head != verb else None
    if verb.dep_ == "pcomp" and is_verb(head.head):
        return head.head
    return None


def has_break_between(verb: Token, head: Token) -> bool:
    """True for two sentences in one: 'It was not the first: Peru had signed before', 'Peru signed; Chile said so'."""
    between = {token.text for token in verb.doc[min(verb.i, head.i) : max(verb.i, head.i)]}
    return ";" in between or (":" in between and head.lemma_ == "be")


def _is_evaluated(clause: Token) -> bool:
    """True for what an adjective or noun judges: 'made it illegal for Iran to sell', 'it is time that Chile signed'."""
    word = clause.head
    if not is_verb(word.head):
        return False
    if clause.dep_ == "advcl" and word.pos_ == "ADJ":
        return has_to(clause) and governor_of(word.head) is not None
    is_definite = any(child.lower_ != "a" for child in children(word, "det"))
    is_content = has_to(clause) or (not is_definite and (_has_complementiser(clause) or not children(word, "det")))
    is_of_noun = clause.dep_ in {"acl", "relcl"} and word.dep_ == "attr"
    return is_of_noun and is_content and governor_key(word.head) == f"be a {word.lemma_.lower()}"


def _is_governed_adjunct(verb: Token) -> bool:
    """True for a complement that the parser takes for an adjunct: an infinitive, or 'held off signing'."""
    governor = verb.head
    if governor_of(governor) is None:
        return False
    before = {governor.i, *(particle.i for particle in children(governor, "prt"))}
    return has_to(verb) or (verb.tag_ == "VBG" and verb.left_edge.i - 1 in before)


def is_question(verb: Token) -> bool:
    """True in 'has not decided whether to sign or ratify it': an open question is neither asserted nor denied."""
    marks = children(first_conjunct(verb), "mark") if not children(verb, "nsubj", "nsubjpass", "mark") else []
    return any(mark.lower_ in lexicon().stance.question_marks for mark in (*children(verb, "mark"), *marks))


def is_inverted(verb: Token) -> bool:
    """True for a condition without "if": 'Had Peru signed it, ...'."""
    words, subjects = lexicon().stance, children(verb, "nsubj", "nsubjpass")
    for child in verb.children:
        if child.dep_ in {"aux", "auxpass"} and child.lower_ in words.inverted_auxiliaries and subjects:
            before = child.doc[max(0, child.i - 1) : child.i]
            is_after_negation = any(token.lower_ in words.inverting for token in before)
            return child.i < subjects[0].i and not is_after_negation
    return False


def _is_conjunct_of_content(verb: Token) -> bool:
    return first_conjunct(verb).dep_ == "ccomp"


# ---- prepositions and nouns between


def _above_gerund(verb: Token) -> Governing | None:
    """Above a gerund after a preposition: 'prevented X from hacking', 'arrested on suspicion of hacking'."""
    first = first_conjunct(verb)
    preposition = first_preposition(first.head)
    if first.dep_ != "pcomp" or preposition.pos_ not in {"ADP", "SCONJ"}:
        return None
    outer, between = preposition.head, ""
    if outer.pos_ in {"ADV", "ADJ"} and is_verb(outer.head):  # "stopped short of", "is guilty of"
        negation = "not " if children(outer, "neg") else ""
        outer, between = outer.head, f"{negation}{outer.lower_} "
    if outer.pos_ in {"NOUN", "PROPN"}:
        content = lexicon().content_nouns.get(outer.lemma_.lower())
        if content is not None and preposition.lower_ in {"of", "about", "for", "to", "over"}:
            return Governing(outer, content)
        if outer.lemma_.lower() in lexicon().stance.proceedings and preposition.lower_ in {"for", "over", "into"}:
            return Governing(outer, lexicon().content_nouns["charge"])  # "on trial for hacking"
        requested = _above_support(outer)
        if requested is not None:
            return requested
        outer = _verb_of_object(outer) or outer
    if penalised(preposition):
        return Governing(outer, lexicon().governors["sanction for"])
    rule = _with_preposition(outer, f"{between}{preposition.lower_}")
    return None if rule is None else Governing(outer, rule)


def _verb_of_object(noun: Token) -> Token | None:
    """The verb of whose object a noun is part, as the parser sees it: 'barred [Ann Holt, the owner, from trading]'."""
    while noun.dep_ in PARTS and noun.head.pos_ in {"NOUN", "PROPN", "ADP"} and noun.head != noun:
        noun = noun.head
    is_joined = noun.dep_ == "conj" and is_verb(noun.head)
    return noun.head if noun.dep_ in OBJECTS or is_joined else None


def _above_support(noun: Token) -> Governing | None:
    """Above what help is asked, sought or offered for: 'asked the bloc for help in training the police'."""
    if noun.lemma_.lower() not in lexicon().event_nouns.support:
        return None
    verb = noun.head if noun.dep_ in OBJECTS else noun.head.head
    if not is_verb(verb) or (noun.dep_ not in OBJECTS and noun.head.lower_ != "for"):
        return None
    rule = lexicon().governors.get(verb.lemma_)
    return None if rule is None or rule.modality is None else Governing(verb, rule)


def _with_preposition(verb: Token, preposition: str) -> Governor | None:
    particles = [child.lower_ for child in verb.children if child.dep_ == "prt" or child.i == verb.i + 1]
    names = [f"{verb.lemma_} {' '.join((*before, preposition))}" for before in ([], *([p] for p in particles))]
    return next((lexicon().governors[name] for name in names if name in lexicon().governors), None)


def _content_noun(verb: Token) -> Token | None:
    """The noun whose content a clause is: 'the claim that Laos paid', 'its refusal to pay', 'rumours spread that'."""
    first = first_conjunct(verb)
    noun = first.head
    if first.dep_ == "ccomp" and is_verb(noun) and not is_speech(noun):
        return _content_noun_before(first)
    if first.dep_ == "advcl" and has_to(first) and is_verb(noun) and noun.lemma_ not in lexicon().stance.using:
        # "repeated its call for Peru to sign": the parser may attach the content to the verb
        nouns = [token for token in children(noun, "dobj") if token.i + 1 == first.left_edge.i]
        return next((token for token in nouns if token.lemma_.lower() in lexicon().content_nouns), None)
    is_content = has_to(first) or _has_complementiser(first)
    if not is_content and (first.dep_ in FINITE_CLAUSES or (first.dep_ == "ccomp" and not is_verb(noun))):
        return _noun_without_that(first)
    if first.dep_ not in {"acl", "relcl", "ccomp", "advcl"} or noun.pos_ not in {"NOUN", "PROPN"} or not is_content:
        return None
    if noun.lemma_.lower() not in lexicon().content_nouns:
        noun = _noun_before_by(noun, first)
    return noun if noun.lemma_.lower() in lexicon().content_nouns else None


def _noun_before_by(noun: Token, clause: Token) -> Token:
    """The noun before 'by X', if the parser gives X its clause: 'claims by Peru that', 'an effort by Peru to'."""
    while noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    is_by = noun.dep_ == "pobj" and (_has_complementiser(clause) or noun.head.lower_ == "by")
    return noun.head.head if is_by else noun


def _content_noun_before(clause: Token) -> Token | None:
    """The content noun before its verb: 'rumours spread that Laos paid', 'the allegation is that Laos paid'."""
    verb = clause.head
    if verb.lemma_ == "be" and children(verb, "acomp", "attr", "oprd"):
        return None
    before = None if verb.lemma_ == "be" else _noun_without_that(clause)
    if before is not None:
        return before
    subjects = [subject for subject in children(verb, "nsubj") if _content_rule(subject) is not None]
    return subjects[0] if subjects and _has_complementiser(clause) else None


def _content_rule(noun: Token) -> ContentNoun | None:
    """What the lexicon says of a noun with a clause; the parser may take "Claims" at the start for a name."""
    lemma = noun.lemma_.lower()
    return lexicon().content_nouns.get(lemma.removesuffix("s") if noun.tag_ == "NNPS" else lemma)


def _noun_without_that(verb: Token) -> Token | None:
    """The content noun right before a clause without "that" and without a gap: 'dismissed claims it had paid Peru'."""
    own = [child.dep_ for child in verb.children if child.tag_ not in RELATIVE_TAGS]
    if "mark" in own or not ({"nsubj", "dobj"} <= set(own) or "nsubjpass" in own):
        return None
    subject = children(verb, "nsubj", "nsubjpass")[0]
    noun = verb.doc[subject.left_edge.i - 1] if subject.left_edge.i > verb.sent.start else subject
    if noun == subject and subject.left_edge.tag_ in PLURAL:  # "Claims Zambia sold ports are baseless"
        noun = subject.left_edge
    if noun.tag_ not in {"NN", *PLURAL} or _content_rule(noun) is None:
        return None
    is_main = noun.head in {verb, subject}
    return noun if noun != subject and (not is_main or (noun.tag_ in PLURAL and _has_main_verb_after(verb))) else None


def _has_main_verb_after(verb: Token) -> bool:
    """True if the parser puts the main verb below the verb of a clause that stands before it."""
    return any(
        child.i > verb.i and child.tag_ in FINITE and not children(child, "nsubj", "nsubjpass", "mark", "cc")
        for child in children(verb, "ccomp", "advcl", "dep")
    )


def is_called_false(word: Token) -> bool:
    """True for a governor whose content the text calls untrue: 'falsely claimed that', 'false claims that'."""
    words = lexicon().stance.false_adverbs if is_verb(word) else lexicon().stance.false_adjectives
    return any(child.lower_ in words for child in word.children)


def _has_complementiser(verb: Token) -> bool:
    """True for a "that" that is no argument: a mark, or a pronoun beside a subject and an object."""
    that = [child for child in verb.children if child.lower_ == "that"]
    own = [child.dep_ for child in verb.children if child not in that]
    return any(child.dep_ == "mark" or ("nsubj" in own and "dobj" in own) for child in that)


def is_governed_event(noun: Token) -> bool:
    """True for an event noun whose verb says whether it was done: 'averted an attack', not "rejected an offer"."""
    return noun.pos_ == "NOUN" and noun.lemma_.lower() not in lexicon().content_nouns and _above_noun(noun) is not None


def _above_noun(noun: Token) -> Governing | None:
    """Above an event noun or content noun: 'offered training', 'rejected claims', 'the reports were untrue'."""
    while noun.dep_ == "conj" and noun.head.pos_ in {"NOUN", "PROPN"}:
        noun = noun.head
    above = noun.head
    is_content = noun.lemma_.lower() in lexicon().content_nouns
    if noun.dep_ in OBJECTS and is_verb(above):
        rule = _rule_of_object(above, "", is_content=is_content)
        return None if rule is None else Governing(above, rule)
    if noun.dep_ == "attr" and above.lemma_ == "be" and is_content:
        return Governing(above, None)  # "it is not the case that", "there are no signs that"
    if noun.dep_ == "nsubj" and above.lemma_ == "be" and is_content:
        rule = governor_of(above)
        return None if rule is None else Governing(above, rule)
    if noun.dep_ != "pobj" or above.head == above:
        return None
    outer = above.head
    if outer.pos_ == "NOUN" and outer.lemma_.lower() in lexicon().content_nouns:
        return Governing(outer, lexicon().content_nouns[outer.lemma_.lower()])
    outer = outer if is_verb(outer) else _verb_of_object(outer) or outer
    rule = _rule_of_object(outer, f" {above.lower_}", is_content=is_content) if is_verb(outer) else None
    return None if rule is None else Governing(outer, rule)


def _rule_of_object(verb: Token, preposition: str, *, is_content: bool) -> Governor | None:
    """What a verb says of an event noun that is its object, or of the content of its object."""
    particles = "".join(f" {child.lower_}" for child in children(verb, "prt"))
    names = [f"{verb.lemma_}{particles}{preposition}{suffix}" for suffix in (" noun", "")]
    name = next((name for name in names if name in lexicon().governors), None)
    if name is None:
        return None
    rule = lexicon().governors[name]
    sign = rule.sign(negated=False)
    doubts_content = is_content and (sign == "-" or (rule.attributed and sign != "+"))
    return rule if name in rule.objects or doubts_content else None
