"""Keeps published registers up to date while the service runs: a process of its own, one for all workers."""

import asyncio
import contextlib
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

log = logging.getLogger(__name__)

FIRST_AFTER_S = 300.0
"""A service that is restarted again and again does not begin each time with a download."""

LOOK_EVERY_S = 60.0
HOUR_S = 3600

UPDATE_COMMAND = (sys.executable, "-m", "leadlight", "registers", "update")


def claim_turn(folder: Path, *, every_s: float, now_s: float) -> bool:
    """Take the turn of this span of time; True for exactly one of all workers that share the folder.

    The spans are counted from the epoch, so that every worker means the same one. A worker that dies keeps nobody
    from the next turn.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    turn = folder / f"refresh-{int(now_s // every_s)}.turn"
    try:
        turn.touch(exist_ok=False)
    except FileExistsError:
        return False
    for earlier in folder.glob("refresh-*.turn"):
        if earlier != turn:
            earlier.unlink(missing_ok=True)
    return True


async def refresh_on_time(
    data_dir: Path,
    environment: Mapping[str, str],
    *,
    every_hours: int,
    command: Sequence[str] = UPDATE_COMMAND,
    first_after_s: float = FIRST_AFTER_S,
    look_every_s: float = LOOK_EVERY_S,
    clock: Callable[[], float] = time.time,
) -> None:
    """Run the update command once in every span of hours, until cancelled.

    It runs in a process of its own with low priority, because reading a long list takes the CPU for seconds. What
    goes wrong becomes an alarm of its register, written by the command; nothing is raised here.

    Args:
        data_dir: the data folder, which all workers share.
        environment: variables for the command beside those of this process: data folder and database.
        every_hours: length of a span; 0: never.
        command: what to run.
        first_after_s: seconds before the first look.
        look_every_s: seconds between two looks whether a new span has begun.
        clock: seconds since the epoch.
    """
    if not every_hours:
        return
    await asyncio.sleep(first_after_s)
    while True:
        try:
            if claim_turn(data_dir / "registers", every_s=every_hours * HOUR_S, now_s=clock()):
                await _run(command, {**os.environ, **environment})
        except OSError as error:
            log.warning("the registers were not refreshed: %s", error.strerror)
        await asyncio.sleep(look_every_s)


async def _run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    process = await asyncio.create_subprocess_exec(
        *command,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        _lower_priority(process.pid)
        if await process.wait():
            log.warning("a register was not refreshed; /readyz names it")
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


def _lower_priority(process_id: int) -> None:
    # Windows has no setpriority; there the process runs as any other.
    if hasattr(os, "setpriority"):
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process_id, 10)
