"""The arguments of a verb or noun in the dependency parse: subjects, objects and obliques.

Dependency labels are those of spaCy's English pipelines (ClearNLP style; see
https://github.com/clir/clearnlp-guidelines). A relative pronoun is replaced by its antecedent, the understood subject
of an infinitive, participle or coordinated verb by the noun that controls it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extract.lexicon.clause_words import Governor
from extract.lexicon.loader import lexicon
from extract.parsing.repairs.coordination import CONTRAST
from extract.parsing.tokens import Token
from extract.syntax.phrases import determiner

SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
RELATIVE_TAGS = frozenset({"WDT", "WP", "WP$"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
VERBAL = frozenset({"VERB", "AUX"})
PLURALS = frozenset({"NNS", "NNPS"})
MEASURES_AND_PLACES = frozenset({"GPE", "LOC", "FAC", "DATE", "TIME", "MONEY", "CARDINAL", "PERCENT", "QUANTITY"})
MAX_DEPTH = 12
"""Verbs above that are asked for an understood subject."""


@dataclass(frozen=True, slots=True)
class Oblique:
    """A prepositional argument: the preposition in small letters ("along with") and the noun."""

    preposition: str
    noun: Token


def is_verb(token: Token) -> bool:
    """True for a verb that heads a clause, not for an auxiliary or a participle used as an adjective."""
    return token.pos_ in VERBAL and token.dep_ not in {"aux", "auxpass", "amod", "compound", "nmod", "case"}


def conjuncts(token: Token) -> list[Token]:
    """The token and the nouns coordinated with it, in reading order, also the members that it includes."""
    nouns: list[Token] = []
    waiting = [token]  # no recursion: a list of a thousand names is a chain of that depth
    while waiting:
        current = waiting.pop()
        nouns.append(current)
        joined = [child for child in current.rights if _is_joined(current, child)]
        companions = [noun for child in children(current, "prep") for noun in _companions(child)]
        waiting.extend(reversed([*joined, *companions, *named_members(current)]))
    return nouns


def named_members(noun: Token) -> list[Token]:
    """The first names after "including", "such as" or "included": Japan in 'Countries including Japan and Kenya'."""
    places = [preposition for preposition in children(noun, "prep") if is_inclusive(preposition)]
    if noun.dep_ == "nsubj" and _includes(noun.head):
        places.append(noun.head)
    is_group = noun.tag_ in PLURALS or noun.lower_ == "those"
    names = [name for place in places for name in children(place, "pobj", "dobj")] if is_group else []
    return [name for name in names if name.pos_ == "PROPN" or any(c.pos_ == "PROPN" for c in children(name, "appos"))]


def group_of(member: Token) -> Token | None:
    """The group that includes a name, in words as above; None for any other noun."""
    place = member.head
    if member.dep_ == "pobj" and is_inclusive(place):
        return place.head
    if member.dep_ == "dobj" and _includes(place):
        return next(iter(children(place, "nsubj")), None)
    return None


def is_named_member(noun: Token) -> bool:
    """True for a name after "including", or one coordinate with it."""
    while noun.dep_ in {"conj", "appos"} and noun.head is not noun:
        noun = noun.head
    group = group_of(noun)
    return group is not None and noun in named_members(group)


def is_inclusive(preposition: Token) -> bool:
    """True for "including" and "such as" before names that belong to the group before them."""
    if preposition.lower_ == "including":
        return not children(preposition, "neg")
    return preposition.lower_ == "as" and any(child.lower_ == "such" for child in preposition.children)


def _includes(verb: Token) -> bool:
    return verb.lemma_ == "include" and verb.tag_ in {"VBD", "VBP", "VBZ"} and not children(verb, "neg", "aux")


def _is_joined(token: Token, child: Token) -> bool:
    return (child.dep_ == "conj" and child.pos_ in NOMINAL) or (child.dep_ == "appos" and _listed(token, child))


def _companions(preposition: Token) -> list[Token]:
    """The nouns after "together with" or "along with": 'Vietnam, together with Laos'."""
    if preposition.lower_ in {"along", "together"}:
        comitative = [child for child in children(preposition, "prep") if child.lower_ == "with"]
    elif preposition.lower_ == "with" and any(c.lower_ in {"along", "together"} for c in preposition.children):
        comitative = [preposition]
    else:
        comitative = []
    return [noun for prep in comitative for child in children(prep, "pobj") for noun in conjuncts(child)]


def _listed(token: Token, child: Token) -> bool:
    """True for a member of a list that is parsed as an apposition: 'Russia, China, Britain and ...'."""
    if token.dep_ == "nsubj" and token.head.tag_ in {"VB", "VBP"} and child.i == token.i + 2:
        after = child.doc[child.i + 1] if child.i + 1 < len(child.doc) else None
        return child.text[:1].isupper() and after is not None and (after.tag_ == "TO" or after == token.head)
    same = token.ent_type_ == child.ent_type_ == "GPE" and "(" not in {t.text for t in token.doc[token.i : child.i]}
    return same and any(grand.dep_ == "conj" for grand in child.children)


def first_conjunct(verb: Token) -> Token:
    """The first verb of a coordination that this verb belongs to."""
    while verb.dep_ == "conj" and is_verb(verb.head):
        verb = verb.head
    return verb


def first_preposition(preposition: Token) -> Token:
    """The first of coordinate prepositions: 'accused of smuggling gold and of bribing guards'."""
    while preposition.dep_ == "conj" and preposition.head.pos_ in {"ADP", "SCONJ"}:
        preposition = preposition.head
    return preposition


def children(token: Token, *labels: str) -> list[Token]:
    """The dependents of a token with one of these labels, in reading order."""
    return [child for child in token.children if child.dep_ in labels]


def is_passive(verb: Token) -> bool:
    """True for a verb in the passive."""
    if children(verb, "auxpass", "nsubjpass", "csubjpass"):
        return True
    if children(verb, "aux", "nsubj"):
        return False
    if verb.tag_ != "VBN":
        return False
    if verb.dep_ == "acl" or children(verb, "agent"):
        return True
    return verb.dep_ == "conj" and is_verb(verb.head) and is_passive(verb.head)


def antecedent(verb: Token) -> Token | None:
    """The noun that a relative clause modifies, for the verb of that clause or one coordinated with it.

    In a cleft it is the noun in focus: 'it was Peru that signed it', 'it was Peru, not Chile, that signed it'.
    """
    first = first_conjunct(verb)
    above = first.head
    if first.dep_ == "ccomp" and above.lemma_ == "be" and any(c.lower_ == "it" for c in children(above, "nsubj")):
        return next((noun for noun in children(above, "attr") if noun.pos_ in NOMINAL), None)
    if first.dep_ == "ccomp" and above.dep_ == "relcl" and children(verb, "nsubj"):
        return antecedent(above)  # "the man who police say robbed a bank"
    if first.dep_ not in {"relcl", "acl"} or above.pos_ not in NOMINAL:
        return None
    return above.head if above.dep_ == CONTRAST and above.head.pos_ in NOMINAL else above


def resolve_relative(token: Token, verb: Token) -> list[Token]:
    """A relative pronoun's antecedent; any other noun with its conjuncts."""
    if token.tag_ in RELATIVE_TAGS or (token.lower_ == "that" and token.pos_ in {"PRON", "SCONJ"}):
        noun = antecedent(verb)
        if noun is None:
            return []
        # "police in Spain, who arrested": the parser attaches the clause to the place
        is_misattached = token.lower_ == "who" and noun.ent_type_ == "GPE" and noun.dep_ == "pobj"
        noun = noun.head.head if is_misattached and noun.head.head.pos_ in NOMINAL else noun
        return [m for m in conjuncts(noun) if m == noun or m.i < token.i or is_named_member(m)]
    return conjuncts(token)


