"""Looking without a click: the choices, what the detector recognises, and boards that swap their ads."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.chromium import Chromium
from browser.conftest import EXTENSION
from browser.driver import Driver, wait_for
from browser.firefox import Firefox
from browser.in_thread import InThread
from browser.servers import Recorder

pytestmark = pytest.mark.browser
PROBING = (Path(__file__).parent / "pages/probing.html").read_text()
AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"

BADGE = (
    "chrome.tabs.query({}).then((tabs) =>Promise.all(tabs.map(({ id }) => chrome.action.getBadgeText({ tabId: id }))))"
)
REGISTERED = "chrome.scripting.getRegisteredContentScripts().then((all) => all.map(({ id }) => id).sort())"


@pytest.fixture(scope="module", params=["chromium", "firefox"])
def _opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A browser whose reader may allow all pages. Chromium cannot be asked: its copy has them from the start."""
    start: Callable[[], Driver]
    if request.param == "chromium":
        copy = tmp_path_factory.mktemp("extension") / "extension"
        shutil.copytree(EXTENSION, copy)
        manifest = json.loads((copy / "manifest.json").read_text())
        manifest["host_permissions"] = ["http://*/*", "https://*/*"]
        (copy / "manifest.json").write_text(json.dumps(manifest))
        start = lambda: Chromium(copy)  # noqa: E731
    else:
        start = lambda: Firefox(EXTENSION)  # noqa: E731
    driver = InThread(start)
    yield driver  # type: ignore[misc]
    driver.close()


@pytest.fixture
def reader(_opened: Driver, recorder: Recorder) -> Driver:
    """A reader who has chosen nothing yet."""
    _opened.to_first_tab()
    _opened.open("about:blank")
    _opened.resize(1280, 800)
    send(_opened, "own.delete_everything")
    _opened.own_js(f"chrome.storage.local.set({{serviceUrl: '{recorder.address}', language: 'en'}})")
    return _opened


def send(browser: Driver, name: str, **more: Any) -> Any:
    """Say something to the background, as the extension's own pages do."""
    return browser.own_js(f"chrome.runtime.sendMessage({json.dumps({'name': name, **more})})")


def choose(browser: Driver, mode: str) -> None:
    """Choose on the first page when to look."""
    browser.open(f"{browser.base}/welcome/welcome.html")
    browser.click(f"#mode-{mode}")
    wait_for(lambda: browser.js("document.querySelector('#choices-outcome').textContent") == "Saved.", "the choice")


def badges(browser: Driver) -> set[str]:
    return set(browser.own_js(BADGE)) - {""}


def test_the_first_page_says_what_is_read_and_sent_and_changes_nothing_by_itself(reader: Driver, pages: str) -> None:
    reader.open(f"{reader.base}/welcome/welcome.html")
    said = wait_for(lambda: "When should" in (t := reader.js("document.body.innerText")) and t, "the choices")
    assert "It reads a page when you press its button" in said
    assert "Pracuj.pl" in said
    assert reader.js("document.querySelector('#mode-click').checked")
    assert reader.js("document.querySelector('#lookups').checked") is False
    assert reader.own_js(REGISTERED) == []
    reader.open(f"{pages}/bad_jsonld_en.html")
    assert badges(reader) == set()


def test_on_every_page_a_grave_ad_shows_the_panel_without_a_click(reader: Driver, pages: str) -> None:
    choose(reader, "pages")
    assert reader.own_js(REGISTERED) == ["detect-on-boards", "detect-on-pages"]
    for page in ("bad_jsonld_en.html", "bad_microdata_sk.html", "bad_text_pl.html"):
        reader.open(f"{pages}/{page}")
        reader.wait_for_panel("What stands out")


def test_without_a_click_small_signs_stand_on_the_toolbar_only(reader: Driver, pages: str, recorder: Recorder) -> None:
    choose(reader, "pages")
    reader.open(f"{pages}/ordinary_en.html")
    wait_for(lambda: badges(reader), "the badge")
    assert not reader.panel_text()
    assert recorder.seen == []
    reader.click_toolbar()
    reader.wait_for_panel()


