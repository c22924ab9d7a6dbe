"""What the service does by itself for staff: alerts are raised, handed over once, and clusters counted."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from pydantic import SecretStr

from leadlight.bundled import shared_rules_folder
from leadlight.contacts.keys import KeyRing
from leadlight.contacts.model import Sighting
from leadlight.fetch.webhook import post_alerts
from leadlight.screening.texts import load_texts
from leadlight.settings import Settings
from leadlight.storage.database import Database
from leadlight.upkeep import StaffUpkeep

TODAY = datetime.now(UTC).date()
NUMBER = "+48601234567"
PHONE = KeyRing(b"k" * 32).fingerprint("phone", NUMBER)
WORDS = load_texts(shared_rules_folder() / "texts").of("de").desk
TOKEN = SecretStr("a password of the staff")


@dataclass
class Receiver:
    """A real server that takes alerts, or answers with an error."""

    url: str = ""
    status: int = 204
    bodies: list[dict[str, Any]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver on a private address, as an operator may have one."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            made.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(made.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep the test's output clean."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    made.url = f"http://127.0.0.1:{server.server_port}/alerts"
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


def remember(database: Database, *, day: date = TODAY) -> None:
    database.sightings.remember_all(
        [
            Sighting(
                ad_id=number.to_bytes(16, "big"),
                title="Picker",
                employer=name,
                employer_key=name.casefold(),
                place="",
                country="",
                site="a.example",
                seen_on=day,
                fingerprints=(PHONE,),
            )
            for number, name in enumerate(("Alfa Farms", "Beta Clean", "Gamma Care", "Delta Works", "Omega Lab"))
        ]
    )


def test_without_pages_and_webhook_nothing_is_looked_for(sqlite_database: Database) -> None:
    remember(sqlite_database)
    StaffUpkeep(Settings(), sqlite_database, WORDS).run(TODAY)
    assert list(sqlite_database.alerts.newest(limit=9)) == []
    assert list(sqlite_database.clusters.largest(limit=9)) == []


def test_alerts_are_raised_and_clusters_counted_and_nothing_leaves_without_a_webhook(
    sqlite_database: Database,
) -> None:
    remember(sqlite_database)
    StaffUpkeep(Settings(staff_token=TOKEN), sqlite_database, WORDS).run(TODAY)
    assert len(sqlite_database.alerts.unsent(limit=9)) == 1
    assert [one.ads for one in sqlite_database.clusters.largest(limit=9)] == [5]


def test_an_alert_is_handed_over_once_with_counts_and_no_words_of_ads(
    sqlite_database: Database, receiver: Receiver
) -> None:
    remember(sqlite_database)
    upkeep = StaffUpkeep(Settings(alert_webhook_url=receiver.url), sqlite_database, WORDS)
    for _ in range(3):
        upkeep.run(TODAY)
    (body,) = receiver.bodies
    (alert,) = body["alerts"]
    assert (alert["rule"], alert["facts"]["employers"], alert["raised_on"]) == ("many_employers", 5, str(TODAY))
    assert "Alfa" not in json.dumps(body)
    assert NUMBER[1:] not in json.dumps(body)


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_was_not_taken_is_handed_over_again(sqlite_database: Database, receiver: Receiver, status: int) -> None:
    remember(sqlite_database)
    upkeep = StaffUpkeep(Settings(alert_webhook_url=receiver.url), sqlite_database, WORDS)
    receiver.status = status
    upkeep.run(TODAY)
    assert len(receiver.bodies) == 1
    receiver.status = 200
    upkeep.run(TODAY)
    upkeep.run(TODAY)
    assert len(receiver.bodies) == 2
    assert receiver.bodies[0] == receiver.bodies[1]


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://", "http://[::1", "http://a.invalid/"])
def test_a_webhook_that_cannot_be_reached_costs_nothing_but_a_line_in_the_log(
    url: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert not post_alerts(url, [{"id": "1"}])
    assert "will be tried again" in caplog.text
