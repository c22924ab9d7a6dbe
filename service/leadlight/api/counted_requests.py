"""Middleware that counts answers and how long they took, by route and status."""

import logging
from time import perf_counter
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leadlight.api.state import state_of

log = logging.getLogger(__name__)

ROUTES: Final = frozenset(
    {"/", "/v1/check", "/v1/rules", "/v1/registers", "/v1/helplines", "/healthz", "/readyz", "/metrics", "/docs"}
)
BEGINNINGS: Final = ("/v1/lookups", "/v1/reports", "/v1/", "/desk", "/problems", "/registers", "/static", "/about")
"""Routes whose rest is left out: it can hold what somebody looked for."""

CLOSED: Final = "closed"
"""Status of a request whose connection ended before its answer began."""

FAILED: Final = "500"


class CountedRequests:
    """Counts every request once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, start = CLOSED, perf_counter()

        async def send_noting_status(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self.app(scope, receive, send_noting_status)
        except Exception:
            status = FAILED if status == CLOSED else status
            raise
        finally:
            tally, route = state_of(scope).tally, route_of(scope["path"])
            seconds = perf_counter() - start
            tally.requests.add(route, status)
            tally.request_seconds.add(seconds, route)
            if log.isEnabledFor(logging.INFO):
                facts = {"route": route, "status": status, "ms": round(seconds * 1000, 1)}
                log.info("answered %(route)s with %(status)s in %(ms)s ms", facts, extra={"facts": facts})


def route_of(path: str) -> str:
    """Name the route of a path from a short fixed list; "other" for what is not on it."""
    if path in ROUTES:
        return path
    return next((beginning for beginning in BEGINNINGS if path.startswith(beginning)), "other")
