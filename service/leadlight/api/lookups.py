"""GET /v1/lookups/{prefix}: what is known of links that share the beginning of a hash, without naming any link."""

import re
from collections.abc import Sequence
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Depends, Path, Response

from leadlight.api.check_route import problem_responses
from leadlight.api.problems import NotReady
from leadlight.api.schemas import LookupAnswer
from leadlight.api.state import ApiState, api_state
from leadlight.errors import BadRequest, StoreUnavailable

router = APIRouter(tags=["check"])

MOST_LINKS: Final = 64
"""Links in one answer. With 1,000,000 flagged links a prefix has 15 on average and more than 40 about once in a million
prefixes (Poisson); with 3,000,000 it has 46, and some answers say that they are not complete."""

ANSWER_BYTES: Final = 6_656
"""Length of every answer, whatever it says: 64 links of 94 bytes, the other members, and room. Whoever watches the
connection learns nothing from it."""

FRESH_S: Final = 300
"""Answers say nothing about the asker, so any cache in between may keep them."""

PREFIX: Final = re.compile(r"[0-9a-f]{4}")


@router.get(
    "/v1/lookups/{prefix}",
    response_model=LookupAnswer,
    summary="Look up a link without naming it",
    responses=problem_responses({400: "The prefix is not four hexadecimal digits.", 503: "The database is down."}),
)
def lookups(
    prefix: Annotated[
        str,
        Path(
            description="First four hexadecimal digits of SHA-256(canonical link).",
            examples=["a3f0"],
            json_schema_extra={"pattern": f"^{PREFIX.pattern}$"},  # described, and refused with words of its own
        ),
    ],
    state: Annotated[ApiState, Depends(api_state)],
) -> Response:
    """Answer with every flagged link whose hash begins with these four digits; the caller compares the rest itself.

    Only links whose page this service fetched itself are listed, so nobody can list a link by sending words for it.
    A link that is not listed was not flagged here; that does not say that the ad was ever looked at. Every answer has
    the same length, and depends on nothing but the prefix.
    """
    if not PREFIX.fullmatch(prefix):
        raise BadRequest(
            "bad-prefix",
            "The beginning of a hash has four hexadecimal digits.",
            "Send the first four digits of the SHA-256 hash of the link, in small letters.",
        )
    try:
        found = state.links.beginning_with(bytes.fromhex(prefix), limit=MOST_LINKS + 1)
    except StoreUnavailable:
        raise NotReady("store-unavailable", "The database does not answer.", "Try again in a minute.") from None
    headers = {"Cache-Control": f"public, max-age={FRESH_S}"}
    return Response(padded_answer(prefix, found), media_type="application/json", headers=headers)


def padded_answer(prefix: str, found: Sequence[tuple[bytes, str]]) -> bytes:
    """Encode an answer of exactly `ANSWER_BYTES`.

    Args:
        prefix: four hexadecimal digits.
        found: hash and level of the links, the most urgent first; more than `MOST_LINKS` do not fit and are left out.
    """
    answer = {
        "prefix": prefix,
        "links": [{"hash": link.hex(), "level": level} for link, level in found[:MOST_LINKS]],
        "complete": len(found) <= MOST_LINKS,
        "padding": "",
    }
    body = orjson.dumps(answer)
    return body[:-2] + b" " * (ANSWER_BYTES - len(body)) + body[-2:]
