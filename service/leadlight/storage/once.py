"""One computation per key: a crowd that asks the same at once causes the work once, across all workers."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, NamedTuple

from leadlight.storage.cache import VerdictCache

FOLLOW_SHARE = 0.9
"""A worker waits for another one's value for this share of the time that the other may hold its claim."""

POLL_S = 0.02
"""A follower asks Redis this often: once per worker and key, not once per waiting request."""


class Computed(NamedTuple):
    """A fresh value and the seconds it may be kept; 0 keeps it for nobody but those already waiting."""

    value: bytes
    ttl_s: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A value, whether the cache had it, and whether it is being put there."""

    value: bytes
    hit: bool
    stored: bool = False


class OnceCache:
    """A verdict cache whose misses are computed once, and whose hot entries are renewed before they end.

    Args:
        cache: where values are kept. Its failures cost at most that something is computed more than once.

    """

    def __init__(self, cache: VerdictCache) -> None:
        self._cache = cache
        self._under_way: dict[bytes, asyncio.Task[Kept]] = {}
        self._after: set[asyncio.Task[None]] = set()
        # Nobody waits for a renewal, but everybody waits for the processor: what computes is renewed one by one.
        self._to_renew: dict[bytes, Callable[[], Awaitable[tuple[bytes, int]]]] = {}
        self._renewing: asyncio.Task[None] | None = None

    async def get(
        self,
        key: bytes,
        compute: Callable[[], Awaitable[tuple[bytes, int]]],
        *,
        claim_s: int = 0,
        renew_before_s: float = 0,
    ) -> Kept:
        """The value under `key`, computed when nobody has it and nobody is computing it.

        A caller that goes away does not stop the computation that others wait for. An error of `compute` reaches
        everybody who waits in this process; the next caller tries again.

        Args:
            key: a keyed hash.
            compute: makes the value, with the seconds that it may be kept.
            claim_s: how long `compute` may take, in seconds, while other workers wait for its value; 0: every worker
                computes for itself, for what is quicker to compute than to agree upon.
            renew_before_s: a hit whose time ends within so many seconds is computed anew in the background, once.

        """
        held = self._cache.held_until(key)
        if held is not None:
            if held[1] - time.time() < renew_before_s:
                self._renew(key, compute, claim_s)
            return Kept(held[0], hit=True)
        task = self._under_way.get(key)
        if task is None:
            value = await self._cache.get(key)
            if value is not None:
                return Kept(value, hit=True)
            task = self._under_way.get(key)
        if task is None:
            task = self._start(key, self._lead_or_follow(key, compute, claim_s))
        return await asyncio.shield(task)

    async def kept(self, key: bytes, *, at_least_s: float) -> bytes | None:
        """Value that is kept for at least so many seconds more; None: there is none, or it is to be renewed."""
        held = self._cache.held_until(key)
        if held is None and await self._cache.get(key) is not None:
            held = self._cache.held_until(key)
        return held[0] if held is not None and held[1] - time.time() >= at_least_s else None

    async def settle(self) -> None:
        """Wait until every computation under way has ended, whatever its end, and every value is put away."""
        while waiting := [*self._under_way.values(), *self._after, *([self._renewing] if self._renewing else [])]:
            await asyncio.wait(waiting)

    def _start(self, key: bytes, work: Coroutine[Any, Any, Kept]) -> asyncio.Task[Kept]:
        self._to_renew.pop(key, None)
        task = asyncio.get_running_loop().create_task(work)
        self._under_way[key] = task
        task.add_done_callback(lambda done: self._finished(key, done))
        return task

    def _finished(self, key: bytes, task: "asyncio.Task[Kept]") -> None:
        self._under_way.pop(key, None)
        if not task.cancelled():
            task.exception()  # the callers may all have gone: then nobody else looks at it

    def _renew(self, key: bytes, compute: Callable[[], Awaitable[tuple[bytes, int]]], claim_s: int) -> None:
        if key in self._under_way:
            return
        if claim_s:
            self._start(key, self._renewed(key, compute, claim_s))
            return
        self._to_renew[key] = compute
        if self._renewing is None:
            self._renewing = asyncio.get_running_loop().create_task(self._renew_one_by_one())

    async def _renew_one_by_one(self) -> None:
        try:
            while self._to_renew:
                key, compute = next(iter(self._to_renew.items()))
                await asyncio.wait((self._start(key, self._lead(key, compute, claimed=False)),))
        finally:
            self._renewing = None

    async def _renewed(self, key: bytes, compute: Callable[[], Awaitable[tuple[bytes, int]]], claim_s: int) -> Kept:
        if not await self._cache.claim(key, claim_s):
            return Kept(b"", hit=True)  # another worker is at it; nobody waits for this task
        return await self._lead(key, compute, claimed=True)

    async def _lead_or_follow(
        self, key: bytes, compute: Callable[[], Awaitable[tuple[bytes, int]]], claim_s: int
    ) -> Kept:
        until = time.monotonic() + claim_s * FOLLOW_SHARE
        while claim_s and not await self._cache.claim(key, claim_s) and time.monotonic() <= until:
            await asyncio.sleep(POLL_S)
            held = await self._cache.get(key)
            if held is not None:
                return Kept(held, hit=True)
        if claim_s:
            # Between the look and the claim another worker may have finished and given its claim back.
            held = await self._cache.get(key)
            if held is not None:
                await self._cache.release(key)
                return Kept(held, hit=True)
        return await self._lead(key, compute, claimed=bool(claim_s))

    async def _lead(self, key: bytes, compute: Callable[[], Awaitable[tuple[bytes, int]]], *, claimed: bool) -> Kept:
        value, ttl_s = b"", 0
        try:
            value, ttl_s = await compute()
        finally:
            if ttl_s > 0 or claimed:
                # The answer does not wait for this: level one holds the value at once, Redis a moment later.
                after = asyncio.get_running_loop().create_task(self._put_away(key, value, ttl_s, claimed=claimed))
                self._after.add(after)
                after.add_done_callback(self._after.discard)
        return Kept(value, hit=False, stored=ttl_s > 0)

    async def _put_away(self, key: bytes, value: bytes, ttl_s: int, *, claimed: bool) -> None:
        await self._cache.put(key, value, ttl_s)
        if claimed:
            await self._cache.release(key)
