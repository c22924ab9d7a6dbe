"""What is remembered of an ad, and above all what is not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from leadlight.contacts.alerts import Thresholds, look_for_alerts
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.sighting import MOST_CONTACTS, employer_key, sighting_of, site_of, without_contacts
from leadlight.postings.canonical_url import canonical_url
from leadlight.postings.link_hash import link_hash
from leadlight.postings.model import Contact, ContactKind, Place, Posting
from leadlight.storage.cache import VerdictCache
from leadlight.storage.database import Database
from leadlight.storage.embedded import EmbeddedValkey
from leadlight.storage.tables import metadata
from leadlight.storage.texts import ADS_OF_A_RUN

KEYS = KeyRing(b"k" * 32)
DAY = date(2026, 11, 20)

CANARIES = {
    ContactKind.PHONE: ("+48601234567", "601 234 567"),
    ContactKind.EMAIL: ("canary@farm.example", "canary (at) farm.example"),
    ContactKind.WHATSAPP: ("+4915112345678", "0151/123 456 78"),
    ContactKind.TELEGRAM: ("canary_handle", "@canary_handle"),
    ContactKind.LINK: ("https://short.example/canary", "short.example/canary"),
    ContactKind.IBAN: ("PL61109010140000071219812874", "PL61 1090 1014 0000 0712 1981 2874"),
    ContactKind.WALLET: ("1CanaryWalletAddress9", "1CanaryWalletAddress9"),
    ContactKind.IMAGE: ("ca0a41ca0a41ca0a41ca0a41ca0a4100", "ca0a41ca0a41ca0a41ca0a41ca0a4100"),
}


def ad_with_contacts_everywhere() -> Posting:
    everything = " ".join(written for _, written in CANARIES.values())
    words = "We look for people who pick tomatoes in the greenhouses near the town, in two shifts with a free day. "
    return Posting(
        text=f"{words * 3} Call {everything}",
        title=f"Picker, call {everything}",
        employer=f"Alfa {everything}",
        places=(Place(f"Łódź {everything}", "PL"),),
        country="PL",
        contacts=tuple(Contact(kind, value, written) for kind, (value, written) in CANARIES.items()),
        url="https://www.jobs.example/canary-address/7?reader=canary-reader",
    )


OF_REGISTERS = {"register_snapshot", "register_current", "register_entry", "register_name_key"}
WRITTEN_BY_PEOPLE = {"api_key", "report"}
NOT_MADE_FROM_ADS = OF_REGISTERS | WRITTEN_BY_PEOPLE


def fill_every_table(database: Database, posting: Posting) -> None:
    """Everything that the service ever writes of an ad: seen twice, counted, told of, taken note of, linked."""
    for number in range(3):
        one = replace(posting, employer=f"Alfa {'xyz'[number]} {posting.employer}", url=f"{posting.url}{number}")
        database.sightings.remember(sighting_of(one, KEYS, day=DAY, vouched=number == 1))
    many = [replace(posting, url=f"{posting.url}-{number}") for number in range(ADS_OF_A_RUN)]
    database.sightings.remember_all([sighting_of(one, KEYS, day=DAY) for one in many], bulk=True)
    database.clusters.recount(DAY)
    thresholds = Thresholds(new_ads=2, within_days=7, employers=1, sites=1, quiet_days=7)
    (alert, *_) = look_for_alerts(database.alerts, database.sightings, thresholds, today=DAY)
    assert database.alerts.acknowledge(alert.alert_id, by="Maria", on=DAY)
    database.links.flag([link_hash(canonical_url(posting.url))], "warning", on=DAY)
    with database._access.engine.connect() as connection:
        held = {name: connection.execute(sa.select(table).limit(1)).first() for name, table in metadata.tables.items()}
    assert {name for name, row in held.items() if row is None} == NOT_MADE_FROM_ADS, "a new table must be filled here"


def test_no_clear_contact_value_and_no_address_of_an_ad_is_in_any_table(database: Database) -> None:
    posting = ad_with_contacts_everywhere()
    fill_every_table(database, posting)
    held = _everything_held(database).lower()
    assert b"picker" in held, "the search itself must find what is there"
    for kind, (value, written) in CANARIES.items():
        for clear in (value, written, value.lstrip("+")):
            assert clear.encode().lower() not in held, kind
    assert b"canary-address" not in held
    assert b"canary-reader" not in held


def _everything_held(database: Database) -> bytes:
    engine = database._access.engine
    if engine.dialect.name == "sqlite":
        path = Path(str(engine.url.database))
        files = [path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")]
        return b"".join(file.read_bytes() for file in files if file.exists())
    held = b""
    with psycopg.connect(engine.url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
        for (table,) in connection.execute(
            "select tablename from pg_tables where schemaname = current_schema()"
        ).fetchall():
            with connection.cursor().copy(f"copy {table} to stdout") as copy:
                held += b"".join(copy)
    return held


async def test_no_clear_contact_value_is_in_the_cache_server(valkey: EmbeddedValkey) -> None:
    import redis

    cache = VerdictCache(valkey.url, KEYS.derive("verdict cache"))
    posting = ad_with_contacts_everywhere()
    await cache.put(KEYS.ad_id(posting.url), posting.text.encode(), 60)
    await cache.aclose()
    with redis.Redis.from_url(valkey.url) as client:
        held = b"".join(key + client.dump(key) for key in client.scan_iter())
    assert held
    for value, written in CANARIES.values():
        assert value.encode() not in held
        assert written.encode() not in held


def test_a_sighting_has_the_words_staff_need() -> None:
    posting = Posting(
        text="x",
        title="Strawberry picker",
        employer="Alfa Sp. z o.o.",
        places=(Place("Łódź", "PL"), Place("Berlin", "DE")),
        url="https://user@www.jobs.example:8080/7",
    )
    seen = sighting_of(posting, KEYS, day=DAY)
    assert (seen.title, seen.employer, seen.employer_key, seen.place, seen.country, seen.site, seen.seen_on) == (
        "Strawberry picker",
        "Alfa Sp. z o.o.",
        "alfa",
        "Łódź",
        "PL",
        "jobs.example",
        DAY,
    )
    assert seen.fingerprints == ()


def test_the_agency_is_remembered_as_the_one_who_posts() -> None:
    posting = Posting(text="x", employer="Bakery", agency="Work Bridge")
    assert sighting_of(posting, KEYS, day=DAY).employer == "Work Bridge"


def test_one_address_is_one_ad_whatever_its_text_says() -> None:
    one = sighting_of(Posting(text="a", url="https://jobs.example/7"), KEYS, day=DAY)
    assert one.ad_id == sighting_of(Posting(text="b", url="https://jobs.example/7"), KEYS, day=DAY).ad_id
    assert one.ad_id != sighting_of(Posting(text="a", url="https://jobs.example/8"), KEYS, day=DAY).ad_id


def test_a_pasted_text_is_one_ad_whatever_its_spaces_and_case() -> None:
    one = sighting_of(Posting(text="Pickers  wanted\n in Łódź"), KEYS, day=DAY)
    assert one.ad_id == sighting_of(Posting(text="PICKERS wanted in łódź "), KEYS, day=DAY).ad_id
    assert one.ad_id != sighting_of(Posting(text="Packers wanted in Łódź"), KEYS, day=DAY).ad_id


def test_a_directory_of_numbers_keeps_a_bounded_number_of_links() -> None:
    contacts = tuple(Contact(ContactKind.PHONE, f"+4860{number:07}", "") for number in range(200))
    assert len(sighting_of(Posting(text="x", contacts=contacts), KEYS, day=DAY).fingerprints) == MOST_CONTACTS


@pytest.mark.parametrize(
    "title",
    ["Driver tel. 601-234-567", "Driver +48 (601) 234.567 now", "Driver boss@farm.example", "Driver 0048601234567"],
)
def test_a_number_or_address_that_nobody_noticed_as_a_contact_is_hidden_too(title: str) -> None:
    hidden = without_contacts(title, Posting(text="x"))
    assert "…" in hidden
    assert not any(clear in hidden for clear in ("601", "farm.example"))


@pytest.mark.parametrize("title", ["Picker, 2 500 – 3 000 EUR", "Shift 8-16, from 1.12.2026", "C+E driver 2026/27"])
def test_pay_and_dates_in_a_title_stay(title: str) -> None:
    assert without_contacts(title, Posting(text="x")) == title


@given(st.text(max_size=200))
def test_any_address_gives_a_site_without_breaking(address: str) -> None:
    assert "/" not in site_of(address) or site_of(address).startswith("[")


def test_an_employer_key_has_no_case_no_marks_and_no_legal_form() -> None:
    assert employer_key("ŻÓŁTA Łódka Sp. z o.o.") == employer_key("Zolta Lodka") == "zolta lodka"
    assert employer_key("") == employer_key("…") == ""
