"""What every register store promises, over SQLite and PostgreSQL alike."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from leadlight.errors import StoreUnavailable
from leadlight.registers.model import EntryStatus, RegisterEntry, Snapshot
from leadlight.storage.database import Database

FULL = RegisterEntry(
    register_id="pl_kraz",
    row_id="r1",
    name="Zielona Praca Sp. z o.o.",
    number="12345",
    status=EntryStatus.STRUCK_OFF,
    other_names=("Green Work", "Зелена праця"),
    valid_from=date(2019, 5, 1),
    valid_until=date(2024, 12, 31),
    phones=("+48221234567",),
    emails=("biuro@zielona.example",),
    address="ul. Długa 1, Łódź",
    scope="placement abroad",
)


def snapshot(rows: int, *, register_id: str = "pl_kraz", day: int = 1) -> Snapshot:
    return Snapshot(register_id=register_id, as_of=date(2026, 11, day), rows=rows, digest=f"sha256:{day}")


def entry(number: int, *, name: str = "") -> RegisterEntry:
    return RegisterEntry("pl_kraz", f"r{number:06}", name or f"Agency {number}", str(number))


def test_an_empty_store_has_no_snapshot_and_no_rows(database: Database) -> None:
    assert list(database.registers.snapshots()) == []
    assert list(database.registers.by_number("pl_kraz", "12345")) == []
    assert list(database.registers.by_name_keys("pl_kraz", ["green work"], limit=5)) == []


def test_a_row_comes_back_exactly_as_it_was_given(database: Database) -> None:
    database.registers.replace(snapshot(1), [(FULL, ["zielona praca"])])
    assert list(database.registers.by_number("pl_kraz", "12345")) == [FULL]
    assert list(database.registers.by_name_keys("pl_kraz", ["zielona praca"], limit=5)) == [FULL]
    assert list(database.registers.snapshots()) == [snapshot(1)]


def test_an_empty_number_matches_no_row_even_when_rows_have_none(database: Database) -> None:
    database.registers.replace(snapshot(1), [(RegisterEntry("pl_kraz", "r1", "No number"), [])])
    assert list(database.registers.by_number("pl_kraz", "")) == []


def test_registers_do_not_see_each_others_rows(database: Database) -> None:
    database.registers.replace(snapshot(1), [(entry(7), ["seven"])])
    database.registers.replace(
        snapshot(1, register_id="bd_bmet"), [(RegisterEntry("bd_bmet", "r1", "Seven Ltd", "7"), ["seven"])]
    )
    assert [found.name for found in database.registers.by_number("pl_kraz", "7")] == ["Agency 7"]
    assert [found.name for found in database.registers.by_name_keys("bd_bmet", ["seven"], limit=5)] == ["Seven Ltd"]
    assert [one.register_id for one in database.registers.snapshots()] == ["bd_bmet", "pl_kraz"]


def test_a_new_snapshot_replaces_every_row_of_the_old_one(database: Database) -> None:
    database.registers.replace(snapshot(2), [(entry(1), ["one"]), (entry(2), ["two"])])
    database.registers.replace(snapshot(1, day=2), [(entry(3), ["three"])])
    assert list(database.registers.by_number("pl_kraz", "1")) == []
    assert list(database.registers.by_name_keys("pl_kraz", ["one", "two"], limit=5)) == []
    assert [found.number for found in database.registers.by_name_keys("pl_kraz", ["three"], limit=5)] == ["3"]
    assert list(database.registers.snapshots()) == [snapshot(1, day=2)]


def test_rows_that_share_more_keys_come_first_and_the_limit_holds(database: Database) -> None:
    rows = [(entry(1), ["green"]), (entry(2), ["green", "work", "greenwork"]), (entry(3), ["green", "work"])]
    database.registers.replace(snapshot(3), rows)
    found = database.registers.by_name_keys("pl_kraz", ["green", "work", "greenwork"], limit=2)
    assert [one.number for one in found] == ["2", "3"]


def test_a_load_that_breaks_half_way_leaves_the_old_snapshot(database: Database) -> None:
    database.registers.replace(snapshot(1), [(entry(1), ["one"])])

    def broken() -> object:
        for number in range(2_500):
            yield entry(number + 10), ["new"]
        raise RuntimeError("the file ends here")

    with pytest.raises(RuntimeError, match="the file ends here"):
        database.registers.replace(snapshot(2_501, day=2), broken())
    assert list(database.registers.snapshots()) == [snapshot(1)]
    assert [found.number for found in database.registers.by_name_keys("pl_kraz", ["one"], limit=5)] == ["1"]
    assert list(database.registers.by_name_keys("pl_kraz", ["new"], limit=5)) == []


def test_a_snapshot_with_fewer_rows_than_it_says_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="1 rows, but the snapshot says 2"):
        database.registers.replace(snapshot(2), [(entry(1), [])])
    assert list(database.registers.snapshots()) == []


def test_one_name_key_on_thousands_of_rows_is_loaded_and_replaced(database: Database) -> None:
    rows = 2_100
    database.registers.replace(snapshot(rows), ((entry(number), ["agency"]) for number in range(rows)))
    assert len(database.registers.by_name_keys("pl_kraz", ["agency"], limit=rows + 1)) == rows
    database.registers.replace(snapshot(1, day=2), [(entry(5), ["agency"])])
    assert [found.number for found in database.registers.by_name_keys("pl_kraz", ["agency"], limit=9)] == ["5"]


def test_names_with_characters_that_a_database_refuses_are_kept_without_them(database: Database) -> None:
    odd = RegisterEntry("pl_kraz", "r1", "Nul\0 and half \ud800 pair", "9")
    database.registers.replace(snapshot(1), [(odd, ["nul\0key"])])
    assert database.registers.by_name_keys("pl_kraz", ["nul\0key"], limit=1)[0].name == "Nul and half ? pair"


def test_who_looks_during_a_load_sees_all_of_the_old_or_all_of_the_new(database: Database) -> None:
    rows = 3_000

    def load(day: int) -> None:
        new = ((entry(number, name=f"Agency of day {day}"), ["agency"]) for number in range(rows))
        database.registers.replace(snapshot(rows, day=day), new)

    load(1)
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(lambda: [load(day) for day in (2, 3)])
        looks = 0
        while not loading.done() or not looks:
            found = database.registers.by_name_keys("pl_kraz", ["agency"], limit=rows)
            assert (len(found), len({one.name for one in found})) == (rows, 1)
            looks += 1
        loading.result()
    assert list(database.registers.snapshots()) == [snapshot(rows, day=3)]


def test_two_loads_of_one_register_at_once_leave_one_of_them_whole(database: Database) -> None:
    rows = 2_500

    def load(day: int) -> str:
        new = ((entry(number, name=f"Agency of day {day}"), ["agency"]) for number in range(rows))
        try:
            database.registers.replace(snapshot(rows, day=day), new)
        except StoreUnavailable as other:
            return str(other)
        return ""

    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(load, [1, 2, 3]))
    assert "" in said
    assert len(database.registers.snapshots()) == 1
    found = database.registers.by_name_keys("pl_kraz", ["agency"], limit=rows + 1)
    assert (len(found), len({one.name for one in found})) == (rows, 1)


def test_what_a_crashed_load_left_goes_with_the_next_loads(database: Database) -> None:
    class Killed(BaseException):
        """Stands for the end of the process: nothing after it runs."""

    def broken() -> object:
        for number in range(1_500):
            yield entry(number), ["new"]
        raise Killed

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(database.registers), "_delete_quietly", lambda *_: None)
        with pytest.raises(Killed):
            database.registers.replace(snapshot(1_500), broken())
    for day in (2, 3):
        database.registers.replace(snapshot(1, day=day), [(entry(7), ["seven"])])
    engine = database._access.engine
    with engine.connect() as connection:
        for table in ("register_snapshot", "register_entry", "register_name_key"):
            assert connection.exec_driver_sql(f"select count(*) from {table}").scalar_one() == 1, table
