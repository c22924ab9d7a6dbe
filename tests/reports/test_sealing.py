"""Sealing follows RFC 9180, only the private key opens, and a key of another kind is refused by name."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, derive_private_key, generate_private_key
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from leadlight.reports.content import ReportUnreadable
from leadlight.reports.sealing import (
    INFO,
    SUITE,
    BadKey,
    key_id_of,
    new_private_key,
    open_sealed,
    public_key_of,
)

VECTOR = json.loads((Path(__file__).parents[2] / "shared_rules/vectors/sealed.json").read_text())


def sealed_for(private_key: bytes, words: bytes) -> bytes:
    public_key = load_pem_private_key(private_key, None).public_key()
    return SUITE.encrypt(words, public_key, info=INFO)  # type: ignore[arg-type]


def test_the_private_key_opens_what_its_public_key_sealed_and_no_other_does() -> None:
    mine, other = new_private_key(), new_private_key()
    sealed = sealed_for(mine, b"they asked for money")
    assert open_sealed(sealed, mine) == b"they asked for money"
    changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
    for wrong, key in ((sealed, other), (changed, mine), (sealed[:60], mine), (b"", mine)):
        with pytest.raises(ReportUnreadable):
            open_sealed(wrong, key)


def test_the_browser_and_the_service_read_the_same_sealed_bytes() -> None:
    private = derive_private_key(int(VECTOR["private_key"], 16), SECP256R1())
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    assert public_key_of(pem) == VECTOR["public_key"]
    assert key_id_of(VECTOR["public_key"]) == VECTOR["key_id"]
    opened = open_sealed(base64.b64decode(VECTOR["sealed"]), pem)
    assert opened.decode().rstrip(" ") == VECTOR["words"]
    assert len(opened) == 4_096


@pytest.mark.parametrize("key", ["", "x", "AAAA", base64.b64encode(b"\x04" + b"\x01" * 64).decode(), "é"])
def test_what_is_no_public_key_is_refused(key: str) -> None:
    with pytest.raises(BadKey):
        key_id_of(key)


def test_a_compressed_point_is_refused_since_browsers_cannot_read_it() -> None:
    point = generate_private_key(SECP256R1()).public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    with pytest.raises(BadKey, match="65 bytes"):
        key_id_of(base64.b64encode(point).decode())


def test_a_private_key_of_another_kind_is_refused() -> None:
    kinds = (X25519PrivateKey.generate(), generate_private_key(SECP384R1()))
    files = [one.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) for one in kinds]
    for file in (*files, b"", b"not a key"):
        with pytest.raises(BadKey):
            open_sealed(b"", file)
