"""Finds the clause of an act in its sentence, and the places and occasions that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from graph.diff.alignment.tables import nouns, sentence_words, stages
from graph.diff.alignment.wording.noun_phrases import NounPhrase
from ontology.model import Claim, EntityType

DATELINE = re.compile(
    r"(?:[^–—]{0,60}[–—] ?|[A-Z][A-Z.’' -]+(?:,(?: [A-Z][\w.]+)+)?(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r"(?: \([^()]{1,40}\))? --? )"
)
"""The place, date and agency that a news report begins with: "PARIS —", "LYON, June 2 (AFP) -"."""
NAME = r"((?:[A-Z0-9][\w.’'&-]*[ ]?)+)"
OF_NAME = rf"{NAME}(?:of\s(?:the\s)?{NAME})?"
"""A name that may go on after "of": the Bank of Georgia is not Georgia, nor a bank like any other."""
PUT = re.compile(rf"(?<!\S)(?:in connection with|in|at|inside|near|outside)\s(?:the\s)?({OF_NAME})")
MONTHS = sentence_words().months
TIMES = frozenset((*sentence_words().days, *MONTHS))
"""Capitalised words that name no party or place."""
WHEN = (
    rf"(?:(?:{'|'.join(sentence_words().time_adverbs)}|(?:last|this) (?:week|month|year)|"
    rf"(?:on|in) (?:\d{{1,2}} )?(?:{'|'.join(sorted(TIMES))}|\d{{4}})(?: \d{{1,4}})?) )*"
)
"""Adverbs of time and dates, each with a space behind it."""
DATE = re.compile(
    rf"\b(?:in|on|since) (?:(?P<day>\d{{1,2}})(?: and \d{{1,2}})? )?"
    rf"(?:(?P<month>{'|'.join(MONTHS)})(?: (?P<year>\d{{4}}))?|(?P<only>\d{{4}}))\b"
)
OCCASIONS, PROGRAMMES = frozenset({"operation", "gathering"}), frozenset({"tool"})
"""Kinds whose name means one occasion, "Operation Red Card", or one programme, "the Safe Port Programme"."""


def clause_text(claim: Claim) -> str:
    """The words of a sentence from the clause boundary before an act to the one behind its target."""
    return "".join(_parts(claim))


def words_before_target(claim: Claim) -> list[str]:
    """The words between an act and its target, in lower case: "entry to" of "denied entry to the researchers"."""
    if claim.target is None:
        return []
    start = claim.sentence.start
    return claim.sentence.text[claim.action_span.end - start : claim.target.span.start - start].casefold().split()


def is_background(claim: Claim) -> bool:
    """True for what had been done before the news: "which had fought the draft"."""
    words = claim.sentence.text[: max(0, claim.action_span.end - claim.sentence.start)]
    return re.search(r"\bhad (?:[a-z]+ly |long |once |also )?\w+$", words) is not None


def is_total(claim: Claim) -> bool:
    """True if the clause counts all cases so far ("have now freed 612"), not those of one more occasion."""
    before, middle, _ = _parts(claim)
    until_target = before + middle[: claim.action_span.end - claim.action_span.start]
    cues = stages().cues
    return (
        re.search(cues.already, until_target) is not None or re.search(cues.cumulative, clause_text(claim)) is not None
    )


def _parts(claim: Claim) -> tuple[str, str, str]:
    """The clause before an act and its target, with both, and behind them."""
    text, first = claim.sentence.text, claim.sentence.start
    spans = [claim.action_span, *([claim.target.span] if claim.target else [])]
    start, end = min(span.start for span in spans) - first, max(span.end for span in spans) - first
    before = re.split(stages().cues.boundary, text[:start])[-1]
    return before, text[start:end], re.split(stages().cues.boundary, text[end:])[0]


def places_of(claim: Claim) -> frozenset[str]:
    """The names that the clause puts the target in or at: "60 workers from a call centre in Pilar"."""
    if claim.target is None:
        return frozenset()
    return places_in(_parts(claim)[2]) - occasions(claim)


def places_in(text: str) -> frozenset[str]:
    """The names that a text puts something in or at."""
    names = (match[1].strip().rstrip(".,") for match in PUT.finditer(text))
    return frozenset(name for name in names if name and name.split()[0] not in TIMES and not name[0].isdigit())


def occasions(claim: Claim) -> frozenset[str]:
    """The operations and events that the sentence of a claim calls by a name of two words or more."""
    return occasions_in(claim.sentence.text)


def occasions_in(text: str) -> frozenset[str]:
    """The operations and events that a text calls by a name of two words or more."""
    return named(text, OCCASIONS)


@dataclass(frozen=True, slots=True)
class Setting:
    """The places and the programmes that the sentences of claims name."""

    places: frozenset[str]
    programmes: frozenset[str]

    @classmethod
    def of(cls, claims: Iterable[Claim]) -> Setting:
        """The setting of some claims."""
        every = tuple(claims)
        programmes = (name for claim in every for name in named(claim.sentence.text, PROGRAMMES))
        return cls(frozenset(name for claim in every for name in places_of(claim)), frozenset(programmes))

    def is_apart(self, other: Setting) -> bool:
        """True if both name a place, or both a programme, and none in common: they speak of two things."""
        pairs = (self.places, other.places), (self.programmes, other.programmes)
        return any(old and new and old.isdisjoint(new) for old, new in pairs)


def named(text: str, kinds: frozenset[str]) -> frozenset[str]:
    """The names of two words or more in a text whose noun is of these kinds: "Riverside Park"."""
    runs = (match[0].split() for match in re.finditer(NAME, text))
    names = (" ".join(_bare(words)) for words in runs)
    return frozenset(name for name in names if " " in name and NounPhrase.of_text(name, EntityType.EVENT).kinds & kinds)


def _bare(words: list[str]) -> list[str]:
    """Without the function words that a sentence begins with, and without its full stop."""
    while words and words[0].casefold() in nouns().prepositions | nouns().articles:
        words = words[1:]
    return [word.rstrip(".,") for word in words]


def date_of(text: str, document_date: str | None) -> str | None:
    """The date of an act that the words behind its verb give, as ISO 8601; a month without a year is the last one."""
    match = DATE.search(re.split(r"[;:]", text)[0])
    if match is None or match["only"]:
        return match["only"] if match else None
    month = MONTHS.index(match["month"]) + 1
    year = match["year"] or _last_year(month, document_date)
    day = f"-{int(match['day']):02}" if match["day"] else ""
    return f"{year}-{month:02}{day}" if year else None


def _last_year(month: int, date: str | None) -> str | None:
    """The year of the last such month before the date of a document, as far as that has a month."""
    if date is None or len(date) < len("2026-01"):
        return None
    return str(int(date[:4]) - (int(date[5:7]) < month))
