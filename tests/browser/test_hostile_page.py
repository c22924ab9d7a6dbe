"""A page that fights the panel, hides it or listens in."""

from collections.abc import Callable

import pytest

from browser.driver import Driver, wait_for

pytestmark = pytest.mark.browser
Check = Callable[..., str]


def test_the_panel_is_readable_under_hostile_styles(browser: Driver, check: Check) -> None:
    said = check("hostile.html")
    assert "What stands out" in said
    box = browser.in_panel("(() => { const b = root.host.getBoundingClientRect(); return [b.width, b.height] })()")
    assert box[0] > 300
    assert box[1] > 200
    on_top = "document.elementFromPoint(innerWidth - 200, innerHeight - 200)?.localName"
    assert browser.js(on_top) == "leadlight-panel"
    colour = browser.in_panel("getComputedStyle(root.querySelector('.why')).color")
    assert colour != "rgb(255, 0, 0)"


def test_the_page_cannot_look_into_the_panel(browser: Driver, check: Check) -> None:
    check("hostile.html")
    assert browser.js("document.querySelector('leadlight-panel').shadowRoot") is None
    assert browser.js("window.seen.roots.length") == 0
    assert browser.js("typeof window.leadlight?.browser?.runtime") == "undefined"


def test_clicks_of_the_page_are_not_taken_for_the_readers(browser: Driver, check: Check) -> None:
    check("hostile.html")
    browser.js("void document.querySelector('leadlight-panel').click()")
    if browser.name == "chromium":  # in Firefox, a test's click in the panel counts as the reader's
        browser.in_panel("root.querySelector('.close').click()")
    assert browser.panel_text()


def test_there_is_no_field_to_type_into(browser: Driver, check: Check) -> None:
    check("hostile.html")
    browser.click_in_panel(".service .button.main")
    fields = "root.querySelectorAll('input:not([type=checkbox]), textarea, select, [contenteditable]').length"
    assert browser.in_panel(fields) == 0


def test_a_removed_panel_comes_back(browser: Driver, check: Check) -> None:
    check("hostile.html?remove=2")
    wait_for(lambda: browser.js("window.seen.removals") == 2, "two removals")
    browser.wait_for_panel("What stands out")


def test_when_the_page_does_not_let_the_panel_stay_the_popup_tells_all(browser: Driver, pages: str) -> None:
    browser.open(f"{pages}/hostile.html?remove=1000")
    browser.click_toolbar()
    popup = wait_for(
        lambda: "The page did not let the panel stay" in (t := browser.popup_text()) and t,
        "the whole verdict in the popup",
    )
    assert "What you can do" in popup
    assert browser.js("window.seen.removals") < 10


def test_a_page_cannot_tell_that_the_extension_is_there_before_a_click(browser: Driver, pages: str) -> None:
    browser.open(f"{pages}/bad_jsonld_en.html")
    probe = """(async () => {
      const found = [];
      for (const path of ['manifest.json', 'look/verdict.css', 'icons/leadlight-16.png', 'popup/popup.html']) {
        await fetch('BASE/' + path).then(() => found.push(path), () => undefined);
        await new Promise((done) => {
          const i = new Image(); i.onload = () => { found.push(path); done() }; i.onerror = done;
          i.src = 'BASE/' + path;
        });
      }
      document.title = JSON.stringify(found);
    })()""".replace("BASE", browser.base)
    browser.js(f"void {probe}")
    assert wait_for(lambda: browser.js("document.title.startsWith('[') && document.title"), "the probes") == "[]"
    assert browser.js("document.querySelectorAll('leadlight-panel').length") == 0
