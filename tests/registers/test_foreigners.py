"""An agency that is too young on its register to place people who need a permit."""

from collections.abc import Mapping
from datetime import date

import pytest

from factories import a_posting
from leadlight.findings import Weight
from leadlight.registers.check import check_register
from leadlight.registers.foreigners import too_new_for_foreigners
from leadlight.registers.model import RegisterEntry, Snapshot
from leadlight.registers.names import name_keys
from leadlight.registers.sources import RegisterSource
from leadlight.storage.database import Database

Sources = Mapping[str, RegisterSource]
TODAY = date(2026, 11, 26)


def an_entry(valid_from: date | None) -> RegisterEntry:
    return RegisterEntry("pl_kraz", "1", "Zubrowka Xanthia", "1234", valid_from=valid_from)


@pytest.mark.parametrize(
    ("valid_from", "allowed"),
    [
        (date(2026, 1, 15), date(2028, 1, 15)),
        (date(2024, 11, 26), None),
        (date(2024, 11, 27), date(2026, 11, 27)),
        (None, None),
    ],
    ids=["this year", "two years ago today", "a day short", "no date"],
)
def test_two_years_must_have_passed(sources: Sources, valid_from: date | None, allowed: date | None) -> None:
    posting = a_posting(country="PL", language="uk")
    assert too_new_for_foreigners(posting, sources["pl_kraz"], [an_entry(valid_from)], TODAY) == allowed


def test_a_leap_day_ends_on_a_day_that_exists(sources: Sources) -> None:
    entry = an_entry(date(2028, 2, 29))
    found = too_new_for_foreigners(a_posting(country="PL", language="uk"), sources["pl_kraz"], [entry], entry_day())
    assert found == date(2030, 3, 1)


def entry_day() -> date:
    return date(2028, 3, 1)


@pytest.mark.parametrize(
    ("country", "language", "register_id"),
    [("DE", "uk", "pl_kraz"), ("PL", "pl", "pl_kraz"), ("CZ", "uk", "cz_agentury_prace")],
    ids=["work elsewhere", "an ad in Polish", "another country's law"],
)
def test_other_ads_are_not_concerned(sources: Sources, country: str, language: str, register_id: str) -> None:
    posting = a_posting(country=country, language=language)
    assert too_new_for_foreigners(posting, sources[register_id], [an_entry(date(2026, 1, 1))], TODAY) is None


def test_one_old_entry_of_a_brand_is_enough(sources: Sources) -> None:
    entries = [an_entry(date(2026, 1, 1)), an_entry(date(2010, 1, 1))]
    assert too_new_for_foreigners(a_posting(country="PL", language="uk"), sources["pl_kraz"], entries, TODAY) is None


def test_the_check_reports_it_with_the_day(sqlite_database: Database, sources: Sources) -> None:
    entry = an_entry(date(2026, 1, 15))
    sqlite_database.registers.replace(Snapshot("pl_kraz", date(2026, 11, 1), 1, "x"), [(entry, name_keys(entry.name))])
    posting = a_posting(agency="Zubrowka Xanthia", country="PL", language="uk")
    (finding,) = check_register(posting, sqlite_database.registers, sources, today=TODAY).findings
    assert (finding.indicator, finding.weight) == ("register.too_new_for_foreigners", Weight.MEDIUM)
    assert (finding.facts["since"], finding.facts["years"]) == ("2028-01-15", 2)
