"""What lists know of contact points."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.postings.contact_traits import load_public_inboxes, packed, unpacked
from leadlight.postings.contacts import find_contacts
from leadlight.postings.model import ContactTrait


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("anna@gmail.com", (ContactTrait.FREE_MAIL,)),
        ("anna@wp.pl", (ContactTrait.FREE_MAIL,)),
        ("anna@mailinator.com", (ContactTrait.DISPOSABLE_MAIL,)),
        ("anna@in.mailinator.com", (ContactTrait.DISPOSABLE_MAIL,)),
        ("anna@hotel-alfa.at", ()),
        ("https://bit.ly/3abc", (ContactTrait.SHORT_LINK,)),
        ("https://www.tinyurl.com/3abc", (ContactTrait.SHORT_LINK,)),
        ("https://hotel-alfa.at/bit.ly", ()),
        ("+43 1 58858 0", ()),
    ],
)
def test_lists_say_what_they_know_and_nothing_of_the_rest(text: str, traits: tuple[ContactTrait, ...]) -> None:
    assert [contact.traits for contact in find_contacts(text)] == [traits]


def test_a_number_whose_messages_anyone_can_read_is_known() -> None:
    number = next(number for number in sorted(load_public_inboxes()) if str(number).startswith("4477"))
    (contact,) = find_contacts(f"WhatsApp +{number}")
    assert contact.traits == (ContactTrait.PUBLIC_INBOX,)
    assert len(load_public_inboxes()) > 80_000


@given(st.sets(st.integers(1, 10**15 - 1), max_size=50))
def test_packed_numbers_come_back(numbers: set[int]) -> None:
    assert unpacked(packed(numbers)) == numbers
