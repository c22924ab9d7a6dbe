"""GET /v1/helplines: whom people can call."""

from typing import Annotated

from fastapi import APIRouter, Depends

from leadlight.api.schemas import HelplinesAnswer
from leadlight.api.state import ApiState, api_state

router = APIRouter(tags=["knowledge"])


@router.get("/v1/helplines", response_model=HelplinesAnswer, summary="All helplines")
async def helplines(state: Annotated[ApiState, Depends(api_state)]) -> object:
    """List every helpline by country, each with its source and the day on which it was checked."""
    by_country = state.helplines.by_country
    return {"helplines": [line for country in sorted(by_country) for line in by_country[country]]}
