"""`leadlight check` in the terminal, on real stores."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api_ads import FEE_AD, PLAIN_AD
from leadlight.__main__ import app
from leadlight.api.schemas import VerdictAnswer
from leadlight.commands.check import EXIT_OF_LEVEL, Exit
from leadlight.screening.verdict import Level
from leadlight.storage.database import open_database
from page_host import page_host

PASSPORT_AD = "The manager keeps your passport in the office. You work the ticket off in the first two months."


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


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, ["check", *arguments], input=given)


def test_a_text_from_the_input_is_shown_with_its_findings() -> None:
    result = run("-", given=FEE_AD)
    assert result.exit_code == Exit.CAUTION
    assert "processing fee" in result.output
    assert "Why it matters" in result.output
    assert "not checked" in result.output
    assert "112" in result.output


def test_a_red_line_gives_the_exit_code_of_a_warning() -> None:
    assert run("-", given=PASSPORT_AD).exit_code == Exit.WARNING


def test_an_ordinary_ad_gives_the_exit_code_zero() -> None:
    assert run("-", given=PLAIN_AD).exit_code == Exit.NOTHING_OR_NOTICE


def test_every_level_has_an_exit_code_and_two_is_kept_for_bad_input() -> None:
    assert set(EXIT_OF_LEVEL) == {level.value for level in Level}
    assert {code.value for code in EXIT_OF_LEVEL.values()} == {0, 3, 4, 5}


def test_json_is_the_answer_of_the_api(tmp_path: Path) -> None:
    file = tmp_path / "ad.txt"
    file.write_text(FEE_AD)
    result = run(str(file), "--json", "--language", "sk")
    answer = VerdictAnswer.model_validate_json(result.stdout)
    assert answer.language == "sk"
    assert json.loads(result.stdout)["findings"]


def test_a_saved_page_is_read_as_a_page(tmp_path: Path) -> None:
    file = tmp_path / "ad.html"
    file.write_text(f"<!doctype html><title>x</title><main><h1>Hotel staff</h1><p>{FEE_AD * 3}</p></main>")
    answer = json.loads(run(str(file), "--json").stdout)
    assert answer["posting"]["title"] == "Hotel staff"
    assert "<p>" not in answer["posting"]["text"]


def test_a_link_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<title>x</title><main><h1>Hotel staff</h1><p>{FEE_AD * 3}</p></main>".encode()
    with page_host({"/ad": ("text/html", body)}) as host:
        monkeypatch.setenv("LEADLIGHT_FETCH_TEST_HOSTS", host.host)
        result = run(f"http://{host.host}/ad", "--json")
    assert json.loads(result.stdout)["findings"]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("javascript:alert(1)", "are not opened"),
        ("file:///etc/passwd", "are not opened"),
        ("http://10.1.1.1/", "closed address"),
        ("nosuchfile", "There is no file"),
        ("no-such-file.txt", ""),
        ("/", "is a folder"),
    ],
)
def test_what_cannot_be_checked_is_said_with_a_remedy(given: str, words: str) -> None:
    result = run(given)
    assert result.exit_code == Exit.BAD_INPUT
    assert words in result.stderr.replace("\n", " ")
    assert len(result.stderr.strip().splitlines()) >= 2
    assert result.stdout == ""


@pytest.mark.parametrize("body", [b"", b"  \n", b"%PDF-1.7 \x00\x01", bytes(range(256)) * 50, b"x" * 3_000_000])
def test_a_file_that_holds_no_ad_is_said_with_a_remedy(tmp_path: Path, body: bytes) -> None:
    file = tmp_path / "ad"
    file.write_bytes(body)
    result = run(str(file))
    assert result.exit_code == Exit.BAD_INPUT
    assert result.stderr.strip()


def test_a_file_in_another_encoding_is_read(tmp_path: Path) -> None:
    file = tmp_path / "ad.txt"
    file.write_bytes(f"Práca v hoteli. {FEE_AD}".encode("cp1250"))
    assert run(str(file)).exit_code == Exit.CAUTION


def test_the_ad_cannot_rewrite_the_terminal() -> None:
    result = run("-", given=FEE_AD.replace("Pay", "\x1b[2J\x1b[1;1H\x07 Pay"))
    assert "\x1b[2J" not in result.output
    assert "\x07" not in result.output


def test_an_ad_that_looks_like_markup_is_printed_as_it_is() -> None:
    result = run("-", given=FEE_AD.replace("Pay the", "[bold red]Pay the"))
    assert "[bold red]" in result.output or "red]" in result.output


def test_a_check_is_remembered_unless_told_otherwise(own_data: Path) -> None:
    run("-", "--no-remember", given=f"{PLAIN_AD} Call +421 905 100 100.")
    run("-", given=f"{PLAIN_AD} Call +421 905 200 200.")
    with open_database(f"sqlite:///{own_data / 'leadlight.sqlite3'}") as database:
        assert database.sightings.count() == 1
