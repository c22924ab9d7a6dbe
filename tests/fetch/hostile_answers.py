"""What a hostile site answers, case by case, and how a fetch of it must end."""

import asyncio
import os
import socket
import struct
import zlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import brotli

from fetch.local_servers import HTML, Answer

MEBI = 1024 * 1024
Writer = asyncio.StreamWriter


@dataclass(frozen=True)
class Case:
    """One answer of the site.

    Attributes:
        answer: bytes, or a function that writes them.
        ends: code of the error, "page" when the page is given out; several where the cut of the network decides.
        slow: it ends only because time is up.
    """

    answer: Answer
    ends: str
    slow: bool = False


def with_headers(*lines: bytes) -> bytes:
    """The beginning of a page with more headers."""
    return HTML[:-2] + b"".join(line + b"\r\n" for line in lines) + b"\r\n"


def redirect(to: bytes, extra: bytes = b"") -> bytes:
    return b"HTTP/1.1 302 Found\r\n%bLocation: %b\r\nContent-Length: 0\r\n\r\n" % (extra, to)


def endless(head: bytes, piece: bytes, pause_s: float = 0.0) -> Callable[[Writer], Awaitable[None]]:
    async def write(writer: Writer) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()
            if pause_s:
                await asyncio.sleep(pause_s)

    return write


async def silent(_writer: Writer) -> None:
    await asyncio.sleep(3600)


async def reset(writer: Writer) -> None:
    """Break the connection off hard, as a firewall does."""
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def gzip_bomb(gibi: int) -> bytes:
    """As many GiB, one flushed block of 16 MiB over and over."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(16 * MEBI)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\x02\x03" + block * (64 * gibi)


def brotli_bomb(gibi: int) -> bytes:
    """As many GiB: a flushed block of 16 MiB ends on a byte, so it can follow itself."""
    packer = brotli.Compressor(quality=1, lgwin=24)
    first = packer.process(bytes(16 * MEBI)) + packer.flush()
    again = packer.process(bytes(16 * MEBI)) + packer.flush()
    return first + again * (64 * gibi - 1) + packer.finish()


def zstd_bomb(gibi: int) -> bytes:
    """As many GiB in one frame with a window of 8 MiB: blocks that say "128 KiB of one byte" (RFC 8878, 3.1.1.2)."""
    repeat_one_byte, size = 1, 128 * 1024
    block = (repeat_one_byte << 1 | size << 3).to_bytes(3, "little") + b"A"
    return b"\x28\xb5\x2f\xfd\x00\x68" + block * (8 * 1024 * gibi)


TOO_LARGE, BROKE, LATE = "page-too-large", "connection-broke", "fetch-timed-out"
# Whether our budget or the HTTP parser's own limit ends it depends on how the network cuts the bytes.
TOO_MUCH = f"{TOO_LARGE} or {BROKE}"
CHUNKED = with_headers(b"Transfer-Encoding: chunked")

CASES: dict[str, Case] = {
    "an honest page": Case(HTML + b"x" * 30_000, "page"),
    "a redirect in a circle": Case(redirect(b"/a-redirect-in-a-circle"), "too-many-redirects"),
    "ten GiB in gzip": Case(with_headers(b"Content-Encoding: gzip") + gzip_bomb(10), TOO_LARGE),
    "one GiB in a small gzip": Case(with_headers(b"Content-Encoding: gzip") + gzip_bomb(1), TOO_LARGE),
    "ten GiB in brotli": Case(with_headers(b"Content-Encoding: br") + brotli_bomb(10), TOO_LARGE),
    "ten GiB in zstd": Case(with_headers(b"Content-Encoding: zstd") + zstd_bomb(10), TOO_LARGE),
    "nested codings": Case(with_headers(b"Content-Encoding: gzip, gzip, gzip") + zlib.compress(b"x"), "page-broken"),
    "an unknown coding": Case(with_headers(b"Content-Encoding: rot13") + b"abc", "page-broken"),
    "garbage as gzip": Case(with_headers(b"Content-Encoding: gzip") + b"\x07" * 5_000, "page-broken"),
    "a body that never ends": Case(endless(HTML, b"A" * 65_536), TOO_LARGE),
    "no answer": Case(silent, LATE, slow=True),
    "headers drop by drop": Case(endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", 0.05), LATE, slow=True),
    "a body drop by drop": Case(endless(with_headers(b"Content-Length: 100000"), b"a", 0.05), LATE, slow=True),
    "headers that never end": Case(endless(b"HTTP/1.1 200 OK\r\n", b"X-A: " + b"b" * 1000 + b"\r\n"), TOO_MUCH),
    "one header that never ends": Case(endless(b"HTTP/1.1 200 OK\r\nX-A: ", b"b" * 1000), TOO_MUCH),
    "interim answers that never end": Case(endless(b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"), TOO_MUCH),
    "chunk extensions that never end": Case(endless(CHUNKED, b"1;" + b"e" * 60_000 + b"\r\nA\r\n"), TOO_MUCH),
    "trailers that never end": Case(endless(CHUNKED + b"1\r\nA\r\n0\r\n", b"T: " + b"e" * 1000 + b"\r\n"), TOO_MUCH),
    "a negative length": Case(with_headers(b"Content-Length: -5") + b"abc", BROKE),
    "two lengths": Case(with_headers(b"Content-Length: 5", b"Content-Length: 6") + b"abcdef", BROKE),
    "a huge declared length": Case(with_headers(b"Content-Length: 99999999999999") + b"abc", TOO_LARGE),
    "less than declared": Case(with_headers(b"Content-Length: 100") + b"abc", BROKE),
    "a length and chunks": Case(
        with_headers(b"Content-Length: 5", b"Transfer-Encoding: chunked") + b"1\r\nA\r\n0\r\n\r\n", f"page or {BROKE}"
    ),
    "no HTTP at all": Case(b"<html>hello</html>", BROKE),
    "nothing at all": Case(b"", BROKE),
    "random bytes": Case(os.urandom(20_000), BROKE),
    "a program": Case(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-msdownload\r\n\r\nMZ", "not-a-page"),
    "a PDF": Case(b"HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\n\r\n%PDF-", "not-a-page"),
    "a redirect to another protocol": Case(redirect(b"ftp://127.0.0.1/"), "url-scheme"),
    "a refresh instead of a redirect": Case(
        with_headers(b"Refresh: 0; url=http://127.0.0.1/")
        + b'<meta http-equiv=refresh content="0;url=http://127.0.0.1/">',
        "page",
    ),
    "a password question": Case(
        b"HTTP/1.1 401 No\r\nWWW-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n", "page-closed"
    ),
    "a redirect with control characters": Case(redirect(b"http://jobs.example.com/\x0b\x00evil"), BROKE),
    "a connection that is reset": Case(reset, BROKE),
    "a page that is gone": Case(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "page-gone"),
    "a closed page": Case(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "page-closed"),
    "a broken server": Case(b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n", "page-status"),
}


def path_of(name: str) -> str:
    """Path at which a case is served."""
    return "/" + name.replace(" ", "-")
