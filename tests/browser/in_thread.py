"""Keeps a driver in a thread of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from browser.driver import Driver


class InThread:
    """Calls a driver in one thread of its own.

    Playwright leaves an event loop running in the thread that uses it; in the main thread, every asynchronous test
    that comes later would fail.
    """

    def __init__(self, start: Callable[[], Driver]) -> None:
        self._start = start
        self._begin()

    def _begin(self) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._driver = self._thread.submit(self._start).result()

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._driver, name)
        if not callable(value):
            return value
        return lambda *values, **named: self._thread.submit(value, *values, **named).result()

    def restart(self) -> None:
        """Go on with a new browser in a new thread; how the old one ends does not matter any more."""
        with suppress(Exception):
            self.close()
        self._begin()

    def close(self) -> None:
        """End the browser and the thread."""
        self._thread.submit(self._driver.close).result()
        self._thread.shutdown()