def test_an_ad_that_was_looked_at_quietly_cannot_tell(reader: Driver, pages: str) -> None:
    choose(reader, "pages")
    reader.open(f"{pages}/probing.html")
    wait_for(lambda: badges(reader), "the badge")
    noticed = reader.js(
        """(() => ({
          page: document.documentElement.outerHTML,
          changes: spied.changes, calls: spied.calls, events: spied.events,
          names: Object.getOwnPropertyNames(window).filter((name) => !spied.before.includes(name)),
          styles: document.styleSheets.length + document.adoptedStyleSheets.length + (CSS.highlights?.size ?? 0),
          loaded: performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop()),
          roots: [...document.childNodes].map((node) => node.nodeName),
        }))()"""
    )
    assert set(noticed.pop("loaded")) <= {"favicon.ico"}
    assert noticed == {
        "page": PROBING.removeprefix("<!doctype html>\n"),
        "changes": [],
        "calls": [],
        "events": [],
        "names": [],
        "styles": 0,
        "roots": ["html", "HTML"],
    }
    reader.click_toolbar()
    reader.wait_for_panel()
    assert "leadlight-panel" in reader.js("document.documentElement.outerHTML"), "what is shown can be seen"


def test_pages_without_an_ad_are_left_alone(reader: Driver, pages: str) -> None:
    choose(reader, "pages")
    reader.open(f"{pages}/no_ad.html")
    reader.js("void setTimeout(() => { document.title = 'waited' }, 900)")
    wait_for(lambda: reader.js("document.title") == "waited", "the detector to have looked")
    assert badges(reader) == set()
    assert reader.own_js("chrome.storage.session.get()") == {}


def test_a_swapped_ad_takes_its_verdict_away_and_gets_its_own(reader: Driver, pages: str) -> None:
    choose(reader, "pages")
    reader.open(f"{pages}/swapping_board.html?currentJobId=1")
    reader.wait_for_panel("What stands out")
    reader.click("#second")
    wait_for(lambda: not reader.panel_text(), "the old verdict to go")
    reader.click("#third")
    reader.wait_for_panel("passport")


def test_an_ad_that_is_swapped_under_one_address_takes_its_verdict_away(reader: Driver, pages: str) -> None:
    choose(reader, "pages")
    reader.open(f"{pages}/swapping_board.html?currentJobId=1")
    reader.wait_for_panel("What stands out")
    reader.click("#pane")
    wait_for(lambda: not reader.panel_text(), "the old verdict to go")


def test_a_site_can_be_kept_quiet_and_looked_at_again(reader: Driver, pages: str) -> None:
    choose(reader, "pages")
    reader.open(f"{pages}/bad_jsonld_en.html")
    reader.wait_for_panel("What stands out")
    reader.click_in_panel(".more .button:nth-child(3)")
    wait_for(lambda: not reader.panel_text(), "the panel to go")
    wait_for(
        lambda: reader.own_js("chrome.storage.local.get('hiddenSites')") == {"hiddenSites": ["localhost"]}, "it kept"
    )
    reader.open(f"{pages}/bad_text_pl.html")
    reader.js("void setTimeout(() => { document.title = 'waited' }, 900)")
    wait_for(lambda: reader.js("document.title") == "waited", "the detector to have looked")
    assert not reader.panel_text()
    reader.open(f"{reader.base}/options/options.html")
    reader.click("#hidden-sites .button")
    wait_for(lambda: reader.js("document.querySelector('#hidden').hidden"), "the list to be empty")
    reader.open(f"{pages}/bad_jsonld_en.html")
    reader.wait_for_panel("What stands out")


def test_a_page_that_the_reader_comes_back_to_is_looked_at_again(reader: Driver, pages: str) -> None:
    choose(reader, "pages")
    reader.open(f"{pages}/bad_jsonld_en.html")
    reader.wait_for_panel("What stands out")
    reader.open(f"{pages}/no_ad.html")
    reader.js("void history.back()")
    wait_for(lambda: reader.js("location.pathname") == "/bad_jsonld_en.html", "the way back")
    reader.wait_for_panel("What stands out")
    wait_for(lambda: reader.own_js("chrome.storage.session.get()") != {}, "its verdict to be known again")


def test_named_boards_only_means_no_other_page(reader: Driver, pages: str) -> None:
    choose(reader, "boards")
    assert reader.own_js(REGISTERED) == ["detect-on-boards"]
    matches = reader.own_js("chrome.scripting.getRegisteredContentScripts().then(([one]) => one.matches)")
    assert "https://*.pracuj.pl/*" in matches
    if reader.name == "firefox":  # Chromium's copy was given all pages with its manifest
        allowed = reader.own_js("chrome.permissions.getAll().then(({ origins }) => origins)")
        assert sorted(allowed) == sorted(matches)
    reader.open(f"{pages}/bad_jsonld_en.html")
    assert badges(reader) == set()


def test_a_choice_can_be_taken_back(reader: Driver, pages: str) -> None:
    choose(reader, "pages")
    choose(reader, "click")
    assert reader.own_js(REGISTERED) == []
    if reader.name == "firefox":  # Chromium's copy was given the pages with its manifest
        assert reader.own_js("chrome.permissions.getAll().then(({ origins }) => origins)") == []
    reader.open(f"{pages}/bad_jsonld_en.html")
    assert badges(reader) == set()


