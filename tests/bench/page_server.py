"""Serves one 30 KB job page on a port until it is ended, as plainly as possible; for measuring what fetching costs."""

import asyncio
import sys

PAGE = (b"<!doctype html><title>Job</title><h1>Cook</h1>" + b"<p>We are hiring a cook for a hotel in Graz.</p>" * 700)[
    :30_000
]
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(HEAD % len(PAGE) + PAGE)
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main(port: int) -> None:
    server = await asyncio.start_server(answer, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
