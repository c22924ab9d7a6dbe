"""Bringing a database to the tables that this version of Leadlight needs."""

from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError

from leadlight.errors import StoreUnavailable
from leadlight.storage.engine import PatientConnection, postgres_engine

LOCK = 0x4C454144
"""PostgreSQL advisory lock: two services that start at once migrate one after the other."""


def migrate(engine: sa.Engine, *, to: str = "head") -> None:
    """Create or change the tables, in one transaction: on any error the database stays as it was.

    Raises:
        StoreUnavailable: the database was made by a newer Leadlight.
        sqlalchemy.exc.DBAPIError: the database could not be read or written.
    """
    if engine.dialect.name == "sqlite":
        with engine.execution_options(leadlight_writes=True).begin() as connection:
            _upgrade(connection, to)
        return
    patient = postgres_engine(engine.url, PatientConnection)
    try:
        with patient.begin() as connection:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
            _upgrade(connection, to)
    finally:
        patient.dispose()


def alembic_config(connection: sa.Connection | None = None) -> Config:
    """Alembic's configuration, which lives in code: there is no alembic.ini to lose."""
    config = Config()
    config.set_main_option("script_location", str(files("leadlight.storage") / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def newest_revision() -> str:
    """Id of the last step of the history."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        raise FileNotFoundError("the installation is incomplete: it has no database migrations")
    return head


def _upgrade(connection: sa.Connection, to: str) -> None:
    try:
        command.upgrade(alembic_config(connection), to)
    except CommandError as unknown:
        raise StoreUnavailable(
            f"the database was made by a newer Leadlight (this one knows up to {newest_revision()}): {unknown}"
        ) from unknown
