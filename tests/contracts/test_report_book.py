"""Reports over SQLite and PostgreSQL alike: kept once, only ever further, and erased on time."""

from datetime import date, timedelta

import pytest

from leadlight.reports.model import Report, ReportState
from leadlight.storage import reports
from leadlight.storage.database import Database

TODAY = date(2026, 11, 20)


def report(number: int, days_ago: int = 0, body: bytes = b"{}", key_id: str = "") -> Report:
    return Report(number.to_bytes(16, "big"), body, key_id, TODAY - timedelta(days=days_ago))


def test_a_report_is_kept_as_it_came_and_only_once(database: Database) -> None:
    sealed = report(1, body=bytes(range(256)), key_id="0f1e")
    assert database.reports.keep(sealed)
    assert database.reports.keep(report(1, body=b"another"))
    assert database.reports.find(sealed.report_id) == sealed
    assert database.reports.find(b"\x00" * 16) is None
    assert database.reports.state(b"\x00" * 16) is None


def test_a_report_only_ever_gets_further(database: Database) -> None:
    one = report(1)
    database.reports.keep(one)
    assert not database.reports.mark(one.report_id, ReportState.RECEIVED, by="Jana")
    assert database.reports.mark(one.report_id, ReportState.CLOSED, by="Jana\x00 \ud800")
    assert not database.reports.mark(one.report_id, ReportState.READ, by="Peter")
    assert database.reports.state(one.report_id) == ReportState.CLOSED
    assert database.reports.find(one.report_id).handled_by == "Jana ?"  # type: ignore[union-attr]
    assert not database.reports.mark(b"\x00" * 16, ReportState.READ, by="Jana")


def test_the_list_shows_new_reports_first_and_nothing_of_what_they_say(database: Database) -> None:
    for number, days_ago in ((1, 5), (2, 1), (3, 9)):
        database.reports.keep(report(number, days_ago, b"canary"))
    database.reports.mark(report(2).report_id, ReportState.READ, by="Jana")
    listed = database.reports.newest(limit=9)
    assert [one.report_id[-1] for one in listed] == [1, 3, 2]
    assert {one.body for one in listed} == {b""}
    assert len(database.reports.newest(limit=2)) == 2


def test_old_reports_are_erased_whatever_became_of_them(database: Database) -> None:
    for number, days_ago in ((1, 90), (2, 91), (3, 400)):
        database.reports.keep(report(number, days_ago))
    database.reports.mark(report(3).report_id, ReportState.CLOSED, by="Jana")
    assert database.reports.forget_before(TODAY - timedelta(days=90)) == 2
    assert [one.report_id for one in database.reports.newest(limit=9)] == [report(1).report_id]


def test_a_flood_fills_the_box_and_not_the_disk(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MOST_REPORTS", 2)
    assert [database.reports.keep(report(number)) for number in (1, 2, 3)] == [True, True, False]
    assert database.reports.keep(report(1)), "one that is there is there"
    assert database.reports.find(report(3).report_id) is None
