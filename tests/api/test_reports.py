"""Reports over HTTP: taken as the service asks, found by their receipt alone, kept or refused but never half."""

import base64
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from typing import Any

import httpx
import pytest
import redis
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import SecretStr

from leadlight.reports.sealing import INFO, SUITE, key_id_of, new_private_key, open_sealed, public_key_of
from running_app import RunningApp, running_app

ATTEMPT = "5f2b8d4c90e147a3b6d18c0f7e2a9b34"
TOKEN = SecretStr("a password of the staff")
MOST_A_MINUTE = 20
CANARY = "canarytoldqx"
PRIVATE_KEY = new_private_key()
PUBLIC_KEY = public_key_of(PRIVATE_KEY)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """An application whose staff read reports, without a key."""
    with running_app(tmp_path_factory.mktemp("plain"), staff_token=TOKEN, meaning_budget_ms=0) as running:
        yield running


@pytest.fixture(scope="module")
def sealing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """An application that publishes a key."""
    folder = tmp_path_factory.mktemp("sealing")
    settings = {"reports_per_minute": MOST_A_MINUTE, "trusted_proxies": (ip_network("127.0.0.1/32"),)}
    with running_app(folder, report_public_key=PUBLIC_KEY, meaning_budget_ms=0, **settings) as running:
        yield running


def tell(app: RunningApp, attempt: str = ATTEMPT, **members: Any) -> httpx.Response:
    return app.client.post("/v1/reports", json={"attempt": attempt, **members})


def sealed(words: str, length: int = 4_096) -> dict[str, str]:
    public_key: Any = load_pem_private_key(PRIVATE_KEY, None).public_key()
    body = SUITE.encrypt(words.encode().ljust(length), public_key, info=INFO)
    return {"sealed": base64.b64encode(body).decode(), "key": key_id_of(PUBLIC_KEY)}


def attempt(number: int) -> str:
    return f"{number:032x}"


def test_the_service_says_how_it_takes_reports(app: RunningApp, plain: RunningApp, sealing: RunningApp) -> None:
    assert app.client.get("/v1/reports").json() == {"taken": False, "key": None, "kept_days": 0}
    assert plain.client.get("/v1/reports").json() == {"taken": True, "key": None, "kept_days": 90}
    key = sealing.client.get("/v1/reports").json()["key"]
    assert key == {"id": key_id_of(PUBLIC_KEY), "public_key": PUBLIC_KEY}


def test_where_nobody_reads_reports_none_is_taken(app: RunningApp) -> None:
    answers = [tell(app, report={"what": "x"}), app.client.get("/v1/reports/7KQ2-M4XD-0RVB-PZ31-HT8W")]
    assert [(one.status_code, one.json()["type"]) for one in answers] == [(404, "/problems/reports-not-taken")] * 2


def test_a_receipt_leads_to_the_state_and_to_nothing_else(plain: RunningApp) -> None:
    answer = tell(plain, report={"what": "They asked for money.", "contact": "me@example.org"})
    assert answer.status_code == 201
    assert set(answer.json()) == {"receipt", "kept_days"}
    receipt = answer.json()["receipt"]
    for written in (receipt, receipt.lower().replace("-", "")):
        state = plain.client.get(f"/v1/reports/{written}")
        assert state.json() == {"state": "received"}
        assert state.headers["cache-control"] == "no-store"
    assert tell(plain, report={"what": "They asked for money."}).json()["receipt"] == receipt, "sent again"
    assert len(plain.service.database.reports.newest(limit=99)) == 1


@pytest.mark.parametrize("receipt", ["7KQ2-M4XD-0RVB-PZ31-HT8W", "x", "%00", "0" * 500])
def test_an_unknown_receipt_is_said_so(plain: RunningApp, receipt: str) -> None:
    answer = plain.client.get(f"/v1/reports/{receipt}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/receipt-unknown")


def test_a_sealed_report_is_kept_as_it_came_and_opens_with_the_private_key_alone(sealing: RunningApp) -> None:
    assert tell(sealing, **sealed(f'{{"what": "{CANARY}"}}')).status_code == 201
    (listed,) = sealing.service.database.reports.newest(limit=9)
    kept = sealing.service.database.reports.find(listed.report_id)
    assert kept is not None
    assert CANARY.encode() in open_sealed(kept.body, PRIVATE_KEY)
    files = [path.read_bytes() for path in sealing.service.settings.data_dir.rglob("*") if path.is_file()]
    assert any(kept.body[:200] in content for content in files)
    assert not any(CANARY.encode() in content for content in files)


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"report": {"what": "open"}},
        {**sealed("{}"), "report": {"what": "both"}},
        {**sealed("{}"), "key": "0" * 16},
        sealed("{}", length=4_095),
        {"sealed": "AAAA", "key": key_id_of(PUBLIC_KEY)},
        {"sealed": "not base64 ü", "key": key_id_of(PUBLIC_KEY)},
    ],
)
def test_what_is_not_sealed_as_the_service_asks_is_refused(sealing: RunningApp, members: dict[str, Any]) -> None:
    before = sealing.service.database.reports.newest(limit=99)
    answer = tell(sealing, attempt(7), **members)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/invalid-request")
    assert sealing.service.database.reports.newest(limit=99) == before


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"report": {}},
        {"report": {"what": " \n"}},
        sealed("{}"),
        {"report": {"what": "x" * 20_001}},
        {"report": {"what": "x", "who": "me"}},
        {"report": {"what": "x"}, "attempt": "short"},
    ],
)
def test_what_says_nothing_or_cannot_be_read_is_refused(plain: RunningApp, members: dict[str, Any]) -> None:
    answer = plain.client.post("/v1/reports", json={"attempt": attempt(8), **members})
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/invalid-request")


