"""Hyphens at line ends: those that break a word are removed, those of a compound stay."""

from __future__ import annotations

import re
from functools import cache

from extract.lexicon.loader import lexicon
from ontology.actions import scheme
from ontology.data_files import DataTable, load_toml

FILE = "hyphens.toml"
LINE_END = "\x02\ufffe\u00ad"
"""Characters that stand for an end-of-line hyphen in PDF files and in HTML."""
HYPHENS = f"-\u2010\u2011{LINE_END}"
BROKEN = re.compile(rf"(?<![^\W_])([^\W_]+)([{HYPHENS}])$")
AT_LINE_END = re.compile(rf"(?<![^\W_])[^\W_]+[{HYPHENS}][^\S\n]*\n\s*[^\W_]+")
"""Both begin at the beginning of a word only: tried at each letter, a word of 100,000 letters would take minutes."""
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
ENDINGS = ("s", "es", "d", "ed", "ing")
MIN_PART = 4  # letters of a part that may be a word of its own


class CompoundParts(DataTable):
    """The content of `hyphens.toml`."""

    first: frozenset[str]
    second: frozenset[str]
    never: frozenset[str]


def hyphenated_words(text: str) -> frozenset[str]:
    """The words of a document in small letters, with and without hyphens inside, by which its line ends are judged."""
    return frozenset(word.lower() for word in WORD.findall(AT_LINE_END.sub(" ", text)))


def glued(paragraph: str, line: str, words: frozenset[str]) -> str:
    """The paragraph with a line appended. `words`: those of the document."""
    broken = BROKEN.search(paragraph) if paragraph.endswith(tuple(HYPHENS)) else None
    following = re.match(r"[^\W_]+", line)
    if broken is None or following is None:
        return f"{paragraph} {line}" if paragraph else line
    if broken[2] not in LINE_END and paragraph[: broken.start()].endswith(("–", "—")):
        return f"{paragraph} {line}"
    hyphen = "-" if _is_compound(broken[1], following[0], words) else ""
    return paragraph[:-1] + hyphen + line


def _is_compound(first: str, second: str, words: frozenset[str]) -> bool:
    """True if a hyphen between the two parts of a word belongs to it."""
    parts = _parts()
    left, right = first.lower(), second.lower()
    if not second[0].islower() or (first.isupper() and len(first) > 1):
        return True
    if f"{left}-{right}" in words or left + right in words:
        return f"{left}-{right}" in words
    if _is_known(left + right):  # "mini-/ster", "ex-/change"
        return False
    if left in parts.first or right in parts.second:
        return True
    are_words = min(len(left), len(right)) >= MIN_PART and {left, right} <= words
    return are_words and left not in parts.never


def _is_known(word: str) -> bool:
    """True for an inflected or uninflected word of the lexicons that is no compound."""
    nouns, verbs = lexicon().actors.types, scheme().lemmas
    forms = (word, *(word.removesuffix(ending) for ending in ENDINGS if word.endswith(ending)))
    return any(form in nouns or form in verbs for form in forms)


@cache
def _parts() -> CompoundParts:
    return load_toml("extract.lexicon", FILE, CompoundParts)
