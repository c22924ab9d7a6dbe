"""`leadlight registers` in the terminal, on a real database."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from leadlight.commands.registers import app
from leadlight.errors import LeadlightError
from leadlight.registers.model import AlarmKind
from leadlight.registers.sources import load_sources
from leadlight.storage.register_alarms import FileAlarmBook


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIGHT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def refusal(*arguments: str) -> str:
    result = run(*arguments)
    assert isinstance(result.exception, LeadlightError), result.output
    return str(result.exception)


def shipped_file() -> Path:
    source = load_sources()["bd_bmet"]
    assert source.shipped is not None
    return source.folder / source.shipped.file


def test_list_says_of_every_register_whether_it_has_a_copy() -> None:
    before = run("list").output
    assert before.count("no copy here: not checked") == len(load_sources())
    run("update", "--offline")
    after = run("list").output
    assert "2021-12-28" in after
    assert "too old: not checked" in after


def test_update_loads_what_ships_once() -> None:
    assert "bd_bmet: 507 rows, as of 2023-01-01" in run("update", "--offline").output
    assert "is loaded" in run("update", "--offline").output


def test_update_takes_the_day_from_the_name_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "bmet-2025-06-30.csv"
    file.write_bytes(shipped_file().read_bytes())
    assert "as of 2025-06-30" in run("update", "bd_bmet", "--file", str(file)).output
    assert "2025-06-30" in run("show", "bd_bmet").output


def test_a_spoiled_file_is_refused_and_the_old_copy_stays(tmp_path: Path) -> None:
    run("update", "bd_bmet")
    file = tmp_path / "bmet-2025-06-30.csv"
    file.write_bytes(shipped_file().read_bytes().replace(b"rl_no", b"licence", 1))
    assert "columns changed" in refusal("update", "bd_bmet", "--file", str(file))
    assert "as of 2023-01-01" in run("show", "bd_bmet").output
    book = FileAlarmBook(tmp_path / "data" / "registers")
    assert [(alarm.register_id, alarm.kind) for alarm in book.alarms()] == [("bd_bmet", AlarmKind.CHANGED)]
    file.write_bytes(shipped_file().read_bytes())
    run("update", "bd_bmet", "--file", str(file))
    assert book.alarms() == []


def test_a_halved_file_raises_an_alarm_and_the_old_copy_stays(tmp_path: Path) -> None:
    run("update", "bd_bmet")
    lines = shipped_file().read_bytes().splitlines(keepends=True)
    file = tmp_path / "bmet-2025-06-30.csv"
    file.write_bytes(b"".join(lines[: len(lines) // 2]))
    assert "rows" in refusal("update", "bd_bmet", "--file", str(file))
    assert [alarm.register_id for alarm in FileAlarmBook(tmp_path / "data" / "registers").alarms()] == ["bd_bmet"]
    assert "507 rows" in run("show", "bd_bmet").output


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("update", "nowhere"), "no register “nowhere”"),
        (("update", "pl_kraz"), "No file of pl_kraz is published"),
        (("update", "bd_bmet", "--file", "missing-2025-01-01.csv"), "cannot be read"),
        (("find", "Orchard", "--country", "ZZ"), "No register of that country"),
        (("show", "nowhere"), "no register “nowhere”"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(arguments: tuple[str, ...], says: str) -> None:
    assert says in refusal(*arguments)


def test_a_file_without_a_day_or_of_the_future_is_refused() -> None:
    assert "which day" in refusal("update", "bd_bmet", "--file", str(shipped_file()))
    assert "future" in refusal("update", "bd_bmet", "--file", str(shipped_file()), "--as-of", "2999-01-01")
    assert "which register" in refusal("update", "--file", str(shipped_file()))


def test_find_answers_by_name_and_by_number_and_says_that_the_copy_is_old() -> None:
    run("update", "--offline")
    by_name = run("find", "orchard international ltd", "--country", "bd").output
    assert "RL-0010" in by_name
    assert "not checked, because the copy is too old" in by_name
    assert "Reaz Overseas" in run("find", "RL-30").output


def test_find_does_not_call_a_missing_name_unlicensed() -> None:
    run("update", "--offline")
    assert "not the same as unlicensed" in run("find", "Zubrowka Xanthia").output
