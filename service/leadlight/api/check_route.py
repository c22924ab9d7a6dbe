"""`POST /v1/check` on the wire: raw bytes in, encoded bytes out.

FastAPI documents this route like any other, but its per-request work (dependencies, validation of the answer,
encoding) is passed over: the answer comes encoded from the request path, and most often from the cache.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leadlight.api.check import Answer
from leadlight.api.problems import MEDIA_TYPE, KeyUnknown, TooManyRequests, UnsupportedMediaType, problem
from leadlight.api.schemas import CheckRequest, Problem, VerdictAnswer
from leadlight.api.state import state_of
from leadlight.errors import BadInput, BadRequest

PATH: Final = "/v1/check"

JSON_TYPES: Final = re.compile(rb"application/(?:[\w.+-]+\+)?json\s*(?:;|$)", re.IGNORECASE)

TOO_DEEP: Final = "recursion limit"
"""How the JSON reader says that brackets stand in more than 200 brackets; it stops there."""

SEE_DOCS: Final = "See /docs for the fields and their examples."

PROBLEM_STATUSES: Final[Mapping[int, str]] = {
    400: "The request is malformed: not JSON, an unknown field, nothing to check.",
    413: "The body has more bytes than the service reads.",
    401: "The key is not known, or was withdrawn.",
    415: "The body is not declared as JSON.",
    429: "Too many requests; `Retry-After` says when to come back.",
    422: "The link may not be fetched, or there is no single job ad at it.",
    500: "The service failed.",
    502: "The page could not be fetched.",
    503: "The service is busy; `Retry-After` says when to come back.",
}


async def check(ad: CheckRequest) -> VerdictAnswer:
    """Check one job ad and explain what is worth checking in it.

    Send a link alone and the service fetches the page; send `text`, `html` or `posting` and nothing is fetched.
    The answer says for each of the three checks whether it ran, and why not when it did not. It never says that a
    job is safe. Nothing about the asker is stored.
    """
    raise NotImplementedError("documents the route; CheckRoute answers it")


class CheckRoute(APIRoute):
    """The documented route of `check`, answered by `answer_check`."""

    def __init__(self) -> None:
        super().__init__(
            PATH,
            check,
            methods=["POST"],
            response_model=VerdictAnswer,
            tags=["check"],
            summary="Check one job ad",
            response_description="The verdict. `Cache-Status` (RFC 9211) says whether it came from the cache.",
            responses=problem_responses(PROBLEM_STATUSES),
        )
        self.app = answer_check


class CheckFirst:
    """ASGI middleware that answers checks before the router and FastAPI's own middleware see them.

    Routing and error layers cost 26 of the 45 µs that a cached answer takes in the application; `answer_check` needs
    none of them. Any other request, and a wrong method, goes on to the application.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "http" and scope["path"] == PATH and scope["method"] == "POST":
            await answer_check(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def problem_responses(statuses: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """Describe the problems of a route for its documentation."""
    # The model is documented under its own media type, not under application/json.
    return {
        status: {
            "description": description,
            "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}},
        }
        for status, description in statuses.items()
    }


async def answer_check(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request: read, check, send. Every refusal is a problem; what is unforeseen goes to the app."""
    state = state_of(scope)
    language = "en"
    try:
        _refuse_other_types(scope)
        body = await _read_body(receive)
        noted, answer = state.check_path.noted(body), None
        if noted is not None:
            asker = await state.admission.check(scope, fetched=noted.fetched)
            answer = await state.check_path.repeated(noted)
        if answer is None:
            request = read_request(body)
            language = request.language
            if noted is None:
                asker = await state.admission.check(scope, fetched=request.is_fetched)
            answer = await state.check_path.answer(request, asker, body)
    except BadInput as error:
        if isinstance(error, (TooManyRequests, KeyUnknown)):
            state.tally.refused.add(error.code)
        await problem(error, state.check_path.screening.texts, language)(scope, receive, send)
        return
    await _send_answer(send, answer)


def read_request(body: bytes) -> CheckRequest:
    """Read the JSON of a check request.

    Raises:
        BadRequest: not JSON in UTF-8, an unknown field, or a value of the wrong type; names the field.
    """
    try:
        return CheckRequest.model_validate_json(body)
    except ValidationError as error:
        raise _as_problem(body, error) from None


def _as_problem(body: bytes, error: ValidationError) -> BadRequest:
    first = error.errors(include_url=False, include_input=False)[0]
    name = ".".join(str(part) for part in first["loc"])[:100]
    if not body.strip():
        return BadRequest("empty-body", "The request has no body.", "Send a JSON object with a link or a text.")
    if first["type"] == "json_invalid":
        try:
            body.decode()
        except UnicodeDecodeError as broken:
            return BadRequest(
                "not-utf-8", f"Byte {broken.start} of the body is not UTF-8.", "Send JSON in UTF-8.", byte=broken.start
            )
        if TOO_DEEP in first["ctx"]["error"]:
            return BadRequest("json-too-deep", "The data are nested too deeply.", "Send only the ad.")
        return BadRequest("not-json", f"The body is not JSON: {first['ctx']['error']}.", "Send one JSON object.")
    if first["type"] == "extra_forbidden":
        return BadRequest("unknown-field", f"There is no field {name!r}.", SEE_DOCS, field=name)
    if not name:
        return BadRequest("not-an-object", "The body is JSON, but not an object.", "Send one JSON object.")
    return BadRequest("bad-field", f"The field {name!r} cannot be used: {first['msg']}.", SEE_DOCS, field=name)


def _refuse_other_types(scope: Scope) -> None:
    # A page of another site can make a browser send text/plain without asking, but not JSON.
    for name, value in scope["headers"]:
        if name == b"content-type":
            if JSON_TYPES.match(value):
                return
            break
    raise UnsupportedMediaType(
        "not-declared-json", "The body is not declared as JSON.", "Send the header Content-Type: application/json."
    )


async def _read_body(receive: Receive) -> bytes:
    message: Message = await receive()
    if not message.get("more_body", False):
        return bytes(message.get("body", b""))
    chunks = [message["body"]]
    while message.get("more_body", False):
        message = await receive()
        chunks.append(message.get("body", b""))
    return b"".join(chunks)


async def _send_answer(send: Send, answer: Answer) -> None:
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(answer.body)).encode()),
        (b"cache-control", b"no-store"),
        (b"cache-status", answer.cache_status.encode()),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
