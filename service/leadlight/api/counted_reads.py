"""Middleware that counts every request but checks, which are counted by what they ask for."""

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from leadlight.api.problems import TooManyRequests, problem
from leadlight.api.state import state_of

UNCOUNTED: Final = ("/healthz", "/readyz", "/metrics", "/static/")
"""What machines of the operator ask for, and files that browsers keep."""


class CountedReads:
    """Answers 429 when a network has made more requests than its share."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http" and not scope["path"].startswith(UNCOUNTED):
            try:
                await state_of(scope).admission.read(scope)
            except TooManyRequests as error:
                await problem(error)(scope, receive, send)
                return
        await self.app(scope, receive, send)
