"""The extension's own pages: settings and popup."""

from collections.abc import Callable

import pytest

from browser.driver import Driver, wait_for
from browser.servers import Recorder

pytestmark = pytest.mark.browser
Check = Callable[..., str]


def open_options(browser: Driver) -> None:
    browser.open(f"{browser.base}/options/options.html")
    wait_for(lambda: browser.js("document.querySelector('#address')?.value"), "the settings")


def enter(browser: Driver, selector: str, value: str, event: str) -> None:
    field = f"document.querySelector({selector!r})"
    browser.js(f"void ({field}.value = {value!r}, {field}.dispatchEvent(new Event({event!r})))")


def says(browser: Driver, selector: str, words: str) -> None:
    wait_for(lambda: words in browser.js(f"document.querySelector({selector!r}).textContent"), words)


@pytest.mark.usefixtures("allow")
def test_the_service_can_be_tested_and_is_kept(browser: Driver, recorder: Recorder) -> None:
    open_options(browser)
    browser.click("#test")
    says(browser, "#service-outcome", "A Leadlight service answers at this address")
    assert browser.own_js("chrome.storage.local.get('serviceUrl')") == {"serviceUrl": recorder.address}
    assert "origin" not in recorder.seen[0][1]


@pytest.mark.usefixtures("allow")
@pytest.mark.parametrize(
    ("answer", "words"),
    [("garbage", "Something answered, but not with a verdict"), ("status", "Something answered, but not")],
)
def test_something_else_at_the_address_is_said_so(browser: Driver, recorder: Recorder, answer: str, words: str) -> None:
    recorder.answer = answer
    open_options(browser)
    browser.click("#test")
    says(browser, "#service-outcome", words)


@pytest.mark.usefixtures("allow")
def test_nothing_at_the_address_is_said_so(browser: Driver) -> None:
    browser.own_js("chrome.storage.local.set({serviceUrl: 'http://127.0.0.1:9'})")
    open_options(browser)
    browser.click("#test")
    says(browser, "#service-outcome", "The service did not answer")


def test_an_address_of_another_kind_is_refused(browser: Driver, recorder: Recorder) -> None:
    open_options(browser)
    for written in ("javascript:alert(1)", "ftp://leadlight.example", "not an address", ""):
        enter(browser, "#address", written, "input")
        browser.click("#test")
        says(browser, "#service-outcome", "This is not an address that starts with")
    assert browser.own_js("chrome.storage.local.get('serviceUrl')") == {"serviceUrl": recorder.address}


def test_the_language_changes_at_once_and_is_kept(browser: Driver) -> None:
    open_options(browser)
    enter(browser, "#language", "sk", "change")
    says(browser, "h1", "Nastavenia")
    assert browser.js("document.documentElement.lang") == "sk"
    open_options(browser)
    says(browser, "h1", "Nastavenia")
    names = browser.js("[...document.querySelectorAll('#language option')].slice(1).map((o) => o.textContent)")
    assert {"English", "Slovenčina", "Polski"} <= set(names)


def test_delete_everything_asks_once_and_forgets_all(browser: Driver, check: Check) -> None:
    browser.own_js("chrome.storage.local.set({language: 'en', serviceUrl: 'http://127.0.0.1:9'})")
    check("bad_jsonld_en.html")
    assert browser.own_js("chrome.storage.session.get()")
    open_options(browser)
    browser.click("#delete")
    browser.click("#not-sure")
    assert browser.own_js("chrome.storage.local.get()") != {}
    browser.click("#delete")
    browser.click("#sure")
    wait_for(
        lambda: browser.js("document.querySelector('#delete-outcome').textContent"), "the word that all is deleted"
    )
    assert browser.own_js("chrome.storage.local.get()") == {}
    assert browser.own_js("chrome.storage.session.get()") == {}


def remove_a_site(browser: Driver, left: str, focused: str) -> None:
    """Remove the first site that is kept quiet; then these are left, and the keyboard is where these words are."""
    browser.click("#hidden-sites button")
    rows = "[...document.querySelectorAll('#hidden-sites li')].map((row) => row.firstChild.data).join()"
    wait_for(lambda: browser.js(rows) == left, "one site less")
    place = "document.activeElement.closest('#hidden-sites button, h1')?.textContent ?? ''"
    wait_for(lambda: focused in browser.js(place), "the keyboard to go on")


def test_the_keyboard_goes_on_where_a_pressed_button_went_away(browser: Driver) -> None:
    browser.own_js("chrome.storage.local.set({hiddenSites: ['one.example', 'two.example']})")
    open_options(browser)
    remove_a_site(browser, left="two.example", focused="Look again here")
    remove_a_site(browser, left="", focused="Settings")
    browser.click("#delete")
    browser.click("#sure")
    wait_for(lambda: browser.js("document.querySelector('#delete-outcome').textContent"), "the word that it is done")
    assert browser.js("document.activeElement.id") == "delete"


def test_no_history_is_kept_when_a_page_is_left(browser: Driver, check: Check, pages: str) -> None:
    check("bad_jsonld_en.html")
    browser.open(f"{pages}/no_ad.html")
    wait_for(lambda: browser.own_js("chrome.storage.session.get()") == {}, "the tab's verdict to be forgotten")
    assert set(browser.own_js("chrome.storage.local.get()")) == {"language", "serviceUrl"}


def test_the_popup_says_the_same_in_short(browser: Driver, check: Check) -> None:
    panel = check("bad_jsonld_en.html")
    title = panel.splitlines()[0]
    popup = wait_for(lambda: title in (t := browser.popup_text()) and t, "the level in the popup")
    assert "not checked, the service was not asked" in popup
    assert "Show on the page" in popup


COUNT_DRAWINGS = """
  new MutationObserver((seen) => {
    const { dataset } = document.body;
    dataset.drawings = Number(dataset.drawings ?? 0) + seen.filter(({ addedNodes }) => addedNodes.length).length;
  }).observe(document.querySelector("#content"), { childList: true })
"""


def test_the_popup_is_drawn_anew_only_for_something_new(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    tab = browser.own_js("chrome.storage.session.get().then((all) => Object.keys(all)[0].slice(4))")
    browser.open_beside(f"{browser.base}/popup/popup.html?tab={tab}")
    wait_for(lambda: browser.js("document.querySelector('.main') !== null"), "the verdict in short")
    browser.js(f"void {COUNT_DRAWINGS}")

    def keep(more: str) -> None:
        known = f"...Object.values(await chrome.storage.session.get('tab:{tab}'))[0]"
        browser.own_js(f"chrome.storage.session.set({{'tab:{tab}': {{{known}, {more}}}}})")

    keep("askedAt: 1")  # a question that was asked long ago is no news
    keep("service: 'failed', failure: 'error_service_unreachable'")
    wait_for(lambda: "the service did not answer" in browser.js("document.body.innerText"), "what is new")
    assert browser.js("document.body.dataset.drawings") == "1"
