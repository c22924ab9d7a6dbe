"""Accessibility: axe-core on everything that is drawn, light and dark, and the colours that it cannot judge."""

from collections.abc import Callable
from pathlib import Path

import pytest

from browser.driver import Driver, wait_for

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
Check = Callable[..., str]


@pytest.mark.parametrize("page", ["bad_jsonld_en.html", "ordinary_en.html", "no_ad.html"])
def test_the_panel_has_no_violations(browser: Driver, check: Check, page: str) -> None:
    check(page)
    assert browser.axe(AXE.read_text()) == []
    browser.click_in_panel(".service .button.main")
    assert browser.axe(AXE.read_text()) == []


def test_axe_sees_a_fault_in_the_panel(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    browser.in_panel("void root.querySelector('.close').removeAttribute('aria-label')")
    assert any("button-name" in violation for violation in browser.axe(AXE.read_text()))


@pytest.mark.parametrize("language", ["en", "sk", "pl"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_settings_have_no_violations(browser: Driver, language: str, width: int) -> None:
    browser.own_js(f"chrome.storage.local.set({{language: '{language}'}})")
    browser.resize(width, 800)
    browser.open(f"{browser.base}/options/options.html")
    wait_for(lambda: browser.js("document.querySelector('h1').textContent.trim() !== 'Leadlight'"), "the words")
    assert browser.axe(AXE.read_text()) == []
    assert browser.js("document.documentElement.scrollWidth <= innerWidth")


def test_popup_and_question_have_no_violations(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    tab = browser.own_js("chrome.storage.session.get().then((all) => Object.keys(all)[0].slice(4))")
    for path in (f"popup/popup.html?tab={tab}", f"ask/ask.html?tab={tab}"):
        browser.open_beside(f"{browser.base}/{path}")
        wait_for(lambda: browser.js("document.querySelector('.level, .sent') !== null"), path)
        assert browser.axe(AXE.read_text()) == []


def test_the_panel_can_be_used_with_the_keyboard_alone(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    browser.click_in_panel(".level h2")
    names = set()
    for _ in range(40):
        browser.press("Tab")
        names.add(browser.in_panel("root.activeElement?.className ?? ''"))
    assert {"quote", "button", "button main", "call"} <= names


@pytest.mark.parametrize("width", [360, 1280])
def test_the_panel_never_scrolls_sideways(browser: Driver, check: Check, width: int) -> None:
    browser.resize(width, 740)
    check("bad_microdata_sk.html")
    sizes = browser.in_panel(
        "(() => { const s = root.querySelector('.scroll'); return [s.scrollWidth, s.clientWidth] })()"
    )
    assert sizes[0] <= sizes[1]
    box = browser.in_panel(
        "(() => { const b = root.host.getBoundingClientRect(); return [b.left, b.right, innerWidth] })()"
    )
    assert box[0] >= 0
    assert box[1] <= box[2]
