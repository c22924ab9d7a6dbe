"""The pages of the signs: every sign that a reader can meet has one, in every language."""

import re
from dataclasses import replace
from html import unescape

import pytest

from api_ads import FEE_AD
from leadlight.bundled import shared_rules_folder
from leadlight.desk.indicator_page import view_indicator
from leadlight.desk.state import DeskState
from leadlight.screening.texts import load_texts
from leadlight.wording.model import Status
from running_app import RunningApp
from shipped_rules import shipped_rules

TEXTS = load_texts(shared_rules_folder() / "texts")
RULES = shipped_rules()


@pytest.fixture
def state(desk: RunningApp) -> DeskState:
    return desk.service.desk


def page_of(desk: RunningApp, path: str, language: str = "en") -> str:
    answer = desk.client.get(path, params={"lang": language})
    assert answer.status_code == 200, path
    return unescape(answer.text)


@pytest.mark.parametrize("language", sorted(TEXTS.languages()))
def test_every_sign_has_a_page_in_every_language(language: str, desk: RunningApp) -> None:
    ids = set(TEXTS.of("en").indicators)
    assert ids >= set(RULES.indicators) | set(RULES.combinations)
    listed = page_of(desk, "/indicators", language)
    assert set(re.findall(r'href="/indicators/([^?"]+)', listed)) == ids
    headline = TEXTS.indicator(language, "papers.kept")["headline"]
    assert headline in listed
    shown = page_of(desk, "/indicators/papers.kept", language)
    assert headline in shown
    words = TEXTS.of(language).desk
    assert words["ilo_retention_of_identity_documents"] in shown
    assert RULES.indicators["papers.kept"].examples[language].fires[0] in shown
    assert RULES.indicators["papers.kept"].examples[language].silent[0].text in shown


def test_every_page_can_be_shown(state: DeskState) -> None:
    for id_ in TEXTS.of("en").indicators:
        for language in TEXTS.languages():
            view = view_indicator(id_, state, language)
            assert view is not None
            assert view.headline and view.why and view.what_to_do, (id_, language)
            assert "{" not in view.headline + view.why + view.what_to_do, (id_, language)


def test_a_rate_says_of_how_many_ads_and_when(desk: RunningApp, state: DeskState) -> None:
    rate = RULES.indicators["papers.kept"].ordinary_rate
    assert rate is not None
    assert f"of {rate.n:d} ordinary ads, measured on {rate.measured_on}" in page_of(desk, "/indicators/papers.kept")
    unmeasured = RULES.indicators["papers.kept"].model_copy(update={"ordinary_rate": None})
    changed = replace(state.rules, indicators={"papers.kept": unmeasured})
    view = view_indicator("papers.kept", replace(state, rules=changed), "en")
    assert view is not None
    assert view.rate is None
    assert "Not measured yet." in page_of(desk, "/indicators/register.not_listed")


def test_a_combination_leads_to_its_signs(desk: RunningApp) -> None:
    combination = next(iter(RULES.combinations.values()))
    shown = page_of(desk, f"/indicators/{combination.id}")
    assert all(f'href="/indicators/{one}?' in shown for one in combination.of.all)


def test_a_sign_that_is_unknown_or_not_in_use_has_no_page(desk: RunningApp, state: DeskState) -> None:
    assert desk.client.get("/indicators/papers.unknown").status_code == 404
    nursery = RULES.indicators["papers.kept"].model_copy(update={"status": Status.NURSERY})
    changed = replace(state.rules, indicators={"papers.kept": nursery})
    assert view_indicator("papers.kept", replace(state, rules=changed), "en") is None


def test_examples_in_another_language_are_marked_as_such(state: DeskState) -> None:
    rule = RULES.indicators["papers.kept"]
    english = rule.model_copy(update={"examples": {"en": rule.examples["en"]}})
    changed = replace(state.rules, indicators={"papers.kept": english})
    view = view_indicator("papers.kept", replace(state, rules=changed), "sk")
    assert view is not None
    assert (view.examples_language, view.fires[0]) == ("en", rule.examples["en"].fires[0])


def test_a_finding_leads_to_the_page_of_its_sign(desk: RunningApp) -> None:
    shown = desk.client.post("/", data={"text": FEE_AD, "lang": "en"}).text
    links = set(re.findall(r'href="(/indicators/[^"]+)"', shown))
    assert any("fees." in link for link in links)
    for link in links:
        assert desk.client.get(unescape(link)).status_code == 200
