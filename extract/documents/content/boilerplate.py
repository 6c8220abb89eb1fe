"""Boilerplate removal: separates an article from links, captions, adverts, bylines, teasers and the page's footer.

The rules, each with its reason, are data: `lexicon/boilerplate.toml`. A rule classifies a line by its own form or by
the lines around it; no rule depends on a site.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field

from extract.dates.expressions import stamped_date
from ontology.data_files import DataTable, load_toml

FILE = "boilerplate.toml"
SENTENCE_END = re.compile(r"[.…][\"'”’)\]]*$")
EXCLAMATION_END = re.compile(r"[!?:][\"'”’)\]]*$")  # closing quotation marks
LONG = 25  # words: running text, whatever its last character
STAMP_WORDS = 20
HEAD = 2  # the head of a page ends before its second paragraph
SENTENCE_BREAK = re.compile(r"[.!?][\"'”’)]* [\"'“‘]?[A-Z]")


class LineKind(StrEnum):
    """What a line of a page is."""

    PARAGRAPH = "paragraph"
    STRONG = "strong paragraph"  # long, of several sentences: a teaser's summary is not
    SHORT = "short"  # a headline, of this article or of another
    END = "end"
    SOFT_END = "soft end"
    AGO = "ago"
    FURNITURE = "furniture"


KindAndReason = tuple[LineKind, str]
"""The kind of a line, and the reason of the rule that decided it; empty for text."""
PARAGRAPHS = frozenset({LineKind.PARAGRAPH, LineKind.STRONG})
TEXTS = PARAGRAPHS | {LineKind.SHORT}
TEASER = "teaser of another article"
AGE = "age of another article"
ENDS = frozenset({LineKind.END, LineKind.SOFT_END, LineKind.AGO})


@lru_cache(maxsize=4)  # each line is held against many rules
def _words(line: str) -> int:
    return len(line.split())


def _line_pattern(pattern: object) -> object:
    """The compiled pattern of a rule: a blank stands for any white space, case does not matter."""
    if not isinstance(pattern, str):
        return pattern  # pydantic reports it
    try:
        return re.compile(pattern.replace(" ", r"\s"), re.IGNORECASE)
    except re.error as error:
        raise ValueError(f"{pattern[:60]!r} is not a regular expression: {error}") from error


LinePattern = Annotated[re.Pattern[str], BeforeValidator(_line_pattern)]
Position = Literal["line", "head", "end", "inline"]
"""Where a rule applies; `boilerplate.toml` explains the values."""


class LinePatternTable(DataTable):
    """A pattern for whole lines with its exception and its limit on length, as in `boilerplate.toml`."""

    pattern: LinePattern
    but_not: LinePattern | None = Field(default=None, alias="not")
    words: int = LONG
    title: bool = False

    def matches(self, line: str, *, first: bool = False) -> bool:
        """True if the whole line is boilerplate by this rule; `first` if it is the first line of the text."""
        if (first and self.title) or _words(line) > self.words or not self.pattern.fullmatch(line):
            return False
        return self.but_not is None or not self.but_not.fullmatch(line)


class LineRule(LinePatternTable):
    """A [[rule]] of `boilerplate.toml`: which lines, or words inside a line, are boilerplate, and why."""

    where: Position
    soft: bool = False
    reason: str = Field(min_length=1)


class Measures(DataTable):
    """Numbers of words and paragraphs that separate running text from headlines and lists."""

    paragraph_words: int
    question_words: int
    resumption: int
    strong_words: int


class DatelineSources(DataTable):
    """Patterns of datelines whose first group is the paper or agency; case matters."""

    source: tuple[re.Pattern[str], ...]


class BoilerplateRules(DataTable):
    """The content of `boilerplate.toml`."""

    measures: Measures
    rule: tuple[LineRule, ...]
    ago: LinePatternTable
    dateline: DatelineSources


@dataclass(frozen=True, slots=True)
class _Rules:
    """The rules of `boilerplate.toml` by position, and its other tables."""

    by_position: Mapping[str, tuple[LineRule, ...]]
    ago: LinePatternTable
    sources: tuple[re.Pattern[str], ...]
    measures: Measures


@dataclass(frozen=True, slots=True)
class ClassifiedLine:
    """A line (paragraph or heading) of a page, and `why` it is not part of the article; None if it is."""

    line: str
    why: str | None = None
    cut: tuple[tuple[str, str], ...] = ()
    """Words removed from the line, each with its reason."""
    is_age: bool = False
    """True if it says how long ago another article came out."""
    is_running: bool = False
    """True for running text, False for a headline."""
    is_text: bool = True
    """True for a headline or running text, of this article or of another; False for furniture."""


def article_lines(lines: Sequence[str]) -> list[str]:
    """The lines (paragraphs and headings) that belong to the article, without links and credits inside them.

    A text of one line is returned unchanged: there is nothing around it.
    """
    return [classified.line for classified in classify_lines(lines) if classified.why is None]


def classify_lines(lines: Sequence[str]) -> list[ClassifiedLine]:
    """Every line with the reason why it is dropped, if it is; a text of one line is left unchanged."""
    if len(lines) < 2:  # see above
        return [ClassifiedLine(line) for line in lines]
    cut = [_cut(line) for line in lines]
    stripped = [(line, parts) for line, parts in cut if line]
    kinds = _kinds([line for line, _ in stripped])
    dropped = _teaser_reasons(kinds)
    dropped |= _foot_reasons([line for line, _ in stripped], kinds, [i for i in range(len(kinds)) if i not in dropped])
    return [
        *(
            ClassifiedLine(line, dropped.get(i), parts, kind is LineKind.AGO, kind in PARAGRAPHS, kind in TEXTS)
            for i, ((line, parts), (kind, _)) in enumerate(zip(stripped, kinds, strict=True))
        ),
        *(
            ClassifiedLine(parts[0][0], parts[0][1], parts[1:], is_text=False)
            for line, parts in cut
            if not line and parts
        ),
    ]


def is_age(line: str) -> bool:
    """True for the age of another article: "19 hours ago"."""
    return bool(line) and _rules().ago.matches(line)


def is_head_furniture(line: str) -> bool:
    """True for a byline or a rubric: a line above an article that is not part of it."""
    return any(rule.matches(line) for rule in _rules().by_position["head"])


def is_paragraph(line: str) -> bool:
    """True for running text, False for a headline, a label or a button."""
    words = len(line.split())
    if SENTENCE_END.search(line):
        return words >= _rules().measures.paragraph_words
    if EXCLAMATION_END.search(line):
        return words >= _rules().measures.question_words
    return words >= LONG


def source_of(line: str) -> str | None:
    """The paper or agency that a dateline names: "TEMPO.CO, Jakarta - ...", "MANILA (Reuters) - ..."."""
    return next((match[1] for pattern in _rules().sources if (match := pattern.match(line))), None)


# ---- the kind of each line


def _cut(line: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The line without links and credits inside it, and what was removed."""
    left, cut = line, []
    for rule in _rules().by_position["inline"]:
        matches = [(match[0].strip(), rule.reason) for match in rule.pattern.finditer(left) if match[0]]
        if matches:
            cut += matches
            left = rule.pattern.sub("", left)
    return (" ".join(left.split()) if cut else line), tuple(cut)


