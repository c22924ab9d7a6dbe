"""Mirrors service/leadlight/postings/phones.py."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.postings.phones import phones, places_of_digits

WRITTEN = """600 123 456|+48 600-123-456|(22) 621 00 00|0048600123456|tel. | |a|, |12|3 |-|/|€ 2 500|2026-11-26|ext. 12
+44 20 7946 0123|7:30-15:30|1234567890123456|x|.|_"""
PIECES = st.sampled_from(["\n", *WRITTEN.replace("\n", "|").split("|")])


def by_the_library(text, region):
    matcher = phonenumbers.PhoneNumberMatcher(text, region, phonenumbers.Leniency.VALID, 2000)
    return [(match.start, match.end) for match in matcher]


def by_places(text, region):
    return [(c.span.start, c.span.end) for c in phones(text, "text", region, places_of_digits(text))]


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["PL", "GB", "SK", "ZZ"]))
def test_reading_only_places_with_digits_finds_what_reading_everything_finds(text, region):
    assert by_places(text, region) == by_the_library(text, region)


@pytest.mark.parametrize("text", ["", "no digits", "12 345", "1 2 3 4 5"], ids=["empty", "none", "few", "five"])
def test_a_text_with_too_few_digits_has_no_place_for_a_phone_number(text):
    assert places_of_digits(text) == ()


def test_a_number_cut_by_the_edge_of_a_place_is_read_whole():
    text = "99 12345, +48 600 123 456 ext. 77 or 22 621 00 00"
    assert by_places(text, "PL") == by_the_library(text, "PL")
