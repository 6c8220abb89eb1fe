"""An OpenAI-compatible chat endpoint on loopback that plays answers, good and bad, and counts what it was asked."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, Self

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server sends back.

    `content` is the text of the model; `body` in its place is sent as it stands. `cut`: bytes after which the
    connection is closed. `wait`: seconds before it answers.
    """

    content: str = '{"claims": []}'
    status: int = 200
    body: bytes | None = None
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None
    wait: float = 0.0
    finish: str = "stop"

    def payload(self, model: str) -> bytes:
        if self.body is not None:
            return self.body
        message = {"role": "assistant", "content": self.content}
        choice = {"index": 0, "message": message, "finish_reason": self.finish}
        usage = {"prompt_tokens": 10, "completion_tokens": 5}
        return json.dumps({"model": model, "choices": [choice], "usage": usage}).encode()


Answering = Callable[[dict[str, Any], int], Reply]
"""The reply to the body of a request; the number counts the requests from 0."""


@dataclass(slots=True)
class Asked:
    """A request that the server got."""

    body: dict[str, Any]
    headers: dict[str, str]
    path: str

    @property
    def document(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return content


@dataclass
class ChatServer:
    """The server; it runs inside a `with` block."""

    answering: Answering
    asked: list[Asked] = field(default_factory=list)

    def __post_init__(self) -> None:  # noqa: D105
        self._lock = Lock()
        self._server = ThreadingHTTPServer((LOOPBACK, 0), self._handler())
        self._server.daemon_threads = True
        self._server.block_on_close = False

    def __enter__(self) -> Self:  # noqa: D105
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:  # noqa: D105
        self._server.shutdown()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self._server.server_address[1]}/v1"

    def _count(self, asked: Asked) -> int:
        with self._lock:
            self.asked.append(asked)
            return len(self.asked) - 1

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # as http.server calls it
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                number = server._count(Asked(body, dict(self.headers), self.path))
                reply = server.answering(body, number)
                time.sleep(reply.wait)
                payload = reply.payload(body.get("model", ""))
                self.send_response(reply.status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload[: reply.cut])
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler


def sentences_of(body: dict[str, Any]) -> list[tuple[int, str]]:
    """The numbers and texts of the sentences that a request asks about."""
    return [(row["s"], row["text"]) for row in json.loads(body["messages"][1]["content"])["sentences"]]


def participant(words: str, name: str | None = None, kind: str = "country") -> dict[str, str]:
    return {"words": words, "name": name or words, "type": kind}


def claim(  # noqa: PLR0913  # one keyword per key that tests vary
    s: int,
    actor: dict[str, str],
    verb: str,
    target: dict[str, str] | None = None,
    *,
    lemma: str | None = None,
    class_: str = "other",
    **others: object,
) -> dict[str, Any]:
    """A claim as a model answers it."""
    return {
        "s": s,
        "actor": actor,
        "action": {"words": verb, "lemma": lemma or verb, "class": class_},
        "target": target,
        "negated": False,
        "modality": "asserted",
        "alleged": False,
        "source": None,
        "date": None,
        "place": None,
        **others,
    }


def answer(*claims: object) -> str:
    return json.dumps({"claims": list(claims)}, ensure_ascii=False)
