"""Whom to call: the shipped list, and which lines a reader is shown."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.errors import RuleError
from leadlight.screening.helplines import EVERYWHERE, load_helplines

LINES = load_helplines(shared_rules_folder() / "helplines.yml")
EU_COUNTRIES = [
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]
NEIGHBOURS = ["GB", "UA", "MD", "NO", "CH"]
WITHOUT_A_SOURCE = {"MT"}
"""No source of a line of their own is known: the reader gets 112 and the page of the European Union."""


@pytest.mark.parametrize("country", [*EU_COUNTRIES, *NEIGHBOURS])
def test_every_country_has_a_line_of_its_own_or_is_known_to_have_none(country: str) -> None:
    assert (country not in LINES.by_country) == (country in WITHOUT_A_SOURCE)


@pytest.mark.parametrize("country", sorted({*WITHOUT_A_SOURCE, "ZZ", ""}))
def test_a_country_without_lines_gets_112_and_the_page_of_the_union(country: str) -> None:
    shown = LINES.choose([country])
    assert [line.phone for line in shown] == ["112", ""]
    assert {line.country for line in shown} == {EVERYWHERE}
    assert shown[1].url.startswith("https://home-affairs.ec.europa.eu/")


def test_the_country_of_the_work_comes_first_and_nothing_is_said_twice() -> None:
    shown = LINES.choose(["PT", "RO", "PT"])
    assert [line.country for line in shown if line.country != EVERYWHERE] == ["PT", "RO"]
    assert len(set(shown)) == len(shown)


def test_every_line_has_a_source_a_day_and_a_way_to_reach_it() -> None:
    today = datetime.now(UTC).date()
    for lines in LINES.by_country.values():
        for line in lines:
            assert line.source and line.checked_on <= today
            assert line.phone or line.url, line.name
            assert line.phone.removeprefix("+").isdigit() or not line.phone, line.name


def test_a_list_that_lacks_a_source_names_the_country(tmp_path: Path) -> None:
    path = tmp_path / "helplines.yml"
    path.write_text('XX:\n  - {name: Line, phone: "1", checked_on: "2026-01-01"}\n', encoding="utf-8")
    with pytest.raises(RuleError, match="XX"):
        load_helplines(path)
