"""The processes in which meaning is read. Started by `pool`; they get no settings and no secrets.

One parent process loads the model once and then only makes copies of itself (fork): a copy is ready in
milliseconds, shares the model's memory with the others, and one that is killed in the middle costs its request only.
The parent never computes before it forks, so no thread of the linear algebra library is alive to be lost.
"""

import contextlib
import os
import resource
import signal
import socket
import sys
from pathlib import Path

from leadlight.errors import CheckUnavailable
from leadlight.meaning.messages import receive, send
from leadlight.meaning.reader import MeaningReader, load_reader

MEMORY_BYTES = 128 * 1024 * 1024
"""What a copy may take beyond the loaded model. The longest ad that is read needs about 40 MB."""

WARM_UP = "Cook wanted for a small kitchen."
"""Read before the first ad: a new copy finds the model's memory page by page, which takes some 70 ms."""


def main() -> None:
    """Load the model, say so, and make a reading copy for each connection that arrives. Ends with the connection."""
    control = socket.socket(fileno=int(sys.argv[1]))
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        reader = load_reader(Path(sys.argv[2]) if len(sys.argv) > 2 and sys.argv[2] else None)  # noqa: PLR2004
    except CheckUnavailable as unavailable:
        send(control, {"problem": str(unavailable.facts.get("problem", "")), "version": ""})
        return
    send(control, {"problem": "", "version": reader.version})
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            return
        connection = socket.socket(fileno=descriptors[0])
        if os.fork() == 0:
            control.close()
            with contextlib.suppress(OSError, EOFError):
                _serve(reader, connection)
            os._exit(0)
        connection.close()


def _serve(reader: MeaningReader, connection: socket.socket) -> None:
    _bound()
    reader.read("", WARM_UP)
    send(connection, {"pid": os.getpid()})
    while True:
        question = receive(connection)
        try:
            title, text, language = str(question["title"]), str(question["text"]), str(question["language"])
            reading = reader.read(title, text, language, most=int(str(question["most"])))
            send(connection, reading.as_json())
        except MemoryError:
            send(connection, {"problem": "memory"})


def _bound() -> None:
    with contextlib.suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = pages * resource.getpagesize() + MEMORY_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


if __name__ == "__main__":
    main()
