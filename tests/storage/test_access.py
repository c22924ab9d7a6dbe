"""Bounded waits, one writer at a time, whole or nothing."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa

from leadlight.contacts.model import Fingerprint, Sighting
from leadlight.errors import StoreUnavailable
from leadlight.storage import access as access_module
from leadlight.storage.access import Access
from leadlight.storage.database import Database, open_database
from leadlight.storage.engine import database_url, sqlite_engine

PHONE = Fingerprint("phone", b"p" * 16, "k1")


def ad(number: int) -> Sighting:
    day = date(2026, 11, 1)
    return Sighting(number.to_bytes(16, "big"), "Picker", "Farm", "farm", "Łódź", "PL", "jobs.example", day, (PHONE,))


def test_many_writers_at_once_lose_nothing(database: Database) -> None:
    # As many as PostgreSQL's pool has connections: with more, a slow machine makes one wait until it is refused.
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(database.sightings.remember, [ad(number % 100) for number in range(400)]))
    assert database.sightings.count() == 100
    assert len(database.sightings.sharing(PHONE, limit=500)) == 100


def test_two_services_write_the_same_ads_at_once(database_url: str) -> None:
    with open_database(database_url) as one, open_database(database_url) as other, ThreadPoolExecutor(8) as pool:
        ads = [ad(number) for number in range(50)]
        work = [pool.submit(store.sightings.remember_all, ads[::step]) for store in (one, other) for step in (1, -1, 1)]
        for done in work:
            done.result()
        assert one.sightings.count() == 50
        assert len(other.sightings.sharing(PHONE, limit=500)) == 50


def test_two_services_that_start_at_once_both_open(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        opened = list(pool.map(lambda _: open_database(database_url), range(4)))
    for one in opened:
        one.ping()
        one.close()


def test_a_write_that_fails_half_way_leaves_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(database.sightings._statements, link=sa.text("insert into no_such_table values (1)"))
    monkeypatch.setattr(database.sightings, "_statements", broken)
    with pytest.raises(StoreUnavailable):
        database.sightings.remember(ad(1))
    assert database.sightings.count() == 0


def test_after_failures_in_a_row_it_refuses_at_once_and_then_recovers(tmp_path: Path) -> None:
    engine = sqlite_engine(database_url(f"sqlite:///{tmp_path / 'a.db'}"))
    access = Access(engine)

    def fail(connection: sa.Connection) -> None:
        connection.execute(sa.text("select * from no_such_table"))

    for _ in range(access_module.FAILURES_TO_OPEN):
        with pytest.raises(StoreUnavailable, match="could not be used"):
            access.read(fail)
    asked: list[int] = []
    with pytest.raises(StoreUnavailable, match="a moment ago"):
        access.read(lambda _: asked.append(1))
    assert asked == []
    assert access.breaker_open
    access._breaker._clock = lambda: 1e12
    assert access.read(lambda connection: connection.execute(sa.text("select 7")).scalar_one()) == 7
    assert not access.breaker_open
    access.close()


def test_a_write_that_does_not_get_its_turn_in_time_is_unavailable(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    access = sqlite_database._access
    started, finish = threading.Event(), threading.Event()

    def slow(_: sa.Connection) -> None:
        started.set()
        finish.wait(10)

    with ThreadPoolExecutor(1) as pool, monkeypatch.context() as impatient:
        impatient.setattr(access_module, "WRITE_WITHIN_S", 0.05)
        first = pool.submit(access.write, slow)
        started.wait(10)
        with pytest.raises(StoreUnavailable, match="did not finish"):
            sqlite_database.sightings.remember(ad(1))
        with pytest.raises(StoreUnavailable):
            first.result()
        finish.set()
    sqlite_database.sightings.remember(ad(2))
    assert [found.ad_id for found in sqlite_database.sightings.sharing(PHONE, limit=9)] == [ad(2).ad_id]


def test_a_command_waits_longer_for_its_writes_than_an_answer_does(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_module, "WRITE_WITHIN_S", 0.0)
    sqlite_database.sightings.remember_all([ad(1), ad(2)], bulk=True)
    assert len(sqlite_database.sightings.sharing(PHONE, limit=9)) == 2


def test_a_crowd_of_writers_is_refused_and_not_queued_without_end(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_module, "WRITES_WAITING", 0)
    with pytest.raises(StoreUnavailable, match="too many"):
        sqlite_database.sightings.remember(ad(1))


def test_work_that_raises_its_own_error_gives_that_error_and_opens_no_breaker(database: Database) -> None:
    def wrong(_: sa.Connection) -> None:
        raise ValueError("mine")

    for _ in range(5):
        with pytest.raises(ValueError, match="mine"):
            database._access.write(wrong)
    database.ping()
