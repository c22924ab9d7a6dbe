"""GET /v1/registers: which official registers are read, and from when their snapshots are."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends

from leadlight.api.check_route import problem_responses
from leadlight.api.problems import NotReady
from leadlight.api.schemas import RegistersAnswer, RegisterShape
from leadlight.api.state import ApiState, RegisterAge, api_state
from leadlight.errors import StoreUnavailable

router = APIRouter(tags=["knowledge"])


@router.get(
    "/v1/registers",
    summary="Registers and their ages",
    responses=problem_responses({503: "The database does not answer."}),
)
def registers(state: Annotated[ApiState, Depends(api_state)]) -> RegistersAnswer:
    """List the registers by country with the date of their snapshot. A null date means that none was loaded."""
    try:
        ages = state.register_ages()
    except StoreUnavailable:
        raise NotReady("store-unavailable", "The database does not answer.", "Try again in a minute.") from None
    return RegistersAnswer(registers=shape_registers(ages, today=datetime.now(UTC).date()))


def shape_registers(ages: Sequence[RegisterAge], *, today: date) -> list[RegisterShape]:
    """Shape registers for the wire, by country and id."""
    return [_shape(age, today) for age in sorted(ages, key=lambda age: (age.country, age.id))]


def _shape(age: RegisterAge, today: date) -> RegisterShape:
    age_days = (today - age.as_of).days if age.as_of else None
    return RegisterShape(
        id=age.id,
        title=age.title,
        publisher=age.publisher,
        country=age.country,
        url=age.url,
        as_of=age.as_of,
        age_days=age_days,
        too_old=age_days is not None and age_days > age.too_old_after_days,
        rows=age.rows,
    )
