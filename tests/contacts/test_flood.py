"""Whoever invents ads to smear an honest employer gets no further than a notice; see decision 11."""

from dataclasses import replace
from datetime import date

import pytest

from factories import a_finding
from leadlight.contacts.check import check_contact
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.sighting import sighting_of
from leadlight.contacts.signs import HUB
from leadlight.findings import Check, CheckResult, Finding, State, Weight
from leadlight.postings.model import Contact, ContactKind, Place, Posting, Span
from leadlight.screening.verdict import Level, decide
from leadlight.storage.database import Database

KEYS = KeyRing(b"k" * 32)
TODAY = date(2026, 11, 20)
HONEST = (
    "We look for people who pick tomatoes in our greenhouses in Gent. The work is done in two shifts with a free day. "
    "You bring warm clothes and good shoes, and we organise the bus from the station to the farm every morning. "
    "Pay comes every second week and is written in the contract that you get before you travel. Call 601 234 567."
)


def ad(number: int, employer: str, *, country: str = "BE", text: str = HONEST) -> Posting:
    place = text.index("601 234 567")
    return Posting(
        text=text,
        employer=employer,
        places=(Place(f"Town {number}", country),),
        country=country,
        contacts=(Contact(ContactKind.PHONE, "+48601234567", "601 234 567", Span("text", place, place + 11)),),
        url=f"https://jobs{number % 50}.example/{number}",
    )


NAMES = ["".join(chr(97 + number // 26**at % 26) for at in (2, 1, 0)).title() * 2 for number in range(2_000)]


def invented(count: int) -> list[Posting]:
    """Ads with the honest employer's number and text under ever new names, in many countries."""
    countries = ("PL", "SK", "DE", "NL", "IT")
    return [ad(number, f"{NAMES[number]} Work", country=countries[number % 5]) for number in range(count)]


def level(result: CheckResult, *own: Finding) -> Level:
    """The level when the ad itself shows these findings, and the register nothing."""
    state = State.FOUND if own else State.NOTHING_FOUND
    return decide(
        [CheckResult(Check.WORDING, state, own), CheckResult(Check.REGISTER, State.NOTHING_FOUND), result]
    ).level


NOTHING = CheckResult(Check.CONTACT, State.NOTHING_FOUND)
SIGNS = {
    "nothing": (),
    "weak": (a_finding(weight=Weight.WEAK),),
    "medium": (a_finding(weight=Weight.MEDIUM),),
    "strong": (a_finding(weight=Weight.STRONG),),
}


@pytest.mark.parametrize("flood", [3, 50, HUB, HUB + 300, 2_000])
def test_a_flood_of_invented_ads_never_raises_an_honest_ad_above_a_notice(
    sqlite_database: Database, flood: int
) -> None:
    sqlite_database.sightings.remember_all([sighting_of(one, KEYS, day=TODAY) for one in invented(flood)])
    result = check_contact(ad(0, "Green Valley Farms"), sqlite_database.sightings, KEYS, today=TODAY)
    assert result.state is State.FOUND
    assert all(one.weight is Weight.WEAK and one.unreviewed for one in result.findings)
    assert level(result) is Level.NOTICE
    # Whatever else the ad shows, the flood adds nothing to it.
    for own in (SIGNS["weak"], SIGNS["medium"], SIGNS["strong"]):
        assert level(result, *own) is level(NOTHING, *own)


def test_the_same_ads_count_in_full_once_staff_stand_for_them(sqlite_database: Database) -> None:
    sightings = [sighting_of(one, KEYS, day=TODAY) for one in invented(50)]
    sqlite_database.sightings.remember_all(sightings)
    sqlite_database.sightings.remember_all([replace(one, vouched=True) for one in sightings])
    result = check_contact(ad(0, "Green Valley Farms"), sqlite_database.sightings, KEYS, today=TODAY)
    assert [one.weight for one in result.findings].count(Weight.MEDIUM) == 1
    assert level(result, *SIGNS["medium"]) is Level.CAUTION


def test_the_same_flood_through_repeated_checks_of_one_ad_counts_as_one_ad(sqlite_database: Database) -> None:
    for _ in range(100):
        sqlite_database.sightings.remember(sighting_of(ad(1, "Alfa Work"), KEYS, day=TODAY))
    result = check_contact(ad(0, "Green Valley Farms", text=HONEST), sqlite_database.sightings, KEYS, today=TODAY)
    assert all(one.facts["ads"] == 2 for one in result.findings)