def grammatical_subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The subjects of a verb, its own or understood; empty if the text gives none."""
    own = [
        child
        for child in verb.children
        if child.dep_ in SUBJECT and child.dep_ != "expl" and child.pos_ in NOMINAL | {"SCONJ", "DET"}
    ]
    if own:
        return [noun for child in own for noun in resolve_relative(child, verb)]
    if depth > MAX_DEPTH or children(verb, "expl"):
        return []
    return _understood(verb, depth + 1)


def _understood(verb: Token, depth: int) -> list[Token]:
    """The subjects of a verb that has none of its own, by the construction it stands in."""
    head = verb.head
    is_asked = (
        verb.dep_ == "advcl" and is_verb(head) and _is_asked(verb, head)
    )  # "called on the bloc to draw up a plan"
    if is_verb(head) and (verb.dep_ in {"xcomp", "ccomp"} or is_asked):
        return _controller(head, depth) if _is_subjectless(verb) else []
    if is_verb(head) and (verb.dep_ == "conj" or (verb.dep_ == "advcl" and _is_subjectless(verb))):
        return grammatical_subjects(head, depth)
    if verb.dep_ == "pcomp" and head.pos_ in {"ADP", "SCONJ"}:
        return _gerund_subjects(verb, depth)
    if verb.dep_ in {"acl", "relcl"} and head.pos_ in NOMINAL:
        return _adnominal_subjects(verb, depth)
    if verb.dep_ in {"acomp", "oprd"} or (verb.dep_ == "xcomp" and head.pos_ == "ADJ"):
        return grammatical_subjects(head if is_verb(head) else head.head, depth)
    return []


def _is_asked(verb: Token, governor: Token) -> bool:
    rule = _control_rule(governor)
    return rule is not None and rule.control == "object" and any(child.tag_ == "TO" for child in verb.children)


def _is_subjectless(verb: Token) -> bool:
    return verb.tag_ in {"VB", "VBG", "VBN", "VBP"}


def _controller(governor: Token, depth: int) -> list[Token]:
    """The subject of an infinitive: the object of its governor if there is one, else the governor's subject."""
    rule = _control_rule(governor)
    by_subject = governor.lemma_ in lexicon().syntax.subject_control_verbs or (
        rule is not None and rule.control == "subject"
    )
    if not by_subject and not is_passive(governor):
        nouns = direct_objects(governor)
        if nouns:
            return nouns
        addressed = [o.noun for o in obliques(governor) if o.preposition in {"on", "upon", "to", "for"}]
        if addressed and rule is not None and rule.control == "object":
            return addressed
    return grammatical_subjects(governor, depth)


