"""The queue in front of the work: never too many at once, turns for everybody, and no turn that gets lost."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.api.fair_queue import FairQueue
from leadlight.api.problems import TooBusy


async def work(queue: FairQueue, asker: bytes, done: list[bytes], *, seconds: float = 0) -> None:
    async with queue.turn(asker):
        await asyncio.sleep(seconds)
        done.append(asker)


async def test_a_crowd_of_one_does_not_keep_another_waiting() -> None:
    queue, done = FairQueue(1, waiting=100, patience_s=5), []
    crowd = [asyncio.create_task(work(queue, b"crowd", done)) for _ in range(50)]
    await asyncio.sleep(0)
    await work(queue, b"one", done)
    assert done.index(b"one") <= 3
    await asyncio.gather(*crowd)
    assert len(done) == 51


async def test_whoever_waits_for_most_gives_way_when_the_queue_is_full() -> None:
    queue, done = FairQueue(1, waiting=10, patience_s=5), []
    crowd = [asyncio.create_task(work(queue, b"crowd", done)) for _ in range(20)]
    await asyncio.sleep(0)
    await work(queue, b"one", done)
    ends = await asyncio.gather(*crowd, return_exceptions=True)
    refused = [end for end in ends if isinstance(end, TooBusy)]
    assert len(refused) == 10
    assert refused[0].status == 503
    assert refused[0].facts["retry_after_s"] > 0


async def test_a_piece_of_work_that_waits_too_long_is_told_to_come_back() -> None:
    queue, done = FairQueue(1, waiting=10, patience_s=0.02), []
    long = asyncio.create_task(work(queue, b"long", done, seconds=0.2))
    await asyncio.sleep(0)
    with pytest.raises(TooBusy):
        await work(queue, b"one", done)
    assert queue.waiting == 0
    await long
    await work(queue, b"one", done)


async def test_work_that_fails_gives_its_turn_back() -> None:
    queue = FairQueue(1, waiting=10, patience_s=1)
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"):
            async with queue.turn(b"one"):
                raise ValueError("broken")


@given(st.integers(1, 4), st.lists(st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.integers(0, 6)), max_size=40))
def test_never_too_many_at_once_and_every_turn_comes_back(at_once: int, pieces: list[tuple[bytes, int]]) -> None:
    async def run() -> None:
        queue, running, most = FairQueue(at_once, waiting=15, patience_s=5), 0, 0

        async def piece(asker: bytes) -> None:
            nonlocal running, most
            async with queue.turn(asker):
                running += 1
                most = max(most, running)
                try:
                    await asyncio.sleep(0)
                finally:
                    running -= 1

        tasks = [asyncio.create_task(piece(asker)) for asker, _ in pieces]
        for task, (_, steps) in zip(tasks, pieces, strict=True):
            for _ in range(steps):
                await asyncio.sleep(0)
            if steps % 2:
                task.cancel()  # a reader who goes away
        await asyncio.gather(*tasks, return_exceptions=True)
        assert most <= at_once
        assert queue.waiting == 0
        async with asyncio.timeout(2):
            await asyncio.gather(*(piece(b"a") for _ in range(at_once)))

    asyncio.run(run())