def _kinds(lines: Sequence[str]) -> list[KindAndReason]:
    kinds: list[KindAndReason] = []
    paragraphs = 0
    for i, line in enumerate(lines):
        kind, why = _kind(line, first=i == 0)
        if kind in ENDS and not paragraphs:
            kind = LineKind.FURNITURE  # the page's navigation, or the age of this article
        if kind is LineKind.SHORT and paragraphs < HEAD:
            kind, why = _in_head(line, first=i == 0)
        paragraphs += kind in PARAGRAPHS
        kinds.append((kind, why))
    return kinds


def _kind(line: str, *, first: bool) -> KindAndReason:
    rules = _rules()
    for rule in rules.by_position["end"]:
        if rule.matches(line, first=first):
            return (LineKind.SOFT_END if rule.soft else LineKind.END), rule.reason
    if rules.ago.matches(line):
        return LineKind.AGO, AGE
    furniture = next((rule for rule in rules.by_position["line"] if rule.matches(line, first=first)), None)
    if furniture is not None:
        return LineKind.FURNITURE, furniture.reason
    if not is_paragraph(line):
        return LineKind.SHORT, ""
    strong = len(line.split()) >= rules.measures.strong_words and SENTENCE_BREAK.search(line)
    return (LineKind.STRONG if strong else LineKind.PARAGRAPH), ""


