"""What the pages need of the running service; `app` fills it in when the service starts."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from leadlight.desk.samples import Sample
from leadlight.desk.staff_state import StaffState
from leadlight.screening.texts import AllTexts
from leadlight.wording.load import RuleSet

CheckFields = Callable[[Mapping[str, object], Request], Awaitable[bytes]]
"""Checks an ad given as the fields of `POST /v1/check`, and returns the JSON of the verdict; raises `BadInput`. The
request says for whose share of the limits it counts."""

ListRegisters = Callable[[], Sequence[Mapping[str, Any]]]
"""The registers with the fields of `GET /v1/registers`; may raise `StoreUnavailable`."""


@dataclass(frozen=True, slots=True)
class DeskState:
    """The running service, as the pages see it.

    Attributes:
        check: the same request path that the API uses.
        texts: the words of all languages.
        rules: those in use; their examples and rates are shown.
        samples: invented ads to try, in the order in which they are offered.
        registers: reads the registers with their snapshots; blocking.
        body_limit_bytes: longest form that is read, with its file.
        staff: what the pages for staff need; None: there are no such pages.
    """

    check: CheckFields
    texts: AllTexts
    rules: RuleSet
    samples: tuple[Sample, ...]
    registers: ListRegisters
    body_limit_bytes: int
    staff: StaffState | None = None


def desk_state(request: Request) -> DeskState:
    """Return the state of the application that handles this request."""
    state: DeskState = request.app.state.desk
    return state
