"""The annotated sentences as input of the contextual scorer."""

from __future__ import annotations

from collections import defaultdict

import torch

from bench.training.contextual.fitting import Sentence
from bench.training.contextual.network import Encoded, Network, batch_of, encoded
from bench.training.examples import Example, best_actions
from extract.judge.encoder.pieces import WordPieces
from extract.judge.features import Edge
from extract.judge.links import Link


def sentence_of(example: Example, by: WordPieces) -> Sentence:
    """An example as input of the network; positions count from the start of the sentence."""
    start = example.candidates.parsed.span.start
    predicates = tuple(action.token.i - start for action in example.candidates.actions)
    nouns = tuple(noun.token.i - start for noun in example.candidates.nouns)
    edges = tuple({(a - start, n - start): 1.0 for a, n in role} for role in (example.actors, example.targets))
    return Sentence(encode(example, by), predicates, nouns, edges, _stances(example, start))


def encode(example: Example, by: WordPieces) -> Encoded:
    """The word pieces of the sentence of an example."""
    return encoded([token.text for token in example.candidates.parsed.span], by)


def _stances(example: Example, start: int) -> dict[int, frozenset[str]]:
    """By action, how the annotated triples mean it; actions whose triples disagree are left out."""
    meant: dict[int, set[frozenset[str]]] = defaultdict(set)
    for triple in example.gold:
        names = {name for name in ("negated", "alleged") if triple[name]} | {triple["modality"]} - {"asserted"}
        for action in best_actions(example.candidates.actions, triple, same_lemma=True):
            meant[action - start].add(frozenset(names))
    return {action: next(iter(names)) for action, names in meant.items() if len(names) == 1}


def contextual_links(network: Network, example: Example, by: WordPieces) -> dict[Edge, Link]:
    """The scores of all pairs of a sentence."""
    start = example.candidates.parsed.span.start
    with torch.no_grad():
        scores, _ = network(*batch_of([encode(example, by)]))
    links = {}
    for action in example.candidates.actions:
        row = action.token.i - start
        for noun in example.candidates.nouns:
            column = noun.token.i - start
            if row != column:
                links[action.token.i, noun.token.i] = Link(
                    float(scores[0, 0, row, column]), float(scores[0, 1, row, column])
                )
    return links
