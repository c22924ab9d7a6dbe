"""Keys of platforms. Only their hashes are stored, so a copy of the database opens nothing."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from leadlight.errors import LeadlightError
from leadlight.storage.access import Access
from leadlight.storage.tables import api_key
from leadlight.storage.words import storable

KEY_BEGINNING = "leadlight_"
"""By which a key that was published by mistake can be found."""

KEY_BYTES = 32
"""Random bytes of a key: nobody guesses it, so a plain hash of it is enough."""

ID_DIGITS = 12
LONGEST_NAME = 100


class NoSuchKey(LeadlightError):
    """There is no key with this id, or more than one id begins so."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as it is stored.

    Attributes:
        digest: SHA-256 of the key, 32 bytes.
        name: who got it, as the operator wrote it.
        daily_quota: checks a day (UTC).
        created_on: day it was made.
        revoked_on: day it was withdrawn; None: it works.
    """

    digest: bytes
    name: str
    daily_quota: int
    created_on: date
    revoked_on: date | None = None

    @property
    def id(self) -> str:
        """By what the operator names it; gives nothing of the key away."""
        return self.digest.hex()[:ID_DIGITS]


class SqlKeyBook:
    """The keys that were given out."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def create(self, name: str, *, daily_quota: int, on: date) -> str:
        """Make a key and return it. It cannot be shown again."""
        key = KEY_BEGINNING + secrets.token_urlsafe(KEY_BYTES)
        row = {
            "digest": digest_of(key),
            "name": storable(name)[:LONGEST_NAME],
            "daily_quota": daily_quota,
            "created_on": on,
        }
        self._access.write(lambda connection: connection.execute(sa.insert(api_key).values(row)))
        return key

    def quota(self, digest: bytes) -> int | None:
        """Checks a day of the key with this hash; None: there is none, or it was withdrawn."""
        query = sa.select(api_key.c.daily_quota).where(api_key.c.digest == digest, api_key.c.revoked_on.is_(None))
        found: int | None = self._access.read(lambda connection: connection.execute(query).scalar())
        return found

    def all(self) -> Sequence[ApiKey]:
        """Every key, those that work first, then by name. Empty: none was made."""
        query = sa.select(api_key).order_by(api_key.c.revoked_on.is_not(None), api_key.c.name, api_key.c.digest)
        found = self._access.read(lambda connection: connection.execute(query).all())
        return [ApiKey(bytes(row.digest), row.name, row.daily_quota, row.created_on, row.revoked_on) for row in found]

    def revoke(self, key_id: str, *, on: date) -> ApiKey:
        """Withdraw the key whose id begins so; returns what it was. One that was withdrawn before stays as it is.

        Raises:
            NoSuchKey: none has such an id, or several have.
        """
        meant = [one for one in self.all() if key_id and one.digest.hex().startswith(key_id.lower())]
        if len(meant) != 1:
            raise NoSuchKey(f"{len(meant)} keys have an id that begins with {key_id!r}: see leadlight keys list.")
        update = sa.update(api_key).where(api_key.c.digest == meant[0].digest, api_key.c.revoked_on.is_(None))
        self._access.write(lambda connection: connection.execute(update.values(revoked_on=on)))
        return meant[0]


def digest_of(key: str) -> bytes:
    """SHA-256 of a key as it was given out."""
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
