"""What readers told, in SQL. Implements `leadlight.reports.ports.ReportBook`."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any, Final

import sqlalchemy as sa

from leadlight.reports.model import Report, ReportState
from leadlight.storage.access import Access
from leadlight.storage.tables import report
from leadlight.storage.words import storable

MOST_REPORTS: Final = 10_000
"""Reports that are kept at once. Nobody reads as many in the days that they are kept; beyond it somebody is flooding,
and a full disk would stop everything else too. The longest reports fill 2.6 GB then."""

LONGEST_NAME: Final = 100
ROWS_PER_TRANSACTION: Final = 500
EARLIER: Final = {
    ReportState.RECEIVED: (),
    ReportState.READ: (ReportState.RECEIVED,),
    ReportState.CLOSED: (ReportState.RECEIVED, ReportState.READ),
}
"""A report goes forward only: who has its receipt is never told less than before."""

_ORDER = sa.case({one.value: place for place, one in enumerate(ReportState)}, value=report.c.state)


class SqlReportBook:
    """The reports. Holds nothing about who sent one but what they wrote themselves."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def keep(self, new: Report) -> bool:
        """Keep a report; one that is there already stays as it is. False: there is no room for more."""
        return self._access.write(partial(self._keep, new))

    def state(self, report_id: bytes) -> ReportState | None:
        """How far a report got; None: it is not known, or was erased."""
        query = sa.select(report.c.state).where(report.c.report_id == report_id)
        found = self._access.read(lambda connection: connection.execute(query).scalar())
        return None if found is None else ReportState(found)

    def find(self, report_id: bytes) -> Report | None:
        """One report; None: it is not known, or was erased."""
        return next(iter(self._reports(sa.select(report).where(report.c.report_id == report_id))), None)

    def newest(self, *, limit: int) -> Sequence[Report]:
        """Reports without what they say (`body` is empty): new ones first, then read, then closed ones."""
        order = (_ORDER, report.c.received_on.desc(), report.c.report_id)
        # Bodies of ten thousand reports can have gigabytes.
        columns = [one for one in report.c if one is not report.c.body]
        return self._reports(sa.select(*columns, sa.literal(b"").label("body")).order_by(*order).limit(limit))

    def mark(self, report_id: bytes, state: ReportState, *, by: str) -> bool:
        """Note how far a report got, and who says so; False when there is none, or it was that far before."""
        before = [one.value for one in EARLIER[state]]
        there = report.c.report_id == report_id, report.c.state.in_(before)
        update = sa.update(report).where(*there).values(state=state.value, handled_by=storable(by)[:LONGEST_NAME])
        return self._access.write(lambda connection: connection.execute(update).rowcount) == 1

    def forget_before(self, day: date) -> int:
        """Erase the reports that came before `day`, whatever became of them; returns how many."""
        old = sa.select(report.c.report_id).where(report.c.received_on < day).limit(ROWS_PER_TRANSACTION)
        batch = sa.delete(report).where(report.c.report_id.in_(old))
        forgotten = 0
        while deleted := self._access.write(lambda connection: connection.execute(batch).rowcount):
            forgotten += deleted
        return forgotten

    def _keep(self, new: Report, connection: sa.Connection) -> bool:
        known = sa.select(report.c.report_id).where(report.c.report_id == new.report_id)
        if connection.execute(known).first() is not None:
            return True
        if connection.execute(sa.select(sa.func.count()).select_from(report)).scalar_one() >= MOST_REPORTS:
            return False
        row = {
            "report_id": new.report_id,
            "received_on": new.received_on,
            "state": new.state.value,
            "key_id": new.key_id,
            "body": new.body,
            "handled_by": new.handled_by,
        }
        connection.execute(self._access.insert(report).values(row).on_conflict_do_nothing())
        return True

    def _reports(self, query: sa.Select[Any]) -> list[Report]:
        found = self._access.read(lambda connection: connection.execute(query).all())
        return [
            Report(
                report_id=bytes(row.report_id),
                body=bytes(row.body),
                key_id=row.key_id,
                received_on=row.received_on,
                state=ReportState(row.state),
                handled_by=row.handled_by,
            )
            for row in found
        ]
