"""Checks a line of a brief that only quotes: each quotation must be the words of a source of its side."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

QUOTED = re.compile(r"^“(?P<before>[^“”]+)”; later “(?P<after>[^“”]+)”\.$")
MARKS = str.maketrans({"“": "'", "”": "'", '"': "'", "‘": "'", "’": "'"})
CUT = " …"


def quotes_hold(match: re.Match[str], sources: Iterable[tuple[str, str]], later: AbstractSet[str]) -> bool:
    """True if a source of each side has the quotation.

    `sources`: document and sentence of each; `later`: the documents of the later side.
    """
    texts = [(document in later, _plain(sentence)) for document, sentence in sources]
    return all(
        any(is_later == (side == "after") and _is_start(_plain(match[side]), text) for is_later, text in texts)
        for side in ("before", "after")
    )


def _is_start(quoted: str, text: str) -> bool:
    if quoted.endswith(CUT):
        return text.startswith(quoted.removesuffix(CUT))
    return quoted == text


def _plain(text: str) -> str:
    return " ".join(text.translate(MARKS).split()).rstrip(".")
