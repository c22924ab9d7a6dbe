"""Errors leave here and nowhere else: RFC 9457 problem details, each with a stable type, what was wrong, a remedy."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus

import orjson
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match

from leadlight.errors import BadInput, BadRequest, BodyTooLarge
from leadlight.screening.texts import AllTexts

log = logging.getLogger(__name__)

PROBLEM_TYPE = "/problems/"
MEDIA_TYPE = "application/problem+json"

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")

PLAIN: Mapping[int, tuple[str, str, str]] = {
    400: ("invalid-request", "The request cannot be read.", "See /docs for its form."),
    401: (
        "staff-only",
        "This page is for staff.",
        "Log in with the password of the staff; whoever runs this service has it.",
    ),
    404: ("not-found", "There is nothing at this address.", "See /docs for the addresses that exist."),
    405: ("method-not-allowed", "This address does not know that method.", "See the Allow header and /docs."),
    500: ("internal-error", "The service failed.", "Try again later; if it stays, tell whoever runs this service."),
}
"""Code, what was wrong and the remedy for the statuses that the framework itself answers with."""


class UnsupportedMediaType(BadInput):
    """The body is not declared as what the address reads."""

    status = 415


class TargetTooLong(BadInput):
    """The path and query have more bytes than the service reads."""

    status = 414


class TooManyRequests(BadInput):
    """More requests than one network, or one key, may make. `retry_after_s` is among its facts."""

    status = 429


class TooBusy(BadInput):
    """More requests than the service can work on at once. `retry_after_s` is among its facts."""

    status = 503


class KeyUnknown(BadInput):
    """The request brings a key that is not known, or was withdrawn."""

    status = 401


class ReportsNotHere(BadInput):
    """No reports are taken here, or none has the receipt that was asked for."""

    status = 404


class NotReady(BadInput):
    """A part of the service that this address needs does not answer now."""

    status = 503


def problem(error: BadInput, texts: AllTexts | None = None, language: str = "en") -> Response:
    """Answer with one problem, in the reader's language where there are words for it, else in English."""
    wrong, remedy = in_words(error, texts, language)
    members: dict[str, object] = {
        "type": PROBLEM_TYPE + error.code,
        "title": wrong,
        "status": error.status,
        "detail": f"{wrong} {remedy}",
        "remedy": remedy,
    }
    # Facts of an error never overwrite the members of RFC 9457.
    members |= {name: value for name, value in error.facts.items() if name not in members}
    return Response(orjson.dumps(members), status_code=error.status, media_type=MEDIA_TYPE, headers=_headers(error))


def _headers(error: BadInput) -> dict[str, str]:
    if isinstance(error, BodyTooLarge):
        # After a body that was cut off, the rest is still on its way; only closing the connection stops it.
        return {"Connection": "close"}
    if isinstance(error, KeyUnknown):
        return {"WWW-Authenticate": "Bearer"}
    if "retry_after_s" in error.facts:
        return {"Retry-After": str(error.facts["retry_after_s"])}
    return {}


def in_words(error: BadInput, texts: AllTexts | None, language: str) -> tuple[str, str]:
    """Return what was wrong and the remedy, in the language asked for where its texts have them."""
    words = texts.of(language).problems.get(error.code) if texts else None
    if words is None or language == "en":
        # The English of the error names the exact case; the words of a language speak of the kind of problem.
        return error.wrong, error.remedy
    return words["wrong"], words["remedy"]


def plain(status: int) -> BadInput:
    """Return the problem for a bare HTTP status."""
    code, wrong, remedy = PLAIN.get(status) or (f"http-{status}", HTTPStatus(status).phrase + ".", "See /docs.")
    error = BadInput(code, wrong, remedy)
    error.status = status
    return error


Handler = Callable[[Request, Exception], Awaitable[Response]]


def install(app: FastAPI) -> None:
    """Make every error of the application leave as a problem."""
    handlers: Mapping[type[Exception], Handler] = {
        BadInput: _on_bad_input,
        RequestValidationError: _on_invalid_request,
        HTTPException: _on_http_exception,
        Exception: _on_failure,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def _on_bad_input(request: Request, error: Exception) -> Response:
    if not isinstance(error, BadInput):
        raise error
    return problem(error)


async def _on_invalid_request(request: Request, error: Exception) -> Response:
    where = (
        ".".join(str(part) for part in error.errors()[0]["loc"]) if isinstance(error, RequestValidationError) else ""
    )
    invalid = BadRequest("invalid-request", f"A part of the request is not valid: {where}.", "See /docs for its form.")
    return problem(invalid)


async def _on_http_exception(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    response = problem(plain(error.status_code))
    response.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        response.headers["Allow"] = ", ".join(_methods_at(request))
    return response


def _methods_at(request: Request) -> list[str]:
    """Every method that the address knows; the framework names those of the first handler it finds there."""
    app: FastAPI = request.app
    return [
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in app.routes)
    ]


async def _on_failure(request: Request, error: Exception) -> Response:
    # Only the type: the message of an error can hold words of the ad or an address.
    log.error("request failed: %s", type(error).__name__)
    return problem(plain(500))
