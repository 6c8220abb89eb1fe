"""The weights of the judge: data of this folder, made by `make train`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from pydantic import ValidationError

from ontology.data_files import DataTable
from ontology.errors import DataError

FILE = "weights.json"


class ClaimWeights(DataTable):
    """How candidate claims are scored: weights of features in thousandths, and the log odds from which one is kept."""

    weights: dict[str, int]
    threshold: float


class JudgeWeights(DataTable):
    """All weights of the judge.

    `links` has, by feature, the weights of the linear scorer of links for the roles actor and target. `linear` scores
    candidate claims by these scores alone, `contextual` by their mean with those of the encoder.
    """

    links: dict[str, tuple[int, int]]
    linear: ClaimWeights
    contextual: ClaimWeights | None = None
    encoder: str = ""
    """SHA-256 of the encoder that `contextual` was trained with."""


@cache
def judge_weights() -> JudgeWeights:
    """The weights, loaded and validated once. Raises DataError if the file is damaged."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    try:
        return JudgeWeights.model_validate_json(text)
    except ValidationError as error:
        raise DataError(FILE, None, f"{error.error_count()} values are wrong; install actorgraph again") from error
