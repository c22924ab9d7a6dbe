"""The verdict cache: a small level one in the process, and Redis or Valkey behind it. It never fails a request."""

import time
from dataclasses import dataclass

from cachetools import TLRUCache

from leadlight.storage.redis_line import ANSWER_WITHIN_S, RedisLine
from leadlight.storage.seal import Sealer

LEVEL_ONE_BYTES = 32 * 1024 * 1024
LEVEL_ONE_TTL_S = 10
"""How long level one answers without asking Redis: what another worker learned is seen after ten seconds at most."""

PREFIX = b"ll:v:"
CLAIM_PREFIX = b"ll:c:"
"""Keys of values and of claims. Every command names one key, so a cluster needs no hash tags."""


@dataclass(frozen=True, slots=True)
class _Held:
    value: bytes
    until: float
    expires_at: float


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
        sealed = await self._redis.ask("GET", PREFIX + key)
        opened = self._sealer.open(key, sealed, now=time.time()) if isinstance(sealed, bytes) else None
        if opened is None:
            return None
        value, expires_at = opened
        self._hold(key, value, min(LEVEL_ONE_TTL_S, expires_at - time.time()), expires_at)
        return value

    def held(self, key: bytes) -> bytes | None:
        """Value that level one holds under `key`, without asking Redis; None when it holds none."""
        held = self._level_one.get(key)
        return None if held is None else held.value

    def held_until(self, key: bytes) -> tuple[bytes, float] | None:
        """Value that level one holds, and when it ends everywhere, in seconds since 1970; None when it holds none."""
        held = self._level_one.get(key)
        return None if held is None else (held.value, held.expires_at)

    async def put(self, key: bytes, value: bytes, ttl_s: int) -> None:
        """Keep `value` under `key` for `ttl_s` seconds, or less. Never raises, never waits long."""
        if ttl_s <= 0:
            return
        expires_at = int(time.time()) + ttl_s
        if self._redis is None:
            self._hold(key, value, ttl_s, expires_at)
            return
        self._hold(key, value, min(LEVEL_ONE_TTL_S, ttl_s), expires_at)
        sealed = self._sealer.seal(key, value, expires_at=expires_at)
        await self._redis.ask("SET", PREFIX + key, sealed, "EX", ttl_s)

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

    def _hold(self, key: bytes, value: bytes, seconds: float, expires_at: float) -> None:
        held = _Held(value, time.monotonic() + seconds, expires_at)
        self._level_one.pop(key, None)  # an older value must not outlive one that is too large to hold
        if seconds > 0 and _size(held) <= self._level_one.maxsize:
            self._level_one[key] = held


def _size(held: _Held) -> int:
    return len(held.value) + 200  # 200: the key, the entry and its place in two tables
