"""A PostgreSQL that takes no writes: reading goes on, every write says so, and writing comes back by itself."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest

from leadlight.contacts.model import Fingerprint, Sighting
from leadlight.errors import StoreUnavailable
from leadlight.storage.database import Database, open_database

pytestmark = pytest.mark.faults

PHONE = Fingerprint("phone", b"p" * 16, "k1")
TODAY = date(2026, 11, 1)


def ad(number: int) -> Sighting:
    return Sighting(number.to_bytes(16, "big"), "Picker", "Farm", "farm", "", "PL", "", TODAY, (PHONE,))


@contextmanager
def read_only(server: str) -> Iterator[None]:
    """Let the whole server refuse writes until the block ends."""
    with psycopg.connect(server, autocommit=True, options="-cdefault_transaction_read_only=off") as admin:
        admin.execute("alter system set default_transaction_read_only = on")
        admin.execute("select pg_reload_conf()")
        try:
            yield
        finally:
            admin.execute("alter system reset default_transaction_read_only")
            admin.execute("select pg_reload_conf()")


def until(condition) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


def refuses_writes(database: Database) -> bool:
    try:
        database.try_writing()
    except StoreUnavailable:
        return True
    return False


def test_reading_goes_on_and_every_write_says_that_it_was_refused(postgres_url: str, postgres_server: str) -> None:
    with open_database(postgres_url) as database:
        database.sightings.remember(ad(1))
        database.links.flag([b"l" * 32], "warning", on=TODAY)
        with read_only(postgres_server):
            until(lambda: refuses_writes(database))
            for _ in range(2):
                database.ping()
                with pytest.raises(StoreUnavailable):
                    database.sightings.remember(ad(2))
                assert len(database.sightings.sharing(PHONE, limit=9)) == 1
                assert len(database.links.beginning_with(b"ll", limit=9)) == 1
        until(lambda: not refuses_writes(database))
        database.sightings.remember(ad(2))
        assert database.sightings.count() == 2
