"""The pages in a real Chromium: accessible, narrow and wide, light and dark, by keyboard, without scripts."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from api_ads import FEE_AD
from page_host import PageHost
from patience import PATIENCE_S
from running_app import RunningApp

AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
PATHS = ["/", "/about", "/docs", "/problems", "/problems/no-text", "/indicators", "/indicators/papers.kept"]
WIDTHS = [360, 1280]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A Chromium without a window."""
    with sync_playwright() as playwright:
        # Root may run the tests, and Chromium has no sandbox for root.
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", chromium_sandbox=False)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, desk: RunningApp) -> Iterator[Any]:
    """Open a page of the desk in a browser context of its own."""
    contexts = []

    def opened(path: str, *, width: int = 1280, scheme: Any = "light", scripts: bool = True) -> Page:
        context = chromium.new_context(
            base_url=desk.address,
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            java_script_enabled=scripts,
        )
        context.set_default_timeout(PATIENCE_S * 1_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def violations(page: Page) -> list[str]:
    """What axe finds, as "rule: element"."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "async () => (await axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa',"
        "'best-practice']})).violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.html}`))"
    )
    return list(found)


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])
def test_no_page_has_an_accessibility_violation(open_page: Any, width: int, scheme: str) -> None:
    for path in PATHS:
        assert violations(open_page(f"{path}?lang=en", width=width, scheme=scheme)) == [], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_verdict_has_an_accessibility_violation(open_page: Any, width: int, scheme: str) -> None:
    for sample in ("bad", "mixed", "ordinary"):
        page = open_page("/?lang=sk", width=width, scheme=scheme)
        page.click(f"button[value={sample}]")
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        assert violations(page) == [], sample


def test_a_page_that_is_not_accessible_would_be_noticed(open_page: Any) -> None:
    page = open_page("/")
    page.evaluate("document.querySelector('label').remove()")
    assert any(one.startswith("label") for one in violations(page))


def test_a_page_with_a_problem_has_no_accessibility_violation_and_keeps_the_input(open_page: Any) -> None:
    page = open_page("/?lang=pl", width=360)
    page.fill("#url", "file:///etc/passwd")
    page.click("button.main")
    assert page.input_value("#url") == "file:///etc/passwd"
    assert page.get_attribute("#url", "aria-invalid") == "true"
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "sk", "pl"])
def test_nothing_is_wider_than_a_narrow_screen(open_page: Any, language: str) -> None:
    for path in PATHS:
        page = open_page(f"{path}?lang={language}", width=360)
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path
    page = open_page(f"/?lang={language}", width=360)
    page.click("button[value=bad]")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_check_works_without_scripts(open_page: Any) -> None:
    page = open_page("/?lang=en", scripts=False)
    page.fill("#text", FEE_AD)
    page.select_option("#language", "sk")
    page.click("button.main")
    assert page.get_attribute("html", "lang") == "sk"
    assert page.locator("mark").count() >= 1


def test_a_check_works_with_the_keyboard_alone_and_the_focus_is_seen(open_page: Any) -> None:
    page = open_page("/?lang=en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(40):
        if page.evaluate("document.activeElement.id") == "text":
            break
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.type(FEE_AD)
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('button.main')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_selector("#finding-1")


def test_a_quote_leads_into_the_ad_and_its_number_leads_back(open_page: Any) -> None:
    page = open_page("/?lang=en", width=360)
    page.fill("#text", "First line of the ad.\n" * 60 + FEE_AD)
    page.click("button.main")
    page.click(".quotes a >> nth=0")
    mark = page.locator(".spot:target + mark")
    assert mark.count() == 1
    assert mark.bounding_box()["y"] < 800
    page.locator(f".words a[href='#{page.url.split('#')[1].replace('quote', 'finding').rsplit('-', 1)[0]}']").click()
    assert page.locator(".finding:target").count() == 1


def test_a_link_to_a_small_sign_opens_its_group(open_page: Any) -> None:
    page = open_page("/?lang=en")
    page.click("button[value=bad]")
    number = page.locator("details .finding").first.get_attribute("id")
    assert not page.locator(f"#{number}").is_visible()
    page.locator(f".ad a[href='#{number}']").first.click()
    page.locator(f"#{number}").wait_for(state="visible")


def test_pages_ask_nobody_but_the_service_and_set_no_cookie(chromium: Browser, desk: RunningApp) -> None:
    context = chromium.new_context(base_url=desk.address)
    context.set_default_timeout(PATIENCE_S * 1_000)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto("/")
    page.click("button[value=bad]")
    for path in PATHS:
        page.goto(path)
    assert asked
    assert [url for url in asked if not url.startswith(desk.address)] == []
    assert context.cookies() == []
    assert complaints == []  # nothing was blocked by the content security policy
    context.close()


def test_a_chosen_chat_is_checked_and_a_file_above_the_limit_is_said_in_the_page(open_page: Any) -> None:
    page = open_page("/?lang=en", width=360, scripts=False)
    chat = f"12/03/2026, 10:15 - Anna: Hello!\n12/03/2026, 10:16 - Anna: {FEE_AD}\n".encode()
    page.set_input_files("#file", {"name": "chat.txt", "mimeType": "text/plain", "buffer": chat})
    page.click("button.main")
    assert "Message from Anna, 12/03/2026, 10:16" in page.locator(".message").first.inner_text()
    page.goto("/?lang=en")
    page.set_input_files("#file", {"name": "long.txt", "mimeType": "text/plain", "buffer": b"work " * 1_200_000})
    page.click("button.main")
    assert "This did not work" in page.locator("[role=alert]").inner_text()


def test_a_comparison_has_no_accessibility_violation(open_page: Any, site: PageHost) -> None:
    page = open_page("/?lang=en", width=360)
    page.fill("#url", f"http://{site.host}/ad")
    page.fill("#text", FEE_AD)
    page.check("#compare")
    page.click("button.main")
    assert page.locator("#compared li").count() > 0
    assert violations(page) == []
