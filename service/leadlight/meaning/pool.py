"""Reads meaning in processes of their own: the service neither waits for the model nor dies with it."""

import contextlib
import logging
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from leadlight.errors import CheckUnavailable
from leadlight.meaning.messages import receive, send
from leadlight.meaning.reading import Reading
from leadlight.meaning.sentences import LONGEST_FIELD

log = logging.getLogger(__name__)

START = b"s"
UNAVAILABLE = "meaning_unavailable"
TIMED_OUT = "meaning_timed_out"
FAILED = "meaning_failed"
SECONDS_TO_START = 60.0
"""Loading takes 0.5 s on an idle core; a machine that needs a minute is too busy to read meaning at all."""
SECONDS_BETWEEN_STARTS = 30.0
"""A model that could not be loaded is not tried again for each ad."""
PASSED_ON = ("PATH", "PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "LANG", "LC_ALL")
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}


@dataclass(slots=True)
class _Copy:
    pid: int
    connection: socket.socket

    def end(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, signal.SIGKILL)
        self.connection.close()


class MeaningPool:
    """Reads the meaning of ads within a time budget. Safe to share between threads; never call it on an event loop.

    One process holds the model; up to `processes` copies of it read. Nothing runs before `start` or the first ad.
    """

    def __init__(self, *, processes: int = 1, model_folder: Path | None = None) -> None:
        self._model_folder = model_folder
        self._processes = processes
        self._free: queue.LifoQueue[_Copy] = queue.LifoQueue()
        self._copies: set[int] = set()
        self._starting = threading.Lock()
        self._closed = False
        self._parent: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._failed_at = float("-inf")
        self._problem = ""
        self.version = ""

    def start(self) -> None:
        """Load the model now, so that the first ad need not wait.

        Raises:
            CheckUnavailable: this machine has no model, or it does not start.
        """
        with self._starting:
            while len(self._copies) < self._processes and not self._closed:
                copy = self._new_copy()
                self._copies.add(copy.pid)
                self._free.put(copy)

    def read(self, title: str, text: str, language: str = "", *, budget_s: float) -> Reading:
        """Read one ad.

        Args:
            title: "" when there is none.
            text: the ad's words; what is beyond 60,000 characters is not read.
            language: ISO 639-1 of the text, "" when unknown.
            budget_s: seconds that it may take, waiting for a free process included.

        Raises:
            CheckUnavailable: `meaning_timed_out` after the budget; `meaning_failed` when the process was ended in the
                middle; `meaning_unavailable` when there is no model on this machine.
        """
        deadline = time.monotonic() + budget_s
        copy = self._free_copy(budget_s)
        try:
            copy.connection.settimeout(max(deadline - time.monotonic(), 0.001))
            send(copy.connection, {"title": _whole(title), "text": _whole(text), "language": language})
            answer = receive(copy.connection)
        except (OSError, EOFError) as error:
            copy.end()
            self._copies.discard(copy.pid)
            self._start_in_background()
            reason = TIMED_OUT if isinstance(error, TimeoutError) else FAILED
            raise CheckUnavailable(reason, problem=type(error).__name__) from error
        self._free.put(copy)
        if "problem" in answer:
            raise CheckUnavailable(FAILED, problem=str(answer["problem"]))
        return Reading.from_json(answer)

    def close(self) -> None:
        """End all processes. Ads that are being read become "not checked"."""
        self._closed = True
        with self._starting:
            self._drop_parent()
        with contextlib.suppress(queue.Empty):
            while True:
                self._free.get_nowait().end()

    def _free_copy(self, seconds: float) -> _Copy:
        if self._is_missing():
            raise CheckUnavailable(UNAVAILABLE, problem=self._problem)
        if len(self._copies) < self._processes:
            self._start_in_background()
        try:
            return self._free.get(timeout=seconds)
        except queue.Empty:
            if self._is_missing():
                raise CheckUnavailable(UNAVAILABLE, problem=self._problem) from None
            raise CheckUnavailable(TIMED_OUT) from None

    def _is_missing(self) -> bool:
        return time.monotonic() - self._failed_at < SECONDS_BETWEEN_STARTS

    def _start_in_background(self) -> None:
        if not self._starting.locked():
            threading.Thread(target=self._start_quietly, name="leadlight-meaning-start", daemon=True).start()

    def _start_quietly(self) -> None:
        # Said in the verdict of each ad meanwhile, and in the log once.
        with contextlib.suppress(CheckUnavailable):
            self.start()

    def _new_copy(self) -> _Copy:
        for attempt in range(2):
            control = self._running_parent()
            ours, theirs = socket.socketpair()
            try:
                socket.send_fds(control, [START], [theirs.fileno()])
                # Closed at once: only then does the death of the parent end the wait for the copy's first word.
                theirs.close()
                ours.settimeout(SECONDS_TO_START)
                return _Copy(int(str(receive(ours)["pid"])), ours)
            except (OSError, EOFError) as error:
                # The parent was killed since it was last seen: a new one is tried once.
                ours.close()
                self._drop_parent()
                if attempt:
                    self._fail(type(error).__name__)
            finally:
                theirs.close()
        raise CheckUnavailable(UNAVAILABLE, problem=self._problem)

    def _running_parent(self) -> socket.socket:
        if self._control is not None and self._parent is not None and self._parent.poll() is None:
            return self._control
        if self._is_missing():
            raise CheckUnavailable(UNAVAILABLE, problem=self._problem)
        self._drop_parent()
        try:
            return self._start_parent()
        except (OSError, EOFError) as error:
            self._fail(type(error).__name__)
            raise CheckUnavailable(UNAVAILABLE, problem=self._problem) from error

    def _start_parent(self) -> socket.socket:
        if sys.platform == "win32":
            self._fail("no process of this kind on Windows")
            raise CheckUnavailable(UNAVAILABLE, problem=self._problem)
        ours, theirs = socket.socketpair()
        environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | ONE_THREAD
        command = [sys.executable, "-m", "leadlight.meaning.reading_process", str(theirs.fileno())]
        self._parent = subprocess.Popen(  # noqa: S603  the interpreter that runs this, and nothing from an ad
            [*command, str(self._model_folder or "")],
            pass_fds=[theirs.fileno()],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        theirs.close()
        self._control = ours
        ours.settimeout(SECONDS_TO_START)
        hello = receive(ours)
        if hello["problem"]:
            self._fail(str(hello["problem"]))
            raise CheckUnavailable(UNAVAILABLE, problem=self._problem)
        self.version = str(hello["version"])
        return ours

    def _fail(self, problem: str) -> None:
        self._problem = problem
        self._failed_at = time.monotonic()
        log.warning("meaning is not read: %s", problem)
        self._drop_parent()

    def _drop_parent(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._parent is not None:
            self._parent.kill()
            self._parent.wait()
            self._parent = None


def _whole(text: str) -> str:
    """The part that is read, without halves of characters, which JSON cannot carry."""
    return text[:LONGEST_FIELD].encode("utf-8", "replace").decode()
