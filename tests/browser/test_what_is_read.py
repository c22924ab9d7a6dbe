"""What of a page counts as its ad, and where its words are found again."""

from collections.abc import Callable

import pytest

from browser.driver import Driver, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nothing_is_left_unhandled")]
Check = Callable[..., str]

PAINTED = "[...(CSS.highlights.get('leadlight') ?? [])].map((range) => range.toString())"
PAINTED_IN = (
    "[...(CSS.highlights.get('leadlight') ?? [])].map((r) => r.startContainer.parentElement.closest({}) !== null)"
)
QUOTES = "[...root.querySelectorAll('.quote')].map((quote) => quote.innerText)"
READING = "chrome.storage.session.get().then((all) => Object.values(all)[0].reading)"


def test_what_stands_behind_show_more_is_read_from_the_data_of_the_page(browser: Driver, check: Check) -> None:
    said = check("show_more.html")
    assert browser.level() == "warning"
    assert "passport will be kept" in said
    assert "fee of 300 EUR in advance" in said


def test_what_the_page_shows_is_not_read_from_its_data_once_more(browser: Driver, check: Check) -> None:
    check("show_more.html")
    text = browser.own_js(READING)["text"]
    assert text.count("for the winter season") == 1
    check("bad_jsonld_en.html")
    quotes = browser.in_panel(QUOTES)
    assert quotes.count("“passport will be kept”") == 1


def test_an_ad_that_is_marked_beside_its_words_is_read_where_its_words_are(browser: Driver, check: Check) -> None:
    said = check("marked_beside.html")
    assert "fee of 300 EUR in advance" in said
    assert "passport will be kept" in said


def test_an_ad_in_an_element_that_is_closed_to_the_scripts_of_the_page_is_read_and_painted(
    browser: Driver, check: Check
) -> None:
    assert "fee of 300 EUR in advance" in check("closed_root.html")
    assert "fee of 300 EUR in advance" in browser.js(PAINTED)


def test_other_words_in_the_same_nodes_are_another_ad(browser: Driver, check: Check) -> None:
    check("rewritten.html", "What stands out")
    browser.click("#other")
    wait_for(lambda: not browser.panel_text(), "the old verdict to go")
    assert browser.js(PAINTED) == []


@pytest.mark.usefixtures("allow")
def test_words_that_moved_within_their_node_are_painted_where_they_are_now(browser: Driver, check: Check) -> None:
    check("rewritten.html", "What stands out")
    before = browser.js(PAINTED)
    browser.click("#first")
    browser.click_in_panel(".service .button.main")
    browser.click_in_panel(".sent .button.main")
    browser.wait_for_panel("The service has answered")
    assert set(before) <= set(browser.js(PAINTED))


@pytest.mark.usefixtures("allow")
def test_words_that_are_drawn_anew_are_painted_in_the_ad_and_not_where_the_site_uses_them(
    browser: Driver, check: Check
) -> None:
    check("rewritten.html", "WhatsApp")
    browser.click("#again")
    browser.click_in_panel(".service .button.main")
    browser.click_in_panel(".sent .button.main")
    browser.wait_for_panel("The service has answered")
    assert "WhatsApp" in browser.js(PAINTED)
    assert set(browser.js(PAINTED_IN.format("'article'"))) == {True}


def test_an_ad_in_a_language_without_rules_is_not_checked_instead_of_without_signs(
    browser: Driver, check: Check
) -> None:
    said = check("without_rules_pt.html")
    assert browser.level() == "not_checked"
    assert "We have no rules for the language of this ad" in said


def test_a_page_that_is_longer_than_what_is_read_of_it_is_said_to_be_checked_in_part(
    browser: Driver, pages: str
) -> None:
    browser.open(f"{pages}/bad_text_pl.html")
    browser.js("document.querySelector('p').append(' Kucharz do pracy w Wiedniu.'.repeat(8000))")
    browser.click_toolbar()
    browser.wait_for_panel("only its first part was checked")
