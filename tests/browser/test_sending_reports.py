"""A report on its way: shown before it is sent, sealed in the browser, kept while the service is away, followed up."""

import base64
import json
from pathlib import Path

import pytest

from browser.driver import Driver, wait_for
from browser.servers import Recorder
from browser.test_reports_and_signs import REPORTS, write
from leadlight.reports.content import Content, read_content
from leadlight.reports.model import ReportState
from leadlight.reports.receipt import report_id_of
from leadlight.reports.sealing import PADDED_BYTES, open_sealed
from leadlight.storage.database import open_database

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
SAID = "They asked for 300 € – ще не платила."
OUTCOME = "document.querySelector('#outcome').textContent"
LIST = "document.querySelector('#reports').innerText"
NO_KEY = json.dumps({"taken": True, "key": None, "kept_days": 90}).encode()
NOT_TAKEN = json.dumps({"taken": False, "key": None, "kept_days": 0}).encode()


def open_form(browser: Driver) -> None:
    browser.open(f"{browser.base}/report/report.html?kind=report")
    wait_for(lambda: browser.js("document.querySelector('#exactly').textContent"), "the form")


def press_send(browser: Driver) -> str:
    """Write a report, look at what would be sent, and send it; returns what was shown."""
    write(browser, "#what", SAID)
    write(browser, "#address", "https://board.example/ad?id=7")
    write(browser, "#contact", "only-mine@example.org")
    browser.click("#form .button.main")
    shown: str = wait_for(lambda: browser.js("document.querySelector('.sending pre')?.textContent"), "what is sent")
    browser.click(".sending .button.main")
    return shown


def posted(recorder: Recorder) -> list[dict[str, str]]:
    return [json.loads(body) for call, _, body in recorder.seen if call == "POST /v1/reports"]


@pytest.mark.usefixtures("allow")
def test_a_report_is_shown_then_sealed_then_sent_and_its_receipt_leads_to_its_state(
    browser: Driver, recorder: Recorder, report_key: bytes, service_folder: Path
) -> None:
    open_form(browser)
    shown = json.loads(press_send(browser))
    wait_for(lambda: "Write the receipt down" in browser.js(OUTCOME), "the outcome")
    [sent] = posted(recorder)
    assert set(sent) == {"attempt", "sealed", "key"}
    assert sent["attempt"] == shown["attempt"]
    opened = open_sealed(base64.b64decode(sent["sealed"]), report_key)
    assert len(opened) == PADDED_BYTES[0]
    assert json.loads(opened) == shown["report"]
    assert read_content(opened) == Content(
        what=SAID, address="https://board.example/ad?id=7", contact="only-mine@example.org"
    )
    for _, headers, _ in recorder.seen:
        assert not {"origin", "cookie", "accept-language"} & set(headers)
    [kept] = browser.own_js(REPORTS)
    assert kept["stage"] == "sent"
    assert not any(word in json.dumps(kept) for word in ("They asked for", "board.example", "only-mine"))
    browser.click("#reports .button:not(.grave)")
    wait_for(lambda: "It has arrived" in browser.js(LIST), "its state")
    with open_database(f"sqlite:///{service_folder / 'leadlight.sqlite3'}") as database:
        assert database.reports.mark(report_id_of(kept["receipt"]) or b"", ReportState.READ, by="Jana")
    write(browser, "#receipt", kept["receipt"].lower())
    browser.click("#follow .button")
    follow = "document.querySelector('#follow-outcome').textContent"
    wait_for(lambda: browser.js(follow) == "Somebody has read it.", "the state of a receipt that was typed in")
    assert browser.axe(AXE.read_text()) == []


@pytest.mark.usefixtures("allow")
def test_a_report_waits_while_the_service_is_away_and_goes_when_it_is_back(
    browser: Driver, recorder: Recorder, report_key: bytes
) -> None:
    recorder.answer = "status"
    open_form(browser)
    press_send(browser)
    wait_for(lambda: "Not sent yet" in browser.js(OUTCOME), "the outcome")
    assert SAID in browser.js(LIST)
    assert posted(recorder) == []
    browser.stop_background()
    recorder.answer = "pass"
    open_form(browser)
    wait_for(lambda: "Receipt" in browser.js(LIST), "the receipt")
    [sent] = posted(recorder)
    assert SAID in read_content(open_sealed(base64.b64decode(sent["sealed"]), report_key)).what
    assert SAID not in browser.js("document.body.innerText")


@pytest.mark.usefixtures("allow")
def test_what_waits_is_seen_and_deleted_in_the_settings(browser: Driver, recorder: Recorder) -> None:
    browser.own_js("chrome.storage.local.set({serviceUrl: 'http://127.0.0.1:9'})")
    open_form(browser)
    press_send(browser)
    wait_for(lambda: "Not sent yet" in browser.js(OUTCOME), "the outcome")
    browser.open(f"{browser.base}/options/options.html")
    wait_for(lambda: SAID in browser.js(LIST), "the report in the settings")
    assert browser.axe(AXE.read_text()) == []
    browser.click("#reports .button.grave")
    wait_for(lambda: browser.own_js(REPORTS) == [], "the report to be deleted")
    wait_for(lambda: browser.js("document.querySelector('#kept').hidden"), "the empty list to go")
    assert recorder.seen == []


@pytest.mark.usefixtures("allow")
def test_without_a_key_the_reader_is_asked_before_it_goes_unsealed(browser: Driver, recorder: Recorder) -> None:
    receipt = json.dumps({"receipt": "7KQ2-M4XD-0RVB-PZ31-HT8W", "kept_days": 90}).encode()
    recorder.instead = {"GET /v1/reports": NO_KEY, "POST /v1/reports": receipt}
    open_form(browser)
    shown = json.loads(press_send(browser))
    wait_for(lambda: "no key for reports" in browser.js(OUTCOME), "the question")
    assert posted(recorder) == []
    browser.click("#reports .button:not(.grave)")
    wait_for(lambda: "7KQ2-M4XD-0RVB-PZ31-HT8W" in browser.js(LIST), "the receipt")
    assert posted(recorder) == [shown]


@pytest.mark.usefixtures("allow")
def test_where_nobody_reads_reports_it_stays_on_the_device(browser: Driver, recorder: Recorder) -> None:
    recorder.instead = {"GET /v1/reports": NOT_TAKEN}
    open_form(browser)
    press_send(browser)
    wait_for(lambda: "takes no reports" in browser.js(OUTCOME), "the reason")
    assert SAID in browser.js(LIST)
    assert posted(recorder) == []


def test_not_now_sends_nothing_and_another_letter_takes_the_question_away(browser: Driver, recorder: Recorder) -> None:
    open_form(browser)
    write(browser, "#what", SAID)
    for go_back in (lambda: browser.click(".sending .button:not(.main)"), lambda: write(browser, "#what", SAID + "!")):
        browser.click("#form .button.main")
        wait_for(
            lambda: browser.js("document.activeElement.matches('.sending h2')"), "the question, and the focus in it"
        )
        go_back()
        wait_for(lambda: browser.js("document.querySelector('.sending') === null"), "the question to go")
    assert recorder.seen == []
    assert browser.own_js(REPORTS) == []
