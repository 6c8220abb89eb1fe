"""Requests of several documents: what fails is a problem of its document, until the server seems to be gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from extract.llm.cache import Answer, AnswerCache
from extract.llm.client import ChatEndpoint, RequestFailedError, UnreachableError
from extract.llm.fetching import UNREACHABLE, Fetcher
from extract.llm.requests import ModelRequest
from ontology.errors import ModelError

GONE, REFUSED = UnreachableError("cannot be reached"), RequestFailedError("the server answered with status 422")


class Endpoint:
    """Plays the outcomes of requests by document."""

    def __init__(self, outcome: Callable[[str], Exception | None]) -> None:
        self._outcome = outcome
        self.asked: list[str] = []

    def answer(self, request: ModelRequest) -> Answer:
        self.asked.append(request.document)
        error = self._outcome(request.document)
        if error is not None:
            raise error
        return Answer(request.key, "m", "{}")


def requests(documents: str, each: int = 1) -> list[tuple[str, list[ModelRequest]]]:
    def body(name: str, number: int) -> dict[str, Any]:
        return {"model": "m", "messages": [name, number]}

    return [(name, [ModelRequest(name, (n,), ("a",), body(name, n)) for n in range(each)]) for name in documents]


def fetched(fetcher: Fetcher, documents: str, endpoint: Endpoint, each: int = 1) -> list[tuple[str, str]]:
    """The problems of a run with one request at a time."""
    problems: list[tuple[str, str]] = []
    callbacks = None, lambda document, why: problems.append((document, why))
    fetcher.fetch(requests(documents, each), cast("ChatEndpoint", endpoint), callbacks)
    return problems


@pytest.fixture
def fetcher(tmp_path: Path) -> Fetcher:
    return Fetcher(AnswerCache(tmp_path / "answers.jsonl"), parallel=1)


def test_documents_that_fail_are_reported_and_the_others_answered(fetcher: Fetcher) -> None:
    endpoint = Endpoint({"b": GONE, "c": REFUSED}.get)
    assert fetched(fetcher, "abcd", endpoint) == [("b", str(GONE)), ("c", str(REFUSED))]
    assert len(fetcher.cache) == 2


def test_documents_in_a_row_that_do_not_reach_the_server_end_the_run(fetcher: Fetcher) -> None:
    endpoint = Endpoint(lambda document: None if document == "a" else GONE)
    with pytest.raises(ModelError, match=rf"^cannot be reached \({UNREACHABLE} documents in a row"):
        fetched(fetcher, "abcdefghijklmnop", endpoint)
    assert len(fetcher.cache) == 1
    assert len(endpoint.asked) < 10


@pytest.mark.parametrize("outcome", [None, REFUSED], ids=["an answer", "a refusal"])
def test_a_server_that_answers_between_them_is_there(fetcher: Fetcher, outcome: Exception | None) -> None:
    endpoint = Endpoint(lambda document: outcome if document in "cf" else GONE)
    assert [document for document, why in fetched(fetcher, "abcdefgh", endpoint) if why == str(GONE)] == list("abdegh")


def test_documents_are_counted_and_not_their_requests(fetcher: Fetcher) -> None:
    assert len(fetched(fetcher, "ab", Endpoint(lambda _: GONE), each=4)) == 8


def test_documents_that_come_one_by_one_are_in_a_row_too(fetcher: Fetcher) -> None:
    endpoint = Endpoint(lambda _: GONE)
    for document in "abcdefgh"[: UNREACHABLE - 1]:
        assert len(fetched(fetcher, document, endpoint)) == 1
    with pytest.raises(ModelError):
        fetched(fetcher, "z", endpoint)