def _control_rule(governor: Token) -> Governor | None:
    """The lexicon entry of the governor with its preposition ("call on"), else of the verb alone."""
    governors = lexicon().governors
    names = [f"{governor.lemma_} {child.lower_}" for child in children(governor, "prep", "prt")]
    return next((governors[name] for name in [*names, governor.lemma_] if name in governors), None)


def _gerund_subjects(verb: Token, depth: int) -> list[Token]:
    """The subject of a gerund after a preposition: 'accused of lying', 'after attending', 'commitment to joining'."""
    words, preposition = lexicon().syntax, first_preposition(verb.head)
    governor = preposition.head
    if governor.pos_ in {"ADP", "SCONJ", "ADV", "ADJ"} or governor.dep_ == "prep":
        governor = governor.head
    if governor.pos_ in NOMINAL and governor.lemma_.lower() in lexicon().content_nouns:
        charging = _charging_verb(governor)
        if charging is not None:  # "arrested two men on suspicion of lying"
            return grammatical_subjects(charging, depth) if is_passive(charging) else direct_objects(charging)
    if governor.dep_ == "dobj" and _is_object_controlled(governor.head, preposition):
        return conjuncts(governor)  # "barred [the firm from trading]"
    punished = penalised(preposition)
    if punished:
        return punished
    if is_verb(governor):
        return _subjects_below_verb(governor, preposition, depth)
    if governor.pos_ == "NOUN" and governor.lemma_ in words.control_nouns | words.gerund_control_nouns:
        return possessors(governor, depth)
    return []


def _subjects_below_verb(governor: Token, preposition: Token, depth: int) -> list[Token]:
    """The subject of a gerund whose preposition depends on a verb: its object, its agent or its subject."""
    if governor.lemma_ in lexicon().syntax.accusing_verbs or _is_object_controlled(governor, preposition):
        nouns = grammatical_subjects(governor, depth) if is_passive(governor) else direct_objects(governor)
        if nouns:
            return nouns
    subjects = grammatical_subjects(governor, depth)
    if is_passive(governor) and agents(governor):
        are_acts = all(noun.lemma_ in lexicon().event_nouns.nouns for noun in subjects)
        return agents(governor) if are_acts else []  # "the offer was made by Kenya after attending"
    return subjects


def penalised(preposition: Token) -> list[Token]:
    """Ann in 'imposed sanctions on Ann for lying'; nobody if the preposition gives no reason of a penalty."""
    verb = preposition.head
    while verb.dep_ in {"pobj", "prep", "conj", "appos", "dobj", "nsubjpass"} and not is_verb(verb):
        verb = verb.head
    if preposition.lower_ not in {"for", "over"} or not is_verb(verb):
        return []
    penalties = [noun for noun in patients(verb) if noun.lemma_.lower() in lexicon().syntax.penalties]
    found = [o.noun for word in (*penalties, verb) for o in obliques(word) if o.preposition in {"on", "against"}]
    return found if penalties else []


def _is_object_controlled(verb: Token, preposition: Token) -> bool:
    """True in 'prevented the gang from hacking': the object does the act."""
    rule = lexicon().governors.get(f"{verb.lemma_} {preposition.lower_}")
    return rule is not None and rule.control == "object"


