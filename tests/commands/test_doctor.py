"""`leadlight doctor`: each thing that is wrong is named with what to do, and costs the look at nothing else."""

from datetime import date
from pathlib import Path

import pytest
import redis
from typer.testing import CliRunner

from leadlight.__main__ import app
from leadlight.commands import doctor
from leadlight.commands.doctor import Seen, State
from leadlight.registers.refresh import load_shipped
from leadlight.registers.source import load_sources
from leadlight.settings import read_settings
from leadlight.storage.database import open_database
from leadlight.storage.embedded import EmbeddedValkey


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with data of its own and no cache, which only some of the tests look at."""
    monkeypatch.setenv("LEADLIGHT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("LEADLIGHT_CACHE_SECONDS", "0")
    return tmp_path


def looked_at(*parts: str) -> dict[str, Seen]:
    """What these parts of the look say; the whole look reads all rules, which takes seconds."""
    looks = [getattr(doctor, f"_{part}") for part in parts]
    return {one.what: one for look in looks for one in doctor._settled(look, read_settings())}


def test_a_fresh_installation_is_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEADLIGHT_CACHE_SECONDS")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 0, result.output
    for what in ("settings", "network", "data folder", "secret", "database", "cache", "rules", "registers"):
        assert what in result.output
    assert "broken" not in result.output


def test_a_bad_setting_is_named_and_ends_the_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIGHT_DATABASE_URL", "mysql://there")
    monkeypatch.setenv("LEADLIGHT_RULES_DIR", "/no/such/folder")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1
    assert "LEADLIGHT_DATABASE_URL" in result.output
    assert "LEADLIGHT_RULES_DIR" in result.output


def test_a_database_that_cannot_be_opened_costs_only_itself(installation: Path) -> None:
    (installation / "leadlight.sqlite3").mkdir()
    seen = looked_at("database", "secret")
    assert seen["database"].state is State.BROKEN
    assert "LEADLIGHT_DATABASE_URL" in seen["database"].to_do
    assert seen["secret"].state is State.WELL


def test_rules_that_are_wrong_are_named(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = installation / "rules"
    (rules / "indicators/fees").mkdir(parents=True)
    (rules / "indicators/fees/broken.yml").write_text("id: [")
    monkeypatch.setenv("LEADLIGHT_RULES_DIR", str(rules))
    assert looked_at("rules")["rules"].state is State.BROKEN


def test_a_clock_that_goes_after_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_today", lambda: date(2001, 1, 1))
    assert looked_at("rules")["clock"].state is State.BROKEN


def test_a_register_that_is_too_old_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_today", lambda: date(2099, 1, 1))
    with open_database(read_settings().database) as database:
        load_shipped(database.registers, load_sources())
    old = [one for name, one in looked_at("database").items() if name.startswith("register ")]
    assert old
    assert all("too old" in one.said and one.to_do for one in old)


def test_a_service_open_to_the_network_without_a_proxy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIGHT_HOST", "0.0.0.0")
    assert looked_at("network")["network"].state is State.LOOK
    monkeypatch.setenv("LEADLIGHT_TRUSTED_PROXIES", "10.0.0.0/8")
    assert looked_at("network")["network"].state is State.WELL


def test_a_cache_server_is_asked_how_it_is_set_up(valkey: EmbeddedValkey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIGHT_CACHE_SECONDS", "60")
    monkeypatch.setenv("LEADLIGHT_REDIS_URL", valkey.url)
    seen = looked_at("cache")
    assert seen["cache"].state is State.WELL
    assert "cache memory" not in seen
    with redis.Redis.from_url(valkey.url) as admin:
        admin.config_set("maxmemory-policy", "noeviction")
        admin.config_set("appendonly", "yes")
        assert {"cache memory", "cache disk"} <= set(looked_at("cache"))
        admin.config_set("appendonly", "no")


def test_a_cache_server_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIGHT_CACHE_SECONDS", "60")
    monkeypatch.setenv("LEADLIGHT_REDIS_URL", "redis://127.0.0.1:1/0")
    seen = looked_at("cache")["cache"]
    assert seen.state is State.BROKEN
    assert "LEADLIGHT_REDIS_URL" in seen.to_do
