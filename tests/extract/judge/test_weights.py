"""The weights belong together, and damaged ones are refused."""

import hashlib
from importlib.resources import files
from pathlib import Path

import pytest

from extract.judge import weights
from extract.judge.encoder.scorer import MODEL
from extract.judge.weights import judge_weights
from ontology.errors import DataError


def test_the_encoder_is_the_one_that_the_weights_were_trained_with() -> None:
    encoder = (files("extract.judge.encoder") / MODEL).read_bytes()
    assert hashlib.sha256(encoder).hexdigest() == judge_weights().encoder


def test_damaged_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / weights.FILE).write_text('{"links": {"a": [1]}}', encoding="utf-8")
    monkeypatch.setattr(weights, "files", lambda _: tmp_path)
    judge_weights.cache_clear()
    with pytest.raises(DataError, match=r"weights.json: \d+ values are wrong; install actorgraph again"):
        judge_weights()
    judge_weights.cache_clear()
