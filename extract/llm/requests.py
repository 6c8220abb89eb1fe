"""Documents to requests: the sentences of a document in segments, each with what stands before it.

The digest of a request (its prompt, model and parameters, but not the address of the server) is the key of its answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from extract.llm.prompt import answer_schema, system_prompt
from extract.llm.settings import ModelSettings
from ontology.model import Document, Sentence

OPENING = 400
"""Characters from the beginning of a document that each later segment repeats: who the text is about."""
BEFORE = 1200
"""Characters that stand before a segment, for pronouns and short names."""
MAX_SENTENCE = 2000
"""A longer sentence is a table or a list; the rest of it is not sent."""
MAX_SENTENCES = 25
"""Sentences in one request at most: a long answer may be cut off."""


@dataclass(frozen=True, slots=True)
class ModelRequest:
    """A request: the document it belongs to, the numbers and texts of the sentences it asks about, and its `body`."""

    document: str
    sentences: tuple[int, ...]
    texts: tuple[str, ...]
    body: dict[str, Any]

    @property
    def key(self) -> str:
        """SHA-256 of the body: the key of the answer in the cache, and the `custom_id` in batch files."""
        return request_key(self.body)


def request_key(body: dict[str, Any]) -> str:
    """SHA-256 of a request body in canonical JSON."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def requests_of(
    document: Document,
    sentences: Sequence[Sentence],
    settings: ModelSettings,
    wanted: frozenset[int] | None = None,
) -> Iterator[ModelRequest]:
    """The requests for a document. `wanted`: numbers of the sentences to ask about; None for all."""
    asked = [one for one in sentences if wanted is None or one.index in wanted]
    for segment in _segments(asked, settings.segment):
        content = json.dumps(_content(document, sentences, segment), ensure_ascii=False)
        asked_about = tuple(one.index for one in segment), tuple(one.text for one in segment)
        yield ModelRequest(document.id, *asked_about, _body(content, settings))


def _segments(sentences: Sequence[Sentence], size: int) -> Iterator[list[Sentence]]:
    segment: list[Sentence] = []
    length = 0
    for sentence in sentences:
        if segment and (length + len(sentence.text) > size or len(segment) >= MAX_SENTENCES):
            yield segment
            segment, length = [], 0
        segment.append(sentence)
        length += len(sentence.text)
    if segment:
        yield segment


def _content(document: Document, sentences: Sequence[Sentence], segment: Sequence[Sentence]) -> dict[str, Any]:
    first = segment[0].start
    before = document.text[max(0, first - BEFORE) : first].strip()
    opening = document.text[:OPENING].strip() if first > BEFORE else ""
    asked = {one.index for one in segment}
    skipped = [one for one in sentences if first < one.start < segment[-1].start and one.index not in asked]
    return {
        "title": document.title,
        "date": document.date,
        "language": document.language,
        "before": "\n…\n".join(filter(None, (opening, before))),
        **({"between": " ".join(one.text for one in skipped)[:BEFORE]} if skipped else {}),
        "sentences": [{"s": one.index, "text": one.text[:MAX_SENTENCE]} for one in segment],
    }


def _body(content: str, settings: ModelSettings) -> dict[str, Any]:
    schema = {"name": "claims", "strict": True, "schema": answer_schema()}
    body: dict[str, Any] = {
        "model": settings.model,
        "messages": [{"role": "system", "content": system_prompt()}, {"role": "user", "content": content}],
        "temperature": 0,
        "max_tokens": settings.max_tokens,
        "response_format": {"type": "json_schema", "json_schema": schema},
    }
    body |= settings.extra()
    return {name: value for name, value in body.items() if value is not None}
