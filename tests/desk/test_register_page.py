"""The page of the registers."""

from datetime import date
from html import unescape

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.desk.register_page import by_country, without_list
from leadlight.registers.no_public_list import countries_without_list
from leadlight.registers.sources import load_sources
from leadlight.screening.names import country_name
from leadlight.screening.texts import load_texts
from running_app import RunningApp

SOURCES = load_sources()
TEXTS = load_texts(shared_rules_folder() / "texts")


@pytest.mark.parametrize("language", TEXTS.languages())
def test_every_register_is_shown_with_its_country_coverage_and_what_absence_means(
    desk: RunningApp, language: str
) -> None:
    page = unescape(desk.client.get(f"/registers?lang={language}").text)
    words = TEXTS.of(language).registers
    for source in SOURCES.values():
        own = words["registers"].get(source.id, {})
        assert own.get("title", source.title) in page
        assert own.get("coverage", source.coverage) in page
        assert own.get("absence", source.absence.means) in page
        assert source.data.page in page
        assert country_name(TEXTS, language, source.country) in page


def test_the_page_shows_rows_date_age_and_state_as_the_api_does(desk: RunningApp) -> None:
    page = unescape(desk.client.get("/registers?lang=en").text)
    words = TEXTS.of("en").desk
    registers = desk.client.get("/v1/registers").json()["registers"]
    for one in registers:
        section = page.split(f"<h3>{one['title']}</h3>")[1].split("</article>")[0]
        assert words[f"register_state_{one['state']}"] in section
        if one["as_of"] is not None:
            assert f'datetime="{one["as_of"]}"' in section
            assert f"{one['age_days']} days old" in section
            assert f"<dd>{one['rows']}</dd>" in section
        else:
            assert f"<dd>{words['register_none']}</dd>" in section
    assert {one["state"] for one in registers} >= {"no_copy", "too_old"}


@pytest.mark.parametrize("language", sorted(set(TEXTS.languages()) - {"en"}))
def test_every_register_and_country_has_words_in_every_language(language: str) -> None:
    words = TEXTS.of(language).registers
    assert set(words["registers"]) == set(SOURCES)
    for own in words["registers"].values():
        assert set(own) == {"title", "coverage", "absence"}
        assert own["coverage"].endswith(".") and own["absence"].endswith(".")


@pytest.mark.parametrize("language", TEXTS.languages())
def test_countries_without_a_list_get_a_sentence_and_never_silence(desk: RunningApp, language: str) -> None:
    told = without_list(TEXTS, language)
    assert {code for code, _, _ in told} == set(countries_without_list())
    page = unescape(desk.client.get(f"/registers?lang={language}").text)
    assert all(sentence in page and name in page for _, name, sentence in told)


def test_a_language_without_words_falls_back_to_those_of_the_source() -> None:
    register = {"id": "xx_new", "country": "XX", "title": "New list", "coverage": "All.", "absence": "Little."}
    [(code, name, [shown])] = by_country([register], TEXTS, "sk")
    assert (code, name, shown["title"], shown["in_english"]) == ("XX", "XX", "New list", True)


def test_countries_are_sorted_by_their_names_without_their_marks() -> None:
    registers = [{"id": "x", "country": code} for code in ("SK", "CZ", "IE", "PL")]
    names = [name for _, name, _ in by_country(registers, TEXTS, "sk")]
    assert names == ["Česko", "Írsko", "Poľsko", "Slovensko"]


def test_no_register_gives_no_country() -> None:
    assert by_country([], TEXTS, "en") == []


def test_the_menu_leads_to_the_page_and_marks_it(desk: RunningApp) -> None:
    assert 'href="/registers?lang=en"' in desk.client.get("/?lang=en").text
    assert 'href="/registers?lang=en" aria-current="page"' in desk.client.get("/registers?lang=en").text


def test_a_copy_that_is_in_use_says_so(desk: RunningApp) -> None:
    source = SOURCES["ke_nea_struck_off"]
    assert source.shipped is not None
    (kenya,) = [one for one in desk.client.get("/v1/registers").json()["registers"] if one["id"] == source.id]
    too_old = (date.today() - source.shipped.as_of).days > source.too_old_after_days  # noqa: DTZ011
    assert kenya["state"] == ("too_old" if too_old else "in_use")


def test_countries_are_sorted_in_the_order_of_the_readers_script() -> None:
    registers = [{"id": "x", "country": code} for code in ("GR", "HK", "BG", "IE", "ES")]
    names = [name for _, name, _ in by_country(registers, TEXTS, "el")]
    assert names == ["Βουλγαρία", "Ελλάδα", "Ιρλανδία", "Ισπανία", "Χονγκ Κονγκ"]
