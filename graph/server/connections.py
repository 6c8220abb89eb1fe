"""HTTP connections that do not stay open without a request: they are timed out, and there is a limit of them.

uvicorn times out only connections that have been answered. Whoever opens connections and sends nothing, or half a
request, would use up those that it allows.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST_SECONDS = 10.0
"""Seconds that a client may take to send the head of a request."""
MAX_WAITING = 256
"""Connections that may be without a whole request; beyond it, those that have waited longest are closed."""
GRACE = 0.5
"""Seconds until they are: the event loop may accept hundreds at once before it reads the request of the first."""
MOST_WAITING = 2 * MAX_WAITING
"""Connections that may be without a whole request for that time."""


class BoundedProtocol(H11Protocol):
    """A connection of HTTP/1.1 that is closed if its request does not come."""

    waiting: ClassVar[dict[BoundedProtocol, asyncio.TimerHandle]] = {}
    """Connections without a whole request, the oldest first, with their timers."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Expect a request."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Take what comes; if it is not yet a request, go on waiting."""
        super().data_received(data)
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering:
            self._stop_waiting()
        elif self not in self.waiting and not self.transport.is_closing():
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._close_oldest(MOST_WAITING - 1)
        self.waiting[self] = self.loop.call_later(REQUEST_SECONDS, self.drop)
        if len(self.waiting) > MAX_WAITING:
            self.loop.call_later(GRACE, self._close_oldest, MAX_WAITING)

    def _close_oldest(self, most: int) -> None:
        while len(self.waiting) > most:
            next(iter(self.waiting)).drop()

    def _stop_waiting(self) -> None:
        timer = self.waiting.pop(self, None)
        if timer is not None:
            timer.cancel()

    def drop(self) -> None:
        """Close the connection; nothing is answered to what is no request."""
        self._stop_waiting()
        self.transport.close()
