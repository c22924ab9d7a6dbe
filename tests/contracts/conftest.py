"""What a store promises is no question of speed: on a busy machine, PostgreSQL may take its time here."""

import pytest

from leadlight.storage.engine import ImpatientConnection
from patience import PATIENCE_S


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ImpatientConnection, "answer_within_s", PATIENCE_S)
