"""Drops what a news page carries besides its article: links, captions, adverts, bylines, teasers, the page's foot.

The rules, each with its reason, are data: `lexicon/boilerplate.toml`. They judge a line by its own form and
by what stands around it; no rule knows a site.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from extract.dates import stamped_date
from ontology.errors import DataError

FILE = "boilerplate.toml"
RULE_KEYS = frozenset({"where", "pattern", "not", "words", "soft", "title", "reason"})
SENTENCE_END = re.compile(r"[.…][\"'”’)\]]*$")
EXCLAMATION_END = re.compile(r"[!?:][\"'”’)\]]*$")  # closing quotation marks
LONG = 25  # words: running text, whatever its last character
STAMP_WORDS = 20
HEAD = 2  # the head of a page ends before its second paragraph
SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)]* [\"'“‘]?[A-Z]")


class Kind(StrEnum):
    """What a line is."""

    PARAGRAPH = "paragraph"
    STRONG = "strong paragraph"  # long, of several sentences: a teaser's summary is not
    SHORT = "short"  # a headline, of this article or of another
    END = "end"
    SOFT_END = "soft end"
    AGO = "ago"
    FURNITURE = "furniture"


PARAGRAPHS = frozenset({Kind.PARAGRAPH, Kind.STRONG})
ENDS = frozenset({Kind.END, Kind.SOFT_END, Kind.AGO})


@dataclass(frozen=True, slots=True)
class LineRule:
    """One rule of lexicon/boilerplate.toml."""

    where: str
    pattern: re.Pattern[str]
    but_not: re.Pattern[str] | None
    words: int
    soft: bool
    title: bool
    reason: str

    def takes(self, line: str, *, first: bool = False) -> bool:
        """True if the whole line is boilerplate by this rule; `first` if it is the first of the text."""
        if (first and self.title) or len(line.split()) > self.words or not self.pattern.fullmatch(line):
            return False
        return self.but_not is None or not self.but_not.fullmatch(line)


@dataclass(frozen=True, slots=True)
class _Rules:
    by_place: Mapping[str, tuple[LineRule, ...]]
    ago: LineRule
    sources: tuple[re.Pattern[str], ...]
    paragraph_words: int
    question_words: int
    resumption: int
    strong_words: int


def clean(lines: Sequence[str]) -> list[str]:
    """The lines (paragraphs and headings) that belong to the article, without links and credits inside them.

    A text of one line is returned as it is: there is nothing around it.
    """
    if len(lines) < 2:  # see above
        return list(lines)
    stripped = [line for line in map(_without_inline, lines) if line]
    kinds = _kinds(stripped)
    kept = _without_teasers(kinds)
    return [stripped[i] for i in _without_foot(stripped, kinds, kept)]


def is_paragraph(line: str) -> bool:
    """True for running text, False for a headline, a label or a button."""
    words = len(line.split())
    if SENTENCE_END.search(line):
        return words >= _rules().paragraph_words
    if EXCLAMATION_END.search(line):
        return words >= _rules().question_words
    return words >= LONG


def source_of(line: str) -> str | None:
    """The paper or agency that a dateline names: "TEMPO.CO, Jakarta - ...", "MANILA (Reuters) - ..."."""
    return next((match[1] for pattern in _rules().sources if (match := pattern.match(line))), None)


# ---- what each line is


def _without_inline(line: str) -> str:
    left = line
    for rule in _rules().by_place["inline"]:
        left = rule.pattern.sub("", left)
    return line if left == line else " ".join(left.split())


def _kinds(lines: Sequence[str]) -> list[Kind]:
    kinds: list[Kind] = []
    paragraphs = 0
    for i, line in enumerate(lines):
        kind = _kind(line, first=i == 0)
        if kind in ENDS and not paragraphs:
            kind = Kind.FURNITURE  # the page's navigation, or the age of this article
        if kind is Kind.SHORT and paragraphs < HEAD and (_is_stamp(line) or (i and _is_head(line))):
            kind = Kind.FURNITURE
        paragraphs += kind in PARAGRAPHS
        kinds.append(kind)
    return kinds


def _kind(line: str, *, first: bool) -> Kind:
    rules = _rules()
    for rule in rules.by_place["end"]:
        if rule.takes(line, first=first):
            return Kind.SOFT_END if rule.soft else Kind.END
    if rules.ago.takes(line):
        return Kind.AGO
    if any(rule.takes(line, first=first) for rule in rules.by_place["line"]):
        return Kind.FURNITURE
    if not is_paragraph(line):
        return Kind.SHORT
    strong = len(line.split()) >= rules.strong_words and SENTENCE_BREAK.search(line)
    return Kind.STRONG if strong else Kind.PARAGRAPH


def _is_head(line: str) -> bool:
    return any(rule.takes(line) for rule in _rules().by_place["head"])


def _is_stamp(line: str) -> bool:
    if len(line.split()) > STAMP_WORDS:
        return False
    return stamped_date(line) is not None or stamped_date(line, updated=True) is not None


# ---- what is around it


def _without_teasers(kinds: Sequence[Kind]) -> list[int]:
    """The lines to keep, by number, without lists of other articles."""
    kept: list[int] = []
    i = 0
    while i < len(kinds):
        kind = kinds[i]
        if kind in ENDS:
            if kind is Kind.AGO:
                _drop_headlines(kept, kinds)
            i = _resumption(kinds, i)
            continue
        if kind is not Kind.FURNITURE:
            kept.append(i)
        i += 1
    return kept


def _drop_headlines(kept: list[int], kinds: Sequence[Kind]) -> None:
    """Drops the headlines after the last paragraph: they belong to the age that follows."""
    while kept and kinds[kept[-1]] is Kind.SHORT:
        kept.pop()


def _resumption(kinds: Sequence[Kind], start: int) -> int:
    """Where the article goes on after a list of teasers that begins at `start`; the end, if it does not."""
    needed = 1 if kinds[start] is Kind.SOFT_END else _rules().resumption
    aged = False
    i = start
    while i < len(kinds):
        if kinds[i] not in PARAGRAPHS:
            aged = aged or kinds[i] is Kind.AGO
            i += 1
            continue
        run = _run(kinds, i)
        summary = aged or kinds[min(i + len(run), len(kinds) - 1)] is Kind.AGO
        strong = sum(kind is Kind.STRONG for kind in run)
        paragraphs = sum(kind in PARAGRAPHS for kind in run)
        if paragraphs >= _rules().resumption if summary else paragraphs + strong >= needed:
            return i
        i += len(run)
    return len(kinds)


def _run(kinds: Sequence[Kind], start: int) -> Sequence[Kind]:
    """The paragraphs in a row from `start` on, with the furniture between and after them."""
    end = start
    while end < len(kinds) and (kinds[end] in PARAGRAPHS or kinds[end] is Kind.FURNITURE):
        end += 1
    return kinds[start:end]


def _without_foot(lines: Sequence[str], kinds: Sequence[Kind], kept: Sequence[int]) -> list[int]:
    """Drops short lines below the last paragraph: after furniture, or between other articles' dates, and authors."""
    last = max((i for i in kept if kinds[i] in PARAGRAPHS), default=len(kinds))
    kept = [i for i in kept if i <= last or not lines[i].isupper()]
    below = range(last + 1, len(kinds))
    if any(_is_stamp(lines[i]) for i in below):
        return [i for i in kept if i <= last]
    foot = next((i for i in below if kinds[i] is Kind.FURNITURE), len(kinds))
    return [i for i in kept if i < foot]


