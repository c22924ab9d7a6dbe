"""Sealed cache entries: whoever can read or write the cache can neither read a verdict nor forge one."""

import hashlib
import hmac
import secrets
import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_NONCE_BYTES = 12
_EXPIRY = struct.Struct(">Q")
_SHORTEST = len(_VERSION) + _NONCE_BYTES + _EXPIRY.size + 16


class Sealer:
    """Seals values with AES-256-GCM under a key of their own for each cache key.

    The cache key and the expiry are bound in: a value copied to another key, or kept beyond its time, does not open.
    A key per entry keeps random nonces apart however many verdicts a deployment writes.

    Args:
        secret: 32 bytes, for this purpose only (`KeyRing.derive`).

    Raises:
        ValueError: the secret has another length.

    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) != hashlib.sha256().digest_size:
            raise ValueError("the sealing secret needs 32 bytes")
        self._secret = secret

    def seal(self, key: bytes, value: bytes, *, expires_at: int) -> bytes:
        """Seal `value` for `key` until `expires_at` (whole seconds since 1970)."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._cipher(key).encrypt(nonce, _EXPIRY.pack(expires_at) + value, _VERSION + key)
        return _VERSION + nonce + sealed

    def open(self, key: bytes, sealed: bytes, *, now: float) -> tuple[bytes, int] | None:
        """Value and expiry of what was sealed for `key`; None when it was not, was changed, or is past its time."""
        if len(sealed) < _SHORTEST or sealed[:1] != _VERSION:
            return None
        nonce, rest = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            plain = self._cipher(key).decrypt(nonce, rest, _VERSION + key)
        except InvalidTag:
            return None
        (expires_at,) = _EXPIRY.unpack_from(plain)
        return (plain[_EXPIRY.size :], expires_at) if now < expires_at else None

    def _cipher(self, key: bytes) -> AESGCM:
        return AESGCM(hmac.digest(self._secret, key, hashlib.sha256))
