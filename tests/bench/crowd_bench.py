"""Crowds: what 200 clients notice when Redis dies under them, and how often a site is visited for 2,000 readers."""

import asyncio
import os
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import orjson
from checks_bench import ads_of_4k
from figures import Figure, Measure
from load import post
from servers import running

from leadlight.storage.embedded import EmbeddedValkey, start_valkey

sys.path.insert(0, str(Path(__file__).parents[1]))

from page_host import page_host

CLIENTS = 200
SECONDS = 60.0
READERS = 2_000
ADS = 50
"""Different ads that the clients ask for: most answers come from the cache, as with real readers."""

AD = (
    b'<!doctype html><title>Waiter</title><script type="application/ld+json">{"@type":"JobPosting","title":"Waiter",'
    b'"description":"Waiters for a hotel in Vienna, five days a week, written contract."}</script>'
)
PLAIN = {"LEADLIGHT_MEANING_BUDGET_MS": "0", "LEADLIGHT_LOG_LEVEL": "error"}


def redis_dies() -> Iterable[Figure]:
    """Requests of 200 clients that fail while Redis is killed twice and frozen once; times until an answer."""
    with tempfile.TemporaryDirectory(prefix="ll-") as folder:
        valkey = start_valkey(Path(folder))
        settings = {**PLAIN, "LEADLIGHT_DATA_DIR": f"{folder}/data", "LEADLIGHT_REDIS_URL": valkey.url}
        with running(["-m", "leadlight", "serve", "--port", "{port}"], settings) as server:
            failed, times = asyncio.run(_crowd(server.port, Path(folder), valkey))
    well, slowest = (_p99_ms(part) for part in (times[: len(times) // 7], times))
    return [
        Figure("crowd.failed_while_redis_dies", failed, "requests", "<= 0", None, None),
        Figure(
            "crowd.p99_while_redis_dies",
            slowest,
            "ms",
            "<= 300",
            well,
            slowest,
            "ms, before the first fault and in all",
        ),
    ]


def _p99_ms(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98] * 1e3


async def _crowd(port: int, folder: Path, valkey: EmbeddedValkey) -> tuple[int, list[float]]:
    ads = ads_of_4k()
    requests = [post("/v1/check", orjson.dumps({"text": next(ads)})) for _ in range(ADS)]
    for request in requests:
        await _one(port, request)
    end, failed, times = time.monotonic() + SECONDS, 0, []

    async def client(number: int) -> None:
        nonlocal failed
        while time.monotonic() < end:
            start = time.monotonic()
            try:
                failed += not await _one(port, requests[number % ADS])
            except (OSError, asyncio.IncompleteReadError):
                failed += 1
            times.append(time.monotonic() - start)
            number += 7
            await asyncio.sleep(0.5)

    async def faults() -> None:
        running_server = valkey
        for _ in range(2):
            await asyncio.sleep(SECONDS / 6)
            os.kill(running_server.pid, signal.SIGKILL)
            await asyncio.sleep(SECONDS / 12)
            running_server = await asyncio.to_thread(start_valkey, folder)
        await asyncio.sleep(SECONDS / 6)
        os.kill(running_server.pid, signal.SIGSTOP)
        await asyncio.sleep(SECONDS / 12)
        os.kill(running_server.pid, signal.SIGCONT)
        await asyncio.sleep(max(0.0, end - time.monotonic()))
        running_server.stop()

    await asyncio.gather(faults(), *(client(number) for number in range(CLIENTS)))
    return failed, times


async def _one(port: int, request: bytes) -> bool:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
        await reader.readexactly(length)
        return head.startswith(b"HTTP/1.1 200")
    finally:
        writer.close()


def one_fetch() -> Iterable[Figure]:
    """Visits to a site when 2,000 readers ask for one new link of it at once."""
    with page_host({"/ad": ("text/html", AD)}, seconds=0.5) as site, tempfile.TemporaryDirectory() as folder:
        settings = {**PLAIN, "LEADLIGHT_DATA_DIR": folder, "LEADLIGHT_FETCH_TEST_HOSTS": site.host}
        with running(["-m", "leadlight", "serve", "--port", "{port}"], settings) as server:
            request = post("/v1/check", orjson.dumps({"url": f"{site.base}/ad"}))
            time.sleep(5)  # the reading processes start in the background

            async def readers() -> list[bool]:
                return await asyncio.gather(*(_one(server.port, request) for _ in range(READERS)))

            answered = sum(asyncio.run(readers()))
            visits = site.asked.count("/ad")
    return [
        Figure("crowd.fetches_for_one_new_link", visits, "fetches", "<= 1", None, None),
        Figure("crowd.readers_answered", answered, "of 2,000", ">= 2000", None, None),
    ]


MEASURES: dict[str, Measure | Callable[[], Iterable[Figure]]] = {
    "crowd.fetches_for_one_new_link": one_fetch,
    "crowd.failed_while_redis_dies": redis_dies,
}
