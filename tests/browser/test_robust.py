"""What goes wrong around the extension: a stopped background, full storage, huge ads, pages left quickly."""

from collections.abc import Callable

import pytest

from browser.driver import Driver, wait_for
from browser.servers import Recorder

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nothing_is_left_unhandled")]
Check = Callable[..., str]


def test_a_stopped_background_wakes_for_the_next_click_and_keeps_the_verdict(
    browser: Driver, check: Check, allow: None, recorder: Recorder
) -> None:
    check("bad_jsonld_en.html")
    browser.stop_background()
    browser.click_in_panel(".service .button.main")
    browser.click_in_panel(".sent .button.main")
    browser.wait_for_panel("The service has answered")
    assert browser.own_js("chrome.storage.local.get('language')") == {"language": "en"}


def test_a_question_whose_background_was_stopped_does_not_stay_open(
    browser: Driver, check: Check, allow: None, recorder: Recorder
) -> None:
    check("bad_jsonld_en.html")
    key = "chrome.storage.session.get().then((all) => Object.keys(all).find((name) => name.startsWith('tab:')))"
    tab = browser.own_js(key)[4:]
    browser.own_js(
        f"chrome.storage.session.get('tab:{tab}').then((all) => chrome.storage.session.set("
        f"{{'tab:{tab}': {{...all['tab:{tab}'], service: 'asking', askedAt: 1}}}}))"
    )
    browser.stop_background()
    view = browser.own_js(f"chrome.runtime.sendMessage({{name: 'own.view', tabId: {tab}}})")
    assert view["value"]["service"]["state"] == "failed"


@pytest.mark.usefixtures("allow")
def test_a_background_that_is_stopped_while_it_asks_leaves_a_question_that_can_be_asked_again(
    browser: Driver, check: Check, recorder: Recorder
) -> None:
    recorder.answer = "silence"
    check("bad_jsonld_en.html")
    browser.click_in_panel(".service .button.main")
    browser.click_in_panel(".sent .button.main")
    wait_for(lambda: recorder.seen, "the question")
    browser.stop_background()
    said = browser.wait_for_panel("The service did not answer")
    assert "checked on this device" in said
    recorder.answer = "pass"
    recorder.released.set()
    browser.click_in_panel(".service .button.main")
    browser.click_in_panel(".sent .button.main")
    browser.wait_for_panel("The service has answered")


def test_an_ad_of_a_megabyte_gets_its_verdict(browser: Driver, pages: str) -> None:
    browser.open(f"{pages}/long_ad.html")
    wait_for(lambda: browser.js("document.querySelectorAll('p').length > 4000"), "the long ad")
    browser.click_toolbar()
    assert "What stands out" in browser.wait_for_panel()
    assert browser.level() in ("warning", "caution")


def test_when_memory_is_full_the_verdict_is_still_shown(browser: Driver, check: Check) -> None:
    fill = "Array.from({ length: 12 }, (_, place) => [`filler${place}`, 'x'.repeat(1_000_000)])"
    browser.own_js(
        f"(async () => {{ for (const [key, value] of {fill}) await chrome.storage.session.set("
        "{ [key]: value }).catch(() => undefined) })()"
    )
    said = check("bad_jsonld_en.html")
    assert "What stands out" in said


def test_a_page_that_is_left_during_the_look_leaves_no_verdict_behind(browser: Driver, pages: str) -> None:
    for page in ("bad_jsonld_en.html", "bad_microdata_sk.html", "no_ad.html"):
        browser.open(f"{pages}/{page}")
        browser.click_toolbar()
    browser.open(f"{pages}/ordinary_en.html")
    # On a busy machine the last click may reach the page that came next: then that page is the one that was looked at.
    kept = "Object.values(await chrome.storage.session.get()).map((state) => state.reading.url)"
    wait_for(
        lambda: all(url.endswith("/ordinary_en.html") for url in browser.own_js(kept)),
        "nothing of the pages that were left",
    )
    assert "What stands out" not in browser.panel_text()


def test_messages_that_nobody_may_say_are_refused_and_change_nothing(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    for name in ("own.nothing", "page.ask", "constructor", "__proto__"):
        answer = browser.own_js(f"chrome.runtime.sendMessage({{ name: {name!r} }})")
        assert answer == {"error": "error_unexpected"}
    assert browser.own_js("chrome.storage.local.get('language')") == {"language": "en"}
