"""Pages read in processes of their own."""

import asyncio
import io
import os
from collections.abc import AsyncIterator
from email.message import EmailMessage

import psutil
import pytest
import pytest_asyncio
from PIL import Image

from leadlight.errors import PageUnreadable
from leadlight.fetch.page_reader import PageReader
from leadlight.postings.file import read_file
from leadlight.postings.model import ContactKind, Origin
from leadlight.postings.page import read_page
from leadlight.postings.text import read_text

PAGE = """<h1>Cook</h1><p>Hotel Sova is hiring a cook, salary 1 500 EUR a month,
tel. +421 903 123 456, IČO 12345678.</p>
<script type="application/ld+json">{"@type": "JobPosting", "title": "Cook", "datePosted": "2026-10-01",
"jobLocation": {"address": {"addressLocality": "Brno", "addressCountry": "CZ"}}}</script>""".encode()
MANY_ATTRIBUTES = b"<p " + b" ".join(b"a%d=1" % number for number in range(200_000)) + b">x"
DEEP = b"<div>" * 100_000


# A process takes a second of CPU to start, so most tests share one reader, whose processes live in one event loop.
pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[PageReader]:
    made = PageReader(processes=1)
    await made.start()
    yield made
    await made.aclose()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def pair() -> AsyncIterator[PageReader]:
    made = PageReader(processes=2)
    await made.start()
    yield made
    await made.aclose()


def processes(reader: PageReader) -> list[int]:
    """Numbers of this reader's processes: other tests' applications have theirs."""
    return [slot.process.pid for slot in reader._free._queue if slot is not None]


async def test_a_page_reads_the_same_as_in_this_process(reader: PageReader) -> None:
    assert await reader.read_page(PAGE, url="https://x.com/1") == read_page(PAGE, url="https://x.com/1")


async def test_a_text_reads_the_same_as_in_this_process(reader: PageReader) -> None:
    how = {"title": "Magazyn", "country": "DE", "origin": Origin.GIVEN}
    assert await reader.read_text("Tel. 600 123 456 \U0001f642", **how) == read_text(
        "Tel. 600 123 456 \U0001f642", **how
    )


async def test_halves_of_characters_become_question_marks_and_move_nothing(reader: PageReader) -> None:
    posting = await reader.read_text("\ud800 Tel. 600 123 456", title="\udfff", country="PL")
    assert (posting.text, posting.title) == ("? Tel. 600 123 456", "?")


async def test_the_reason_why_a_page_is_no_ad_comes_back_whole(reader: PageReader) -> None:
    with pytest.raises(PageUnreadable) as refusal:
        await reader.read_page(b"%PDF-1.7")
    assert refusal.value.code == "not-a-page"
    assert refusal.value.remedy == "Open the file yourself and paste the text of the ad."


@pytest.mark.parametrize("hurting", [MANY_ATTRIBUTES, DEEP], ids=["attributes", "depth"])
async def test_a_page_built_to_hurt_costs_its_own_request_only(pair: PageReader, hurting: bytes) -> None:
    await pair.start()
    hurt, honest = await asyncio.gather(pair.read_page(hurting), pair.read_page(PAGE), return_exceptions=True)
    assert isinstance(hurt, PageUnreadable)
    assert hurt.code == "page-too-slow"
    assert honest == read_page(PAGE)
    assert (await pair.read_page(PAGE)).title == "Cook"


async def test_the_event_loop_goes_on_while_a_page_is_read(reader: PageReader) -> None:
    reading = asyncio.create_task(reader.read_page(DEEP))
    beats = 0
    while not reading.done():
        await asyncio.sleep(0.01)
        beats += 1
    with pytest.raises(PageUnreadable):
        reading.result()
    assert beats > 10


async def test_a_page_that_eats_memory_is_given_up() -> None:
    reader = PageReader(processes=1, seconds=30, memory_bytes=48 * 1024 * 1024)
    await reader.start()
    try:
        with pytest.raises(PageUnreadable) as refusal:
            await reader.read_page(b"<p>a</p>" * 900_000)
        assert refusal.value.code == "page-too-heavy"
        assert (await reader.read_page(PAGE)).title == "Cook"
    finally:
        await reader.aclose()


async def test_no_process_is_left_behind_and_none_gets_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADLIGHT_CONTACT_KEY", "secret")
    reader = PageReader(processes=1)
    await reader.start()
    (pid,) = processes(reader)
    assert "LEADLIGHT_CONTACT_KEY" not in psutil.Process(pid).environ()
    await reader.aclose()
    assert not psutil.pid_exists(pid)
    assert processes(reader) == []


async def test_a_pdf_is_read_there_too(reader: PageReader) -> None:
    with pytest.raises(PageUnreadable) as refusal:
        await reader.read_file(b"%PDF-1.7 broken")
    assert refusal.value.code == "file-broken"


async def test_a_chat_keeps_its_messages_on_the_way(reader: PageReader) -> None:
    chat = b"12/03/2026, 10:15 - Anna: Work in Germany!\n12/03/2026, 10:16 - Anna: call +49 151 23456789\n"
    posting = await reader.read_file(chat)
    assert posting == read_file(chat)
    assert len(posting.messages) == 2


async def test_a_caller_who_gives_up_leaves_the_reader_usable(reader: PageReader) -> None:
    reading = asyncio.create_task(reader.read_page(DEEP))
    await asyncio.sleep(0.05)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert (await reader.read_page(PAGE)).title == "Cook"


async def test_a_process_that_was_killed_is_replaced(reader: PageReader) -> None:
    (pid,) = processes(reader)
    os.kill(pid, 9)
    with pytest.raises(PageUnreadable):
        await reader.read_page(PAGE)
    assert (await reader.read_page(PAGE)).title == "Cook"


async def test_a_picture_in_a_mail_is_looked_at_there_too(reader: PageReader) -> None:
    body = io.BytesIO()
    tiles = bytes((x // 40 * 97 + y // 50 * 61) % 256 for y in range(300) for x in range(300))
    Image.frombytes("L", (300, 300), tiles).save(body, "JPEG", quality=80)
    mail = EmailMessage()
    mail["Subject"], mail["Message-ID"] = "Cook wanted", "<1@farm.example>"
    mail.set_content("We look for a cook in a hotel, with a room and two free days a week.")
    mail.add_attachment(body.getvalue(), maintype="image", subtype="jpeg", filename="job.jpg")
    here = read_file(mail.as_bytes())
    assert [one.kind for one in here.contacts] == [ContactKind.IMAGE]
    assert await reader.read_file(mail.as_bytes()) == here
