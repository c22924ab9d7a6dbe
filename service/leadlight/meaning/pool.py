"""Reads meaning in processes of their own: the service neither waits for the model nor dies with it."""

import contextlib
import logging
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

from leadlight.errors import CheckUnavailable
from leadlight.meaning.copies import FAILED, LONGEST_READING_S, TIMED_OUT, Copy, Pace, StillReading
from leadlight.meaning.messages import receive
from leadlight.meaning.reading import Reading

log = logging.getLogger(__name__)

START = b"s"
UNAVAILABLE = "meaning_unavailable"
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


class MeaningPool:
    """Reads the meaning of ads within a time budget. Safe to share between threads; never call it on an event loop.

    One process holds the model; up to `processes` copies of it read. Nothing runs before `start` or the first ad.
    When more ads come than can be read, those are refused at once for which no process would be free in time: work
    that is begun is finished, and what was finished too late is there for who asks again.
    """

    def __init__(self, *, processes: int = 1, model_folder: Path | None = None) -> None:
        self._model_folder = model_folder
        self._processes = processes
        self._free: queue.LifoQueue[Copy] = queue.LifoQueue()
        self._copies: set[Copy] = set()
        self._pace = Pace()
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
                self._copies.add(copy)
                self._free.put(copy)

    def read(self, title: str, text: str, language: str = "", *, budget_s: float) -> Reading:
        """Read one ad.

        Args:
            title: "" when there is none.
            text: the ad's words; what is beyond 60,000 characters is not read, and of a long ad only as much as fits.
            language: ISO 639-1 of the text, "" when unknown.
            budget_s: seconds that it may take, waiting for a free process included.

        Raises:
            StillReading: after the budget; the ad is read to its end nevertheless.
            CheckUnavailable: `meaning_timed_out` when no process will be free early enough; `meaning_failed` when the
                process was ended in the middle; `meaning_unavailable` when there is no model on this machine.
        """
        deadline = time.monotonic() + budget_s
        length = len(title) + len(text)
        copy = self._free_copy(budget_s - self._pace.least_s(length))
        begun = time.monotonic()
        most = self._pace.most_in(deadline - begun)
        noted = partial(self._note, length, most, begun)
        try:
            copy.ask(title, text, language, most)
        except OSError as error:
            self._replace(copy)
            raise CheckUnavailable(FAILED, problem=type(error).__name__) from error
        if copy.answers_within(deadline - time.monotonic()):
            return self._finished(copy, noted)
        late: Future[Reading] = Future()
        threading.Thread(target=self._finish_late, args=(copy, noted, late), daemon=True).start()
        raise StillReading(late)

    def _note(self, length: int, most: int, begun: float) -> None:
        self._pace.note(length, most, time.monotonic() - begun)

    def _finished(self, copy: Copy, noted: Callable[[], None]) -> Reading:
        """The answer of a copy, which then is free again or, when it cannot answer any more, replaced."""
        try:
            reading = copy.answer()
        except (OSError, EOFError) as error:
            self._replace(copy)
            raise CheckUnavailable(FAILED, problem=type(error).__name__) from error
        except CheckUnavailable:
            self._free.put(copy)
            raise
        noted()
        self._free.put(copy)
        return reading

    def _finish_late(self, copy: Copy, noted: Callable[[], None], late: Future[Reading]) -> None:
        if not copy.answers_within(LONGEST_READING_S):
            copy.kill()
        try:
            late.set_result(self._finished(copy, noted))
        except CheckUnavailable as unavailable:
            late.set_exception(unavailable)

    def _replace(self, copy: Copy) -> None:
        copy.end()
        self._copies.discard(copy)
        self._start_in_background()

    def close(self) -> None:
        """End all processes. Ads that are being read become "not checked"."""
        self._closed = True
        with self._starting:
            self._drop_parent()
        for busy in tuple(self._copies):
            busy.kill()
        with contextlib.suppress(queue.Empty):
            while True:
                self._free.get_nowait().end()

    def _free_copy(self, seconds: float) -> Copy:
        """A copy for who may wait so many seconds for it, which may be none."""
        if self._is_missing():
            raise CheckUnavailable(UNAVAILABLE, problem=self._problem)
        if len(self._copies) < self._processes:
            self._start_in_background()
        try:
            return self._free.get(timeout=max(seconds, 0))
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

    def _new_copy(self) -> Copy:
        for attempt in range(2):
            control = self._running_parent()
            ours, theirs = socket.socketpair()
            try:
                socket.send_fds(control, [START], [theirs.fileno()])
                # Closed at once: only then does the death of the parent end the wait for the copy's first word.
                theirs.close()
                ours.settimeout(SECONDS_TO_START)
                return Copy(int(str(receive(ours)["pid"])), ours)
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
