"""The cache of answers: one JSON line per answer, by the digest of its request. Lines are only ever appended.

The text of documents is not in it, beyond what an answer quotes. If an answer is replaced, its last line counts, and
`revision` changes, so that documents are extracted again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from ontology.errors import DataError


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request: its `key`, the name of the `model` that the server gave, and its text."""

    key: str
    model: str
    content: str


_ANSWER = TypeAdapter(Answer)


class AnswerCache:
    """The answers in a file; `path` need not exist yet. Lines that another process appends are seen."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._answers: dict[str, Answer] = {}
        self._replaced = hashlib.sha256()
        self._is_replaced = False
        self._offset = 0

    def get(self, key: str) -> Answer | None:
        """The answer to a request; None if there is none. Raises DataError if the file cannot be read."""
        if key not in self._answers:
            self._read()
        return self._answers.get(key)

    def __len__(self) -> int:
        """The number of answers."""
        self._read()
        return len(self._answers)

    def add(self, answer: Answer) -> None:
        """Append an answer, at once. Raises DataError if the file cannot be written."""
        line = json.dumps(_ANSWER.dump_python(answer, mode="json"), ensure_ascii=False).encode() + b"\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab+") as file:
                if file.tell():
                    file.seek(-1, 2)
                    line = (
                        line if file.read(1) == b"\n" else b"\n" + line
                    )  # a line that was cut off when it was written
                file.write(line)
        except OSError as error:
            raise DataError(str(self.path), None, f"cannot be written: {error.strerror}") from error
        self._read()

    @property
    def revision(self) -> str:
        """Digest of the answers that replaced others; "" if none did."""
        self._read()
        return self._replaced.hexdigest()[:16] if self._is_replaced else ""

    def _read(self) -> None:
        """Read what was appended since the last time. A line that is cut off is ignored, or read when it is whole."""
        try:
            size = self.path.stat().st_size
            if size == self._offset:
                return
            with self.path.open("rb") as file:
                file.seek(self._offset)
                content = file.read()
        except FileNotFoundError:
            return
        except OSError as error:
            raise DataError(str(self.path), None, f"cannot be read: {error.strerror}") from error
        whole = content.rfind(b"\n") + 1
        self._offset += whole
        for line in content[:whole].splitlines():
            self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            answer = _ANSWER.validate_json(line)
        except ValidationError:
            return
        before = self._answers.get(answer.key)
        if before is not None and before != answer:
            self._is_replaced = True
            self._replaced.update(line)
        self._answers[answer.key] = answer


def answer_of(key: str, body: Any) -> Answer:  # noqa: ANN401  # what a server sent
    """The answer in the body of a chat completion. Raises ValueError if it is none."""
    try:
        message = body["choices"][0]["message"]
        content = message.get("content") or message.get("refusal") or ""
        if not isinstance(content, str):
            content = "".join(str(part.get("text", "")) for part in content)
        return Answer(key, str(body.get("model") or ""), content)
    except (LookupError, TypeError, AttributeError, ValueError) as error:
        raise ValueError("not a chat completion") from error
