"""Claims that cannot stand side by side: the better one stays."""

from collections.abc import Callable
from typing import Any

import pytest

from extract.judge.links import LinkScorer
from extract.judge.selection import exclude, leaves_relative, select
from extract.judge.triples import CandidateClaim, CandidateClaims, place, proposed_links
from extract.judge.weights import judge_weights

TEXT = "Peru and Chile arrested men and women and fined a bank."


@pytest.fixture
def claims(prepare: Callable[[str], Any]) -> dict[tuple[str, str, str | None], CandidateClaim]:
    """The candidate claims of the sentence."""
    return claims_of(prepare, TEXT)


def claims_of(prepare: Callable[[str], Any], text: str) -> dict[tuple[str, str, str | None], CandidateClaim]:
    """The candidate claims of a sentence, by labels and verb."""
    found, proposals, _ = prepare(text)
    placed = place(found, proposals)
    proposed = proposed_links(placed)
    links = LinkScorer(judge_weights().links).scores(found, proposed)
    every = CandidateClaims(found, placed, proposed, links).all()
    return {(one.actor.label, one.action.lemma, one.target.label if one.target else None): one for one in every}


@pytest.mark.parametrize(
    ("better", "other", "expected"),
    [
        (("Peru", "arrest", "men"), ("Chile", "arrest", "men"), False),  # coordinate actors
        (("Peru", "arrest", "men"), ("Peru", "arrest", "women"), False),  # coordinate targets
        (("Peru", "arrest", "men"), ("Peru", "fine", "bank"), False),  # another action
        (("Peru", "arrest", "men"), ("Peru", "arrest", None), True),  # no target beside one
        (("Peru", "arrest", "men"), ("Peru", "arrest", "bank"), True),  # another target of the same action
    ],
)
def test_what_excludes_what(
    claims: dict[tuple[str, str, str | None], CandidateClaim],
    better: tuple[str, str, str | None],
    other: tuple[str, str, str | None],
    expected: bool,
) -> None:
    assert exclude(claims[better], claims[other]) is expected


@pytest.mark.parametrize(
    ("text", "first", "second", "expected"),
    [
        ("Peru arrested and extradited Oleg Marchenko.", "arrest", "extradite", False),
        ("Oleg Marchenko was arrested by Peru, which extradited him.", "arrest", "extradite", False),
        ("Peru praised and welcomed Oleg Marchenko.", "praise", "welcome", True),  # one class
        ("Peru almost praised and welcomed Oleg Marchenko.", "praise", "welcome", False),  # one not done
        ("Peru may praise and will welcome Oleg Marchenko.", "praise", "welcome", False),  # of two statuses
        ("Peru promised to extradite Oleg Marchenko.", "promise", "extradite", True),  # not coordinate
    ],
)
def test_two_acts_on_a_party_stand_side_by_side(
    prepare: Callable[[str], Any], text: str, first: str, second: str, expected: bool
) -> None:
    found = claims_of(prepare, text)
    ends = ("Peru", "Oleg Marchenko")
    assert exclude(found[ends[0], first, ends[1]], found[ends[0], second, ends[1]]) is expected


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        ("A man whom Peru warned praised Chile.", ("man", "warn", "Chile"), True),
        ("A man whom Peru warned praised Chile.", ("Peru", "warn", "Chile"), True),
        ("A man whom Peru warned praised Chile.", ("Peru", "warn", "man"), False),
        ("A man whom Peru warned praised Chile.", ("man", "praise", "Chile"), False),
        ("A man who warned Peru praised Chile.", ("man", "warn", "Chile"), False),  # the subject: less is sure
    ],
)
def test_a_relative_clause_keeps_its_parties(
    prepare: Callable[[str], Any], text: str, claim: tuple[str, str, str], expected: bool
) -> None:
    assert leaves_relative(claims_of(prepare, text)[claim]) is expected


def test_the_best_claims_from_the_threshold_up_are_chosen(
    claims: dict[tuple[str, str, str | None], CandidateClaim],
) -> None:
    first, second, third = (claims[key] for key in list(claims)[:3])
    assert select([(first, 1.0)], 1.5) == []
    chosen = select([(first, 0.5), (first, 2.0), (second, 0.1), (third, -1.0)], 0.0)
    assert chosen[0] == (first, 2.0)
    assert all(score >= 0.0 for _, score in chosen)
    assert [one for one, _ in chosen].count(first) == 1
