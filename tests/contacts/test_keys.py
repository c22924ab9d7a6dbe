"""The key ring: what is equal, what differs, and moving on to a new secret without the clear values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadlight.contacts.keys import KeyRing
from leadlight.contacts.model import Fingerprint

OLD, NEW, NEWER = b"o" * 32, b"n" * 32, b"w" * 32


def test_the_same_identity_has_one_fingerprint_and_another_kind_has_another() -> None:
    keys = KeyRing(NEW)
    assert keys.fingerprint("phone", "+48601234567") == keys.fingerprint("phone", "+48601234567")
    assert keys.fingerprint("phone", "+48601234567").digest != keys.fingerprint("viber", "+48601234567").digest
    assert keys.fingerprint("a", "b\0c").digest != keys.fingerprint("a", "bc").digest
    assert len(keys.fingerprint("phone", "").digest) == 16


def test_another_deployment_has_other_fingerprints_and_another_key_id() -> None:
    one, other = KeyRing(OLD).fingerprint("phone", "+1"), KeyRing(NEW).fingerprint("phone", "+1")
    assert one.digest != other.digest
    assert one.key_id != other.key_id


@given(st.text(), st.lists(st.binary(min_size=32, max_size=40), min_size=1, max_size=4, unique=True))
def test_stored_fingerprints_move_to_the_newest_secret_without_the_clear_value(
    identity: str, secrets: list[bytes]
) -> None:
    newest = KeyRing(secrets[-1], former=secrets[:-1])
    expected = newest.fingerprint("email", identity)
    for count in range(1, len(secrets) + 1):
        stored = KeyRing(secrets[count - 1], former=secrets[: count - 1]).fingerprint("email", identity)
        assert newest.renewed(stored) == expected


def test_a_fingerprint_of_an_unknown_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="no secret on the ring"):
        KeyRing(NEW, former=[OLD]).renewed(Fingerprint("phone", b"x" * 16, KeyRing(NEWER).key_id))


def test_derived_keys_differ_by_purpose_and_secret_and_come_again() -> None:
    keys = KeyRing(NEW)
    assert keys.derive("verdict cache") == keys.derive("verdict cache")
    assert keys.derive("verdict cache") != keys.derive("cache keys")
    assert keys.derive("verdict cache") != KeyRing(OLD).derive("verdict cache")
    assert len(keys.derive("x", 48)) == 48


@pytest.mark.parametrize("secret", [b"", b"short", b"x" * 31])
def test_a_short_secret_is_refused_alone_and_among_the_former_ones(secret: bytes) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing(secret)
    with pytest.raises(ValueError, match="32 bytes"):
        KeyRing(NEW, former=[secret])


def test_text_with_half_a_surrogate_pair_has_a_fingerprint_too() -> None:
    assert KeyRing(NEW).fingerprint("x", "\ud800") != KeyRing(NEW).fingerprint("x", "?")
    assert KeyRing(NEW).ad_id("\ud800") != KeyRing(NEW).ad_id("?")


def test_an_ad_keeps_its_id_when_a_new_secret_comes() -> None:
    assert KeyRing(NEW, former=[OLD]).ad_id("url") == KeyRing(OLD).ad_id("url") != KeyRing(NEW).ad_id("url")
