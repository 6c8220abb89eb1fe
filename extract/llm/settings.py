"""The settings of the language-model extractor."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import ModelError

LLM, RULES_AND_LLM = "llm", "rules+llm"
"""The names of the extractors that ask a model."""
KEY_VARIABLE = "ACTORGRAPH_LLM_KEY"
"""The environment variable that holds the key of the endpoint. It is read nowhere else, and never stored."""
DEFAULT_URL = "http://127.0.0.1:11434/v1"
"""The address at which Ollama listens."""
DEFAULT_PARALLEL, DEFAULT_TIMEOUT = 4, 300.0
ANSWERS = "llm-answers.jsonl"
"""Default name of the cache of answers. It lies beside the folder of the build, which may be deleted."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which model is asked, where, and how.

    `url`: base address of an OpenAI-compatible API, as of its path `/chat/completions`. `cache`: the file of answers.
    `offline`: only the cache is used. `parallel`: requests at a time. `timeout`: seconds for one. `max_tokens`: of an
    answer. `segment`: characters of sentences in one request. `parameters`: a JSON object whose keys are added to each
    request; null removes one.

    Raises ModelError for a number that is too small, and for parameters that are no JSON object.
    """

    model: str
    url: str = DEFAULT_URL
    cache: Path = Path(ANSWERS)
    offline: bool = False
    parallel: int = DEFAULT_PARALLEL
    timeout: float = DEFAULT_TIMEOUT
    max_tokens: int = 4096
    segment: int = 3000
    parameters: str = "{}"

    def __post_init__(self) -> None:  # noqa: D105
        for name in ("parallel", "max_tokens", "segment"):
            if getattr(self, name) < 1:
                raise ModelError(f"language model: {name} is {getattr(self, name)}; give 1 or more")
        if not self.timeout > 0:
            raise ModelError(f"language model: timeout is {self.timeout}; give more than 0 seconds")
        self.extra()

    def extra(self) -> dict[str, object]:
        """The `parameters` as a dictionary."""
        try:
            value = json.loads(self.parameters)
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise ModelError('--llm-request is not a JSON object; write one such as {"seed": 1}')
        return value


def key_of_environment() -> str | None:
    """The key of the endpoint, if one is set."""
    return os.environ.get(KEY_VARIABLE) or None
