"""The client of a chat endpoint: retries, fallbacks, errors; and that neither keys nor texts get into messages."""

from __future__ import annotations

import logging
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

import pytest
from support.chat_server import LOOPBACK, ChatServer, Reply

from extract.llm.cache import Answer
from extract.llm.client import TRIES, ChatEndpoint, RequestFailedError, UnreachableError
from extract.llm.requests import ModelRequest
from extract.llm.settings import KEY_VARIABLE, ModelSettings
from ontology.errors import ModelError

KEY = "sk-secret-of-the-test"
TEXT = "words of a document"
BODY: dict[str, Any] = {
    "model": "m",
    "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": TEXT}],
    "response_format": {"type": "json_schema"},
}
REQUEST = ModelRequest("d", (0,), (TEXT,), BODY)
GOOD = Reply('{"claims": []}')
ECHO = Reply(status=500, body=f'{{"error": {{"message": "{TEXT} {KEY}", "code": "server_error"}}}}'.encode())


def ask(
    *replies: Reply, timeout: float = 20.0, key: str | None = KEY
) -> tuple[Answer | Exception, ChatServer, list[float]]:
    """The outcome of a request whose attempts get these replies, the last one again and again."""
    pauses: list[float] = []

    def answering(_: object, number: int) -> Reply:
        return replies[min(number, len(replies) - 1)]

    with ChatServer(answering) as server:
        settings = ModelSettings("m", server.url, timeout=timeout)
        with ChatEndpoint(settings, key, sleep=pauses.append) as endpoint:
            try:
                return endpoint.answer(REQUEST), server, pauses
            except (ModelError, RequestFailedError) as error:
                return error, server, pauses


def test_a_good_answer_comes_at_once() -> None:
    answer, server, pauses = ask(GOOD)
    assert answer == Answer(REQUEST.key, "m", GOOD.content)
    assert (server.asked[0].path, server.asked[0].body, pauses) == ("/v1/chat/completions", BODY, [])
    assert server.asked[0].headers["Authorization"] == f"Bearer {KEY}"


def test_without_a_key_none_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    _, server, _ = ask(GOOD, key=None)
    assert "Authorization" not in server.asked[0].headers
    monkeypatch.setenv(KEY_VARIABLE, "from the environment")
    _, server, _ = ask(GOOD, key=None)
    assert server.asked[0].headers["Authorization"] == "Bearer from the environment"


@pytest.mark.parametrize(
    "bad",
    [
        Reply(status=429),
        Reply(status=429, headers=(("Retry-After", "2"),)),
        ECHO,
        Reply(status=503, body=b"<html>"),
        Reply(body=b"not JSON"),
        Reply(body=b'{"choices": []}'),
        Reply(body=b""),
        Reply(cut=40),
    ],
    ids=["429", "429 with a time", "500", "503", "no JSON", "no choice", "empty", "cut off"],
)
def test_what_may_pass_is_tried_again(bad: Reply) -> None:
    answer, server, pauses = ask(bad, bad, GOOD)
    assert isinstance(answer, Answer), answer
    assert (len(server.asked), len(pauses)) == (3, 2)
    if bad.headers:
        assert pauses == [2.0, 2.0]
    else:
        assert pauses[1] > pauses[0] > 0


def test_tries_end() -> None:
    error, server, pauses = ask(ECHO)
    assert isinstance(error, RequestFailedError)
    assert str(error) == "the server answered with status 500 (server_error)"
    assert (len(server.asked), len(pauses)) == (TRIES, TRIES - 1)


def test_an_answer_that_does_not_come_in_time_is_a_failure() -> None:
    error, server, _ = ask(replace(GOOD, wait=4.0), timeout=0.5)
    assert str(error) == "no answer in time"
    assert 1 < len(server.asked) <= TRIES, "asked again; a busy machine may not hear a request before it is given up"


def test_an_endless_answer_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.llm.client.MAX_ANSWER", 1000)
    error, server, _ = ask(Reply("x" * 5000))
    assert isinstance(error, RequestFailedError)
    assert len(server.asked) == 1


def test_a_server_without_structured_output_is_asked_without_it() -> None:
    refused = Reply(status=400, body=b'{"error": {"message": "response_format is not supported"}}')
    answer, server, _ = ask(refused, GOOD)
    assert isinstance(answer, Answer)
    assert ["response_format" in asked.body for asked in server.asked] == [True, False]
    assert answer.key == REQUEST.key


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (Reply(status=401), KEY_VARIABLE),
        (Reply(status=403), KEY_VARIABLE),
        (Reply(status=404), "--llm-model"),
        (Reply(status=302, headers=(("Location", "http://elsewhere.example/"),)), "redirects to another address"),
    ],
)
def test_what_every_request_would_get_ends_the_run(reply: Reply, words: str) -> None:
    error, server, _ = ask(reply)
    assert isinstance(error, ModelError)
    assert words in str(error)
    assert len(server.asked) == 1


