"""Known boards: each is read from an own small page in its shape, and a board that was rebuilt is said so."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from browser.driver import Driver, wait_for
from browser.servers import PAGES

pytestmark = pytest.mark.browser

BOARDS = PAGES / "boards"
WITHOUT_NAMES = {"facebook", "telegram"}
"""Posts there have no title and no employer of their own."""
ADS = {
    "eures": "https://europa.eu/eures/portal/jv-se/jv-details/MTIz",
    "facebook": "https://www.facebook.com/groups/123/posts/456/",
    "indeed": "https://de.indeed.com/viewjob?jk=1a",
    "infojobs": "https://www.infojobs.net/madrid/camarero/of-i1a2b3c",
    "jobs_bg": "https://www.jobs.bg/job/8598792",
    "kariera_gr": "https://www.kariera.gr/en/jobs/cleaner/123456",
    "linkedin": "https://www.linkedin.com/jobs/search/?currentJobId=42",
    "olx": "https://www.olx.pl/oferta/praca/kwiaty-ID1.html",
    "pracuj": "https://www.pracuj.pl/praca/kwiaty-holandia,oferta,1003",
    "profesia": "https://www.profesia.sk/praca/firma/O5161946",
    "subito": "https://www.subito.it/offerte-lavoro/cameriere-bologna-658333217.htm",
    "telegram": "https://t.me/rabota/55",
    "work_ua": "https://www.work.ua/jobs/8249916/",
}
Show = Callable[[str, str], None]


@pytest.fixture
def show(browser: Driver, pages: str) -> Show:
    """Show a fixture page at an address, and click the button of the toolbar."""
    port = urlsplit(pages).port or 0

    def shown(url: str, page: str) -> None:
        browser.open_as(url, BOARDS / page, port)
        browser.click_toolbar()

    return shown


def test_every_board_has_a_page() -> None:
    known = {board["id"] for board in json.loads(Path(PAGES.parents[2] / "extension/boards/boards.json").read_text())}
    assert known == set(ADS)
    assert len(known) >= 10


@pytest.mark.parametrize("board", ADS)
def test_the_ad_of_a_board_is_read_and_nothing_beside_it(browser: Driver, show: Show, board: str) -> None:
    show(ADS[board], f"{board}.html")
    browser.wait_for_panel("What stands out")
    browser.click_in_panel(".service .button.main")
    sent = json.loads(browser.in_panel("root.querySelector('.sent pre').textContent"))
    assert "OTHER AD" not in sent["text"]
    if board not in WITHOUT_NAMES:
        assert (sent["title"], sent["employer"]) == ("Hotel staff", "Alpenblick Staff")


def test_a_board_that_was_rebuilt_is_said_so(browser: Driver, show: Show) -> None:
    show(ADS["pracuj"], "rebuilt.html")
    wait_for(lambda: "because the site was rebuilt" in browser.popup_text(), "the reason in the popup")
    assert not browser.panel_text()


def test_on_a_page_of_many_posts_one_has_to_be_selected(browser: Driver, show: Show) -> None:
    show("https://www.facebook.com/groups/123/", "feed.html")
    wait_for(lambda: "many posts on this page" in (t := browser.popup_text()) and "Look again" in t, "the reason")
    browser.js("getSelection().selectAllChildren(document.querySelector('#post2'))")
    browser.click_toolbar()
    said = browser.wait_for_panel("Only the words that you had selected")
    assert "What stands out" in said
