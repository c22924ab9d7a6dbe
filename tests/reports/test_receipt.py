"""The receipt: the same for the same attempt, copied by hand without harm, guessed by nobody."""

from hypothesis import given
from hypothesis import strategies as st

from leadlight.reports.receipt import ALPHABET, SIGNS, receipt_for, report_id_of

SECRET = b"s" * 32


@given(st.binary(min_size=16, max_size=16))
def test_a_receipt_leads_to_one_report_however_it_was_copied(attempt: bytes) -> None:
    receipt = receipt_for(attempt, SECRET)
    meant = report_id_of(receipt)
    assert meant is not None
    assert len(meant) == 16
    for copied in (
        receipt.lower(),
        receipt.replace("-", ""),
        f" {receipt.replace('-', ' ')} ",
        receipt.replace("1", "I"),
    ):
        assert report_id_of(copied) == meant
    assert report_id_of(receipt.replace("0", "o").replace("1", "l")) == meant


def test_a_receipt_needs_the_secret_and_an_attempt_of_its_own() -> None:
    attempts = [number.to_bytes(16, "big") for number in range(200)]
    made = {receipt_for(attempt, secret) for attempt in attempts for secret in (SECRET, b"t" * 32)}
    assert len(made) == 400
    assert {sign for receipt in made for sign in receipt} == {*ALPHABET, "-"}


@given(st.text(max_size=40))
def test_what_is_no_receipt_is_none(written: str) -> None:
    if len([sign for sign in written if sign.isascii() and sign.isalnum()]) != SIGNS:
        assert report_id_of(written) is None
