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
from leadlight.registers.source import CopyState

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
    return [_shape(age, today) for age in sorted(ages, key=lambda age: (age.source.country, age.source.id))]


def _shape(age: RegisterAge, today: date) -> RegisterShape:
    source = age.source
    state = source.state_of_copy(age.as_of, today)
    return RegisterShape(
        id=source.id,
        kind=source.kind.value,
        title=source.title,
        publisher=source.publisher.name,
        country=source.country,
        covers=[covered.value for covered in source.covers],
        coverage=source.coverage,
        absence=source.absence.means,
        absence_counts=source.absence.counts,
        url=source.data.page,
        frequency=source.frequency,
        state=state.value,
        as_of=age.as_of,
        age_days=(today - age.as_of).days if age.as_of else None,
        too_old=state is CopyState.TOO_OLD,
        too_old_after_days=source.too_old_after_days,
        rows=age.rows,
        alarm=None if age.alarm is None else age.alarm.kind.value,
    )
