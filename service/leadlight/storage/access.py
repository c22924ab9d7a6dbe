"""Reading and writing with bounded waits: one writer at a time on SQLite, retries on PostgreSQL, one kind of error."""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from leadlight.errors import StoreUnavailable
from leadlight.storage.breaker import Breaker

WRITE_WITHIN_S = 5.0
"""How long a caller waits for its write on SQLite, its turn included."""

BULK_WITHIN_S = 300.0
"""How long a command waits that writes many ads: a busy disk must not end a scan of hours, and nobody waits for it."""

WRITES_WAITING = 256
"""Writes that may wait for their turn. At some 2,000 a second the last of them waits an eighth of a second."""

RETRIES = 3
RETRY_AFTER_S = 0.02
RETRIED_STATES = frozenset({"40001", "40P01"})
"""PostgreSQL: serialization failure and deadlock. The server asks for the transaction to be tried again."""

FAILURES_TO_OPEN = 3
REST_S = 1.0

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """A statement as the driver takes it, put together once: for look-ups so short that putting it together counts."""

    sql: str
    names: tuple[str, ...]
    constants: Mapping[str, Any]

    def in_order(self, values: Mapping[str, Any]) -> tuple[Any, ...] | dict[str, Any]:
        """The values as the driver of this statement takes them: in order, or by name."""
        every = {**self.constants, **values}
        return tuple(every[name] for name in self.names) if self.names else every


class Access:
    """Runs pieces of work on one database.

    Every method raises `StoreUnavailable` when the database cannot be used in time, and at once while the
    breaker is open.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name
        self._breaker = Breaker(failures=FAILURES_TO_OPEN, rest_s=REST_S)
        self._writes = engine.execution_options(leadlight_writes=True)
        self._reads = engine if self.dialect == "sqlite" else engine.execution_options(isolation_level="AUTOCOMMIT")
        self._writer = ThreadPoolExecutor(1, "leadlight-writer") if self.dialect == "sqlite" else None
        self._waiting = 0

    @property
    def breaker_open(self) -> bool:
        """Whether the database is taken as down for the moment."""
        return self._breaker.open

    def insert(self, table: sa.Table) -> Any:  # noqa: ANN401 - two classes with the same methods and no common base
        """Insert that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
        return (sqlite if self.dialect == "sqlite" else postgresql).insert(table)

    def prepare(self, query: sa.ClauseElement) -> Prepared:
        """Put a statement together for `rows`. Its values are handed to the driver as they are."""
        compiled = query.compile(dialect=self.engine.dialect)
        constants = {name: value for name, value in compiled.params.items() if value is not None}
        return Prepared(str(compiled), tuple(getattr(compiled, "positiontup", None) or ()), constants)

    def rows(self, prepared: Prepared, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """The rows of one prepared statement, as the driver gives them: days as ordinals, hashes as bytes."""
        with self._guarded():
            if self.dialect == "sqlite":
                # A single statement needs no transaction, and beginning and ending one takes as long as the look-up.
                raw = self.engine.raw_connection()
                try:
                    cursor = raw.cursor()
                    cursor.execute(prepared.sql, prepared.in_order(values))
                    return cursor.fetchall()
                finally:
                    raw.close()
            with self._reads.connect() as connection:
                return [tuple(row) for row in connection.exec_driver_sql(prepared.sql, prepared.in_order(values))]

    def read(self, work: Callable[[sa.Connection], _T]) -> _T:
        """Run `work` without writing. Each statement sees one state of the data; two statements may see two."""
        with self._guarded(), self._reads.connect() as connection:
            return work(connection)

    def write(self, work: Callable[[sa.Connection], _T], *, within_s: float | None = None) -> _T:
        """Run `work` in one transaction: all of it is kept, or nothing. It may run more than once.

        `within_s`: seconds to wait for it on SQLite; None: as long as an answer may wait.
        """
        with self._guarded():
            if self._writer is None:
                return self._write_with_retries(work)
            return self._write_in_turn(self._writer, work, WRITE_WITHIN_S if within_s is None else within_s)

    def close(self) -> None:
        """Finish the writes under way and close every connection."""
        if self._writer is not None:
            self._writer.shutdown(wait=True, cancel_futures=True)
        self.engine.dispose()

    def _write_once(self, work: Callable[[sa.Connection], _T]) -> _T:
        with self._writes.begin() as connection:
            return work(connection)

    def _write_in_turn(self, writer: ThreadPoolExecutor, work: Callable[[sa.Connection], _T], within_s: float) -> _T:
        if self._waiting >= WRITES_WAITING:
            raise StoreUnavailable("too many writes are waiting")
        self._waiting += 1
        turn: Future[_T] = writer.submit(self._write_once, work)
        try:
            return turn.result(within_s)
        except FutureTimeout as late:
            turn.cancel()
            raise StoreUnavailable(f"the write did not finish within {within_s} s") from late
        finally:
            self._waiting -= 1

    def _write_with_retries(self, work: Callable[[sa.Connection], _T]) -> _T:
        for attempt in range(1, RETRIES + 1):
            try:
                return self._write_once(work)
            except sa.exc.DBAPIError as error:
                if attempt == RETRIES or getattr(error.orig, "sqlstate", None) not in RETRIED_STATES:
                    raise
                time.sleep(RETRY_AFTER_S * attempt)
        raise AssertionError("unreachable: the last attempt returns or raises")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        if not self._breaker.allows():
            raise StoreUnavailable("the database did not answer a moment ago")
        try:
            yield
        except StoreUnavailable:
            self._breaker.failed()
            raise
        except (sa.exc.DBAPIError, sa.exc.TimeoutError, sqlite3.Error, OSError) as error:
            self._breaker.failed()
            cause = getattr(error, "orig", None) or error
            raise StoreUnavailable(f"{type(cause).__name__}: the database could not be used") from error
        self._breaker.succeeded()
