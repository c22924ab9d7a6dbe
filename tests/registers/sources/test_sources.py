"""Every source: its description, its parser on a sample with invented rows, and every kind of surprise."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from leadlight.bundled import shared_rules_folder
from leadlight.errors import SourceChanged
from leadlight.registers.model import EntryStatus, RegisterEntry
from leadlight.registers.numbers import load_schemes
from leadlight.registers.refresh import refresh
from leadlight.registers.source import Obtained, Rows
from leadlight.registers.sources import RegisterSource, load_sources
from leadlight.registers.staff_list import COLUMNS
from leadlight.storage.database import Database

SOURCES = load_sources()
SAMPLES = Path(__file__).parent
OWN_FORMAT = ("bd_bmet", "cz_agentury_prace", "hk_labour_department", "ph_dmw_job_orders")
COMMON_FORMAT = sorted(set(SOURCES) - set(OWN_FORMAT))


def parse(source: RegisterSource, raw: bytes) -> list[RegisterEntry]:
    return list(source.parser()(raw, source))


def sample(register_id: str) -> bytes:
    (path,) = (SAMPLES / register_id).glob("sample.*")
    return path.read_bytes()


def as_json(entry: RegisterEntry) -> dict[str, Any]:
    fields = {name: value for name, value in asdict(entry).items() if value not in ("", (), None)}
    return json.loads(json.dumps(fields, default=str))


@pytest.mark.parametrize("register_id", OWN_FORMAT)
def test_the_sample_gives_the_expected_rows(register_id: str) -> None:
    expected = json.loads((SAMPLES / register_id / "expected.json").read_text(encoding="utf-8"))
    assert [as_json(entry) for entry in parse(SOURCES[register_id], sample(register_id))] == expected


def test_no_row_of_czechia_or_hong_kong_names_a_person() -> None:
    for register_id in ("cz_agentury_prace", "hk_labour_department"):
        written = str([as_json(entry) for entry in parse(SOURCES[register_id], sample(register_id))])
        for personal in ("Jana", "someone", "gmail", "prijmeni"):
            assert personal not in written


def common_list(source: RegisterSource, **cells: str) -> bytes:
    word = next(iter(source.status_words), "")
    number = load_schemes()[source.number_scheme].examples[0] if source.number_scheme else ""
    row = dict.fromkeys(COLUMNS, "") | {"name": "Invented Work", "number": number, "status": word} | cells
    return f"{','.join(row)}\n{','.join(row.values())}\n".encode()


@pytest.mark.parametrize("register_id", COMMON_FORMAT)
def test_a_row_in_the_common_format_is_read_with_each_status_word(register_id: str) -> None:
    source = SOURCES[register_id]
    for word, status in source.status_words.items() or [("", EntryStatus.IN_FORCE)]:
        raw = common_list(source, status=word, valid_until="2027-01-31", other_names="Invented; Made Up", phones="1;2")
        (entry,) = parse(source, raw)
        assert (entry.register_id, entry.name, entry.status) == (register_id, "Invented Work", status)
        assert (entry.valid_until, entry.other_names, entry.phones) == (
            date(2027, 1, 31),
            ("Invented", "Made Up"),
            ("1", "2"),
        )


COMMON_SURPRISES: Mapping[str, Callable[[RegisterSource], bytes]] = {
    "unknown status word": lambda source: common_list(source, status="perhaps"),
    "another day form": lambda source: common_list(source, valid_from="31.01.2027"),
    "number of another form": lambda source: common_list(source, number="not a number at all"),
    "row without a name": lambda source: common_list(source, name=""),
    "renamed column": lambda source: common_list(source).replace(b"number", b"licence", 1),
    "more columns": lambda source: common_list(source).replace(b"scope\n", b"scope,note\n"),
    "empty": lambda source: b"",
    "cut off": lambda source: common_list(source)[:-4],
    "web page": lambda source: b"<html><body>Please log in</body></html>",
}


@pytest.mark.parametrize("surprise", COMMON_SURPRISES.values(), ids=COMMON_SURPRISES)
@pytest.mark.parametrize("register_id", COMMON_FORMAT)
def test_a_surprise_in_the_common_format_refuses_the_file(
    register_id: str, surprise: Callable[[RegisterSource], bytes]
) -> None:
    with pytest.raises(SourceChanged):
        parse(SOURCES[register_id], surprise(SOURCES[register_id]))


OWN_SURPRISES = [
    ("cz_agentury_prace", "renamed field", lambda raw: raw.replace(b'"nazev"', b'"jmeno"', 1)),
    ("cz_agentury_prace", "number as a number", lambda raw: raw.replace(b'"89990005"', b"89990005", 1)),
    ("cz_agentury_prace", "wrong check digit", lambda raw: raw.replace(b"89990005", b"89990006", 1)),
    ("cz_agentury_prace", "no permit", lambda raw: b'{"polozky": [{"ico": "89990005", "nazev": "X", "povoleni": []}]}'),
    ("cz_agentury_prace", "other root", lambda raw: raw.replace(b'"polozky"', b'"items"', 1)),
    ("cz_agentury_prace", "cut off", lambda raw: raw[:-20]),
    ("cz_agentury_prace", "empty", lambda raw: b""),
    ("cz_agentury_prace", "web page", lambda raw: b"\n<!doctype html><html></html>"),
    ("hk_labour_department", "unknown type", lambda raw: raw.replace(b"Other Non-office", b"Seafaring", 1)),
    ("hk_labour_department", "renamed column", lambda raw: raw.replace(b"FAX", b"Fax No", 1)),
    ("hk_labour_department", "no year", lambda raw: raw.replace(b"1998", b"98", 1)),
    ("hk_labour_department", "no name", lambda raw: raw.replace(b"Made Up Search", b"", 1)),
    ("hk_labour_department", "cut off", lambda raw: raw[:-8]),
    ("hk_labour_department", "web page", lambda raw: b"<html></html>"),
    ("hk_labour_department", "empty", lambda raw: b""),
    ("bd_bmet", "renamed column", lambda raw: raw.replace(b"rl_no", b"licence", 1)),
    ("bd_bmet", "number of another form", lambda raw: raw.replace(b"9001", b"90011", 1)),
    ("bd_bmet", "cut off", lambda raw: raw[:-2]),
    ("bd_bmet", "empty", lambda raw: b""),
    ("bd_bmet", "web page", lambda raw: b"<html></html>"),
    ("ph_dmw_job_orders", "country in words", lambda raw: raw.replace(b"QA", b"Qatar", 1)),
    ("ph_dmw_job_orders", "balance in words", lambda raw: raw.replace(b",12\n", b",some\n", 1)),
    ("ph_dmw_job_orders", "number of another form", lambda raw: raw.replace(b"LB", b"XX", 1)),
    ("ph_dmw_job_orders", "no agency", lambda raw: raw.replace(b"Made Up Overseas", b"", 1)),
    ("ph_dmw_job_orders", "renamed column", lambda raw: raw.replace(b"principal", b"employer", 1)),
    ("ph_dmw_job_orders", "cut off", lambda raw: raw[:-2]),
    ("ph_dmw_job_orders", "empty", lambda raw: b""),
    ("ph_dmw_job_orders", "web page", lambda raw: b"<html></html>"),
]


@pytest.mark.parametrize(
    ("register_id", "spoil"),
    [(register_id, spoil) for register_id, _, spoil in OWN_SURPRISES],
    ids=[f"{register_id}: {name}" for register_id, name, _ in OWN_SURPRISES],
)
def test_a_surprise_in_an_official_format_refuses_the_file(register_id: str, spoil: Callable[[bytes], bytes]) -> None:
    raw = sample(register_id)
    assert spoil(raw) != raw
    with pytest.raises(SourceChanged):
        parse(SOURCES[register_id], spoil(raw))


def surprises_of(register_id: str) -> dict[str, bytes]:
    """Every spoiled file that is tried for a source."""
    if register_id in OWN_FORMAT:
        raw = sample(register_id)
        return {name: spoil(raw) for owner, name, spoil in OWN_SURPRISES if owner == register_id}
    return {name: surprise(SOURCES[register_id]) for name, surprise in COMMON_SURPRISES.items()}


@pytest.mark.parametrize("register_id", sorted(SOURCES))
def test_the_old_copy_stays_after_every_surprise(sqlite_database: Database, register_id: str) -> None:
    # The samples are shorter than any real list, so its limits are lifted; what is tried is the file itself.
    source = SOURCES[register_id].model_copy(update={"rows": Rows(min=1, max=10), "filled": {}})
    good = sample(register_id) if register_id in OWN_FORMAT else common_list(source)
    old = refresh(sqlite_database.registers, good, source, as_of=date(2026, 11, 1))
    assert len(surprises_of(register_id)) >= 3
    for raw in surprises_of(register_id).values():
        with pytest.raises(SourceChanged):
            refresh(sqlite_database.registers, raw, source, as_of=date(2026, 11, 2))
        assert list(sqlite_database.registers.snapshots()) == [old]


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_source_says_who_what_and_what_absence_means(source: RegisterSource) -> None:
    assert source.publisher.url.startswith("https://")
    assert source.data.page.startswith("https://")
    assert source.coverage.endswith(".")
    assert source.absence.means.endswith(".")
    assert source.fee_law in ("", source.country)
    assert not source.fee_law or (shared_rules_folder() / "limits" / "fees" / f"{source.fee_law}.yml").is_file()
    assert (source.data.obtained is Obtained.DOWNLOAD) == bool(source.data.url)


def test_every_country_in_scope_has_a_source() -> None:
    countries = {source.country for source in SOURCES.values()}
    in_scope = "PL SK BG IT ES GR CZ GB IE RO HK SG PH IN NP BD KE"
    assert countries >= set(in_scope.split(" "))


@pytest.mark.parametrize(
    ("broken", "says"),
    [("rows: {min: 5, max: 1}", "rows.min"), ("number_scheme: nope", "nope"), ("colour: red", "colour")],
    ids=["limits upside down", "unknown scheme", "unknown field"],
)
def test_a_wrong_description_is_refused_with_its_file_and_field(tmp_path: Path, broken: str, says: str) -> None:
    folder = tmp_path / "xx_list"
    folder.mkdir()
    good = (SOURCES["ke_nea_struck_off"].folder / "source.yml").read_text(encoding="utf-8")
    key = broken.split(":", maxsplit=1)[0]
    kept = "\n".join(line for line in good.splitlines() if not line.startswith(f"{key}:"))
    (folder / "source.yml").write_text(f"{kept}\n{broken}\n", encoding="utf-8")
    with pytest.raises(SourceChanged, match=says):
        load_sources(tmp_path)


def test_a_folder_without_sources_holds_none(tmp_path: Path) -> None:
    assert load_sources(tmp_path) == {}


def test_a_source_outside_the_package_brings_its_own_parser(tmp_path: Path) -> None:
    folder = tmp_path / "ke_own"
    folder.mkdir()
    for name in ("source.yml", "parse.py"):
        (folder / name).write_bytes((SOURCES["ke_nea_struck_off"].folder / name).read_bytes())
    source = load_sources(tmp_path)["ke_own"]
    assert [entry.register_id for entry in parse(source, common_list(source))] == ["ke_own"]
