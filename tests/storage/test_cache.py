"""The two levels of the verdict cache with no fault in sight."""

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from leadlight.storage import cache as cache_module
from leadlight.storage.cache import VerdictCache
from leadlight.storage.embedded import EmbeddedValkey, start_valkey
from leadlight.storage.seal import Sealer

SECRET = b"s" * 32


async def test_without_an_address_level_one_alone_keeps_verdicts() -> None:
    cache = VerdictCache("", SECRET)
    assert cache.state() == "level_one_only"
    assert await cache.get(b"key") is None
    await cache.put(b"key", b"verdict", 60)
    assert await cache.get(b"key") == b"verdict"
    await cache.aclose()
    await cache.aclose()


async def test_a_verdict_without_a_lifetime_is_not_kept() -> None:
    cache = VerdictCache("", SECRET)
    await cache.put(b"key", b"verdict", 0)
    assert await cache.get(b"key") is None


async def test_level_one_forgets_the_least_recently_used_when_it_is_full() -> None:
    cache = VerdictCache("", SECRET, level_one_bytes=4_000)
    for number in range(10):
        await cache.put(bytes([number]), b"x" * 800, 60)
    held = [number for number in range(10) if await cache.get(bytes([number])) is not None]
    assert held == [6, 7, 8, 9]


async def test_a_verdict_larger_than_level_one_is_simply_not_held() -> None:
    cache = VerdictCache("", SECRET, level_one_bytes=100)
    await cache.put(b"key", b"x" * 99, 60)
    await cache.put(b"key", b"x" * 5_000, 60)
    assert await cache.get(b"key") is None


async def test_two_workers_share_what_the_server_holds(valkey: EmbeddedValkey) -> None:
    one, other, stranger = (VerdictCache(valkey.url, secret) for secret in (SECRET, SECRET, b"t" * 32))
    try:
        await one.put(b"key", b"verdict", 60)
        assert await other.get(b"key") == b"verdict"
        assert await stranger.get(b"key") is None, "another secret opens nothing"
        assert one.state() == "redis"
    finally:
        await asyncio.gather(one.aclose(), other.aclose(), stranger.aclose())


async def until_connected_again(cache: VerdictCache, times: int) -> None:
    assert cache.line is not None
    async with asyncio.timeout(20):
        while cache.line.connections <= times:
            await cache.line.ask("PING")
            await asyncio.sleep(0.02)


async def test_a_server_that_died_takes_no_answer_away_that_level_one_still_has(
    valkey: EmbeddedValkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = VerdictCache(valkey.url, SECRET, answer_within_s=20)
    monkeypatch.setattr(cache_module, "LEVEL_ONE_TTL_S", 0)
    await cache.put(b"key", b"verdict", 60)
    assert cache.line is not None
    assert cache.line.connections == 1
    os.kill(valkey.pid, signal.SIGKILL)
    assert await cache.get(b"key") == b"verdict", "nobody answers"
    assert await cache.get(b"other") is None
    with start_valkey(Path(valkey.url.removeprefix("unix://")).parent):
        await until_connected_again(cache, 1)
        assert await cache.get(b"key") == b"verdict", "the server is new and was never given it"
        monkeypatch.setattr(cache_module, "LEVEL_ONE_TTL_S", 10)
        await cache.get(b"key")
        held = cache.held_until(b"key")
        assert held is not None
        assert held[1] - time.time() <= 10, "it ends soon, so it is made anew"
    await cache.aclose()


async def test_an_answer_that_another_worker_took_back_is_given_no_more(
    valkey: EmbeddedValkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (VerdictCache(valkey.url, SECRET, answer_within_s=20) for _ in range(2))
    monkeypatch.setattr(cache_module, "LEVEL_ONE_TTL_S", 0)
    await one.put(b"key", b"verdict", 60)
    await other.drop(b"key")
    assert await one.get(b"key") is None
    await asyncio.gather(one.aclose(), other.aclose())


@pytest.mark.parametrize("address", ["localhost:6379", "http://localhost", "redis"])
def test_an_address_of_another_kind_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="scheme"):
        VerdictCache(address, SECRET)


def test_a_sealed_value_opens_until_its_time_and_under_its_key_only() -> None:
    sealer = Sealer(SECRET)
    sealed = sealer.seal(b"key", b"verdict", expires_at=1_000)
    assert sealer.open(b"key", sealed, now=999.9) == (b"verdict", 1_000)
    assert sealer.open(b"key", sealed, now=1_000.0) is None
    assert sealer.open(b"other", sealed, now=0) is None
    assert Sealer(b"t" * 32).open(b"key", sealed, now=0) is None


def test_every_changed_byte_of_a_sealed_value_spoils_it() -> None:
    sealer = Sealer(SECRET)
    sealed = sealer.seal(b"key", b"verdict", expires_at=1_000)
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 0x10]) + sealed[place + 1 :]
        assert sealer.open(b"key", changed, now=0) is None
    for length in range(len(sealed)):
        assert sealer.open(b"key", sealed[:length], now=0) is None


def test_a_sealing_secret_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(b"short")
