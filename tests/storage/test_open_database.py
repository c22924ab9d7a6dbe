"""Opening a database: what is created, what is refused, and what the message says."""

from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from leadlight.errors import StoreUnavailable
from leadlight.storage.database import Database, open_database
from leadlight.storage.migrate import newest_revision


def test_an_open_database_answers_and_closes_twice(database: Database) -> None:
    database.ping()
    assert database.state() == "ok"
    database.close()
    database.close()


def test_what_was_written_is_there_after_closing_and_opening(database_url: str) -> None:
    with open_database(database_url) as first:
        name = first.engine_name
    with open_database(database_url) as again:
        assert again.engine_name == name
        assert again.sightings.count() == 0


def test_a_sqlite_file_is_made_with_its_folders_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "leadlight.db"
    with open_database(f"sqlite:///{path}"):
        assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("url", ["mysql://host/db", "not a url", "sqlite://", "sqlite:///:memory:", ""])
def test_a_url_of_another_kind_is_refused_with_what_to_use_instead(url: str) -> None:
    with pytest.raises(ValueError, match=r"sqlite:///file"):
        open_database(url)


def test_a_postgres_that_is_not_there_is_unavailable_and_its_password_stays_out_of_the_message(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable) as caught:
        open_database(f"postgresql://user:hunter2@/leadlight?host={tmp_path}")
    assert "could not be opened" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "leadlight.db"
    path.write_bytes(b"this is a letter and no database" * 100)
    with pytest.raises(StoreUnavailable, match="not a database"):
        open_database(f"sqlite:///{path}")
    assert path.read_bytes().startswith(b"this is a letter")


def test_a_database_of_a_newer_leadlight_is_refused_and_left_alone(database_url: str) -> None:
    open_database(database_url).close()
    engine = sa.create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match=f"newer Leadlight.*{newest_revision()}"):
        open_database(database_url)
    with engine.begin() as connection:
        assert connection.execute(sa.text("select version_num from alembic_version")).scalar_one() == "9999"
    engine.dispose()


def test_an_address_without_the_driver_name_works_as_hosters_print_it(postgres_server: str) -> None:
    with open_database(postgres_server.replace("postgresql://", "postgres://")) as opened:
        assert opened.engine_name == "postgresql"
    with psycopg.connect(postgres_server) as connection:
        assert connection.execute("select count(*) from sighting").fetchone() == (0,)
