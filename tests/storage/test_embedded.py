"""The embedded Valkey: starts, shares, stops, dies with its parent, and says why when it cannot start."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import redis

from leadlight.storage.embedded import EmbeddedValkey, start_valkey


def test_it_answers_on_a_private_socket_and_keeps_nothing_on_disk(valkey: EmbeddedValkey) -> None:
    path = Path(valkey.url.removeprefix("unix://"))
    assert path.stat().st_mode & 0o777 == 0o700
    with redis.Redis.from_url(valkey.url) as client:
        assert client.ping()
        settings = client.config_get("maxmemory*", "save", "appendonly", "port")
    assert settings["maxmemory-policy"] == "allkeys-lru"
    assert settings["maxmemory"] == str(64 * 1024 * 1024)
    assert (settings["save"], settings["appendonly"], settings["port"]) == ("", "no", "0")
    assert not psutil.Process(valkey.pid).net_connections("inet")


def test_a_second_worker_finds_the_server_of_the_first_and_leaves_it_running(valkey: EmbeddedValkey) -> None:
    second = start_valkey(Path(valkey.url.removeprefix("unix://")).parent)
    assert (second.url, second.pid) == (valkey.url, 0)
    second.stop()
    with redis.Redis.from_url(valkey.url) as client:
        assert client.ping()


def test_stopping_ends_the_server_and_may_be_done_twice(valkey: EmbeddedValkey) -> None:
    server = psutil.Process(valkey.pid)
    valkey.stop()
    server.wait(5)
    assert not server.is_running()
    valkey.stop()


def test_a_folder_with_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    with start_valkey(tmp_path / ("long" * 40)) as server:
        assert server.url, server.reason
        path = Path(server.url.removeprefix("unix://"))
        assert len(bytes(path)) < 104
    assert not path.parent.exists()


def test_the_server_ends_when_its_parent_is_killed(valkey: EmbeddedValkey, tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib; from leadlight.storage.embedded import start_valkey; "
        "server = start_valkey(pathlib.Path(sys.argv[1])); print(server.pid, flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        server = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    server.wait(5)
    assert not server.is_running()


def test_a_server_that_cannot_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    server = start_valkey(tmp_path / "file")
    assert server.url == ""
    assert "could not be started" in server.reason
    server.stop()


def test_a_server_that_refuses_its_options_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadlight.storage.embedded.MEMORY_CAP", "plenty")
    server = start_valkey(tmp_path)
    assert (server.url, server.pid) == ("", 0)
    assert "not ready" in server.reason
    assert "argument" in server.reason or "memory" in server.reason.lower()


def test_a_system_without_a_binary_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.system", lambda: "Plan9")
    server = start_valkey(tmp_path)
    assert server.url == ""
    assert "no Valkey for this system" in server.reason
    assert not list(tmp_path.iterdir())
