"""Token buckets: shared by all workers, kept alone without Redis, under names that are forgotten after a day."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest
import redis.asyncio
from hypothesis import given
from hypothesis import strategies as st

from leadlight.storage.buckets import BUCKET_PREFIX, TokenBuckets
from leadlight.storage.embedded import EmbeddedValkey
from leadlight.storage.redis_line import RedisLine

SECRET = b"s" * 32
NETWORK = "203.0.113.0/24"


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def lines(valkey: EmbeddedValkey) -> AsyncIterator[list[RedisLine]]:
    """The lines of four workers to one server."""
    # Patient: on a busy machine 0.2 s can pass, and each worker would count for itself.
    opened = [RedisLine(valkey.url, answer_within_s=20) for _ in range(4)]
    yield opened
    await asyncio.gather(*(line.aclose() for line in opened))


@pytest.fixture
async def hasty(valkey: EmbeddedValkey) -> AsyncIterator[RedisLine]:
    """A line with the time that the service gives it."""
    line = RedisLine(valkey.url)
    yield line
    await line.aclose()


async def taken(buckets: TokenBuckets, times: int, *, most: int, name: str = "texts", lease: int = 1) -> int:
    """How many of so many tokens there were."""
    asker = await buckets.asker(NETWORK)
    return [await buckets.take(asker, name, most=most, period_s=600, lease=lease) == 0 for _ in range(times)].count(
        True
    )


async def test_a_bucket_gives_what_it_holds_and_says_when_there_is_more() -> None:
    clock = Clock()
    buckets = TokenBuckets(None, SECRET, clock=clock)
    asker = await buckets.asker(NETWORK)
    assert await taken(buckets, 9, most=6) == 6
    wait = await buckets.take(asker, "texts", most=6, period_s=600)
    assert wait == pytest.approx(100)
    clock.now += wait
    assert await buckets.take(asker, "texts", most=6, period_s=600) == 0
    assert await buckets.take(asker, "texts", most=6, period_s=600) > 0


async def test_budgets_and_askers_do_not_eat_from_each_other() -> None:
    buckets = TokenBuckets(None, SECRET)
    assert await taken(buckets, 5, most=2) == 2
    assert await taken(buckets, 5, most=2, name="fetches") == 2
    other = await buckets.asker("198.51.100.0/24")
    assert await buckets.take(other, "texts", most=2, period_s=600) == 0


async def test_no_limit_is_no_limit() -> None:
    assert await taken(TokenBuckets(None, SECRET), 500, most=0) == 500


async def test_four_workers_share_one_bucket(lines: list[RedisLine]) -> None:
    workers = [TokenBuckets(line, SECRET) for line in lines]
    counts = await asyncio.gather(*(taken(worker, 20, most=30) for worker in workers))
    assert sum(counts) == 30


async def test_tokens_taken_ahead_never_exceed_the_bucket_and_few_stay_unspent(lines: list[RedisLine]) -> None:
    workers = [TokenBuckets(line, SECRET) for line in lines]
    counts = await asyncio.gather(*(taken(worker, 60, most=100, lease=8) for worker in workers))
    assert 100 - 4 * 7 <= sum(counts) <= 101


async def test_a_crowd_at_one_moment_gets_the_whole_bucket(lines: list[RedisLine]) -> None:
    workers = [TokenBuckets(line, SECRET) for line in lines]
    asker = await workers[0].asker(NETWORK)
    waits = await asyncio.gather(
        *(worker.take(asker, "texts", most=60, period_s=600, lease=8) for worker in workers for _ in range(40))
    )
    assert 60 - 4 * 7 <= waits.count(0.0) <= 61


async def test_a_lease_that_is_too_large_for_the_rest_is_taken_one_by_one(lines: list[RedisLine]) -> None:
    assert await taken(TokenBuckets(lines[0], SECRET), 60, most=34, lease=8) == 34


@pytest.mark.faults
async def test_with_a_frozen_server_a_worker_counts_for_itself(hasty: RedisLine, valkey: EmbeddedValkey) -> None:
    buckets = TokenBuckets(hasty, SECRET)
    os.kill(valkey.pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(5):
            assert await taken(buckets, 20, most=10) == 10
    finally:
        os.kill(valkey.pid, signal.SIGCONT)


@pytest.mark.faults
async def test_with_a_full_server_a_worker_counts_for_itself(lines: list[RedisLine], valkey: EmbeddedValkey) -> None:
    admin = redis.asyncio.from_url(valkey.url)
    try:
        await admin.config_set("maxmemory-policy", "noeviction")
        await admin.config_set("maxmemory", "1kb")
        assert await taken(TokenBuckets(lines[0], SECRET), 20, most=10) == 10
    finally:
        await admin.aclose()


async def test_rubbish_in_a_bucket_counts_as_an_empty_one(lines: list[RedisLine], valkey: EmbeddedValkey) -> None:
    buckets = TokenBuckets(lines[0], SECRET)
    asker = await buckets.asker(NETWORK)
    writer = redis.asyncio.from_url(valkey.url)
    try:
        await writer.set(BUCKET_PREFIX + asker + b"texts", "rubbish")
        await writer.lpush(BUCKET_PREFIX + asker + b"fetches", "a list")
        assert await taken(buckets, 20, most=10) == 10
        assert await taken(buckets, 20, most=10, name="fetches") == 10
    finally:
        await writer.aclose()


async def test_workers_agree_on_names_that_nobody_can_make_without_the_key_of_the_day(lines: list[RedisLine]) -> None:
    day = 20_000
    workers = [TokenBuckets(line, SECRET, today=lambda: day) for line in lines]
    today = {await worker.asker(NETWORK) for worker in workers}
    assert len(today) == 1
    assert await TokenBuckets(None, SECRET, today=lambda: day).asker(NETWORK) not in today
    day += 1
    tomorrow = {await worker.asker(NETWORK) for worker in workers}
    assert len(tomorrow) == 1
    assert tomorrow != today


async def test_the_server_holds_no_network_and_forgets_its_buckets(
    lines: list[RedisLine], valkey: EmbeddedValkey
) -> None:
    await taken(TokenBuckets(lines[0], SECRET), 3, most=10)
    reader = redis.asyncio.from_url(valkey.url)
    try:
        keys = await reader.keys()
        assert len(keys) == 2
        for key in keys:
            assert 0 < await reader.ttl(key) <= 86_400
            assert b"203" not in key + await reader.get(key)
    finally:
        await reader.aclose()


@given(st.integers(1, 50), st.lists(st.floats(0, 120), max_size=40))
def test_over_any_time_no_more_pass_than_a_full_bucket_and_what_flows_in(most: int, pauses: list[float]) -> None:
    async def run() -> tuple[int, float]:
        clock = Clock()
        buckets = TokenBuckets(None, SECRET, clock=clock)
        asker = await buckets.asker(NETWORK)
        passed = 0
        for pause in pauses:
            clock.now += pause
            passed += await buckets.take(asker, "texts", most=most, period_s=60) == 0
        return passed, clock.now - 1_000

    passed, elapsed = asyncio.run(run())
    assert passed <= most + elapsed * most / 60 + 1e-6
