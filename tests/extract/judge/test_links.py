"""The linear scorer sums whole weights; its reasons are the same weights."""

from collections.abc import Callable
from typing import Any

import pytest

from extract.judge.features import ActionTraits, NounTraits
from extract.judge.links import UNIT, LinkScorer, all_features, reasons
from extract.judge.triples import place, proposed_links
from extract.judge.weight_index import WeightIndex
from extract.judge.weights import judge_weights

TEXTS = (
    "Peruvian police and Interpol, with the help of Chile, arrested two men after a raid on a bank.",
    "The UK, which had asked Fiji for help, imposed sanctions on the chairman of the group that Peru had fined.",
    "A his/hers bank sued Interpol and/or Kenya, its chairman said, 'as planned', and was fined in 24/7 talks.",
    "Togo did so, and the man, a banker whom the FBI and Chile had warned of an arrest, told the court that he knew.",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_score_is_the_sum_of_its_reasons(prepare: Callable[[str], Any], text: str) -> None:
    found, proposals, _ = prepare(text)
    proposed, weights = proposed_links(place(found, proposals)), judge_weights().links
    links = LinkScorer(weights).scores(found, proposed)
    rows = all_features(found, proposed)
    assert len(rows) == len(links) > 5
    for pair, of_actor, of_target in rows:
        link = links[found.actions[pair.action].token.i, found.nouns[pair.noun].token.i]
        for role, features, score in ((0, of_actor, link.actor), (1, of_target, link.target)):
            total = weights["bias"][role] + sum(weights[name][role] for name in features if name in weights)
            assert score == total / UNIT
            told = weights["bias"][role] / UNIT + sum(weight for _, weight in reasons(features, weights, role))
            assert score == pytest.approx(told)


def test_who_does_it_scores_best(prepare: Callable[[str], Any]) -> None:
    found, proposals, _ = prepare("Peru arrested two men in Lima.")
    links = LinkScorer(judge_weights().links).scores(found, proposed_links(place(found, proposals)))
    verb = found.actions[0].token
    words = {token.i: token.text for token in found.parsed.span}
    actor = max((noun for action, noun in links if action == verb.i), key=lambda noun: links[verb.i, noun].actor)
    target = max((noun for action, noun in links if action == verb.i), key=lambda noun: links[verb.i, noun].target)
    assert (words[actor], words[target]) == ("Peru", "men")


def test_a_stroke_in_a_word_is_no_border_between_parts() -> None:
    index = WeightIndex({"lemma+noun=meet/his/hers": (1, 2), "subject=y/|prep:and/or": (3, 4), "class=meet": (5, 6)})
    action = ActionTraits("meet", "meet", "VBD", "y", "n")
    assert index.of_action(action).of_noun(NounTraits("thing", "", "his/hers")) == (1, 2)
    plain = index.of_plain("|prep:and/or")
    assert plain is not None
    assert plain.of_action(action) == (3, 4)
    assert index.of_plain("|dobj") is None
