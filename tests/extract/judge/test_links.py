"""The linear scorer sums whole weights; its reasons are the same weights."""

from collections.abc import Callable
from typing import Any

import pytest

from extract.judge.links import UNIT, LinkScorer, all_features, reasons
from extract.judge.triples import place, proposed_links
from extract.judge.weights import judge_weights

TEXT = "Peruvian police and Interpol, with the help of Chile, arrested two men after a raid on a bank."


def test_a_score_is_the_sum_of_its_reasons(prepare: Callable[[str], Any]) -> None:
    found, proposals, _ = prepare(TEXT)
    proposed, weights = proposed_links(place(found, proposals)), judge_weights().links
    links = LinkScorer(weights).scores(found, proposed)
    rows = all_features(found, proposed)
    assert len(rows) == len(links) > 10
    for pair, of_actor, of_target in rows:
        link = links[found.actions[pair.action].token.i, found.nouns[pair.noun].token.i]
        for role, features, score in ((0, of_actor, link.actor), (1, of_target, link.target)):
            total = weights["bias"][role] / UNIT + sum(weight for _, weight in reasons(features, weights, role))
            assert score == pytest.approx(total)


def test_who_does_it_scores_best(prepare: Callable[[str], Any]) -> None:
    found, proposals, _ = prepare("Peru arrested two men in Lima.")
    links = LinkScorer(judge_weights().links).scores(found, proposed_links(place(found, proposals)))
    verb = found.actions[0].token
    words = {token.i: token.text for token in found.parsed.span}
    actor = max((noun for action, noun in links if action == verb.i), key=lambda noun: links[verb.i, noun].actor)
    target = max((noun for action, noun in links if action == verb.i), key=lambda noun: links[verb.i, noun].target)
    assert (words[actor], words[target]) == ("Peru", "men")
