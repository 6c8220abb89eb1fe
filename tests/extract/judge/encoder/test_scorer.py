"""The contextual scorer gives the same bits for a sentence, whatever it is read with."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from extract.claims import Extractor
from extract.judge.encoder import scorer as scoring
from extract.judge.encoder.scorer import ContextualScorer, contextual_scorer
from ontology.errors import ModelError
from ontology.model import Document

pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
TEXTS = (
    "Peru arrested two men in Lima.",
    "The Ministry of Justice, which had asked Interpol for help, extradited a hacker to Chile after a long trial.",
    "Officials met.",
    "Interpol said that Peruvian police and the FBI, with the support of Europol, had seized 40 servers and frozen it.",
)


@pytest.fixture(scope="module")
def scorer() -> ContextualScorer:
    """The scorer of the package."""
    loaded = contextual_scorer()
    assert loaded is not None
    return loaded


def test_a_sentence_does_not_depend_on_its_batch(scorer: ContextualScorer, prepare: Callable[[str], Any]) -> None:
    sentences = [prepare(text)[0] for text in TEXTS]
    together = scorer.scores(sentences)
    assert together == [scorer.scores([sentence])[0] for sentence in sentences]
    assert scorer.scores(sentences[::-1]) == together[::-1]
    assert sum(score is not None for score in together) == len(TEXTS)


def test_who_does_it_scores_best(scorer: ContextualScorer, prepare: Callable[[str], Any]) -> None:
    sentence = prepare(TEXTS[0])[0]
    (scores,) = scorer.scores([sentence])
    assert scores is not None
    words = {token.i: token.text for token in sentence.parsed.span}
    actor = max(scores, key=lambda edge: scores[edge].actor)
    target = max(scores, key=lambda edge: scores[edge].target)
    assert (words[actor[1]], words[target[1]]) == ("Peru", "men")


def test_sentences_without_an_action_are_not_scored(scorer: ContextualScorer, prepare: Callable[[str], Any]) -> None:
    assert scorer.scores([prepare("The sky is blue.")[0]]) == [None]


def test_a_sentence_of_too_many_pieces_is_not_scored(
    scorer: ContextualScorer, prepare: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "MAX_PIECES", 5)
    assert scorer.scores([prepare(TEXTS[0])[0]]) == [None]


def test_without_onnxruntime_there_is_one_warning_and_the_fast_result() -> None:
    program = (
        "import logging, sys; sys.modules['onnxruntime'] = None; logging.basicConfig()\n"
        "from extract.claims import Extractor\n"
        "from ontology.model import Document\n"
        f"for text in {TEXTS!r}:\n"
        "    print(*(claim.id for claim in Extractor().extraction(Document('a', text)).claims))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    fast = Extractor(fast=True)
    expected = [" ".join(claim.id for claim in fast.extraction(Document("a", text)).claims) for text in TEXTS]
    assert done.stdout.splitlines() == expected
    assert done.stderr.count("onnxruntime") == 1


def test_a_damaged_file_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scoring, "MODEL", scoring.VOCABULARY)
    with pytest.raises(ModelError, match=r"vocabulary.txt cannot be read; install actorgraph again, or use --fast$"):
        contextual_scorer.__wrapped__()
