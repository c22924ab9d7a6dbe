"""Rules that the service sends are used for the next ad, and only when they hold."""

import json
from collections.abc import Callable

import pytest

from browser.driver import Driver, wait_for
from browser.servers import Recorder
from leadlight.bundled import shared_rules_folder
from leadlight.wording.compile import pack_json

pytestmark = pytest.mark.browser
Check = Callable[..., str]

SHIPPED = json.loads((shared_rules_folder().parent / "extension" / "rules" / "pack.json").read_text("utf-8"))
NEWER = {**SHIPPED, "as_of": "2099-01-01", "version": "2099-01-01+" + SHIPPED["version"].partition("+")[2]}
IN_USE = "import('/background/newer_rules.js').then((rules) => rules.rulesToUse()).then((pack) => pack.version)"
ASKED = "chrome.storage.local.get('rulesAskedAt').then((kept) => kept.rulesAskedAt ?? 0)"


def ask(browser: Driver) -> None:
    browser.click_in_panel(".service .button.main")
    browser.click_in_panel(".sent .button.main")
    browser.wait_for_panel("The service has answered")


@pytest.mark.usefixtures("allow")
def test_newer_rules_come_after_an_answer_and_judge_the_next_ad(
    browser: Driver, check: Check, recorder: Recorder
) -> None:
    recorder.rules = pack_json(NEWER).encode()
    assert "2099" not in check("bad_jsonld_en.html")
    assert recorder.rules_seen == []  # nothing was asked before the reader asked
    ask(browser)
    wait_for(lambda: browser.own_js(IN_USE) == NEWER["version"], "the newer rules")
    assert "2099" in check("bad_text_pl.html", "2099")
    [headers] = recorder.rules_seen
    assert headers["if-none-match"] == f'"{SHIPPED["version"]}"'
    assert not headers.keys() & {"origin", "cookie", "referer", "accept-language"}


@pytest.mark.usefixtures("allow")
def test_spoiled_rules_are_dropped(browser: Driver, check: Check, recorder: Recorder) -> None:
    recorder.rules = pack_json({**NEWER, "atoms": NEWER["atoms"] + "x"}).encode()
    check("bad_jsonld_en.html")
    ask(browser)
    wait_for(lambda: recorder.rules_seen and browser.own_js(ASKED), "the request")
    check("bad_text_pl.html")
    assert browser.own_js(IN_USE) == SHIPPED["version"]
