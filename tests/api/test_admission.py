"""Limits over HTTP: a budget for each network, other budgets for links and for words, quotas for keys."""

from collections.abc import Iterator
from datetime import date
from ipaddress import ip_network

import pytest

from api_ads import PLAIN_AD
from leadlight.errors import StoreUnavailable
from page_host import PageHost
from running_app import RunningApp, running_app

TODAY = date(2026, 11, 20)


@pytest.fixture(scope="module")
def limited(tmp_path_factory: pytest.TempPathFactory, pages: PageHost) -> Iterator[RunningApp]:
    """An application with small budgets behind a proxy on this machine."""
    settings = {
        "texts_per_minute": 3,
        "fetches_per_minute": 2,
        "reads_per_minute": 4,
        "trusted_proxies": (ip_network("127.0.0.1/32"),),
        "fetch_test_hosts": (pages.host,),
        "meaning_budget_ms": 0,
    }
    with running_app(tmp_path_factory.mktemp("limited"), **settings) as running:
        yield running


def check(app: RunningApp, network: str, key: str = "", **fields: object) -> tuple[int, str]:
    headers = {"X-Forwarded-For": network} | ({"Authorization": f"Bearer {key}"} if key else {})
    answer = app.client.post("/v1/check", json=fields or {"text": PLAIN_AD}, headers=headers)
    return answer.status_code, answer.json().get("type", "")


def test_a_network_that_asks_too_much_is_told_when_to_come_back(limited: RunningApp) -> None:
    assert [check(limited, "203.0.113.7")[0] for _ in range(3)] == [200] * 3
    answer = limited.client.post("/v1/check", json={"text": PLAIN_AD}, headers={"X-Forwarded-For": "203.0.113.99"})
    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/too-many-requests"
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert check(limited, "198.51.100.7")[0] == 200, "another network has its own share"


def test_words_and_links_have_budgets_of_their_own(limited: RunningApp, pages: PageHost) -> None:
    url = f"{pages.base}/ad"
    assert [check(limited, "192.0.2.1", url=url)[0] for _ in range(3)] == [200, 200, 429]
    assert check(limited, "192.0.2.1")[0] == 200
    assert check(limited, "192.0.2.1", text=PLAIN_AD, url=url, compare=True)[0] == 429, "comparing opens the page"


def test_the_form_counts_like_the_call_it_makes(limited: RunningApp) -> None:
    headers = {"X-Forwarded-For": "192.0.2.200", "Origin": limited.address}
    network = {**headers, "X-Forwarded-For": "100.64.1.1"}
    answers = [limited.client.post("/", data={"text": PLAIN_AD}, headers=network) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert "Too many requests" in answers[-1].text
    assert PLAIN_AD[:40] in answers[-1].text, "the reader's words are still there"


def test_other_requests_are_counted_and_signs_of_life_are_not(limited: RunningApp) -> None:
    headers = {"X-Forwarded-For": "100.64.2.1"}
    answers = [limited.client.get("/v1/lookups/a3f0", headers=headers) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "content-security-policy" in answers[-1].headers
    assert {limited.client.get("/healthz", headers=headers).status_code for _ in range(9)} == {200}


def test_a_key_has_its_quota_instead_until_it_is_withdrawn(limited: RunningApp) -> None:
    keys = limited.service.database.keys
    key = keys.create("A board", daily_quota=6, on=TODAY)
    network = "100.64.3.1"
    assert [check(limited, network, key)[0] for _ in range(6)] == [200] * 6
    assert check(limited, network, key) == (429, "/problems/quota-used")
    assert check(limited, network)[0] == 200, "the network's own share is untouched"
    other = keys.create("Another board", daily_quota=5, on=TODAY)
    (stored,) = [one for one in keys.all() if one.name == "Another board"]
    keys.revoke(stored.id, on=TODAY)
    assert check(limited, network, other) == (401, "/problems/key-unknown")
    assert check(limited, network, "leadlight_guessed") == (401, "/problems/key-unknown")


def test_a_key_that_cannot_be_looked_up_counts_for_its_network(
    limited: RunningApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(digest: bytes) -> None:
        raise StoreUnavailable

    monkeypatch.setattr(limited.service.database.keys, "quota", down)
    assert check(limited, "100.64.4.1", "leadlight_some_key")[0] == 200


def test_without_a_proxy_this_machine_itself_is_not_limited(app: RunningApp) -> None:
    assert {app.client.get("/v1/helplines").status_code for _ in range(700)} == {200}
