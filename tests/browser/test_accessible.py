"""Accessibility: axe-core on everything that is drawn, light and dark, and the colours that it cannot judge."""

import functools
from collections.abc import Callable
from pathlib import Path

import pytest

from browser.driver import Driver, wait_for

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
Check = Callable[..., str]


def violations(browser: Driver) -> list[str]:
    """What axe finds in the light and in the dark."""
    found = []
    for dark in (True, False):
        browser.darken(dark)
        scheme = f"matchMedia('(prefers-color-scheme: {'dark' if dark else 'light'})').matches"
        wait_for(functools.partial(browser.js, scheme), "the other colours")
        found += browser.axe(AXE.read_text())
    return found


@pytest.mark.parametrize(
    ("page", "language"), [("bad_jsonld_en.html", "en"), ("ordinary_en.html", "el"), ("no_ad.html", "pl")]
)
def test_the_panel_has_no_violations(browser: Driver, check: Check, page: str, language: str) -> None:
    browser.own_js(f"chrome.storage.local.set({{language: '{language}'}})")
    check(page)
    assert browser.in_panel("root.querySelector('.frame').lang") == language
    assert violations(browser) == []
    browser.click_in_panel(".service .button.main")
    assert violations(browser) == []


BROKEN = r"""
  [...where.querySelectorAll(".button")].flatMap((button) => {
    const words = document.createRange(), node = button.firstChild;
    return [...node.data.matchAll(/\S+/g)].filter(({ 0: word, index }) => {
      words.setStart(node, index);
      words.setEnd(node, index + word.length);
      return words.getClientRects().length > 1;
    }).map(([word]) => word);
  })
"""
"""Words on buttons that stand on two lines."""


@pytest.mark.parametrize("language", ["uk", "de", "bg"])
def test_no_word_on_a_button_is_broken_in_two(browser: Driver, check: Check, language: str) -> None:
    browser.own_js(f"chrome.storage.local.set({{language: '{language}'}})")
    browser.resize(320, 700)
    check("bad_jsonld_en.html")
    assert browser.in_panel(f"((where) => {BROKEN})(root)") == []
    tab = browser.own_js("chrome.storage.session.get().then((all) => Object.keys(all)[0].slice(4))")
    browser.open_beside(f"{browser.base}/popup/popup.html?tab={tab}")
    browser.resize(372, 600)
    wait_for(lambda: browser.js("document.querySelector('.popup .foot') !== null"), "the verdict in short")
    assert browser.js(f"((where) => {BROKEN})(document)") == []


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
    assert violations(browser) == []
    assert browser.js("document.documentElement.scrollWidth <= innerWidth")


def test_popup_and_question_have_no_violations(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    tab = browser.own_js("chrome.storage.session.get().then((all) => Object.keys(all)[0].slice(4))")
    for path in (f"popup/popup.html?tab={tab}", f"ask/ask.html?tab={tab}"):
        browser.open_beside(f"{browser.base}/{path}")
        wait_for(lambda: browser.js("document.querySelector('.level, .sent') !== null"), path)
        assert violations(browser) == []


def test_the_panel_can_be_used_with_the_keyboard_alone(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    browser.click_in_panel(".level h2")
    names = set()
    for _ in range(40):
        browser.press("Tab")
        names.add(browser.in_panel("root.activeElement?.className ?? ''"))
    assert {"quote", "button", "button main", "call"} <= names


@pytest.mark.usefixtures("allow")
def test_the_keyboard_stays_in_the_panel_when_an_answer_draws_it_anew(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    browser.click_in_panel(".service .button.main")
    browser.click_in_panel(".sent .button.main")
    browser.wait_for_panel("The service has answered")
    assert browser.js("document.activeElement.localName") == "leadlight-panel"
    browser.press("Escape")
    wait_for(lambda: not browser.panel_text(), "the panel to go")


def test_a_button_that_has_the_keyboard_keeps_it_when_the_panel_is_drawn_anew(browser: Driver, check: Check) -> None:
    check("bad_jsonld_en.html")
    browser.in_panel("void root.querySelector('.more .button').focus()")
    browser.in_panel("void (root.querySelector('.frame').dataset.old = '')")
    browser.own_js(
        "chrome.tabs.query({}).then((tabs) => Promise.all(tabs.map(({ id }) =>"
        "chrome.runtime.sendMessage({ name: 'own.check', tabId: id }))))"
    )
    wait_for(lambda: browser.in_panel("root.querySelector('.frame').dataset.old === undefined"), "another drawing")
    assert browser.in_panel("root.activeElement?.textContent") == "Report this ad"


@pytest.mark.parametrize(("width", "height"), [(640, 400), (640, 320)], ids=["a page at 200 %", "a phone on its side"])
def test_on_a_low_screen_the_panel_keeps_room_for_its_words(
    browser: Driver, check: Check, width: int, height: int
) -> None:
    browser.resize(width, height)
    check("bad_jsonld_en.html")
    box, words = browser.in_panel(
        "[root.host, root.querySelector('.scroll')].map((e) => { const b = e.getBoundingClientRect();"
        "return [b.top, b.bottom] })"
    )
    assert box[0] >= 0
    assert box[1] <= height
    assert words[1] - words[0] >= 0.7 * height


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
