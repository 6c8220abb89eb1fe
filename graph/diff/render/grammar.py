"""English grammar without claims: lists, numbers and dates, from the table `english.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from pydantic import Field

from graph.diff.alignment.tables import nouns
from ontology.data_files import DataTable, parse_toml
from ontology.errors import DataError

FILE = "english.toml"


class English(DataTable):
    """Names with an article, and function words. The comments of the file explain the keys."""

    months: tuple[str, ...] = Field(min_length=12, max_length=12)
    determiners: frozenset[str]
    article: frozenset[str]
    first: frozenset[str]
    incomplete: frozenset[str]
    speaking: frozenset[str]
    done: dict[str, str]


def load(text: str, file: str = FILE) -> English:
    """The table of a TOML text. Raises DataError where the text breaks its rules."""
    table = parse_toml(text, file, English)
    unknown = sorted(set(table.done) - set(nouns().kind))
    if unknown:
        raise DataError(file, None, f"done: {unknown[0]!r} is no kind; they are {', '.join(sorted(nouns().kind))}")
    return table


@cache
def english() -> English:
    """The project's table, loaded and validated once."""
    return load(files("graph.diff.render").joinpath(FILE).read_text(encoding="utf-8"))


def joined(parts: Sequence[str], word: str = "and") -> str:
    """'A, B and C'."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}" if parts else ""


def counted(number: int, noun: str, plural: str = "") -> str:
    """'1 claim', '2,000 claims'; `plural` where it is not the noun with an s."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def day(date: str) -> str:
    """An ISO date, possibly partial, or an interval, for reading: '24 October 2025', '17 to 18 December 2025'."""
    start, _, end = date.partition("/")
    if not end or end == start:
        return _day(start)
    first, last = start.split("-"), end.split("-")
    same = 0
    while same < min(len(first), len(last)) - 1 and first[same] == last[same]:
        same += 1
    shown = {0: _day(start), 1: " ".join(_day(start).split()[:-1]), 2: str(int(first[-1]))}[min(same, 2)]
    return f"{shown} to {_day(end)}"


def _day(date: str) -> str:
    year, *rest = date.split("T", maxsplit=1)[0].split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*words, *([english().months[int(rest[0]) - 1]] if rest else []), year])


def dated(date: str) -> str:
    """The date with its preposition: 'on 24 October 2025', 'in October 2025', 'from 17 to 18 December 2025'."""
    start, _, end = date.partition("/")
    if end and end != start:
        return f"from {day(date)}"
    return f"{'on' if start.count('-') == 2 else 'in'} {day(date)}"


def possessive(label: str) -> str:
    """'Thailand' -> 'Thailand's', 'the United States' -> 'the United States''."""
    return f"{label}’" if label.endswith("s") else f"{label}’s"


def sentence(text: str) -> str:
    """A clause as a sentence: a capital first letter and a full stop."""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "…")) else ".")
