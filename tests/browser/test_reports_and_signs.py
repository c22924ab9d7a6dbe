"""Behind the verdict: telling about an ad, and what a sign means."""

from collections.abc import Callable
from pathlib import Path

import pytest

from browser.driver import Driver, wait_for
from browser.servers import Recorder

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
Check = Callable[..., str]

REPORTS = "chrome.storage.local.get('reports').then(({ reports }) => reports ?? [])"


def to_page(browser: Driver, button: str, path: str) -> None:
    """Press a button of the panel and go on in the tab that it opens."""
    browser.click_in_panel(button)
    browser.switch_to(path)
    wait_for(lambda: browser.js("document.querySelector('h1 span:last-child')?.textContent"), "the words of the page")


def write(browser: Driver, field: str, words: str) -> None:
    """Put words into a field as typing does."""
    element = f"document.querySelector({field!r})"
    browser.js(f"void ({element}.value = {words!r}, {element}.dispatchEvent(new Event('input', {{ bubbles: true }})))")


def test_a_report_begins_with_the_ad_and_stays_on_the_device(
    browser: Driver, check: Check, recorder: Recorder, pages: str
) -> None:
    check("bad_jsonld_en.html")
    to_page(browser, ".more .button:nth-child(1)", "report/report.html")
    wait_for(lambda: browser.js("document.querySelector('#address').value"), "the ad")
    assert browser.js("document.querySelector('#address').value") == f"{pages}/bad_jsonld_en.html"
    assert "fee of 300 EUR in advance" in browser.js("document.querySelector('#words').value")
    write(browser, "#what", "They asked me for money.")
    write(browser, "#contact", "only-mine@example.org")
    exactly = browser.js("document.querySelector('#exactly').textContent")
    assert "They asked me for money." in exactly
    assert "only-mine@example.org" in exactly
    assert browser.own_js(REPORTS) == []
    browser.click("#keep")
    wait_for(lambda: "Nothing was sent" in browser.js("document.querySelector('#outcome').textContent"), "the outcome")
    [report] = browser.own_js(REPORTS)
    assert report["kind"] == "report"
    assert report["what"] == "They asked me for money."
    assert report["level"] == "warning"
    assert recorder.seen == []
    assert browser.axe(AXE.read_text()) == []
    browser.click("#reports .button.grave")
    wait_for(lambda: browser.own_js(REPORTS) == [], "the report to be deleted")


def test_nothing_to_tell_is_said_so(browser: Driver) -> None:
    browser.open(f"{browser.base}/report/report.html?kind=report")
    wait_for(lambda: browser.js("document.querySelector('h1 span').textContent"), "the words of the page")
    browser.click("#form .button.main")
    outcome = "document.querySelector('#outcome').textContent"
    wait_for(lambda: "nothing to keep yet" in browser.js(outcome), "the reason")
    assert browser.own_js(REPORTS) == []


def test_a_full_device_is_said_so_and_loses_nothing_that_was_written(browser: Driver) -> None:
    browser.own_js("chrome.storage.local.set({ reports: Array(50).fill({ id: 'x', kind: 'report', signs: [] }) })")
    browser.open(f"{browser.base}/report/report.html?kind=dispute")
    wait_for(lambda: browser.js("document.querySelector('h1 span').textContent"), "the words of the page")
    write(browser, "#what", "This is an honest firm.")
    browser.click("#keep")
    wait_for(lambda: "no room left" in browser.js("document.querySelector('#outcome').textContent"), "the reason")
    assert browser.js("document.querySelector('#what').value") == "This is an honest firm."


def test_this_looks_wrong_opens_the_same_form_with_its_own_question(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    to_page(browser, ".more .button:nth-child(2)", "kind=dispute")
    assert browser.js("document.querySelector('#what-label').textContent") == "What looks wrong?"


def test_a_sign_has_a_page_with_two_questions_and_people_to_talk_to(
    browser: Driver, check: Check, recorder: Recorder
) -> None:
    check("bad_jsonld_en.html")
    to_page(browser, ".finding .button.plain", "learn/learn.html")
    said = browser.js("document.body.innerText")
    assert "What it means" in said
    assert browser.js("document.querySelectorAll('#people a.call').length") > 0
    assert browser.axe(AXE.read_text()) == []
    outcome = "document.querySelector('#outcome').textContent"
    browser.click("#learn_question_payment-learn_yes")
    browser.click("#learn_question_refuse-learn_yes")
    assert "still worth asking" in browser.js(outcome)
    browser.click("#learn_question_refuse-learn_unsure")
    assert "talk to someone before you answer" in browser.js(outcome)
    assert recorder.seen == []
    assert "reports" not in browser.own_js("chrome.storage.local.get()")


def test_a_sign_of_an_ad_that_is_gone_is_said_so(browser: Driver) -> None:
    browser.open(f"{browser.base}/learn/learn.html?tab=999999&key=0:fees.before_departure")
    wait_for(lambda: "no longer open" in browser.js("document.body.innerText"), "the reason")
