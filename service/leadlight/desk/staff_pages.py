"""The pages for staff: clusters of ads, the picture of one, and alerts. Behind a password; they need no script."""

from datetime import UTC, date, datetime
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from leadlight.contacts.clusters import Cluster, summary_of, template_of
from leadlight.contacts.signs import HUB
from leadlight.desk.language import choose_language
from leadlight.desk.network import Network, ad_target, network_of
from leadlight.desk.place_map import map_of
from leadlight.desk.rendering import page
from leadlight.desk.staff_state import refuse_other_sites, staff_member
from leadlight.desk.state import desk_state
from leadlight.desk.timeline import places_of, timeline_of

ROWS_PER_PAGE: Final = 100
MOST_ALERTS: Final = 200
MOST_ROWS: Final = 1_000_000


def staff_routes() -> list[BaseRoute]:
    """Every page for staff."""
    return [
        Route("/desk", to_clusters, methods=["GET"]),
        Route("/desk/clusters", show_clusters, methods=["GET"]),
        Route("/desk/clusters/{cluster_id}", show_cluster, methods=["GET"]),
        Route("/desk/alerts", show_alerts, methods=["GET"]),
        Route("/desk/alerts/{alert_id}", acknowledge, methods=["POST"]),
    ]


async def to_clusters(request: Request) -> Response:
    """Lead to the list of clusters."""
    staff_member(request)
    return RedirectResponse("/desk/clusters", status_code=303)


async def show_clusters(request: Request) -> Response:
    """List the clusters with most ads, as they were counted the last time."""
    _, staff = staff_member(request)
    begin = _begin(request)
    found = await run_in_threadpool(staff.clusters.largest, limit=ROWS_PER_PAGE + 1, offset=begin)
    values = {
        "clusters": found[:ROWS_PER_PAGE],
        "begin": begin,
        "rows": ROWS_PER_PAGE,
        "more": len(found) > ROWS_PER_PAGE,
    }
    return staff_page(request, "clusters.html", values)


async def show_cluster(request: Request) -> Response:
    """Show one cluster: how large it is, its picture, when, where, and its ads."""
    _, staff = staff_member(request)
    cluster = await run_in_threadpool(staff.clusters.find, request.path_params["cluster_id"])
    if cluster is None:
        raise HTTPException(404)
    # Thousands of ads take some hundred milliseconds to arrange; others must not wait for it.
    values = await run_in_threadpool(_arranged, cluster, _begin(request))
    return staff_page(request, "cluster.html", values)


async def show_alerts(request: Request) -> Response:
    """List the alerts, those that wait for a person first."""
    name, staff = staff_member(request)
    alerts = await run_in_threadpool(staff.alerts.newest, limit=MOST_ALERTS)
    return staff_page(request, "alerts.html", {"alerts": alerts, "name": name})


async def acknowledge(request: Request) -> Response:
    """Note that the member of staff took note of an alert."""
    name, staff = staff_member(request)
    refuse_other_sites(request)
    try:
        alert_id = bytes.fromhex(request.path_params["alert_id"])
    except ValueError as error:
        raise HTTPException(404) from error
    if not name.strip():
        raise HTTPException(400, "Sign in with your own name, so that others know who took note.")
    await run_in_threadpool(staff.alerts.acknowledge, alert_id, by=name.strip(), on=_today())
    return RedirectResponse(f"/desk/alerts?lang={language_of(request)}", status_code=303)


def _arranged(cluster: Cluster, begin: int) -> dict[str, object]:
    network: Network = network_of(cluster)
    newest = sorted(cluster.ads, key=lambda ad: ad.first_seen_on or ad.seen_on, reverse=True)
    # Where every ad is drawn, the picture leads to every row, so that all must be on this page.
    rows = len(newest) if network.whole else ROWS_PER_PAGE
    begin = 0 if network.whole else begin
    places = places_of(cluster.ads)
    return {
        "summary": summary_of(min(ad.ad_id for ad in cluster.ads), cluster.ads, today=_today()),
        "template": template_of(cluster.ads),
        "network": network,
        "timeline": timeline_of(cluster.ads),
        "places": places,
        "place_map": map_of(places),
        "ads": newest[begin : begin + rows],
        "ad_target": ad_target,
        "begin": begin,
        "rows": rows,
        "more": begin + rows < len(newest),
        "complete": cluster.complete,
        "hub_cap": HUB,
    }


def staff_page(request: Request, template: str, values: dict[str, object]) -> Response:
    """Render a page for staff in the language of whoever asks."""
    return page(request, template, desk_state(request).texts, language_of(request), values)


def language_of(request: Request) -> str:
    """Language of the page: of the address (`?lang=sk`), or of the browser."""
    return choose_language(
        request.query_params.get("lang"), request.headers.get("accept-language", ""), desk_state(request).texts
    )


def _begin(request: Request) -> int:
    asked = request.query_params.get("from", "0")
    return min(int(asked), MOST_ROWS) if asked.isascii() and asked.isdecimal() and len(asked) < len("1000000000") else 0


def _today() -> date:
    return datetime.now(UTC).date()
