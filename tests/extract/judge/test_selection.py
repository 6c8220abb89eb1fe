"""Claims that cannot stand side by side: the better one stays."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from extract.judge.links import LinkScorer
from extract.judge.selection import (
    exclude,
    is_further,
    is_of_complement,
    is_of_judged_act,
    leaves_relative,
    select,
)
from extract.judge.triples import CandidateClaim, CandidateClaims, place, proposed_links
from extract.judge.weights import judge_weights
from extract.syntax.coordination import Lists

TEXT = "Peru and Chile arrested men and women and fined a bank."
Key = tuple[str, str, str | None]
"""Labels of actor, verb and target."""


@dataclass
class Sentence:
    """The candidate claims of a sentence, and its lists."""

    claims: dict[Key, CandidateClaim]
    lists: Lists

    def exclude(self, better: Key, other: Key) -> bool:
        """Whether a claim cannot stand beside a better one."""
        return exclude(self.claims[better], self.claims[other], self.lists)


@pytest.fixture
def sentence(prepare: Callable[[str], Any]) -> Sentence:
    """The candidate claims of the sentence."""
    return sentence_of(prepare, TEXT)


def sentence_of(prepare: Callable[[str], Any], text: str) -> Sentence:
    """The candidate claims of a text of one sentence."""
    found, proposals, _ = prepare(text)
    placed = place(found, proposals)
    proposed = proposed_links(placed)
    links = LinkScorer(judge_weights().links).scores(found, proposed)
    candidates = CandidateClaims(found, placed, proposed, links)
    every = {
        (one.actor.label, one.action.lemma, one.target.label if one.target else None): one for one in candidates.all()
    }
    return Sentence(every, candidates.lists)


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
def test_what_excludes_what(sentence: Sentence, better: Key, other: Key, expected: bool) -> None:
    assert sentence.exclude(better, other) is expected


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
    sentence = sentence_of(prepare, text)
    assert sentence.exclude(("Peru", first, "Oleg Marchenko"), ("Peru", second, "Oleg Marchenko")) is expected


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
    prepare: Callable[[str], Any], text: str, claim: Key, expected: bool
) -> None:
    assert leaves_relative(sentence_of(prepare, text).claims[claim]) is expected


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        ("Peru stopped funding Chile.", ("Peru", "stop", "Chile"), True),
        ("Peru stopped Chile.", ("Peru", "stop", "Chile"), False),
        ("Peru began funding Chile.", ("Peru", "begin", "Chile"), False),
        ("Peru urged Fiji to warn Chile.", ("Peru", "urge", "Chile"), True),
        ("Peru urged Fiji to warn Chile.", ("Peru", "urge", "Fiji"), False),
        ("Peru helped defend Chile.", ("Peru", "help", "Chile"), False),
    ],
)
def test_a_complement_keeps_its_objects(prepare: Callable[[str], Any], text: str, claim: Key, expected: bool) -> None:
    assert is_of_complement(sentence_of(prepare, text).claims[claim]) is expected


def test_the_best_claims_from_the_threshold_up_are_chosen(sentence: Sentence) -> None:
    first, second, third = list(sentence.claims.values())[:3]
    first.score, second.score, third.score = 2.0, 0.1, -1.0
    assert select([first], 2.5, sentence.lists) == []
    chosen = select([third, second, first], 0.0, sentence.lists)
    assert chosen[0] is first
    assert all(one.score >= 0.0 for one in chosen)


@pytest.mark.parametrize(
    ("text", "party", "expected"),
    [
        ("Kenya rejected a request by Peru.", "Peru", True),
        ("Kenya rejected a Peruvian request for aid.", "Peru", True),
        ("Kenya denounced Peru's suppression of the protests.", "Peru", True),
        ("Kenya joined Peru's conference.", "Peru", False),  # a cooperative act
    ],
)
def test_against_whom_an_act_is_has_a_lower_threshold(
    prepare: Callable[[str], Any], text: str, party: str, expected: bool
) -> None:
    sentence = sentence_of(prepare, text)
    ours = [claim for (_, _, target), claim in sentence.claims.items() if target == party and is_further(claim)]
    threshold = judge_weights().linear.threshold
    for claim in ours:
        claim.score = threshold - 2.0
    assert bool(select(ours, threshold, sentence.lists)) is expected


@pytest.mark.parametrize(
    ("text", "party", "expected"),
    [
        ("Kenya seized weapons from Peruvian miners.", "Peruvian miners", True),
        ("Kenya seized weapons from miners.", "miners", False),
    ],
)
def test_a_group_is_a_further_participant_if_it_has_a_name(
    prepare: Callable[[str], Any], text: str, party: str, expected: bool
) -> None:
    claims = sentence_of(prepare, text).claims
    assert any(is_further(claim) for (_, _, target), claim in claims.items() if target == party) is expected


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        ("Peru condemned attacks on Chile.", ("Peru", "attack", "Chile"), True),
        ("Peru planned attacks on Chile.", ("Peru", "attack", "Chile"), False),
    ],
)
def test_who_judges_an_act_does_not_do_it(prepare: Callable[[str], Any], text: str, claim: Key, expected: bool) -> None:
    assert is_of_judged_act(sentence_of(prepare, text).claims[claim]) is expected
