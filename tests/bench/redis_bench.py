"""What one question to Redis costs here, beside the same question through the general client; see decision 19."""

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from figures import ROUNDS, Figure, Measure, in_turn
from redis.asyncio import Redis

from leadlight.storage.embedded import start_valkey
from leadlight.storage.redis_wire import OneServer

QUESTIONS = 2_000
PATIENT_S = 20.0
Ask = Callable[[], Awaitable[object]]


def command_over_client() -> Iterable[Figure]:
    """CPU of a GET through redis-py, with a time-out, ÷ through the connection of our own; one after the other."""
    with tempfile.TemporaryDirectory(prefix="ll-") as folder:
        server = start_valkey(Path(folder))
        assert server.url, server.reason
        try:
            with asyncio.Runner() as runner:
                client, own = Redis.from_url(server.url, socket_timeout=PATIENT_S), OneServer(server.url, PATIENT_S)
                theirs = _measure(runner, lambda: client.get("key"))
                ours = _measure(runner, lambda: own.ask(("GET", b"key")))
                a, b, ratio = in_turn(theirs, ours, rounds=ROUNDS)
                runner.run(client.aclose())
                runner.run(own.aclose())
        finally:
            server.stop()
    return [Figure("redis.client_over_command", ratio, "× CPU", "", a * 1e6, b * 1e6, "µs")]


def _measure(runner: asyncio.Runner, ask: Ask) -> Callable[[], float]:
    async def several() -> float:
        await ask()
        begin = time.process_time()
        for _ in range(QUESTIONS):
            await ask()
        return (time.process_time() - begin) / QUESTIONS

    return lambda: runner.run(several())


MEASURES: dict[str, Measure | Callable[[], Iterable[Figure]]] = {"redis.client_over_command": command_over_client}
