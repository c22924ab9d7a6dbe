"""What only the service can tell, in the panel: the licence of an agency, and other ads with the same contact."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from browser.driver import Driver
from browser.test_asking_the_service import ask
from leadlight.registers.model import RegisterEntry, Snapshot
from leadlight.registers.names import name_keys
from leadlight.storage.database import open_database

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


def test_a_contact_of_other_employers_is_said_with_how_many_ads_it_was_seen_in(
    browser: Driver, check: Check, service_port: int
) -> None:
    for employer in OTHERS:
        ad = {"text": f"{employer} is hiring. Call +43 660 1234567.", "employer": employer, "country": "AT"}
        asked = Request(
            f"http://127.0.0.1:{service_port}/v1/check", json.dumps(ad).encode(), {"content-type": "application/json"}
        )
        with urlopen(asked, timeout=60):
            pass
    check("bad_jsonld_en.html")
    ask(browser)
    said = browser.wait_for_panel("The service has answered")
    assert "The same contact appears under several employer names" in said
    ads = f"was seen in {len(OTHERS) + 1} ads under {len(OTHERS) + 1} employer names"
    assert ads in said
    assert "+43 660 1234567" in browser.in_panel(
        "[...root.querySelectorAll('button.quote')].map((q) => q.innerText).join()"
    )
