"""The ad that a reader saw beside the ad that its site shows this service."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.postings.comparison import compared, not_compared
from leadlight.postings.model import Comparison, Disagreement, Origin, Place, Posting
from leadlight.postings.text import read_text

AD = "Greenhouse workers in Närpes. We pay 12 EUR an hour, room with a garden. Call +358 40 123 4567, ask for Anna."
BAIT = "Dancers for a club in Larnaca. Tickets are paid by us and worked off later. Write to boss@club-larnaca.com now."


def reading(text: str, **fields: str) -> Posting:
    return read_text(text, **fields)


def test_the_same_ad_is_the_same() -> None:
    posting = compared(reading(AD), reading(AD))
    assert posting.comparison is Comparison.SAME
    assert posting.disagreements == ()


def test_a_page_around_the_ad_a_counter_and_other_spaces_make_no_difference() -> None:
    fetched = reading(f"Menu\nJobs 1,204\n{AD.upper()}\n\nSeen by 33 people\nOther ads\nTaxi driver in Vaasa")
    assert compared(reading(AD), fetched).comparison is Comparison.SAME


def test_another_ad_at_the_same_link_is_said_with_both_sides() -> None:
    posting = compared(reading(AD), reading(BAIT))
    assert posting.comparison is Comparison.DIFFERENT
    found = {one.field: one for one in posting.disagreements}
    assert found["text"] == Disagreement("text", AD, Origin.GIVEN, BAIT, Origin.FETCHED)
    assert found["contacts"].one == "+358401234567"
    assert found["contacts"].other == "boss@club-larnaca.com"


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [("title", "Waiter", "Dancer"), ("employer", "Hotel Alfa", "Club Omega"), ("country", "AT", "CY")],
)
def test_another_title_employer_or_country_in_the_same_words_is_a_difference(field: str, one: str, other: str) -> None:
    posting = compared(reading(AD, **{field: one}), reading(AD, **{field: other}))
    assert [(seen.field, seen.one, seen.other) for seen in posting.disagreements] == [(field, one, other)]


def test_another_place_is_a_difference() -> None:
    one = Posting(text=AD, places=(Place("Helsinki"),))
    other = Posting(text=AD, places=(Place("Laitila"),))
    assert [seen.field for seen in compared(one, other).disagreements] == ["places"]


def test_what_one_side_does_not_say_is_no_difference() -> None:
    assert compared(reading(AD, employer="Hotel Alfa"), reading(AD)).comparison is Comparison.SAME
    assert compared(reading("Call us"), reading("Write!")).comparison is Comparison.SAME


def test_a_site_that_could_not_be_read_is_not_compared_and_not_the_same() -> None:
    assert not_compared(reading(AD)).comparison is Comparison.NOT_COMPARED
    assert reading(AD).comparison is Comparison.NOT_ASKED


def test_what_the_page_itself_disagrees_about_is_kept() -> None:
    own = Disagreement("employer", "A", Origin.JSON_LD, "B", Origin.PAGE_TEXT)
    assert compared(Posting(text=AD, disagreements=(own,)), reading(AD)).disagreements == (own,)


@given(st.text(max_size=300), st.text(max_size=300))
def test_every_text_is_like_itself_and_likeness_has_no_direction(one: str, other: str) -> None:
    assert compared(Posting(text=one), Posting(text=one)).comparison is Comparison.SAME
    forth, back = compared(Posting(text=one), Posting(text=other)), compared(Posting(text=other), Posting(text=one))
    assert forth.comparison is back.comparison
