"""Repairs of systematic mistakes of the parser, made on its tokens before anything reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from extract.lexicon.loader import lexicon
from extract.parsing.heads import heads_above, is_forest
from extract.parsing.repairs.coordination import (
    CONTRAST,
    exclude_phrase,
    join,
    join_adjunct,
    join_headline,
    join_phrase,
)
from extract.parsing.repairs.headlines import make_object, raise_headline_verb
from extract.parsing.repairs.phrases import (
    attach_members,
    attach_name,
    attach_subject,
    join_prefix,
    raise_main_verb,
    raise_name,
)
from extract.parsing.repairs.speech import free_embedded, free_source, free_speaker, give_relative, give_speaker
from ontology.model import Modality

if TYPE_CHECKING:
    from extract.parsing.tokens import Token

PHRASES = frozenset({"prep", "agent", "conj"})
BESIDE = frozenset({"appos", "conj", "npadvmod", "dobj", "dep"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
MAX_PHRASE = 10
"""Tokens after a preposition in which its object is looked for."""
RELATIVE = frozenset({"WDT", "WP"})
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj"})


def repair(tokens: Sequence[Token]) -> None:
    """Repair the labels and heads of the tokens of a text, in place, before they are linked.

    Should two repairs contradict each other, so that heads run in a circle, the text stays as it was parsed.
    """
    as_parsed = [(token.head, token.dep_, token.tag_, token.pos_) for token in tokens]
    _repair(tokens)
    if not is_forest(tokens):
        for token, (head, label, tag, part) in zip(tokens, as_parsed, strict=True):
            token.head, token.dep_, token.tag_, token.pos_ = head, label, tag, part


def _repair(tokens: Sequence[Token]) -> None:
    for token in tokens:
        if token.lower_ == "not":
            _swap_contrast(tokens, token)
        elif token.lower_ == "ex":
            join_prefix(tokens, token)
        elif token.ent_type_ == "PERSON" and token.ent_iob_ == "B":
            raise_name(tokens, token)
    for token in tokens:
        if token.dep_ in BESIDE and token.pos_ in NOMINAL and _is_excluded(tokens, token):
            token.dep_ = CONTRAST
        elif token.dep_ in BESIDE and token.pos_ == "PROPN" and attach_name(tokens, token):
            continue
        elif token.dep_ in PHRASES and token.pos_ == "ADP" and _is_excluded(tokens, token):
            exclude_phrase(tokens, token)
        elif token.dep_ in MENDING:
            MENDING[token.dep_](tokens, token)
    raise_headline_verb(tokens)


def _mend_phrase(tokens: Sequence[Token], preposition: Token) -> None:
    around = tokens[max(0, preposition.i - 1) : preposition.i + 2]
    if around[0].lower_ in {"and", "or"} and around[-1].dep_ == "pcomp":
        join_phrase(tokens, preposition)
    else:
        _free_of(tokens, preposition)
    attach_members(tokens, preposition)


def _free_of(tokens: Sequence[Token], of: Token) -> None:
    """Mend 'accused the company of espionage', where the parser reads "company of espionage"."""
    if of.lower_ == "of" and _belongs_to_verb(tokens, of):
        of.head = of.head.head


def _belongs_to_verb(tokens: Sequence[Token], of: Token) -> bool:
    """True in 'accused the company of espionage', not in 'warned the government of Kenya'."""
    noun, words = of.head, lexicon().syntax
    if noun.dep_ != "dobj" or noun.head.lemma_ not in words.of_verbs:
        return False
    if noun.pos_ == "NUM" or noun.lemma_ in words.counting_nouns:
        return False
    objects = [token for token in tokens[of.i + 1 : of.i + MAX_PHRASE] if token.head is of]
    return bool(objects) and not any(token.pos_ == "PROPN" or token.ent_type_ in {"GPE", "NORP"} for token in objects)


def _is_excluded(tokens: Sequence[Token], noun: Token) -> bool:
    """True for a noun phrase after ", not", "and not", "instead of" or "rather than"."""
    at = noun.i - 1
    while at >= 0 and tokens[at].head is noun and tokens[at].lower_ != "not":
        at -= 1
    before = tuple(token.lower_ for token in tokens[max(0, at - 1) : at + 1])
    if noun.dep_ == "conj" and before in {("instead", "of"), ("rather", "than")}:
        return True
    return at > 0 and tokens[at].lower_ == "not" and tokens[at - 1].lower_ in {",", "and", "–", "—", "but"}


def _swap_contrast(tokens: Sequence[Token], negation: Token) -> None:
    """Mend 'not Kenya but Uganda signed it': what stands after "but" is meant, what stands after "not" is excluded."""
    after = tokens[negation.i + 1 : negation.i + MAX_PHRASE]
    but = next((token for token in after if token.lower_ == "but"), None)
    if but is None or after[0].lower_ in lexicon().stance.only or tokens[but.i + 1].lower_ == "also":
        return
    excluded = but.head
    meant = next((t for t in tokens[but.i + 1 : but.i + MAX_PHRASE] if t.head is excluded and t.dep_ == "conj"), None)
    is_phrase = excluded.pos_ in {"NOUN", "PROPN", "ADP"} and excluded.i > negation.i
    opens = not any(t.head is not excluded for t in tokens[negation.i + 1 : excluded.i])
    if meant is not None and is_phrase and opens and meant.pos_ in {"NOUN", "PROPN", "ADP"}:
        meant.dep_, meant.head = excluded.dep_, excluded.head
        excluded.dep_, excluded.head = CONTRAST, meant
        negation.head = but.head = excluded


def _name_subject(tokens: Sequence[Token], name: Token) -> None:
    """Mend 'EU lifts sanctions', where the parser makes one name of subject and verb."""
    if name.head.lemma_ in lexicon().stance.speech:
        give_speaker(tokens, name)
    if name.head.dep_ != "ROOT" or name.head.tag_ not in {"VBZ", "VBD", "VBP"}:
        return
    own = [token for token in tokens[: name.head.i] if token.head is name.head]
    if name.pos_ == "PROPN" and name.i < name.head.i and not any(token.dep_ in {"nsubj", "nsubjpass"} for token in own):
        name.dep_ = "nsubj"


def _mend_relative(tokens: Sequence[Token], verb: Token) -> None:
    if verb.head.dep_ == CONTRAST and verb.head.head.lemma_ == "be":
        _mend_cleft(tokens, verb.head.head, verb)  # "it was Peru, and not Chile, that signed it"
    else:
        _free_content(tokens, verb)


def _free_content(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'announced in a fact sheet that Peru had joined it', where the content is taken for a relative clause.

    So too 'told a briefing that Peru had joined it'.

    It has a subject and an object, so that "that" is neither, and the verb of saying has no other content.
    """
    noun, preposition = verb.head, verb.head.head
    saying = preposition.head if noun.dep_ == "pobj" else preposition
    is_told = noun.dep_ == "dobj" and saying.lemma_ in lexicon().syntax.addressing_verbs
    is_said = noun.dep_ == "pobj" and saying.lemma_ in lexicon().stance.speech
    if not (is_told or is_said) or saying.dep_ in {"amod", "compound"}:
        return
    that = tokens[noun.i + 1]
    own = {token.dep_ for token in tokens[that.i + 1 : verb.i + MAX_PHRASE] if token.head is verb}
    is_taken = any(token.dep_ == "ccomp" and token.head is saying for token in tokens[saying.i : verb.i])
    if that.lower_ == "that" and that.head is verb and own >= {"nsubj", "dobj"} and not is_taken:
        that.dep_, that.tag_, that.pos_ = "mark", "IN", "SCONJ"
        verb.dep_, verb.head = "ccomp", saying


