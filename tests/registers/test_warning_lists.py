"""Warning lists: employers that an authority warns of. All rows here are invented."""

from collections.abc import Mapping
from datetime import date

import pytest

from factories import a_posting
from leadlight.findings import State, Weight
from leadlight.postings.model import Posting
from leadlight.registers.check import check_register
from leadlight.registers.model import EntryStatus, RegisterEntry, Snapshot
from leadlight.registers.names import name_keys
from leadlight.registers.sources import RegisterSource
from leadlight.storage.database import Database

TODAY = date(2026, 11, 26)
BRAZIL = "br_slave_labour_employers"


@pytest.fixture
def warned(sqlite_database: Database) -> Database:
    row = RegisterEntry(BRAZIL, "1", "Fazenda Inventada Ltda", "16727230000197", EntryStatus.STRUCK_OFF)
    sqlite_database.registers.replace(Snapshot(BRAZIL, TODAY, 1, "sha256:x"), [(row, name_keys(row.name))])
    return sqlite_database


def ad(employer: str, **changes: object) -> Posting:
    return a_posting(employer=employer, country="BR", **changes)


@pytest.mark.parametrize("text", ["", "We are a direct employer, no agencies please."])
def test_an_employer_on_the_list_is_reported_whoever_posts(
    warned: Database, sources: Mapping[str, RegisterSource], text: str
) -> None:
    result = check_register(ad("FAZENDA INVENTADA", text=text), warned.registers, sources, today=TODAY)
    (finding,) = result.findings
    assert (finding.indicator, finding.weight) == ("register.warned_employer", Weight.STRONG)
    assert finding.facts["listed_name"] == "Fazenda Inventada Ltda"
    assert finding.source.url == sources[BRAZIL].data.page


def test_an_employer_that_only_resembles_a_listed_one_is_not_reported(
    warned: Database, sources: Mapping[str, RegisterSource]
) -> None:
    for name in ("Fazenda Inventade", "Fazenda", "Inventada Alimentos"):
        assert check_register(ad(name), warned.registers, sources, today=TODAY).state is State.NOT_CHECKED


def test_an_old_warning_is_still_told_with_its_date_but_softly(
    warned: Database, sources: Mapping[str, RegisterSource]
) -> None:
    later = date(2028, 1, 1)
    (finding,) = check_register(ad("Fazenda Inventada"), warned.registers, sources, today=later).findings
    assert (finding.weight, finding.source.as_of) == (Weight.MEDIUM, TODAY)


def test_no_copy_of_the_list_means_not_checked(
    sqlite_database: Database, sources: Mapping[str, RegisterSource]
) -> None:
    result = check_register(ad("Fazenda Inventada"), sqlite_database.registers, sources, today=TODAY)
    assert result.state is State.NOT_CHECKED
