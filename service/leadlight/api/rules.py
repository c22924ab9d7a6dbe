"""GET /v1/rules: the compiled rules, so that installed extensions get new ones as data."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response

from leadlight.api.state import ApiState, api_state

router = APIRouter(tags=["knowledge"])

FRESH_S = 3_600
"""An extension asks at most once an hour; a changed rule may reach it that late."""


@router.get(
    "/v1/rules",
    response_class=Response,
    summary="The compiled rules",
    responses={
        200: {
            "description": "The rule pack that the extension's engine reads.",
            "content": {"application/json": {"schema": {"type": "object"}}},
            "headers": {"ETag": {"description": "Changes with the rules.", "schema": {"type": "string"}}},
        },
        304: {"description": "The caller already has these rules."},
    },
)
async def rules(
    state: Annotated[ApiState, Depends(api_state)],
    if_none_match: Annotated[str, Header(description="ETag of the rules that the caller has.")] = "",
) -> Response:
    """Return the compiled rules with an entity tag; 304 when the caller already has them."""
    headers = {"ETag": state.pack.etag, "Cache-Control": f"public, max-age={FRESH_S}"}
    tags = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    if state.pack.etag in tags or "*" in tags:
        return Response(status_code=304, headers=headers)
    return Response(state.pack.body, media_type="application/json", headers=headers)
