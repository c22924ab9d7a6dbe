"""Looks at the stores once and says what an operator should know. For `leadlight doctor`, not for requests."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from redis import Redis
from redis.exceptions import RedisError

from leadlight.errors import StoreUnavailable
from leadlight.storage.access import Access
from leadlight.storage.tables import flagged_link

ANSWER_WITHIN_S = 2.0
LOCAL_HOSTS = frozenset({"", "localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class RedisHealth:
    """What a Redis or Valkey server says of itself.

    Attributes:
        version: its version.
        memory_cap: bytes it may use; 0: as many as there are.
        eviction: its eviction policy.
        saves: whether it writes its data to a disk.
        clock_ahead_s: seconds by which its clock is ahead of this machine's.
        encrypted: the connection is encrypted, or does not leave this machine.
    """

    version: str
    memory_cap: int
    eviction: str
    saves: bool
    clock_ahead_s: float
    encrypted: bool


def examine_redis(address: str) -> RedisHealth:
    """Ask a Redis or Valkey server how it is set up.

    Raises:
        StoreUnavailable: it did not answer within two seconds, or refused.
    """
    client = Redis.from_url(address, socket_timeout=ANSWER_WITHIN_S, socket_connect_timeout=ANSWER_WITHIN_S)
    try:
        told: Mapping[str, Any] = client.info()
        seconds, micros = client.time()
    except (RedisError, OSError) as error:
        raise StoreUnavailable(f"{type(error).__name__}: the cache server could not be asked") from error
    finally:
        client.close()
    parsed = urlsplit(address)
    return RedisHealth(
        version=str(told.get("valkey_version") or told.get("redis_version", "")),
        memory_cap=int(told.get("maxmemory", 0)),
        eviction=str(told.get("maxmemory_policy", "")),
        saves=bool(told.get("aof_enabled")) or int(told.get("rdb_saves", 0)) > 0,
        clock_ahead_s=seconds + micros / 1e6 - time.time(),
        encrypted=parsed.scheme != "redis" or (parsed.hostname or "") in LOCAL_HOSTS,
    )


def examine_writing(access: Access) -> None:
    """Write nothing, in a real transaction.

    Raises:
        StoreUnavailable: the database is read-only, its disk is full, or it does not answer.
    """
    nothing = sa.delete(flagged_link).where(flagged_link.c.link == b"")
    access.write(lambda connection: connection.execute(nothing))


def clock_ahead_s(access: Access) -> float:
    """Seconds by which the clock of a PostgreSQL server is ahead of this machine's; 0 for SQLite, which has none.

    Raises:
        StoreUnavailable: the database does not answer.
    """
    if access.dialect == "sqlite":
        return 0.0
    query = sa.text("select extract(epoch from clock_timestamp())")
    return float(access.read(lambda connection: connection.execute(query).scalar_one())) - time.time()
