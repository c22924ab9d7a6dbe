"""What only the service can tell, in the panel: the licence of an agency, and other ads with the same contact."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from browser.driver import Driver, wait_for
from browser.test_asking_the_service import ask
from leadlight.registers.model import RegisterEntry, Snapshot
from leadlight.registers.names import name_keys
from leadlight.storage.database import open_database
from patience import PATIENCE_S

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("allow")]
Check = Callable[..., str]
OTHERS = ("Kwiaty Nord", "Hotel Morze", "Stal Bis", "Dom Seniora", "Auto Perla")


def test_an_agency_with_a_licence_is_said_to_be_on_the_list_which_can_be_opened(
    browser: Driver, check: Check, service_folder: Path
) -> None:
    row = RegisterEntry("pl_kraz", "1", "Zielona Praca", "12345")
    with open_database(f"sqlite:///{service_folder / 'leadlight.sqlite3'}") as database:
        snapshot = Snapshot("pl_kraz", datetime.now(UTC).date(), 1, "sha256:of-this-test")
        database.registers.replace(snapshot, [(row, name_keys(row.name))])
    check("listed_agency_pl.html")
    ask(browser)
    said = browser.wait_for_panel("The service has answered")
    assert "Zielona Praca is on this list, and its licence was in force" in said
    assert "does not prove" in said
    links = browser.in_panel("[...root.querySelectorAll('.checks a')].map((a) => a.href)")
    assert links == ["https://stor.praca.gov.pl/portal/#/kraz"]
    assert browser.level() == "nothing_found"


def kept_employers(service_folder: Path) -> set[str]:
    """The employers of the ads that the service has remembered, which it does after it has answered."""
    with closing(sqlite3.connect(service_folder / "leadlight.sqlite3")) as connection:
        return {employer for (employer,) in connection.execute("select employer from sighting")}


def test_a_contact_of_other_employers_is_said_with_how_many_ads_it_was_seen_in(
    browser: Driver, check: Check, service_port: int, service_folder: Path
) -> None:
    for employer in OTHERS:
        ad = {"text": f"{employer} is hiring. Call +43 660 1234567.", "employer": employer, "country": "AT"}
        asked = Request(
            f"http://127.0.0.1:{service_port}/v1/check", json.dumps(ad).encode(), {"content-type": "application/json"}
        )
        with urlopen(asked, timeout=PATIENCE_S):
            pass
    wait_for(lambda: kept_employers(service_folder) >= set(OTHERS), "the ads to be kept")
    check("bad_jsonld_en.html")
    ask(browser)
    said = browser.wait_for_panel("The service has answered")
    assert "The same contact appears under several employer names" in said
    counts = re.search(r"was seen in (\d+) ads under (\d+) employer names", said)
    assert counts, said
    # Other tests of this folder may have shown the page to the same service under other addresses.
    assert int(counts[1]) >= int(counts[2]) >= len(OTHERS)
    assert "+43 660 1234567" in browser.in_panel(
        "[...root.querySelectorAll('button.quote')].map((q) => q.innerText).join()"
    )