def _charging_verb(noun: Token) -> Token | None:
    """The verb of 'arrested X on suspicion of' and 'charged X with conspiracy to'."""
    verb = noun.head.head if noun.dep_ == "pobj" else noun
    return verb if verb.lemma_ in lexicon().syntax.accusing_verbs and is_verb(verb) else None


def _adnominal_subjects(verb: Token, depth: int) -> list[Token]:
    """The subject of an infinitive, participle or relative clause that modifies a noun."""
    noun = verb.head
    infinitive = any(child.tag_ == "TO" for child in verb.children)
    if infinitive and is_purpose(noun):
        return grammatical_subjects(noun.head.head, depth)
    if infinitive and noun.lemma_ in lexicon().syntax.control_nouns:
        return possessors(noun, depth)
    if infinitive and noun.dep_ == "attr":
        return grammatical_subjects(noun.head, depth)
    if verb.dep_ == "acl" and verb.tag_ == "VBG" and noun.dep_ == "dobj" and noun.lemma_ in lexicon().event_nouns.nouns:
        return grammatical_subjects(noun.head, depth)  # "issued a statement condemning the attack"
    if verb.dep_ == "acl" and not infinitive:
        return conjuncts(noun)
    is_finite = verb.tag_ in {"VBD", "VBZ", "VBP"}
    has_subject = bool(children(verb, "nsubj", "nsubjpass"))
    return conjuncts(noun) if verb.dep_ == "relcl" and is_finite and not has_subject else []


def is_purpose(noun: Token) -> bool:
    """True for the noun of "in order to", "in a bid to": its infinitive is a purpose of the whole clause."""
    is_after_in = noun.dep_ == "pobj" and noun.head.lower_ == "in" and is_verb(noun.head.head)
    return is_after_in and noun.lemma_ in lexicon().syntax.purpose_nouns


def possessors(noun: Token, depth: int = 0) -> list[Token]:
    """Who has a plan or makes an effort: the possessor, else the subject of the verb that the noun depends on."""
    owners = children(noun, "poss")
    if owners and owners[0].tag_ != "PRP$":
        return conjuncts(owners[0])
    by = [o.noun for o in obliques(noun) if o.preposition == "by"]
    if by:
        return by  # "an attempt by the gang to kidnap a banker"
    if not owners and any(child.dep_ == "amod" and child.ent_type_ == "NORP" for child in noun.lefts):
        return []  # "rejected a Malaysian proposal to move it": not the proposal of the one who rejects it
    governor = noun.head
    if noun.dep_ in {"dobj", "pobj"}:
        verb = governor if is_verb(governor) else governor.head
        if is_verb(verb) and depth <= MAX_DEPTH:
            return grammatical_subjects(verb, depth + 1)
    return owners


def direct_objects(verb: Token) -> list[Token]:
    """Objects of an active verb, with the antecedent of an object relative clause."""
    own = [child for child in children(verb, "dobj") if child != object_predicate(verb)]
    # 'urged governments to sign': the parser may attach the object to the infinitive as its subject
    own += [
        child
        for clause in children(verb, "ccomp")
        if any(grand.tag_ == "TO" for grand in clause.children)
        for child in children(clause, "nsubj")
    ]
    own = own or _objects_after_up_to(verb)
    nouns = [noun for child in own for noun in resolve_relative(child, verb)]
    return nouns or _relative_object(verb) or _shared_object(verb)


def object_predicate(verb: Token) -> Token | None:
    """The object complement: "a milestone" in 'called the accord a milestone'; None for any other verb."""
    rule = lexicon().object_predicate
    if verb.lemma_ not in rule.verbs:
        return None
    nouns = children(verb, "dobj")
    appositions = [apposed for noun in nouns[:1] for apposed in children(noun, "appos") if _has_no_comma(apposed)]
    complements = [*children(verb, "oprd"), *nouns[1:], *appositions]
    return next((word for word in complements if word.lower_ not in rule.besides), None)


def _has_no_comma(noun: Token) -> bool:
    """True for 'called it "a grave mistake"': parsed as an apposition, but without the comma of one."""
    before = noun.doc[noun.left_edge.i - 1 : noun.left_edge.i]
    return determiner(noun) in {"a", "an"} and all(token.is_alpha or token.is_quote for token in before)


