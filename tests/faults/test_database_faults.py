"""A real database is frozen, killed, locked or made read-only: every call ends soon, and says so, and recovers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import psutil
import psycopg
import pytest

from leadlight.contacts.model import Fingerprint, Sighting
from leadlight.errors import StoreUnavailable
from leadlight.storage import engine as engine_module
from leadlight.storage.database import Database, open_database

pytestmark = pytest.mark.faults

PHONE = Fingerprint("phone", b"p" * 16, "k1")


def ad(number: int) -> Sighting:
    day = date(2026, 11, 1)
    return Sighting(number.to_bytes(16, "big"), "Picker", "Farm", "farm", "Łódź", "PL", "jobs.example", day, (PHONE,))


@pytest.fixture
def postgres_database(postgres_url: str) -> Iterator[Database]:
    """An open database on PostgreSQL alone."""
    with open_database(postgres_url) as opened:
        yield opened


def backends(server: str) -> list[psutil.Process]:
    """The server's processes that serve Leadlight."""
    with psycopg.connect(server) as connection:
        rows = connection.execute("select pid from pg_stat_activity where application_name = 'leadlight'").fetchall()
    return [psutil.Process(pid) for (pid,) in rows]


@contextmanager
def frozen(processes: list[psutil.Process]) -> Iterator[None]:
    """Stop the processes, and let them go on afterwards; one that ends meanwhile is none of ours any more."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.suspend()
    try:
        yield
    finally:
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.resume()


def until_it_answers(database: Database) -> None:
    until = time.monotonic() + 5
    while True:
        try:
            database.ping()
            return
        except StoreUnavailable:
            assert time.monotonic() < until, "it did not recover by itself"
            time.sleep(0.05)


def test_a_frozen_postgres_is_unavailable_and_comes_back(
    postgres_database: Database, postgres_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    postgres_database.ping()
    monkeypatch.setattr(engine_module.ImpatientConnection, "answer_within_s", 0.2)
    serving = backends(postgres_server)
    assert serving
    with frozen(serving):
        with pytest.raises(StoreUnavailable):
            postgres_database.ping()
        postgres_database.sightings.remember(ad(1))
    until_it_answers(postgres_database)
    assert postgres_database.sightings.count() == 1


def test_a_server_frozen_as_a_whole_ends_every_wait(
    postgres_database: Database, postgres_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module.ImpatientConnection, "answer_within_s", 0.2)
    postgres_database.ping()
    (serving,) = backends(postgres_server)
    server = serving.parent()
    assert server is not None
    with frozen([server, *server.children()]):
        for _ in range(2):
            with pytest.raises(StoreUnavailable):
                postgres_database.ping()
    until_it_answers(postgres_database)


def test_a_killed_connection_costs_one_call_and_the_next_gets_a_new_one(
    postgres_database: Database, postgres_server: str
) -> None:
    postgres_database.sightings.remember(ad(1))
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'leadlight'"
        )
    with pytest.raises(StoreUnavailable):
        postgres_database.ping()
    assert postgres_database.sightings.count() == 1


def test_a_sqlite_file_locked_by_another_program_is_unavailable_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "SQLITE_BUSY_MS", 100)
    import sqlite3

    path = tmp_path / "leadlight.db"
    with open_database(f"sqlite:///{path}") as database:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(StoreUnavailable):
            database.sightings.remember(ad(1))
        assert database.sightings.count() == 0, "reading goes on while another program writes"
        other.execute("rollback")
        other.close()
        database.sightings.remember(ad(1))
        assert database.sightings.count() == 1


def test_a_full_disk_refuses_the_write_keeps_the_old_and_recovers(tmp_path: Path) -> None:
    with open_database(f"sqlite:///{tmp_path / 'leadlight.db'}") as database:
        database.sightings.remember(ad(0))
        access = database._access
        pages = access.write(lambda connection: connection.exec_driver_sql("pragma page_count").scalar_one())
        access.write(lambda connection: connection.exec_driver_sql(f"pragma max_page_count = {pages}"))
        with pytest.raises(StoreUnavailable):
            database.sightings.remember_all([ad(number) for number in range(1, 400)])
        assert database.sightings.count() == 1
        access.write(lambda connection: connection.exec_driver_sql("pragma max_page_count = 100000"))
        database.sightings.remember_all([ad(number) for number in range(1, 400)])
        assert database.sightings.count() == 400


WRITER = """
import sys
from datetime import date
from leadlight.contacts.model import Fingerprint, Sighting
from leadlight.storage.database import open_database
day = date(2026, 11, 1)
database = open_database(sys.argv[1])
for number in range(1, 100_000):
    prints = tuple(Fingerprint("phone", bytes([which]) * 16, "k1") for which in range(3))
    ad = Sighting(number.to_bytes(16, "big"), "Picker", "Farm", "farm", "", "PL", "", day, prints)
    database.sightings.remember(ad)
    print(number, flush=True)
"""


def test_a_service_killed_while_writing_loses_nothing_it_acknowledged_and_leaves_no_half(database_url: str) -> None:
    command = [sys.executable, "-c", WRITER, database_url]
    acknowledged = 0
    for _ in range(3):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            for line in writer.stdout:
                if int(line) > acknowledged + 40:
                    break
            os.kill(writer.pid, signal.SIGKILL)
            rest = writer.stdout.read().split()
            acknowledged = max(int(line), *map(int, rest[:-1] or ["0"]))
    with open_database(database_url) as database:
        kept = database.sightings.count()
        assert kept >= acknowledged
        for which in range(3):
            assert len(database.sightings.sharing(Fingerprint("phone", bytes([which]) * 16, "k1"), limit=10**6)) == kept
