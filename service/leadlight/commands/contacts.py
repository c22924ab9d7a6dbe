"""`leadlight contacts`: which ads share a contact point, erasing what is remembered, and new keys."""

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from leadlight.commands.open_stores import key_ring, open_stores
from leadlight.commands.table_console import table_console
from leadlight.contacts.model import Sighting
from leadlight.contacts.normalise import Identity
from leadlight.contacts.reuse import count_reuse
from leadlight.contacts.sighting import ad_id_of, employer_key, identities_of
from leadlight.errors import LeadlightError
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.model import Contact, Posting
from leadlight.postings.text import read_text
from leadlight.settings import change_secret_key, read_settings
from leadlight.storage.database import open_database

app = typer.Typer(help="Contact points in the ads seen so far: who shares them, and forgetting.", no_args_is_help=True)

MOST_ADS = 500
SHOWN_ADS = 50

Country = Annotated[str, typer.Option(help="Country of a phone number without its code, ISO 3166-1 alpha-2.")]


class ContactCommandFailed(LeadlightError):
    """A contact command cannot do what was asked. The message is a sentence for people."""


@app.command("find")
def find(
    value: Annotated[str, typer.Argument(metavar="VALUE", help="A phone number, e-mail, handle, link or account.")],
    country: Country = "",
) -> None:
    """Show the ads in which a contact point stood, newest first. All its spellings lead to the same ads."""
    identities = _identities(value, country)
    database, keys = open_stores()
    with database:
        for identity in identities:
            shared = database.sightings.sharing(keys.fingerprint(identity.kind, identity.value), limit=MOST_ADS + 1)
            _show(identity, shared)


@app.command("forget")
def forget(
    url: Annotated[str, typer.Option(help="Forget the ad at this address.")] = "",
    contact: Annotated[str, typer.Option(help="Forget every ad in which this contact point stood.")] = "",
    employer: Annotated[str, typer.Option(help="Forget every ad under this employer name.")] = "",
    country: Country = "",
) -> None:
    """Erase ads with everything remembered of them: their words, contacts and texts. It cannot be taken back."""
    if sum(map(bool, (url, contact, employer))) != 1:
        raise ContactCommandFailed("Say one of --url, --contact and --employer.")
    database, keys = open_stores()
    with database:
        if url:
            forgotten = database.sightings.forget_ad(ad_id_of(Posting(text="", url=canonical_url(url)), keys))
        elif contact:
            prints = [keys.fingerprint(one.kind, one.value) for one in _identities(contact, country)]
            forgotten = sum(database.sightings.forget_contact(one) for one in prints)
        else:
            key = employer_key(employer)
            if not key:
                raise ContactCommandFailed(f"“{employer}” holds no name.")
            forgotten = database.sightings.forget_employer(key)
    table_console().print(f"{forgotten:,} ads forgotten.")


@app.command("rotate-key")
def rotate_key() -> None:
    """Replace the secret key and move every stored hash to the new one, without any clear value.

    Stop the service first and start it again afterwards. It may be interrupted: run it again, and it goes on where it
    stopped. Former keys are kept, because the hashes of texts and addresses stay with the first.
    """
    settings = read_settings()
    with open_database(settings.database) as database:
        left = database.sightings.outdated_prints(key_ring(settings).key_id)
        if not left:
            change_secret_key(settings)
            left = database.sightings.outdated_prints(key_ring(settings).key_id)
        keys = key_ring(settings)
        columns = (SpinnerColumn(), *Progress.get_default_columns(), TextColumn("{task.completed:,} of {task.total:,}"))
        with Progress(*columns, console=Console(stderr=True)) as progress:
            task = progress.add_task("moving", total=left)
            moved = 0
            for moved in database.sightings.renew_keys(keys):
                progress.update(task, completed=moved)
    table_console().print(f"{moved:,} contact points moved to the key {keys.key_id}. Start the service again now.")


def _identities(value: str, country: str) -> Mapping[Identity, list[Contact]]:
    """The contact points in what was typed.

    Raises:
        ContactCommandFailed: there is none.
    """
    identities = identities_of(read_text(value, country=country.upper()))
    if not identities:
        raise ContactCommandFailed(
            f"“{value}” is no contact point that can be compared. Give a phone number with its country code or with "
            "--country, an e-mail address, a link, a messenger link, an IBAN or a wallet."
        )
    return identities


def _show(identity: Identity, shared: Sequence[Sighting]) -> None:
    console = table_console()
    name = f"{identity.kind.value} {identity.value}"
    if not shared:
        console.print(f"{name}: in no ad seen so far.", markup=False)
        return
    reuse = count_reuse(shared)
    many = f"more than {MOST_ADS}" if len(shared) > MOST_ADS else str(reuse.ads)
    console.print(
        f"{name}: {many} ads, {reuse.employers} employers, {reuse.places} places, {reuse.countries} countries, "
        f"{reuse.sites} sites, since {reuse.since}; {round(100 * reuse.largest_share)} % under one name",
        markup=False,
    )
    table = Table("title", "employer", "place", "site", "first seen", "last seen", "id", box=None)
    for ad in shared[:SHOWN_ADS]:
        place = ", ".join(filter(None, (ad.place, ad.country)))
        first = ad.first_seen_on or ad.seen_on
        table.add_row(ad.title, ad.employer, place, ad.site, str(first), str(ad.seen_on), ad.ad_id.hex())
    console.print(table)
    if len(shared) > SHOWN_ADS:
        console.print(f"… the newest {SHOWN_ADS} are shown.")
