"""Settings from the environment, and the secret key."""

import stat
from pathlib import Path

import pytest

from leadlight.settings import BadSettings, Settings, default_data_dir, read_secret_key, read_settings, variable


def test_nothing_set_gives_working_defaults(tmp_path: Path) -> None:
    settings = read_settings({"HOME": str(tmp_path)})
    assert settings.data_dir == tmp_path / ".local/share/leadlight"
    assert settings.database == f"sqlite:///{settings.data_dir}/leadlight.sqlite3"
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)


def test_the_data_folder_follows_the_xdg_data_home_unless_it_is_relative(tmp_path: Path) -> None:
    assert default_data_dir({"XDG_DATA_HOME": "/data", "HOME": "/home/a"}) == Path("/data/leadlight")
    assert default_data_dir({"XDG_DATA_HOME": "data", "HOME": "/home/a"}) == Path("/home/a/.local/share/leadlight")


def test_an_empty_variable_is_as_good_as_none() -> None:
    assert read_settings({"LEADLIGHT_PORT": "", "HOME": "/x"}).port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LEADLIGHT_PORT", "0"),
        ("LEADLIGHT_PORT", "eighty"),
        ("LEADLIGHT_CHECK_BUDGET_MS", "5"),
        ("LEADLIGHT_BODY_LIMIT_BYTES", "-1"),
        ("LEADLIGHT_REDIS_URL", "http://localhost"),
        ("LEADLIGHT_SECRET_KEY", "short"),
        ("LEADLIGHT_LOG_LEVEL", "loud"),
        ("LEADLIGHT_DATABASE_URL", "mysql://localhost"),
        ("LEADLIGHT_RULES_DIR", "/there/is/no/such/folder"),
        ("LEADLIGHT_TRUSTED_PROXIES", "everybody"),
        ("LEADLIGHT_CACHE_SECONDS", "1.5"),
    ],
)
def test_a_value_out_of_range_refuses_the_start_and_names_the_variable(name: str, value: str) -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings({name: value})
    assert str(refused.value).startswith(f"{name}: ")
    assert value not in str(refused.value) or value in {"0", "5", "-1"}


def test_all_wrong_values_are_named_at_once() -> None:
    with pytest.raises(BadSettings) as refused:
        read_settings({"LEADLIGHT_PORT": "x", "LEADLIGHT_CACHE_SECONDS": "x"})
    assert "LEADLIGHT_PORT" in str(refused.value)
    assert "LEADLIGHT_CACHE_SECONDS" in str(refused.value)


def test_a_misspelt_variable_is_refused_with_the_likely_one() -> None:
    with pytest.raises(BadSettings, match="Did you mean LEADLIGHT_REDIS_URL"):
        read_settings({"LEADLIGHT_REDIS_URI": "redis://localhost"})


def test_test_hosts_are_split_at_commas() -> None:
    settings = read_settings({"LEADLIGHT_FETCH_TEST_HOSTS": "127.0.0.1:80, localhost:81,"})
    assert settings.fetch_test_hosts == ("127.0.0.1:80", "localhost:81")


def test_every_setting_says_what_it_means_and_numbers_name_their_unit() -> None:
    units = ("_ms", "_bytes", "_seconds", "_days", "_hours", "_per_minute", "_at_once", "port", "_processes")
    units += ("_ads", "_employers", "_sites")
    for name, field in Settings.model_fields.items():
        assert field.description, variable(name)
        if field.annotation is int:
            assert name.endswith(units), name


def test_the_secret_is_made_once_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")
    first = read_secret_key(settings)
    assert len(first) == 64
    assert read_secret_key(settings) == first
    mode = (tmp_path / "new/secret.key").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert list((tmp_path / "new").iterdir()) == [tmp_path / "new/secret.key"]


def test_a_secret_from_the_environment_touches_no_file(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new", secret_key="s" * 32)  # type: ignore[arg-type]
    assert read_secret_key(settings) == b"s" * 32
    assert not (tmp_path / "new").exists()


def test_a_secret_file_that_was_cut_short_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("short")
    with pytest.raises(BadSettings, match="too short"):
        read_secret_key(Settings(data_dir=tmp_path))


def test_a_data_folder_that_is_a_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(BadSettings, match="LEADLIGHT_DATA_DIR"):
        read_secret_key(Settings(data_dir=tmp_path / "file"))


def test_the_secret_never_shows_when_the_settings_are_printed() -> None:
    assert "sssss" not in repr(Settings(secret_key="s" * 40))  # type: ignore[arg-type]
