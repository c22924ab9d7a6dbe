"""The connection to Redis: TLS, passwords and databases, answers that come late, and a loop that was busy itself."""

import asyncio
import contextlib
import ssl
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socketpair

import pytest
import redis.asyncio
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from leadlight.storage.embedded import EmbeddedValkey
from leadlight.storage.redis_line import RedisLine
from leadlight.storage.redis_wire import OneServer, RedisWire
from patience import PATIENCE_S


async def closed(writer: asyncio.StreamWriter) -> None:
    """Close it and wait until it is closed, however the other side left."""
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of localhost together with its key."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "cache")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path / "cache.pem"
    path.write_bytes(secret + signed.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
async def tls_port(valkey: EmbeddedValkey, certificate: Path) -> AsyncIterator[int]:
    """Port of a TLS door in front of the server."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    pipes: set[asyncio.Task[None]] = set()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(4096):
                writer.write(data)
        finally:
            await closed(writer)

    async def door(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_unix_connection(valkey.url.removeprefix("unix://"))
        pipes.update({asyncio.create_task(pump(reader, inner_writer)), asyncio.create_task(pump(inner_reader, writer))})

    server = await asyncio.start_server(door, "localhost", 0, ssl=context)
    yield server.sockets[0].getsockname()[1]
    server.close()
    await asyncio.gather(*pipes, return_exceptions=True)


async def test_tls_user_password_and_database_are_used(
    valkey: EmbeddedValkey, certificate: Path, tls_port: int
) -> None:
    admin = redis.asyncio.from_url(valkey.url)
    await admin.execute_command("ACL", "SETUSER", "leadlight", "on", ">secret", "~ll:*", "-@all", "+set", "+select")
    where = f"localhost:{tls_port}/3?ssl_ca_certs={certificate}"
    known = RedisLine(f"rediss://leadlight:secret@{where}", answer_within_s=PATIENCE_S)
    assert await known.ask("SET", "ll:x", b"value") == b"OK"
    assert await known.ask("GET", "ll:x") is None, "this user may not read, so the password was used"
    assert not known.is_down, "a refusal is an answer"
    await admin.execute_command("SELECT", 3)
    assert await admin.get("ll:x") == b"value"
    unknown = RedisLine(f"rediss://leadlight:wrong@{where}", answer_within_s=PATIENCE_S)
    assert await unknown.ask("SET", "ll:x", b"forged") is None
    assert unknown.is_down, "and this is seen in /readyz"
    for line in (known, unknown):
        await line.aclose()
        await line.aclose()
    await admin.aclose()


async def test_a_server_with_a_certificate_that_nobody_vouches_for_is_not_spoken_to(tls_port: int) -> None:
    line = RedisLine(f"rediss://localhost:{tls_port}", answer_within_s=PATIENCE_S)
    assert await line.ask("PING", unanswered="nothing") == "nothing"
    assert line.is_down
    await line.aclose()


@pytest.mark.parametrize("option", ["ssl_colour=blue", "ssl_cert_reqs=perhaps"])
def test_an_option_that_means_nothing_is_refused_at_the_start(option: str) -> None:
    with pytest.raises(ValueError, match="option"):
        OneServer(f"rediss://localhost?{option}", 1)


async def test_a_late_answer_reaches_nobody_else() -> None:
    asked, doors = 0, []

    async def late_first(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        doors.append(asyncio.current_task())
        while await reader.read(1000):
            asked += 1
            writer.write(b"" if asked == 1 else b"+for the second\r\n")
        await closed(writer)

    server = await asyncio.start_server(late_first, "127.0.0.1", 0)
    one = OneServer(f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}", 0.2)
    with pytest.raises(TimeoutError):
        await one.ask(("GET", "first"))
    one._answer_within_s = PATIENCE_S
    assert await one.ask(("GET", "second")) == b"for the second"
    assert one.connections == 2, "whoever speaks on the first connection is not heard any more"
    await one.aclose()
    server.close()
    await asyncio.gather(*doors)


async def test_a_connection_that_the_server_closed_is_opened_anew(valkey: EmbeddedValkey) -> None:
    line = RedisLine(valkey.url, answer_within_s=PATIENCE_S)
    admin = redis.asyncio.from_url(valkey.url)
    assert await line.ask("SET", "key", "value") == b"OK"
    await admin.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    async with asyncio.timeout(PATIENCE_S):
        while await line.ask("GET", "key") != b"value":  # noqa: ASYNC110 - another process sets no event
            await asyncio.sleep(0.02)
    assert line.connections == 2
    await line.aclose()
    await admin.aclose()


def test_a_loop_that_was_busy_itself_takes_no_server_for_silent() -> None:
    async def main() -> object:
        ours, theirs = socketpair()
        _, wire = await asyncio.get_running_loop().create_connection(lambda: RedisWire(0.01), sock=ours)
        answer = wire.ask(("PING",), asyncio.get_running_loop().time())
        theirs.send(b"+PONG\r\n")
        time.sleep(0.05)  # noqa: ASYNC251 - what is tested: a long computation in the loop
        try:
            return await answer
        finally:
            await wire.aclose()
            theirs.close()

    assert uvloop.run(main()) == b"PONG"
