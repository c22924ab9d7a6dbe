"""The pages for staff: closed without the password; clusters, their picture, and alerts, also large ones."""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from playwright.sync_api import sync_playwright

from desk_ads import remember_campaign
from leadlight.contacts.clusters import Cluster
from leadlight.contacts.model import Fingerprint, Sighting
from leadlight.contacts.signs import HUB
from leadlight.desk.network import MOST_NODES, MOST_PER_SIDE, network_of
from leadlight.desk.timeline import BAR_AREA, places_of, timeline_of
from leadlight.reports.model import Report, ReportState
from patience import PATIENCE_S
from running_app import RunningApp, running_app

TOKEN = "a password of the staff"
AXE = Path(__file__).parents[1] / "node_modules/axe-core/axe.min.js"
DAY = date(2026, 11, 20)
TODAY = datetime.now(UTC).date()
TOLD = Report(b"t" * 16, b'{"what": "<b>They asked for money.</b>", "signs": ["papers.kept"]}', "", TODAY)
SEALED = Report(b"s" * 16, bytes(range(256)), "0f1e2d3c4b5a6978", TODAY)
REPORT_PATHS = ["/desk/reports", *(f"/desk/reports/{one.report_id.hex()}" for one in (TOLD, SEALED))]


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The application with pages for staff, one campaign of 40 ads and one of 1,200, counted, with alerts."""
    with running_app(tmp_path_factory.mktemp("staff"), staff_token=TOKEN) as running:
        remember_campaign(running.service, ads=40, day=TODAY)
        remember_campaign(running.service, ads=1_200, day=TODAY, template=1)
        running.service.staff_upkeep._recount_at = 0.0
        running.service.keep_up()
        running.service.database.reports.keep(TOLD)
        running.service.database.reports.keep(SEALED)
        yield running


def get(app: RunningApp, path: str, name: str = "Jana", password: str = TOKEN, **headers: str) -> httpx.Response:
    return app.client.get(path, auth=(name, password), headers=headers)


def cluster_ids(app: RunningApp) -> list[str]:
    return re.findall(r'href="/desk/clusters/([0-9a-f]{32})', get(app, "/desk/clusters?lang=en").text)


STAFF_PATHS = [
    "/desk",
    "/desk/clusters",
    f"/desk/clusters/{'0' * 32}",
    "/desk/alerts",
    *REPORT_PATHS,
    f"{REPORT_PATHS[2]}/sealed",
]


@pytest.mark.parametrize("path", STAFF_PATHS)
def test_without_a_password_set_there_are_no_such_pages_and_the_log_tells_the_operator(
    desk: RunningApp, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert get(desk, path).status_code == 404
    assert "LEADLIGHT_STAFF_TOKEN is not set" in caplog.text


@pytest.mark.parametrize("path", STAFF_PATHS)
def test_nobody_sees_anything_without_the_right_password(staffed: RunningApp, path: str) -> None:
    wrong: list[dict[str, str]] = [
        {},
        {"Authorization": "Bearer " + TOKEN},
        {"Authorization": "Basic ???"},
        {"Authorization": "Basic /w=="},
    ]
    answers = [staffed.client.get(path, headers=headers) for headers in wrong]
    answers.append(get(staffed, path, password=""))
    answers.append(get(staffed, path, password=TOKEN + "x"))
    for answer in answers:
        assert answer.status_code == 401
        assert answer.json()["type"] == "/problems/staff-only"
        assert answer.headers["www-authenticate"].startswith("Basic ")
        assert "Alfa" not in answer.text


def test_clusters_are_listed_with_their_counts_largest_first(staffed: RunningApp) -> None:
    page = get(staffed, "/desk/clusters?lang=en").text
    rows = [re.findall(r"<td>(\d+)</td>", row) for row in re.findall(r'<tr><th scope="row">.*?</tr>', page)]
    assert [row[0] for row in rows] == ["1200", "40"]
    assert rows[1][1:3] == ["4", "10"]
    assert get(staffed, "/desk").status_code == 303


def test_an_empty_list_says_that_nothing_was_counted(tmp_path: Path) -> None:
    with running_app(tmp_path, staff_token=TOKEN) as empty:
        assert "No clusters have been counted" in get(empty, "/desk/clusters?lang=en").text
        assert "There is no alert" in get(empty, "/desk/alerts?lang=en").text
        assert "There is no report" in get(empty, "/desk/reports?lang=en").text


@pytest.mark.parametrize("language", ["en", "sk", "pl"])
def test_a_cluster_shows_its_picture_with_a_row_for_every_link_in_it(staffed: RunningApp, language: str) -> None:
    page = get(staffed, f"/desk/clusters/{cluster_ids(staffed)[1]}?lang={language}").text
    picture = re.search(r'<svg class="network".*?</svg>', page, re.DOTALL)
    assert picture is not None
    targets = re.findall(r'<a href="#([^"]+)"', picture[0])
    assert len(targets) == 40 + 4 + 10
    assert [target for target in targets if f'id="{target}"' not in page] == []
    ElementTree.fromstring(picture[0])
    assert f'<html lang="{language}"' in page
    assert "<script" not in page
    assert not re.search(r"\sstyle=", page)


def test_a_large_cluster_is_drawn_in_groups_and_its_rows_come_in_pages(staffed: RunningApp) -> None:
    path = f"/desk/clusters/{cluster_ids(staffed)[0]}?lang=en"
    page = get(staffed, path).text
    assert "too many ads to draw each" in page
    assert page.count('<tr id="ad-') == 100
    assert "from=100" in page
    assert get(staffed, f"{path}&from=1150").text.count('<tr id="ad-') == 50
    for odd in ("-1", "x", "9" * 30, "%C2%B2"):
        assert get(staffed, f"{path}&from={odd}").status_code == 200
    assert len(page) < 300_000


def test_a_cluster_is_found_by_one_of_its_ads_and_what_is_no_cluster_is_not_found(staffed: RunningApp) -> None:
    page = get(staffed, f"/desk/clusters/{cluster_ids(staffed)[1]}?lang=en").text
    ad_ids = re.findall(r'<tr id="ad-([0-9a-f]{32})"', page)
    assert get(staffed, f"/desk/clusters/{ad_ids[7]}?lang=en").text.count('<tr id="ad-') == 40
    for odd in ("0" * 32, "xyz", "00", "%00"):
        assert get(staffed, f"/desk/clusters/{odd}").status_code == 404


def test_words_of_ads_are_never_markup(tmp_path: Path) -> None:
    with running_app(tmp_path, staff_token=TOKEN) as running:
        remember_campaign(running.service, ads=3, day=TODAY, employer='<b>"Alfa"</b>')
        running.service.staff_upkeep._recount_at = 0.0
        running.service.keep_up()
        page = get(running, f"/desk/clusters/{cluster_ids(running)[0]}").text
    assert "<b>" not in page
    assert '<b>"Alfa"' in unescape(page)


def test_an_alert_is_shown_and_a_person_takes_note_of_it_by_name(staffed: RunningApp) -> None:
    page = get(staffed, "/desk/alerts?lang=en").text
    action = re.search(r'action="(/desk/alerts/[0-9a-f]{32})', page)
    assert action is not None
    assert "I took note (Jana)" in unescape(page)
    post = staffed.client.post
    assert post(action[1], auth=("Jana", "wrong")).status_code == 401
    assert post(action[1], auth=("Jana", TOKEN), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert post(action[1], auth=(" ", TOKEN)).status_code == 400
    assert post("/desk/alerts/zz", auth=("Jana", TOKEN)).status_code == 404
    waiting = page.count("<form ")
    assert post(action[1], auth=("Jana", TOKEN)).status_code == 303
    after = get(staffed, "/desk/alerts?lang=en", name="Peter").text
    assert after.count("<form ") == waiting - 1
    assert f"noted by Jana on {TODAY}" in after
    staffed.service.keep_up()
    assert get(staffed, "/desk/alerts?lang=en").text.count("<form ") == waiting - 1


def test_reports_are_listed_without_their_words_and_shown_as_words_and_never_as_markup(staffed: RunningApp) -> None:
    listed = get(staffed, "/desk/reports?lang=en").text
    assert (listed.count('<tr><th scope="row">'), "money" in listed) == (2, False)
    page = get(staffed, f"{REPORT_PATHS[1]}?lang=en").text
    assert "<b>" not in page
    assert "<b>They asked for money.</b>" in unescape(page)
    assert "Nobody has checked it" in page


def test_a_sealed_report_is_handed_over_as_it_is(staffed: RunningApp) -> None:
    assert "leadlight reports open" in get(staffed, f"{REPORT_PATHS[2]}?lang=en").text
    file = get(staffed, f"{REPORT_PATHS[2]}/sealed")
    assert file.content == SEALED.body
    assert file.headers["content-disposition"] == 'attachment; filename="report-73737373.sealed"'
    assert get(staffed, f"{REPORT_PATHS[1]}/sealed").status_code == 404


def test_a_report_is_read_and_closed_by_name_and_never_goes_back(staffed: RunningApp) -> None:
    post = staffed.client.post
    read, closed = (f"{REPORT_PATHS[2]}/{state}" for state in ("read", "closed"))
    assert post(read, auth=("Jana", "wrong")).status_code == 401
    assert post(read, auth=("Jana", TOKEN), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400
    assert post(read, auth=(" ", TOKEN)).status_code == 400
    assert post(read, auth=("Jana", TOKEN)).status_code == 303
    assert "read (Jana)" in get(staffed, "/desk/reports?lang=en").text
    assert post(closed, auth=("Peter", TOKEN)).status_code == 303
    assert staffed.service.database.reports.state(SEALED.report_id) == ReportState.CLOSED
    assert post(read, auth=("Jana", TOKEN)).status_code == 404
    assert "<form" not in get(staffed, f"{REPORT_PATHS[2]}?lang=en").text.split("</h1>")[1]
    for odd in (f"/desk/reports/{'0' * 32}", "/desk/reports/zz", f"{REPORT_PATHS[1]}/burnt"):
        assert get(staffed, odd).status_code in (404, 405)


def test_the_public_answer_never_shows_the_other_ads(staffed: RunningApp) -> None:
    from desk_ads import campaign_ad

    answer = staffed.verdict(**campaign_ad(7, employer="Zeta Hall"), remember=False)
    found = [one for one in answer["findings"] if one["check"] == "contact"]
    assert found
    assert [one["seen_in"] for one in found] == [[]] * len(found)
    assert "Alfa" not in str(found)


@pytest.mark.browser
def test_the_pages_are_accessible_and_the_picture_works_with_the_keyboard(staffed: RunningApp) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", chromium_sandbox=False)
        credentials: Any = {"username": "Jana", "password": TOKEN}
        for width, scheme in ((360, "light"), (1280, "dark")):
            options: Any = {"color_scheme": scheme, "viewport": {"width": width, "height": 800}}
            context = browser.new_context(base_url=staffed.address, http_credentials=credentials, **options)
            context.set_default_timeout(PATIENCE_S * 1_000)
            page = context.new_page()
            for path in (
                "/desk/clusters",
                "/desk/alerts",
                *REPORT_PATHS,
                *(f"/desk/clusters/{one}" for one in cluster_ids(staffed)),
            ):
                page.goto(f"{path}?lang=en")
                page.evaluate(AXE.read_text("utf-8"))
                found = page.evaluate(
                    "async () => (await axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa',"
                    "'wcag22aa','best-practice']})).violations"
                    ".flatMap(v => v.nodes.map(n => `${v.id}: ${n.html.slice(0, 200)}`))"
                )
                assert found == [], path
                assert page.evaluate("document.documentElement.scrollWidth") == width, path
            context.close()
        page = browser.new_context(base_url=staffed.address, http_credentials=credentials).new_page()
        page.goto(f"/desk/clusters/{cluster_ids(staffed)[1]}?lang=en")
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.matches('.network a')"):
                break
        page.keyboard.press("Enter")
        assert page.locator("tr:target").count() == 1
        browser.close()


def sighting(number: int, employer: str, *phones: int, days: int = 0, place: str = "") -> Sighting:
    return Sighting(
        ad_id=number.to_bytes(16, "big"),
        title="x" * 80,
        employer=employer,
        employer_key=employer.casefold(),
        place=place,
        country="PL" if place else "",
        site="",
        seen_on=DAY + timedelta(days=days),
        fingerprints=tuple(Fingerprint("phone", one.to_bytes(16, "big"), "k") for one in phones),
    )


def test_every_line_of_a_picture_joins_two_of_its_nodes_and_nothing_overlaps() -> None:
    small = Cluster([sighting(number, f"E{number % 3}", number % 5) for number in range(50)])
    large = Cluster([sighting(number, f"E{number % 90}", number % 70) for number in range(1_000)])
    for cluster, whole in ((small, True), (large, False)):
        picture = network_of(cluster)
        assert picture.whole == whole
        assert len(picture.nodes) <= MOST_NODES
        starts = {(node.x + node.width, node.y) for node in picture.nodes}
        ends = {(node.x, node.y) for node in picture.nodes}
        assert all((line.x1, line.y1) in starts and (line.x2, line.y2) in ends for line in picture.lines)
        assert len(ends) == len(picture.nodes)
        assert all(0 < node.y < picture.height and len(node.label) <= 30 for node in picture.nodes)
    rest = [node for node in network_of(large).nodes if node.rest]
    assert {(node.kind, node.rest) for node in rest} == {
        ("employer", 90 - MOST_PER_SIDE),
        ("contact", 70 - MOST_PER_SIDE),
    }


def test_an_ad_without_employer_and_contacts_is_a_picture_too() -> None:
    picture = network_of(Cluster([sighting(1, "")]))
    assert ([node.kind for node in picture.nodes], picture.lines) == (["ad"], [])


def test_a_hub_is_marked() -> None:
    cluster = Cluster([sighting(1, "A", 1)], hubs={(1).to_bytes(16, "big"): HUB + 1})
    assert [one.hub for one in network_of(cluster).contacts] == [True]


@pytest.mark.parametrize(("last", "bars"), [(0, 1), (60, 61), (61, 10), (420, 61), (421, 15), (4_000, 133)])
def test_a_timeline_goes_by_day_week_or_month_and_loses_no_ad(last: int, bars: int) -> None:
    timeline = timeline_of([sighting(1, "A"), sighting(2, "A"), sighting(3, "A", days=last)])
    assert len(timeline) == bars
    assert sum(bar.ads for bar in timeline) == 3
    assert max(bar.height for bar in timeline) == BAR_AREA
    assert timeline_of([]) == ()


def test_places_are_counted_whatever_their_case_and_ads_without_one_are_left_out() -> None:
    found = places_of(
        [
            sighting(1, "A", place="Łódź"),
            sighting(2, "A", place="ŁÓDŹ"),
            sighting(3, "A"),
            sighting(4, "A", place="Gent"),
        ]
    )
    assert [(one.place, one.ads, one.share) for one in found] == [("Łódź", 2, 100), ("Gent", 1, 50)]
    assert places_of([]) == []
