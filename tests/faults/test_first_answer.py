"""A service that has just started: its first answer lacks nothing, and nobody waits for what it opens."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from few_rules import few_rules
from leadlight import warming
from leadlight.errors import StoreUnavailable
from leadlight.findings import Check, CheckResult, found_or_nothing
from leadlight.postings.model import Posting
from leadlight.warming import warm_up
from running_app import running_app


def test_rules_and_the_model_are_open_before_the_first_request_and_nothing_of_it_is_kept(tmp_path: Path) -> None:
    with running_app(tmp_path / "data", rules_dir=few_rules(tmp_path / "rules")) as running:
        assert "engine" in vars(running.service.rules), "made at its first use"
        assert running.service.database.sightings.count() == 0
        assert "leadlight_checks_total{" not in running.client.get("/metrics").text
        answer = running.check(text="Waiter wanted in Vienna. Apply in writing, with the dates when you can start.")
        assert '"meaning_' not in answer.text, "its meaning was read"


async def test_a_check_that_fails_on_the_made_up_ad_keeps_nothing_from_starting(
    caplog: pytest.LogCaptureFixture,
) -> None:
    ran = []

    def works(posting: Posting) -> CheckResult:
        ran.append(posting)
        return found_or_nothing(Check.CONTACT, (), ())

    def down(posting: Posting) -> CheckResult:
        raise StoreUnavailable

    with ThreadPoolExecutor(1) as executor:
        await warm_up(
            {Check.WORDING: lambda posting: 1 / 0, Check.REGISTER: down, Check.CONTACT: works}, None, executor
        )
    assert len(ran) == 1
    assert [record.getMessage() for record in caplog.records] == [
        "check wording failed on a made-up ad: ZeroDivisionError"
    ]


async def test_a_machine_that_is_too_slow_starts_all_the_same_and_says_so(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "WARM_WITHIN_S", 0.01)
    go_on = threading.Event()

    def slow(posting: Posting) -> CheckResult:
        go_on.wait(60)
        return found_or_nothing(Check.WORDING, (), ())

    with ThreadPoolExecutor(1) as executor, caplog.at_level(logging.WARNING):
        await warm_up({Check.WORDING: slow}, None, executor)
        go_on.set()
    assert "starts before it is warm" in caplog.text
