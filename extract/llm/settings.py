"""The settings of the language-model extractor."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

KEY_VARIABLE = "ACTORGRAPH_LLM_KEY"
"""The environment variable that holds the key of the endpoint. It is read nowhere else, and never stored."""
DEFAULT_URL = "http://127.0.0.1:11434/v1"
"""The address at which Ollama listens."""
ANSWERS = "llm-answers.jsonl"
"""Default name of the cache of answers. It lies beside the folder of the build, which may be deleted."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which model is asked, where, and how.

    `url`: base address of an OpenAI-compatible API, as of its path `/chat/completions`. `cache`: the file of answers.
    `offline`: only the cache is used. `parallel`: requests at a time. `timeout`: seconds for one. `max_tokens`: of an
    answer. `segment`: characters of sentences in one request. `parameters`: a JSON object whose keys are added to each
    request; null removes one.
    """

    model: str
    url: str = DEFAULT_URL
    cache: Path = Path(ANSWERS)
    offline: bool = False
    parallel: int = 4
    timeout: float = 300.0
    max_tokens: int = 4096
    segment: int = 3000
    parameters: str = "{}"

    def extra(self) -> dict[str, object]:
        """The `parameters` as a dictionary. Raises ValueError if they are no JSON object."""
        import json

        value = json.loads(self.parameters)
        if not isinstance(value, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004  # what the user wrote, not what a caller passed
        return value


def key_of_environment() -> str | None:
    """The key of the endpoint, if one is set."""
    return os.environ.get(KEY_VARIABLE) or None
