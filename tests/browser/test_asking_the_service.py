"""The fuller look: what is sent, when, and what the reader sees of each step."""

import json
from collections.abc import Callable

import pytest

from browser.driver import Driver, wait_for
from browser.servers import Recorder

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("nothing_is_left_unhandled")]
Check = Callable[..., str]

OPEN_BOX = ".service .button.main"
SEND = ".sent .button.main"


def ask(browser: Driver) -> None:
    """Press the button, and press again under the list of what would be sent."""
    browser.click_in_panel(OPEN_BOX)
    browser.click_in_panel(SEND)


@pytest.mark.usefixtures("allow")
def test_the_verdict_of_the_service_is_merged_in(browser: Driver, check: Check, recorder: Recorder) -> None:
    check("bad_jsonld_en.html")
    ask(browser)
    said = browser.wait_for_panel("The service has answered")
    assert said.count("asked the service") + said.count("the service could not") == 3
    assert "checked on this device" not in said
    assert browser.level() == "warning"
    assert "fee of 300 EUR in advance" in said
    assert [request for request, _, _ in recorder.seen] == ["POST /v1/check"]


@pytest.mark.usefixtures("allow")
def test_what_is_sent_is_what_was_shown(browser: Driver, check: Check, recorder: Recorder) -> None:
    check("bad_jsonld_en.html")
    browser.click_in_panel(OPEN_BOX)
    said = browser.wait_for_panel("This would be sent to 127.0.0.1")
    assert "Alpenblick Staff" in said
    shown = json.loads(browser.in_panel("root.querySelector('.sent pre').textContent"))
    assert recorder.seen == []
    browser.click_in_panel(SEND)
    browser.wait_for_panel("The service has answered")
    assert json.loads(recorder.seen[0][2]) == shown
    assert set(shown) == {"text", "title", "employer", "country", "language"}
    assert shown["country"] == "AT"


@pytest.mark.usefixtures("allow")
def test_the_address_is_sent_only_when_ticked(browser: Driver, check: Check, recorder: Recorder, pages: str) -> None:
    check("bad_jsonld_en.html")
    browser.click_in_panel(OPEN_BOX)
    browser.click_in_panel(".sent input")
    browser.click_in_panel(SEND)
    browser.wait_for_panel("The service has answered")
    sent = json.loads(recorder.seen[0][2])
    assert sent["url"] == f"{pages}/bad_jsonld_en.html"
    assert sent["compare"] is True


@pytest.mark.usefixtures("allow")
def test_what_the_service_says_about_the_page_itself_is_shown(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    browser.click_in_panel(OPEN_BOX)
    browser.click_in_panel(".sent input")
    assert "compare" in browser.in_panel("root.querySelector('.sent pre').textContent")
    browser.click_in_panel(SEND)
    said = browser.wait_for_panel("Compared with the site")
    # The service opens no address of its own machine, and says so instead of staying silent.
    assert "We could not read this page ourselves" in said


@pytest.mark.usefixtures("allow")
def test_a_request_says_nothing_about_who_sends_it(browser: Driver, check: Check, recorder: Recorder) -> None:
    browser.open(f"{recorder.address}/healthz")
    browser.js("void (document.cookie = 'who=the-reader')")
    recorder.seen.clear()
    check("bad_jsonld_en.html")
    ask(browser)
    browser.wait_for_panel("The service has answered")
    [headers] = [headers for request, headers, _ in recorder.seen if request == "POST /v1/check"]
    harmless = {"host", "connection", "content-length", "content-type", "accept", "accept-encoding", "user-agent"}
    harmless |= {"priority"}  # Firefox adds it after every rule, the same for all
    assert set(headers) <= harmless, headers
    assert headers["user-agent"] == "Leadlight"
    assert browser.base.split("/")[2] not in json.dumps(headers)


@pytest.mark.usefixtures("allow")
def test_not_now_sends_nothing(browser: Driver, check: Check, recorder: Recorder) -> None:
    check("bad_jsonld_en.html")
    browser.click_in_panel(OPEN_BOX)
    browser.click_in_panel(".sent .button:not(.main)")
    wait_for(lambda: browser.in_panel("!root.querySelector('.sent')"), "the question to go")
    assert recorder.seen == []


@pytest.mark.usefixtures("allow")
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("status", "Something answered, but not with a verdict"),
        ("garbage", "Something answered, but not with a verdict"),
        ("other", "Something answered, but not with a verdict"),
        ("huge", "Something answered, but not with a verdict"),
        ("silence", "The service did not answer"),
    ],
)
def test_a_failing_service_costs_only_its_own_part(
    browser: Driver, check: Check, recorder: Recorder, answer: str, words: str
) -> None:
    recorder.answer = answer
    check("bad_jsonld_en.html")
    ask(browser)
    said = browser.wait_for_panel(words)
    assert "checked on this device" in said
    assert "fee of 300 EUR in advance" in said
    assert browser.level() == "warning"
    recorder.answer = "pass"
    recorder.released.set()
    ask(browser)
    browser.wait_for_panel("The service has answered")


@pytest.mark.usefixtures("allow")
def test_a_service_that_is_not_there_is_said_so(browser: Driver, check: Check) -> None:
    browser.own_js("chrome.storage.local.set({serviceUrl: 'http://127.0.0.1:9'})")
    check("bad_jsonld_en.html")
    ask(browser)
    said = browser.wait_for_panel("The service did not answer")
    assert said.count("not checked, the service did not answer") == 2


@pytest.mark.usefixtures("allow")
def test_an_answer_for_a_page_that_was_left_is_not_shown(
    browser: Driver, check: Check, recorder: Recorder, pages: str
) -> None:
    recorder.answer = "silence"
    check("bad_jsonld_en.html")
    ask(browser)
    wait_for(lambda: recorder.seen, "the request")
    browser.open(f"{pages}/ordinary_en.html")
    recorder.answer = "pass"
    recorder.released.set()
    browser.click_toolbar()
    said = browser.wait_for_panel()
    assert "asked the service" not in said
    assert "processing fee" not in said


def test_the_browser_asks_the_reader_before_the_first_call(browser: Driver, check: Check, recorder: Recorder) -> None:
    if browser.name == "chromium":
        browser.own_js("chrome.storage.local.set({serviceUrl: 'http://[::1]:9'})")  # an address without permission
    check("bad_jsonld_en.html")
    ask(browser)
    wait_for(lambda: any("/ask/ask.html" in address for address in browser.tab_addresses()), "the question")
    assert recorder.seen == []
    browser.switch_to("/ask/ask.html")
    wait_for(lambda: "This would be sent to" in browser.js("document.body.innerText"), "what would be sent")
    if browser.name == "firefox":
        browser.click(".sent .button.main")
        browser.to_first_tab()
        browser.wait_for_panel("The service has answered")
        assert len(recorder.seen) == 1
        allowed = browser.own_js("chrome.permissions.getAll()")
        assert allowed["origins"] == ["http://127.0.0.1/*"]
        assert allowed["data_collection"] == ["websiteContent"]
