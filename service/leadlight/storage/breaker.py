"""A breaker: stop knocking at a part that does not answer, and try again after a short rest."""

import threading
import time
from collections.abc import Callable


class Breaker:
    """Counts failures in a row; after enough of them it stays open for a rest, then lets one try through.

    Safe to use from several threads.

    Args:
        failures: failures in a row that open it, at least 1.
        rest_s: seconds it stays open before one try is let through.
        clock: seconds that never go back; only tests pass their own.

    """

    def __init__(self, *, failures: int, rest_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = failures
        self._rest_s = rest_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failed = 0
        self._closed_again_at: float | None = None

    @property
    def open(self) -> bool:
        """Whether the part is taken as down. Stays true while the one try is under way."""
        return self._closed_again_at is not None

    def allows(self) -> bool:
        """Whether to try now. While open, true once per rest: that caller is the one that finds out."""
        if self._closed_again_at is None:
            return True
        with self._lock:
            now = self._clock()
            if self._closed_again_at is not None and now < self._closed_again_at:
                return False
            self._closed_again_at = now + self._rest_s
            return True

    def succeeded(self) -> None:
        """Note an answer: the part is well."""
        if self._failed or self._closed_again_at is not None:
            with self._lock:
                self._failed = 0
                self._closed_again_at = None

    def failed(self) -> None:
        """Note a failure; enough of them in a row open the breaker."""
        with self._lock:
            self._failed += 1
            if self._failed >= self._limit:
                self._closed_again_at = self._clock() + self._rest_s
