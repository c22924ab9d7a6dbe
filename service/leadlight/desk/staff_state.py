"""What the pages for staff need of the running service, and who may see them."""

import base64
import binascii
import hmac
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from starlette.exceptions import HTTPException
from starlette.requests import Request

from leadlight.contacts.alerts import Alert
from leadlight.contacts.clusters import Cluster, ClusterSummary
from leadlight.errors import BadRequest
from leadlight.reports.ports import ReportBook

log = logging.getLogger(__name__)


class ClusterPages(Protocol):
    """The clusters, as the pages read them. Calls block and may raise `StoreUnavailable`."""

    def largest(self, *, limit: int, offset: int = 0) -> Sequence[ClusterSummary]:
        """The clusters with most ads first. Empty: none was counted."""
        ...

    def find(self, given_id: str) -> Cluster | None:
        """A cluster by its id or by one of its ads; None: there is none."""
        ...


class AlertPages(Protocol):
    """The alerts, as the pages read them. Calls block and may raise `StoreUnavailable`."""

    def newest(self, *, limit: int) -> Sequence[Alert]:
        """Alerts, those that wait first. Empty: there is none."""
        ...

    def acknowledge(self, alert_id: bytes, *, by: str, on: date) -> bool:
        """Note that a person took note of an alert."""
        ...


@dataclass(frozen=True, slots=True)
class StaffState:
    """What staff may see. `token` is the password of their pages, never empty."""

    token: str
    clusters: ClusterPages
    alerts: AlertPages
    reports: ReportBook


def staff_member(request: Request) -> tuple[str, StaffState]:
    """Let a member of staff in: their name, as they typed it, and what they may see.

    The browser asks for name and password by itself (HTTP Basic), so there is no cookie, no session and no account.
    The name is not checked; it is what an acknowledgement is signed with.

    Raises:
        HTTPException: 404 where there are no pages for staff, 401 without the right password.
    """
    staff: StaffState | None = request.app.state.desk.staff
    if staff is None:
        log.warning("somebody asked for %s, but LEADLIGHT_STAFF_TOKEN is not set: answered 404", "a page for staff")
        raise HTTPException(404)
    name, password = _credentials(request.headers.get("authorization", ""))
    if not hmac.compare_digest(password.encode(), staff.token.encode()):
        raise HTTPException(401, headers={"WWW-Authenticate": 'Basic realm="Leadlight staff", charset="UTF-8"'})
    return name, staff


def refuse_other_sites(request: Request) -> None:
    """Refuse a form that a page of another site made the browser send.

    Raises:
        BadRequest: it came from elsewhere.
    """
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise BadRequest("other-site", "This form was sent by another site.", "Open this page itself and try again.")


def _credentials(header: str) -> tuple[str, str]:
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return "", ""
    try:
        name, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password
