"""Philippine ads: a licensed agency needs an approved job order for the country as well."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from factories import a_posting
from leadlight.findings import CheckResult, State, Weight
from leadlight.postings.model import Contact, ContactKind
from leadlight.registers.check import check_register
from leadlight.registers.job_orders import scope_of
from leadlight.registers.model import EntryStatus, RegisterEntry, Snapshot
from leadlight.registers.names import name_keys
from leadlight.registers.sources import RegisterSource
from leadlight.storage.database import Database

TODAY = date(2026, 11, 26)
MANILA = Contact(ContactKind.PHONE, "+639171234567", "0917 123 4567")
NUMBER = "271LB121218R"


def load(database: Database, register_id: str, rows: list[RegisterEntry], as_of: date = TODAY) -> None:
    keyed = [(row, name_keys(row.name)) for row in rows]
    database.registers.replace(Snapshot(register_id, as_of, len(rows), "sha256:x"), keyed)


def an_order(country: str, *, number: str = NUMBER, status: EntryStatus = EntryStatus.IN_FORCE) -> RegisterEntry:
    scope = scope_of(country, "Cleaner", "Invented Palace")
    return RegisterEntry(
        "ph_dmw_job_orders", f"{country}{number}{status}", "Invented Manpower", number, status, scope=scope
    )


@pytest.fixture
def licensed(sqlite_database: Database) -> Database:
    load(sqlite_database, "ph_dmw", [RegisterEntry("ph_dmw", "1", "Invented Manpower Inc.", NUMBER)])
    return sqlite_database


def ask(database: Database, sources: Mapping[str, RegisterSource], country: str = "QA") -> CheckResult:
    posting = a_posting(agency="Invented Manpower", country=country, contacts=(MANILA,))
    return check_register(posting, database.registers, sources, today=TODAY)


def test_an_open_job_order_for_the_country_gives_no_finding(
    licensed: Database, sources: Mapping[str, RegisterSource]
) -> None:
    load(licensed, "ph_dmw_job_orders", [an_order("QA"), an_order("SA")])
    result = ask(licensed, sources)
    assert (result.state, result.facts["licence_state"]) == (State.NOTHING_FOUND, "in_force")


def test_no_job_order_for_the_country_is_a_finding_with_both_lists(
    licensed: Database, sources: Mapping[str, RegisterSource]
) -> None:
    load(licensed, "ph_dmw_job_orders", [an_order("SA")])
    (finding,) = ask(licensed, sources).findings
    assert (finding.indicator, finding.weight, finding.red_line) == ("register.no_job_order", Weight.MEDIUM, False)
    assert (finding.facts["country"], finding.facts["job_order"]) == ("QA", "none")
    assert (finding.source.id, finding.source.as_of) == ("ph_dmw_job_orders", TODAY)


def test_a_job_order_that_is_used_up_counts_as_none(licensed: Database, sources: Mapping[str, RegisterSource]) -> None:
    load(licensed, "ph_dmw_job_orders", [an_order("QA", status=EntryStatus.EXPIRED)])
    (finding,) = ask(licensed, sources).findings
    assert finding.facts["job_order"] == "used_up"


def test_a_job_order_without_a_number_is_found_by_the_name_of_the_agency(
    licensed: Database, sources: Mapping[str, RegisterSource]
) -> None:
    load(licensed, "ph_dmw_job_orders", [an_order("QA", number="")])
    assert ask(licensed, sources).state is State.NOTHING_FOUND


@pytest.mark.parametrize("age", [None, 31], ids=["no copy", "too old"])
def test_a_list_of_job_orders_that_cannot_say_it_gives_no_finding(
    licensed: Database, sources: Mapping[str, RegisterSource], age: int | None
) -> None:
    if age is not None:
        load(licensed, "ph_dmw_job_orders", [an_order("SA")], TODAY - timedelta(days=age))
    assert ask(licensed, sources).state is State.NOTHING_FOUND


def test_work_at_home_needs_no_job_order(licensed: Database, sources: Mapping[str, RegisterSource]) -> None:
    load(licensed, "ph_dmw_job_orders", [an_order("SA")])
    assert ask(licensed, sources, country="PH").state is not State.FOUND


def test_an_agency_without_a_licence_is_not_asked_for_a_job_order(
    sqlite_database: Database, sources: Mapping[str, RegisterSource]
) -> None:
    load(sqlite_database, "ph_dmw", [RegisterEntry("ph_dmw", "1", "Other Manpower Inc.", NUMBER)])
    load(sqlite_database, "ph_dmw_job_orders", [an_order("SA")])
    assert [finding.indicator for finding in ask(sqlite_database, sources).findings] == ["register.not_listed"]
