"""`leadlight scan` on real files and stores."""

import gzip
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api_ads import FEE_AD, PLAIN_AD
from leadlight.__main__ import app
from leadlight.api.schemas import VerdictAnswer
from leadlight.commands import scan as scan_module
from leadlight.commands.scan import _lines, _no_interrupt, _worker_processes
from leadlight.errors import LeadlightError
from leadlight.settings import read_settings
from leadlight.storage.database import open_database
from page_host import page_host
from patience import PATIENCE_S


@pytest.fixture(scope="module")
def shared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder for the whole file, because filling an empty one with the shipped registers takes a second."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def data(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEADLIGHT_DATA_DIR", str(shared_data))
    monkeypatch.setenv("COLUMNS", "100")
    return shared_data


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, for tests that count what was stored."""
    monkeypatch.setenv("LEADLIGHT_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def with_ends(lines: list[Any]) -> list[Any]:
    return [part for line in lines for part in (line, b"\n")]


def scan(folder: Path, lines: list[Any], *options: str) -> tuple[Result, list[dict[str, Any]]]:
    ads, out = folder / "ads.jsonl", folder / "verdicts.jsonl"
    ads.write_bytes(
        b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    )
    result = CliRunner().invoke(app, ["scan", str(ads), "--out", str(out), *options])
    return result, [json.loads(line) for line in out.read_bytes().splitlines()] if out.exists() else []


def test_each_ad_gets_its_verdict_in_the_same_order_with_its_own_id(tmp_path: Path) -> None:
    ads = [{"id": number, "text": FEE_AD if number % 2 else PLAIN_AD} for number in range(60)]
    result, verdicts = scan(tmp_path, ads)
    assert result.exit_code == 0
    assert [verdict.pop("id") for verdict in verdicts] == list(range(60))
    assert [verdict["level"] for verdict in verdicts] == ["nothing_found", "caution"] * 30
    for verdict in verdicts[:2]:
        VerdictAnswer.model_validate(verdict)


def test_what_is_known_of_an_ad_is_used(tmp_path: Path) -> None:
    ad = {
        "id": "a",
        "url": "https://jobs.example/1?utm_source=x",
        "title": "Waiter",
        "text": PLAIN_AD,
        "employer": "Alfa",
        "country": "at",
        "lang": "en",
    }
    _, [verdict] = scan(tmp_path, [ad])
    posting = verdict["posting"]
    assert (posting["title"], posting["employer"], posting["country"]) == ("Waiter", "Alfa", "AT")
    assert posting["url"] == "https://jobs.example/1"
    assert posting["language"] == "en"


def test_an_ad_without_an_id_has_none_and_other_fields_are_passed_over(tmp_path: Path) -> None:
    _, [verdict] = scan(tmp_path, [{"text": PLAIN_AD, "salary": 5, "title": None}])
    assert "id" not in verdict


def test_a_bad_line_is_reported_with_its_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    lines = [
        {"id": 1, "text": PLAIN_AD},
        b"not json",
        b"",
        {"id": 4},
        {"id": 5, "text": "  "},
        {"id": 6, "text": PLAIN_AD, "url": "file:///x"},
        b'{"id": 7, "text": "\xff"}',
        {"id": 8, "text": PLAIN_AD, "country": "Austria"},
        [1],
        {"id": 10, "text": PLAIN_AD},
    ]
    result, verdicts = scan(tmp_path, lines)
    assert result.exit_code == 2
    assert [verdict["id"] for verdict in verdicts] == [1, 10]
    for number in (2, 4, 5, 6, 7, 8, 9):
        assert f"line {number}:" in result.stderr
    assert "line 3:" not in result.stderr
    assert "2 verdicts" in result.stderr
    assert "7 lines could not be used" in result.stderr


def test_several_processes_give_the_same_verdicts_as_one(tmp_path: Path) -> None:
    ads = [
        {
            "id": n,
            "text": f"{PLAIN_AD} Call +421 905 123 456. {n}",
            "employer": f"Employer {chr(65 + n % 7)}",
            "country": "SK",
        }
        for n in range(300)
    ]
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    _, one = scan(tmp_path / "one", ads, "--workers", "1", "--no-remember")
    _, two = scan(tmp_path / "two", ads, "--workers", "2", "--no-remember")
    assert one == two
    assert len(one) == 300


def test_ads_of_an_earlier_round_count_for_a_later_one(tmp_path: Path, own_data: Path) -> None:
    ads = [
        {"id": n, "text": f"{PLAIN_AD} Call +421 905 123 456. {n}", "employer": name, "country": "SK"}
        for n, name in enumerate(["Alfa Hotel", "Beta Farms", "Gamma Clean", "Delta Care"] * 65)
    ]
    _, verdicts = scan(tmp_path, ads)
    states = [verdict["checks"][2]["state"] for verdict in verdicts]
    assert states[0] == "nothing_found"
    assert states[-1] == "found"


def test_no_remember_leaves_no_sightings(tmp_path: Path, own_data: Path) -> None:
    ads = [{"text": f"{PLAIN_AD} Call +421 905 123 456. {number}"} for number in range(5)]
    scan(tmp_path, ads, "--no-remember")
    with open_database(f"sqlite:///{own_data / 'leadlight.sqlite3'}") as database:
        assert database.sightings.count() == 0
    scan(tmp_path, ads)
    with open_database(f"sqlite:///{own_data / 'leadlight.sqlite3'}") as database:
        assert database.sightings.count() == 5


def test_an_empty_file_gives_no_verdicts(tmp_path: Path) -> None:
    result, verdicts = scan(tmp_path, [])
    assert (result.exit_code, verdicts) == (0, [])


def test_the_file_of_the_ads_is_never_overwritten(tmp_path: Path) -> None:
    ads = tmp_path / "ads.jsonl"
    ads.write_text(json.dumps({"text": PLAIN_AD}))
    result = CliRunner().invoke(app, ["scan", str(ads), "--out", str(ads)])
    assert isinstance(result.exception, LeadlightError)
    assert json.loads(ads.read_text()) == {"text": PLAIN_AD}


def test_a_scan_that_cannot_start_leaves_an_older_file_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "verdicts.jsonl").write_text("older")
    monkeypatch.setenv("LEADLIGHT_RULES_DIR", str(tmp_path))
    ads = tmp_path / "ads.jsonl"
    ads.write_text(json.dumps({"text": PLAIN_AD}))
    result = CliRunner().invoke(app, ["scan", str(ads), "--out", str(tmp_path / "verdicts.jsonl")])
    assert isinstance(result.exception, LeadlightError)
    assert (tmp_path / "verdicts.jsonl").read_text() == "older"


def test_a_folder_that_is_missing_is_said_in_a_sentence(tmp_path: Path) -> None:
    ads = tmp_path / "ads.jsonl"
    ads.write_text(json.dumps({"text": PLAIN_AD}))
    result = CliRunner().invoke(app, ["scan", str(ads), "--out", str(tmp_path / "no/such/folder.jsonl")])
    assert isinstance(result.exception, LeadlightError)
    assert "cannot be written" in str(result.exception)


def test_an_endless_line_is_skipped_without_being_held_in_memory(tmp_path: Path) -> None:
    file = tmp_path / "lines"
    file.write_bytes(b"a\n" + b"x" * 1_000 + b"\nb\n" + b"y" * 40)
    with file.open("rb") as source:
        assert list(_lines(source, 20)) == [(1, b"a\n"), (2, b""), (3, b"b\n"), (4, b"")]


def test_a_line_with_a_link_alone_is_fetched_where_the_site_allows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {
        "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /private"),
        "/ad": ("text/html", f"<h1>Hotel job</h1><p>{FEE_AD}</p>".encode()),
        "/private": ("text/html", b"<h1>Hotel job</h1>"),
    }
    with page_host(pages) as host:
        monkeypatch.setenv("LEADLIGHT_FETCH_TEST_HOSTS", host.host)
        lines = [{"id": name, "url": f"http://{host.host}/{name}"} for name in ("ad", "private")]
        result, verdicts = scan(tmp_path, lines)
        assert host.asked == ["/robots.txt", "/ad"]
    assert [verdict["id"] for verdict in verdicts] == ["ad"]
    assert "does not want machines to read this page" in result.output
    assert FEE_AD[:40] in verdicts[0]["posting"]["text"]


def test_a_byte_order_mark_before_the_first_line_costs_no_ad(tmp_path: Path) -> None:
    first = b"\xef\xbb\xbf" + json.dumps({"id": 1, "text": PLAIN_AD}).encode()
    result, verdicts = scan(tmp_path, [first, {"id": 2, "text": PLAIN_AD}], "--no-remember")
    assert result.exit_code == 0
    assert [verdict["id"] for verdict in verdicts] == [1, 2]


@pytest.mark.parametrize("command", ["scan", "import"])
def test_a_packed_file_is_named_as_one_and_an_older_file_of_verdicts_stays(tmp_path: Path, command: str) -> None:
    ads, out = tmp_path / "ads.jsonl.gz", tmp_path / "verdicts.jsonl"
    ads.write_bytes(gzip.compress(json.dumps({"text": PLAIN_AD}).encode()))
    out.write_text("older")
    result = CliRunner().invoke(app, [command, str(ads), *(["--out", str(out)] if command == "scan" else [])])
    assert isinstance(result.exception, LeadlightError)
    assert "gunzip" in str(result.exception)
    assert out.read_text() == "older"


def test_no_ad_of_a_pipe_is_lost_to_a_look_at_its_beginning(tmp_path: Path) -> None:
    ads, out = tmp_path / "pipe", tmp_path / "verdicts.jsonl"
    os.mkfifo(ads)
    writer = Timer(0, lambda: ads.write_bytes(json.dumps({"text": PLAIN_AD}).encode() + b"\n"))
    writer.start()
    result = CliRunner().invoke(app, ["scan", str(ads), "--out", str(out), "--no-remember"])
    writer.join()
    assert result.exit_code == 0, result.stderr
    assert len(out.read_text().splitlines()) == 1


def test_a_broken_line_is_named_by_the_number_of_the_file_alone(tmp_path: Path) -> None:
    result, _ = scan(tmp_path, [{"text": PLAIN_AD}, b'{"text": "cut off"', b"no"], "--no-remember")
    assert "line 2: Invalid JSON: EOF while parsing an object\n" in result.stderr
    assert "line 1" not in result.stderr


def test_a_scan_that_is_stopped_says_how_far_it_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_module, "LINES_PER_TASK", 1)
    monkeypatch.setattr(scan_module, "TASKS_PER_ROUND", 2)
    rounds = iter([0])

    def store(*_: object) -> int:
        if next(rounds, None) is None:
            raise KeyboardInterrupt
        return 0

    monkeypatch.setattr(scan_module, "_store_sightings", store)
    result, verdicts = scan(tmp_path, [{"text": PLAIN_AD}] * 6)
    assert result.exit_code not in (0, 2)
    assert "stopped; the verdicts of the first 2 ads are in" in result.stderr
    assert len(verdicts) == 2


def test_worker_processes_leave_ctrl_c_to_the_command() -> None:
    with _no_interrupt():
        program = "import signal; print(signal.getsignal(signal.SIGINT) is signal.SIG_IGN)"
        worker = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert worker.stdout == "True\n"


@pytest.fixture
def ctrl_c_is_heard() -> Iterator[None]:
    """As in a terminal: a suite that was started in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c_is_heard")
def test_a_scan_that_is_stopped_waits_for_no_worker_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan_module, "start_worker", slice)  # takes the three values, and does nothing
    monkeypatch.setattr(scan_module, "judge_in_worker", time.sleep)
    before = set(multiprocessing.active_children())

    def at_work() -> bool:
        # While they are started, Ctrl+C is heard by nobody: what comes too early would be lost.
        heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        return heard and len(set(multiprocessing.active_children()) - before) == 2

    def press_ctrl_c() -> None:
        end = time.monotonic() + PATIENCE_S
        while not at_work() and time.monotonic() < end:
            time.sleep(0.05)
        os.kill(os.getpid(), signal.SIGINT)

    ctrl_c = Thread(target=press_ctrl_c, daemon=True)
    with (
        pytest.raises(KeyboardInterrupt),
        _worker_processes(read_settings(), "en", remember=False, processes=2) as judge_tasks,
    ):
        ctrl_c.start()
        list(judge_tasks([60, 60, 60]))  # type: ignore[list-item]  # seconds instead of ads
    assert set(multiprocessing.active_children()) <= before
