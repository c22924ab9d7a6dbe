"""Asking Redis or Valkey: bounded waits, a breaker, and one round trip for all that is asked at the same moment."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from leadlight.storage.breaker import Breaker

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 0.2
SOCKET_SHARE = 0.25
"""One connect, send or receive may take this share of a round trip: 50 ms. With the client's defaults a dead server
costs each request 4.1 to 4.6 s and a frozen one more than 12 s; with these, 0.3 ms and 153 ms (measured)."""

FAILURES_TO_OPEN = 3
REST_S = 0.5
"""After three failed round trips in a row nobody asks for half a second, then one does: a frozen server slows down two
round trips a second, and a server that is back is noticed well within two seconds."""

MOST_TOGETHER = 256
"""Commands in one round trip. Asked one by one, a crowd opens as many connections as it has members."""

_Command = tuple[str | bytes | int, ...]


class RedisLine:
    """A line to one Redis or Valkey server. No method raises, and none waits long.

    Args:
        address: `redis://`, `rediss://` or `unix://` URL; of any node, when it is a cluster.
        answer_within_s: hard limit of one round trip, whatever the client does: connecting, one retry, reading.
        cluster: it is a Redis Cluster. Every command that Leadlight sends names one key, so keys may lie anywhere.

    Raises:
        ValueError: the address is none of these.

    """

    def __init__(self, address: str, *, cluster: bool = False, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._answer_within_s = answer_within_s
        socket_within_s = answer_within_s * SOCKET_SHARE
        within: Mapping[str, Any] = {"socket_timeout": socket_within_s, "socket_connect_timeout": socket_within_s}
        self._redis: Redis | RedisCluster = (
            RedisCluster.from_url(address, decode_responses=False, **within)
            if cluster
            else Redis.from_url(address, retry=Retry(NoBackoff(), 1), decode_responses=False, **within)
        )
        self._breaker = Breaker(failures=FAILURES_TO_OPEN, rest_s=REST_S)
        self._next: list[tuple[_Command, asyncio.Future[object]]] = []
        self._sending: set[asyncio.Task[None]] = set()

    @property
    def is_down(self) -> bool:
        """Whether the server is taken as down for the moment."""
        return self._breaker.open

    async def ask(self, *command: str | bytes | int, unanswered: object = None) -> object:
        """Answer of the server to one command of one key; `unanswered` when it gave none in time, or refused."""
        loop = asyncio.get_running_loop()
        if not self._next and not self._breaker.allows():
            return unanswered
        answer: asyncio.Future[object] = loop.create_future()
        self._next.append((command, answer))
        if len(self._next) == 1:
            loop.call_soon(self._send_next)
        elif len(self._next) == MOST_TOGETHER:
            self._send_next()
        try:
            return await answer
        except (RedisError, OSError, TimeoutError, ValueError):
            return unanswered

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

    async def _send(self, batch: Sequence[tuple[_Command, "asyncio.Future[object]"]]) -> None:
        answers: Sequence[object] = ()
        try:
            async with asyncio.timeout(self._answer_within_s):
                answers = await self._answers([command for command, _ in batch])
            self._breaker.succeeded()
        except (RedisError, OSError, TimeoutError, ValueError) as error:
            self._breaker.failed()
            log.warning("the cache did not answer: %s", type(error).__name__)
            answers = [error] * len(batch)
        finally:
            for (_, waiting), answer in zip_longest(batch, answers):
                _settle(waiting, answer)

    async def _answers(self, commands: Sequence[_Command]) -> Sequence[object]:
        if len(commands) == 1:  # a pipeline of one costs twice the time of a plain command
            try:
                return [await self._redis.execute_command(*commands[0])]
            except ResponseError as refused:
                return [refused]
        async with self._redis.pipeline(transaction=False) as pipe:
            for command in commands:
                pipe.execute_command(*command)
            answers: Sequence[object] = await pipe.execute(raise_on_error=False)
            return answers


def _settle(waiting: "asyncio.Future[object]", answer: object) -> None:
    if waiting.done():
        return
    if isinstance(answer, Exception):
        _note_refusal(answer)
        waiting.set_exception(answer)
    else:
        waiting.set_result(answer)


def _note_refusal(answer: Exception) -> None:
    # The server is there and says no: full, read-only, or somebody put another type under our key.
    if isinstance(answer, ResponseError):
        log.warning("the cache refused a command: %s", type(answer).__name__)
