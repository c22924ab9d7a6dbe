"""What a reader is told of an agency's licence: named where it is in force, and never as a proof."""

from datetime import date

import pytest

from factories import explained
from leadlight.findings import Check, CheckResult, Facts, Source, State
from leadlight.screening.explain import ExplainedCheck

LANGUAGES = ["bg", "ca", "de", "el", "en", "es", "hu", "it", "pl", "ro", "ru", "sk", "uk"]
LISTED: Facts = {"licence_state": "in_force", "listed_name": "Reaz Overseas", "as_of": "2026-11-01"}
REGISTER = Source(id="bd_bmet", title="BMET", as_of=date(2026, 11, 1), url="https://register.example/")


def told(facts: Facts, language: str) -> ExplainedCheck:
    result = CheckResult(Check.REGISTER, State.NOTHING_FOUND, facts=facts, sources=(REGISTER,))
    (check,) = explained([result], language).checks
    return check


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_licence_in_force_is_said_with_its_holder_its_day_and_where_to_look(language: str) -> None:
    check = told(LISTED, language)
    assert "Reaz Overseas" in check.state_text
    assert "2026-11-01" in check.state_text
    assert "…" not in check.state_text
    assert [source.url for source in check.sources] == ["https://register.example/"]


def test_a_licence_in_force_proves_nothing() -> None:
    assert "does not prove" in told(LISTED, "en").state_text


@pytest.mark.parametrize("state", ["not_listed", "ambiguous", ""])
def test_every_other_licence_state_is_left_to_findings_and_reasons(state: str) -> None:
    assert told({**LISTED, "licence_state": state}, "en").state_text == "nothing found"
