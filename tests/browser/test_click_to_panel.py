"""The first thing a reader does: click the button on a page with an ad."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from browser.driver import Driver, wait_for

pytestmark = pytest.mark.browser
TEXTS = Path(__file__).parents[2] / "shared_rules/texts"
LOCALES = Path(__file__).parents[2] / "extension/_locales"
Check = Callable[..., str]

PAINTED = "[...(CSS.highlights.get('leadlight') ?? [])].map((range) => range.toString().replace(/\\s+/g, ' '))"


def test_a_click_shows_signs_of_a_json_ld_ad_with_its_words(browser: Driver, check: Check) -> None:
    said = check("bad_jsonld_en.html")
    assert browser.level() == "warning"
    assert "fee of 300 EUR in advance" in said
    assert "What you can do" in said
    assert browser.popup_is_open()


def test_quotes_are_painted_without_changing_the_page(browser: Driver, check: Check, pages: str) -> None:
    browser.open(f"{pages}/bad_jsonld_en.html")
    before = browser.js("document.body.outerHTML")
    browser.click_toolbar()
    browser.wait_for_panel()
    assert any("fee of 300 EUR in advance" in words for words in browser.js(PAINTED))
    assert browser.js("document.body.outerHTML") == before


def test_a_click_on_a_quote_scrolls_to_it(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    browser.resize(1280, 420)
    browser.js("void (document.querySelector('.ad').style.marginTop = '3000px')")
    browser.click_in_panel("button.quote")
    where = (
        "(() => { const b = document.querySelector('.ad b').getBoundingClientRect();"
        "return b.top > 0 && b.bottom < innerHeight })()"
    )
    assert wait_for(lambda: browser.js(where), "the quoted words on the screen")
    assert wait_for(lambda: browser.js("CSS.highlights.get('leadlight-current')?.size"), "the stronger paint") == 1


@pytest.mark.parametrize(
    ("page", "language"),
    [("bad_microdata_sk.html", "sk"), ("bad_text_pl.html", "pl")],
    ids=["microdata in Slovak", "plain text in Polish"],
)
def test_the_reader_chooses_the_language(browser: Driver, check: Check, page: str, language: str) -> None:
    browser.own_js(f"chrome.storage.local.set({{language: '{language}'}})")
    said = check(page)
    words = yaml.safe_load((TEXTS / language / "verdict.yml").read_text())
    assert browser.level() in ("warning", "caution")
    assert words["levels"][browser.level()]["title"] in said
    assert browser.in_panel("root.querySelector('.frame').lang") == language
    assert "Settings" not in said


def test_what_runs_and_what_does_not_is_said_for_all_three_checks(browser: Driver, check: Check) -> None:
    said = check("bad_jsonld_en.html")
    assert "checked on this device" in said
    assert said.count("not checked, the service was not asked") == 2


def test_helplines_can_be_called(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    calls = browser.in_panel("[...root.querySelectorAll('a.call')].map((a) => a.getAttribute('href'))")
    assert calls
    assert all(call.startswith("tel:") for call in calls)


def test_an_ordinary_ad_is_not_blessed(browser: Driver, check: Check) -> None:
    said = check("ordinary_en.html")
    assert browser.level() in ("nothing_found", "notice")
    assert "safe" not in said.lower()


def test_a_page_that_marks_no_ad_says_so(browser: Driver, check: Check) -> None:
    assert "does not say that it holds a job ad" in check("no_ad.html")


def test_a_page_without_text_shows_no_panel_and_says_why_in_the_popup(browser: Driver, pages: str) -> None:
    browser.open(f"{pages}/empty.html")
    browser.click_toolbar()
    wait_for(browser.popup_is_open, "the popup")
    wait_for(lambda: "There is too little text on this page" in browser.popup_text(), "the reason in the popup")
    assert not browser.panel_text()


def test_only_the_selected_words_are_checked(browser: Driver, pages: str) -> None:
    browser.open(f"{pages}/bad_jsonld_en.html")
    browser.js("getSelection().selectAllChildren(document.querySelectorAll('.ad p')[2])")
    browser.click_toolbar()
    said = browser.wait_for_panel("Only the words that you had selected")
    assert "processing fee" not in said
    assert browser.js(PAINTED)


def test_the_menu_over_selected_words_checks_them_in_the_readers_language(browser: Driver, check: Check) -> None:
    browser.own_js("chrome.runtime.sendMessage({ name: 'own.save', language: 'sk' })")
    check("bad_jsonld_en.html")
    browser.click_in_panel(".close")
    wait_for(lambda: not browser.panel_text(), "the panel to go")
    browser.js("getSelection().selectAllChildren(document.querySelectorAll('.ad p')[2])")
    browser.choose_in_menu(json.loads((LOCALES / "sk/messages.json").read_text())["check_selection"]["message"])
    words = yaml.safe_load((TEXTS / "sk/extension.yml").read_text())
    browser.wait_for_panel(words["note_selection"])
    quotes = browser.in_panel("[...root.querySelectorAll('.quote')].map((quote) => quote.innerText).join()")
    assert "passport" in quotes
    assert "fee" not in quotes


def look_around_frame(browser: Driver, pages: str) -> None:
    """Click the button on a page whose ad is in a frame, and wait for what the popup says."""
    browser.open(f"{pages}/framed_ad.html")
    browser.click_toolbar()
    wait_for(lambda: "If the ad is in a frame" in browser.popup_text(), "what to do, in the popup")


def test_where_the_ad_may_be_in_a_frame_the_words_around_it_are_no_verdict(browser: Driver, pages: str) -> None:
    look_around_frame(browser, pages)
    assert not browser.panel_text()
    assert browser.own_js("chrome.storage.session.get()") == {}


def test_signs_beside_a_frame_are_told(browser: Driver, pages: str) -> None:
    browser.open(f"{pages}/framed_ad.html")
    words = "Pay the processing fee of 300 EUR in advance to hold your place."
    browser.js(f"void (document.querySelector('p').textContent = {words!r})")
    browser.click_toolbar()
    assert "fee of 300 EUR in advance" in browser.wait_for_panel()


def mark_in_frame(browser: Driver, pages: str, selector: str) -> str:
    """Mark an element in a frame, after a click that opened the page; gives the words of the menu's entry."""
    browser.own_js("chrome.runtime.sendMessage({ name: 'own.save', language: 'en' })")
    look_around_frame(browser, pages)
    frame = "document.querySelector('iframe').contentWindow"
    browser.js(f"void {frame}.getSelection().selectAllChildren({frame}.document.querySelector({selector!r}))")
    return str(json.loads((LOCALES / "en/messages.json").read_text())["check_selection"]["message"])


