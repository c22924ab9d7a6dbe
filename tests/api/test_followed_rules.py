"""Rules that change under a running service with its own Valkey: swapped in whole, or kept as they were."""

import logging
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.errors import RuleError
from leadlight.followed_rules import FollowedRules
from leadlight.wording.load import load_rules
from patience import PATIENCE_S
from running_app import RunningApp, running_app
from wording.rule_folder import GOOD_RULE

AD = "Waiter for a hotel in Vienna. Pay the levy upfront to hold your place."
RULE = GOOD_RULE.replace("fees.upfront", "fees.deposit")
WIDER = RULE.replace("fee: [fee, deposit]", "fee: [fee, deposit, levy]")
NEEDED = ("texts", "guards", "limits", "safelists", "characters.json", "families.yml", "helplines.yml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Shared rules with one indicator, so that loading them takes no time."""
    rules = tmp_path / "rules"
    (rules / "indicators" / "fees").mkdir(parents=True)
    for name in NEEDED:
        source = shared_rules_folder() / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, rules / name)
    rule_file(rules).write_text(RULE, "utf-8")
    return rules


def rule_file(folder: Path) -> Path:
    return folder / "indicators" / "fees" / "deposit.yml"


@pytest.fixture
def app(folder: Path, tmp_path: Path) -> Iterator[RunningApp]:
    with running_app(tmp_path / "data", rules_dir=folder, rules_look_seconds=1, meaning_budget_ms=0) as running:
        yield running


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.1)


def wording_of(app: RunningApp) -> str:
    return str(next(check["state"] for check in app.verdict(text=AD)["checks"] if check["check"] == "wording"))


def rule_warnings(app: RunningApp) -> list[str]:
    warnings: list[str] = app.client.get("/readyz").json()["warnings"]
    return [warning for warning in warnings if "rule files" in warning]


def test_changed_rules_are_swapped_in_without_losing_a_request(app: RunningApp, folder: Path) -> None:
    before = app.client.get("/v1/rules")
    assert wording_of(app) == "nothing_found"
    assert app.check(text=AD).headers["cache-status"] == "leadlight; hit"
    statuses: list[int] = []
    done = threading.Event()

    def keep_asking() -> None:
        while not done.is_set():
            statuses.append(app.check(text=f"{AD} {len(statuses)}").status_code)

    asking = threading.Thread(target=keep_asking)
    asking.start()
    rule_file(folder).write_text(WIDER, "utf-8")
    until(lambda: app.client.get("/v1/rules").headers["etag"] != before.headers["etag"])
    done.set()
    asking.join()
    assert set(statuses) == {200}
    assert wording_of(app) == "found"  # the same words: the answer under the old rules is not given again
    version = app.client.get("/v1/rules").json()["version"]
    assert version == app.verdict(text=AD)["versions"]["rules"] == app.client.get("/readyz").json()["rules"]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (RULE.replace("fee: [fee, deposit]", "fee: [no]"), "indicators/fees/deposit.yml:"),
        (RULE.replace("Pay the fee upfront.", "Nothing of the kind."), "stays silent, but must fire"),
    ],
    ids=["a wrong file", "a broken example"],
)
def test_broken_rules_change_nothing_and_are_named(
    app: RunningApp, folder: Path, broken: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = app.client.get("/v1/rules")
    assert rule_warnings(app) == []
    with caplog.at_level(logging.ERROR, "leadlight.followed_rules"):
        rule_file(folder).write_text(broken, "utf-8")
        until(lambda: rule_warnings(app) != [])
    assert app.client.get("/readyz").status_code == 200
    [warning] = rule_warnings(app)
    assert said in warning
    assert str(folder) not in warning
    assert said in caplog.text
    assert app.client.get("/v1/rules").content == before.content
    assert wording_of(app) == "nothing_found"
    rule_file(folder).write_text(RULE, "utf-8")
    until(lambda: rule_warnings(app) == [])


def test_nothing_is_loaded_while_nothing_changes_or_files_are_still_written(folder: Path) -> None:
    followed = FollowedRules(folder, load_rules(folder))
    first = followed.rules
    assert followed.look() is None
    rule_file(folder).write_text(WIDER, "utf-8")
    assert followed.look() is None  # seen for the first time
    assert followed.look() is not None
    assert followed.rules.version != first.version
    assert followed.look() is None


def test_a_rule_without_words_for_readers_is_refused(folder: Path) -> None:
    followed = FollowedRules(folder, load_rules(folder))
    rule_file(folder).with_name("unknown.yml").write_text(RULE.replace("fees.deposit", "fees.unknown"), "utf-8")
    followed.look()
    assert followed.look() is None
    assert "there are no words for `fees.unknown`" in followed.fault


def test_a_folder_that_is_gone_keeps_the_rules(folder: Path) -> None:
    followed = FollowedRules(folder, load_rules(folder))
    shutil.rmtree(folder)
    followed.look()
    assert followed.look() is None
    assert followed.fault
    with pytest.raises(RuleError):
        load_rules(folder)
