"""The date of a clause: the date expression of the sentence that depends on its verb."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extract.dates.expressions import DateMention, find_dates
from extract.parsing.sentences import ParsedSentence
from extract.parsing.tokens import Token
from extract.syntax.arguments import children
from extract.syntax.speech import is_speech

UNTIL = re.compile(r"(?<!\bnot )(?<!\bonly )\b(?:until|till)\s+(?:the\s+)?$", re.IGNORECASE)
"""Before a date that says how long something lasts, and not when it was done: "postponed it until 15 September"."""
SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.IGNORECASE)
EARLIER = frozenset({"earlier", "before", "previous", "preceding", "prior"})
"""Words that set an act off from the date of its telling, beside a measure of time."""
FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")


class ClauseDates:
    """Finds the dates of clauses of one document; `reference` is the date of the document, if known."""

    def __init__(self, reference: str | None) -> None:
        self._reference = reference
        self._latest: tuple[tuple[int, bool], Mapping[int, tuple[int, str]]] | None = None
        """The dates of the last sentence asked for: its other clauses ask for the same."""

    def of_clause(self, parsed: ParsedSentence, verb: Token, *, future: bool) -> str | None:
        """The date that depends on the verb, else on the verb that it is coordinated with or governed by.

        `future` says whether an incomplete date lies after the document's. A verb with its own subject takes only a
        date before it: "He offered it on Monday, and the ministry will lead the talks" does not date the talks. What
        somebody "said last month that it had done" was done by then, and has this date; what somebody "admitted on
        Monday that it had done" has none, because that is the day of the admission.
        """
        date_by_verb = self._dates_by_verb(parsed, future=future)
        current, has_own_subject = verb, False
        while current.i not in date_by_verb and current.dep_ in {"conj", "xcomp"} and current.head != current:
            has_own_subject = has_own_subject or bool(children(current, "nsubj", "nsubjpass"))
            current = current.head
        if current.i not in date_by_verb and _is_reported_past(verb):
            told = date_by_verb.get(verb.head.i, (0, None))[1]
            return None if told is None or FULL_DATE.fullmatch(told) else told
        start, value = date_by_verb.get(current.i, (0, None))
        return None if has_own_subject and parsed.span.start_char + start > current.idx else value

    def _until_now(self, parsed: ParsedSentence, date: DateMention) -> str:
        """The value of a date; what has lasted "since August 2022" has the interval until the day of the document."""
        is_since = SINCE.search(parsed.span.text[: date.start]) is not None
        now = self._reference
        if not is_since or now is None or "/" in date.value or not FULL_DATE.fullmatch(now) or date.value > now:
            return date.value
        return f"{date.value}/{now}"

    def _dates_by_verb(self, parsed: ParsedSentence, *, future: bool) -> Mapping[int, tuple[int, str]]:
        """By position of the verb, the first date that depends on it and where the date begins in the sentence."""
        key = (parsed.sentence.index, future)
        if self._latest is None or self._latest[0] != key:
            found = find_dates(parsed.span.text, self._reference, future=future)
            dates = [date for date in found if not UNTIL.search(parsed.span.text[: date.start])]
            by_verb = {
                _verb_dated(parsed, date.start): (date.start, self._until_now(parsed, date)) for date in reversed(dates)
            }
            self._latest = key, by_verb
        return self._latest[1]


def _is_reported_past(verb: Token) -> bool:
    """True for "it had done" as the content of a verb of speech; not for "it had done two days earlier"."""
    auxiliaries = [token.lower_ for token in verb.children if token.dep_ in {"aux", "auxpass"}]
    return verb.dep_ == "ccomp" and "had" in auxiliaries and is_speech(verb.head) and not _is_set_off(verb)


def _is_set_off(verb: Token) -> bool:
    """True for 'two days earlier', 'the week before', 'in the preceding days', 'since the start of the year'."""
    own = children(verb, "advmod", "npadvmod", "prep")
    if any(word.lower_ == "since" for word in own):
        return True
    times = [*own, *(noun for preposition in own for noun in children(preposition, "pobj"))]
    return any(
        (time.lower_ in EARLIER and time.dep_ == "advmod" and bool(children(time, "npadvmod")))
        or any(word.lower_ in EARLIER for word in children(time, "amod", "advmod"))
        for time in times
    )


def _verb_dated(parsed: ParsedSentence, start: int) -> int:
    """The position of the verb that a date at a character of the sentence depends on.

    In 'said in January it had left' the parser gives the date of saying to the verb that is said.
    """
    position = _verb_above(parsed, start)
    verb = next((token for token in parsed.span if token.i == position), None)
    if verb is None or verb.dep_ != "ccomp" or not is_speech(verb.head) or children(verb, "mark"):
        return position
    subjects = children(verb, "nsubj", "nsubjpass")
    is_between = bool(subjects) and verb.head.idx < parsed.span.start_char + start < subjects[0].left_edge.idx
    return int(verb.head.i) if is_between else position


def _verb_above(parsed: ParsedSentence, start: int) -> int:
    """The position of the verb that governs the token at a character of the sentence."""
    position = parsed.span.start_char + start
    for token in parsed.span:
        if token.idx + len(token) > position:
            verbs = (above for above in (token, *token.ancestors) if above.pos_ in {"VERB", "AUX"})
            return next((int(verb.i) for verb in verbs), int(token.i))
    return -1
