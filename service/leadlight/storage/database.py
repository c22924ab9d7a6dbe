"""Opening the database: SQLite in a file by default, PostgreSQL by URL."""

from types import TracebackType
from typing import Self

import sqlalchemy as sa

from leadlight.errors import StoreUnavailable
from leadlight.storage.access import Access
from leadlight.storage.alerts import SqlAlertStore
from leadlight.storage.api_keys import SqlKeyBook
from leadlight.storage.clusters import SqlClusterStore
from leadlight.storage.engine import database_url, postgres_engine, sqlite_engine
from leadlight.storage.examine import clock_ahead_s, examine_writing
from leadlight.storage.flagged_links import SqlLinkBook
from leadlight.storage.migrate import migrate
from leadlight.storage.registers import SqlRegisterStore
from leadlight.storage.reports import SqlReportBook
from leadlight.storage.sightings import SqlSightingStore


class Database:
    """An open database. Its calls block: use them from a thread, not from the event loop.

    Attributes:
        registers: snapshots of the registers (`registers.ports.RegisterStore`).
        sightings: ads as remembered (`contacts.ports.SightingStore`).
        clusters: ads that hang together (`contacts.ports.ClusterStore`).
        alerts: what staff are told of (`contacts.ports.AlertStore`).
        keys: keys of platforms.
        links: links of flagged ads (`api.ports.LinkBook`).
        reports: what readers told (`reports.ports.ReportBook`).

    """

    def __init__(self, access: Access) -> None:
        self._access = access
        self.registers = SqlRegisterStore(access)
        self.sightings = SqlSightingStore(access)
        self.clusters = SqlClusterStore(access)
        self.alerts = SqlAlertStore(access)
        self.keys = SqlKeyBook(access)
        self.links = SqlLinkBook(access)
        self.reports = SqlReportBook(access)

    @property
    def engine_name(self) -> str:
        """Which database it is: "sqlite" or "postgresql"."""
        return self._access.dialect

    def ping(self) -> None:
        """Ask the database for a sign of life.

        Raises:
            StoreUnavailable: it gave none in time.
        """
        self._access.read(lambda connection: connection.execute(sa.text("select 1")).scalar_one())

    def try_writing(self) -> None:
        """Write nothing, in a real transaction.

        Raises:
            StoreUnavailable: it is read-only, its disk is full, or it does not answer.
        """
        examine_writing(self._access)

    def clock_ahead_s(self) -> float:
        """Seconds by which the server's clock is ahead of this machine's; 0 where there is no server.

        Raises:
            StoreUnavailable: it gave no answer in time.
        """
        return clock_ahead_s(self._access)

    def state(self) -> str:
        """How it does, without asking it: "ok", or "breaker_open" when it did not answer a moment ago."""
        return "breaker_open" if self._access.breaker_open else "ok"

    def close(self) -> None:
        """Finish the writes under way and close every connection. May be called twice."""
        self._access.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_database(url: str, *, bulk: bool = False) -> Database:
    """Open a database and bring its tables up to date.

    Args:
        url: `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://user:password@host/name`.
        bulk: for a command that writes many ads: it takes more memory for that.

    Raises:
        ValueError: the URL is none of these.
        StoreUnavailable: the database cannot be reached, written or was made by a newer Leadlight.
    """
    parsed = database_url(url)
    try:
        engine = sqlite_engine(parsed, bulk=bulk) if parsed.get_backend_name() == "sqlite" else postgres_engine(parsed)
        try:
            migrate(engine)
        except BaseException:
            engine.dispose()
            raise
    except (sa.exc.DBAPIError, sa.exc.TimeoutError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        where = parsed.render_as_string(hide_password=True)
        raise StoreUnavailable(f"{where} could not be opened: {type(cause).__name__}: {cause}") from error
    return Database(Access(engine))
