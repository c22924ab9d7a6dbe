"""The register check as a whole, on the shipped lists in a real database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from factories import a_posting
from leadlight.errors import StoreUnavailable
from leadlight.findings import CheckResult, Reason, State, Weight
from leadlight.postings.model import Contact, ContactKind, LicenceClaim, Place, Posting, Span
from leadlight.postings.text import read_text
from leadlight.registers.check import check_register
from leadlight.registers.model import EntryStatus, RegisterEntry, Snapshot
from leadlight.registers.names import name_keys
from leadlight.registers.sources import RegisterSource
from leadlight.storage.database import Database

Sources = Mapping[str, RegisterSource]

BANGLADESH_2023 = date(2023, 3, 1)
HONG_KONG_2022 = date(2022, 2, 1)
MUCH_LATER = date(2026, 11, 26)
DHAKA_PHONE = Contact(ContactKind.PHONE, "+8801711000000", "01711-000000")


def an_ad_from_dhaka(agency: str = "", number: str = "", **changes: object) -> Posting:
    claims = (LicenceClaim("bd-rl", number, f"RL-{number}"),) if number else ()
    return a_posting(agency=agency, country="QA", contacts=(DHAKA_PHONE,), licence_claims=claims, **changes)


def indicators(result: CheckResult) -> list[str]:
    return [finding.indicator for finding in result.findings]


def test_a_listed_agency_gives_nothing_found_and_says_what_was_read(shipped: Database, sources: Sources) -> None:
    result = check_register(
        an_ad_from_dhaka("Reaz Overseas", "0030"), shipped.registers, sources, today=BANGLADESH_2023
    )
    assert result.state is State.NOTHING_FOUND
    assert result.facts["licence_state"] == "in_force"
    assert [(source.id, source.as_of) for source in result.sources] == [("bd_bmet", date(2023, 1, 1))]


def test_the_number_of_another_agency_is_a_red_line_with_its_quote(shipped: Database, sources: Sources) -> None:
    text = "Reaz Overseas, RL-0010, sends cleaners to Qatar."
    claim = LicenceClaim("bd-rl", "0010", "RL-0010", Span("text", 15, 22))
    posting = a_posting(text, agency="Reaz Overseas", country="QA", licence_claims=(claim,))
    (finding,) = check_register(posting, shipped.registers, sources, today=BANGLADESH_2023).findings
    assert (finding.indicator, finding.weight, finding.red_line) == ("register.number_mismatch", Weight.STRONG, True)
    assert [quote.exact for quote in finding.quotes] == ["RL-0010", "Reaz Overseas"]
    assert finding.facts["listed_name"] == "Orchard International"
    assert finding.facts["number"] == "RL-0010"


def test_an_employer_field_that_holds_the_client_makes_no_red_line(shipped: Database, sources: Sources) -> None:
    posting = an_ad_from_dhaka(number="0010", employer="Doha Palace Hotel")
    (finding,) = check_register(posting, shipped.registers, sources, today=BANGLADESH_2023).findings
    assert (finding.weight, finding.red_line) == (Weight.MEDIUM, False)


def test_a_number_whose_owner_the_text_names_is_right(shipped: Database, sources: Sources) -> None:
    posting = an_ad_from_dhaka(number="0010", employer="Doha Palace Hotel", text="Apply to ORCHARD International.")
    result = check_register(posting, shipped.registers, sources, today=BANGLADESH_2023)
    assert result.state is State.NOTHING_FOUND


def test_a_lookalike_is_reported_and_never_called_listed(shipped: Database, sources: Sources) -> None:
    result = check_register(an_ad_from_dhaka("Reaz Overseos"), shipped.registers, sources, today=BANGLADESH_2023)
    assert indicators(result) == ["register.lookalike"]
    assert result.findings[0].facts["candidates"] == "Reaz Overseas"


def test_an_unlisted_agency_is_weak_evidence_only(shipped: Database, sources: Sources) -> None:
    result = check_register(an_ad_from_dhaka("Zubrowka Recruiting"), shipped.registers, sources, today=BANGLADESH_2023)
    assert [(f.indicator, f.weight) for f in result.findings] == [("register.not_listed", Weight.WEAK)]


def test_an_unknown_number_counts_more_than_an_unknown_name(shipped: Database, sources: Sources) -> None:
    result = check_register(an_ad_from_dhaka("Zubrowka", "9999"), shipped.registers, sources, today=BANGLADESH_2023)
    assert [(f.indicator, f.weight) for f in result.findings] == [("register.not_listed", Weight.MEDIUM)]


def test_a_listed_name_beside_an_unknown_number_is_not_called_unlisted(shipped: Database, sources: Sources) -> None:
    posting = an_ad_from_dhaka("Reaz Overseas", "9999")
    (finding,) = check_register(posting, shipped.registers, sources, today=BANGLADESH_2023).findings
    assert (finding.indicator, finding.facts["name"]) == ("register.not_listed", "RL-9999")


def test_a_brand_shows_its_candidates_as_ambiguous(shipped: Database, sources: Sources) -> None:
    result = check_register(an_ad_from_dhaka("Orchard"), shipped.registers, sources, today=BANGLADESH_2023)
    assert [(f.indicator, f.weight) for f in result.findings] == [("register.ambiguous", Weight.WEAK)]


def test_a_direct_employer_is_never_called_unlicensed(shipped: Database, sources: Sources) -> None:
    posting = an_ad_from_dhaka(employer="Zubrowka Hotels", text="We are a direct employer, no agencies please.")
    result = check_register(posting, shipped.registers, sources, today=BANGLADESH_2023)
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.NO_AGENCY_NAMED)
    assert result.facts["poster_reason"] == "says_direct"


def test_an_unclear_employer_is_never_called_unlicensed(shipped: Database, sources: Sources) -> None:
    posting = an_ad_from_dhaka(employer="Zubrowka Hotels")
    result = check_register(posting, shipped.registers, sources, today=BANGLADESH_2023)
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.NO_AGENCY_NAMED)


def test_an_unclear_employer_that_is_a_listed_agency_counts_as_listed(shipped: Database, sources: Sources) -> None:
    posting = an_ad_from_dhaka(employer="Reaz Overseas")
    result = check_register(posting, shipped.registers, sources, today=BANGLADESH_2023)
    assert result.state is State.NOTHING_FOUND


@pytest.mark.parametrize("agency", ["Reaz Overseas", "Reaz Overseos", "Zubrowka Recruiting", "Orchard"])
def test_a_list_that_is_too_old_says_neither_listed_nor_unlisted(
    shipped: Database, sources: Sources, agency: str
) -> None:
    result = check_register(an_ad_from_dhaka(agency), shipped.registers, sources, today=MUCH_LATER)
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.REGISTER_TOO_OLD)
    assert result.facts["as_of"] == "2023-01-01"
    assert result.facts["register"] == sources["bd_bmet"].title


def test_a_list_is_good_on_its_last_day_and_too_old_on_the_next(shipped: Database, sources: Sources) -> None:
    last = date(2023, 1, 1) + timedelta(days=sources["bd_bmet"].too_old_after_days)
    posting = an_ad_from_dhaka("Reaz Overseas")
    assert check_register(posting, shipped.registers, sources, today=last).state is State.NOTHING_FOUND
    result = check_register(posting, shipped.registers, sources, today=last + timedelta(days=1))
    assert result.reason is Reason.REGISTER_TOO_OLD


def test_an_old_list_still_says_whose_a_number_was_but_softly(shipped: Database, sources: Sources) -> None:
    result = check_register(an_ad_from_dhaka("Reaz Overseas", "0010"), shipped.registers, sources, today=MUCH_LATER)
    (finding,) = result.findings
    assert (finding.indicator, finding.weight, finding.red_line) == ("register.number_mismatch", Weight.MEDIUM, False)
    assert finding.source.as_of == date(2023, 1, 1)


def test_an_agency_struck_off_in_kenya_is_reported(shipped: Database, sources: Sources) -> None:
    posting = a_posting(agency="GULFWAY Recruitment Company", country="KE")
    result = check_register(posting, shipped.registers, sources, today=date(2025, 1, 1))
    assert [(f.indicator, f.weight) for f in result.findings] == [("register.struck_off", Weight.STRONG)]
    assert result.findings[0].source.url == sources["ke_nea_struck_off"].data.page


def test_an_old_striking_off_is_still_reported_with_its_date_but_softly(shipped: Database, sources: Sources) -> None:
    posting = a_posting(agency="Gulfway Recruitment Company Ltd", country="KE")
    (finding,) = check_register(posting, shipped.registers, sources, today=date(2030, 1, 1)).findings
    assert (finding.indicator, finding.weight) == ("register.struck_off", Weight.MEDIUM)
    assert finding.facts["as_of"] == "2024-09-03"


def test_a_name_that_only_resembles_a_struck_off_one_is_not_reported(shipped: Database, sources: Sources) -> None:
    posting = a_posting(agency="Gulfways Recruitment Company Ltd", country="KE")
    assert check_register(posting, shipped.registers, sources, today=date(2025, 1, 1)).state is not State.FOUND


def test_not_standing_on_a_warning_list_does_not_settle_the_check(shipped: Database, sources: Sources) -> None:
    posting = a_posting(agency="Zubrowka Recruiting", country="KE")
    result = check_register(posting, shipped.registers, sources, today=date(2025, 1, 1))
    assert result.state is State.NOT_CHECKED


def test_the_own_mailbox_of_a_listed_agency_is_no_impersonation(shipped: Database, sources: Sources) -> None:
    result = check_register(
        an_ad_in_hong_kong("jobs@achievers.com.hk"), shipped.registers, sources, today=HONG_KONG_2022
    )
    assert result.state is State.NOTHING_FOUND


def test_another_mailbox_and_phone_under_a_listed_name_is_impersonation(shipped: Database, sources: Sources) -> None:
    posting = an_ad_in_hong_kong("achievers.hr@gmail.com", "+85290000000")
    (finding,) = check_register(posting, shipped.registers, sources, today=HONG_KONG_2022).findings
    assert (finding.indicator, finding.weight) == ("register.impersonation", Weight.STRONG)
    assert "28138080" in str(finding.facts["listed_contact"])


def an_ad_in_hong_kong(email: str, phone: str = "") -> Posting:
    contacts = [Contact(ContactKind.EMAIL, email, email)]
    contacts += [Contact(ContactKind.PHONE, phone, phone)] if phone else []
    return a_posting(agency="思賢人力資源有限公司", country="HK", contacts=tuple(contacts))


def test_a_country_without_a_register_is_not_checked_and_named(shipped: Database, sources: Sources) -> None:
    posting = a_posting(agency="Zubrowka Personal", country="DE", places=(Place("Wien", "AT"),))
    result = check_register(posting, shipped.registers, sources, today=BANGLADESH_2023)
    assert result.reason is Reason.NO_REGISTER_FOR_COUNTRY
    assert result.facts["country"] == "AT, DE"


@pytest.mark.parametrize(
    ("country", "reason"),
    [("DE", Reason.NO_LICENCE_NEEDED), ("NL", Reason.LOOK_YOURSELF), ("CY", Reason.LOOK_YOURSELF)],
)
def test_a_country_without_a_public_list_is_explained_with_a_place_to_look(
    shipped: Database, sources: Sources, country: str, reason: Reason
) -> None:
    posting = a_posting(agency="Zubrowka Personal", country=country)
    result = check_register(posting, shipped.registers, sources, today=BANGLADESH_2023)
    assert (result.state, result.reason) == (State.NOT_CHECKED, reason)
    assert str(result.facts["register_url"]).startswith("https://")
    assert result.facts["country"] == country


def test_an_ad_without_a_country_is_not_checked(shipped: Database, sources: Sources) -> None:
    result = check_register(a_posting(agency="Zubrowka"), shipped.registers, sources, today=BANGLADESH_2023)
    assert result.reason is Reason.NO_COUNTRY


def test_an_ad_that_names_nobody_is_not_checked(shipped: Database, sources: Sources) -> None:
    result = check_register(a_posting(country="HK"), shipped.registers, sources, today=HONG_KONG_2022)
    assert result.reason is Reason.NO_AGENCY_NAMED


def test_a_register_without_a_snapshot_is_not_checked(sqlite_database: Database, sources: Sources) -> None:
    posting = an_ad_from_dhaka("Reaz Overseas")
    result = check_register(posting, sqlite_database.registers, sources, today=BANGLADESH_2023)
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.REGISTER_EMPTY)


class BrokenStore:
    """A store whose database is gone."""

    def snapshots(self) -> Sequence[Snapshot]:
        raise StoreUnavailable("gone")

    by_number = by_name_keys = replace = snapshots


def test_a_store_that_is_gone_is_not_checked_and_never_an_empty_result(sources: Sources) -> None:
    result = check_register(an_ad_from_dhaka("Reaz Overseas"), BrokenStore(), sources, today=BANGLADESH_2023)
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.STORE_UNAVAILABLE)


@pytest.mark.parametrize(
    ("status", "until", "indicator", "weight"),
    [
        (EntryStatus.EXPIRED, None, "register.not_in_force", Weight.MEDIUM),
        (EntryStatus.SUSPENDED, None, "register.not_in_force", Weight.STRONG),
        (EntryStatus.STRUCK_OFF, None, "register.struck_off", Weight.STRONG),
        (EntryStatus.IN_FORCE, date(2022, 12, 31), "register.not_in_force", Weight.MEDIUM),
        (EntryStatus.IN_FORCE, date(2023, 2, 1), "register.ambiguous", Weight.WEAK),
    ],
    ids=["expired", "suspended", "struck off", "ended before the list was made", "ended since"],
)
def test_each_licence_that_is_not_in_force_has_its_finding(
    sqlite_database: Database, sources: Sources, status: EntryStatus, until: date | None, indicator: str, weight: Weight
) -> None:
    row = RegisterEntry("bd_bmet", "1", "Reaz Overseas", "0030", status, valid_until=until)
    load(sqlite_database, [row])
    posting = an_ad_from_dhaka("Reaz Overseas", "0030")
    result = check_register(posting, sqlite_database.registers, sources, today=BANGLADESH_2023)
    assert [(f.indicator, f.weight) for f in result.findings] == [(indicator, weight)]


def test_namesakes_of_which_only_one_is_in_force_stay_ambiguous(sqlite_database: Database, sources: Sources) -> None:
    load(
        sqlite_database,
        [
            RegisterEntry("bd_bmet", "1", "Reaz Overseas", "0030"),
            RegisterEntry("bd_bmet", "2", "Reaz Overseas Ltd.", "0031", EntryStatus.STRUCK_OFF),
        ],
    )
    result = check_register(
        an_ad_from_dhaka("Reaz Overseas"), sqlite_database.registers, sources, today=BANGLADESH_2023
    )
    assert indicators(result) == ["register.ambiguous"]


def test_one_brand_with_several_numbers_is_in_force_under_each(sqlite_database: Database, sources: Sources) -> None:
    load(
        sqlite_database,
        [
            RegisterEntry("bd_bmet", "1", "Reaz Overseas", "0030"),
            RegisterEntry("bd_bmet", "2", "Reaz Overseas", "0031"),
        ],
    )
    for number in ("0030", "0031"):
        posting = an_ad_from_dhaka("Reaz Overseas", number)
        result = check_register(posting, sqlite_database.registers, sources, today=BANGLADESH_2023)
        assert result.facts["licence_state"] == "in_force"


def test_who_stands_on_one_of_two_lists_of_a_country_is_not_missing_on_the_other(
    sqlite_database: Database, sources: Sources
) -> None:
    load(sqlite_database, [RegisterEntry("bg_mediation", "1", "Кадри Изток ЕООД")], register_id="bg_mediation")
    load(sqlite_database, [RegisterEntry("bg_temporary_work", "1", "Друга ООД")], register_id="bg_temporary_work")
    listed, unlisted = a_bulgarian_ad("Kadri Iztok EOOD"), a_bulgarian_ad("Зубровка Ксантия")
    result = check_register(listed, sqlite_database.registers, sources, today=BANGLADESH_2023)
    assert (result.state, result.facts["licence_state"]) == (State.NOTHING_FOUND, "in_force")
    result = check_register(unlisted, sqlite_database.registers, sources, today=BANGLADESH_2023)
    assert indicators(result) == ["register.not_listed", "register.not_listed"]


def test_nobody_is_called_missing_while_the_other_list_of_the_country_cannot_be_read(
    sqlite_database: Database, sources: Sources
) -> None:
    load(sqlite_database, [RegisterEntry("bg_mediation", "1", "Кадри Изток ЕООД")], register_id="bg_mediation")
    posting = a_bulgarian_ad("Зубровка Ксантия")
    result = check_register(posting, sqlite_database.registers, sources, today=BANGLADESH_2023)
    assert (result.state, result.reason) == (State.NOT_CHECKED, Reason.REGISTER_EMPTY)
    assert result.facts["register"] == sources["bg_temporary_work"].title


def a_bulgarian_ad(agency: str) -> Posting:
    return a_posting(agency=agency, country="BG", language="bg")


def load(database: Database, rows: Iterable[RegisterEntry], *, register_id: str = "bd_bmet") -> None:
    keyed = [(row, name_keys(row.name)) for row in rows]
    database.registers.replace(Snapshot(register_id, date(2023, 1, 1), len(keyed), "sha256:x"), keyed)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("Head office: Kha 5, Zindabazar, Sylhet-3100", Weight.WEAK),
        ("Head office: Marina Plaza 5, 12345 Dubai, United Arab Emirates", Weight.MEDIUM),
        ("Head office: Another Tower, Gulshan, Dhaka-1212", None),
        ("Branch: Kha 5, Zindabazar, Sylhet-3100", None),
        ("", None),
    ],
    ids=["another town", "another country", "the same town", "a branch", "no address"],
)
def test_an_office_in_another_town_than_the_register_knows_is_said(
    shipped: Database, sources: Sources, address: str, found: Weight | None
) -> None:
    text = f"Workers for a bakery.\nFams Trade International Company Ltd\n{address}"
    posting = read_text(text, employer="Fams Trade International Company Ltd", country="BD", language="en")
    posting = replace(posting, agency="Fams Trade International Company Ltd")
    result = check_register(posting, shipped.registers, sources, today=BANGLADESH_2023)
    findings = [one for one in result.findings if one.indicator == "register.other_address"]
    assert [one.weight for one in findings] == ([found] if found else [])
    for one in findings:
        assert "Dhaka-1213" in str(one.facts["listed_address"])
        assert one.quotes[-1].exact.startswith(address.removeprefix("Head office: ")[:5])
