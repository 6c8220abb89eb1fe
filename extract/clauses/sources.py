"""Who says what a clause tells, and whether it is what a charge says."""

from __future__ import annotations

from extract.lexicon.loader import lexicon
from extract.parsing.tokens import Token
from extract.syntax.arguments import children
from extract.syntax.speech import is_quoted, is_speech, issuer, sources, speakers


def according_to(verb: Token) -> Token | None:
    """The noun after 'according to' in the clause or in a clause above it; not for a clause on that noun."""
    token = below = verb
    while True:
        for child in token.children:
            if child.lower_ == "according" and child != below:
                nouns = sources(child)
                if nouns:
                    return nouns[0]
        if token.head == token:
            return None
        below, token = token, token.head


def is_charged(verb: Token) -> bool:
    """True for what a charging document says: 'according to the indictment', 'as alleged in the complaint'."""
    source = according_to(verb)
    if source is not None and source.lemma_.lower() in lexicon().stance.charging_officials:
        return True
    if is_charging_document(source):
        return True
    for token in (verb, *verb.ancestors):
        for clause in children(token, "advcl"):
            if clause != verb and any(mark.lower_ == "as" for mark in children(clause, "mark")):
                nouns = [noun for preposition in children(clause, "prep") for noun in children(preposition, "pobj")]
                if clause.lemma_ == "allege" or any(map(is_charging_document, nouns)):
                    return True
        if token.dep_ == "ccomp":
            break
    return False


def is_charging_document(source: Token | None) -> bool:
    """True for what accuses somebody: 'the complaint says that'."""
    return source is not None and source.lemma_.lower() in lexicon().stance.charging_documents


def is_hearsay(source: Token) -> bool:
    """True for claims, rumours, bare reports and whatever is unconfirmed; not for 'a report by Amnesty'."""
    words, rule = lexicon().stance, lexicon().content_nouns.get(source.lemma_.lower())
    if any(child.lower_ in words.unverified_adjectives for child in source.children):
        return True
    if rule is None or not rule.alleged:
        return False
    is_bare = source.tag_ == "NNS" and not children(source, "det", "poss", "nummod") and issuer(source) == source
    return is_bare or source.lemma_.lower() not in words.publications


def speaker_beside(verb: Token) -> Token | None:
    """The subject of a speech verb beside the clause: after a quotation, or between commas."""
    saying = _saying_beside(verb)
    return next(iter(speakers(saying)), None) if saying is not None and is_speech(saying) else None


def is_alleged_beside(verb: Token) -> bool:
    """True in 'the firm, the indictment alleges, paid them' and 'the firm, it appears, paid them'."""
    saying = _saying_beside(verb)
    return saying is not None and (_alleges(saying) or any(map(is_charging_document, speakers(saying))))


def _saying_beside(verb: Token) -> Token | None:
    """The verb of saying or seeming that a clause is told by without being its content."""
    root = verb
    while root.head != root and root.dep_ not in {"relcl", "acl"}:
        for child in root.children:
            if child.dep_ == "parataxis" and (is_speech(child) or _alleges(child)):
                return child
        root = root.head
    for child in root.children:
        is_beside = child.dep_ == "parataxis" or (child.dep_ == "conj" and is_quoted(verb) and not is_quoted(child))
        if is_beside and child != verb and (is_speech(child) or _alleges(child)):
            return child
    return None


def _alleges(verb: Token) -> bool:
    rule = lexicon().governors.get(verb.lemma_)
    return rule is not None and rule.alleged


def is_asked_in_quotation(verb: Token) -> bool:
    """True in '"Did Peru sign it?" he asked': the quoted sentence of a verb ends with a question mark."""
    if not is_quoted(verb):
        return False
    after = [
        token.text for token in verb.doc[verb.i : verb.sent.end] if token.text in {"?", ".", "!"} or token.is_quote
    ]
    return after[:1] == ["?"]
