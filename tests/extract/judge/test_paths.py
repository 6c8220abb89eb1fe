"""Paths run from an action up to the common ancestor and down to a noun."""

from collections.abc import Callable
from typing import Any

import pytest

from extract.judge.paths import Path, Paths, label
from extract.parsing.tokens import Token


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
    path = Paths(tokens[pair[0]]).to(tokens[pair[1]])
    assert path is not None
    assert path.full.replace("VERB", "") == full
    assert path.plain == plain


def test_no_path_between_sentences(prepare: Callable[[str], Any]) -> None:
    first = next(iter(prepare("Peru signed. Chile agreed.")[0].parsed.span))
    other = first.doc[4]
    assert Paths(first).to(other) is None


def plain_path(action: Token, noun: Token) -> Path | None:
    """The path, made anew from the ancestors of both words."""
    above, below = [action, *action.ancestors], [noun, *noun.ancestors]
    top = next((token for token in below if token in above), None)
    if top is None:
        return None
    up, down = above[: above.index(top)], below[: below.index(top)]
    return Path(tuple(t.dep_ for t in up), tuple(label(t) for t in down[::-1]), top.pos_ if up and down else "")


@pytest.mark.parametrize(
    "text",
    [
        "Peruvian police and Interpol, with the help of Chile, arrested two men after a raid on a bank in Lima.",
        "The UK, which had asked Fiji for help, imposed sanctions on the chairman of the group that Peru had fined.",
        "Peru signed. Chile agreed that it would pay.",
    ],
)
def test_shared_paths_are_those_of_each_pair(prepare: Callable[[str], Any], text: str) -> None:
    tokens = list(prepare(text)[0].parsed.span.doc)
    for action in tokens:
        paths = Paths(action)
        for noun in tokens:
            path, expected = paths.to(noun), plain_path(action, noun)
            assert (path is None) == (expected is None)
            if path is not None and expected is not None:
                assert (path.up, path.down, path.top) == (expected.up, expected.down, expected.top)
                assert (path.full, path.plain, path.preposition) == (
                    expected.full,
                    expected.plain,
                    expected.preposition,
                )
            assert path is paths.to(noun)
