"""What staff see when a new copy of a register was not taken over: in /readyz, /v1/registers and /metrics."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from leadlight.api.register_metrics import register_metrics
from leadlight.api.state import RegisterAge
from leadlight.registers.model import AlarmKind, RegisterAlarm
from leadlight.registers.sources import load_sources
from leadlight.storage.register_alarms import FileAlarmBook
from running_app import RunningApp, running_app

TODAY = date(2026, 11, 26)
SOURCES = load_sources()


@pytest.fixture(scope="module")
def own_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    with running_app(tmp_path_factory.mktemp("alarms"), cache_seconds=0) as running:
        yield running


def book_of(app: RunningApp) -> FileAlarmBook:
    return FileAlarmBook(Path(app.service.settings.data_dir) / "registers")


def register(app: RunningApp, register_id: str) -> dict[str, object]:
    answer = app.client.get("/v1/registers").json()["registers"]
    (found,) = [one for one in answer if one["id"] == register_id]
    return dict(found)


@pytest.mark.parametrize("kind", list(AlarmKind))
def test_an_alarm_shows_in_readiness_registers_and_metrics_until_it_is_cleared(
    own_app: RunningApp, kind: AlarmKind
) -> None:
    book = book_of(own_app)
    book.note(RegisterAlarm("cz_agentury_prace", kind, "1 row, the snapshot before it had 1912", TODAY))
    ready = own_app.client.get("/readyz").json()
    assert ready["status"] == "degraded"
    assert [text for text in ready["warnings"] if "cz_agentury_prace" in text and "old one stays" in text]
    assert register(own_app, "cz_agentury_prace")["alarm"] == kind.value
    line = f'leadlight_register_alarm{{register="cz_agentury_prace",kind="{kind.value}"}}'
    assert f"{line} 1" in own_app.client.get("/metrics").text
    book.clear("cz_agentury_prace")
    assert register(own_app, "cz_agentury_prace")["alarm"] is None
    assert f"{line} 0" in own_app.client.get("/metrics").text
    assert not [text for text in own_app.client.get("/readyz").json()["warnings"] if "cz_agentury_prace" in text]


def test_every_register_says_who_stands_on_it_and_what_absence_means(own_app: RunningApp) -> None:
    for one in own_app.client.get("/v1/registers").json()["registers"]:
        source = SOURCES[one["id"]]
        assert (one["coverage"], one["absence"]) == (source.coverage, source.absence.means)
        assert (one["url"], one["country"], one["kind"]) == (source.data.page, source.country, source.kind.value)
        assert (one["state"] == "no_copy") == (one["as_of"] is None)


def test_metrics_name_age_rows_and_state_of_every_register() -> None:
    ages = [RegisterAge(SOURCES["bd_bmet"], date(2026, 11, 16), 507), RegisterAge(SOURCES["pl_kraz"])]
    lines = register_metrics(ages, today=TODAY).splitlines()
    assert 'leadlight_register_age_days{register="bd_bmet"} 10' in lines
    assert 'leadlight_register_rows{register="bd_bmet"} 507' in lines
    assert 'leadlight_register_state{register="bd_bmet",state="in_use"} 1' in lines
    assert 'leadlight_register_state{register="pl_kraz",state="no_copy"} 1' in lines
    assert not [line for line in lines if line.startswith("leadlight_register_age_days") and "pl_kraz" in line]


def test_metrics_without_any_register_hold_no_figure() -> None:
    assert all(line.startswith("#") for line in register_metrics([], today=TODAY).splitlines())
