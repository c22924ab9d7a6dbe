"""The verdict cache: a small level one in the process, and Redis or Valkey behind it. It never fails a request."""

import asyncio
import logging
import time
from collections.abc import Awaitable
from dataclasses import dataclass

from cachetools import TLRUCache
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from leadlight.storage.breaker import Breaker
from leadlight.storage.seal import Sealer

log = logging.getLogger(__name__)

SOCKET_WITHIN_S = 0.05
"""Time-out of one connect, send or receive. With the client's defaults a dead server costs each request 4.1 to 4.6 s
and a frozen one more than 12 s; with these, 0.3 ms and 153 ms (measured)."""

ANSWER_WITHIN_S = 0.2
"""Hard limit of one look-up, whatever the client does: connecting, one retry, reading."""

FAILURES_TO_OPEN = 2
REST_S = 0.5
"""After two failures in a row nobody asks for half a second, then one request does: a frozen server slows down two
requests a second, and a server that is back is noticed well within two seconds."""

LEVEL_ONE_BYTES = 32 * 1024 * 1024
LEVEL_ONE_TTL_S = 10
"""How long level one answers without asking Redis: what another worker learned is seen after ten seconds at most."""

PREFIX = b"ll:v:"


@dataclass(frozen=True, slots=True)
class _Held:
    value: bytes
    until: float


class VerdictCache:
    """Keeps encoded verdicts for a while. A miss and a failure look the same to the caller: compute it.

    Redis holds sealed bytes only: no readable text, and nothing that a writer to Redis could forge.

    Args:
        address: `redis://`, `rediss://` or `unix://` URL; "" for level one alone.
        secret: 32 bytes for sealing, made for this purpose only.
        level_one_bytes: memory that level one may take for values.

    Raises:
        ValueError: the address is none of these, or the secret has another length.

    """

    def __init__(self, address: str, secret: bytes, *, level_one_bytes: int = LEVEL_ONE_BYTES) -> None:
        self._sealer = Sealer(secret)
        self._breaker = Breaker(failures=FAILURES_TO_OPEN, rest_s=REST_S)
        self._level_one: TLRUCache[bytes, _Held] = TLRUCache(
            level_one_bytes, ttu=lambda _key, held, _now: held.until, timer=time.monotonic, getsizeof=_size
        )
        self._redis = _client(address) if address else None
        self._reason = ""

    async def get(self, key: bytes) -> bytes | None:
        """Value kept under `key`; None when there is none, or none could be had. Never raises, never waits long.

        Args:
            key: a keyed hash that the caller made (HMAC): the cache must not hold what was asked for.

        """
        held = self._level_one.get(key)
        if held is not None:
            return held.value
        if self._redis is None or not self._breaker.allows():
            return None
        sealed = await self._ask(self._redis.get(PREFIX + key))
        if not isinstance(sealed, bytes):
            return None
        opened = self._sealer.open(key, sealed, now=time.time())
        if opened is None:
            return None
        value, expires_at = opened
        self._hold(key, value, min(LEVEL_ONE_TTL_S, expires_at - time.time()))
        return value

    async def put(self, key: bytes, value: bytes, ttl_s: int) -> None:
        """Keep `value` under `key` for `ttl_s` seconds, or less. Never raises, never waits long."""
        if ttl_s <= 0:
            return
        if self._redis is None:
            self._hold(key, value, ttl_s)
            return
        self._hold(key, value, min(LEVEL_ONE_TTL_S, ttl_s))
        if self._breaker.allows():
            sealed = self._sealer.seal(key, value, expires_at=int(time.time()) + ttl_s)
            await self._ask(self._redis.set(PREFIX + key, sealed, ex=ttl_s))

    def state(self) -> str:
        """How it does, without asking: "redis", "level_one_only" (no address), or "breaker_open" (no answer)."""
        if self._redis is None:
            return "level_one_only"
        return "breaker_open" if self._breaker.open else "redis"

    async def aclose(self) -> None:
        """Close the connections. May be called twice."""
        if self._redis is not None:
            await self._redis.aclose()

    def _hold(self, key: bytes, value: bytes, seconds: float) -> None:
        held = _Held(value, time.monotonic() + seconds)
        self._level_one.pop(key, None)  # an older value must not outlive one that is too large to hold
        if seconds > 0 and _size(held) <= self._level_one.maxsize:
            self._level_one[key] = held

    async def _ask(self, command: Awaitable[object]) -> object:
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                answer = await command
        except ResponseError as refused:
            # The server is there and says no: full, read-only, or somebody put another type under our key.
            self._breaker.succeeded()
            log.warning("the cache refused a command: %s", type(refused).__name__)
            return None
        except (RedisError, OSError, TimeoutError, ValueError) as error:
            self._breaker.failed()
            log.warning("the cache did not answer: %s", type(error).__name__)
            return None
        self._breaker.succeeded()
        return answer


def _size(held: _Held) -> int:
    return len(held.value) + 200  # 200: the key, the entry and its place in two tables


def _client(address: str) -> Redis:
    return Redis.from_url(
        address,
        retry=Retry(NoBackoff(), 1),
        socket_timeout=SOCKET_WITHIN_S,
        socket_connect_timeout=SOCKET_WITHIN_S,
        decode_responses=False,
    )
