"""The scheduled refresh: one worker of many, a process of its own, and a service that answers meanwhile."""

import asyncio
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from leadlight.fetch.refresh_process import claim_turn, refresh_on_time

HOUR = 3600.0
WRITES_A_LINE = (sys.executable, "-c", "import os; open(os.environ['OUT'], 'a').write('ran\\n')")


def test_one_of_many_workers_gets_the_turn(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda _: claim_turn(tmp_path, every_s=HOUR, now_s=1000 * HOUR), range(8)))
    assert sorted(got) == [False] * 7 + [True]


def test_each_span_has_its_turn_and_only_the_last_is_kept(tmp_path: Path) -> None:
    got = [claim_turn(tmp_path, every_s=HOUR, now_s=now * HOUR) for now in (1, 1.5, 2, 2.9, 7)]
    assert got == [True, False, True, False, True]
    assert len(list(tmp_path.glob("*.turn"))) == 1


def runs(out: Path) -> int:
    return out.read_text().count("ran") if out.exists() else 0


async def run_until(out: Path, lines: int, **changes: object) -> int:
    """Run the schedule with short waits until the command has run so often; then a little longer. Counts the runs."""
    options = {"every_hours": 1, "command": WRITES_A_LINE, "first_after_s": 0.0, "look_every_s": 0.01} | changes
    task = asyncio.create_task(refresh_on_time(out.parent, {"OUT": str(out)}, **options))
    for _ in range(400):
        if runs(out) >= lines:
            break
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.2)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return runs(out)


async def test_the_command_runs_again_in_the_next_span(tmp_path: Path) -> None:
    hours = iter(range(1, 1_000_000))
    assert await run_until(tmp_path / "out", 3, clock=lambda: next(hours) * HOUR) >= 3


async def test_the_command_runs_only_once_in_one_span(tmp_path: Path) -> None:
    assert await run_until(tmp_path / "out", 1, clock=lambda: HOUR) == 1


async def test_a_command_that_fails_or_is_missing_does_not_end_the_schedule(tmp_path: Path) -> None:
    hours = iter(range(1, 1_000_000))
    fails = (sys.executable, "-c", f"{WRITES_A_LINE[2]}; raise SystemExit(3)")
    assert await run_until(tmp_path / "out", 2, command=fails, clock=lambda: next(hours) * HOUR) >= 2
    task = asyncio.create_task(
        refresh_on_time(
            tmp_path / "other",
            {},
            every_hours=1,
            command=("/nowhere/leadlight",),
            first_after_s=0,
            look_every_s=0.01,
            clock=lambda: HOUR,
        )
    )
    await asyncio.sleep(0.1)
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_the_event_loop_answers_while_the_command_runs_and_a_stop_ends_it(tmp_path: Path) -> None:
    busy = (sys.executable, "-c", "import time\nend = time.time() + 60\nwhile time.time() < end: pass")
    task = asyncio.create_task(
        refresh_on_time(tmp_path, {}, every_hours=1, command=busy, first_after_s=0, look_every_s=0.01)
    )
    for _ in range(20):
        await asyncio.sleep(0.01)
    assert not task.done()
    task.cancel()
    await asyncio.wait_for(asyncio.gather(task, return_exceptions=True), 20)
    assert task.cancelled()


async def test_never_means_never(tmp_path: Path) -> None:
    await refresh_on_time(tmp_path, {}, every_hours=0)
    assert claim_turn(tmp_path / "registers", every_s=HOUR, now_s=HOUR)


@pytest.mark.parametrize("hours", [1, 24, 720])
def test_any_length_of_span_gives_one_turn_at_a_time(tmp_path: Path, hours: int) -> None:
    assert claim_turn(tmp_path, every_s=hours * HOUR, now_s=1.75e9)
    assert not claim_turn(tmp_path, every_s=hours * HOUR, now_s=1.75e9)
