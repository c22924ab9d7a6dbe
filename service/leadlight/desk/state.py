"""What the pages need of the running service; `app` fills it in when the service starts."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from starlette.requests import Request

from leadlight.desk.samples import Sample
from leadlight.screening.texts import AllTexts

CheckFields = Callable[[Mapping[str, object]], Awaitable[bytes]]
"""Checks an ad given as the fields of `POST /v1/check`, and returns the JSON of the verdict; raises `BadInput`."""


@dataclass(frozen=True, slots=True)
class DeskState:
    """The running service, as the pages see it.

    Attributes:
        check: the same request path that the API uses.
        texts: the words of all languages.
        samples: invented ads to try, in the order in which they are offered.
    """

    check: CheckFields
    texts: AllTexts
    samples: tuple[Sample, ...]


def desk_state(request: Request) -> DeskState:
    """Return the state of the application that handles this request."""
    state: DeskState = request.app.state.desk
    return state
