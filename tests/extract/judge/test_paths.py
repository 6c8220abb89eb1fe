"""Paths run from an action up to the common ancestor and down to a noun."""

from collections.abc import Callable
from typing import Any

import pytest

from extract.judge.paths import Chain, path_between


@pytest.mark.parametrize(
    ("text", "pair", "full", "plain"),
    [
        ("Peru arrested two men.", ("arrested", "men"), "||dobj", "|dobj"),
        ("Peru cooperated with Chile.", ("cooperated", "Chile"), "||prep:with>pobj", "|prep:with>pobj"),
        ("Peru arrested men and women.", ("arrested", "women"), "||dobj>conj", "|dobj"),
        ("Peru arrested men and deported women.", ("deported", "Peru"), "conj||nsubj", "|nsubj"),
    ],
)
def test_path(prepare: Callable[[str], Any], text: str, pair: tuple[str, str], full: str, plain: str) -> None:
    tokens = {token.text: token for token in prepare(text)[0].parsed.span}
    path = path_between(*(Chain(tokens[word]) for word in pair))
    assert path is not None
    assert path.full.replace("VERB", "") == full
    assert path.plain == plain


def test_no_path_between_sentences(prepare: Callable[[str], Any]) -> None:
    first = next(iter(prepare("Peru signed. Chile agreed.")[0].parsed.span))
    other = first.doc[4]
    assert path_between(Chain(first), Chain(other)) is None
