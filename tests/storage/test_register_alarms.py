"""Alarms of registers, as files that every process sees."""

from datetime import date
from pathlib import Path

from leadlight.registers.model import AlarmKind, RegisterAlarm
from leadlight.storage.register_alarms import FileAlarmBook

ALARM = RegisterAlarm("pl_kraz", AlarmKind.CHANGED, "the columns changed", date(2026, 11, 26))


def test_no_folder_and_no_file_mean_that_all_went_well(tmp_path: Path) -> None:
    assert list(FileAlarmBook(tmp_path / "missing").alarms()) == []


def test_an_alarm_is_seen_by_another_process_and_replaced_by_a_later_one(tmp_path: Path) -> None:
    FileAlarmBook(tmp_path).note(ALARM)
    assert list(FileAlarmBook(tmp_path).alarms()) == [ALARM]
    later = RegisterAlarm("pl_kraz", AlarmKind.UNREACHABLE, "answered 503", date(2026, 11, 27))
    FileAlarmBook(tmp_path).note(later)
    assert list(FileAlarmBook(tmp_path).alarms()) == [later]


def test_a_cleared_alarm_is_gone_and_clearing_none_is_fine(tmp_path: Path) -> None:
    book = FileAlarmBook(tmp_path)
    book.note(ALARM)
    book.clear("pl_kraz")
    book.clear("pl_kraz")
    assert list(book.alarms()) == []


def test_a_damaged_alarm_is_still_an_alarm(tmp_path: Path) -> None:
    (tmp_path / "pl_kraz.alarm.json").write_text("{", encoding="utf-8")
    (alarm,) = FileAlarmBook(tmp_path).alarms()
    assert alarm.register_id == "pl_kraz"
