"""What the routes and pages ask of the store of reports. Implemented in `storage.reports`."""

from collections.abc import Sequence
from typing import Protocol

from leadlight.reports.model import Report, ReportState


class ReportBook(Protocol):
    """The reports that wait for staff. Every call blocks and may raise `StoreUnavailable`."""

    def keep(self, new: Report) -> bool:
        """Keep a report; one that is there already stays as it is. False: there is no room for more."""
        ...

    def state(self, report_id: bytes) -> ReportState | None:
        """How far a report got; None: it is not known, or was erased."""
        ...

    def find(self, report_id: bytes) -> Report | None:
        """One report; None: it is not known, or was erased."""
        ...

    def newest(self, *, limit: int) -> Sequence[Report]:
        """Reports without what they say (`body` is empty): new ones first, then read, then closed ones."""
        ...

    def mark(self, report_id: bytes, state: ReportState, *, by: str) -> bool:
        """Note how far a report got, and who says so; False when there is none, or it was that far before."""
        ...
