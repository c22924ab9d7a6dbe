"""Four real workers behind one port, on one PostgreSQL and one Valkey: what they share is right."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator

import httpx
import pytest

from conftest import short_folder
from few_rules import few_rules
from leadlight.storage.embedded import start_valkey
from page_host import PageHost, page_host
from patience import PATIENCE_S

pytestmark = pytest.mark.faults

WORKERS = 4
LEASE = 8
AD = "Pickers for Lower Austria wanted by {}. Call {} and send your documents to the office before the season begins."
PAGE = (
    '<!doctype html><title>Picker</title><script type="application/ld+json">'
    + json.dumps({"@type": "JobPosting", "title": "Picker", "description": AD.format("Alfa", "+43 664 1234567")})
    + "</script><main><h1>Picker</h1></main>"
)


@pytest.fixture(scope="module")
def pages() -> Iterator[PageHost]:
    """A site whose pages take a while to come."""
    with page_host({"/ad": ("text/html", PAGE.encode())}, seconds=0.4) as host:
        yield host


@pytest.fixture(scope="module")
def workers(
    pages: PageHost, postgres_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of the port, and the four processes."""
    import psycopg

    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("create schema four_workers")
    folder = tmp_path_factory.mktemp("workers")
    with socket.socket() as probe, short_folder() as short, start_valkey(short) as valkey:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        settings = {
            "LEADLIGHT_SECRET_KEY": "k" * 64,
            "LEADLIGHT_DATABASE_URL": f"{postgres_server}&options=-csearch_path%3Dfour_workers",
            "LEADLIGHT_REDIS_URL": valkey.url,
            "LEADLIGHT_RULES_DIR": str(few_rules(folder / "rules")),
            "LEADLIGHT_MEANING_BUDGET_MS": "0",
            "LEADLIGHT_TRUSTED_PROXIES": "127.0.0.1",
            "LEADLIGHT_TEXTS_PER_MINUTE": "60",
            "LEADLIGHT_FETCHES_PER_MINUTE": "0",
            "LEADLIGHT_FETCH_TEST_HOSTS": pages.host,
            "LEADLIGHT_CHECK_BUDGET_MS": "30000",
            "LEADLIGHT_READ_BUDGET_MS": "30000",
            "LEADLIGHT_REDIS_BUDGET_MS": "30000",
        }
        processes = [
            subprocess.Popen(
                [sys.executable, "-m", "leadlight", "serve", "--port", str(port), "--share-port"],
                env={**os.environ, **settings, "LEADLIGHT_DATA_DIR": str(folder / str(number))},
                stderr=subprocess.PIPE,
            )
            for number in range(WORKERS)
        ]
        try:
            for process in processes:
                assert process.stderr is not None
                said = process.stderr.readline()
                assert b"Page:" in said, said
            yield f"http://127.0.0.1:{port}", processes
        finally:
            for process in processes:
                process.terminate()
            for process in processes:
                process.wait(40)
                assert process.stderr is not None
                process.stderr.close()


async def ask(address: str, times: int, network: str, **fields: object) -> list[httpx.Response]:
    """Ask so often at once, each time over a connection of its own, which the system gives to any worker."""

    async def once() -> httpx.Response:
        async with httpx.AsyncClient(timeout=PATIENCE_S) as client:
            return await client.post(f"{address}/v1/check", json=fields, headers={"X-Forwarded-For": network})

    return await asyncio.gather(*(once() for _ in range(times)))


async def test_a_crowd_that_asks_for_one_new_link_causes_one_fetch(workers, pages: PageHost) -> None:
    address, _ = workers
    answers = await ask(address, 60, "203.0.113.1", url=f"{pages.base}/ad?new=1")
    assert Counter(answer.status_code for answer in answers) == {200: 60}
    assert len({answer.content for answer in answers}) == 1
    assert pages.asked.count("/ad?new=1") == 1


async def test_a_network_has_one_share_at_all_workers_together(workers) -> None:
    address, _ = workers
    start = time.monotonic()
    answers = await ask(address, 150, "203.0.113.2", text=AD.format("Limits", "+43 664 1111111"))
    flowed_in = int(time.monotonic() - start) + 1
    counts = Counter(answer.status_code for answer in answers)
    assert set(counts) == {200, 429}
    assert 60 - WORKERS * (LEASE - 1) <= counts[200] <= 60 + flowed_in
    assert (await ask(address, 1, "198.51.100.2", text="another network"))[0].status_code == 200


async def test_a_new_ad_changes_the_answer_of_every_worker_within_seconds(workers) -> None:
    address, _ = workers
    phone = "+43 664 2222222"
    first = {"text": AD.format("Alfa Farms", phone), "employer": "Alfa Farms"}
    before = (await ask(address, 1, "192.0.2.3", **first))[0].content
    assert {answer.content for answer in await ask(address, 12, "192.0.2.3", **first)} == {before}
    for number, employer in enumerate(("Beta Clean", "Gamma Care", "Delta Works")):
        other = {"text": f"{employer} looks for staff, number {number}. Write to {phone}.", "employer": employer}
        assert (await ask(address, 1, "198.18.0.3", **other))[0].status_code == 200
    for again in range(30):
        answers = {answer.content for answer in await ask(address, 8, f"198.19.{again}.1", **first)}
        if before not in answers and len(answers) == 1:
            break
        await asyncio.sleep(1)
    else:
        pytest.fail("an old answer is still given")
    assert b"contact.many_employers" in answers.pop()


async def test_what_is_under_way_when_the_service_is_told_to_stop_is_answered(workers, pages: PageHost) -> None:
    address, processes = workers
    before = len(pages.asked)
    asked = asyncio.gather(*(ask(address, 1, "203.0.113.4", url=f"{pages.base}/ad?last={n}") for n in range(20)))
    while sum("last" in path for path in pages.asked[before:]) < 20:  # noqa: ASYNC110  the site runs in a thread
        await asyncio.sleep(0.02)
    for process in processes:
        process.send_signal(signal.SIGTERM)
    assert [answer.status_code for (answer,) in await asked] == [200] * 20
    for process in processes:
        assert await asyncio.to_thread(process.wait, 40) in (0, -signal.SIGTERM)