def test_a_permission_that_the_browser_takes_back_ends_the_choice(reader: Driver) -> None:
    if reader.name == "chromium":
        pytest.skip("the pages are in the manifest of Chromium's copy and cannot be taken back")
    choose(reader, "pages")
    reader.own_js("chrome.permissions.remove({ origins: ['https://*/*'] })")
    wait_for(lambda: reader.own_js(REGISTERED) == [], "the detector to go")
    assert reader.own_js("chrome.storage.local.get('mode')") == {"mode": "click"}


def test_delete_everything_ends_looking_by_itself(reader: Driver) -> None:
    choose(reader, "pages")
    send(reader, "own.delete_everything")
    assert reader.own_js(REGISTERED) == []
    assert reader.own_js("chrome.storage.local.get()") == {}
    if reader.name == "firefox":
        allowed = reader.own_js("chrome.permissions.getAll()")
        assert (allowed["origins"], allowed["data_collection"]) == ([], [])


def test_a_look_up_sends_four_characters_and_only_where_it_was_agreed(
    reader: Driver, pages: str, recorder: Recorder
) -> None:
    reader.open(f"{pages}/bad_jsonld_en.html")
    reader.click_toolbar()
    assert "Known addresses" not in reader.wait_for_panel("What stands out")
    assert recorder.seen == []
    reader.open(f"{reader.base}/options/options.html")
    reader.click("#lookups")
    wait_for(lambda: reader.own_js("chrome.storage.local.get('lookups')") == {"lookups": True}, "the agreement")
    reader.open(f"{pages}/bad_jsonld_en.html")
    reader.click_toolbar()
    reader.wait_for_panel("Known addresses: the service does not list this address")
    [(request, headers, body)] = recorder.seen
    assert request.startswith("GET /v1/lookups/")
    assert len(request.rpartition("/")[2]) == 4
    assert body == b""
    assert "origin" not in headers


def test_an_address_that_the_service_knows_is_said_so(reader: Driver, pages: str, recorder: Recorder) -> None:
    reader.open(f"{reader.base}/options/options.html")
    reader.click("#lookups")
    wait_for(lambda: reader.own_js("chrome.storage.local.get('lookups')") == {"lookups": True}, "the agreement")
    recorder.answer = "links"
    recorder.links = {f"{pages}/ordinary_en.html": "warning"}
    reader.open(f"{pages}/ordinary_en.html")
    reader.click_toolbar()
    reader.wait_for_panel("Known addresses: the service knows this address: Serious signs")
    assert reader.level() == "warning"
    recorder.answer = "garbage"
    reader.open(f"{pages}/ordinary_en.html")
    reader.click_toolbar()
    reader.wait_for_panel("Known addresses: not checked, the service gave no verdict")


def test_a_page_cannot_tell_that_it_was_looked_at(reader: Driver, pages: str) -> None:
    look = "[document.documentElement.outerHTML, Object.getOwnPropertyNames(window).sort().join()]"
    choose(reader, "click")
    reader.open(f"{pages}/ordinary_en.html")
    untouched = reader.js(look)
    choose(reader, "pages")
    reader.open(f"{pages}/ordinary_en.html")
    wait_for(lambda: badges(reader), "the badge")
    assert reader.js(look) == untouched


def test_an_older_browser_also_drops_the_verdict_of_a_swapped_ad(reader: Driver, pages: str) -> None:
    if reader.name == "chromium":
        pytest.skip("Chromium has had the Navigation API since 102; Firefox has it since 147")
    switch = "Services.prefs.setBoolPref('dom.navigation.webidl.enabled', {});"
    reader.in_browser(switch.format("false"))
    try:
        choose(reader, "pages")
        reader.open(f"{pages}/swapping_board.html?currentJobId=1")
        assert reader.js("typeof navigation") == "undefined"
        reader.wait_for_panel("What stands out")
        reader.click("#second")
        wait_for(lambda: not reader.panel_text(), "the old verdict to go")
        reader.click("#third")
        reader.wait_for_panel("passport")
    finally:
        reader.in_browser(switch.format("true"))


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_page_fits_and_has_no_violations(reader: Driver, width: int) -> None:
    reader.resize(width, 900)
    reader.open(f"{reader.base}/welcome/welcome.html")
    wait_for(lambda: reader.js("document.querySelector('#mode-pages') !== null"), "the choices")
    assert reader.js("document.documentElement.scrollWidth <= innerWidth")
    assert reader.axe(AXE.read_text()) == []
