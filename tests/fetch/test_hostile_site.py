"""Each answer of a hostile site ends with its own reason, within its time, and costs little memory.

The fetches run in a process of their own, so that nothing but the fetch is measured. The time that counts is the
processor's: a fetch that hangs is ended by the test's guard, and a busy machine changes nothing.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import TypedDict

import pytest
import pytest_asyncio

from fetch.hostile_answers import CASES, MEBI, path_of
from fetch.local_servers import web_server
from leadlight.fetch.limits import Limits

MOST_BYTES = 32 * MEBI
SLOW_S = 1.0
HANGS_S = 120.0

pytestmark = pytest.mark.asyncio(loop_scope="module")


class Taken(TypedDict):
    """What one fetch took."""

    ended: str
    cpu_s: float
    grown_bytes: int


def budget_s(name: str) -> float:
    """Seconds that the fetch of a case may take in all; where only time ends it, less than in service."""
    return SLOW_S if CASES[name].slow else Limits().total_s


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def taken() -> dict[str, Taken]:
    """What the fetch of each case took."""
    async with web_server({path_of(name): case.answer for name, case in CASES.items()}) as site:
        links = [{"url": site.url(path_of(name)), "host": site.address, "total_s": budget_s(name)} for name in CASES]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "fetch.measured_fetches",
            cwd=Path(__file__).parents[1],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(HANGS_S):
                told, _ = await process.communicate(json.dumps(links).encode() + b"\n")
        finally:
            if process.returncode is None:
                process.kill()
    lines = told.splitlines()
    return dict(zip(CASES, map(json.loads, lines), strict=True))


@pytest.mark.parametrize("name", CASES)
async def test_each_hostile_answer_ends_with_its_reason_in_time_and_in_little_memory(
    taken: dict[str, Taken], name: str
) -> None:
    fetch = taken[name]
    assert fetch["ended"] in CASES[name].ends.split(" or ")
    assert fetch["cpu_s"] < budget_s(name)
    assert fetch["grown_bytes"] <= MOST_BYTES
