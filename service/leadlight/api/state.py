"""What the routes need of the running service; `app` fills it in when the service starts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import Request
from starlette.types import Scope

from leadlight.api.admission import Admission
from leadlight.api.check import CheckPath
from leadlight.api.ports import LinkBook
from leadlight.api.tally import Tally
from leadlight.registers.model import RegisterAlarm
from leadlight.registers.source import RegisterSource
from leadlight.reports.box import ReportBox
from leadlight.screening.helplines import Helplines


@dataclass(frozen=True, slots=True)
class RegisterAge:
    """One register and the snapshot that is loaded.

    `as_of`, `rows`: None when none was loaded. `alarm`: None when the last update of it went well.
    """

    source: RegisterSource
    as_of: date | None = None
    rows: int | None = None
    alarm: RegisterAlarm | None = None


@dataclass(frozen=True, slots=True)
class Pack:
    """The compiled rules as installed extensions read them. `etag` is a quoted entity tag."""

    body: bytes
    etag: str


@dataclass(frozen=True, slots=True)
class ApiState:
    """The running service, as the routes see it.

    Attributes:
        admission: lets requests in, or says when to come back.
        check_path: the request path of a check.
        helplines: all helplines.
        pack: the compiled rules.
        rules_fault: what is wrong with newer rule files, so that these stay in use; "" when nothing is.
        register_ages: reads which snapshots are loaded; blocking, may raise `StoreUnavailable`.
        links: hashes of flagged links.
        ping_database: asks the database for a sign of life; blocking, may raise `StoreUnavailable`.
        tally: counts what happens.
        reports: where reports go; None where nobody reads them.
        gauges: reads what is so now: name, sentence, and value by labels.
        cache_state: says in a word how the cache does.
    """

    admission: Admission
    check_path: CheckPath
    helplines: Helplines
    pack: Pack
    register_ages: Callable[[], Sequence[RegisterAge]]
    links: LinkBook
    ping_database: Callable[[], None]
    cache_state: Callable[[], str]
    tally: Tally
    gauges: Callable[[], Sequence[tuple[str, str, Mapping[tuple[str, ...], float]]]]
    reports: ReportBox | None = None
    rules_fault: str = ""


def state_of(scope: Scope) -> ApiState:
    """Return the state of the application that handles this connection."""
    state: ApiState = scope["app"].state.api
    return state


def api_state(request: Request) -> ApiState:
    """Hand the state to a FastAPI endpoint."""
    return state_of(request.scope)
