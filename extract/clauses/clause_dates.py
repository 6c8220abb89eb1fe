"""The date of a clause: the date expression of the sentence that depends on its verb."""

from __future__ import annotations

from collections.abc import Mapping

from extract.dates.expressions import find_dates
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import children


class ClauseDates:
    """Finds the dates of clauses of one document; `reference` is the date of the document, if known."""

    def __init__(self, reference: str | None) -> None:
        self._reference = reference
        self._latest: tuple[tuple[int, bool], Mapping[int, tuple[int, str]]] | None = None
        """The dates of the last sentence asked for: its other clauses ask for the same."""

    def of_clause(self, parsed: ParsedSentence, verb: Token, *, future: bool) -> str | None:
        """The date that depends on the verb, else on the verb that it is coordinated with or governed by.

        `future` says whether an incomplete date lies after the document's. A verb with its own subject takes only a
        date before it: "He offered it on Monday, and the ministry will lead the talks" does not date the talks.
        """
        date_by_verb = self._dates_by_verb(parsed, future=future)
        current, has_own_subject = verb, False
        while current.i not in date_by_verb and current.dep_ in {"conj", "xcomp"} and current.head != current:
            has_own_subject = has_own_subject or bool(children(current, "nsubj", "nsubjpass"))
            current = current.head
        start, value = date_by_verb.get(current.i, (0, None))
        return None if has_own_subject and parsed.span.start_char + start > current.idx else value

    def _dates_by_verb(self, parsed: ParsedSentence, *, future: bool) -> Mapping[int, tuple[int, str]]:
        """By position of the verb, the first date that depends on it and where the date begins in the sentence."""
        key = (parsed.sentence.index, future)
        if self._latest is None or self._latest[0] != key:
            dates = find_dates(parsed.span.text, self._reference, future=future)
            by_verb = {_verb_above(parsed, date.start): (date.start, date.value) for date in reversed(dates)}
            self._latest = key, by_verb
        return self._latest[1]


def _verb_above(parsed: ParsedSentence, start: int) -> int:
    """The position of the verb that governs the token at a character of the sentence."""
    position = parsed.span.start_char + start
    for token in parsed.span:
        if token.idx + len(token) > position:
            verbs = (above for above in (token, *token.ancestors) if above.pos_ in {"VERB", "AUX"})
            return next((int(verb.i) for verb in verbs), int(token.i))
    return -1
