"""Saved files: pages, archives, mails, chats, texts."""

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.errors import PageUnreadable
from leadlight.postings.file import read_file
from leadlight.postings.model import Origin

PAGES = Path(__file__).parent / "pages"
OFFER = "Szukamy pracowników do zbioru truskawek w Niemczech. Zadzwoń: 600 123 456."


def mail(text: str = "", html: str = "") -> bytes:
    message = EmailMessage()
    message["Subject"] = "Oferta pracy – zbiór truskawek"
    message["From"] = "Anna <Anna@Praca-Teraz.pl>"
    if text:
        message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="logo.png")
    return message.as_bytes()


def test_a_saved_page_reads_like_a_page() -> None:
    assert read_file((PAGES / "teaser_board.html").read_bytes()).title == "Greenhouse Worker"


def test_a_mail_gives_its_subject_words_and_sender() -> None:
    posting = read_file(mail(text=OFFER, html="<p>other words</p>"))
    assert posting.title == "Oferta pracy – zbiór truskawek"
    assert posting.text == OFFER
    assert [contact.value for contact in posting.contacts] == ["+48600123456", "anna@praca-teraz.pl"]
    assert posting.country == "DE"


def test_a_mail_of_html_alone_gives_its_words() -> None:
    assert read_file(mail(html=f"<html><body><p>{OFFER}</p><script>x</script></body></html>")).text == OFFER


def test_a_page_archive_gives_its_page_and_address() -> None:
    page = (PAGES / "teaser_board.html").read_bytes()
    archive = (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://board.example.com/job/1#top\r\nSubject: Job\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="edge"\r\n\r\n'
        b"--edge\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + page + b"\r\n--edge--\r\n"
    )
    posting = read_file(archive)
    assert posting.title == "Greenhouse Worker"
    assert posting.url == "https://board.example.com/job/1"


def test_a_chat_export_is_kept_to_the_letter() -> None:
    chat = "12/03/2026, 10:15 - Anna HR: Praca w Niemczech!\n12/03/2026, 10:16 - Anna HR: WhatsApp +49 151 23456789\n"
    posting = read_file(chat.encode())
    assert posting.text == chat
    assert posting.origins["text"] is Origin.PASTED
    assert [contact.value for contact in posting.contacts] == ["+4915123456789"]


def test_a_text_file_in_an_old_charset_is_read() -> None:
    assert read_file(OFFER.encode("windows-1250"), charset="windows-1250").text == OFFER


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "page-empty"),
        (b" \r\n", "page-empty"),
        (b"%PDF-1.7\n", "file-broken"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not-a-page"),
        (b"Subject: hi\r\nMIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nxx", "page-empty"),
        (b"Subject: hi\r\nMIME-Version: 1.0\r\n\r\n \r\n", "page-empty"),
    ],
)
def test_files_without_words_say_so(body: bytes, code: str) -> None:
    with pytest.raises(PageUnreadable) as refusal:
        read_file(body)
    assert refusal.value.code == code


SCRAPS = [
    b"Subject: ", b"From: a@b.pl\r\n", b"MIME-Version: 1.0\r\n", b"Content-Type: multipart/related; boundary=e\r\n",
    b"--e\r\n", b"\r\n", b"Content-Type: text/html; charset=utf-7\r\n", b"=?utf-8?b?8J+Zgg==?=", b"<p>job</p>",
    b"Content-Transfer-Encoding: base64\r\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(SCRAPS) | st.binary(max_size=8), max_size=25).map(b"".join))
def test_any_bytes_give_a_posting_or_a_page_unreadable(body: bytes) -> None:
    try:
        posting = read_file(body)
    except PageUnreadable:
        return
    assert posting.text
