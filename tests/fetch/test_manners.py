"""Few requests at once to one site, and none while it asks to wait."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from fetch.local_servers import HTML, web_server
from leadlight.errors import FetchFailed
from leadlight.fetch.client import Fetcher
from leadlight.fetch.manners import LONGEST_WAIT_S, HostManners, seconds_to_wait


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_a_host_has_few_turns_at_once_and_others_do_not_wait_for_it() -> None:
    manners = HostManners(at_once=2)
    inside: list[str] = []
    most = 0

    async def visit(host: str) -> None:
        nonlocal most
        async with manners.turn(host):
            inside.append(host)
            most = max(most, inside.count("busy.org"))
            await asyncio.sleep(0)
            inside.remove(host)

    await asyncio.gather(*(visit("busy.org") for _ in range(20)), visit("quiet.org"))
    assert most == 2


async def test_a_host_that_asked_to_wait_is_left_alone_until_then() -> None:
    clock = Clock()
    manners = HostManners(clock=clock)
    manners.asked_to_wait("board.org", "120")
    with pytest.raises(FetchFailed) as refusal:
        async with manners.turn("board.org"):
            pass
    assert refusal.value.code == "site-asks-to-wait"
    async with manners.turn("other.org"):
        pass
    clock.now += 121
    async with manners.turn("board.org"):
        pass


async def test_nobody_can_ask_for_more_than_an_hour() -> None:
    clock = Clock()
    manners = HostManners(clock=clock)
    manners.asked_to_wait("board.org", "999999999")
    clock.now += LONGEST_WAIT_S + 1
    async with manners.turn("board.org"):
        pass


@pytest.mark.parametrize("written", ["", "soon", "-5", "Wed, 99 Foo 2026", "Wed, 21 Oct 2015 07:28:00 GMT"])
def test_what_cannot_be_read_and_the_past_ask_for_nothing(written: str) -> None:
    assert seconds_to_wait(written) <= 0


def test_a_date_asks_to_wait_until_then() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    assert 7000 < seconds_to_wait(later) <= 7200


async def test_a_site_that_answers_with_retry_after_is_not_asked_again() -> None:
    answers = {"/": b"HTTP/1.1 429 Slow\r\nRetry-After: 600\r\nContent-Length: 0\r\n\r\n", "/ok": HTML + b"x"}
    async with web_server(answers) as site:
        fetcher = Fetcher(allowed_test_hosts=frozenset({site.address}))
        with pytest.raises(FetchFailed):
            await fetcher.fetch(site.url("/"))
        with pytest.raises(FetchFailed) as refusal:
            await fetcher.fetch(site.url("/ok"))
    assert refusal.value.code == "site-asks-to-wait"
    assert len(site.requests) == 1


@pytest.mark.parametrize("contact", ["", "https://ngo.example/leadlight"])
async def test_the_service_says_who_it_is_and_whom_to_ask(contact: str) -> None:
    async with web_server({"/": HTML + b"x"}) as site:
        await Fetcher(allowed_test_hosts=frozenset({site.address}), contact_url=contact).fetch(site.url("/"))
        (request,) = site.requests
    (line,) = [line for line in request.decode().split("\r\n") if line.startswith("User-Agent: ")]
    assert line.startswith("User-Agent: Leadlight/")
    assert contact in line
    assert not any(word in request.lower() for word in (b"mozilla", b"cookie", b"referer"))
