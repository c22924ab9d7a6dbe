"""`leadlight keys`: a key is shown once, listed without itself, and withdrawn."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadlight.__main__ import app
from leadlight.storage.api_keys import NoSuchKey, digest_of


@pytest.fixture
def leadlight(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LEADLIGHT_DATA_DIR", str(tmp_path))

    def run(*arguments: str):
        return CliRunner().invoke(app, ["keys", *arguments])

    return run


def test_a_key_is_made_listed_and_withdrawn(leadlight) -> None:
    assert "No key was made" in leadlight("list").output
    key = leadlight("create", "A board", "--per-day", "5000").output.strip()
    listed = leadlight("list").output
    assert "A board" in listed
    assert "5,000" in listed
    assert key not in listed
    key_id = digest_of(key).hex()[:12]
    assert key_id in listed
    assert "no longer works" in leadlight("revoke", key_id).output
    assert isinstance(leadlight("revoke", "zzz").exception, NoSuchKey)


def test_a_quota_of_nothing_is_refused(leadlight) -> None:
    assert leadlight("create", "A board", "--per-day", "0").exit_code == 2
