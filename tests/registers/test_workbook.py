"""Lists that come as a workbook."""

from collections.abc import Mapping
from datetime import date

import pytest

from leadlight.errors import SourceChanged
from leadlight.registers import workbook as reader
from leadlight.registers.refresh import refresh
from leadlight.registers.sources import RegisterSource
from leadlight.registers.staff_list import COLUMNS
from leadlight.registers.workbook import read_workbook
from leadlight.storage.database import Database
from registers.workbooks import workbook

ROW = ["Zielona Praca Sp. z o.o.", 12345, "Green Work; Zelena", "wpisana", "2019-05-01", "", "", "", "Łódź", ""]


def test_a_workbook_gives_the_rows_that_the_same_csv_gives(sources: Mapping[str, RegisterSource]) -> None:
    source = sources["pl_kraz"]
    csv = f"{','.join(COLUMNS)}\n{','.join(map(str, ROW))}\n".encode()
    parse = source.parser()
    assert list(parse(workbook([COLUMNS, ROW]), source)) == list(parse(csv, source))


def test_empty_rows_and_sheets_are_passed_over(sources: Mapping[str, RegisterSource]) -> None:
    source = sources["pl_kraz"]
    rows = list(source.parser()(workbook([COLUMNS, [""] * len(COLUMNS), ROW], []), source))
    assert [row.number for row in rows] == ["12345"]


def blotted(raw: bytes, part: bytes) -> bytes:
    """The packed bytes of one part overwritten in their middle."""
    place = raw.index(part) + len(part) + 20
    return raw[:place] + bytes(40) + raw[place + 40 :]


WORKBOOK_BREAKS = {
    "cut off": (lambda raw: raw[: len(raw) // 2], "damaged"),
    "damaged inside": (lambda raw: blotted(raw, b"xl/worksheets/sheet1.xml"), "damaged"),
    "renamed column": (lambda raw: workbook([["title", *COLUMNS[1:]], ROW]), "columns changed"),
    "more cells than columns": (lambda raw: workbook([COLUMNS, [*ROW, "x"]]), "columns changed"),
    "two filled sheets": (lambda raw: workbook([COLUMNS, ROW], [COLUMNS, ROW]), "one filled sheet"),
    "no filled sheet": (lambda raw: workbook([]), "filled: none"),
    "unknown status word": (lambda raw: workbook([COLUMNS, [*ROW[:3], "perhaps", *ROW[4:]]]), "unknown status"),
}


@pytest.mark.parametrize(("spoil", "says"), WORKBOOK_BREAKS.values(), ids=WORKBOOK_BREAKS)
def test_a_spoiled_workbook_is_refused(sources: Mapping[str, RegisterSource], spoil, says: str) -> None:
    source = sources["pl_kraz"]
    with pytest.raises(SourceChanged, match=says):
        list(source.parser()(spoil(workbook([COLUMNS, ROW])), source))


def test_a_spoiled_workbook_leaves_the_old_copy(
    sqlite_database: Database, sources: Mapping[str, RegisterSource]
) -> None:
    kenya = sources["ke_nea_struck_off"]
    old = refresh(sqlite_database.registers, kenya.shipped_bytes(), kenya, as_of=date(2024, 9, 3))
    with pytest.raises(SourceChanged):
        refresh(sqlite_database.registers, workbook([COLUMNS, ROW])[:-30], kenya, as_of=date(2025, 1, 1))
    assert list(sqlite_database.registers.snapshots()) == [old]


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_UNPACKED_BYTES", 1_000)
    with pytest.raises(SourceChanged, match="unpacks"):
        list(read_workbook(workbook([["x" * 5_000]])))


def test_numbers_lose_their_fraction_only_when_it_is_nothing() -> None:
    assert [cells for _, cells in read_workbook(workbook([[7.0, 7.5, "7.0"]]))] == [["7", "7.5", "7.0"]]
