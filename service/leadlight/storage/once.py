"""One computation per key: a crowd that asks the same at once causes the work once, across all workers."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from leadlight.storage.cache import VerdictCache

CLAIM_S = 10
"""How long a worker may hold a key before another one takes it over: longer than the longest check with its fetch."""

FOLLOW_S = 8.0
"""How long a worker waits for another one's value before it computes the value itself."""

POLL_S = 0.02
"""A follower asks Redis this often: once per worker and key, not once per waiting request."""


@dataclass(frozen=True, slots=True)
class Computed:
    """A fresh value and the seconds it may be kept; 0 keeps it for nobody but those already waiting."""

    value: bytes
    ttl_s: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A value, whether the cache had it, and whether it was put there just now."""

    value: bytes
    hit: bool
    stored: bool = False


class OnceCache:
    """A verdict cache whose misses are computed once.

    Args:
        cache: where values are kept. Its failures cost at most that something is computed more than once.

    """

    def __init__(self, cache: VerdictCache) -> None:
        self._cache = cache
        self._under_way: dict[bytes, asyncio.Task[Kept]] = {}

    async def get(self, key: bytes, compute: Callable[[], Awaitable[Computed]]) -> Kept:
        """The value under `key`, computed when nobody has it and nobody is computing it.

        A caller that goes away does not stop the computation that others wait for. An error of `compute` reaches
        everybody who waits in this process; the next caller tries again.
        """
        held = self._cache.held(key)
        if held is not None:
            return Kept(held, hit=True)
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.create_task(self._lead_or_follow(key, compute))
            self._under_way[key] = task
            task.add_done_callback(lambda done: self._finished(key, done))
        return await asyncio.shield(task)

    async def settle(self) -> None:
        """Wait until every computation under way has ended, whatever its end."""
        while self._under_way:
            await asyncio.wait(tuple(self._under_way.values()))

    def _finished(self, key: bytes, task: "asyncio.Task[Kept]") -> None:
        self._under_way.pop(key, None)
        if not task.cancelled():
            task.exception()  # the callers may all have gone: then nobody else looks at it

    async def _lead_or_follow(self, key: bytes, compute: Callable[[], Awaitable[Computed]]) -> Kept:
        until = asyncio.get_running_loop().time() + FOLLOW_S
        while True:
            held = await self._cache.get(key)
            if held is not None:
                return Kept(held, hit=True)
            if await self._cache.claim(key, CLAIM_S) or asyncio.get_running_loop().time() > until:
                break
            await asyncio.sleep(POLL_S)
        try:
            # Between the look and the claim another worker may have finished and given its claim back.
            held = await self._cache.get(key)
            if held is not None:
                return Kept(held, hit=True)
            computed = await compute()
            if computed.ttl_s > 0:
                await self._cache.put(key, computed.value, computed.ttl_s)
            return Kept(computed.value, hit=False, stored=computed.ttl_s > 0)
        finally:
            await self._cache.release(key)
