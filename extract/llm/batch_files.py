"""Batch files: requests in the format that hosted services and vLLM's `run-batch` read, and their answers.

A request line has the digest of its request as `custom_id`, by which its answer is found again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from extract.llm.answers import is_usable
from extract.llm.cache import Answer, AnswerCache, answer_of
from extract.llm.requests import ModelRequest
from ontology.errors import InputError

URL = "/v1/chat/completions"
KEY = re.compile(r"[0-9a-f]{64}")


def request_line(request: ModelRequest) -> str:
    """The line of a request in a batch file."""
    line = {"custom_id": request.key, "method": "POST", "url": URL, "body": request.body}
    return json.dumps(line, ensure_ascii=False) + "\n"


@dataclass(slots=True)
class ImportReport:
    """What an import did: answers that are new, known, replaced or kept as they were, and those not usable as JSON.

    `problems`: what is wrong, by line of the file.
    """

    new: int = 0
    known: int = 0
    replaced: int = 0
    kept: int = 0
    unusable: int = 0
    problems: list[InputError] = field(default_factory=list)


def import_answers(path: Path, cache: AnswerCache, *, replace: bool = False) -> ImportReport:
    """Add the answers of a batch file to a cache. `replace`: an answer wins over another one to the same request.

    A line is one of a batch output (`custom_id`, `response`), or has `custom_id` and `content`. Raises InputError if
    the file cannot be read.
    """
    report = ImportReport()
    for number, line in _lines(path):
        try:
            answer = _answer(json.loads(line))
        except ValueError as error:
            report.problems.append(InputError(f"{path}:{number}", str(error)))
            continue
        _add(answer, cache, report, replace=replace)
    return report


def _add(answer: Answer, cache: AnswerCache, report: ImportReport, *, replace: bool) -> None:
    before = cache.get(answer.key)
    if before == answer:
        report.known += 1
        return
    if before is not None and not replace:
        report.kept += 1
        return
    report.unusable += not is_usable(answer.content)
    report.replaced += before is not None
    report.new += before is None
    cache.add(answer)


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    try:
        with path.open(encoding="utf-8") as file:
            yield from ((number, line) for number, line in enumerate(file, 1) if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(str(path), f"cannot be read ({error}); give a JSON Lines file of answers") from error


def _answer(record: Any) -> Answer:  # noqa: ANN401  # any JSON value
    """The answer of a line. Raises ValueError, which says what is wrong."""
    key = record.get("custom_id") if isinstance(record, dict) else None
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise ValueError("has no custom_id of a request; export the requests with actorgraph llm export")
    if isinstance(record.get("content"), str):
        return Answer(key, str(record.get("model") or ""), record["content"])
    response = record.get("response")
    if record.get("error") or not isinstance(response, dict):
        raise ValueError("is the report of an error; send its request again")
    if response.get("status_code", HTTPStatus.OK) != HTTPStatus.OK:
        raise ValueError(f"has the status {response.get('status_code')}; send its request again")
    return answer_of(key, response.get("body"))


def missing_requests(requests: Iterable[ModelRequest], cache: AnswerCache) -> Iterator[ModelRequest]:
    """The requests without an answer in the cache, each once."""
    seen: set[str] = set()
    for request in requests:
        if request.key not in seen and cache.get(request.key) is None:
            seen.add(request.key)
            yield request
