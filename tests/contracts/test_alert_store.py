"""Alerts over SQLite and PostgreSQL alike: raised once, acknowledged by a person, forgotten with their ads."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from leadlight.contacts.alerts import AlertRule, Thresholds, alerts_for, look_for_alerts
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.model import Sighting
from leadlight.contacts.signs import HUB
from leadlight.storage.database import Database

OLD, NEW = KeyRing(b"k" * 32), KeyRing(b"n" * 32, former=[b"k" * 32])
PHONE = OLD.fingerprint("phone", "+48601234567")
TODAY = date(2026, 11, 20)
RULES = Thresholds(new_ads=4, within_days=7, employers=3, sites=3, quiet_days=60)


def ad(number: int, employer: str = "Alfa", *, site: str = "a.example", days_ago: int = 0) -> Sighting:
    return Sighting(
        ad_id=number.to_bytes(16, "big"),
        title=f"Picker {number}",
        employer=employer,
        employer_key=employer.casefold(),
        place="",
        country="",
        site=site,
        seen_on=TODAY - timedelta(days=days_ago),
        fingerprints=(PHONE,),
    )


NAMES = ("Alfa Farms", "Beta Clean", "Gamma Care", "Delta Works")


def many_employers(first: int = 0, days_ago: int = 0) -> list[Sighting]:
    return [ad(first + at, name, days_ago=days_ago) for at, name in enumerate(NAMES)]


def rules(ads: list[Sighting], today: date = TODAY) -> list[str]:
    return [alert.rule for alert in alerts_for(PHONE, ads, RULES, today=today)]


def test_nothing_is_told_of_few_ads_one_employer_or_old_ads() -> None:
    assert rules([]) == []
    assert rules(many_employers()[:3]) == []
    assert rules([ad(number) for number in range(9)]) == []
    assert rules(many_employers(days_ago=7)) == []


def test_many_employers_many_sites_and_an_end_of_quiet_are_told() -> None:
    assert rules(many_employers(days_ago=6)) == [AlertRule.MANY_EMPLOYERS]
    assert rules([ad(number, site=f"{number}.example") for number in range(4)]) == [AlertRule.MANY_SITES]
    (quiet,) = alerts_for(PHONE, [ad(9, days_ago=90), *(ad(number) for number in range(4))], RULES, today=TODAY)
    assert (quiet.rule, quiet.facts["quiet_days"], quiet.facts["ads"]) == (AlertRule.AFTER_QUIET, 90, 4)
    assert rules([ad(9, days_ago=59), *(ad(number) for number in range(4))]) == []


def test_a_switchboard_is_not_told() -> None:
    assert rules([ad(number, f"{NAMES[number % 4]}{number}") for number in range(HUB + 1)]) == []


def look(database: Database, today: date = TODAY) -> list[str]:
    return [one.rule for one in look_for_alerts(database.alerts, database.sightings, RULES, today=today)]


def test_an_alert_is_raised_once_however_often_one_looks(database: Database) -> None:
    assert look(database) == []
    database.sightings.remember_all(many_employers())
    assert look(database) == [AlertRule.MANY_EMPLOYERS]
    database.sightings.remember(ad(50, "Omega Lab"))
    assert look(database) == []
    assert look(database, TODAY + timedelta(days=2)) == []
    (kept,) = database.alerts.newest(limit=9)
    assert (kept.contact, kept.facts["employers"], kept.acknowledged_on) == (PHONE, 4, None)


def test_a_person_takes_note_once_and_only_newer_ads_are_told_again(database: Database) -> None:
    database.sightings.remember_all(many_employers())
    look(database)
    (kept,) = database.alerts.newest(limit=9)
    assert database.alerts.acknowledge(kept.alert_id, by="Jana\0", on=TODAY)
    assert not database.alerts.acknowledge(kept.alert_id, by="Somebody else", on=TODAY)
    assert not database.alerts.acknowledge(b"x" * 16, by="Jana", on=TODAY)
    (noted,) = database.alerts.newest(limit=9)
    assert (noted.acknowledged_by, noted.acknowledged_on) == ("Jana", TODAY)
    assert look(database, TODAY + timedelta(days=1)) == []
    later = TODAY + timedelta(days=2)
    database.sightings.remember_all([replace(one, seen_on=later) for one in many_employers(100)])
    assert look(database, later) == [AlertRule.MANY_EMPLOYERS]
    assert [one.raised_on for one in database.alerts.newest(limit=9)] == [later, TODAY]


def test_what_was_handed_over_is_not_handed_over_again(database: Database) -> None:
    database.sightings.remember_all(many_employers())
    look(database)
    unsent = database.alerts.unsent(limit=9)
    assert len(unsent) == 1
    database.alerts.mark_sent(unsent)
    assert list(database.alerts.unsent(limit=9)) == []


def test_an_alert_moves_to_a_new_key_and_goes_with_its_ads(database: Database) -> None:
    database.sightings.remember_all(many_employers())
    look(database)
    list(database.sightings.renew_keys(NEW))
    new = NEW.fingerprint("phone", "+48601234567")
    (kept,) = database.alerts.newest(limit=9)
    assert kept.contact == new
    assert look(database) == []
    database.sightings.forget_contact(new)
    assert list(database.alerts.newest(limit=9)) == []


@pytest.mark.parametrize("more", [0, HUB])
def test_busy_contacts_leave_out_what_is_quiet_and_what_everybody_uses(database: Database, more: int) -> None:
    database.sightings.remember_all([ad(number) for number in range(4 + more)])
    busy = database.alerts.busy_contacts(since=TODAY, at_least=4)
    assert list(busy) == ([] if more else [PHONE])
    assert list(database.alerts.busy_contacts(since=TODAY, at_least=HUB + 9)) == []
