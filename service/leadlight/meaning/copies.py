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
from leadlight.meaning.sentences import FEWEST_CHARACTERS, LONGEST_FIELD, MOST_CHARACTERS

TIMED_OUT = "meaning_timed_out"
FAILED = "meaning_failed"
LONGEST_READING_S = 15.0
"""The dearest ad takes 0.4 s of a core. A process that needs forty times as long does not read, it hangs."""
SHORTEST = 200
"""Characters that the shortest ad counts for: each takes some milliseconds however little it says."""
SHARE_OF_TIME = 0.8
"""Of the time that is left, what reading is expected to take: a sentence may be dearer than most."""
FIRST_GUESS = 0.00025
"""Seconds for a character before anything was read: a slow core, so that the first long ad is not late."""
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

    def ask(self, title: str, text: str, language: str, most: int) -> None:
        """Send one ad, with at most 60,000 characters of each field, of which `most` shall be read."""
        self.connection.settimeout(LONGEST_READING_S)
        send(self.connection, {"title": _whole(title), "text": _whole(text), "language": language, "most": most})

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
        self._seconds_a_character = FIRST_GUESS
        self._lock = Lock()

    def least_s(self, length: int) -> float:
        """Seconds for an ad of so many characters when as little of it is read as makes sense."""
        return self._seconds_a_character * min(_counted(length), FEWEST_CHARACTERS) / SHARE_OF_TIME

    def most_in(self, seconds: float) -> int:
        """Characters that can be read in so many seconds, from `FEWEST_CHARACTERS` to `MOST_CHARACTERS`."""
        fit = int(SHARE_OF_TIME * seconds / self._seconds_a_character)
        return min(max(fit, FEWEST_CHARACTERS), MOST_CHARACTERS)

    def note(self, length: int, most: int, seconds: float) -> None:
        """Take in how long an ad of so many characters took, of which `most` might be read."""
        newest = seconds / min(_counted(length), most)
        with self._lock:
            self._seconds_a_character += NEWEST_COUNTS * (newest - self._seconds_a_character)


def _counted(length: int) -> int:
    return min(max(length, SHORTEST), MOST_CHARACTERS)


def _whole(text: str) -> str:
    """The part that is read, without halves of characters, which JSON cannot carry."""
    return text[:LONGEST_FIELD].encode("utf-8", "replace").decode()
