"""A sighting is worked out once between the check and the store."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from leadlight.contacts import recent
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.recent import MOST_RECENT, RecentSightings
from leadlight.contacts.sighting import sighting_of
from leadlight.postings.model import Posting

KEYS = KeyRing(b"k" * 32)
DAY = date(2026, 11, 20)
AD = Posting(text="Pickers wanted for the greenhouses. " * 12, title="Picker", url="https://jobs.example/1")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Posting]:
    postings: list[Posting] = []

    def counted(posting: Posting, *arguments: object, **options: object) -> object:
        postings.append(posting)
        return sighting_of(posting, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(recent, "sighting_of", counted)
    return postings


def test_what_was_checked_is_stored_without_working_it_out_again(made: list[Posting]) -> None:
    sightings = RecentSightings(KEYS)
    checked = sightings.of(AD, DAY)
    assert sightings.take(AD, DAY + timedelta(days=1)) == replace(checked, seen_on=DAY + timedelta(days=1))
    assert len(made) == 1
    assert sightings.take(AD, DAY) == checked
    assert len(made) == 2


def test_another_ad_never_gets_the_sighting_of_one_that_is_held(made: list[Posting]) -> None:
    sightings = RecentSightings(KEYS)
    sightings.of(AD, DAY)
    other = replace(AD, url="https://jobs.example/2")
    assert sightings.take(other, DAY).ad_id == sighting_of(other, KEYS, day=DAY).ad_id


def test_an_ad_that_fell_out_is_worked_out_again(made: list[Posting]) -> None:
    sightings = RecentSightings(KEYS)
    first = sightings.of(AD, DAY)
    others = [replace(AD, url=f"https://jobs.example/o{n}") for n in range(MOST_RECENT)]
    for other in others:
        sightings.of(other, DAY)
    assert sightings.take(AD, DAY) == first
    assert len(made) == MOST_RECENT + 2
