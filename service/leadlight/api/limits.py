"""Guards in front of everything: how long a request's address and body may be, and the headers of every answer."""

from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leadlight.api.problems import TargetTooLong, problem
from leadlight.errors import BodyTooLarge

SECURITY_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
STRICT_POLICY: Final = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
"""For every answer that does not bring a policy of its own, as pages do."""
FORM_TYPES: Final = (b"multipart/form-data", b"application/x-www-form-urlencoded")


class Limits:
    """ASGI middleware that refuses what is too long before it is read, and adds the security headers.

    A body is counted while it arrives: one that is announced as too long is not read at all, and one that lies
    about its length is cut off at the limit.
    """

    def __init__(self, app: ASGIApp, *, body_limit_bytes: int, target_limit_bytes: int) -> None:
        self.app = app
        self.body_limit_bytes = body_limit_bytes
        self.target_limit_bytes = target_limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_security_headers(message.get("headers", ()))
            await send(message)

        if len(scope["raw_path"]) + len(scope["query_string"]) > self.target_limit_bytes:
            refusal = problem(_target_too_long(self.target_limit_bytes))
        elif _announced_bytes(scope["headers"]) <= self.body_limit_bytes:
            await self.app(scope, self._counted(receive) if scope["method"] != "GET" else receive, send_with_headers)
            return
        elif _is_form(scope["headers"]):
            await self.app(scope, self._refuse_body, send_with_headers)
            return
        else:
            refusal = problem(_body_too_large(self.body_limit_bytes))
        await refusal(scope, receive, send_with_headers)

    async def _refuse_body(self) -> Message:
        # A form comes from a person: the page that asks for it says in words that it is too long.
        raise _body_too_large(self.body_limit_bytes)

    def _counted(self, receive: Receive) -> Receive:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self.body_limit_bytes:
                raise _body_too_large(self.body_limit_bytes)
            return message

        return counted


def _with_security_headers(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    kept = list(headers)
    kept.extend(SECURITY_HEADERS)
    if not any(name == b"content-security-policy" for name, _ in kept):
        kept.append(STRICT_POLICY)
    return kept


def _is_form(headers: Iterable[tuple[bytes, bytes]]) -> bool:
    return any(name == b"content-type" and value.lower().startswith(FORM_TYPES) for name, value in headers)


def _announced_bytes(headers: Iterable[tuple[bytes, bytes]]) -> int:
    for name, value in headers:
        if name == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


def _body_too_large(limit: int) -> BodyTooLarge:
    return BodyTooLarge(
        "body-too-large",
        f"The request has more than {limit:,} bytes.",
        "Send only the ad: its link, or its text without the rest of the page.",
        limit_bytes=limit,
    )


def _target_too_long(limit: int) -> TargetTooLong:
    return TargetTooLong(
        "target-too-long",
        f"The address asked for has more than {limit:,} bytes.",
        "Send long values in the body of a POST request.",
        limit_bytes=limit,
    )
