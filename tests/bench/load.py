"""A small HTTP load: a fixed number of requests over kept-open connections on this machine, then it ends."""

import asyncio
from collections.abc import Iterator, Sequence

CONNECTIONS = 8


def post(path: str, body: bytes) -> bytes:
    """The bytes of one POST of JSON."""
    headers = f"Host: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"POST {path} HTTP/1.1\r\n{headers}\r\n\r\n".encode() + body


def get(path: str) -> bytes:
    """The bytes of one GET."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def send(port: int, requests: Sequence[bytes]) -> list[bytes]:
    """Send every request once, over a few connections; return the heads of the answers.

    Raises:
        AssertionError: an answer was not 200.
    """
    return asyncio.run(_send(port, iter(requests)))


async def _send(port: int, requests: Iterator[bytes]) -> list[bytes]:
    heads: list[bytes] = []

    async def one_connection() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
        for request in requests:
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
            body = await reader.readexactly(length)
            assert head.startswith(b"HTTP/1.1 200"), (head, body[:300])
            heads.append(head)
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(one_connection() for _ in range(CONNECTIONS)))
    return heads