# ---- the rules


@cache
def _rules() -> _Rules:
    data = tomllib.loads(files("extract.lexicon").joinpath(FILE).read_text(encoding="utf-8"))
    rules = [_rule(entry) for entry in data["rule"]]
    places = {place: tuple(r for r in rules if r.where == place) for place in ("line", "head", "end", "inline")}
    if sum(map(len, places.values())) < len(rules):
        raise DataError(FILE, None, "`where` is none of line, head, end, inline")
    ago = _rule({"where": "ago", "reason": "age of another article", **data["ago"]})
    sources = tuple(re.compile(pattern) for pattern in data["dateline"]["source"])
    return _Rules(places, ago, sources, **data["measures"])


def _rule(entry: Mapping[str, Any]) -> LineRule:
    unknown = sorted(set(entry) - RULE_KEYS)
    if unknown or not entry.get("reason"):
        raise DataError(FILE, None, f"rule {entry.get('pattern', '')[:40]!r}: unknown {unknown} or no reason")
    but_not = _compiled(entry["not"]) if "not" in entry else None
    return LineRule(
        entry["where"],
        _compiled(entry["pattern"]),
        but_not,
        entry.get("words", LONG),
        entry.get("soft", False),
        entry.get("title", False),
        entry["reason"],
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern.replace(" ", r"\s"), re.IGNORECASE)
    except re.error as error:
        raise DataError(FILE, None, f"{pattern[:60]!r}: {error}") from error