def _in_head(line: str, *, first: bool) -> KindAndReason:
    """The kind of a short line above the article's second paragraph."""
    if _is_stamp(line):
        return LineKind.FURNITURE, "date line"
    rule = None if first else next((rule for rule in _rules().by_position["head"] if rule.matches(line)), None)
    return (LineKind.SHORT, "") if rule is None else (LineKind.FURNITURE, rule.reason)


def _is_stamp(line: str) -> bool:
    if len(line.split()) > STAMP_WORDS:
        return False
    return stamped_date(line) is not None or stamped_date(line, updated=True) is not None


# ---- lines by their neighbours


def _teaser_reasons(kinds: Sequence[KindAndReason]) -> dict[int, str]:
    """By index, the lines that are furniture or in lists of other articles, and why."""
    dropped: dict[int, str] = {}
    i = 0
    while i < len(kinds):
        kind, why = kinds[i]
        if kind in ENDS:
            end = _resumption([kind for kind, _ in kinds], i)
            if kind is LineKind.AGO:
                dropped |= dict.fromkeys(_headlines_above(kinds, dropped, i), TEASER)
            dropped |= {k: _list_reason(kinds[k], why, is_first=k == i) for k in range(i, end)}
            i = end
            continue
        if kind is LineKind.FURNITURE:
            dropped[i] = why
        i += 1
    return dropped


def _list_reason(line: KindAndReason, opened_by: str, *, is_first: bool) -> str:
    kind, why = line
    if is_first or kind is LineKind.FURNITURE or kind in ENDS:
        return why
    return TEASER if opened_by == AGE else f"in what follows: {opened_by}"


def _headlines_above(kinds: Sequence[KindAndReason], dropped: Mapping[int, str], age: int) -> list[int]:
    """The headlines after the last paragraph: they belong to the age that follows."""
    headlines: list[int] = []
    for i in range(age - 1, -1, -1):
        if i in dropped:
            continue
        if kinds[i][0] is not LineKind.SHORT:
            break
        headlines.append(i)
    return headlines


def _resumption(kinds: Sequence[LineKind], start: int) -> int:
    """Index where the article resumes after a list of teasers that begins at `start`; the end, if it does not."""
    needed = 1 if kinds[start] is LineKind.SOFT_END else _rules().measures.resumption
    aged = False
    i = start
    while i < len(kinds):
        if kinds[i] not in PARAGRAPHS:
            aged = aged or kinds[i] is LineKind.AGO
            i += 1
            continue
        run = _run(kinds, i)
        summary = aged or kinds[min(i + len(run), len(kinds) - 1)] is LineKind.AGO
        strong = sum(kind is LineKind.STRONG for kind in run)
        paragraphs = sum(kind in PARAGRAPHS for kind in run)
        if paragraphs >= _rules().measures.resumption if summary else paragraphs + strong >= needed:
            return i
        i += len(run)
    return len(kinds)


def _run(kinds: Sequence[LineKind], start: int) -> Sequence[LineKind]:
    """The consecutive paragraphs from `start` on, with the furniture between and after them."""
    end = start
    while end < len(kinds) and (kinds[end] in PARAGRAPHS or kinds[end] is LineKind.FURNITURE):
        end += 1
    return kinds[start:end]


def _foot_reasons(lines: Sequence[str], kinds: Sequence[KindAndReason], kept: Sequence[int]) -> dict[int, str]:
    """Short lines below the last paragraph: after furniture, or between other articles' dates, and authors."""
    last = max((i for i in kept if kinds[i][0] in PARAGRAPHS), default=len(kinds))
    dropped = {i: "name in capitals below the text" for i in kept if i > last and lines[i].isupper()}
    below = range(last + 1, len(kinds))
    if any(_is_stamp(lines[i]) for i in below):
        return dropped | {i: "below the text, where other articles are listed with dates" for i in kept if i > last}
    foot = next((i for i in below if kinds[i][0] is LineKind.FURNITURE), len(kinds))
    return dropped | {i: "page footer" for i in kept if i > foot}


# ---- the rules


@cache
def _rules() -> _Rules:
    rules = load_toml("extract.lexicon", FILE, BoilerplateRules)
    by_position = {where: tuple(rule for rule in rules.rule if rule.where == where) for where in get_args(Position)}
    return _Rules(by_position, rules.ago, rules.dateline.source, rules.measures)
