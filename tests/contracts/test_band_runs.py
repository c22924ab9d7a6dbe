"""Texts of ads that come in bulk are kept in runs: found, forgotten and merged, over SQLite and PostgreSQL alike."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.test_sighting_store import ad
from leadlight.contacts.model import Sighting, TextSignature
from leadlight.errors import StoreUnavailable
from leadlight.storage import band_runs, sightings, texts
from leadlight.storage.band_runs import BandRuns
from leadlight.storage.database import Database, open_database
from leadlight.storage.migrate import alembic_config
from leadlight.storage.tables import band_run, run_band, text_band

APART = 10**17
"""Far enough that the bands of a hundred ads lie all over the range, as hashes do."""


@pytest.fixture(autouse=True)
def _small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs of two ads, three of a level, moved in parts of forty bands: forty ads make as many merges as a million."""
    monkeypatch.setattr(sightings, "ADS_TOGETHER", 2)
    monkeypatch.setattr(texts, "ADS_OF_A_RUN", 2)
    monkeypatch.setattr(band_runs, "RUNS_OF_A_LEVEL", 3)
    monkeypatch.setattr(band_runs, "ROWS_PER_MOVE", 40)


def text(number: int) -> TextSignature:
    """A text that shares four bands with one other: 0 with 1, 2 with 3 and so on."""
    own = tuple((number * 32 + band - 1_600) * APART // 32 for band in range(28))
    shared = tuple(-1 - number // 2 * 1_000 - band for band in range(4))
    return TextSignature((*shared, *own), bytes([number]) * 128)


def with_text(number: int) -> Sighting:
    return replace(ad(number), text=text(number))


def found_by(database: Database, number: int) -> set[str]:
    return {one.title for one in database.sightings.alike(text(number), limit=99)}


def rows(database: Database, table: sa.Table) -> list[tuple[Any, ...]]:
    return database._access.read(lambda connection: [tuple(row) for row in connection.execute(sa.select(table))])


def bands_kept(database: Database) -> Counter[tuple[int, bytes]]:
    """Every band of every ad, wherever it is kept, and how often."""
    in_runs = [(band, bytes(ad_id)) for _, band, ad_id in rows(database, run_band)]
    return Counter([*in_runs, *((band, bytes(ad_id)) for band, ad_id in rows(database, text_band))])


def bands_of(numbers: range) -> Counter[tuple[int, bytes]]:
    return Counter((band, ad(number).ad_id) for number in numbers for band in text(number).bands)


def test_ads_in_bulk_are_found_by_their_text_beside_those_that_came_alone(database: Database) -> None:
    for number in range(0, 40, 2):
        database.sightings.remember(with_text(number))
    database.sightings.remember_all([with_text(number) for number in range(1, 40, 2)], bulk=True)
    assert rows(database, run_band)
    for number in range(40):
        assert found_by(database, number) == {f"Picker {number}", f"Picker {number ^ 1}"}
    assert found_by(database, 60) == set()


def test_runs_are_merged_and_every_band_is_kept_once(database: Database) -> None:
    for start in range(0, 40, 10):
        database.sightings.remember_all([with_text(number) for number in range(start, start + 10)], bulk=True)
    levels = Counter(level for _, level, *_ in rows(database, band_run))
    assert max(levels.values()) < 3
    assert max(levels) == 2, "twenty runs of two: two merged runs of nine, and two"
    assert bands_kept(database) == bands_of(range(40))
    assert {run for run, *_ in rows(database, run_band)} == {run for run, *_ in rows(database, band_run)}


def test_a_command_leaves_few_runs_behind_and_moves_no_more_than_it_brought_four_times(database: Database) -> None:
    database.sightings.remember_all([with_text(number) for number in range(40)], bulk=True)
    assert len(rows(database, band_run)) == 4
    database.sightings.settle(40)
    assert len(rows(database, band_run)) == 1
    database.sightings.remember_all([with_text(number) for number in range(40, 44)], bulk=True)
    database.sightings.settle(4)
    assert sorted(size for *_, size, _ in rows(database, band_run)) == [4 * 32, 40 * 32]
    assert bands_kept(database) == bands_of(range(44))


def test_a_command_that_brought_nothing_writes_nothing(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("nothing may be written")

    monkeypatch.setattr(database._access, "write", refused)
    database.sightings.remember_all([], bulk=True)
    database.sightings.settle(0)


def test_a_few_ads_or_ads_that_somebody_waits_for_make_no_run(database: Database) -> None:
    database.sightings.remember_all([with_text(1)], bulk=True)
    database.sightings.remember_all([with_text(2), with_text(3)])
    assert rows(database, band_run) == []
    assert bands_kept(database) == bands_of(range(1, 4))


def bring_until_interrupted(database: Database, monkeypatch: pytest.MonkeyPatch, ads: int) -> None:
    """Bring so many ads in bulk; the database fails in the third part of the first merge, which ends the command."""
    move: Callable[..., None] = BandRuns._move
    parts = iter(range(2))

    def moved(self: BandRuns, part: Any, connection: sa.Connection) -> None:
        move(self, part, connection)
        if next(parts, None) is None:
            raise sa.exc.OperationalError("move", {}, OSError("the disk is gone"))

    with monkeypatch.context() as broken:
        broken.setattr(BandRuns, "_move", moved)
        with pytest.raises(StoreUnavailable):
            database.sightings.remember_all([with_text(number) for number in range(ads)], bulk=True)


def test_a_merge_that_was_interrupted_loses_nothing_and_goes_on_the_next_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_until_interrupted(database, monkeypatch, 20)
    kept = database.sightings.count()
    assert kept == 6, "the three runs that were to be merged"
    assert any(into for *_, into in rows(database, band_run)), "the merge has begun"
    assert bands_kept(database) == bands_of(range(6))
    assert found_by(database, 4) == {"Picker 4", "Picker 5"}
    database.sightings.remember_all([with_text(number) for number in range(20)], bulk=True)
    assert not any(into for *_, into in rows(database, band_run))
    assert bands_kept(database) == bands_of(range(20))


def test_an_ad_that_is_forgotten_in_the_middle_of_a_merge_leaves_no_band(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_until_interrupted(database, monkeypatch, 6)
    for number in range(3):
        assert database.sightings.forget_ad(ad(number).ad_id) == 1
    database.sightings.remember_all([with_text(6), with_text(7)], bulk=True)
    assert bands_kept(database) == bands_of(range(3, 8))


def test_an_ad_whose_text_changed_leaves_its_run(database: Database) -> None:
    database.sightings.remember_all([with_text(number) for number in range(4)], bulk=True)
    database.sightings.remember(replace(ad(0), text=text(50)))
    assert found_by(database, 0) == {"Picker 1"}
    assert found_by(database, 50) == {"Picker 0"}
    database.sightings.remember(ad(1))
    assert found_by(database, 0) == set()


def test_the_same_ads_again_add_nothing(database: Database) -> None:
    for _ in range(3):
        database.sightings.remember_all([with_text(number) for number in range(10)], bulk=True)
    assert bands_kept(database) == bands_of(range(10))


def test_two_commands_and_a_forgetting_service_at_once_lose_and_leave_nothing(database_url: str) -> None:
    with open_database(database_url) as one, open_database(database_url) as other, ThreadPoolExecutor(3) as pool:
        one.sightings.remember_all([with_text(number) for number in range(80, 90)], bulk=True)
        commands = [
            pool.submit(store.sightings.remember_all, [with_text(number) for number in part], bulk=True)
            for store, part in ((one, range(40)), (other, range(40, 80)))
        ]
        for number in range(80, 90):
            other.sightings.forget_ad(ad(number).ad_id)
        for done in commands:
            done.result()
        one.sightings.remember_all([with_text(number) for number in range(90, 92)], bulk=True)
        assert bands_kept(one) == bands_of(range(80)) + bands_of(range(90, 92))


def test_an_older_leadlight_finds_the_bands_where_it_looks_for_them(database: Database) -> None:
    database.sightings.remember_all([with_text(number) for number in range(20)], bulk=True)
    kept = bands_kept(database)
    with database._access.engine.execution_options(leadlight_writes=True).begin() as connection:
        command.downgrade(alembic_config(connection), "0009")
    assert Counter((band, bytes(ad_id)) for band, ad_id in rows(database, text_band)) == kept


STEPS = st.lists(
    st.tuples(st.sampled_from(["bulk", "alone", "forget", "settle"]), st.integers(0, 20), st.integers(0, 12)),
    max_size=12,
)


@given(steps=STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_comes_and_goes_the_bands_are_those_of_the_ads_that_are_there(
    sqlite_database: Database, steps: list[tuple[str, int, int]]
) -> None:
    sqlite_database.sightings.forget_before(ad(1).seen_on.replace(year=2027))
    there: set[int] = set()
    for what, start, number in steps:
        some = range(start, start + number)
        if what == "forget":
            for one in some:
                sqlite_database.sightings.forget_ad(ad(one).ad_id)
            there -= set(some)
        elif what == "settle":
            sqlite_database.sightings.settle(number)
        else:
            sqlite_database.sightings.remember_all([with_text(one) for one in some], bulk=what == "bulk")
            there |= set(some)
    assert bands_kept(sqlite_database) == sum((bands_of(range(one, one + 1)) for one in there), Counter())
