"""A cap on what runs at once, with a queue in which a crowd of one does not keep the others waiting."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from leadlight.api.problems import TooBusy

RETRY_AFTER_S = 3


class FairQueue:
    """Lets `at_once` pieces of work run; the others wait, and the askers take turns.

    Args:
        at_once: pieces of work that run at the same time, at least 1.
        waiting: pieces that may wait, all askers together. When it is full, whoever waits for most gives way.
        patience_s: seconds that one piece waits before it is told to come back later.
    """

    def __init__(self, at_once: int, *, waiting: int, patience_s: float) -> None:
        self._free = at_once
        self._most_waiting = waiting
        self._patience_s = patience_s
        self._queues: OrderedDict[bytes, deque[asyncio.Future[None]]] = OrderedDict()
        self._waiting = 0

    @property
    def waiting(self) -> int:
        """How many pieces of work wait now."""
        return self._waiting

    @asynccontextmanager
    async def turn(self, asker: bytes) -> AsyncIterator[None]:
        """Wait for a turn and keep it until the block ends.

        Raises:
            TooBusy: it did not come in time, or too many wait.
        """
        await self._enter(asker)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, asker: bytes) -> None:
        if self._free:
            self._free -= 1
            return
        if self._waiting >= self._most_waiting:
            self._make_room(asker)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(asker, deque()).append(turn)
        self._waiting += 1
        try:
            async with asyncio.timeout(self._patience_s):
                await turn
        except TimeoutError:
            self._pass_on(turn)
            raise _too_busy() from None
        except asyncio.CancelledError:
            self._pass_on(turn)
            raise
        finally:
            self._remove(asker, turn)

    def _pass_on(self, turn: "asyncio.Future[None]") -> None:
        # The turn may have come in the same moment in which its owner went away: then somebody else gets it.
        if turn.done() and not turn.cancelled() and turn.exception() is None:
            self._leave()

    def _leave(self) -> None:
        while self._queues:
            asker, queue = self._queues.popitem(last=False)
            turn = queue.popleft()
            self._waiting -= 1
            if queue:
                self._queues[asker] = queue  # to the end: the next turn is somebody else's
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _make_room(self, asker: bytes) -> None:
        longest = max(self._queues, key=lambda one: len(self._queues[one]))
        if len(self._queues[longest]) <= len(self._queues.get(asker, ())) + 1:
            raise _too_busy()
        last = self._queues[longest][-1]
        if not last.done():
            last.set_exception(_too_busy())
        self._remove(longest, last)

    def _remove(self, asker: bytes, turn: "asyncio.Future[None]") -> None:
        queue = self._queues.get(asker)
        if queue is None or turn not in queue:
            return
        queue.remove(turn)
        self._waiting -= 1
        if not queue:
            del self._queues[asker]


def _too_busy() -> TooBusy:
    return TooBusy(
        "too-busy",
        "The service is busy with other checks.",
        "Try again in a few seconds.",
        retry_after_s=RETRY_AFTER_S,
    )