def _objects_after_up_to(verb: Token) -> list[Token]:
    """The object in 'arrested up to 30 suspects', if the parser takes "up" for a particle of the verb."""
    for up in verb.children:
        if up.lower_ == "up" and up.i + 2 < len(up.doc) and up.nbor(2).like_num:
            return [
                noun
                for to in (*children(verb, "prep"), *children(up, "prep"))
                if to.i == up.i + 1
                for noun in children(to, "pobj")
            ]
    return []


def _shared_object(verb: Token) -> list[Token]:
    """The object of coordinated verbs: 'arrested and deported three suspects'."""
    joined = [child for child in children(verb, "conj") if is_verb(child)]
    is_bare = all(child.dep_ in {"cc", "conj", "punct", "advmod"} for child in verb.rights)
    if not joined or not is_bare or is_passive(verb) or is_passive(joined[0]):
        return []
    own_subject = children(joined[0], "nsubj", "nsubjpass")
    return [] if own_subject or joined[0].tag_ != verb.tag_ else direct_objects(joined[0])


def _relative_object(verb: Token) -> list[Token]:
    """The object of a relative clause without a pronoun: 'the devices SpaceX switched off'."""
    noun = antecedent(verb)
    if noun is None or first_conjunct(verb) != verb or verb.dep_ != "relcl" or is_passive(verb):
        return []
    if not children(verb, "nsubj") or children(verb, "ccomp", "xcomp", "attr", "acomp"):
        return []
    relatives = [t for t in verb.subtree if t.tag_ in {"WDT", "WP", "WRB", "WP$"}]
    return [] if relatives or _has_stranded_preposition(verb) else conjuncts(noun)


def _has_stranded_preposition(verb: Token) -> bool:
    """True for 'the devices SpaceX paid for'."""
    return any(child.dep_ == "prep" and not list(child.children) for child in verb.children)


def agents(verb: Token) -> list[Token]:
    """The nouns of the by-phrase of a passive."""
    nouns: list[Token] = []
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            nouns.extend(noun for pobj in children(child, "pobj") for noun in conjuncts(pobj))
    return nouns or _agents_below_noun(verb)


def _agents_below_noun(verb: Token) -> list[Token]:
    """The by-phrase that is attached to a noun: 'was fined $5 million by Peru', 'was imposed on Bo Li by Peru'."""
    if not children(verb, "auxpass"):
        return []
    nouns = [*children(verb, "dobj"), *(o.noun for o in obliques(verb))]
    nouns = [n for n in nouns if n.dep_ == "dobj" or n.ent_type_ in MEASURES_AND_PLACES or n.pos_ == "PROPN"]
    by = [prep for noun in nouns for prep in children(noun, "prep") if prep.lower_ == "by"]
    return [noun for prep in by[:1] for child in children(prep, "pobj") for noun in conjuncts(child)]


def obliques(token: Token) -> list[Oblique]:
    """The prepositional arguments of a verb or noun, also of coordinated prepositions."""
    arguments: list[Oblique] = []
    for child in token.children:
        is_argument = child.dep_ in {"prep", "agent", "dative"} and child.pos_ in {"ADP", "SCONJ", "VERB"}
        if is_argument and not _is_of_adjective(token, child):
            arguments.extend(_of_preposition(child))
    return arguments


def _is_of_adjective(verb: Token, preposition: Token) -> bool:
    """True in 'made aid conditional on reforms': the preposition belongs to what the object is made."""
    before = verb.doc[preposition.i - 1] if preposition.i else verb
    if before.pos_ != "ADJ" or before.head != verb:
        return False
    return bool(children(before, "nsubj") if before.dep_ == "ccomp" else before.dep_ == "oprd")


def _of_preposition(preposition: Token) -> Iterator[Oblique]:
    for child in preposition.children:
        if child.dep_ == "pobj":
            yield from (Oblique(preposition.lower_, noun) for noun in conjuncts(child))
        elif child.dep_ == "conj" and child.pos_ == "ADP":
            yield from _of_preposition(child)
        elif child.dep_ == "prep" and preposition.lower_ in {"along", "together", "because", "out", "ahead"}:
            yield from (Oblique(f"{preposition.lower_} {o.preposition}", o.noun) for o in _of_preposition(child))


def patients(verb: Token) -> list[Token]:
    """The nouns acted on: subjects of a passive, objects of an active verb."""
    if not is_passive(verb):
        return direct_objects(verb)
    return grammatical_subjects(verb)


def logical_subjects(verb: Token) -> list[Token]:
    """The nouns that act: the by-phrase of a passive, the subjects of an active verb."""
    return agents(verb) if is_passive(verb) else grammatical_subjects(verb)
