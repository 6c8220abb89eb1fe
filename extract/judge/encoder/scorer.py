"""Runs the encoder on sentences: scores of links, the same bits on every processor."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import as_file, files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from extract.judge.candidates import Candidates
from extract.judge.encoder.pieces import WordPieces
from extract.judge.features import Edge
from extract.judge.links import Link
from ontology.errors import ModelError

if TYPE_CHECKING:
    import onnxruntime
    from numpy.typing import NDArray

log = logging.getLogger(__name__)
MODEL, VOCABULARY = "encoder.onnx", "vocabulary.txt"
BATCH_PIECES = 128
"""Word pieces in a batch, padding included: few enough that the arrays between the nodes stay in the cache."""
MAX_PIECES = 512
"""Places that the encoder knows; a longer sentence is scored by the linear scorer alone."""
DECIMALS = 3


Scores = Mapping[Edge, Link]
"""The scores of the links of a sentence."""


class EncodedSentence(NamedTuple):
    """What the encoder reads: word pieces, and of the candidates' words the first pieces and the places."""

    pieces: list[int]
    first: list[int]
    places: list[int]


class ContextualScorer:
    """The encoder with its vocabulary."""

    def __init__(self, session: onnxruntime.InferenceSession, pieces: WordPieces) -> None:
        self._session = session
        self._pieces = pieces

    def scores(self, sentences: Sequence[Candidates]) -> list[Scores | None]:
        """The scores of each sentence; None for one without a pair of candidates, and for one that is too long."""
        encoded: dict[int, EncodedSentence] = {}
        for at, sentence in enumerate(sentences):
            if sentence.actions and sentence.nouns:
                one = self._encoded(sentence)
                if len(one.pieces) <= MAX_PIECES:
                    encoded[at] = one
        found: list[Scores | None] = [None] * len(sentences)
        for batch in _batches(encoded):
            links = self._run([encoded[at] for at in batch])
            for row, at in enumerate(batch):
                found[at] = _links_of(sentences[at], encoded[at].places, links[row])
        return found

    def _encoded(self, sentence: Candidates) -> EncodedSentence:
        span = sentence.parsed.span
        pieces, first = self._pieces.of_sentence([token.text for token in span])
        words = {action.token.i for action in sentence.actions} | {noun.token.i for noun in sentence.nouns}
        places = [word - span.start for word in sorted(words)]
        return EncodedSentence(pieces, [first[place] for place in places], places)

    def _run(self, batch: Sequence[EncodedSentence]) -> NDArray[np.float32]:
        length, words = max(len(one.pieces) for one in batch), max(len(one.first) for one in batch)
        inputs: dict[str, Any] = {
            name: np.zeros((len(batch), size), np.int64)
            for name, size in (("pieces", length), ("mask", length), ("first", words), ("places", words))
        }
        for row, one in enumerate(batch):
            inputs["pieces"][row, : len(one.pieces)] = one.pieces
            inputs["mask"][row, : len(one.pieces)] = 1
            inputs["first"][row, : len(one.first)] = one.first
            inputs["places"][row, : len(one.places)] = one.places
        (links,) = self._session.run(["links"], inputs)
        return np.asarray(links, np.float32)


def _batches(encoded: Mapping[int, EncodedSentence]) -> Iterator[list[int]]:
    """Sentences of like length together. A sentence's scores do not depend on its batch."""
    batch: list[int] = []
    for at in sorted(encoded, key=lambda at: (len(encoded[at].pieces), at)):
        if batch and (len(batch) + 1) * len(encoded[at].pieces) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _links_of(sentence: Candidates, places: Sequence[int], scores: NDArray[np.float32]) -> dict[Edge, Link]:
    start = sentence.parsed.span.start
    rows = {start + place: row for row, place in enumerate(places)}
    actor, target = scores[0].tolist(), scores[1].tolist()
    links = {}
    for action in sentence.actions:
        of_actor, of_target = actor[rows[action.token.i]], target[rows[action.token.i]]
        for noun in sentence.nouns:
            column = rows[noun.token.i]
            link = Link(round(of_actor[column], DECIMALS), round(of_target[column], DECIMALS))
            links[action.token.i, noun.token.i] = link
    return links


def is_installed() -> bool:
    """Whether the library that runs the encoder is there."""
    return find_spec("onnxruntime") is not None


@cache
def contextual_scorer() -> ContextualScorer | None:
    """The scorer, loaded once; None, with one warning, where ONNX Runtime is not installed.

    Raises ModelError if its file is damaged.
    """
    try:
        import onnxruntime  # noqa: PLC0415  # a tenth of a second, and not on every platform
    except ImportError:
        log.warning("the contextual scorer is off, as with --fast; to turn it on: pip install onnxruntime")
        return None
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1  # builds use processes
    # fused nodes round in other ways than the nodes they replace, and differ between processors
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    folder = files(__package__)
    with as_file(folder / MODEL) as model:
        try:
            session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's errors have no common class of their own
            problem = "cannot be read; install actorgraph again, or use --fast"
            raise ModelError(f"the contextual scorer {model} {problem}") from error
    return ContextualScorer(session, WordPieces((folder / VOCABULARY).read_text(encoding="utf-8").split()))