def test_words_marked_in_a_frame_are_checked_and_not_the_page_around_it(browser: Driver, pages: str) -> None:
    browser.choose_in_menu(mark_in_frame(browser, pages, "main"), frame="iframe")
    said = browser.wait_for_panel("Only the words that you had selected")
    assert "Paszport" in said
    assert browser.level() == "warning"


def test_words_in_a_frame_that_are_too_few_are_not_checked_and_the_toolbar_says_why(
    browser: Driver, pages: str
) -> None:
    browser.choose_in_menu(mark_in_frame(browser, pages, "h1"), frame="iframe")
    titles = (
        "chrome.tabs.query({}).then((all) => Promise.all(all.map(({ id }) => chrome.action.getTitle({ tabId: id }))))"
    )
    wait_for(lambda: "too little text" in "".join(browser.own_js(titles)), "the reason on the toolbar")
    assert not browser.panel_text()


def test_on_a_page_with_several_ads_a_button_of_the_popup_looks_at_the_selected_words(
    browser: Driver, check: Check
) -> None:
    check("no_ad.html")
    tab = browser.own_js("chrome.storage.session.get().then((all) => Object.keys(all)[0].slice(4))")
    browser.open_beside(f"{browser.base}/popup/popup.html?tab={tab}")
    wait_for(lambda: "select the words of one of them" in browser.js("document.body.innerText"), "what to do")
    select = "() => getSelection().selectAllChildren(document.querySelector('p'))"
    browser.own_js(f"chrome.scripting.executeScript({{ target: {{ tabId: {tab} }}, func: {select} }})")
    browser.click(".again")
    # Closing the popup's tab at once may take its message to the background with it.
    found_by = f"chrome.storage.session.get('tab:{tab}').then((all) => all['tab:{tab}']?.reading.foundBy)"
    wait_for(lambda: browser.own_js(found_by) == "selection", "the selected words to be read")
    browser.to_first_tab()
    browser.wait_for_panel("Only the words that you had selected")


def test_from_the_popup_the_keyboard_goes_to_the_panel(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    tab = browser.own_js("chrome.storage.session.get().then((all) => Object.keys(all)[0].slice(4))")
    browser.own_js(f"chrome.runtime.sendMessage({{ name: 'own.show', tabId: {tab} }})")
    assert browser.js("document.activeElement.localName") == "leadlight-panel"
    browser.press("Tab")
    assert browser.in_panel("root.activeElement?.className") == "quote"


def test_escape_and_the_cross_close_the_panel_and_the_paint(browser: Driver, check: Check) -> None:
    for close in (lambda: browser.click_in_panel(".close"), lambda: browser.press("Escape")):
        check("bad_jsonld_en.html")
        browser.click_in_panel(".level h2")
        close()
        wait_for(lambda: not browser.panel_text(), "the panel to go")
        assert browser.js(PAINTED) == []


def test_leaving_quickly_replaces_the_page(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    length = browser.js("history.length")
    browser.click_in_panel(".foot .button")
    # The neutral page does not exist for a test browser: it shows its own page about that.
    wait_for(lambda: browser.document_address().startswith(("about:neterror", "chrome-error:")), "another page")
    wait_for(lambda: browser.js("history.length") == length, "no way back to the ad")


def test_a_board_that_swaps_its_ad_loses_the_old_verdict_at_once(browser: Driver, check: Check) -> None:
    check("board.html", "What stands out")
    browser.js("document.getElementById('second').click()")
    wait_for(lambda: not browser.panel_text(), "the panel to go")
    assert browser.js(PAINTED) == []
    browser.click_toolbar()
    assert "What stands out" not in browser.wait_for_panel()


def test_nothing_is_sent_by_a_click(browser: Driver, check: Check, recorder: object) -> None:
    check("bad_jsonld_en.html")
    assert recorder.seen == []  # type: ignore[attr-defined]
