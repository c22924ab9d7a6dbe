"""Fetching from honest and from hostile servers."""

import asyncio
import resource
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from fetch.hostile_answers import endless, redirect
from fetch.local_servers import HTML, LeadsTo, WebServer, name_server, web_server
from leadlight.errors import FetchFailed, PageUnreadable
from leadlight.fetch.client import Fetcher
from leadlight.fetch.limits import Limits
from leadlight.fetch.names import DnsNames


def fetcher_for(site: WebServer, limits: Limits | None = None) -> Fetcher:
    return Fetcher(allowed_test_hosts=frozenset({site.address}), limits=limits)


async def test_a_page_comes_with_its_address_charset_and_type() -> None:
    async with web_server({"/old": redirect(b"/new?id=1"), "/new?id=1": HTML + "<h1>Práca</h1>".encode()}) as site:
        page = await fetcher_for(site).fetch(site.url("/old#part"))
    assert page.url == site.url("/new?id=1")
    assert page.body == "<h1>Práca</h1>".encode()
    assert (page.charset, page.content_type) == ("utf-8", "text/html")


async def test_no_cookie_referrer_or_password_goes_out() -> None:
    answers = {"/1": redirect(b"/2", b"Set-Cookie: who=you\r\n"), "/2": HTML + b"x"}
    async with web_server(answers) as site:
        await fetcher_for(site).fetch(site.url("/1"))
    for request in site.requests:
        names = {line.split(b":")[0].lower() for line in request.split(b"\r\n")[1:] if line}
        assert names == {b"host", b"user-agent", b"accept", b"accept-encoding", b"accept-language", b"connection"}


@pytest.mark.parametrize("content_type", ["application/pdf", "application/x-msdownload", "image/png", "video/mp4"])
async def test_a_file_that_is_no_page_is_named(content_type: str) -> None:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Length: 2\r\n\r\nMZ".encode()
    async with web_server({"/": answer}) as site:
        with pytest.raises(PageUnreadable) as refusal:
            await fetcher_for(site).fetch(site.url("/"))
    assert refusal.value.facts["content_type"] == content_type


async def test_a_refresh_header_is_not_followed() -> None:
    async with web_server({"/": HTML[:-2] + b"Refresh: 0; url=/other\r\n\r\nhello"}) as site:
        page = await fetcher_for(site).fetch(site.url("/"))
    assert page.body == b"hello"
    assert len(site.requests) == 1


async def test_two_hundred_bombs_at_once_stay_small() -> None:
    packer = brotli.Compressor(quality=1, lgwin=24)
    bomb = b"".join(packer.process(bytes(16 * 1024 * 1024)) for _ in range(16)) + packer.finish()
    answers = {"/br": HTML[:-2] + b"Content-Encoding: br\r\n\r\n" + bomb, "/endless": endless(HTML, b"A" * 65536)}
    async with web_server(answers) as site, name_server(lambda _name, _count: ["93.184.216.34"]) as (_, port):
        fetcher = Fetcher(
            names=DnsNames(["127.0.0.1"], port),
            network=LeadsTo(site.port),
            limits=Limits(total_s=120, names_s=60, read_s=60),
        )
        urls = [f"http://h{number}.attacker.org/{'br' if number % 4 else 'endless'}" for number in range(200)]
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        results = await asyncio.gather(*(fetcher.fetch(url) for url in urls), return_exceptions=True)
        after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert [getattr(result, "code", result) for result in results] == ["page-too-large"] * 200
    assert after - before < 150 * 1024, "kilobytes above what was in use"


async def test_slow_names_do_not_hold_up_honest_ones() -> None:
    def addresses(name: str, _count: int) -> list[str] | None:
        return None if name.startswith("slow") else ["93.184.216.34"]

    async with web_server({"/": HTML + b"x"}) as site, name_server(addresses) as (_, port):
        fetcher = Fetcher(
            names=DnsNames(["127.0.0.1"], port),
            network=LeadsTo(site.port),
            limits=Limits(at_once=200, total_s=120, names_s=60),
        )
        slow = [asyncio.create_task(fetcher.fetch(f"http://slow{number}.attacker.org/")) for number in range(64)]
        await asyncio.sleep(0)
        page = await fetcher.fetch("http://honest.board.org/")
        still_waiting = sum(not task.done() for task in slow)
        for task in slow:
            task.cancel()
        await asyncio.gather(*slow, return_exceptions=True)
    assert page.body == b"x"
    assert still_waiting == 64


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for one name and its key; it is its own authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "cert.pem", folder / "key.pem"
    cert_file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return cert_file, key_file


@pytest.mark.parametrize("asked", ["jobs.board.org", "other.board.org"])
async def test_the_name_is_kept_for_the_certificate_while_the_address_is_pinned(tmp_path: Path, asked: str) -> None:
    cert_file, key_file = certificate(tmp_path, "jobs.board.org")
    server_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_tls.load_cert_chain(cert_file, key_file)
    told: list[str | None] = []
    server_tls.sni_callback = lambda _socket, name, _context: told.append(name)
    async with (
        web_server({"/": HTML + b"secure"}, ssl=server_tls) as site,
        name_server(lambda _name, _count: ["93.184.216.34"]) as (_, port),
    ):
        network = LeadsTo(site.port)
        fetcher = Fetcher(
            names=DnsNames(["127.0.0.1"], port), network=network, tls=ssl.create_default_context(cafile=cert_file)
        )
        if asked == "jobs.board.org":
            assert (await fetcher.fetch(f"https://{asked}/")).body == b"secure"
            assert b"\r\nHost: jobs.board.org\r\n" in site.requests[0]
        else:
            with pytest.raises(FetchFailed) as failure:
                await fetcher.fetch(f"https://{asked}/")
            assert failure.value.code == "connection-broke"
            assert site.requests == []
    assert network.asked == [("93.184.216.34", 443)]
    assert told == [asked]
