"""No link, redirect or DNS answer leads to a forbidden connection. Judged by an audit hook on the sockets."""

import json
from pathlib import Path

import pytest

from fetch.local_servers import Judge, is_public, name_server, web_server
from leadlight.errors import AddressRefused, BadInput, FetchFailed
from leadlight.fetch.client import Fetcher
from leadlight.fetch.limits import Limits
from leadlight.fetch.names import DnsNames

VECTORS = Path(__file__).parent / "vectors"
URLS = [row["url"] for row in json.loads((VECTORS / "url_vectors.json").read_text("utf-8"))]
ADDRESSES = json.loads((VECTORS / "address_vectors.json").read_text("utf-8"))


def as_location(url: str) -> bytes:
    return url.replace("\r", "").replace("\n", "").encode("utf-8", "surrogatepass")


async def fetch_all(fetcher: Fetcher, urls: list[str]) -> int:
    """Fetch each and count the refusals; nothing may come back as a page or as an unknown error."""
    refused = 0
    for url in urls:
        with pytest.raises(BadInput):
            await fetcher.fetch(url)
        refused += 1
    return refused


async def test_no_hostile_link_reaches_a_forbidden_address_even_when_every_name_leads_home(judge: Judge) -> None:
    async with name_server(lambda _name, _count: ["127.0.0.1"]) as (_, port):
        judge.allowed_ports.add(port)
        fetcher = Fetcher(names=DnsNames(["127.0.0.1"], port))
        assert await fetch_all(fetcher, URLS) == len(URLS) == 1520
    assert judge.forbidden() == []


async def test_no_hostile_link_reaches_a_forbidden_address_as_a_redirect(judge: Judge) -> None:
    statuses = (b"301", b"302", b"303", b"307", b"308")
    answers = {
        f"/{number}": b"HTTP/1.1 %b Go\r\nContent-Length: 0\r\nLocation: %b\r\n\r\n"
        % (statuses[number % len(statuses)], as_location(url))
        for number, url in enumerate(URLS)
    }
    async with name_server(lambda _name, _count: ["10.0.0.7"]) as (_, port), web_server(answers) as site:
        judge.allowed_ports.update({port, site.port})
        fetcher = Fetcher(names=DnsNames(["127.0.0.1"], port), allowed_test_hosts=frozenset({site.address}))
        await fetch_all(fetcher, [site.url(path) for path in answers])
    assert len(site.requests) >= len(URLS)
    assert judge.forbidden() == []


async def test_each_address_that_a_name_can_lead_to_is_judged_as_its_source_does(judge: Judge) -> None:
    known = {f"v{number}.vectors.org": row for number, row in enumerate(ADDRESSES)}
    async with name_server(lambda name, _count: [known[name]["ip"]]) as (_, port):
        judge.allowed_ports.add(port)
        fetcher = Fetcher(names=DnsNames(["127.0.0.1"], port))
        for name, row in known.items():
            judge.seen.clear()
            with pytest.raises(BadInput):
                await fetcher.fetch(f"http://{name}/")
            tried = row["expect"] == "allow" and row["ip"] != "64:ff9c::1"
            assert bool(judge.seen) is tried, row


@pytest.mark.parametrize("changes_after", [1, 2, 3])
async def test_a_name_that_changes_its_address_gains_nothing(judge: Judge, changes_after: int) -> None:
    def rebinding(_name: str, count: int) -> list[str]:
        return ["93.184.216.34"] if count < changes_after else ["127.0.0.1"]

    async with name_server(rebinding) as (server, port):
        judge.allowed_ports.add(port)
        fetcher = Fetcher(names=DnsNames(["127.0.0.1"], port))
        for _ in range(5):
            with pytest.raises(BadInput):
                await fetcher.fetch("http://rebinding.attacker.org/")
        assert max(server.asked.values()) == 5, "one look-up for one fetch"
    assert judge.seen
    assert judge.forbidden() == []


async def test_one_closed_address_among_the_answers_closes_them_all(judge: Judge) -> None:
    async with name_server(lambda _name, _count: ["93.184.216.34", "10.0.0.1"]) as (_, port):
        judge.allowed_ports.add(port)
        with pytest.raises(AddressRefused):
            await Fetcher(names=DnsNames(["127.0.0.1"], port)).fetch("http://mixed.attacker.org/")
    assert judge.seen == []


async def test_many_addresses_cause_few_attempts(judge: Judge) -> None:
    async with name_server(lambda _name, _count: [f"93.184.216.{last}" for last in range(1, 25)]) as (_, port):
        judge.allowed_ports.add(port)
        with pytest.raises(FetchFailed) as failure:
            await Fetcher(names=DnsNames(["127.0.0.1"], port)).fetch("http://many.attacker.org/")
    assert failure.value.code == "no-connection"
    assert len(judge.seen) == Limits().addresses_tried
    assert all(is_public(host) for host, _ in judge.seen)


async def test_a_name_that_does_not_exist_is_said(judge: Judge) -> None:
    async with name_server(lambda _name, _count: []) as (_, port):
        judge.allowed_ports.add(port)
        with pytest.raises(FetchFailed) as failure:
            await Fetcher(names=DnsNames(["127.0.0.1"], port)).fetch("http://nobody.example-board.org/")
    assert failure.value.code == "no-such-host"


async def test_proxies_of_the_environment_are_not_used(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    async with name_server(lambda _name, _count: ["93.184.216.34"]) as (_, port):
        judge.allowed_ports.add(port)
        with pytest.raises(FetchFailed):
            await Fetcher(names=DnsNames(["127.0.0.1"], port)).fetch("http://board.attacker.org/")
    assert judge.seen == [("93.184.216.34", 80)]
