"""Swapping a snapshot in: the old one stays whenever the new file is not what its source promises."""

from collections.abc import Callable, Mapping
from datetime import date

import pytest

from leadlight.errors import SourceChanged
from leadlight.registers.model import Snapshot
from leadlight.registers.refresh import load_shipped, read_snapshot, refresh
from leadlight.registers.sources import RegisterSource
from leadlight.storage.database import Database

Sources = Mapping[str, RegisterSource]

LATER = date(2026, 11, 1)


def test_the_shipped_lists_keep_the_promises_of_their_sources(sources: Sources) -> None:
    shipped = [source for source in sources.values() if source.shipped is not None]
    assert {source.id for source in shipped} == {"bd_bmet", "hk_labour_department", "ke_nea_struck_off"}
    for source in shipped:
        assert source.shipped is not None
        read = read_snapshot(source.shipped_bytes(), source, as_of=source.shipped.as_of)
        assert read.snapshot.rows == source.shipped.rows == sum(1 for _ in read.rows())


def test_shipped_lists_are_loaded_once_and_never_over_a_newer_one(sqlite_database: Database, sources: Sources) -> None:
    bangladesh = sources["bd_bmet"]
    newer = refresh(sqlite_database.registers, bangladesh.shipped_bytes(), bangladesh, as_of=LATER)
    assert [snapshot.register_id for snapshot in load_shipped(sqlite_database.registers, sources)] == [
        "hk_labour_department",
        "ke_nea_struck_off",
    ]
    assert newer in sqlite_database.registers.snapshots()
    assert load_shipped(sqlite_database.registers, sources) == []


def test_a_newer_list_that_ships_replaces_the_older_one_in_the_store(
    sqlite_database: Database, sources: Sources
) -> None:
    kenya = sources["ke_nea_struck_off"]
    refresh(sqlite_database.registers, kenya.shipped_bytes(), kenya, as_of=date(2024, 1, 1))
    (loaded,) = load_shipped(sqlite_database.registers, {"ke_nea_struck_off": kenya})
    assert loaded.as_of == date(2024, 9, 3)
    assert list(sqlite_database.registers.snapshots()) == [loaded]


def half(raw: bytes) -> bytes:
    lines = raw.splitlines(keepends=True)
    return b"".join(lines[: len(lines) // 2])


BREAKS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda raw: b"", "empty"),
    "only the header": (lambda raw: raw.splitlines(keepends=True)[0], "0 rows"),
    "renamed column": (lambda raw: raw.replace(b"office_tel", b"office_phone", 1), "columns changed"),
    "added column": (lambda raw: raw.replace(b"\n", b",x\n").replace(b"office_tel,x", b"office_tel,fax", 1), "fax"),
    "lost column": (lambda raw: raw.replace(b",office_tel", b"", 1), "columns changed"),
    "halved": (half, "rows"),
    "cut off inside a cell": (lambda raw: raw[: raw.rindex(b'"') - 3], "cut off"),
    "cut off at a comma": (lambda raw: raw[: raw.rindex(b',"')], "cut off"),
    "cut off before the last line end": (lambda raw: raw.rstrip(), "cut off"),
    "a web page": (lambda raw: b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
    "a web page after blank lines": (lambda raw: b"\xef\xbb\xbf\n \n<html lang=en>", "web page"),
    "not UTF-8": (lambda raw: raw.replace(b"Dhaka", b"\xff\xfeDhaka", 1), "UTF-8"),
    "a number of another form": (lambda raw: raw.replace(b"\n0030,", b"\nRL/30-A/77777,", 1), "line 3"),
    "names missing": (lambda raw: raw.replace(b"\n0030,Reaz Overseas,", b"\n0030,,", 1), "name is filled in 506"),
    "an unclosed quote": (lambda raw: raw.replace(b'"', b"", 1), "cells"),
}


@pytest.mark.parametrize(("spoil", "says"), BREAKS.values(), ids=BREAKS)
def test_a_spoiled_file_changes_nothing(
    sqlite_database: Database, sources: Sources, spoil: Callable[[bytes], bytes], says: str
) -> None:
    source = sources["bd_bmet"]
    old = refresh(sqlite_database.registers, source.shipped_bytes(), source, as_of=date(2023, 1, 1))
    with pytest.raises(SourceChanged, match=says):
        refresh(sqlite_database.registers, spoil(source.shipped_bytes()), source, as_of=LATER)
    assert list(sqlite_database.registers.snapshots()) == [old]
    assert sqlite_database.registers.by_number("bd_bmet", "0030")[0].name == "Reaz Overseas"


def test_a_list_that_shrank_too_much_is_refused_even_inside_its_limits(sources: Sources) -> None:
    source = sources["bd_bmet"]
    old = Snapshot("bd_bmet", date(2023, 1, 1), rows=2000, digest="sha256:old")
    with pytest.raises(SourceChanged, match="had 2000"):
        read_snapshot(source.shipped_bytes(), source, as_of=LATER, old=old)


def test_an_older_file_never_replaces_a_newer_one(sources: Sources) -> None:
    source = sources["bd_bmet"]
    old = Snapshot("bd_bmet", date(2024, 1, 1), rows=507, digest="sha256:old")
    with pytest.raises(SourceChanged, match="older than"):
        read_snapshot(source.shipped_bytes(), source, as_of=date(2023, 1, 1), old=old)


def test_the_same_file_read_twice_gives_the_same_digest_and_rows(sources: Sources) -> None:
    source = sources["ke_nea_struck_off"]
    first, second = (read_snapshot(source.shipped_bytes(), source, as_of=LATER) for _ in range(2))
    assert first.snapshot == second.snapshot
    assert list(first.rows()) == list(first.rows()) == list(second.rows())
