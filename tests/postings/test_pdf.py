"""Job offers in PDF files, made here byte by byte."""

import io

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.errors import PageUnreadable
from leadlight.postings.file import read_file


def pdf(*lines: str) -> bytes:
    """A one-page PDF that shows these lines."""
    show = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    content = f"BT /F1 12 Tf 72 720 Td {show}ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + head + table + end


OFFER = pdf("Fruit pickers for Germany", "Pay the processing fee of 300 EUR in ad-", "vance. Call +49 151 23456789")


def locked(password: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(OFFER))
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_pdf_gives_its_words_and_contacts() -> None:
    posting = read_file(OFFER)
    assert "Fruit pickers for Germany" in posting.text
    assert "fee of 300 EUR in advance" in posting.text
    assert [contact.value for contact in posting.contacts] == ["+4915123456789"]
    assert posting.country == "DE"


def test_a_pdf_that_opens_without_a_password_is_read() -> None:
    assert "Fruit pickers" in read_file(locked("")).text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"%PDF-1.7\nnothing", "file-broken"),
        (OFFER[:300], "file-broken"),
        (pdf(), "file-without-words"),
        (locked("word"), "file-locked"),
    ],
    ids=["no pdf inside", "cut off", "no words", "locked"],
)
def test_a_pdf_without_readable_words_says_why(body: bytes, code: str) -> None:
    with pytest.raises(PageUnreadable) as refusal:
        read_file(body)
    assert refusal.value.code == code
    assert refusal.value.remedy


@given(st.integers(0, len(OFFER) - 1), st.binary(min_size=1, max_size=12))
def test_a_damaged_pdf_gives_words_or_a_page_unreadable(at: int, damage: bytes) -> None:
    try:
        posting = read_file(OFFER[:at] + damage + OFFER[at + len(damage) :])
    except PageUnreadable:
        return
    assert posting.text
