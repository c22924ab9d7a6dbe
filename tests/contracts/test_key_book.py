"""Keys of platforms over SQLite and PostgreSQL alike: stored as hashes, withdrawn for good."""

from datetime import date

import pytest

from leadlight.storage.api_keys import KEY_BEGINNING, NoSuchKey, digest_of
from leadlight.storage.database import Database

TODAY = date(2026, 11, 20)


def test_a_key_works_until_it_is_withdrawn_and_stays_known(database: Database) -> None:
    assert list(database.keys.all()) == []
    key = database.keys.create("Board\0", daily_quota=500, on=TODAY)
    assert key.startswith(KEY_BEGINNING)
    assert database.keys.quota(digest_of(key)) == 500
    assert database.keys.quota(digest_of(key + "x")) is None
    (stored,) = database.keys.all()
    assert (stored.name, stored.daily_quota, stored.revoked_on) == ("Board", 500, None)
    assert key.encode() not in stored.digest
    database.keys.revoke(stored.id, on=TODAY)
    database.keys.revoke(stored.id, on=date(2027, 1, 1))
    assert database.keys.quota(digest_of(key)) is None
    assert [one.revoked_on for one in database.keys.all()] == [TODAY]


@pytest.mark.parametrize("key_id", ["", "ffffffffffff", "%"])
def test_an_id_that_means_no_key_or_several_withdraws_nothing(database: Database, key_id: str) -> None:
    for name in ("one", "two"):
        database.keys.create(name, daily_quota=5, on=TODAY)
    with pytest.raises(NoSuchKey):
        database.keys.revoke(key_id, on=TODAY)
    assert {one.revoked_on for one in database.keys.all()} == {None}
