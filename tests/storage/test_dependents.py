"""A new ad takes back the kept answers about other ads with its contact points, in all workers, and no others."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from leadlight.storage.cache import VerdictCache
from leadlight.storage.dependents import Dependents
from leadlight.storage.embedded import EmbeddedValkey

SECRET = b"s" * 32
PHONE, MAIL = b"p" * 16, b"m" * 16


def key(name: str) -> bytes:
    return name.encode().ljust(32, b"-")


def ad(name: str) -> bytes:
    return name.encode().ljust(16, b".")


@pytest.fixture(params=["alone", "two workers"])
async def workers(request: pytest.FixtureRequest, valkey: EmbeddedValkey) -> AsyncIterator[list[VerdictCache]]:
    """One worker without Redis, or two that share one; each asks Redis every time."""
    if request.param == "alone":
        caches = [VerdictCache("", SECRET)] * 2
    else:
        caches = [VerdictCache(valkey.url, SECRET, level_one_bytes=0, answer_within_s=20) for _ in range(2)]
    yield caches
    for cache in caches:
        await cache.aclose()


async def check(
    cache: VerdictCache, dependents: Dependents, name: str, *contacts: bytes, remembered: bool = True
) -> None:
    await cache.put(key(name), name.encode(), 60)
    await dependents.seen(key(name), ad(name), contacts, remembered=remembered)


async def test_a_new_ad_takes_back_the_answers_about_others_with_its_contact(workers: list[VerdictCache]) -> None:
    first, second = workers
    here = Dependents(first, 60)
    there = here if first is second else Dependents(second, 60)
    await check(first, here, "one", PHONE)
    await check(first, here, "other", MAIL)
    assert await second.get(key("one")) == b"one"
    await check(second, there, "two", PHONE)
    assert await first.get(key("one")) is None
    assert await first.get(key("two")) == b"two", "an ad does not speak against itself"
    assert await first.get(key("other")) == b"other"


async def test_an_ad_that_comes_again_takes_nothing_back(workers: list[VerdictCache]) -> None:
    first, second = workers
    here = Dependents(first, 60)
    there = here if first is second else Dependents(second, 60)
    await check(first, here, "one", PHONE)
    await check(first, here, "two", PHONE)
    await check(first, here, "one", PHONE)
    await check(second, there, "two", PHONE)
    assert await first.get(key("one")) == b"one"
    assert await first.get(key("two")) == b"two"


async def test_an_ad_that_may_not_be_remembered_takes_nothing_back_and_is_taken_back(
    workers: list[VerdictCache],
) -> None:
    cache = workers[0]
    dependents = Dependents(cache, 60)
    await check(cache, dependents, "one", PHONE)
    await check(cache, dependents, "silent", PHONE, remembered=False)
    assert await cache.get(key("one")) == b"one"
    await check(cache, dependents, "two", PHONE)
    assert await cache.get(key("silent")) is None


@pytest.mark.faults
async def test_with_a_frozen_server_nobody_waits(valkey: EmbeddedValkey) -> None:
    cache = VerdictCache(valkey.url, SECRET)
    dependents = Dependents(cache, 60)
    os.kill(valkey.pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(5):
            await check(cache, dependents, "one", PHONE)
            await check(cache, dependents, "two", PHONE, MAIL)
    finally:
        os.kill(valkey.pid, signal.SIGCONT)
    assert cache.held(key("one")) is None, "what this worker knows is taken back all the same"
    await cache.aclose()
