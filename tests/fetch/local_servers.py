"""Real servers on this machine, and a judge that watches every connection independently of the code under test."""

import asyncio
import ipaddress
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import dns.flags
import dns.message
import dns.rdatatype
import dns.rrset
import httpcore

Answer = bytes | Callable[[asyncio.StreamWriter], Awaitable[None]]
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\n\r\n"


@dataclass
class Judge:
    """Notes every TCP connection that this process opens while it watches, and lets none but the allowed ones out."""

    allowed_ports: set[int] = field(default_factory=set)
    seen: list[tuple[str, int]] = field(default_factory=list)
    watching: bool = False

    def hook(self, event: str, details: tuple[Any, ...]) -> None:
        if not self.watching or event != "socket.connect" or not isinstance(details[1], tuple):
            return
        host, port = details[1][0], details[1][1]
        if port in self.allowed_ports:
            return
        self.seen.append((host, port))
        raise ConnectionRefusedError(f"the judge lets nothing out to {host}:{port}")

    def forbidden(self) -> list[tuple[str, int]]:
        """Connections to addresses that are not public by Python's own table, or to other ports than the web's."""
        return [(host, port) for host, port in self.seen if port not in (80, 443) or not is_public(host)]


def is_public(host: str) -> bool:
    address = ipaddress.ip_address(host)
    mapped = getattr(address, "ipv4_mapped", None)
    return address.is_global and not address.is_multicast and mapped is None


JUDGE = Judge()
sys.addaudithook(JUDGE.hook)


class NameServer(asyncio.DatagramProtocol):
    """Answers DNS questions from a function: (name, how often asked before) -> addresses, None for silence."""

    def __init__(self, addresses: Callable[[str, int], list[str] | None]) -> None:
        self.addresses = addresses
        self.asked: Counter[str] = Counter()
        self.transport: asyncio.DatagramTransport

    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        question = dns.message.from_wire(data)
        name, kind = question.question[0].name, question.question[0].rdtype
        answers = self.addresses(name.to_text().rstrip("."), self.asked[f"{name} {kind}"])
        self.asked[f"{name} {kind}"] += 1
        if answers is None:
            return
        reply = dns.message.make_response(question)
        reply.flags |= dns.flags.RA
        wanted = 4 if kind == dns.rdatatype.A else 6
        texts = [text for text in answers if ipaddress.ip_address(text).version == wanted]
        if texts and kind in (dns.rdatatype.A, dns.rdatatype.AAAA):
            reply.answer.append(dns.rrset.from_text(name, 60, "IN", dns.rdatatype.to_text(kind), *texts))
        self.transport.sendto(reply.to_wire(), addr)


@asynccontextmanager
async def name_server(addresses: Callable[[str, int], list[str] | None]) -> AsyncIterator[tuple[NameServer, int]]:
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(lambda: NameServer(addresses), local_addr=("127.0.0.1", 0))
    try:
        yield server, transport.get_extra_info("sockname")[1]
    finally:
        transport.close()


@dataclass
class WebServer:
    """Serves prepared answers by path; keeps every request it got."""

    answers: dict[str, Answer]
    requests: list[bytes] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"http://{self.address}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await reader.readuntil(b"\r\n\r\n")
            self.requests.append(request)
            answer = self.answers.get(
                request.split(b" ")[1].decode(), b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
            )
            if isinstance(answer, bytes):
                writer.write(answer)
                await writer.drain()
            else:
                await answer(writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def web_server(answers: dict[str, Answer], **how: Any) -> AsyncIterator[WebServer]:
    site = WebServer(answers)
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0, **how)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()


class LeadsTo(httpcore.AsyncNetworkBackend):
    """A network on which every public address is one local port; notes where it was asked to connect to."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.asked: list[tuple[str, int]] = []
        self.inner = httpcore.AnyIOBackend()

    async def connect_tcp(self, host: str, port: int, *rest: Any, **how: Any) -> httpcore.AsyncNetworkStream:
        self.asked.append((host, port))
        return await self.inner.connect_tcp("127.0.0.1", self.port)
