"""What every sighting store promises, over SQLite and PostgreSQL alike."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from leadlight.contacts.keys import KeyRing
from leadlight.contacts.model import Fingerprint, Sighting, TextSignature
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


def test_the_ads_with_a_contact_are_counted_up_to_a_bound(database: Database) -> None:
    assert database.sightings.count_sharing(PHONE, most=5) == 0
    database.sightings.remember_all([replace(ad(number), vouched=number % 2 == 0) for number in range(1, 8)])
    assert database.sightings.count_sharing(PHONE, most=5) == 5
    assert database.sightings.count_sharing(PHONE, most=50) == 7
    assert database.sightings.count_sharing(PHONE, most=50, vouched=True) == 3
    assert database.sightings.count_sharing(MAIL, most=50) == 0


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


def apart(number: int) -> TextSignature:
    return TextSignature(bands=tuple(range(number * 100, number * 100 + 32)), sketch=bytes([number]) * 128)


def test_no_text_is_alike_in_an_empty_store_or_when_no_band_is_shared(database: Database) -> None:
    assert list(database.sightings.alike(apart(1), limit=10)) == []
    database.sightings.remember_all([replace(ad(2), text=apart(2)), ad(3)])
    assert list(database.sightings.alike(apart(1), limit=10)) == []


def test_texts_that_share_most_bands_come_first_with_their_signatures(database: Database) -> None:
    far, near = apart(1).bands[:1] + apart(7).bands[1:], apart(1).bands[:20] + apart(8).bands[20:]
    signatures = {1: TextSignature(far, b"f" * 128), 2: TextSignature(near, b"n" * 128), 3: apart(3)}
    database.sightings.remember_all([replace(ad(number), text=one) for number, one in signatures.items()])
    found = database.sightings.alike(apart(1), limit=10)
    assert [(one.title, one.text) for one in found] == [("Picker 2", signatures[2]), ("Picker 1", signatures[1])]
    assert [one.title for one in database.sightings.alike(apart(1), limit=1)] == ["Picker 2"]


def test_the_largest_bands_of_both_signs_are_kept(database: Database) -> None:
    edges = TextSignature((2**63 - 1, -(2**63), *range(30)), b"e" * 128)
    database.sightings.remember(replace(ad(1), text=edges))
    assert [one.text for one in database.sightings.alike(edges, limit=1)] == [edges]


def test_an_ad_whose_text_changed_is_found_by_its_new_text_only(database: Database) -> None:
    database.sightings.remember(replace(ad(1), text=apart(1)))
    database.sightings.remember(replace(ad(1), text=apart(2)))
    database.sightings.remember(replace(ad(1), text=apart(2)))
    assert list(database.sightings.alike(apart(1), limit=10)) == []
    assert [one.title for one in database.sightings.alike(apart(2), limit=10)] == ["Picker 1"]
    database.sightings.remember(ad(1))
    assert list(database.sightings.alike(apart(2), limit=10)) == []


def test_a_text_is_forgotten_with_its_ad_and_the_same_text_of_another_ad_stays(database: Database) -> None:
    database.sightings.remember_all([replace(ad(number), text=apart(1)) for number in range(1, 120)])
    assert database.sightings.forget_ad(ad(1).ad_id) == 1
    assert len(database.sightings.alike(apart(1), limit=500)) == 118
    assert database.sightings.forget_before(FIRST + timedelta(days=1)) == 118
    assert list(database.sightings.alike(apart(1), limit=500)) == []


def test_a_new_secret_keeps_every_link_and_no_old_hash(database: Database) -> None:
    old = KeyRing(b"o" * 32)
    new = KeyRing(b"n" * 32, former=[b"o" * 32])
    numbers = [f"+4860{number:07}" for number in range(1_100)]
    database.sightings.remember_all(
        [
            ad(number, prints=(old.fingerprint("phone", phone), old.fingerprint("email", "a@b.example")))
            for number, phone in enumerate(numbers)
        ]
    )
    progress = database.sightings.renew_keys(new)
    assert next(progress) == 100
    progress.close()
    # The service goes on meanwhile and sees an ad again, now with the new secret.
    for number in (3, 1_099):
        database.sightings.remember(ad(number, prints=(new.fingerprint("phone", numbers[number]),)))
    assert list(database.sightings.renew_keys(new))[-1] <= 1_001
    assert list(database.sightings.renew_keys(new)) == []
    for number in (0, 3, 777, 1_099):
        (found,) = database.sightings.sharing(new.fingerprint("phone", numbers[number]), limit=9)
        assert found.title == f"Picker {number}"
        assert list(database.sightings.sharing(old.fingerprint("phone", numbers[number]), limit=9)) == []
    assert len(database.sightings.sharing(new.fingerprint("email", "a@b.example"), limit=2_000)) == 1_100


def test_a_stored_hash_of_an_unknown_secret_stops_the_renewal_and_changes_nothing(database: Database) -> None:
    stray = KeyRing(b"x" * 32).fingerprint("phone", "+48601234567")
    database.sightings.remember(ad(1, prints=(stray,)))
    with pytest.raises(ValueError, match="no secret on the ring"):
        list(database.sightings.renew_keys(KeyRing(b"n" * 32, former=[b"o" * 32])))
    assert len(database.sightings.sharing(stray, limit=9)) == 1


def vouched(number: int, **more: object) -> Sighting:
    return replace(ad(number), vouched=True, **more)  # type: ignore[arg-type]


def test_ads_that_staff_stand_for_are_found_behind_any_number_of_newer_ones(database: Database) -> None:
    database.sightings.remember_all([vouched(1), *(ad(n, day=FIRST + timedelta(days=9)) for n in range(2, 60))])
    assert [one.title for one in database.sightings.sharing(PHONE, limit=20, vouched=True)] == ["Picker 1"]
    assert not any(one.vouched for one in database.sightings.sharing(PHONE, limit=20))
    assert list(database.sightings.sharing(MAIL, limit=20, vouched=True)) == []


@pytest.mark.parametrize("together", [False, True])
def test_nothing_that_anybody_sends_in_changes_an_ad_that_staff_stand_for(database: Database, together: bool) -> None:
    changed = replace(
        ad(1, day=FIRST + timedelta(days=3), prints=(MAIL,)), employer="Smeared", employer_key="smeared", text=apart(2)
    )
    for batch in [[vouched(1, text=apart(1)), changed]] if together else [[vouched(1, text=apart(1))], [changed]]:
        database.sightings.remember_all(batch)
    (found,) = database.sightings.sharing(PHONE, limit=9, vouched=True)
    assert (found.employer, found.seen_on) == ("Farm 1", FIRST + timedelta(days=3))
    assert list(database.sightings.sharing(MAIL, limit=9)) == []
    assert list(database.sightings.alike(apart(2), limit=9)) == []


def test_what_was_sent_in_before_staff_stand_for_an_ad_is_not_vouched_for_with_it(database: Database) -> None:
    database.sightings.remember(ad(1, prints=(MAIL, PHONE)))
    database.sightings.remember(vouched(1))
    assert list(database.sightings.sharing(MAIL, limit=9)) == []
    assert [one.vouched for one in database.sightings.sharing(PHONE, limit=9)] == [True]
    assert dict(database.sightings.digests_of([ad(1).ad_id, ad(2).ad_id])) == {ad(1).ad_id: frozenset({PHONE.digest})}


def test_a_new_secret_keeps_what_staff_stand_for(database: Database) -> None:
    old, new = KeyRing(b"o" * 32), KeyRing(b"n" * 32, former=[b"o" * 32])
    database.sightings.remember(vouched(1, fingerprints=(old.fingerprint("phone", "+48601234567"),)))
    list(database.sightings.renew_keys(new))
    found = database.sightings.sharing(new.fingerprint("phone", "+48601234567"), limit=9, vouched=True)
    assert [one.title for one in found] == ["Picker 1"]
