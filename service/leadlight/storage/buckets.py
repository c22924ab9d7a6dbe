"""Token buckets that all workers share through Redis, and that each worker keeps alone while Redis does not answer."""

import hmac
import math
import secrets
import time
from collections.abc import Callable

from cachetools import LRUCache

from leadlight.storage.redis_line import RedisLine

BUCKET_PREFIX = b"ll:b:"
DAY_PREFIX = b"ll:d:"

MOST_HELD = 50_000
"""Buckets that one worker remembers, the least recently used go: about 10 MB."""

LEASE_S = 10.0
"""How long tokens that were taken ahead may be spent. Spending them asks nobody."""

ASK_AGAIN_S = 30.0
"""How often a worker that could not get the shared key of the day asks for it again."""

DAY_S = 86_400

# The generic cell rate algorithm: one number per bucket, the time at which it will be empty of requests again. It runs
# as one step in the server, by the server's clock, so workers with wrong clocks do no harm.
TAKE = b"""
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local step, most, tokens = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local free = math.max(tonumber(redis.call('GET', KEYS[1]) or '0') or 0, now) + tokens * step
local wait = free - now - most * step
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], string.format('%.3f', free), 'PX', math.ceil(free - now) + 1000)
return 0
"""


class TokenBuckets:
    """Buckets by name and asker. Fails open: without Redis each worker counts for itself.

    Args:
        line: the line to Redis; None: this worker alone.
        secret: key of the buckets' names, made for this purpose only. It is joined with a random key that is made anew
            each day and lost after it, so nobody can find out later which network a name stood for.
        clock: seconds that never go back; only tests pass their own.
        today: number of the day; only tests pass their own.
    """

    def __init__(
        self,
        line: RedisLine | None,
        secret: bytes,
        *,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], int] = lambda: int(time.time() // DAY_S),
    ) -> None:
        self._line = line
        self._secret = secret
        self._clock = clock
        self._today = today
        self._leases: LRUCache[bytes, tuple[int, float]] = LRUCache(MOST_HELD)
        self._own: LRUCache[bytes, float] = LRUCache(MOST_HELD)
        self._day = -1
        self._key_of_day = b""
        self._ask_key_at = 0.0

    async def asker(self, name: str) -> bytes:
        """Keyed hash of an asker, 16 bytes, the same in all workers for one day. Never raises."""
        day = self._today()
        if day != self._day or (self._ask_key_at and self._clock() >= self._ask_key_at):
            await self._renew_key(day)
        return hmac.digest(self._secret + self._key_of_day, name.encode(), "sha256")[:16]

    async def take(self, asker: bytes, name: str, *, most: int, period_s: float, lease: int = 1) -> float:
        """Take one token; 0 when there was one, else the seconds after which there will be one. Never raises.

        Args:
            asker: what `asker` made.
            name: what the bucket counts.
            most: tokens of a full bucket, and how many flow in again within `period_s`; 0: no limit.
            period_s: seconds.
            lease: tokens taken at a time while the bucket is more than half full. What a worker has taken ahead and
                does not spend within `LEASE_S` is lost to the asker.
        """
        if most <= 0:
            return 0.0
        bucket = asker + name.encode()
        left, until = self._leases.get(bucket, (0, 0.0))
        if left and self._clock() < until:
            self._leases[bucket] = (left - 1, until)
            return 0.0
        lease = max(1, min(lease, most // 4))
        step_ms = period_s * 1000 / most
        # Tokens are taken ahead from the fuller half only: what one worker holds is then not missing at the others.
        if lease > 1 and not await self._take_shared(bucket, step_ms, most // 2, lease):
            left, _ = self._leases.get(bucket, (0, 0.0))  # others may have taken some meanwhile
            self._leases[bucket] = (left + lease - 1, self._clock() + LEASE_S)
            return 0.0
        return await self._take_shared(bucket, step_ms, most, 1)

    async def _take_shared(self, bucket: bytes, step_ms: float, most: int, tokens: int) -> float:
        said: object = None
        if self._line is not None:
            said = await self._line.ask("EVAL", TAKE, 1, BUCKET_PREFIX + bucket, repr(step_ms), most, tokens)
        return said / 1000 if isinstance(said, int) else self._take_own(bucket, step_ms / 1000, most, tokens)

    def _take_own(self, bucket: bytes, step_s: float, most: int, tokens: int) -> float:
        now = self._clock()
        free = max(self._own.get(bucket, 0.0), now)
        wait = free + tokens * step_s - now - most * step_s
        if wait > 0:
            return math.ceil(wait * 1000) / 1000
        self._own[bucket] = free + tokens * step_s
        return 0.0

    async def _renew_key(self, day: int) -> None:
        key = DAY_PREFIX + str(day).encode()
        shared: object = None
        if self._line is not None:
            await self._line.ask("SET", key, secrets.token_bytes(32), "NX", "EX", DAY_S)
            shared = await self._line.ask("GET", key)
        if isinstance(shared, bytes):
            self._key_of_day, self._ask_key_at = shared, 0.0
        else:
            if day != self._day:
                self._key_of_day = secrets.token_bytes(32)
            self._ask_key_at = self._clock() + ASK_AGAIN_S if self._line is not None else 0.0
        if day != self._day:
            self._leases.clear()
            self._own.clear()
        self._day = day
