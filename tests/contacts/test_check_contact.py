"""The contact check over a real store: found, not found, could not check, and what must never count."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from leadlight.contacts.check import READ_ADS, check_contact
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.model import Fingerprint, Sighting, TextSignature
from leadlight.contacts.safelist import Safelist
from leadlight.contacts.sighting import sighting_of
from leadlight.contacts.signs import HUB
from leadlight.errors import StoreUnavailable
from leadlight.findings import CheckResult, Reason, State, Weight
from leadlight.postings.model import Contact, ContactKind, Place, Posting, Span
from leadlight.storage.database import Database

KEYS = KeyRing(b"k" * 32)
TODAY = date(2026, 11, 20)
NUMBER = "+48601234567"
TEXT = "Pickers wanted. Call 601 234 567."


def ad(number: int, employer: str = "", *, country: str = "PL", place: str = "Łódź", agency: str = "") -> Posting:
    return Posting(
        text=TEXT,
        title=f"Picker {number}",
        employer=employer,
        agency=agency,
        places=(Place(place, country),),
        country=country,
        contacts=(Contact(ContactKind.PHONE, NUMBER, "601 234 567", Span("text", 21, 32)),),
        url=f"https://jobs{number % 3}.example/{number}",
    )


def remember(database: Database, postings: Sequence[Posting], *, day: date = TODAY, vouched: bool = True) -> None:
    database.sightings.remember_all([sighting_of(one, KEYS, day=day, vouched=vouched) for one in postings])


def check(database: Database, posting: Posting, **options: object) -> CheckResult:
    return check_contact(posting, database.sightings, KEYS, today=TODAY, **options)  # type: ignore[arg-type]


def test_a_number_under_four_employers_in_three_countries_is_found(database: Database) -> None:
    remember(
        database,
        [ad(1, "Alfa Farms", country="PL"), ad(2, "Beta Clean", country="DE"), ad(3, "Gamma Care", country="NL")],
        day=TODAY - timedelta(days=30),
    )
    result = check(database, ad(4, "Delta Logistics"))
    assert result.state is State.FOUND
    assert [(one.indicator, one.weight) for one in result.findings] == [
        ("contact.many_employers", Weight.MEDIUM),
        ("contact.many_places", Weight.WEAK),
    ]
    assert result.findings[0].facts == {
        "kind": "phone",
        "employers": 4,
        "places": 3,
        "countries": 3,
        "sites": 3,
        "ads": 4,
        "days": 31,
        "since": "2026-10-21",
        "share": 25,
    }
    assert [one.exact for one in result.findings[0].quotes] == ["601 234 567"]


def test_a_number_never_seen_gives_nothing_found(database: Database) -> None:
    assert check(database, ad(1, "Alfa Farms")).state is State.NOTHING_FOUND


def test_an_ad_without_contact_points_is_not_checked(database: Database) -> None:
    result = check(database, replace(ad(1), contacts=()))
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.NO_CONTACTS)


class BrokenStore:
    """A store whose database is gone."""

    def remember(self, sighting: Sighting) -> None:
        raise StoreUnavailable("gone")

    def sharing(self, fingerprint: Fingerprint, *, limit: int, vouched: bool = False) -> Sequence[Sighting]:
        raise StoreUnavailable("gone")

    def alike(self, signature: TextSignature, *, limit: int) -> Sequence[Sighting]:
        raise StoreUnavailable("gone")

    def digests_of(self, ad_ids: Sequence[bytes]) -> Mapping[bytes, frozenset[bytes]]:
        raise StoreUnavailable("gone")


def test_a_store_that_fails_is_not_checked_and_never_nothing_found() -> None:
    result = check_contact(ad(1), BrokenStore(), KEYS, today=TODAY)
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.STORE_UNAVAILABLE)


def test_two_employers_under_one_number_are_not_enough(database: Database) -> None:
    remember(database, [ad(1, "Alfa Farms")])
    assert check(database, ad(2, "Beta Clean")).state is State.NOTHING_FOUND


def test_asking_many_times_adds_to_no_count(database: Database) -> None:
    remember(database, [ad(1, "Alfa Farms"), ad(2, "Beta Clean")])
    first = check(database, ad(3, "Gamma Care"))
    for _ in range(5):
        remember(database, [ad(3, "Gamma Care")])
        assert check(database, ad(3, "Gamma Care")) == first


def test_an_ad_that_was_remembered_under_another_name_does_not_speak_against_itself(database: Database) -> None:
    remember(database, [ad(1, "Alfa Farms"), replace(ad(3), employer="Old Name Of Gamma")])
    assert check(database, ad(3, "Gamma Care")).state is State.NOTHING_FOUND


def test_one_employer_in_several_spellings_is_one_employer(database: Database) -> None:
    names = ["Zielona Praca Sp. z o.o.", "ZIELONA PRACA", "Zielona Praca spółka z ograniczoną odpowiedzialnością"]
    remember(database, [ad(number, name) for number, name in enumerate([*names, "Zielna Praca", "Зелена Праця"])])
    assert check(database, ad(99, "Zielona Praca Polska")).state is State.NOTHING_FOUND


def test_an_agency_that_names_itself_may_place_people_with_many_employers(database: Database) -> None:
    employers = ["Alfa Farms", "Beta Clean", "Gamma Care", "Delta Logistics"]
    remember(database, [ad(number, name, agency="Work Bridge BV") for number, name in enumerate(employers)])
    assert check(database, ad(9, "Epsilon Foods", agency="Work Bridge B.V.")).state is State.NOTHING_FOUND


def test_ads_that_name_nobody_count_for_places_and_not_for_employers(database: Database) -> None:
    remember(database, [ad(number, place=f"Town {number}") for number in range(4)])
    (finding,) = check(database, ad(9, place="Town 9")).findings
    assert (finding.indicator, finding.facts["places"], finding.facts["employers"]) == ("contact.many_places", 5, 0)


def test_one_employer_with_branches_in_many_towns_is_nothing(database: Database) -> None:
    remember(database, [ad(number, "Alfa Markets", place=f"Town {number}") for number in range(12)])
    assert check(database, ad(99, "Alfa Markets", place="Town 99")).state is State.NOTHING_FOUND


def test_a_contact_on_the_safelist_links_nothing(database: Database) -> None:
    remember(database, [ad(1, "Alfa Farms"), ad(2, "Beta Clean"), ad(3, "Gamma Care")])
    listed = Safelist(phones=frozenset({NUMBER}))
    result = check(database, ad(4, "Delta Logistics"), safelist=listed)
    assert (result.state, result.reason, result.facts) == (State.NOT_CHECKED, Reason.NO_CONTACTS, {"known_shared": 1})


def test_a_whatsapp_number_meets_the_same_number_written_as_a_phone(database: Database) -> None:
    remember(database, [ad(1, "Alfa Farms"), ad(2, "Beta Clean")])
    chat = replace(ad(3, "Gamma Care"), contacts=(Contact(ContactKind.WHATSAPP, NUMBER, "wa.me/48601234567"),))
    (finding,) = check(database, chat).findings
    assert finding.facts["employers"] == 3
    assert finding.quotes == ()


def test_the_public_sees_counts_and_staff_see_the_other_ads(database: Database) -> None:
    remember(database, [ad(1, "Alfa Farms"), ad(2, "Beta Clean")])
    assert check(database, ad(3, "Gamma Care")).findings[0].seen_in == ()
    shown = check(database, ad(3, "Gamma Care"), show_ads=True).findings[0].seen_in
    assert {(other.title, other.employer, other.place, other.site) for other in shown} == {
        ("Picker 1", "Alfa Farms", "Łódź", "jobs1.example"),
        ("Picker 2", "Beta Clean", "Łódź", "jobs2.example"),
    }


def test_a_number_in_hundreds_of_ads_is_only_a_weak_sign(sqlite_database: Database) -> None:
    names = [f"{first}{second}{third}" for first in "bdfgklmn" for second in "aeiouy" for third in "prstvz"]
    crowd = [ad(number, f"Q{names[number % len(names)]}x") for number in range(HUB + 5)]
    remember(sqlite_database, crowd)
    (finding,) = check(sqlite_database, ad(9_999, "Delta Logistics")).findings
    assert finding.weight is Weight.WEAK


def test_of_a_number_in_more_ads_than_are_read_all_counts_are_of_the_newest(sqlite_database: Database) -> None:
    remember(sqlite_database, [ad(number, "Old Orchard") for number in range(60)], day=TODAY - timedelta(days=90))
    names = ("Alfa Farms", "Beta Clean", "Gamma Care")
    remember(sqlite_database, [ad(number, names[number % 3]) for number in range(100, 100 + READ_ADS)])
    (finding,) = check(sqlite_database, ad(9_999, "Delta Logistics")).findings
    assert finding.weight is Weight.MEDIUM
    assert (finding.facts["ads"], finding.facts["employers"], finding.facts["days"]) == (READ_ADS + 1, 4, 1)


def test_one_set_of_ads_gives_no_more_than_one_medium_sign(sqlite_database: Database) -> None:
    honest = ad(0, "Honest Bakery")
    words = ["Rivet", "Mango", "Copper", "Tulip", "Walnut", "Harbour", "Saddle", "Zephyr"]
    remember(sqlite_database, [ad(n + 1, word, country=c) for n, word in enumerate(words) for c in ("PL", "DE", "NL")])
    remember(sqlite_database, [ad(n + 50, words[n % 8], country=("DE", "NL", "BE", "FR")[n % 4]) for n in range(40)])
    weights = [finding.weight for finding in check(sqlite_database, honest).findings]
    assert sorted(weights) == [Weight.MEDIUM, Weight.WEAK]


@pytest.mark.parametrize("failing", [0, 1])
def test_a_finding_stays_when_another_contact_could_not_be_looked_up(database: Database, failing: int) -> None:
    remember(database, [ad(1, "Alfa Farms"), ad(2, "Beta Clean")])

    class HalfBroken(BrokenStore):
        asked = 0

        def sharing(self, fingerprint: Fingerprint, *, limit: int, vouched: bool = False) -> Sequence[Sighting]:
            self.asked += 1
            if self.asked - 1 == failing:
                raise StoreUnavailable("gone")
            return database.sightings.sharing(fingerprint, limit=limit, vouched=vouched)

    mail = Contact(ContactKind.EMAIL, "a@farm.example", "a@farm.example")
    phone = ad(3).contacts[0]
    contacts = (mail, phone) if failing == 0 else (phone, mail)
    posting = replace(ad(3, "Gamma Care"), contacts=contacts)
    assert check_contact(posting, HalfBroken(), KEYS, today=TODAY).state is State.FOUND


def template(number: int, employer: str, *, place: str = "Łódź") -> Posting:
    text = (
        f"{employer} is looking for people for the harvest near {place}. You need no experience, we show you "
        f"everything on the first day. The pay is {400 + number} EUR a week and we arrange a room close to the fields. "
        "Transport from your town leaves every Sunday evening. Bring warm clothes and good shoes."
    )
    return Posting(
        text=text, title="Picker", employer=employer, places=(Place(place, "PL"),), url=f"https://a.example/t{number}"
    )


def test_the_same_text_under_another_employer_is_found_even_without_a_contact_point(database: Database) -> None:
    remember(database, [template(1, "Alfa Farms"), template(2, "Alfa Farms Ltd", place="Gent")])
    (finding,) = check(database, template(3, "Green Valley"), show_ads=True).findings
    assert (finding.indicator, finding.weight) == ("text.other_employer", Weight.MEDIUM)
    facts = {name: finding.facts[name] for name in ("kind", "employers", "ads", "places", "likeness")}
    assert facts == {"kind": "text", "employers": 2, "ads": 3, "places": 2, "likeness": 100}
    assert {other.employer for other in finding.seen_in} == {"Alfa Farms", "Alfa Farms Ltd"}


def test_the_same_text_again_by_the_same_employer_is_no_sign(database: Database) -> None:
    remember(database, [template(number, "Alfa Farms", place=f"Town {number}") for number in range(9)])
    posting = replace(template(99, "Alfa Farms Sp. z o.o."), contacts=ad(1).contacts)
    assert check(database, posting).state is State.NOTHING_FOUND


def test_a_text_alone_that_shows_nothing_does_not_stand_for_the_contact_points(database: Database) -> None:
    result = check(database, template(1, "Alfa Farms"))
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.NO_CONTACTS)


def test_two_signs_from_the_same_remembered_ads_are_not_two_medium_ones(sqlite_database: Database) -> None:
    names = ["Rivet Works", "Mango Foods", "Copper Care", "Honest Bakery"]
    postings = [replace(template(n, name), contacts=ad(1).contacts) for n, name in enumerate(names)]
    remember(sqlite_database, postings[:3])
    found = check(sqlite_database, postings[3]).findings
    assert [(one.indicator, one.weight) for one in found] == [
        ("contact.many_employers", Weight.MEDIUM),
        ("text.other_employer", Weight.WEAK),
    ]


def test_ads_that_nobody_stands_for_are_only_a_weak_unreviewed_sign(database: Database) -> None:
    crowd = [ad(1, "Alfa Farms"), ad(2, "Beta Clean", country="DE"), ad(3, "Gamma Care", country="NL")]
    remember(database, crowd, vouched=False)
    found = check(database, ad(4, "Delta Logistics")).findings
    assert [(one.indicator, one.weight, one.unreviewed) for one in found] == [
        ("contact.many_employers", Weight.WEAK, True),
        ("contact.many_places", Weight.WEAK, True),
    ]


def test_ads_that_staff_stand_for_count_whatever_anybody_sent_in_beside_them(sqlite_database: Database) -> None:
    crowd = [ad(number, f"Flood {number} Works") for number in range(10, 10 + HUB + 20)]
    remember(sqlite_database, [ad(1, "Alfa Farms"), ad(2, "Beta Clean")], day=TODAY - timedelta(days=90))
    remember(sqlite_database, crowd, vouched=False)
    finding = check(sqlite_database, ad(4, "Delta Logistics")).findings[0]
    assert (finding.weight, finding.unreviewed) == (Weight.MEDIUM, False)
    assert (finding.facts["ads"], finding.facts["employers"]) == (3, 3)


def differing(result: CheckResult) -> dict[str, object]:
    (finding,) = result.findings
    names = ("other_ads", "other_employer", "other_contact", "other_country", "other_place")
    return {name: finding.facts[name] for name in names}


def test_the_same_text_and_name_with_other_contacts_is_its_own_finding(database: Database) -> None:
    own = Contact(ContactKind.PHONE, "+48700000001", "+48700000001")
    remember(database, [replace(template(n, "Alfa Farms"), contacts=ad(1).contacts) for n in (1, 2)])
    result = check(database, replace(template(3, "Alfa Farms", place="Gent"), contacts=(own,)))
    assert [(one.indicator, one.weight) for one in result.findings] == [("text.other_contact", Weight.WEAK)]
    assert differing(result) == {
        "other_ads": 2,
        "other_employer": 0,
        "other_contact": 2,
        "other_country": 0,
        "other_place": 2,
    }
    assert result.findings[0].quotes[0].exact.startswith("Alfa Farms is looking for people")


def test_one_ad_with_the_same_contact_shows_that_the_employer_uses_its_text_again(database: Database) -> None:
    own = (Contact(ContactKind.PHONE, "+48700000001", "+48700000001"),)
    remember(database, [replace(template(1, "Alfa Farms"), contacts=ad(1).contacts)])
    remember(database, [replace(template(2, "Alfa Farms"), contacts=own)])
    assert check(database, replace(template(3, "Alfa Farms"), contacts=own)).state is State.NOTHING_FOUND


def test_the_same_text_for_many_countries_is_a_weak_sign(database: Database) -> None:
    abroad = [replace(template(n, "Alfa Farms"), country=country) for n, country in enumerate(("DE", "NL"))]
    remember(database, abroad)
    (finding,) = check(database, template(9, "Alfa Farms")).findings
    assert (finding.indicator, finding.weight, finding.facts["countries"]) == ("text.other_country", Weight.WEAK, 3)
    remember(database, [replace(template(20, "Beta Works"), country="PL")])
    result = check(database, template(9, "Alfa Farms"))
    assert [one.indicator for one in result.findings] == ["text.other_employer"]
    assert differing(result)["other_employer"] == 1


PICTURE = (Contact(ContactKind.IMAGE, "0123456789abcdef0123456789abcde0", ""),)
SAVED_AGAIN = (Contact(ContactKind.IMAGE, "0123456789abcdef0123456789ab0000", ""),)


def with_picture(number: int, employer: str, *, site: str = "") -> Posting:
    made = replace(ad(number, employer), contacts=PICTURE if number % 2 else SAVED_AGAIN)
    return replace(made, url=f"https://{site}/{number}") if site else made


def test_a_picture_under_many_employers_on_several_sites_is_a_weak_sign(database: Database) -> None:
    remember(database, [with_picture(1, "Alfa Farms"), with_picture(2, "Beta Clean")])
    (finding,) = check(database, with_picture(3, "Gamma Care")).findings
    assert (finding.indicator, finding.weight, finding.facts["kind"]) == (
        "contact.many_employers",
        Weight.WEAK,
        "image",
    )
    assert finding.facts["employers"] == 3
    assert finding.quotes == ()


def test_a_picture_of_one_site_is_no_sign(database: Database) -> None:
    remember(database, [with_picture(n, name, site="a.example") for n, name in enumerate(("Alfa", "Beta", "Omega"))])
    assert check(database, with_picture(9, "Gamma Care", site="a.example")).state is State.NOTHING_FOUND
