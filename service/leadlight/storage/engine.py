"""Engines for SQLite and PostgreSQL whose every wait ends."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import sqlalchemy as sa
from psycopg.abc import PQGen
from sqlalchemy.engine import URL, make_url

SQLITE_BUSY_MS = 4_000
"""How long SQLite waits for another process that is writing: less than `access.WRITE_WITHIN_S`. Beside a command that
merges a million ads (see `band_runs`), a write waits 20 ms, one of a hundred 0.3 s, and the longest of 1,160 was 1.9 s
(by hand).
"""

BULK_BUSY_MS = 60_000
"""The same in a command that writes many ads: it must not end because another command writes as well."""

ANSWER_WITHIN_S = 3.0
"""How long one statement may take on PostgreSQL. A frozen server never answers, and no server-side limit helps then."""

CONNECT_WITHIN_S = 2
"""How long opening a connection may take; libpq takes whole seconds and no fewer than two."""

POOL_WAIT_S = 3.0
"""How long a caller waits for a free connection before the store counts as unavailable."""

PAGES_KIB = 16 * 1024
"""Memory of one connection for pages of a SQLite file."""

BULK_PAGES_KIB = 64 * 1024
"""The same in a command that writes many ads, so that the pages of one transaction are written once. With 700,000 ads
in one index (see `band_runs` for what came after), an ad took 482 µs; 623 when they had 16 MB."""

PAGE_BYTES = 4_096

CHECKPOINT_PAGES = 1_000
"""Pages in the write-ahead log that are then copied into the file. A log that has grown larger is cut to that size."""

BULK_CHECKPOINT_PAGES = 16_000
"""The same in a command that writes many ads: a page that several transactions touch is copied once. At 60,000 ads,
52 KB are written for each instead of 70; the log grows to some 100 MB meanwhile."""

MAPPED_BYTES = 0x7FFF0000
"""Of a SQLite file read without copying: the most that SQLite allows. With ten million ads (3 GB) those of one contact
take 48 µs and of a switchboard 0.8 ms; 56 µs and 1.2 ms when 256 MB are mapped. It is address space, not memory."""

MIGRATION_WITHIN_S = 3_600.0
"""Rewriting a large table takes as long as it takes; only a dead server may end it."""

_RV = TypeVar("_RV")


class ImpatientConnection(psycopg.Connection[Any]):
    """A PostgreSQL connection that gives up on a server which does not answer, and is closed then."""

    answer_within_s = ANSWER_WITHIN_S

    def wait(self, gen: PQGen[_RV], interval: float = 0.1, timeout: float | None = None) -> _RV:
        """Wait for one step of the protocol, for at most `answer_within_s` seconds."""
        try:
            return super().wait(gen, interval, self.answer_within_s if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as late:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {self.answer_within_s} s") from late


class PatientConnection(ImpatientConnection):
    """The same for migrations, which may rewrite large tables."""

    answer_within_s = MIGRATION_WITHIN_S


def database_url(url: str) -> URL:
    """Read a database URL and name the driver that Leadlight uses for it.

    Raises:
        ValueError: it is neither `sqlite:///file` nor `postgresql://…`, or it is SQLite without a file.
    """
    try:
        parsed = make_url(url)
    except sa.exc.ArgumentError as bad:
        raise ValueError("the database URL is not a URL: use sqlite:///file or postgresql://…") from bad
    backend = parsed.drivername.split("+")[0]
    if backend in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise ValueError(f"the database URL begins with {backend!r}: use sqlite:///file or postgresql://…")
    if parsed.database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file: use sqlite:///file")
    return parsed


def sqlite_engine(url: URL, *, bulk: bool = False) -> sa.Engine:
    """Engine over one SQLite file in WAL mode. The file is made readable for its owner only.

    `bulk`: for a command that writes many ads.
    """
    path = Path(str(url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600, exist_ok=True)
    busy_s = (BULK_BUSY_MS if bulk else SQLITE_BUSY_MS) / 1000
    engine = sa.create_engine(url, connect_args={"timeout": busy_s}, pool_timeout=POOL_WAIT_S)
    sizes = (BULK_PAGES_KIB, BULK_CHECKPOINT_PAGES) if bulk else (PAGES_KIB, CHECKPOINT_PAGES)
    sa.event.listen(engine, "connect", partial(_prepare_sqlite, sizes=sizes))
    sa.event.listen(engine, "begin", _begin_sqlite)
    return engine


def postgres_engine(url: URL, connection: type[ImpatientConnection] = ImpatientConnection) -> sa.Engine:
    """Engine over a PostgreSQL server with a small pool."""
    engine = sa.create_engine(
        url,
        pool_size=4,
        max_overflow=4,
        pool_timeout=POOL_WAIT_S,
        connect_args={"connect_timeout": CONNECT_WITHIN_S, "application_name": "leadlight"},
    )
    sa.event.listen(engine, "do_connect", _connector(connection))
    return engine


def _connector(connection: type[ImpatientConnection]) -> Callable[..., ImpatientConnection]:
    def connect(_dialect: object, _record: object, args: list[Any], options: dict[str, Any]) -> ImpatientConnection:
        return connection.connect(*args, **options)

    return connect


def _prepare_sqlite(connection: Any, _record: object, *, sizes: tuple[int, int]) -> None:  # noqa: ANN401 - a driver's
    pages_kib, checkpoint_pages = sizes
    # The driver's own transactions begin late and end at every schema change; ours are said aloud (see _begin_sqlite).
    connection.isolation_level = None
    for pragma in (
        "journal_mode=wal",
        "synchronous=normal",
        "foreign_keys=on",
        "temp_store=memory",
        f"cache_size=-{pages_kib}",
        f"wal_autocheckpoint={checkpoint_pages}",
        f"journal_size_limit={checkpoint_pages * PAGE_BYTES}",
        f"mmap_size={MAPPED_BYTES}",
        "secure_delete=on",
    ):
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: sa.Connection) -> None:
    # A writer takes its lock at the start: a transaction that begins by reading and then writes fails at once
    # when another process wrote in between, and no busy time-out applies to that.
    writing = connection.get_execution_options().get("leadlight_writes", False)
    connection.exec_driver_sql("begin immediate" if writing else "begin")
