"""How an ad was given on the command line."""

import base64
from pathlib import Path

import pytest

from leadlight.commands.given_ad import fields_of_ad
from leadlight.errors import BadInput

LIMIT = 100_000


@pytest.mark.parametrize(
    "body",
    [
        b"%PDF-1.7\n\x00\x01 binary",
        b"From: a@b.pl\r\nSubject: Offer\r\nMIME-Version: 1.0\r\n\r\nWork in Germany",
        b'{"name": "Anna", "messages": []}',
    ],
    ids=["pdf", "mail", "telegram"],
)
def test_a_saved_file_is_passed_on_whole(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "offer"
    path.write_bytes(body)
    assert fields_of_ad(str(path), LIMIT) == {"file": base64.b64encode(body).decode()}


@pytest.mark.parametrize(
    ("body", "field"), [(b"Work in Germany", "text"), (b"<!doctype html><p>Work in Germany</p>", "html")]
)
def test_a_page_and_a_text_stay_what_they_are(tmp_path: Path, body: bytes, field: str) -> None:
    path = tmp_path / "offer"
    path.write_bytes(body)
    assert fields_of_ad(str(path), LIMIT) == {field: body.decode()}


@pytest.mark.parametrize("given", ["ad.txt", "Ad.HTML", "folder/ad.txt", "/no/such/ad.txt", "./ad.org", "../ad", "ad"])
def test_a_file_that_is_missing_is_not_looked_for_on_the_internet(given: str) -> None:
    with pytest.raises(BadInput) as raised:
        fields_of_ad(given, LIMIT)
    assert raised.value.wrong == f"There is no file {given}."


@pytest.mark.parametrize("given", ["example.org", "example.org/ad.html", "https://example.org/ad.txt", "ftp://x"])
def test_what_may_be_a_link_is_taken_for_one(given: str) -> None:
    assert fields_of_ad(given, LIMIT) == {"url": given}


def test_nothing_at_all_is_no_folder() -> None:
    with pytest.raises(BadInput, match="Nothing was given"):
        fields_of_ad("", LIMIT)
