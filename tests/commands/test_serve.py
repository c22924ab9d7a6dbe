"""`leadlight serve` as a real process."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from leadlight.commands.quiet_logs import QuietFormatter
from patience import PATIENCE_S


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(port: int, data: Path, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "leadlight", "serve", "--port", str(port)],
        env={**os.environ, "LEADLIGHT_DATA_DIR": str(data), **environment},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_it_says_in_three_lines_what_to_open_and_stops_cleanly(free_port: int, tmp_path: Path) -> None:
    with start(free_port, tmp_path) as process:
        assert process.stderr is not None
        lines = [process.stderr.readline() for _ in range(3)]
        assert f"http://127.0.0.1:{free_port}/" in lines[0]
        assert f"http://127.0.0.1:{free_port}/docs" in lines[1]
        assert "extension" in lines[2]
        assert httpx.get(f"http://127.0.0.1:{free_port}/healthz").status_code == 200
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate(timeout=PATIENCE_S)
        assert process.returncode in {0, -signal.SIGTERM}
        assert "Traceback" not in rest
        assert not (tmp_path / "valkey.sock").exists() or not alive(tmp_path / "valkey.sock")


def alive(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        try:
            client.connect(str(path))
        except OSError:
            return False
        return True


def test_a_port_in_use_gives_one_clear_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with start(port, tmp_path) as process:
            out, error = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert out == ""
    assert error.count("\n") == 1
    assert f"port {port}" in error
    assert f"--port {port + 1}" in error


def test_a_bad_setting_refuses_the_start_and_names_the_variable(free_port: int, tmp_path: Path) -> None:
    with start(free_port, tmp_path, LEADLIGHT_CACHE_SECONDS="soon") as process:
        _, error = process.communicate(timeout=PATIENCE_S)
    assert process.returncode == 1
    assert error.startswith("leadlight: LEADLIGHT_CACHE_SECONDS")
    assert "Traceback" not in error


def test_logs_name_where_an_error_happened_and_never_its_words() -> None:
    try:
        raise ValueError("the words of an ad")
    except ValueError as error:
        text = QuietFormatter().formatException((type(error), error, error.__traceback__))
    assert "ValueError" in text
    assert "test_serve.py" in text
    assert "the words of an ad\n" not in text
    assert not text.rstrip().endswith("the words of an ad")