def test_a_page_of_another_site_cannot_make_a_browser_report(plain: RunningApp) -> None:
    body = f'{{"attempt": "{attempt(9)}", "report": {{"what": "x"}}}}'
    answer = plain.client.post("/v1/reports", content=body, headers={"Content-Type": "text/plain"})
    assert answer.status_code in (400, 415)


def test_a_network_that_reports_too_much_is_told_when_to_come_back(sealing: RunningApp) -> None:
    network = {"X-Forwarded-For": "203.0.113.7"}
    body = {"attempt": ATTEMPT, "report": {"what": "x"}}
    answers = [sealing.client.post("/v1/reports", json=body, headers=network) for _ in range(MOST_A_MINUTE + 1)]
    assert [one.status_code for one in answers] == [400] * MOST_A_MINUTE + [429]
    assert int(answers[-1].headers["retry-after"]) >= 1
    assert sealing.client.get("/v1/helplines", headers=network).status_code == 200


def test_a_dead_store_is_said_so_and_the_same_report_is_kept_once_it_is_back(plain: RunningApp) -> None:
    path = plain.service.settings.data_dir / "leadlight.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as blocker:
        blocker.execute("begin immediate")
        answer = tell(plain, attempt(10), report={"what": "x"})
        assert (answer.status_code, answer.json()["type"]) == (503, "/problems/store-unavailable")
        assert "receipt" not in answer.json()
    receipt = tell(plain, attempt(10), report={"what": "x"}).json()["receipt"]
    assert plain.client.get(f"/v1/reports/{receipt}").json() == {"state": "received"}


def test_a_full_box_is_said_so(plain: RunningApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leadlight.storage.reports.MOST_REPORTS", 0)
    answer = tell(plain, attempt(11), report={"what": "x"})
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/too-busy")
    assert answer.headers["retry-after"] == "3600"


def test_an_open_report_stands_in_its_own_row_and_in_no_log_no_metric_and_no_cache(
    plain: RunningApp, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        assert tell(plain, attempt(12), report={"what": CANARY, "words": "a fee"}).status_code == 201
        tell(plain, attempt(13), report={"what": CANARY, CANARY: 1})
        plain.client.get(f"/v1/reports/{CANARY}")
    logged = [one.getMessage() for one in caplog.records if not one.name.startswith("http")]  # the client's own
    assert logged
    assert CANARY not in str(logged)
    assert CANARY not in plain.client.get("/metrics").text
    with redis.Redis.from_url(plain.service.valkey.url) as cache:
        assert not any(CANARY.encode() in key + (cache.dump(key) or b"") for key in cache.scan_iter())
    with closing(sqlite3.connect(plain.service.settings.data_dir / "leadlight.sqlite3")) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        holding = {table for table in tables if CANARY in str(database.execute(f"select * from {table}").fetchall())}
    assert holding == {"report"}


def test_old_reports_are_erased_by_the_upkeep_and_their_receipt_is_unknown_then(plain: RunningApp) -> None:
    receipt = tell(plain, attempt(14), report={"what": "x"}).json()["receipt"]
    long_ago = datetime.now(UTC).date() - timedelta(days=91)
    path = plain.service.settings.data_dir / "leadlight.sqlite3"
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("update report set received_on = ?", [long_ago.toordinal()])
    plain.service.keep_up()
    assert plain.client.get(f"/v1/reports/{receipt}").status_code == 404
    assert plain.service.database.reports.newest(limit=9) == []


def test_no_number_of_reports_changes_a_verdict(plain: RunningApp) -> None:
    ad = {"text": "Hotel staff wanted. Call +421 900 000 000.", "remember": False}
    before = plain.check(**ad).content
    for number in range(20, 30):
        assert tell(plain, attempt(number), report={"what": "fraud", "words": str(ad["text"])}).status_code == 201
    plain.service.keep_up()
    assert plain.check(**ad, title="").content == before