def test_a_request_that_is_refused_is_not_repeated() -> None:
    refused = Reply(status=400, body=b'{"error": {"code": "context_length_exceeded", "message": "too long"}}')
    error, server, _ = ask(refused)
    assert str(error) == "the server answered with status 400 (context_length_exceeded)"
    assert len(server.asked) == 2  # with and without structured output


def test_requests_in_flight_survive_a_server_that_refuses_structured_output() -> None:
    """Both are sent with a schema before the server refuses either of them."""
    both = Barrier(2)

    def answering(body: dict[str, Any], _: int) -> Reply:
        if "response_format" not in body:
            return GOOD
        both.wait(10)
        return Reply(status=400, body=b"{}")

    with (
        ChatServer(answering) as server,
        ChatEndpoint(ModelSettings("m", server.url), KEY) as endpoint,
        ThreadPoolExecutor(2) as threads,
    ):
        answers = list(threads.map(endpoint.answer, [REQUEST, REQUEST]))
        assert [answer.content for answer in answers] == [GOOD.content, GOOD.content]
        endpoint.answer(REQUEST)
    assert sum("response_format" in asked.body for asked in server.asked) == 2


def test_a_schema_is_still_sent_after_a_request_that_is_refused_for_something_else() -> None:
    def answering(_: object, number: int) -> Reply:
        return Reply(status=400, body=b"{}") if number < 2 else GOOD

    with ChatServer(answering) as server, ChatEndpoint(ModelSettings("m", server.url), KEY) as endpoint:
        with pytest.raises(RequestFailedError):
            endpoint.answer(REQUEST)
        endpoint.answer(REQUEST)
    assert ["response_format" in asked.body for asked in server.asked] == [True, False, True]


def test_a_request_without_a_schema_is_sent_once() -> None:
    bare = replace(REQUEST, body={key: value for key, value in BODY.items() if key != "response_format"})
    with ChatServer(lambda *_: Reply(status=400, body=b"{}")) as server:
        endpoint = ChatEndpoint(ModelSettings("m", server.url), KEY)
        with endpoint, pytest.raises(RequestFailedError):
            endpoint.answer(bare)
    assert len(server.asked) == 1


def test_nobody_listens() -> None:
    pauses: list[float] = []
    with socket.socket() as taken:
        taken.bind((LOOPBACK, 0))
        url = f"http://{LOOPBACK}:{taken.getsockname()[1]}/v1"
        with (
            ChatEndpoint(ModelSettings("m", url), KEY, sleep=pauses.append) as endpoint,
            pytest.raises(UnreachableError, match="cannot be reached; check --llm-url"),
        ):
            endpoint.answer(REQUEST)
    assert len(pauses) == TRIES - 1


@pytest.mark.parametrize("url", ["", "localhost:1", "ftp://host/", "http://", "http://[", "http://user:pw@host/v1"])
def test_addresses_that_are_none(url: str) -> None:
    with pytest.raises(ModelError) as error:
        ChatEndpoint(ModelSettings("m", url), KEY)
    assert "pw" not in str(error.value)


@pytest.mark.parametrize("ending", ["/v1", "/v1/", "/v1/chat/completions"])
def test_the_path_of_an_address_may_be_whole(ending: str) -> None:
    with ChatServer(lambda *_: GOOD) as server:
        url = server.url.removesuffix("/v1") + ending
        with ChatEndpoint(ModelSettings("m", url), KEY) as endpoint:
            endpoint.answer(REQUEST)
    assert server.asked[0].path == "/v1/chat/completions"


@pytest.mark.parametrize("reply", [ECHO, Reply(status=401, body=ECHO.body), Reply(status=400, body=ECHO.body)])
def test_neither_key_nor_text_is_in_messages_and_logs(caplog: pytest.LogCaptureFixture, reply: Reply) -> None:
    caplog.set_level(logging.INFO)
    error, _, _ = ask(reply)
    shown = [str(error), repr(error), caplog.text]
    while isinstance(error, BaseException) and error.__context__ is not None:
        error = error.__context__  # type: ignore[assignment]
        shown.append(repr(error))
    assert not any(KEY in words or TEXT in words for words in shown)
