"""Real servers for measuring: each in its own process, with its CPU time readable from outside."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

START_SECONDS = 30
STOP_SECONDS = 20


class Server:
    """A running HTTP server process."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.port = port
        self.data_folder = ""
        self._process = psutil.Process(process.pid)

    def cpu_s(self) -> float:
        """CPU seconds that the server process has spent so far."""
        times = self._process.cpu_times()
        return times.user + times.system

    def memory_mb(self) -> float:
        """Memory that the server process alone holds, in MB: without its children, and without the pages of files that
        the system shows it and takes back at will, which grow with the database."""
        return float(self._process.memory_full_info().uss) / 1e6


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(arguments: list[str], environment: dict[str, str] | None = None) -> Iterator[Server]:
    """Start `python ARGUMENTS` with {port} filled in, wait until it accepts connections, stop it at the end."""
    port = free_port()
    command = [sys.executable, *(argument.format(port=port) for argument in arguments)]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env={**os.environ, **(environment or {})})
        try:
            _wait_until_open(port, process)
            yield Server(process, port)
        finally:
            process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


def _wait_until_open(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 20):
        if process.poll() is not None:
            raise RuntimeError(f"the server stopped with code {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.05)
    raise RuntimeError(f"the server did not open port {port} within {START_SECONDS} s")


@contextlib.contextmanager
def leadlight(shared_folder: str = "", **settings: str) -> Iterator[Server]:
    """The real service with its embedded default, on data of its own, or as another worker on those of a first one."""
    with tempfile.TemporaryDirectory() as own_folder:
        folder = shared_folder or own_folder
        environment = {"LEADLIGHT_DATA_DIR": folder, "LEADLIGHT_LOG_LEVEL": "warning", **settings}
        with running(["-m", "leadlight", "serve", "--port", "{port}"], environment) as server:
            server.data_folder = folder
            yield server


@contextlib.contextmanager
def baseline() -> Iterator[Server]:
    """A bare FastAPI app (an echo and a Redis GET) beside a real Valkey of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {"BASELINE_DATA_DIR": folder, "PYTHONPATH": str(Path(__file__).parent)}
        arguments = [
            "-m",
            "uvicorn",
            "baseline_app:app",
            "--port",
            "{port}",
            "--no-access-log",
            "--log-level",
            "warning",
        ]
        with running(arguments, environment) as server:
            yield server
