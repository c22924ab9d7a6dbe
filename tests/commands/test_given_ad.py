"""How an ad was given on the command line."""

import base64
from pathlib import Path

import pytest

from leadlight.commands.given_ad import fields_of_ad

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
