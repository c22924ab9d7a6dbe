"""Flagged links over SQLite and PostgreSQL alike: found by the beginning of their hash, and nothing else."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadlight.storage.database import Database

TODAY = date(2026, 11, 20)
LINK = bytes.fromhex("a3f0") + b"\x01" * 30


def other(number: int) -> bytes:
    return LINK[:2] + number.to_bytes(30, "big")


def test_a_link_is_found_by_its_beginning_with_its_last_level(database: Database) -> None:
    assert list(database.links.beginning_with(LINK[:2], limit=9)) == []
    database.links.flag([LINK, LINK], "warning", on=TODAY)
    database.links.flag([LINK], "caution", on=TODAY)
    assert list(database.links.beginning_with(LINK[:2], limit=9)) == [(LINK, "caution")]


def test_the_first_and_the_last_hash_of_a_prefix_belong_to_it_and_their_neighbours_do_not(database: Database) -> None:
    inside = [b"\xa3\xf0" + b"\x00" * 30, b"\xa3\xf0" + b"\xff" * 30]
    outside = [b"\xa3\xef" + b"\xff" * 30, b"\xa3\xf1" + b"\x00" * 30]
    database.links.flag(inside + outside, "warning", on=TODAY)
    assert {link for link, _ in database.links.beginning_with(b"\xa3\xf0", limit=9)} == set(inside)


def test_warnings_come_first_where_there_is_no_room_for_all(database: Database) -> None:
    database.links.flag([other(1), other(2)], "caution", on=TODAY)
    database.links.flag([other(3)], "warning", on=TODAY - timedelta(days=9))
    found = list(database.links.beginning_with(LINK[:2], limit=2))
    assert [level for _, level in found] == ["warning", "caution"]


def test_a_link_that_was_judged_less_or_long_ago_is_gone(database: Database) -> None:
    database.links.flag([other(1), other(2)], "warning", on=TODAY)
    database.links.flag([other(3)], "warning", on=TODAY - timedelta(days=90))
    database.links.unflag([other(1), other(77)])
    assert database.links.forget_before(TODAY - timedelta(days=89)) == 1
    assert [link for link, _ in database.links.beginning_with(LINK[:2], limit=9)] == [other(2)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(st.binary(min_size=32, max_size=32), max_size=20), st.binary(min_size=2, max_size=2))
def test_whatever_was_flagged_a_prefix_gives_exactly_the_links_that_begin_so(
    sqlite_database: Database, links: set[bytes], prefix: bytes
) -> None:
    sqlite_database.links.forget_before(TODAY + timedelta(days=1))
    flagged = links | {prefix + link[2:] for link in list(links)[:5]}
    if flagged:
        sqlite_database.links.flag(sorted(flagged), "caution", on=TODAY)
    found = {link for link, _ in sqlite_database.links.beginning_with(prefix, limit=100)}
    assert found == {link for link in flagged if link.startswith(prefix)}
