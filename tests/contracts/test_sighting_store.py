"""What every sighting store promises, over SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import date, timedelta

from leadlight.contacts.model import Fingerprint, Sighting
from leadlight.storage.database import Database

PHONE = Fingerprint("phone", b"p" * 16, "k1")
MAIL = Fingerprint("email", b"m" * 16, "k1")
FIRST = date(2026, 11, 1)


def ad(number: int, *, day: date = FIRST, prints: tuple[Fingerprint, ...] = (PHONE,)) -> Sighting:
    return Sighting(
        ad_id=number.to_bytes(16, "big"),
        title=f"Picker {number}",
        employer=f"Farm {number}",
        employer_key=f"farm {number}",
        place="Łódź",
        country="PL",
        site="jobs.example",
        seen_on=day,
        fingerprints=prints,
    )


def test_a_fingerprint_never_seen_gives_nothing(database: Database) -> None:
    database.sightings.remember(ad(1))
    assert list(database.sightings.sharing(MAIL, limit=10)) == []


def test_a_sighting_comes_back_as_it_was_given_with_its_first_day(database: Database) -> None:
    database.sightings.remember(ad(1, prints=(PHONE, MAIL)))
    expected = replace(ad(1, prints=(MAIL,)), first_seen_on=FIRST)
    assert list(database.sightings.sharing(MAIL, limit=10)) == [expected]


def test_the_same_ad_again_moves_its_last_day_and_is_still_one(database: Database) -> None:
    later = FIRST + timedelta(days=9)
    for day in (FIRST, later, FIRST + timedelta(days=4), later):
        database.sightings.remember(ad(1, day=day))
    (found,) = database.sightings.sharing(PHONE, limit=10)
    assert (found.first_seen_on, found.seen_on) == (FIRST, later)
    assert database.sightings.count() == 1


def test_an_ad_that_changed_gives_its_newest_words_under_all_its_contacts(database: Database) -> None:
    database.sightings.remember(ad(1))
    database.sightings.remember(replace(ad(1, prints=(MAIL,)), employer="Other Farm", employer_key="other farm"))
    assert [found.employer for found in database.sightings.sharing(PHONE, limit=10)] == ["Other Farm"]
    assert [found.employer for found in database.sightings.sharing(MAIL, limit=10)] == ["Other Farm"]


def test_the_newest_ads_come_first_and_the_limit_holds(database: Database) -> None:
    database.sightings.remember_all([ad(number, day=FIRST + timedelta(days=number)) for number in range(1, 8)])
    found = database.sightings.sharing(PHONE, limit=3)
    assert [one.title for one in found] == ["Picker 7", "Picker 6", "Picker 5"]


def test_many_sightings_at_once_are_all_kept(database: Database) -> None:
    database.sightings.remember_all([ad(number) for number in range(1_234)])
    assert database.sightings.count() == 1_234
    database.sightings.remember_all([])
    assert database.sightings.count() == 1_234


def test_ads_not_seen_for_the_retention_time_are_forgotten_with_their_contacts(database: Database) -> None:
    database.sightings.remember_all([ad(number, day=FIRST + timedelta(days=number % 2)) for number in range(1_200)])
    assert database.sightings.forget_before(FIRST + timedelta(days=1)) == 600
    assert database.sightings.count() == 600
    assert len(database.sightings.sharing(PHONE, limit=2_000)) == 600
    assert database.sightings.forget_before(FIRST + timedelta(days=1)) == 0


def test_an_ad_a_contact_and_an_employer_can_be_erased(database: Database) -> None:
    database.sightings.remember_all([ad(1), ad(2, prints=(MAIL, PHONE)), ad(3, prints=(MAIL,)), ad(4)])
    assert database.sightings.forget_ad(ad(1).ad_id) == 1
    assert database.sightings.forget_ad(ad(1).ad_id) == 0
    assert database.sightings.forget_employer("farm 4") == 1
    assert database.sightings.forget_contact(MAIL) == 2
    assert database.sightings.count() == 0
    assert list(database.sightings.sharing(PHONE, limit=10)) == []


def test_words_that_a_database_refuses_or_that_are_too_long_do_not_lose_the_sighting(database: Database) -> None:
    odd = replace(ad(1), title="A\0B \udfff " + "x" * 5_000, employer="É" * 400)
    database.sightings.remember(odd)
    (found,) = database.sightings.sharing(PHONE, limit=1)
    assert found.title.startswith("AB ? xxx")
    assert len(found.title) == len(found.employer) == 300
