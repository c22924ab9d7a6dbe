"""One process that reads, as the service sees it: asked for one ad at a time, and waited for no longer than agreed."""

import contextlib
import os
import select
import signal
import socket
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock

from leadlight.errors import CheckUnavailable
from leadlight.meaning.messages import receive, send
from leadlight.meaning.reading import Reading
from leadlight.meaning.sentences import LONGEST_FIELD, MOST_CHARACTERS

TIMED_OUT = "meaning_timed_out"
FAILED = "meaning_failed"
LONGEST_READING_S = 15.0
"""The dearest ad takes 0.4 s of a core. A process that needs forty times as long does not read, it hangs."""
SHORTEST = 200
"""Characters that the shortest ad counts for: each takes some milliseconds however little it says."""
NEWEST_COUNTS = 0.3
"""Share of the newest reading in what the next one is expected to take: a busy minute is noticed after some ads."""


class StillReading(CheckUnavailable):
    """The ad is not read within its budget, but it will be: who asks again may have it.

    Attributes:
        reading: is done when the process has read the ad; fails when the process ends before.
    """

    def __init__(self, reading: Future[Reading]) -> None:
        super().__init__(TIMED_OUT)
        self.reading = reading


@dataclass(frozen=True, slots=True)
class Copy:
    """A process and the connection to it."""

    pid: int
    connection: socket.socket

    def ask(self, title: str, text: str, language: str) -> None:
        """Send one ad, with at most 60,000 characters of each field."""
        self.connection.settimeout(LONGEST_READING_S)
        send(self.connection, {"title": _whole(title), "text": _whole(text), "language": language})

    def answers_within(self, seconds: float) -> bool:
        """Whether the answer, or the end of the process, comes within so many seconds."""
        waiting = select.poll()
        waiting.register(self.connection, select.POLLIN)
        return bool(waiting.poll(max(seconds, 0) * 1000))

    def answer(self) -> Reading:
        """The answer to what was asked.

        Raises:
            CheckUnavailable: `meaning_failed`, the process could not read the ad, and reads the next one.
            OSError, EOFError: the process ended or hangs, and is of no use any more.
        """
        answer = receive(self.connection)
        if "problem" in answer:
            raise CheckUnavailable(FAILED, problem=str(answer["problem"]))
        return Reading.from_json(answer)

    def kill(self) -> None:
        """End the process, however busy it is; who waits for its answer sees its end."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(self.pid, signal.SIGKILL)

    def end(self) -> None:
        """End the process and the connection. Only for the one who may ask it."""
        self.kill()
        self.connection.close()


class Pace:
    """How long reading takes on this machine now. Safe to share between threads."""

    def __init__(self) -> None:
        self._seconds_a_character = 0.0
        self._lock = Lock()

    def expected_s(self, title: str, text: str) -> float:
        """Seconds that this ad will take; 0 before the first was read."""
        return self._seconds_a_character * _characters_read(title, text)

    def note(self, title: str, text: str, seconds: float) -> None:
        """Take in how long an ad took."""
        newest = seconds / _characters_read(title, text)
        with self._lock:
            before = self._seconds_a_character or newest
            self._seconds_a_character = before + NEWEST_COUNTS * (newest - before)


def _characters_read(title: str, text: str) -> int:
    return min(max(len(title) + len(text), SHORTEST), MOST_CHARACTERS)


def _whole(text: str) -> str:
    """The part that is read, without halves of characters, which JSON cannot carry."""
    return text[:LONGEST_FIELD].encode("utf-8", "replace").decode()
