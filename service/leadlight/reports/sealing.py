"""Sealed reports: HPKE (RFC 9180) with P-256, HKDF-SHA256 and AES-256-GCM. See decision 17."""

import base64
import binascii
import hashlib
from typing import Final

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from leadlight.reports.content import ReportUnreadable

SUITE: Final = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
INFO: Final = b"leadlight report 1"
"""Binds what is sealed to this use; the extension has the same words."""

POINT_BYTES: Final = 65
TAG_BYTES: Final = 16
PADDED_BYTES: Final = (4_096, 16_384, 65_536, 262_144)
"""A report is filled with spaces up to one of these lengths, so that its length tells nearly nothing. The longest holds
45,000 characters of four bytes each."""

SEALED_BYTES: Final = frozenset(POINT_BYTES + length + TAG_BYTES for length in PADDED_BYTES)
KEY_ID_DIGITS: Final = 16


class BadKey(ReportUnreadable):
    """A key cannot be used: it is no P-256 key, or its file is not the one that `leadlight reports key` wrote."""


def new_private_key() -> bytes:
    """Make a private key, as a PEM file. Whoever has it can open every report that is sealed with its public key."""
    return generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def public_key_of(private_key: bytes) -> str:
    """Return the public key that belongs to a private key (PEM): 65 bytes in base64, to be published.

    Raises:
        BadKey: it is no such private key.
    """
    point = _private(private_key).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.b64encode(point).decode()


def key_id_of(public_key: str) -> str:
    """Name a public key: the first 16 hexadecimal digits of SHA-256 of its 65 bytes.

    Raises:
        BadKey: it is no P-256 public key in base64.
    """
    try:
        point = base64.b64decode(public_key, validate=True)
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), point)
    except (binascii.Error, ValueError) as error:
        raise BadKey("is no public key: leadlight reports key makes one.") from error
    if len(point) != POINT_BYTES:
        raise BadKey("is no public key of 65 bytes: leadlight reports key makes one.")
    return hashlib.sha256(point).hexdigest()[:KEY_ID_DIGITS]


def open_sealed(sealed: bytes, private_key: bytes) -> bytes:
    """Open a sealed report: its JSON, with the spaces that filled it up.

    Args:
        sealed: as it was sent: the sender's point for this one report, then what is sealed.
        private_key: PEM file.

    Raises:
        BadKey: the private key cannot be used.
        ReportUnreadable: it was sealed for another key, or changed on its way.
    """
    try:
        return SUITE.decrypt(sealed, _private(private_key), info=INFO)
    except InvalidTag as error:
        raise ReportUnreadable("This key does not open the report: it was sealed for another one.") from error


def _private(pem: bytes) -> EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadKey("The file holds no private key without a password.") from error
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise BadKey("The file holds a private key of another kind: P-256 is needed.")
    return key
