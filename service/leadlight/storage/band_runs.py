"""Bands of ads that came in bulk: each batch is a run of its own, in order, and runs of one size are merged.

A band is a hash, so the thirty-two bands of an ad fall on as many pages of one index, and a batch of ads writes nearly
each of these pages for a single row: with a million ads 250 KB an ad. A run is written at its own end, and a merge
reads and writes in order, so that a row is written once for every level: the log-structured merge tree of O'Neil et
al. (Acta Informatica 33, 1996).
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise
from typing import Any

import sqlalchemy as sa

from leadlight.storage.access import BULK_WITHIN_S, Access
from leadlight.storage.tables import band_run, run_band

RUNS_OF_A_LEVEL = 8
"""Runs of one level that become one of the next. Fewer would write each row more often; more would cost look-ups, which
ask every run for every band: 0.09 ms for each run at a million ads."""

MOVED_FOR_EACH = 4
"""Rows that a command may move at its end for each that it brought. A million ads brought at once are left in one run
instead of fifteen; a hundred ads do not cause a million to be moved."""

ROWS_PER_MOVE = 10_000
REST_S = 0.01
"""Rows moved in one transaction, 10 ms of CPU and as much again for a busy disk, and the time that follows for other
writers. On SQLite these only look now and then whether it is their turn, some fifty times in the four seconds that they
wait: with a third of the time left to them, none of a hundred million waits in vain."""

BAND_VALUES = 2**64
LOWEST_BAND = -(2**63)


@dataclass(frozen=True, slots=True)
class Run:
    """One run, as the table `band_run` has it."""

    run: int
    level: int
    rows: int
    merged_into: int | None


class BandRuns:
    """The runs in SQL. Those methods that take a connection write in the caller's transaction."""

    def __init__(self, access: Access) -> None:
        self._access = access
        row: dict[str, Any] = {name: sa.bindparam(name) for name in ("run", "band", "ad_id")}
        self._insert = access.prepare(access.insert(run_band).values(row))
        merged = run_band.c.run.in_(sa.select(band_run.c.run).where(band_run.c.merged_into == sa.bindparam("target")))
        part = sa.and_(merged, run_band.c.band.between(sa.bindparam("lowest"), sa.bindparam("highest")))
        moved = sa.select(sa.bindparam("target", type_=sa.Integer), run_band.c.band, run_band.c.ad_id).where(part)
        self._copy = sa.insert(run_band).from_select(
            ["run", "band", "ad_id"], moved.order_by(run_band.c.band, run_band.c.ad_id)
        )
        self._drop = sa.delete(run_band).where(part)

    def add(self, connection: sa.Connection, bands: Sequence[tuple[int, bytes]]) -> None:
        """Keep the bands of a batch of new ads, sorted, as a run."""
        run = self._open(connection, level=0, rows=len(bands))
        rows: list[Any] = [(run, band, ad_id) for band, ad_id in bands]
        if not self._insert.names:
            rows = [{"run": run, "band": band, "ad_id": ad_id} for _, band, ad_id in rows]
        connection.exec_driver_sql(self._insert.sql, rows)

    def forget(self, connection: sa.Connection, bands: Sequence[int], ad_ids: Sequence[bytes]) -> None:
        """Delete these bands of these ads."""
        runs = self._locked(connection)
        if runs:
            held = sa.and_(run_band.c.run.in_(runs), run_band.c.band.in_(bands), run_band.c.ad_id.in_(ad_ids))
            connection.execute(sa.delete(run_band).where(held))

    def merge(self) -> None:
        """Merge runs until no level has too many, beginning with a merge that was interrupted.

        Works in short transactions: every band is in one run or in the other at any time. It may be stopped at any
        moment and goes on the next time.
        """
        self._merge(_full_level)

    def settle(self, bands: int) -> None:
        """Leave few runs behind a command that brought so many bands: merge the smallest, as `merge` does."""
        self._merge(partial(_smallest, MOVED_FOR_EACH * bands))

    def _merge(self, choose: Callable[[Sequence[Run]], Sequence[Run]]) -> None:
        while (merging := self._access.write(partial(self._begin, choose), within_s=BULK_WITHIN_S)) is not None:
            target, rows = merging
            for lowest, highest in _parts(1 + rows // ROWS_PER_MOVE):
                part = {"target": target, "lowest": lowest, "highest": highest}
                self._access.write(partial(self._move, part), within_s=BULK_WITHIN_S)
                time.sleep(REST_S)
            self._access.write(partial(_end_merge, target), within_s=BULK_WITHIN_S)

    def _open(self, connection: sa.Connection, *, level: int, rows: int) -> int:
        newest = sa.select(sa.func.coalesce(sa.func.max(band_run.c.run), 0))
        # On PostgreSQL another command may take the same number in the same moment.
        while True:
            row = {"run": connection.execute(newest).scalar_one() + 1, "level": level, "rows": rows}
            insert = self._access.insert(band_run).values(row).on_conflict_do_nothing().returning(band_run.c.run)
            opened = connection.execute(insert).scalar_one_or_none()
            if opened is not None:
                return int(opened)

    def _locked(self, connection: sa.Connection) -> list[int]:
        """All runs, held until the transaction ends: an ad must not be forgotten while its bands are being moved.

        In one order everywhere: two commands on PostgreSQL then never wait for each other in a circle.
        """
        return list(connection.execute(sa.select(band_run.c.run).order_by(band_run.c.run).with_for_update()).scalars())

    def _begin(
        self, choose: Callable[[Sequence[Run]], Sequence[Run]], connection: sa.Connection
    ) -> tuple[int, int] | None:
        """The run that others are merged into, and how many rows it will have; None: there is nothing to merge."""
        # On PostgreSQL, a statement that waits for another command does not see the runs which that one began.
        self._locked(connection)
        runs = [Run(**row._asdict()) for row in connection.execute(sa.select(band_run).order_by(band_run.c.rows))]
        begun = [one for one in runs if one.merged_into is not None]
        if begun:
            target = begun[0].merged_into
            return next((one.run, one.rows) for one in runs if one.run == target)
        chosen = choose(runs)
        if not chosen:
            return None
        rows, level = sum(one.rows for one in chosen), max(one.level for one in chosen)
        target = self._open(connection, level=level + (len(chosen) >= RUNS_OF_A_LEVEL), rows=rows)
        merged = band_run.c.run.in_([one.run for one in chosen])
        connection.execute(sa.update(band_run).where(merged).values(merged_into=target))
        return target, rows

    def _move(self, part: Mapping[str, int], connection: sa.Connection) -> None:
        self._locked(connection)
        connection.execute(self._copy, part)
        connection.execute(self._drop, part)


def _full_level(runs: Sequence[Run]) -> Sequence[Run]:
    """The runs of the lowest level that has too many; empty: none has."""
    for level in sorted({one.level for one in runs}):
        of_it = [one for one in runs if one.level == level]
        if len(of_it) >= RUNS_OF_A_LEVEL:
            return of_it
    return ()


def _smallest(most_rows: int, runs: Sequence[Run]) -> Sequence[Run]:
    """The smallest runs that have at most so many rows together; empty: fewer than two."""
    together = accumulate(one.rows for one in runs)
    some = [one for one, rows in zip(runs, together, strict=True) if rows <= most_rows]
    return some if len(some) > 1 else ()


def _end_merge(target: int, connection: sa.Connection) -> None:
    connection.execute(sa.delete(band_run).where(band_run.c.merged_into == target))


def _parts(number: int) -> Iterator[tuple[int, int]]:
    """All values of a band in so many ranges, both ends included."""
    ends = [LOWEST_BAND + BAND_VALUES * part // number for part in range(number + 1)]
    for lowest, following in pairwise(ends):
        yield lowest, following - 1
