"""The deployment's keys: they turn contact points into hashes that nobody without the keys can turn back."""

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from leadlight.contacts.model import Fingerprint

SHORTEST_SECRET = 32
"""Bytes. There are some 10^10 phone numbers: a secret that can be guessed gives all of them back within minutes."""

DIGEST_BYTES = 16
"""Bytes kept of each hash: collisions stay out of reach up to 10^15 values, and the index stays small."""


class KeyRing:
    """Makes fingerprints, and keys for other purposes, from one secret of the deployment.

    A new secret can be put in front of former ones: what was hashed with the former secret is then hashed once
    more with the new one, so stored hashes can be moved along without their clear values (see `renewed`).

    Args:
        secret: the deployment's secret, at least 32 random bytes.
        former: secrets used before it, oldest first; empty when it is the first.

    Attributes:
        text_key: key of the text signatures, from the oldest secret: it stays when a new secret comes.

    Raises:
        ValueError: a secret is too short.

    """

    def __init__(self, secret: bytes, *, former: Sequence[bytes] = ()) -> None:
        secrets = (*former, secret)
        if any(len(one) < SHORTEST_SECRET for one in secrets):
            raise ValueError(f"a secret needs at least {SHORTEST_SECRET} bytes")
        self._secret = secret
        self._chain = tuple(_derived(one, "contact fingerprints", 32) for one in secrets)
        # Texts and addresses cannot be hashed anew without them, so their keys stay those of the first secret. Both are
        # public; the fingerprints of contact points, which are not, move on.
        self.text_key = _derived(secrets[0], "text signatures", 32)
        self._ad_key = _derived(secrets[0], "ad ids", 32)
        self._key_ids = tuple(_derived(one, "key id", 4).hex() for one in secrets)

    @property
    def key_id(self) -> str:
        """Name of the newest secret: eight hex digits that give nothing of it away."""
        return self._key_ids[-1]

    def fingerprint(self, kind: str, identity: str) -> Fingerprint:
        """Fingerprint of one contact point. The same identity of another kind gives another fingerprint."""
        digest = _chained(f"{kind}\0{identity}".encode("utf-8", "surrogatepass"), self._chain)
        return Fingerprint(kind=kind, digest=digest, key_id=self.key_id)

    def ad_id(self, what: str) -> bytes:
        """Keyed hash of what names an ad, 16 bytes, from the oldest secret: it stays when a new secret comes."""
        return _chained(what.encode("utf-8", "surrogatepass"), (self._ad_key,))

    def renewed(self, fingerprint: Fingerprint) -> Fingerprint:
        """Move a stored fingerprint on to the newest secret; one that is there already comes back as it is.

        Raises:
            ValueError: it was made with a secret that is not on this ring.
        """
        if fingerprint.key_id not in self._key_ids:
            raise ValueError(f"no secret on the ring has the id {fingerprint.key_id}")
        rest = self._chain[self._key_ids.index(fingerprint.key_id) + 1 :]
        digest = _chained(fingerprint.digest, rest) if rest else fingerprint.digest
        return Fingerprint(kind=fingerprint.kind, digest=digest, key_id=self.key_id)

    def derive(self, purpose: str, length: int = 32) -> bytes:
        """Key for one purpose, from the newest secret (HKDF-SHA-256). Two purposes never share a key."""
        return _derived(self._secret, purpose, length)


def _derived(secret: bytes, purpose: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=b"leadlight " + purpose.encode()).derive(secret)


def _chained(value: bytes, keys: Sequence[bytes]) -> bytes:
    """HMAC-SHA-256 with each key in turn, cut to `DIGEST_BYTES` each time."""
    for key in keys:
        value = hmac.digest(key, value, hashlib.sha256)[:DIGEST_BYTES]
    return value
