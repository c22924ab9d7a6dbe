"""Asking Redis or Valkey: bounded waits, and a breaker that leaves a server alone which did not answer."""

import logging

from redis.exceptions import RedisError, ResponseError

from leadlight.storage.breaker import Breaker
from leadlight.storage.redis_cluster import Cluster
from leadlight.storage.redis_wire import OneServer

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 0.2

FAILURES_TO_OPEN = 1
REST_S = 0.5
"""After one failure nobody asks for half a second, then one does. Those who asked before it waited together, so a
frozen server slows down the first 0.2 s and then one request in half a second; when three failures were needed, a crowd
waited 0.6 s (measured). A server that is back is noticed well within two seconds."""


class RedisLine:
    """A line to Redis or Valkey. No method raises, and none waits long.

    Args:
        address: `redis://`, `rediss://` or `unix://` URL; of any node, when it is a cluster.
        answer_within_s: hard limit of one question, connecting included.
        cluster: it is a Redis Cluster.

    Raises:
        ValueError: the address is none of these.

    """

    def __init__(self, address: str, *, cluster: bool = False, answer_within_s: float = ANSWER_WITHIN_S) -> None:
        self._server = Cluster(address, answer_within_s) if cluster else OneServer(address, answer_within_s)
        self._breaker = Breaker(failures=FAILURES_TO_OPEN, rest_s=REST_S)

    @property
    def is_down(self) -> bool:
        """Whether the server is taken as down for the moment."""
        return self._breaker.open

    @property
    def connections(self) -> int:
        """How often it was connected; a cluster, which keeps copies of what it holds, counts as one connection."""
        return self._server.connections if isinstance(self._server, OneServer) else 1

    async def ask(self, *command: str | bytes | int, unanswered: object = None) -> object:
        """Answer of the server to one command of one key; `unanswered` when it gave none in time, or refused."""
        if not self._breaker.allows():
            return unanswered
        try:
            answer = await self._server.ask(command)
        except (RedisError, OSError, TimeoutError, ValueError) as error:
            if not self._breaker.open:  # said once, not by everybody who waited
                log.warning("the cache did not answer: %s", type(error).__name__)
            self._breaker.failed()
            return unanswered
        self._breaker.succeeded()
        if isinstance(answer, ResponseError):
            # The server is there and says no: full, read-only, or somebody put another type under our key.
            log.warning("the cache refused a command: %s", type(answer).__name__)
            return unanswered
        return answer

    async def aclose(self) -> None:
        """Close the connections. May be called twice."""
        await self._server.aclose()
