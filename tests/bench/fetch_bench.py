"""What a fetch costs beside the bare client: the same page, a new connection each, client CPU time only."""

import asyncio
import statistics
import sys
import time
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path

import httpx
from figures import Figure, Measure, in_turn
from servers import running

from leadlight.fetch.client import Fetcher
from leadlight.fetch.names import DnsNames

sys.path.insert(1, str(Path(__file__).parents[1]))

from fetch.local_servers import name_server

FETCHES = 150
"""A round: 0.2 s of CPU, so that one look-in of another process is below a few per cent."""
PAGE_BYTES = 30_000
SLOW_ROUNDS = 5
SERVER = str(Path(__file__).with_name("page_server.py"))


def overhead() -> Iterable[Figure]:
    """CPU of a fetch (address checks, pinning, byte budgets, bounded unpacking) ÷ CPU of a plain httpx request.

    The host is a number on both sides, so that the name look-ups, which differ in kind, stay out of it.
    """
    with running([SERVER, "{port}"]) as server:
        url = f"http://127.0.0.1:{server.port}/job"
        fetcher = Fetcher(allowed_test_hosts=frozenset({f"127.0.0.1:{server.port}"}))

        a, b, ratio = in_turn(lambda: cpu_of(fetching(fetcher, url)), lambda: cpu_of(plain_requests(url)))
    return [Figure("fetch.overhead", ratio, "× CPU", "<= 1.1", a * 1e6, b * 1e6, "µs")]


def cpu_of(row: Coroutine[None, None, float]) -> float:
    """CPU seconds of this process for one page of a row."""
    return asyncio.run(row)


async def fetching(fetcher: Fetcher, url: str) -> float:
    """CPU seconds of one fetch."""
    start = time.process_time()
    for _ in range(FETCHES):
        assert len((await fetcher.fetch(url)).body) == PAGE_BYTES
    return (time.process_time() - start) / FETCHES


async def plain_requests(url: str) -> float:
    """CPU seconds of one request of one httpx client that serves them all; the client itself is made before."""
    async with httpx.AsyncClient(timeout=10, trust_env=False) as client:
        start = time.process_time()
        for _ in range(FETCHES):
            assert len((await client.get(url)).content) == PAGE_BYTES
        return (time.process_time() - start) / FETCHES


def honest_beside_slow_names() -> Iterable[Figure]:
    """Longest of ten honest look-ups, one after the other, while 64 names that nobody answers are being looked up."""
    slowest = [asyncio.run(slowest_honest_look_up()) for _ in range(SLOW_ROUNDS)]
    return [Figure("fetch.honest_beside_slow_names", statistics.median(slowest), "ms", "<= 100", None, None)]


async def slowest_honest_look_up() -> float:
    """Milliseconds of the slowest of ten look-ups."""

    def addresses(name: str, _count: int) -> list[str] | None:
        return None if name.startswith("slow") else ["93.184.216.34"]

    async with name_server(addresses) as (_, port):
        names = DnsNames(["127.0.0.1"], port)
        slow = [asyncio.create_task(names.addresses(f"slow{number}.example.org", seconds=30)) for number in range(64)]
        await asyncio.sleep(0.1)
        spent = []
        for number in range(10):
            start = time.perf_counter()
            await names.addresses(f"honest{number}.example.org", seconds=30)
            spent.append((time.perf_counter() - start) * 1000)
        assert not any(task.done() for task in slow)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
    return max(spent)


MEASURES: dict[str, Measure | Callable[[], Iterable[Figure]]] = {
    "fetch.overhead": overhead,
    "fetch.honest_beside_slow_names": honest_beside_slow_names,
}
