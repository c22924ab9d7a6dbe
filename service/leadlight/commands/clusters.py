"""`leadlight clusters`: ads that hang together by contact points and texts."""

from datetime import UTC, date, datetime
from typing import Annotated

import typer
from rich.table import Table

from leadlight.commands.open_stores import open_stores
from leadlight.commands.table_console import table_console
from leadlight.contacts.clusters import ClusterSummary, summary_of, template_of
from leadlight.contacts.signs import HUB
from leadlight.errors import LeadlightError

app = typer.Typer(help="Ads that hang together by the same contacts or texts.", no_args_is_help=True)


class NoSuchCluster(LeadlightError):
    """There is no cluster and no ad with this id."""


@app.command("list")
def list_clusters(
    limit: Annotated[int, typer.Option(min=1, help="How many to show.")] = 20,
    recount: Annotated[bool, typer.Option("--recount", help="Count all clusters anew first.")] = False,
) -> None:
    """List the clusters with most ads, as they were counted the last time."""
    console = table_console()
    database, _ = open_stores()
    with database:
        if recount:
            database.clusters.recount(_today())
        found = database.clusters.largest(limit=limit)
    if not found:
        console.print("No clusters have been counted. The running service counts them; or use --recount.")
        return
    names = ("id", "ads", "employers", "contacts", "places", "countries", "sites", "first seen", "last seen", "counted")
    table = Table(*names, box=None)
    for one in found:
        table.add_row(one.cluster_id.hex(), *_numbers(one), str(one.counted_on))
    console.print(table)


@app.command("show")
def show(
    given_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a cluster, or of one of its ads.")],
    limit: Annotated[int, typer.Option(min=1, help="How many of its ads to show.")] = 50,
) -> None:
    """Show one cluster: its size, what its texts have in common, and its ads, oldest first."""
    console = table_console()
    database, _ = open_stores()
    with database:
        cluster = database.clusters.find(given_id)
    if cluster is None:
        raise NoSuchCluster(f"No cluster and no ad here has the id {given_id}. See `leadlight clusters list`.")
    summary = summary_of(min(ad.ad_id for ad in cluster.ads), cluster.ads, today=_today())
    template = template_of(cluster.ads)
    table = Table("ads", "employers", "contacts", "places", "countries", "sites", "first seen", "last seen", box=None)
    table.add_row(*_numbers(summary))
    console.print(table)
    console.print(
        f"Common text: {template.ads} ads have nearly the same, with {template.sentences} sentences in common. "
        f"Commonest title: {template.title or '–'} ({template.titled} ads).",
        markup=False,
    )
    for digest, holders in cluster.hubs.items():
        console.print(f"Contact {digest[:4].hex()}: shared by {holders} ads or more, so it links nothing (cap: {HUB}).")
    if not cluster.complete:
        console.print("There are more ads than were visited.")
    ads = Table("title", "employer", "place", "site", "first seen", "last seen", "contacts", "id", box=None)
    for ad in cluster.ads[:limit]:
        first = ad.first_seen_on or ad.seen_on
        prints = " ".join(f"{one.kind}:{one.digest[:4].hex()}" for one in ad.fingerprints)
        place = ", ".join(filter(None, (ad.place, ad.country)))
        ads.add_row(ad.title, ad.employer, place, ad.site, str(first), str(ad.seen_on), prints, ad.ad_id.hex())
    console.print(ads)


def _numbers(one: ClusterSummary) -> tuple[str, ...]:
    counts = (one.ads, one.employers, one.contacts, one.places, one.countries, one.sites)
    return (*(f"{count:,}" for count in counts), str(one.first_seen_on), str(one.seen_on))


def _today() -> date:
    return datetime.now(UTC).date()
