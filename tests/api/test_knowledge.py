"""GET /v1/rules, /v1/registers, /v1/helplines, /healthz and /readyz."""

from datetime import date
from pathlib import Path

from leadlight.api.registers import shape_registers
from leadlight.api.schemas import HelplinesAnswer, ReadyAnswer, RegistersAnswer
from leadlight.api.state import RegisterAge
from leadlight.registers.sources import load_sources
from running_app import RunningApp, running_app


def test_the_rules_are_the_pack_that_the_service_itself_uses(app: RunningApp) -> None:
    pack = app.client.get("/v1/rules").json()
    assert pack["version"] == app.service.rules.version


def test_rules_that_the_caller_has_are_not_sent_again(app: RunningApp) -> None:
    first = app.client.get("/v1/rules")
    for tag in (first.headers["etag"], f'"other", W/{first.headers["etag"]}', "*"):
        again = app.client.get("/v1/rules", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
    changed = app.client.get("/v1/rules", headers={"If-None-Match": '"older"'})
    assert changed.status_code == 200


def test_every_known_register_is_listed_with_its_date(app: RunningApp) -> None:
    answer = RegistersAnswer.model_validate_json(app.client.get("/v1/registers").content)
    assert {one.id for one in answer.registers} == set(app.service.sources)
    loaded = [one for one in answer.registers if one.as_of]
    assert loaded
    assert all(one.rows and one.age_days is not None for one in loaded)


def test_a_register_without_a_snapshot_has_no_date_and_is_not_too_old() -> None:
    empty = RegisterAge(load_sources()["sk_adz"])
    shaped = shape_registers([empty], today=date(2026, 1, 1))[0]
    assert (shaped.as_of, shaped.age_days, shaped.rows, shaped.too_old) == (None, None, None, False)
    assert shaped.state == "no_copy"


def test_a_register_is_too_old_one_day_after_its_limit() -> None:
    source = load_sources()["cz_agentury_prace"]
    assert source.too_old_after_days == 30
    age = RegisterAge(source, date(2026, 1, 1), 1500)
    assert shape_registers([age], today=date(2026, 1, 31))[0].state == "in_use"
    assert shape_registers([age], today=date(2026, 2, 1))[0].state == "too_old"


def test_every_helpline_has_a_number_or_a_page_and_a_source(app: RunningApp) -> None:
    answer = HelplinesAnswer.model_validate_json(app.client.get("/v1/helplines").content)
    assert {"EU", "SK", "PL"} <= {line.country for line in answer.helplines}
    assert all((line.phone or line.url) and line.source for line in answer.helplines)


def test_alive_asks_nothing_else(app: RunningApp) -> None:
    assert app.client.get("/healthz").json()["status"] == "alive"


def test_ready_names_stores_rules_and_registers(app: RunningApp) -> None:
    answer = ReadyAnswer.model_validate_json(app.client.get("/readyz").content)
    assert (answer.database, answer.cache) == ("up", "redis")
    assert answer.rules == app.service.rules.version
    assert answer.status == ("degraded" if answer.warnings else "ready")


def test_without_a_cache_server_the_service_is_ready_and_says_so(tmp_path: Path) -> None:
    with running_app(tmp_path, redis_url="redis://127.0.0.1:1/0") as app:
        for attempt in range(20):  # the breaker rests half a second at a time, so a slow machine may miss it once
            assert app.check(text=f"We are looking for {attempt} waiters.").status_code == 200
            answer = app.client.get("/readyz")
            if answer.json()["cache"] == "breaker_open":
                break
    assert answer.status_code == 200
    assert answer.json()["cache"] == "breaker_open"
    assert any("cache" in warning for warning in answer.json()["warnings"])


def test_a_cache_that_is_turned_off_is_no_trouble(tmp_path: Path) -> None:
    with running_app(tmp_path, cache_seconds=0) as app:
        statuses = [app.check(text="We are looking for a waiter.").headers["cache-status"] for _ in range(2)]
        cache = app.client.get("/readyz").json()["cache"]
    assert statuses == ["leadlight; fwd=miss"] * 2
    assert cache == "off"


def test_every_answer_carries_the_security_headers(app: RunningApp) -> None:
    for path in ("/", "/healthz", "/v1/rules", "/nowhere", "/static/desk.css"):
        headers = app.client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert "set-cookie" not in headers
