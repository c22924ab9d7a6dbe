"""`leadlight reports`: a key is made once, and what it seals is listed without its words and opened with the key."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from typer.testing import CliRunner

from leadlight.__main__ import app
from leadlight.commands.reports import NoSuchReport
from leadlight.errors import LeadlightError
from leadlight.reports.content import ReportUnreadable
from leadlight.reports.model import Report
from leadlight.reports.sealing import INFO, SUITE, key_id_of, new_private_key
from leadlight.storage.database import open_database

TODAY = datetime.now(UTC).date()
SAID = b'{"what": "They asked\\u001b[2J for money.", "contact": "", "signs": ["papers.kept"]}'


@pytest.fixture
def leadlight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LEADLIGHT_DATA_DIR", str(tmp_path))

    def run(*arguments: str):
        return CliRunner().invoke(app, ["reports", *arguments])

    return run


def keep(folder: Path, *reports: Report) -> None:
    with open_database(f"sqlite:///{folder / 'leadlight.sqlite3'}") as database:
        for one in reports:
            database.reports.keep(one)


def test_a_sealed_report_is_opened_with_the_private_key_from_the_database_and_from_a_file(
    leadlight, tmp_path: Path
) -> None:
    path = tmp_path / "reports.pem"
    made = leadlight("key", str(path)).output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    public_key = made.split("=", 1)[1].split("\n")[0]
    sealed = SUITE.encrypt(SAID, load_pem_private_key(path.read_bytes(), None).public_key(), info=INFO)  # type: ignore[arg-type]
    keep(tmp_path, Report(b"\xab" * 16, sealed, key_id_of(public_key), TODAY))
    assert "abababab" in leadlight("list").output
    (tmp_path / "one.sealed").write_bytes(sealed)
    for which in ("abab", str(tmp_path / "one.sealed")):
        assert isinstance(leadlight("open", which).exception, LeadlightError)
        opened = leadlight("open", which, "--key", str(path)).output
        assert "what happened: They asked [2J for money." in opened
        assert "papers.kept" in opened
    other = tmp_path / "other.pem"
    other.write_bytes(new_private_key())
    assert isinstance(leadlight("open", "abab", "--key", str(other)).exception, ReportUnreadable)


def test_a_key_file_is_never_overwritten(leadlight, tmp_path: Path) -> None:
    path = tmp_path / "reports.pem"
    path.write_bytes(b"the only key")
    assert "cannot be written" in str(leadlight("key", str(path)).exception)
    assert path.read_bytes() == b"the only key"


def test_reports_are_listed_marked_and_found_by_the_beginning_of_their_id(leadlight, tmp_path: Path) -> None:
    assert "There is no report" in leadlight("list").output
    keep(tmp_path, *(Report(bytes([0xAB, number]) * 8, SAID, "", TODAY) for number in (1, 2)))
    assert "is read now" in leadlight("mark", "ab01", "read", "--by", "Jana").output
    assert "is closed now" in leadlight("mark", "ab01", "closed").output
    assert "was closed already" in leadlight("mark", "ab01", "read").output
    listed = leadlight("list").output
    assert ("closed" in listed, "received" in listed, "money" in listed) == (True, True, False)
    for wrong in ("ab", "ff", ""):
        assert isinstance(leadlight("open", wrong).exception, NoSuchReport)
    assert "for money" in leadlight("open", "ab02").output
