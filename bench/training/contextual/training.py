"""Trains the contextual scorer, and scores every training sentence by a network that has not seen its document.

The annotated sentences are learnt by several networks, each without a part of the documents; what ships is their mean.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch

from bench.training.contextual.claims import contextual_links, sentence_of
from bench.training.contextual.fitting import (
    CLAIMS,
    MAX_PIECES,
    PROPBANK,
    PSEUDO_LABELS,
    Sentence,
    fit,
    propbank,
    pseudo_labelled,
)
from bench.training.contextual.network import Network, word_pieces
from bench.training.examples import Example
from extract.judge.encoder.pieces import WordPieces
from extract.judge.features import Edge
from extract.judge.links import Link

log = logging.getLogger(__name__)
SEED = 1
FOLDS = 4
THREADS = 2
PRETRAINED = "pseudo-labels"
Scores = dict[Edge, Link]


class ContextualTraining:
    """Trains in a folder of intermediate files; what is there is not trained again."""

    def __init__(self, folder: Path) -> None:
        torch.set_num_threads(THREADS)  # the weights depend on it
        torch.use_deterministic_algorithms(True)
        self._folder = folder
        self._by: WordPieces = word_pieces()
        folder.mkdir(parents=True, exist_ok=True)

    def pretrain(self, propositions: Path, pseudo_labels: Sequence[Path]) -> None:
        """Train on PropBank, and then on sentences with pseudo-labels."""
        if not self._file("propbank").exists():
            torch.manual_seed(SEED)
            network = Network()
            fit(network, list(propbank(propositions, self._by)), PROPBANK, SEED)
            torch.save(network.state_dict(), self._file("propbank"))
            log.info("trained on PropBank")
        if not self._file(PRETRAINED).exists():
            network = self._loaded("propbank")
            sentences = [one for file in pseudo_labels for one in pseudo_labelled(file, self._by)]
            fit(network, list(filter(is_scored, sentences)), PSEUDO_LABELS, SEED)
            torch.save(network.state_dict(), self._file(PRETRAINED))
            log.info("trained on pseudo-labels")

    def networks(self, examples: Mapping[int, Example]) -> tuple[Network, dict[int, Scores]]:
        """The network, and the scores of each example by a network that was trained without its document.

        Each of `FOLDS` networks is trained without one part of the documents. The network is their mean: networks that
        start from the same weights can be averaged, and the mean is better than each (Wortsman et al. 2022).
        """
        documents = sorted({example.document for example in examples.values()})
        sentences = {at: self._sentence(example) for at, example in examples.items()}
        scores: dict[int, Scores] = {}
        networks = []
        for fold in range(FOLDS):
            held = frozenset(documents[fold::FOLDS])
            seen = [sentence for at, sentence in sentences.items() if examples[at].document not in held]
            network = self._trained(f"fold-{fold}", seen)
            networks.append(network)
            for at, example in examples.items():
                if example.document in held and is_scored(sentences[at]):
                    scores[at] = contextual_links(network, example, self._by)
        return mean_of(networks), scores

    def _sentence(self, example: Example) -> Sentence:
        return sentence_of(example, self._by)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.pt"

    def _trained(self, name: str, sentences: Sequence[Sentence]) -> Network:
        if self._file(name).exists():
            return self._loaded(name).eval()
        network = self._loaded(PRETRAINED)
        fit(network, list(filter(is_scored, sentences)), CLAIMS, SEED)
        torch.save(network.state_dict(), self._file(name))
        log.info("trained on the annotated sentences: %s", name)
        return network

    def _loaded(self, name: str) -> Network:
        torch.manual_seed(SEED)
        network = Network()
        network.load_state_dict(torch.load(self._file(name)))
        return network


def mean_of(networks: Sequence[Network]) -> Network:
    """A network whose weights are the means of those of the networks."""
    weights = [network.state_dict() for network in networks]
    mean = Network()
    mean.load_state_dict(
        {
            name: torch.stack([one[name].double() for one in weights]).mean(0).to(value.dtype)
            for name, value in weights[0].items()
        }
    )
    return mean.eval()


def is_scored(sentence: Sentence) -> bool:
    """True for a sentence with a pair of candidates that is not too long."""
    return bool(sentence.predicates and sentence.arguments) and len(sentence.encoded.pieces) <= MAX_PIECES
