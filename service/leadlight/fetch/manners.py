"""Good manners towards the sites that are fetched: few requests at once, and none while a site asks to wait."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from leadlight.errors import FetchFailed

# What browsers open to one host at most is six; one reader's page needs one.
AT_ONCE_PER_HOST = 2
# A site may ask for days; after an hour a person may try again.
LONGEST_WAIT_S = 3600.0
MOST_HOSTS = 4096


class HostManners:
    """Remembers, in memory only, how many fetches run at each host and which hosts asked to wait."""

    def __init__(self, at_once: int = AT_ONCE_PER_HOST, clock: Callable[[], float] = time.monotonic) -> None:
        self._at_once = at_once
        self._clock = clock
        self._turns: dict[str, tuple[asyncio.Semaphore, int]] = {}
        self._wait_until: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at this host and hold it.

        Raises:
            FetchFailed: the host asked to wait, and the time is not over.
        """
        self._refuse_waiting(host)
        semaphore, users = self._turns.get(host, (asyncio.Semaphore(self._at_once), 0))
        self._turns[host] = (semaphore, users + 1)
        try:
            async with semaphore:
                self._refuse_waiting(host)
                yield
        finally:
            semaphore, users = self._turns.pop(host)
            if users > 1:
                self._turns[host] = (semaphore, users - 1)

    def asked_to_wait(self, host: str, retry_after: str) -> None:
        """Note a `Retry-After` header: seconds or an HTTP date. What cannot be read, and the past, are ignored."""
        seconds = min(seconds_to_wait(retry_after), LONGEST_WAIT_S)
        if seconds > 0:
            if len(self._wait_until) >= MOST_HOSTS:
                self._wait_until.pop(next(iter(self._wait_until)))
            self._wait_until[host] = self._clock() + seconds

    def _refuse_waiting(self, host: str) -> None:
        left = self._wait_until.get(host, 0.0) - self._clock()
        if left <= 0:
            self._wait_until.pop(host, None)
            return
        minutes = int(left // 60) + 1
        raise FetchFailed(
            "site-asks-to-wait",
            f"{host} asks not to be visited again for {minutes} more minutes.",
            "Open the page in your browser and paste the text of the ad, or try again later.",
            host=host,
            minutes=minutes,
        )


def seconds_to_wait(retry_after: str) -> float:
    """Seconds that a `Retry-After` header asks for; 0 when it cannot be read."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        until = parsedate_to_datetime(retry_after)
    except ValueError:
        return 0.0
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return (aware - datetime.now(UTC)).total_seconds()
