"""Which registers an ad concerns."""

from collections.abc import Mapping

import pytest

from factories import a_posting
from leadlight.postings.model import Contact, ContactKind, LicenceClaim, Place, Posting
from leadlight.registers.sources import RegisterSource
from leadlight.registers.where import Basis, recruiter_countries, registers_for, work_countries

Sources = Mapping[str, RegisterSource]


def asked(posting: Posting, sources: Sources) -> dict[str, tuple[Basis, bool]]:
    return {each.source.id: (each.basis, each.absence_counts) for each in registers_for(posting, sources.values())}


def a_contact(kind: ContactKind, value: str) -> Contact:
    return Contact(kind, value, value)


@pytest.mark.parametrize(
    ("posting", "countries"),
    [
        (a_posting(contacts=(a_contact(ContactKind.PHONE, "+8801711000000"),)), {"BD"}),
        (a_posting(contacts=(a_contact(ContactKind.EMAIL, "hr@quex.com.pl"),)), {"PL"}),
        (a_posting(contacts=(a_contact(ContactKind.LINK, "https://quex.co.uk/jobs"),)), {"GB"}),
        (a_posting(url="https://quex.sk/ad/1"), {"SK"}),
        (a_posting(language="bg"), {"BG"}),
        (a_posting(language="en", url="https://quex.com/1"), set()),
        (a_posting(contacts=(a_contact(ContactKind.EMAIL, "hr@quex.io"),)), set()),
        (a_posting(contacts=(a_contact(ContactKind.TELEGRAM, "quex"),)), set()),
        (a_posting(contacts=(a_contact(ContactKind.PHONE, "not a number"),)), set()),
    ],
    ids=["phone", "e-mail", "link", "address of the ad", "language", "nothing", "worldwide domain", "handle", "broken"],
)
def test_the_country_of_the_recruiter_is_read_from_contacts_and_language(posting: Posting, countries: set[str]) -> None:
    assert recruiter_countries(posting) == countries


def test_the_countries_of_the_work_come_from_all_places() -> None:
    posting = a_posting(country="DE", places=(Place("Wien", "AT"), Place("somewhere")))
    assert work_countries(posting) == {"DE", "AT"}


def test_a_claimed_number_asks_its_register_wherever_the_work_is(sources: Sources) -> None:
    posting = a_posting(country="DE", licence_claims=(LicenceClaim("kraz", "1234", "KRAZ 1234"),))
    assert asked(posting, sources) == {"pl_kraz": (Basis.CLAIMED_NUMBER, True)}


def test_a_polish_recruiter_for_work_in_germany_concerns_the_polish_register(sources: Sources) -> None:
    assert asked(a_posting(country="DE", language="pl"), sources) == {"pl_kraz": (Basis.RECRUITER_COUNTRY, True)}


def test_a_register_of_the_country_of_work_does_not_miss_an_agency_from_abroad(sources: Sources) -> None:
    posting = a_posting(country="PL", contacts=(a_contact(ContactKind.PHONE, "+8801711000000"),))
    found = asked(posting, sources)
    assert found["pl_kraz"] == (Basis.WORK_COUNTRY, False)
    assert found["bd_bmet"] == (Basis.RECRUITER_COUNTRY, True)


def test_a_register_for_work_abroad_does_not_miss_an_agency_for_work_at_home(sources: Sources) -> None:
    assert asked(a_posting(country="RO", language="ro"), sources)["ro_abroad"] == (Basis.RECRUITER_COUNTRY, False)


def test_absence_from_a_list_of_one_trade_never_counts(sources: Sources) -> None:
    posting = a_posting(country="GB", contacts=(a_contact(ContactKind.PHONE, "+442079460000"),))
    assert asked(posting, sources)["gb_gangmaster"] == (Basis.RECRUITER_COUNTRY, False)


def test_an_ad_that_shows_no_country_concerns_no_register(sources: Sources) -> None:
    assert asked(a_posting(), sources) == {}
