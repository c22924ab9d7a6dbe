"""One computation per key, in one process and across workers, and none that gets lost."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator

import pytest

from leadlight.storage import once as once_module
from leadlight.storage.cache import VerdictCache
from leadlight.storage.embedded import EmbeddedValkey
from leadlight.storage.once import Computed, Kept, OnceCache

SECRET = b"s" * 32


class Work:
    """Counts how often it is done, and waits for leave to finish."""

    def __init__(self, *, ttl_s: int = 60) -> None:
        self.times = 0
        self.ttl_s = ttl_s
        self.started, self.may_finish = asyncio.Event(), asyncio.Event()

    async def __call__(self) -> Computed:
        self.times += 1
        self.started.set()
        await self.may_finish.wait()
        return Computed(b"verdict %d" % self.times, self.ttl_s)


@pytest.fixture
async def workers(valkey: EmbeddedValkey) -> AsyncIterator[list[OnceCache]]:
    """Four workers that share one server."""
    caches = [VerdictCache(valkey.url, SECRET) for _ in range(4)]
    opened = [OnceCache(cache) for cache in caches]
    yield opened
    for once, cache in zip(opened, caches, strict=True):
        await once.settle()
        await cache.aclose()


async def test_two_thousand_that_ask_at_once_cause_one_computation() -> None:
    once, work = OnceCache(VerdictCache("", SECRET)), Work()
    asked = [asyncio.create_task(once.get(b"key", work)) for _ in range(2_000)]
    await asyncio.sleep(0)
    work.may_finish.set()
    assert set(await asyncio.gather(*asked)) == {Kept(b"verdict 1", hit=False, stored=True)}
    assert await once.get(b"key", work) == Kept(b"verdict 1", hit=True)
    assert work.times == 1


async def test_four_workers_that_are_asked_at_once_compute_once(workers: list[OnceCache]) -> None:
    work = Work()
    asked = [asyncio.create_task(worker.get(b"key", work, claim_s=10)) for worker in workers for _ in range(25)]
    await work.started.wait()
    work.may_finish.set()
    answers = await asyncio.gather(*asked)
    assert {answer.value for answer in answers} == {b"verdict 1"}
    assert work.times == 1
    assert sum(not answer.hit for answer in answers) == 25, "the worker that computed says so"


async def test_what_is_quick_is_computed_once_in_each_worker_without_agreeing(workers: list[OnceCache]) -> None:
    work = Work()
    asked = [asyncio.create_task(worker.get(b"key", work)) for worker in workers for _ in range(25)]
    await work.started.wait()
    await asyncio.sleep(0.1)
    work.may_finish.set()
    await asyncio.gather(*asked)
    assert work.times == 4


async def test_a_hot_entry_is_renewed_once_before_it_ends_and_nobody_waits_for_it() -> None:
    once, first, second = OnceCache(VerdictCache("", SECRET)), Work(ttl_s=60), Work(ttl_s=600)
    first.may_finish.set()
    await once.get(b"key", first)
    await once.get(b"key", second, renew_before_s=30)
    assert second.times == 0, "its time does not end soon"
    answers = [await once.get(b"key", second, renew_before_s=90) for _ in range(20)]
    assert {answer.value for answer in answers} == {b"verdict 1"}
    second.may_finish.set()
    await once.settle()
    assert second.times == 1
    second.times = 41
    assert await once.get(b"key", first, renew_before_s=90) == Kept(b"verdict 1", hit=True)
    await once.settle()
    assert first.times == 1, "the renewed entry lasts"


async def test_renewals_take_turns_and_one_that_waits_for_its_turn_holds_nobody_up() -> None:
    cache = VerdictCache("", SECRET)
    once, first, waiting, needed = OnceCache(cache), Work(ttl_s=600), Work(ttl_s=600), Work(ttl_s=600)
    for key in (b"one", b"two"):
        await cache.put(key, b"old", 60)
    await once.get(b"one", first, renew_before_s=90)
    await once.get(b"two", waiting, renew_before_s=90)
    await first.started.wait()
    assert waiting.times == 0
    await cache.drop(b"two")
    needed.may_finish.set()
    assert await once.get(b"two", needed) == Kept(b"verdict 1", hit=False, stored=True)
    first.may_finish.set()
    await once.settle()
    assert (first.times, waiting.times, needed.times) == (1, 0, 1)


async def test_different_keys_do_not_wait_for_each_other(workers: list[OnceCache]) -> None:
    slow, quick = Work(), Work()
    quick.may_finish.set()
    waiting = asyncio.create_task(workers[0].get(b"slow", slow))
    assert (await workers[0].get(b"quick", quick)).value == b"verdict 1"
    assert not waiting.done()
    slow.may_finish.set()
    await waiting


async def test_an_error_reaches_everybody_who_waits_and_the_next_one_tries_again(workers: list[OnceCache]) -> None:
    started = asyncio.Event()

    async def fail() -> Computed:
        await started.wait()
        raise ValueError("no page there")

    asked = [asyncio.create_task(workers[0].get(b"key", fail, claim_s=2)) for _ in range(3)]
    await asyncio.sleep(0)
    started.set()
    errors = await asyncio.gather(*asked, return_exceptions=True)
    assert [str(error) for error in errors] == ["no page there"] * 3
    work = Work()
    work.may_finish.set()
    assert (await workers[1].get(b"key", work, claim_s=2)).value == b"verdict 1"


async def test_a_caller_that_goes_away_does_not_take_the_others_answer_along() -> None:
    once, work = OnceCache(VerdictCache("", SECRET)), Work()
    first, second = (asyncio.create_task(once.get(b"key", work)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.sleep(0)
    work.may_finish.set()
    assert (await second).value == b"verdict 1"
    with pytest.raises(asyncio.CancelledError):
        await first


async def test_a_failing_computation_that_nobody_waits_for_any_more_ends_quietly() -> None:
    once, go_on = OnceCache(VerdictCache("", SECRET)), asyncio.Event()

    async def fail() -> Computed:
        await go_on.wait()
        raise ValueError("too late")

    gone = asyncio.create_task(once.get(b"key", fail))
    await asyncio.sleep(0)
    gone.cancel()
    go_on.set()
    await once.settle()
    assert gone.cancelled()


async def test_a_value_that_may_not_be_kept_is_given_to_those_who_wait_and_to_nobody_later() -> None:
    once, work = OnceCache(VerdictCache("", SECRET)), Work(ttl_s=0)
    work.may_finish.set()
    answers = await asyncio.gather(*(once.get(b"key", work) for _ in range(5)))
    assert set(answers) == {Kept(b"verdict 1", hit=False)}
    assert (await once.get(b"key", work)).value == b"verdict 2"


async def test_a_worker_that_died_with_a_claim_holds_nobody_up_for_long(
    workers: list[OnceCache], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(once_module, "FOLLOW_SHARE", 0.05)
    assert await workers[0]._cache.claim(b"key", 60)
    assert not await workers[1]._cache.claim(b"key", 60)
    work = Work()
    work.may_finish.set()
    assert (await workers[1].get(b"key", work, claim_s=2)).value == b"verdict 1"


@pytest.mark.faults
async def test_with_a_frozen_server_every_worker_computes_for_itself(
    workers: list[OnceCache], valkey: EmbeddedValkey
) -> None:
    work = Work()
    work.may_finish.set()
    os.kill(valkey.pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(5):
            answers = await asyncio.gather(
                *(worker.get(b"key", work, claim_s=10) for worker in workers for _ in range(10))
            )
    finally:
        os.kill(valkey.pid, signal.SIGCONT)
    assert len({answer.value for answer in answers}) == work.times == 4
