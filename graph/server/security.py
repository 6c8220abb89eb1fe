"""Security middleware: checks Host and Origin of every request and adds security headers to every response."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = ("localhost", "127.0.0.1", "::1")
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # compared with what the user says
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
MAP_CONTENT_SECURITY_POLICY = "connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Applies in addition to the policy inside the map page, which allows its scripts by their hashes."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class SecurityMiddleware:
    """ASGI middleware that rejects foreign Host and Origin headers and adds security headers.

    A foreign page can point its own host name at this server (DNS rebinding); such requests carry that name in Host.
    """

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._names: Sequence[str] | None = None if host in EVERYWHERE else (*LOCAL, host.casefold())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})["nonce"] = secrets.token_urlsafe(16)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                policy = (
                    MAP_CONTENT_SECURITY_POLICY
                    if scope["path"] == "/map"
                    else CONTENT_SECURITY_POLICY.format(nonce=scope["state"]["nonce"])
                )
                for name, value in {**HEADERS, "Content-Security-Policy": policy}.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refusal(Headers(scope=scope))
        answer = self._app if refused is None else refused
        await answer(scope, receive, guarded)

    def _refusal(self, headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if self._names is not None and _name(f"//{host}") not in self._names:
            return PlainTextResponse(
                f"{host!r} is not a name of this server; use localhost, or start the server with --host\n", 421
            )
        origin = headers.get("origin")
        if origin is not None and _host(origin) != host:
            return PlainTextResponse("Pages of other servers cannot send requests to this server\n", 403)
        return None


def _name(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _host(address: str) -> str | None:
    """Name and port of the server of an address; None for one that cannot be parsed, such as http://[."""
    try:
        return urlsplit(address).netloc
    except ValueError:
        return None
