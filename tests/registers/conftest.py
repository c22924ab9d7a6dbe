"""A database that holds the shipped snapshots, filled once for the whole room because nothing here changes it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from leadlight.registers.refresh import load_shipped
from leadlight.registers.sources import RegisterSource, load_sources
from leadlight.storage.database import Database, open_database


@pytest.fixture(scope="session")
def sources() -> Mapping[str, RegisterSource]:
    return load_sources()


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory, sources: Mapping[str, RegisterSource]) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("registers")
    with open_database(f"sqlite:///{folder / 'leadlight.db'}") as database:
        load_shipped(database.registers, sources)
        yield database
