"""One open connection to a Redis or Valkey server: commands go out as they are asked, answers come in that order."""

import asyncio
from collections import deque
from typing import Any, cast

import hiredis
from redis.asyncio.connection import RedisSSLContext, SSLConnection, parse_url
from redis.exceptions import ConnectionError as ConnectionLost
from redis.exceptions import InvalidResponse, RedisError, ResponseError

Command = tuple[str | bytes | int, ...]

LOOKS_AGAIN = 2
"""Turns of the event loop between a late answer and giving up. A loop that was busy itself has not read yet what came
meanwhile, and calls timers before it reads: after two turns it has."""

DEFAULT_PORT = 6379


class RedisWire(asyncio.Protocol):
    """Sends commands and hands out their answers. An answer that is late ends the connection: what follows is late too.

    The general client takes five times the CPU for one command (`make bench ONLY=redis`). It speaks the older
    protocol, RESP2, that every server understands.

    Args:
        answer_within_s: how long a command may wait for its answer.
    """

    def __init__(self, answer_within_s: float) -> None:
        self._answer_within_s = answer_within_s
        self._loop = asyncio.get_running_loop()
        self._reader = hiredis.Reader(protocolError=InvalidResponse, replyError=ResponseError)
        self._waiting: deque[tuple[float, asyncio.Future[object]]] = deque()
        self._transport: asyncio.Transport | None = None
        self._watch: asyncio.Handle | None = None

    @property
    def is_open(self) -> bool:
        """Whether commands can be sent."""
        return self._transport is not None

    def ask(self, command: Command, asked_at: float) -> "asyncio.Future[object]":
        """Send one command; the answer comes, or an error of the connection. A refusal is an answer: `ResponseError`.

        Args:
            command: its words.
            asked_at: since when the asker waits, in seconds of the event loop's clock.

        Raises:
            ConnectionError: of the client; the connection is not open.
        """
        if self._transport is None:
            raise ConnectionLost("not connected")
        answer: asyncio.Future[object] = self._loop.create_future()
        self._waiting.append((asked_at, answer))
        self._transport.write(hiredis.pack_command(cast("Any", command)))
        if self._watch is None:
            self._watch = self._loop.call_at(asked_at + self._answer_within_s, self._look)
        return answer

    async def aclose(self) -> None:
        """Wait for what was asked, then close the connection."""
        if self._waiting:
            await asyncio.wait([answer for _, answer in self._waiting])
        self._end(ConnectionLost("closed"))
        await asyncio.sleep(0)  # the loop closes the socket in its next turn

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin: called by the event loop."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Hand out the answers that have come: called by the event loop."""
        try:
            self._reader.feed(data)
            while (answer := self._reader.gets()) is not False:
                self._hand_out(answer)
        except InvalidResponse as rubbish:
            self._end(rubbish)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell those who wait: called by the event loop."""
        self._end(exc or ConnectionLost("the server closed the connection"))

    def _hand_out(self, answer: object) -> None:
        if not self._waiting:
            raise InvalidResponse("an answer that nobody asked for")
        _, waiting = self._waiting.popleft()
        if not waiting.done():
            waiting.set_result(answer)

    def _look(self, looked: int = 0) -> None:
        self._watch = None
        if not self._waiting:
            return
        until = self._waiting[0][0] + self._answer_within_s
        if self._loop.time() < until:
            self._watch = self._loop.call_at(until, self._look)
        elif looked < LOOKS_AGAIN:
            self._watch = self._loop.call_soon(self._look, looked + 1)
        else:
            self._end(TimeoutError("no answer in time"))

    def _end(self, error: Exception) -> None:
        transport, self._transport = self._transport, None
        if transport is not None:
            transport.abort()
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
        while self._waiting:
            _, waiting = self._waiting.popleft()
            if not waiting.done():
                waiting.set_exception(error)


class OneServer:
    """A server by its address, with a connection that is opened when it is needed and opened anew after it was lost.

    Args:
        address: `redis://`, `rediss://` or `unix://` URL, as redis-py reads it.
        answer_within_s: how long a command may take, connecting included.

    Attributes:
        connections: how many were opened. A server may have been started anew, and be empty, between two of them.

    Raises:
        ValueError: the address is none of these.
    """

    def __init__(self, address: str, answer_within_s: float) -> None:
        self._place: dict[str, Any] = dict(parse_url(address))
        self._ssl = _ssl_of(self._place)
        self._answer_within_s = answer_within_s
        self.connections = 0
        self._closed = False
        self._wire: RedisWire | None = None
        self._opening: asyncio.Task[RedisWire] | None = None

    async def ask(self, command: Command) -> object:
        """The answer to one command; a refusal is an answer: `ResponseError`.

        Raises:
            RedisError, OSError, TimeoutError, ValueError: there was none in time.
        """
        wire, asked_at = self._wire, asyncio.get_running_loop().time()
        if wire is None or not wire.is_open:
            wire = await self._open()
        return await wire.ask(command, asked_at)

    async def aclose(self) -> None:
        """Close the connection for good. May be called twice."""
        self._closed = True
        if self._opening is not None:
            await asyncio.wait((self._opening,))
        if self._wire is not None:
            await self._wire.aclose()

    async def _open(self) -> RedisWire:
        """Open it once for everybody who asks at the same time."""
        if self._closed:
            raise ConnectionLost("closed")
        if self._opening is None:
            self._opening = asyncio.get_running_loop().create_task(self._connected())
            self._opening.add_done_callback(self._opened)
        return await asyncio.shield(self._opening)

    def _opened(self, done: "asyncio.Task[RedisWire]") -> None:
        self._opening = None
        if not done.cancelled() and done.exception() is None:
            self._wire = done.result()
            self.connections += 1

    async def _connected(self) -> RedisWire:
        loop, place = asyncio.get_running_loop(), self._place
        async with asyncio.timeout(self._answer_within_s):
            if "path" in place:
                _, wire = await loop.create_unix_connection(self._new_wire, place["path"])
            else:
                host, port = place.get("host", "localhost"), place.get("port", DEFAULT_PORT)
                tls = self._ssl.get() if self._ssl else None
                _, wire = await loop.create_connection(self._new_wire, host, port, ssl=tls)
            try:
                for command in _greeting(place):
                    answer = await wire.ask(command, loop.time())
                    if isinstance(answer, ResponseError):
                        raise answer
            except BaseException:
                await wire.aclose()
                raise
        return wire

    def _new_wire(self) -> RedisWire:
        return RedisWire(self._answer_within_s)


def _greeting(place: dict[str, Any]) -> list[Command]:
    greeting: list[Command] = []
    if place.get("password"):
        named = (place["username"],) if place.get("username") else ()
        greeting.append(("AUTH", *named, place["password"]))
    if place.get("db"):
        greeting.append(("SELECT", place["db"]))
    return greeting


def _ssl_of(place: dict[str, Any]) -> RedisSSLContext | None:
    if place.get("connection_class") is not SSLConnection:
        return None
    options: dict[str, Any] = {"cert_reqs": "required", "check_hostname": True}
    options |= {name.removeprefix("ssl_"): value for name, value in place.items() if name.startswith("ssl_")}
    try:
        return RedisSSLContext(**options)
    except (TypeError, RedisError) as unknown:
        raise ValueError(f"the Redis URL has an option that cannot be used: {unknown}") from unknown
