"""What a store promises is no question of speed: on a busy machine, either database may take its time here."""

import pytest

from leadlight.storage import access, engine
from leadlight.storage.engine import ImpatientConnection
from patience import PATIENCE_S


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImpatientConnection, "answer_within_s", PATIENCE_S)
    monkeypatch.setattr(engine, "SQLITE_BUSY_MS", PATIENCE_S * 1_000)
    monkeypatch.setattr(access, "WRITE_WITHIN_S", PATIENCE_S)
