"""A real Valkey is killed, frozen, restarted, filled with rubbish: the cache never raises and never keeps waiting."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import redis.asyncio

from leadlight.storage.cache import PREFIX, VerdictCache
from leadlight.storage.embedded import EmbeddedValkey, start_valkey

pytestmark = pytest.mark.faults

SECRET = b"s" * 32
LIMIT_S = 3.0
"""Above what a call may take (0.2 s) on any machine, below what a client without time-outs takes (4 s and more)."""


@pytest.fixture
async def cache(valkey: EmbeddedValkey) -> AsyncIterator[VerdictCache]:
    """A cache without level one, so that every call goes to the server."""
    opened = VerdictCache(valkey.url, SECRET, level_one_bytes=0)
    yield opened
    await opened.aclose()


async def get(cache: VerdictCache, key: bytes = b"key") -> bytes | None:
    async with asyncio.timeout(LIMIT_S):
        return await cache.get(key)


async def put(cache: VerdictCache, value: bytes, key: bytes = b"key") -> None:
    async with asyncio.timeout(LIMIT_S):
        await cache.put(key, value, 60)


async def until_hit(cache: VerdictCache, value: bytes) -> None:
    """Wait until the cache gives the value back; the recovery must come by itself within two seconds."""
    async with asyncio.timeout(2):
        while await cache.get(b"key") != value:
            await cache.put(b"key", value, 60)
            await asyncio.sleep(0.02)


async def test_a_killed_server_is_a_miss_and_its_successor_is_found(
    cache: VerdictCache, valkey: EmbeddedValkey
) -> None:
    await put(cache, b"verdict")
    assert await get(cache) == b"verdict"
    os.kill(valkey.pid, signal.SIGKILL)
    for _ in range(5):
        assert await get(cache) is None
        await put(cache, b"verdict")
    assert cache.state() == "breaker_open"
    folder = Path(valkey.url.removeprefix("unix://")).parent
    with start_valkey(folder) as successor:
        assert successor.pid
        await until_hit(cache, b"verdict")
        assert cache.state() == "redis"


async def test_a_frozen_server_is_a_miss_and_is_used_again_when_it_thaws(
    cache: VerdictCache, valkey: EmbeddedValkey
) -> None:
    await put(cache, b"verdict")
    os.kill(valkey.pid, signal.SIGSTOP)
    try:
        for _ in range(3):
            assert await get(cache) is None
            await put(cache, b"other")
        assert cache.state() == "breaker_open"
        # The breaker is open: a crowd is not slowed down by a server that does not answer.
        async with asyncio.timeout(LIMIT_S):
            assert set(await asyncio.gather(*(cache.get(b"key") for _ in range(500)))) == {None}
    finally:
        os.kill(valkey.pid, signal.SIGCONT)
    await until_hit(cache, b"newer")


async def test_a_crowd_that_meets_a_frozen_server_at_once_is_let_go_soon(
    cache: VerdictCache, valkey: EmbeddedValkey
) -> None:
    await put(cache, b"verdict")
    os.kill(valkey.pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(2 * LIMIT_S):
            assert set(await asyncio.gather(*(cache.get(b"key") for _ in range(100)))) == {None}
    finally:
        os.kill(valkey.pid, signal.SIGCONT)


async def test_a_value_that_somebody_forged_moved_or_cut_is_a_miss(cache: VerdictCache, valkey: EmbeddedValkey) -> None:
    await put(cache, b"verdict", key=b"one")
    writer = redis.asyncio.from_url(valkey.url)
    try:
        genuine = await writer.get(PREFIX + b"one")
        changed = genuine[:-1] + bytes([genuine[-1] ^ 1])
        for forged in (b"", b"verdict", b"\x01" * 80, genuine[:-1], changed):
            await writer.set(PREFIX + b"two", forged)
            assert await get(cache, b"two") is None
        await writer.set(PREFIX + b"two", genuine)
        assert await get(cache, b"two") is None, "a genuine value opens under its own key only"
        await writer.delete(PREFIX + b"two")
        await writer.lpush(PREFIX + b"two", "a list")
        assert await get(cache, b"two") is None
        assert await get(cache, b"one") == b"verdict"
        assert cache.state() == "redis", "rubbish under a key is no outage"
    finally:
        await writer.aclose()


async def test_the_server_holds_no_readable_text(cache: VerdictCache, valkey: EmbeddedValkey) -> None:
    await put(cache, b'{"level":"warning","quote":"pay the fee to +48601234567"}', key=b"hash of an address")
    reader = redis.asyncio.from_url(valkey.url)
    try:
        (key,) = await reader.keys()
        held = await reader.get(key)
        assert await reader.ttl(key) == pytest.approx(60, abs=2)
    finally:
        await reader.aclose()
    assert held is not None
    assert not [word for word in (b"warning", b"quote", b"48601234567", b"fee") if word in held]


async def test_a_server_that_talks_rubbish_is_a_miss(tmp_path: Path) -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 10)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    cache = VerdictCache(f"redis://127.0.0.1:{port}", SECRET)
    try:
        for _ in range(4):
            assert await get(cache, os.urandom(8)) is None
        assert cache.state() == "breaker_open"
    finally:
        await cache.aclose()
        server.close()
        await server.wait_closed()


async def test_a_full_server_refuses_quietly_and_still_answers(cache: VerdictCache, valkey: EmbeddedValkey) -> None:
    admin = redis.asyncio.from_url(valkey.url)
    try:
        await put(cache, b"kept")
        await admin.config_set("maxmemory-policy", "noeviction")
        await admin.config_set("maxmemory", "1mb")
        await put(cache, b"x" * 2_000_000, key=b"large")
        await put(cache, b"y" * 2_000_000, key=b"larger")
        assert await get(cache) == b"kept"
        assert cache.state() == "redis"
    finally:
        await admin.aclose()


async def test_an_address_where_nothing_listens_costs_little(tmp_path: Path) -> None:
    cache = VerdictCache(f"unix://{tmp_path / 'nothing.sock'}", SECRET)
    try:
        for _ in range(5):
            assert await get(cache) is None
        assert cache.state() == "breaker_open"
        await put(cache, b"verdict")
        assert await get(cache) == b"verdict", "level one answers without a server"
    finally:
        await cache.aclose()
