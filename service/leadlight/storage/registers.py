"""Register snapshots in SQL. Implements `leadlight.registers.ports.RegisterStore`."""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from itertools import islice
from typing import Any, TypeVar

import sqlalchemy as sa

from leadlight.errors import StoreUnavailable
from leadlight.registers.model import EntryStatus, RegisterEntry, Snapshot
from leadlight.storage.access import Access
from leadlight.storage.sorted_runs import SortedRuns
from leadlight.storage.tables import register_current, register_entry, register_name_key, register_snapshot
from leadlight.storage.words import storable

ROWS_PER_TRANSACTION = 1_000
"""Rows written at a time, some tens of milliseconds: other writers wait no longer than that."""

KEYS_PER_TRANSACTION = 3_000
"""Name keys written at a time, some tens of milliseconds."""

MOST_KEYS = 100
"""Keys of one question. A name of ten words has about eighty; SQLite takes no more than 500 parts in a statement."""

ROWS_OF_A_KEY = 200
"""Rows that are read of one key. In a register of a million, half of a short word can be shared by thousands; those
that are meant share other keys as well."""

GIVEN_UP = -1
"""Number of rows that marks a copy as given up: it no longer answers, or never will."""

_T = TypeVar("_T")


class SqlRegisterStore:
    """Snapshots of registers and their rows.

    A new snapshot is written beside the old one in short transactions and swapped in by changing one row, so a
    look-up sees all of the old or all of the new. What a crash leaves half-written is deleted by the next load.
    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self._snapshots = access.prepare(_SNAPSHOTS)

    def snapshots(self) -> Sequence[Snapshot]:
        """The current snapshot of each register that has one, by id. Empty: no register was loaded yet."""
        return [
            Snapshot(register_id=register_id, as_of=date.fromordinal(as_of), rows=rows, digest=digest)
            for register_id, as_of, rows, digest in self._access.rows(self._snapshots, {})
        ]

    def by_number(self, register_id: str, number: str) -> Sequence[RegisterEntry]:
        """Rows of the current snapshot with exactly this compact number. Empty: none has it, or none was given."""
        if not number:
            return []
        return self._entries(_BY_NUMBER, {"register_id": register_id, "number": storable(number)})

    def by_name_keys(self, register_id: str, keys: Iterable[str], *, limit: int) -> Sequence[RegisterEntry]:
        """Rows of the current snapshot that share a name key. Empty: none does. Rows sharing more keys come first.

        Of more than `MOST_KEYS` keys the first count, and of a key that many rows share, the first `ROWS_OF_A_KEY`.
        """
        wanted = list(dict.fromkeys(storable(key) for key in keys))[:MOST_KEYS]
        if not wanted:
            return []
        return self._entries(
            _by_name_keys(len(wanted)),
            {
                "register_id": register_id,
                "most": limit,
                "of_a_key": max(limit, ROWS_OF_A_KEY),
                **{f"key{number}": key for number, key in enumerate(wanted)},
            },
        )

    def replace(self, snapshot: Snapshot, rows: Iterable[tuple[RegisterEntry, Sequence[str]]]) -> None:
        """Swap in a new snapshot in one step; each row comes with its name keys. On any error the old one stays.

        Raises:
            StoreUnavailable: the database failed, or two processes loaded this register at the same time.
            ValueError: the number of rows is not the one that the snapshot says.
        """
        load = secrets.token_bytes(16)
        self._access.write(lambda connection: _announce(connection, load, snapshot))
        try:
            written = self._write_rows(load, rows)
            if written != snapshot.rows:
                raise ValueError(f"{snapshot.register_id}: {written} rows, but the snapshot says {snapshot.rows}")
            given_up = self._swap_in(load, snapshot)
        except BaseException:
            self._delete_quietly(load)
            raise
        for old in given_up:
            self._delete_quietly(old)

    def _entries(self, query: sa.Select[Any], values: dict[str, Any]) -> list[RegisterEntry]:
        found = self._access.read(lambda connection: connection.execute(query, values).all())
        return [_entry(values["register_id"], row) for row in found]

    def _write_rows(self, load: bytes, rows: Iterable[tuple[RegisterEntry, Sequence[str]]]) -> int:
        written = 0
        with SortedRuns() as keys:
            for batch in _batches(rows, ROWS_PER_TRANSACTION):
                written += len(batch)
                entries = [_row(load, entry) for entry, _ in batch]
                self._access.write(partial(_insert, register_entry, entries))
                keys.add((storable(key), storable(entry.row_id)) for entry, names in batch for key in names)
            # The table lies in the order of the keys: written in that order, each page is filled once and left.
            for pairs in _batches(keys.in_order(), KEYS_PER_TRANSACTION):
                self._access.write(partial(_insert_keys, [(load, key, row_id) for key, row_id in pairs]))
        return written

    def _swap_in(self, load: bytes, snapshot: Snapshot) -> list[bytes]:
        """Make `load` the copy that answers; returns the copies whose rows may go."""
        insert = self._access.insert(register_current).values(register_id=snapshot.register_id, snapshot=load)
        upsert = insert.on_conflict_do_update(
            index_elements=[register_current.c.register_id], set_={"snapshot": insert.excluded.snapshot}
        )
        copies = register_snapshot.c
        same_register = copies.register_id == snapshot.register_id
        # The row locks make swaps of one register follow each other on PostgreSQL; SQLite has one writer anyway.
        current = sa.select(register_current.c.snapshot).where(register_current.c.register_id == snapshot.register_id)
        own = sa.select(copies.rows).where(copies.snapshot == load)
        earlier = sa.select(copies.snapshot).where(same_register, copies.rows == GIVEN_UP)
        # A copy that another process is still writing is given up here, so that it cannot be swapped in with old
        # data later. Its rows are left to that process; if it has crashed, they go with the next load.
        give_up = sa.update(register_snapshot).where(same_register, copies.snapshot != load).values(rows=GIVEN_UP)

        def work(connection: sa.Connection) -> list[bytes] | None:
            before = connection.execute(current.with_for_update()).scalars().all()
            if connection.execute(own.with_for_update()).scalar_one_or_none() != snapshot.rows:
                return None
            connection.execute(upsert)
            doomed = {*before, *connection.execute(earlier).scalars()}
            connection.execute(give_up)
            return sorted(doomed)

        given_up = self._access.write(work)
        if given_up is None:
            raise StoreUnavailable(f"{snapshot.register_id} was loaded by another process at the same time")
        return given_up

    def _delete_quietly(self, load: bytes) -> None:
        # What stays behind when this fails is never read, and goes with the next load.
        try:
            for table in (register_name_key, register_entry):
                while self._access.write(partial(_delete_some, table, load)):
                    pass
            gone = sa.delete(register_snapshot).where(register_snapshot.c.snapshot == load)
            self._access.write(lambda connection: connection.execute(gone))
        except StoreUnavailable:
            return


# Built once: putting a statement together costs more than the database needs to answer it.
_SNAPSHOTS = (
    sa.select(
        register_snapshot.c.register_id, register_snapshot.c.as_of, register_snapshot.c.rows, register_snapshot.c.digest
    )
    .join(register_current, register_snapshot.c.snapshot == register_current.c.snapshot)
    .order_by(register_snapshot.c.register_id)
)
_SNAPSHOT = (
    sa.select(register_current.c.snapshot)
    .where(register_current.c.register_id == sa.bindparam("register_id"))
    .scalar_subquery()
)
_CURRENT = sa.select(register_entry).where(register_entry.c.snapshot == _SNAPSHOT)
_BY_NUMBER = _CURRENT.where(register_entry.c.number == sa.bindparam("number")).order_by(register_entry.c.row_id)


@cache
def _by_name_keys(count: int) -> sa.Select[Any]:
    """Statement that asks for so many keys."""
    keys = register_name_key.c
    shares = (
        sa.select(keys.row_id)
        .where(keys.snapshot == _SNAPSHOT, keys.name_key == sa.bindparam(f"key{number}"))
        .order_by(keys.row_id)
        .limit(sa.bindparam("of_a_key"))
        .subquery()
        for number in range(count)
    )
    found = sa.union_all(*(sa.select(share.c.row_id) for share in shares)).subquery()
    ranked = (
        sa.select(found.c.row_id, sa.func.count().label("shared"))
        .group_by(found.c.row_id)
        .order_by(sa.desc("shared"), found.c.row_id)
        .limit(sa.bindparam("most"))
        .subquery()
    )
    query = _CURRENT.join(ranked, ranked.c.row_id == register_entry.c.row_id)
    return query.order_by(ranked.c.shared.desc(), register_entry.c.row_id)


def _announce(connection: sa.Connection, load: bytes, snapshot: Snapshot) -> None:
    connection.execute(
        sa.insert(register_snapshot).values(
            snapshot=load,
            register_id=snapshot.register_id,
            as_of=snapshot.as_of,
            rows=snapshot.rows,
            digest=snapshot.digest,
        )
    )


def _insert(table: sa.Table, rows: Sequence[dict[str, Any]], connection: sa.Connection) -> None:
    connection.execute(sa.insert(table), rows)


def _insert_keys(rows: Sequence[tuple[bytes, str, str]], connection: sa.Connection) -> None:
    # Nine of ten rows of a load are keys, of three plain columns. Handed to the driver as they are they cost half.
    place = "?" if connection.dialect.paramstyle == "qmark" else "%s"
    columns = ", ".join(column.name for column in register_name_key.columns)
    statement = f"INSERT INTO {register_name_key.name} ({columns}) VALUES ({place}, {place}, {place})"  # noqa: S608
    connection.exec_driver_sql(statement, list(rows))


def _delete_some(table: sa.Table, load: bytes, connection: sa.Connection) -> bool:
    key = table.primary_key.columns.values()[1]
    last = sa.select(key).where(table.c.snapshot == load).order_by(key).limit(1).offset(ROWS_PER_TRANSACTION)
    bound = connection.execute(last).scalar_one_or_none()
    doomed = sa.delete(table).where(table.c.snapshot == load)
    connection.execute(doomed if bound is None else doomed.where(key <= bound))
    return bound is not None


def _row(load: bytes, entry: RegisterEntry) -> dict[str, Any]:
    return {
        "snapshot": load,
        "row_id": storable(entry.row_id),
        "number": storable(entry.number),
        "name": storable(entry.name),
        "status": entry.status.value,
        "valid_from": entry.valid_from,
        "valid_until": entry.valid_until,
        "address": storable(entry.address),
        "scope": storable(entry.scope),
        "other_names": [storable(name) for name in entry.other_names],
        "phones": [storable(phone) for phone in entry.phones],
        "emails": [storable(email) for email in entry.emails],
    }


def _entry(register_id: str, row: sa.Row[Any]) -> RegisterEntry:
    return RegisterEntry(
        register_id=register_id,
        row_id=row.row_id,
        name=row.name,
        number=row.number,
        status=EntryStatus(row.status),
        other_names=tuple(row.other_names),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        phones=tuple(row.phones),
        emails=tuple(row.emails),
        address=row.address,
        scope=row.scope,
    )


def _batches(items: Iterable[_T], size: int) -> Iterator[list[_T]]:
    source = iter(items)
    while batch := list(islice(source, size)):
        yield batch
