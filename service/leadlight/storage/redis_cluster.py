"""Asking a Redis Cluster: one round trip to each node for all that is asked at the same moment."""

import asyncio
from collections.abc import Sequence
from itertools import zip_longest

from redis.asyncio import RedisCluster
from redis.exceptions import RedisError

from leadlight.storage.redis_wire import Command

SOCKET_SHARE = 0.25
"""One connect, send or receive may take this share of a round trip: 50 ms. With the client's defaults a dead server
costs each request 4.1 to 4.6 s and a frozen one more than 12 s; with these, 0.3 ms and 153 ms (measured)."""

MOST_TOGETHER = 256
"""Commands in one round trip. Asked one by one, a crowd opens as many connections as it has members."""


class Cluster:
    """A Redis Cluster by any of its nodes. Every command that Leadlight sends names one key, so keys lie anywhere.

    Args:
        address: `redis://` or `rediss://` URL of a node.
        answer_within_s: how long one round trip may take, connecting and one retry included.

    Raises:
        ValueError: the address is none of these.
    """

    def __init__(self, address: str, answer_within_s: float) -> None:
        self._answer_within_s = answer_within_s
        within_s = answer_within_s * SOCKET_SHARE
        self._redis = RedisCluster.from_url(
            address, decode_responses=False, socket_timeout=within_s, socket_connect_timeout=within_s
        )
        self._next: list[tuple[Command, asyncio.Future[object]]] = []
        self._sending: set[asyncio.Task[None]] = set()

    async def ask(self, command: Command) -> object:
        """The answer to one command; a refusal is an answer: `ResponseError`.

        Raises:
            RedisError, OSError, TimeoutError, ValueError: there was none in time.
        """
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[object] = loop.create_future()
        self._next.append((command, answer))
        if len(self._next) == 1:
            loop.call_soon(self._send_next)
        elif len(self._next) == MOST_TOGETHER:
            self._send_next()
        return await answer

    async def aclose(self) -> None:
        """Close the connections. May be called twice."""
        while self._sending:
            await asyncio.wait(tuple(self._sending))
        await self._redis.aclose()

    def _send_next(self) -> None:
        batch, self._next = self._next, []
        if batch:
            sending = asyncio.get_running_loop().create_task(self._send(batch))
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)

    async def _send(self, batch: Sequence[tuple[Command, "asyncio.Future[object]"]]) -> None:
        answers: Sequence[object] = ()
        failed: Exception | None = None
        try:
            async with asyncio.timeout(self._answer_within_s), self._redis.pipeline(transaction=False) as pipe:
                for command, _ in batch:
                    pipe.execute_command(*command)
                answers = await pipe.execute(raise_on_error=False)
        except (RedisError, OSError, TimeoutError, ValueError) as error:
            failed = error
        finally:
            for (_, waiting), answer in zip_longest(batch, answers):
                if waiting.done():
                    continue
                if failed is not None:
                    waiting.set_exception(failed)
                else:
                    waiting.set_result(answer)
