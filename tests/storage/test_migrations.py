"""One history for both databases: it builds exactly the tables of the code, step by step, and keeps the data."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from leadlight.storage.database import open_database
from leadlight.storage.engine import database_url as parsed
from leadlight.storage.engine import postgres_engine, sqlite_engine
from leadlight.storage.migrate import alembic_config, migrate
from leadlight.storage.tables import metadata

REVISIONS = [step.revision for step in ScriptDirectory.from_config(alembic_config()).walk_revisions()][::-1]


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """An engine over an empty database, once for SQLite and once for PostgreSQL."""
    url = parsed(database_url)
    made = sqlite_engine(url) if url.get_backend_name() == "sqlite" else postgres_engine(url)
    yield made
    made.dispose()


def tables(engine: sa.Engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


def test_the_history_builds_exactly_the_tables_of_the_code(engine: sa.Engine) -> None:
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    assert tables(engine) == set(metadata.tables)


def test_every_step_can_be_taken_alone_and_back(engine: sa.Engine) -> None:
    for revision in REVISIONS:
        migrate(engine, to=revision)
    with engine.execution_options(leadlight_writes=True).begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert tables(engine) == set()
    migrate(engine)
    assert tables(engine) == set(metadata.tables)


def test_migrating_twice_changes_nothing(engine: sa.Engine) -> None:
    migrate(engine)
    migrate(engine)
    assert tables(engine) == set(metadata.tables)


def test_a_migration_that_fails_leaves_nothing_behind(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("the disk is gone")

    monkeypatch.setattr("alembic.op.create_index", broken)
    with pytest.raises(OSError, match="disk"):
        migrate(engine)
    assert tables(engine) == set()


def value_for(column: sa.Column[Any]) -> Any:
    """Some value that fits a column."""
    kind = column.type
    if isinstance(kind, sa.LargeBinary):
        return b"a" * 16
    if isinstance(kind, sa.Boolean):
        return True
    if isinstance(kind, sa.Integer):
        return 739_000
    return ["word"] if isinstance(kind, sa.JSON) else "word"


def rows_of(engine: sa.Engine, columns: Mapping[str, Sequence[str]]) -> dict[str, list[tuple[Any, ...]]]:
    with engine.connect() as connection:
        found = {}
        for name, names in columns.items():
            query = sa.select(*(sa.column(one) for one in names)).select_from(sa.table(name))
            found[name] = [tuple(map(plain, row)) for row in connection.execute(query)]
    return found


def plain(value: Any) -> Any:
    """JSON comes as text from one driver and as values from the other; booleans as numbers."""
    return json.dumps(value) if isinstance(value, list) else int(value) if isinstance(value, bool) else value


@pytest.mark.parametrize("version", REVISIONS[:-1])
def test_rows_of_every_table_survive_the_way_from_every_earlier_version(engine: sa.Engine, version: str) -> None:
    migrate(engine, to=version)
    old = sa.MetaData()
    old.reflect(engine)
    made = {name: table for name, table in old.tables.items() if name != "alembic_version"}
    with engine.execution_options(leadlight_writes=True).begin() as connection:
        for table in made.values():
            connection.execute(sa.insert(table).values({one.name: value_for(one) for one in table.columns}))
    columns = {name: [one.name for one in table.columns] for name, table in made.items()}
    before = rows_of(engine, columns)
    assert all(len(rows) == 1 for rows in before.values())
    migrate(engine)
    assert rows_of(engine, columns) == before


@pytest.mark.parametrize("version", REVISIONS[:-1])
def test_sightings_of_every_earlier_version_are_still_found(engine: sa.Engine, database_url: str, version: str) -> None:
    migrate(engine, to=version)
    with engine.execution_options(leadlight_writes=True).begin() as connection:
        connection.execute(
            sa.text(
                "insert into sighting (ad_id, title, employer, employer_key, place, country, site, "
                "first_seen_on, seen_on) values (:ad, 'Picker', 'Alfa', 'alfa', '', 'PL', 'a.example', 739000, 739010)"
            ),
            {"ad": b"a" * 16},
        )
        connection.execute(
            sa.text(
                "insert into sighting_contact (digest, seen_on, ad_id, kind, key_id)"
                " values (:digest, 739010, :ad, 'phone', 'k')"
            ),
            {"digest": b"d" * 16, "ad": b"a" * 16},
        )
    from leadlight.contacts.model import Fingerprint

    with open_database(database_url) as opened:
        (found,) = opened.sightings.sharing(Fingerprint("phone", b"d" * 16, "k"), limit=5)
    assert not found.vouched
    assert (found.employer, (found.seen_on - found.first_seen_on).days) == ("Alfa", 10)  # type: ignore[operator]