def _restore_subject(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'repeated its call for Peru to sign it', where "for Peru" and "to sign it" are taken apart."""
    if verb.tag_ != "VB":
        return
    to = next((token for token in tokens[max(0, verb.i - MAX_PHRASE) : verb.i] if token.head is verb), verb)
    if to.tag_ != "TO" or to.i == 0:
        return
    noun = tokens[to.i - 1]
    chain = (noun, *heads_above(noun))
    noun = next((one for one in chain if one.dep_ == "pobj"), chain[-1])
    preposition, asking = noun.head, noun.head.head
    content = lexicon().content_nouns.get(asking.lemma_.lower())
    if preposition.lower_ == "for" and content is not None and content.modality is Modality.OBLIGATED:
        preposition.dep_, preposition.head = "mark", verb
        noun.dep_, noun.head = "nsubj", verb
        verb.dep_, verb.head = "acl", asking


def _mend_content(tokens: Sequence[Token], verb: Token) -> None:
    if verb.lower_ == "had":
        _restore_auxiliary(tokens, verb)
    elif verb.head.lower_ == "had":
        _restore_inversion(tokens, verb)
    elif verb.head.dep_ == "relcl":
        give_relative(tokens, verb)
    elif "be" in {verb.lemma_, verb.head.lemma_}:
        _mend_cleft(tokens, *sorted((verb, verb.head), key=lambda token: token.i))
    else:
        join_headline(tokens, verb)


def _mend_cleft(tokens: Sequence[Token], be: Token, verb: Token) -> None:
    """Mend 'It was Peru that signed it': what follows the noun in focus is its relative clause.

    The parser may take it for the content of "was", or "was" for the content of its verb.
    """
    own = [token for token in tokens[: verb.i] if token.head is be]
    has_it = any(token.lower_ == "it" and token.dep_ == "nsubj" for token in own)
    focus = next((token for token in own if token.dep_ == "attr" and token.pos_ in {"NOUN", "PROPN"}), None)
    below = [token for token in tokens[be.i : verb.i + MAX_PHRASE] if token.head is verb]
    gaps = [token.dep_ for token in below if token.tag_ in RELATIVE]
    has_gap = bool(gaps) and gaps[0] in ARGUMENTS and sum(token.dep_ == gaps[0] for token in below) == 1
    is_denied = any(token.dep_ == "neg" for token in [*own, *tokens[be.i : verb.i]] if token.head is be)
    if be.lemma_ != "be" or not has_it or focus is None or not has_gap or is_denied:
        return
    if be.head is verb:
        be.dep_, be.head = verb.dep_, be if verb.head is verb else verb.head
    verb.dep_, verb.head = "relcl", focus


def _restore_auxiliary(tokens: Sequence[Token], had: Token) -> None:
    """Mend 'would have lost had Peru not signed it', where "had" is taken for a verb with a clause."""
    for verb in tokens[had.i + 1 : had.i + MAX_PHRASE]:
        if verb.head is had and verb.dep_ == "ccomp" and verb.tag_ in {"VBD", "VBN"}:
            is_subject = any(token.dep_ == "nsubj" and token.head is verb for token in tokens[had.i : verb.i])
            if is_subject and not any(token.head is had for token in tokens[: verb.i]):
                verb.tag_, verb.head = "VBN", had.head
                had.pos_, had.dep_, had.head = "AUX", "aux", verb
            return


def _mend_subject(tokens: Sequence[Token], subject: Token) -> None:
    if not attach_subject(tokens, subject):
        _make_object(tokens, subject)


def _restore_inversion(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'Hardly had Peru signed it when Chile left', where "had" is taken for a verb with a clause."""
    had = verb.head
    opens = had.i > 0 and tokens[had.i - 1].lower_ in lexicon().stance.inverting
    has_subject = any(token.head is verb and token.dep_ == "nsubj" for token in tokens[had.i : verb.i])
    if not opens or not has_subject or verb.tag_ not in {"VBD", "VBN"}:
        return
    verb.tag_, verb.dep_, verb.head = "VBN", had.dep_, verb if had.head is had else had.head
    for token in tokens[: verb.i + MAX_PHRASE]:
        if token.head is had and token is not had:
            token.head = verb
    had.pos_, had.dep_, had.head = "AUX", "aux", verb


def _make_object(tokens: Sequence[Token], pronoun: Token) -> None:
    """Mend "whom" in 'a man whom Kenya warned': the verb has another subject, and no other object."""
    verb = pronoun.head
    if pronoun.tag_ not in RELATIVE or verb.dep_ != "relcl" or verb.i < pronoun.i:
        return
    own = [token.dep_ for token in tokens[pronoun.i + 1 : verb.i + MAX_PHRASE] if token.head is verb]
    is_content = verb.head.lemma_.lower() in lexicon().content_nouns  # "the claim that Laos paid"
    if not is_content and "nsubj" in own and (pronoun.dep_ == "pobj" or "dobj" not in own):
        pronoun.dep_ = "dobj"


def _free_main_verb(tokens: Sequence[Token], verb: Token) -> None:
    """Mend 'The bank that Kenya sanctioned sued Interpol', where the main verb is taken for a participle.

    The relative clause has its object, the pronoun, so that the noun after the participle cannot be one too.
    """
    noun, clause = verb.head, tokens[verb.i - 1] if verb.i else verb
    subject = clause.head
    if (
        verb.tag_ not in {"VBN", "VBD"}
        or noun.dep_ != "dobj"
        or noun.head is not clause
        or clause.dep_ != "relcl"
        or subject.dep_ != "ROOT"
    ):
        return
    between = [token for token in tokens[subject.i : clause.i] if token.head is clause]
    has_subject = any(token.dep_ == "nsubj" for token in between)
    pronoun = next((token for token in between if token.tag_ in RELATIVE or token.lower_ == "that"), None)
    if pronoun is not None and (pronoun.dep_ == "dobj" or (pronoun.dep_ == "mark" and has_subject)):
        pronoun.dep_ = "dobj"
        if pronoun.lower_ == "that":
            pronoun.pos_, pronoun.tag_ = "PRON", "WDT"
        verb.pos_, verb.tag_, verb.dep_, verb.head = "VERB", "VBD", "ROOT", verb
        noun.head, subject.head, subject.dep_ = verb, verb, "nsubj"


def _mend_participle(tokens: Sequence[Token], verb: Token) -> None:
    free_embedded(tokens, verb)
    if verb.dep_ == "amod":
        _free_main_verb(tokens, verb)


def _mend_conjunct(tokens: Sequence[Token], token: Token) -> None:
    free_speaker(tokens, token)
    if token.dep_ == "conj" and not free_source(tokens, token):
        join(tokens, token)


def _mend_adjunct(tokens: Sequence[Token], verb: Token) -> None:
    _restore_subject(tokens, verb)
    if verb.dep_ == "advcl":
        join_adjunct(tokens, verb)


def _make_noun(tokens: Sequence[Token], word: Token) -> None:
    """Mend "reports" in 'denied reports the general had fled': an object is no verb, but a plural noun.

    Nor is it a conjunction: "that" in 'the bank that Kenya closed'.
    """
    if word.lower_ == "that" and word.tag_ == "IN" and word.head.dep_ == "relcl":
        word.pos_, word.tag_ = "PRON", "WDT"
    elif word.tag_ == "VBZ" and word.i > 0:
        word.pos_, word.tag_ = "NOUN", "NNS"
    elif word.dep_ == "pobj":
        _make_object(tokens, word)


def _mend_complement(tokens: Sequence[Token], word: Token) -> None:
    if not make_object(tokens, word):
        give_relative(tokens, word)


MENDING: dict[str, Callable[[Sequence[Token], Token], object]] = {
    "conj": _mend_conjunct,
    "appos": free_speaker,
    "nsubj": _mend_subject,
    "nsubjpass": attach_subject,
    "pobj": _make_noun,
    "dobj": _make_noun,
    "xcomp": _mend_complement,
    "acl": raise_main_verb,
    "amod": _mend_participle,
    "advcl": _mend_adjunct,
    "compound": _name_subject,
    "relcl": _mend_relative,
    "ccomp": _mend_content,
    "prep": _mend_phrase,
}
"""By the label of a token, what mends it."""
