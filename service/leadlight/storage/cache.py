"""The verdict cache: a small level one in the process, and Redis or Valkey behind it. It never fails a request."""

import math
import time
from dataclasses import dataclass
from typing import Final

from cachetools import TLRUCache

from leadlight.storage.redis_line import ANSWER_WITHIN_S, RedisLine
from leadlight.storage.seal import Sealer

LEVEL_ONE_BYTES = 32 * 1024 * 1024
LEVEL_ONE_TTL_S = 10
"""How long level one answers without asking Redis: what another worker learned is seen after ten seconds at most."""

UNCONFIRMED_S = 60
"""How long level one holds a value for the case that Redis cannot say whether it is still good: it does not answer, or
it was started anew and is empty. The value is then given for `GIVEN_AGAIN_S` and made anew in the background; otherwise
a crowd would wait for all its answers at once."""

GIVEN_AGAIN_S = 10

PREFIX = b"ll:v:"
CLAIM_PREFIX = b"ll:c:"
"""Keys of values and of claims. Every command names one key, so a cluster needs no hash tags."""

UNANSWERED: Final = object()


@dataclass(slots=True)
class _Held:
    value: bytes
    confirmed_until: float
    until: float
    expires_at: float
    connection: int = 0  # the one on which Redis had the value; 0: on none


class VerdictCache:
    """Keeps encoded verdicts for a while. A miss and a failure look the same to the caller: compute it.

    Redis holds sealed bytes only: no readable text, and nothing that a writer to Redis could forge.

    Args:
        address: `redis://`, `rediss://` or `unix://` URL; "" for level one alone.
        secret: 32 bytes for sealing, made for this purpose only.
        cluster: the address is that of a node of a Redis Cluster.
        answer_within_s: how long one question to Redis may take.
        level_one_bytes: memory that level one may take for values.

    Raises:
        ValueError: the address is none of these, or the secret has another length.

    """

    def __init__(
        self,
        address: str,
        secret: bytes,
        *,
        cluster: bool = False,
        answer_within_s: float = ANSWER_WITHIN_S,
        level_one_bytes: int = LEVEL_ONE_BYTES,
    ) -> None:
        self._sealer = Sealer(secret)
        self._level_one: TLRUCache[bytes, _Held] = TLRUCache(
            level_one_bytes, ttu=lambda _key, held, _now: held.until, timer=time.monotonic, getsizeof=_size
        )
        self._redis = RedisLine(address, cluster=cluster, answer_within_s=answer_within_s) if address else None

    @property
    def line(self) -> RedisLine | None:
        """The line to Redis, for what else the workers share; None without an address."""
        return self._redis

    async def get(self, key: bytes) -> bytes | None:
        """Value kept under `key`; None when there is none, or none could be had. Never raises, never waits long.

        Args:
            key: a keyed hash that the caller made (HMAC): the cache must not hold what was asked for.

        """
        held = self.held(key)
        if held is not None or self._redis is None:
            return held
        sealed = await self._redis.ask("GET", PREFIX + key, unanswered=UNANSWERED)
        if not isinstance(sealed, bytes):
            # Nothing is under the key, unless nobody answered.
            return self._unconfirmed(key, connection=-1 if sealed is UNANSWERED else self._redis.connections)
        opened = self._sealer.open(key, sealed, now=time.time())
        if opened is None:
            return None
        value, expires_at = opened
        self._hold(key, value, LEVEL_ONE_TTL_S, expires_at).connection = self._redis.connections
        return value

    def held(self, key: bytes) -> bytes | None:
        """Value that level one holds under `key`, without asking Redis; None when it holds none."""
        held = self.held_until(key)
        return None if held is None else held[0]

    def held_until(self, key: bytes) -> tuple[bytes, float] | None:
        """Value that level one holds, and when it ends everywhere, in seconds since 1970; None when it holds none."""
        held = self._level_one.get(key)
        return None if held is None or held.confirmed_until < time.monotonic() else (held.value, held.expires_at)

    async def put(self, key: bytes, value: bytes, ttl_s: int) -> None:
        """Keep `value` under `key` for `ttl_s` seconds, or less. Never raises, never waits long."""
        if ttl_s <= 0:
            return
        expires_at = int(time.time()) + ttl_s
        if self._redis is None:
            self._hold(key, value, ttl_s, expires_at)
            return
        held = self._hold(key, value, LEVEL_ONE_TTL_S, expires_at)
        sealed = self._sealer.seal(key, value, expires_at=expires_at)
        if await self._redis.ask("SET", PREFIX + key, sealed, "EX", ttl_s) is not None:
            held.connection = self._redis.connections

    async def drop(self, key: bytes) -> None:
        """Forget the value under `key`. Never raises, never waits long."""
        self._level_one.pop(key, None)
        if self._redis is not None:
            await self._redis.ask("DEL", PREFIX + key)

    async def claim(self, key: bytes, ttl_s: int) -> bool:
        """Claim the computation of `key` among all workers for at most `ttl_s` seconds.

        False only when another worker holds it. When Redis cannot be asked everybody may go ahead: computing twice
        is better than not at all. Never raises, never waits long.
        """
        if self._redis is None:
            return True
        claimed = await self._redis.ask("SET", CLAIM_PREFIX + key, b"", "NX", "EX", ttl_s, unanswered=True)
        return claimed is not None

    async def release(self, key: bytes) -> None:
        """Give a claim back, so that nobody waits for its time to pass. Never raises, never waits long."""
        if self._redis is not None:
            await self._redis.ask("DEL", CLAIM_PREFIX + key)

    def state(self) -> str:
        """How it does, without asking: "redis", "level_one_only" (no address), or "breaker_open" (no answer)."""
        if self._redis is None:
            return "level_one_only"
        return "breaker_open" if self._redis.is_down else "redis"

    async def aclose(self) -> None:
        """Close the connections. May be called twice."""
        if self._redis is not None:
            await self._redis.aclose()

    def _unconfirmed(self, key: bytes, *, connection: int) -> bytes | None:
        """What level one still has, when Redis cannot know better: it is silent, or never was given this value."""
        held = self._level_one.get(key)
        if held is None:
            return None
        if held.confirmed_until > time.monotonic():  # somebody computed it while Redis was asked
            return held.value
        if held.connection == connection:
            self._level_one.pop(key)  # another worker took it back
            return None
        # Its early end makes the next one who asks have it made anew in the background.
        self._hold(key, held.value, LEVEL_ONE_TTL_S, time.time() + GIVEN_AGAIN_S, until=held.until)
        return held.value

    def _hold(self, key: bytes, value: bytes, seconds: float, expires_at: float, *, until: float = math.inf) -> _Held:
        now, left = time.monotonic(), expires_at - time.time()
        most = left if self._redis is None else min(left, UNCONFIRMED_S)
        held = _Held(value, now + min(seconds, left), min(now + most, until), expires_at)
        self._level_one.pop(key, None)  # an older value must not outlive one that is too large to hold
        if left > 0 and _size(held) <= self._level_one.maxsize:
            self._level_one[key] = held
        return held


def _size(held: _Held) -> int:
    return len(held.value) + 200  # 200: the key, the entry and its place in two tables
