"""Files and comparisons in the form: what a browser without scripts sends, and what the page then shows."""

import re
import tempfile
from email.message import EmailMessage
from html import unescape
from typing import NoReturn

import pytest

from api_ads import FEE_AD, PLAIN_AD
from page_host import PageHost
from postings.test_pdf import pdf
from running_app import RunningApp

PAGE = f"<!doctype html><title>Job</title><main><h1>Hotel staff</h1><p>{FEE_AD}</p></main>".encode()
ARCHIVE = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://board.example.com/job/1\r\nSubject: Job\r\n"
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="edge"\r\n\r\n'
    b"--edge\r\nContent-Type: text/html\r\n\r\n" + PAGE + b"\r\n--edge--\r\n"
)
WHATSAPP = f"12/03/2026, 10:15 - Anna HR: Good morning!\n12/03/2026, 10:16 - Anna HR: {FEE_AD}\n".encode()
TELEGRAM = (
    b'{"name": "Jobs", "type": "personal_chat", "id": 1, "messages": [{"id": 1, "type": "message", '
    b'"date": "2026-03-12T10:16:00", "from": "Anna HR", "text": "' + FEE_AD.encode() + b'"}]}'
)


def mail() -> bytes:
    message = EmailMessage()
    message["Subject"], message["From"] = "Job offer", "Anna <anna@hotel.example>"
    message.set_content(FEE_AD)
    return message.as_bytes()


FILES = {
    "ad.html": PAGE,
    "ad.mhtml": ARCHIVE,
    "offer.eml": mail(),
    "offer.pdf": pdf(*re.findall(r"[^.]+\.", FEE_AD)),
    "chat.txt": WHATSAPP,
    "result.json": TELEGRAM,
    "ad.txt": FEE_AD.encode(),
}


def upload(desk: RunningApp, name: str = "", content: bytes = b"", **fields: str):
    """Send the form as a browser does: with a nameless empty file when none was chosen."""
    return desk.client.post("/", data={"language": "en", **fields}, files={"file": (name, content)})


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_gives_a_verdict_with_its_words_marked(desk: RunningApp, name: str) -> None:
    answer = upload(desk, name, FILES[name])
    assert answer.status_code == 200
    assert any("fee" in words for words in re.findall(r"<mark>([^<]*)</mark>", answer.text))


@pytest.mark.parametrize("name", ["chat.txt", "result.json"])
def test_a_quote_from_a_chat_says_in_which_message_it_stands(desk: RunningApp, name: str) -> None:
    page = unescape(upload(desk, name, FILES[name]).text)
    assert re.search(r'class="message"[^>]*>Message from Anna HR, [^<]*10:16', page)


def test_a_chat_that_was_pasted_says_it_too_and_an_ad_that_is_no_chat_does_not(desk: RunningApp) -> None:
    assert "Message from Anna HR, 12/03/2026, 10:16" in upload(desk, text=WHATSAPP.decode()).text
    assert 'class="message"' not in upload(desk, text=FEE_AD).text


def test_a_text_without_a_file_is_checked(desk: RunningApp) -> None:
    assert "<mark>" in upload(desk, text=FEE_AD).text


def test_text_and_file_at_once_are_not_mixed(desk: RunningApp) -> None:
    answer = upload(desk, "ad.txt", FEE_AD.encode(), text=PLAIN_AD)
    assert answer.status_code == 400
    assert "both a text and a file" in answer.text
    assert PLAIN_AD in answer.text
    assert re.search(r'<input id="file"[^>]*aria-invalid="true"', answer.text)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "The file is empty"),
        ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(200), "aria-invalid"),
        ("broken.pdf", b"%PDF-1.7 broken", "This PDF is broken"),
    ],
)
def test_a_file_that_holds_no_ad_is_said_at_the_field_of_the_file(
    desk: RunningApp, name: str, content: bytes, words: str
) -> None:
    answer = upload(desk, name, content)
    assert answer.status_code == 422
    assert words in unescape(answer.text)
    assert re.search(r'<input id="file"[^>]*aria-invalid="true"', answer.text)


def test_a_file_above_the_limit_is_said_in_the_page(desk: RunningApp) -> None:
    answer = upload(desk, "long.txt", b"work " * 500_000, language="sk")
    assert answer.status_code == 413
    assert answer.headers["content-type"].startswith("text/html")
    assert 'role="alert"' in answer.text


def test_no_file_touches_the_disk(desk: RunningApp, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a file of a reader was written to the disk")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    assert upload(desk, "long.txt", FEE_AD.encode() + b"\nwork" * 350_000).status_code == 200


def test_link_and_text_are_compared_only_when_the_reader_asks(desk: RunningApp, site: PageHost) -> None:
    asked = len(site.asked)
    silent = upload(desk, text=FEE_AD, url=f"http://{site.host}/ad")
    assert 'id="compared"' not in silent.text
    assert len(site.asked) == asked
    page = unescape(upload(desk, text=FEE_AD, url=f"http://{site.host}/ad", compare="on").text)
    assert "something else than it showed you" in page
    assert re.search(r"Text: you saw “Hotel staff for Vienna[^”]*”, the site showed us “[^”]*Malmö", page)
    assert len(site.asked) == asked + 1


def test_a_file_is_compared_too_and_a_site_that_does_not_answer_is_said(desk: RunningApp, site: PageHost) -> None:
    page = upload(desk, "ad.html", PAGE, url=f"http://{site.host}/gone", compare="on").text
    assert "could not read this page ourselves" in page
    assert "<mark>" in page


def test_nothing_to_compare_is_said_and_the_tick_stays(desk: RunningApp) -> None:
    answer = upload(desk, text=FEE_AD, compare="on")
    assert answer.status_code == 400
    assert "To compare" in answer.text
    assert re.search(r'<input id="compare"[^>]* checked', answer.text)
