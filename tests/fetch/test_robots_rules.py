"""What sites allow scans to read."""

import json
from pathlib import Path

import pytest

from fetch.local_servers import HTML, web_server
from leadlight.errors import FetchFailed
from leadlight.fetch.client import Fetcher
from leadlight.fetch.robots_rules import NONE_ALLOWED, READ_BYTES, RobotsRules, as_rules

VECTORS = json.loads((Path(__file__).parent / "vectors" / "google_robots_test_vectors.json").read_text("utf-8"))
# Where robotspy follows RFC 9309 and the vectors go beyond it: an escaped plain letter, and index.html as its folder.
BEYOND_THE_STANDARD = {("ID_Encoding", "http://foo.bar/foo/bar/baz"), ("GoogleOnly_IndexHTMLisDirectory",)}
RULES = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
FORBIDDING = RULES + b"User-agent: Leadlight\nDisallow: /private/\n\nUser-agent: *\nDisallow: /\n"


def is_beyond(case: dict[str, str]) -> bool:
    return any(key[0] == case["test"] and key[1:] in ((), (case["url"],)) for key in BEYOND_THE_STANDARD)


def test_the_published_vectors_are_read_alike() -> None:
    differing = [
        case
        for case in VECTORS
        if as_rules(case["robots_latin1"].encode("latin-1").decode("utf-8", "replace")).can_fetch(
            case["agent"], case["url"]
        )
        != case["allowed"]
    ]
    assert len(VECTORS) == 142
    assert len(differing) <= 2
    assert all(map(is_beyond, differing))


async def test_a_scan_reads_what_the_site_allows_and_nothing_else() -> None:
    answers = {"/robots.txt": FORBIDDING, "/job": HTML + b"an ad", "/private/job": HTML + b"secret"}
    async with web_server(answers) as site:
        fetcher = Fetcher(allowed_test_hosts=frozenset({site.address}))
        assert (await fetcher.fetch_for_scan(site.url("/job"))).body == b"an ad"
        with pytest.raises(FetchFailed) as refusal:
            await fetcher.fetch_for_scan(site.url("/private/job"))
        asked = [request.split(b" ")[1] for request in site.requests]
    assert refusal.value.code == "site-forbids-scans"
    assert asked == [b"/robots.txt", b"/job"]


async def test_a_page_that_a_person_asked_for_is_read_whatever_the_rules_say() -> None:
    async with web_server({"/robots.txt": FORBIDDING, "/private/job": HTML + b"an ad"}) as site:
        page = await Fetcher(allowed_test_hosts=frozenset({site.address})).fetch(site.url("/private/job"))
        assert page.body == b"an ad"
        assert len(site.requests) == 1


async def test_a_redirect_to_a_forbidden_page_is_not_used() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: /private/job\r\nContent-Length: 0\r\n\r\n"
    answers = {"/robots.txt": FORBIDDING, "/job": moved, "/private/job": HTML + b"secret"}
    async with web_server(answers) as site:
        with pytest.raises(FetchFailed) as refusal:
            await Fetcher(allowed_test_hosts=frozenset({site.address})).fetch_for_scan(site.url("/job"))
    assert refusal.value.code == "site-forbids-scans"


@pytest.mark.parametrize(
    ("status", "allowed"), [(404, True), (410, True), (403, True), (429, False), (500, False), (503, False)]
)
async def test_a_site_without_rules_allows_all_and_one_that_fails_allows_nothing(status: int, allowed: bool) -> None:
    answers = {
        "/robots.txt": f"HTTP/1.1 {status} X\r\nContent-Length: 0\r\n\r\n".encode(),
        "/job": HTML + b"an ad",
    }
    async with web_server(answers) as site:
        fetcher = Fetcher(allowed_test_hosts=frozenset({site.address}))
        if allowed:
            assert (await fetcher.fetch_for_scan(site.url("/job"))).body == b"an ad"
        else:
            with pytest.raises(FetchFailed) as refusal:
                await fetcher.fetch_for_scan(site.url("/job"))
            assert refusal.value.code == "site-forbids-scans"


async def test_rules_are_asked_for_once_and_only_their_beginning_counts() -> None:
    asked: list[str] = []

    async def ask_for(url: str) -> bytes:
        asked.append(url)
        return b"#" * READ_BYTES + b"\n" + NONE_ALLOWED.encode()

    rules = RobotsRules(ask_for)
    await rules.refuse_forbidden("https://board.org/1")
    await rules.refuse_forbidden("https://board.org/2")
    await rules.refuse_forbidden("https://other.org/1")
    assert asked == ["https://board.org/robots.txt", "https://other.org/robots.txt"]


def test_rules_built_to_be_slow_are_left_out() -> None:
    rules = as_rules("User-agent: *\nDisallow: /" + "*a" * 500 + "$\nDisallow: /" + "x" * 5000 + "\nDisallow: /no\n")
    assert not rules.can_fetch("Leadlight", "https://board.org/no")
    assert rules.can_fetch("Leadlight", "https://board.org/" + "a" * 500)
